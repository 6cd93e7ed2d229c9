<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Handle;

/** One of the two locks. */
enum LockKind: int
{
    /** `lock.txt`: the collector's. */
    case Collector = 1;
    /** `alock.txt`: the agent's. */
    case Agent = 2;

    /**
     * @internal
     * @return list<self>
     */
    public static function staleOf(Handle $folder): array
    {
        [$collector, $agent] = $folder->call('stale_locks', [], ['int32_t', 'int32_t']);
        return [...$collector !== 0 ? [self::Collector] : [], ...$agent !== 0 ? [self::Agent] : []];
    }

    /** @internal */
    public function removeFrom(Handle $folder): bool
    {
        [$removed] = $folder->call('unlock', [$this->value], ['int32_t']);
        return $removed !== 0;
    }
}
