<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Handle;
use SyncIngest\Native\SkippedEntries;

/** The state of a drop folder, read without changing anything. */
final class Status
{
    /**
     * @param list<Waiting> $waiting
     * @param list<NotStored> $rejected
     * @param list<Alarm> $alarms
     * @param list<string> $mistakenLocks
     * @param list<Obstacle> $obstacles
     */
    public function __construct(
        /** The collector lock, if it is there. */
        public readonly ?LockStatus $collectorLock = null,
        /** The agent lock, if it is there. */
        public readonly ?LockStatus $agentLock = null,
        /** The first 100 files that the next collection could take. */
        public readonly array $waiting = [],
        /** How many there are. */
        public readonly int $waitingCount = 0,
        /** Entries that would be left alone, with the reasons. */
        public readonly Skipped $skipped = new Skipped(),
        /** Seconds until the first unsettled file will have settled; null if there is none. */
        public readonly ?int $readyIn = null,
        /** Deliveries that are claimed and verified, left over by an earlier collection or being collected now. */
        public readonly int $claimed = 0,
        /** Files that are claimed but not verified: the next collection gives them back. */
        public readonly int $unverified = 0,
        /** The first 100 rejected files, with the reasons. */
        public readonly array $rejected = [],
        /** How many there are. */
        public readonly int $rejectedCount = 0,
        /** Active alarms. */
        public readonly array $alarms = [],
        /** The file system of the folder. */
        public readonly FileSystem $fileSystem = new FileSystem('unknown', false, false),
        /** The first 100 names that look like a lock but are none (`ALOCK.TXT`, `lock.txt.txt`): they have no effect. */
        public readonly array $mistakenLocks = [],
        /** Bytes that this user can still write to that file system; null if it does not report it. */
        public readonly ?int $freeBytes = null,
        /** Files that can still be made there; null if there is no fixed number. */
        public readonly ?int $freeInodes = null,
        /** What would keep this user from collecting files of other users, whether or not any wait now. */
        public readonly array $obstacles = [],
        /** How many seconds the oldest file that waits has been there unchanged; null if none waits. */
        public readonly ?int $oldestWaitingAge = null,
        /**
         * When a collection last offered deliveries and none of them was put back, in Unix time; null if that is not
         * known. Looks that find nothing to collect do not count.
         */
        public readonly ?int $lastGoodCollection = null,
        /** How many seconds ago that was; null if it is not known. */
        public readonly ?int $lastGoodCollectionAge = null,
    ) {
    }

    /** @internal */
    public static function of(Handle $folder): self
    {
        [$status] = $folder->call('status', [], ['sync_ingest_status *']);
        $mistakenLocks = [];
        for ($i = 0; $i < $status->get('mistaken_lock_count'); $i++) {
            $mistakenLocks[] = $status->get('mistaken_lock_name', $i);
        }
        return new self(
            collectorLock: LockStatus::of($status, LockKind::Collector),
            agentLock: LockStatus::of($status, LockKind::Agent),
            waiting: Waiting::listOf($status),
            waitingCount: $status->get('waiting_total'),
            skipped: SkippedEntries::of($status),
            readyIn: self::known($status->get('ready_in_seconds')),
            claimed: $status->get('claimed'),
            unverified: $status->get('unverified'),
            rejected: NotStored::listOf($status, 'rejected'),
            rejectedCount: $status->get('rejected_total'),
            alarms: Alarm::listOf($status, 'alarm'),
            fileSystem: FileSystem::of($status),
            mistakenLocks: $mistakenLocks,
            freeBytes: self::known($status->get('free_bytes')),
            freeInodes: self::known($status->get('free_inodes')),
            obstacles: Obstacle::listOfStatus($status),
            oldestWaitingAge: self::known($status->get('oldest_waiting_age_seconds')),
            lastGoodCollection: self::known($status->get('last_good_collection_seconds')),
            lastGoodCollectionAge: self::known($status->get('last_good_collection_age_seconds')),
        );
    }

    /** The C functions have -1 for what is not known. */
    private static function known(int $number): ?int
    {
        return $number < 0 ? null : $number;
    }
}
