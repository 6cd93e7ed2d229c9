<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Handle;

/** A file that was rejected and waits for a person. */
final class RejectedFile
{
    public function __construct(
        /** The id of its delivery, which identifies it. */
        public readonly string $id,
        /** Its name in the drop folder: bytes, not necessarily UTF-8. */
        public readonly string $name,
        /** Its path, to be read. Never write there; do not remove it. */
        public readonly string $path,
        /** Why, in words: the store's own if it gave a reason, otherwise an English sentence. */
        public readonly string $reason,
        /** Why, for programs. */
        public readonly RejectReason $kind,
        /** How often the process died while storing it, if that was the reason. */
        public readonly int $deaths,
        /** Its size in bytes; 0 unless it is a plain file. */
        public readonly int $size,
        /** When it was rejected, in Unix time. */
        public readonly int $rejectedAt,
    ) {
    }

    /** @internal */
    public static function of(Handle $file): self
    {
        return new self(
            id: $file->get('id'),
            name: $file->get('name'),
            path: $file->get('path'),
            reason: $file->get('reason'),
            kind: RejectReason::tryFrom($file->get('kind')) ?? RejectReason::Unknown,
            deaths: $file->get('deaths'),
            size: $file->get('size'),
            rejectedAt: $file->get('rejected_at_seconds'),
        );
    }
}
