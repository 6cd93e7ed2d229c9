<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Functions;

/** The lock that an alarm is about. */
final class AlarmLock
{
    public function __construct(
        /** Which lock. */
        public readonly LockKind $kind,
        /** Who made it. */
        public readonly Holder $holder,
        /** From when its age counts, in Unix time. */
        public readonly int $since,
        /** How many seconds old it is; negative if its time is in the future. */
        public readonly int $age,
        /** Its modification time, if it disagrees with its change time and the age counts from the later one. */
        public readonly ?int $modified = null,
        /** Its change time, if it disagrees with its modification time. */
        public readonly ?int $changed = null,
    ) {
    }

    /** @internal */
    public static function of(object $alarm): ?self
    {
        $kind = LockKind::tryFrom(Functions::get('sync_ingest_alarm_lock', $alarm));
        if ($kind === null) {
            return null;
        }
        $modified = Functions::get('sync_ingest_alarm_lock_modified_seconds', $alarm);
        $changed = Functions::get('sync_ingest_alarm_lock_changed_seconds', $alarm);
        $disagree = $modified !== 0 || $changed !== 0;
        return new self(
            kind: $kind,
            holder: Holder::of(Functions::get('sync_ingest_alarm_lock_held_by', $alarm)),
            since: Functions::get('sync_ingest_alarm_lock_since_seconds', $alarm),
            age: Functions::get('sync_ingest_alarm_lock_age_seconds', $alarm),
            modified: $disagree ? $modified : null,
            changed: $disagree ? $changed : null,
        );
    }
}
