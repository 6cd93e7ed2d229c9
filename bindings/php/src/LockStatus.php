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
        $user = $status->get('lock_holder_user', $kind->value);
        return new self(
            kind: $kind,
            holder: new Holder(
                kind: HolderKind::tryFrom($status->get('lock_holder_kind', $kind->value)) ?? HolderKind::Unknown,
                text: $status->get('lock_holder', $kind->value),
                name: $status->get('lock_holder_name', $kind->value),
                host: $status->get('lock_holder_host', $kind->value),
                version: $status->get('lock_holder_version', $kind->value),
                user: $user < 0 ? null : $user,
                oddity: Oddity::tryFrom($status->get('lock_holder_oddity', $kind->value)),
            ),
            ours: $status->get('lock_ours', $kind->value) !== 0,
            since: $status->get('lock_since_seconds', $kind->value),
            age: $status->get('lock_age_seconds', $kind->value),
            stale: $status->get('lock_stale', $kind->value) !== 0,
        );
    }
}
