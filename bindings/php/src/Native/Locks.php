<?php

declare(strict_types=1);

namespace SyncIngest\Native;

use SyncIngest\AgentSession;
use SyncIngest\Arbitration;
use SyncIngest\Attempt;
use SyncIngest\CollectorLock;
use SyncIngest\LockKind;

/**
 * The locks of a drop folder. A look at a folder needs none of this, and a fresh process then need not compile it.
 *
 * @internal
 */
final class Locks
{
    /** @return Attempt<CollectorLock> */
    public static function take(Handle $folder): Attempt
    {
        [$lock, $number] = $folder->call('lock', [], ['sync_ingest_lock *', 'sync_ingest_arbitration']);
        return new Attempt($lock === null ? null : new CollectorLock($lock), Arbitration::from($number));
    }

    /** @return Attempt<AgentSession> */
    public static function beginAgentSession(Handle $folder, string $agent): Attempt
    {
        Input::name('deliver as agent', $agent);
        [$session, $number] = $folder->call(
            'begin_agent_session',
            [$agent],
            ['sync_ingest_agent *', 'sync_ingest_arbitration'],
        );
        return new Attempt($session === null ? null : new AgentSession($session), Arbitration::from($number));
    }

    /** @return list<LockKind> */
    public static function stale(Handle $folder): array
    {
        [$collector, $agent] = $folder->call('stale_locks', [], ['int32_t', 'int32_t']);
        return [...$collector !== 0 ? [LockKind::Collector] : [], ...$agent !== 0 ? [LockKind::Agent] : []];
    }

    /** Returns false if there was no such lock. */
    public static function remove(Handle $folder, LockKind $kind): bool
    {
        [$removed] = $folder->call('unlock', [$kind->value], ['int32_t']);
        return $removed !== 0;
    }
}
