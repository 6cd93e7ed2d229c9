<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Handle;

/** A lock that exists. */
final class LockStatus
{
    public function __construct(
        /** Which lock. */
        public readonly LockKind $kind,
        /** Who made it. */
        public readonly Holder $holder,
        /** Whether this library wrote it. */
        public readonly bool $ours,
        /** From when its age counts, in Unix time. */
        public readonly int $since,
        /** How many seconds old it is; negative if its time is in the future. */
        public readonly int $age,
        /** Whether it is too old. */
        public readonly bool $stale,
    ) {
    }

    /** @internal */
    public static function of(Handle $status, LockKind $kind): ?self
    {
        if ($status->get('lock_present', $kind->value) === 0) {
            return null;
        }
        return new self(
            kind: $kind,
            holder: Holder::of($status->get('lock_held_by', $kind->value)),
            ours: $status->get('lock_ours', $kind->value) !== 0,
            since: $status->get('lock_since_seconds', $kind->value),
            age: $status->get('lock_age_seconds', $kind->value),
            stale: $status->get('lock_stale', $kind->value) !== 0,
        );
    }
}
