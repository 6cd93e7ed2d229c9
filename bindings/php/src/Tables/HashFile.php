<?php

declare(strict_types=1);

namespace SyncIngest\Tables;

/**
 * A file of hashes, by which a table is compared with the one before, and what it was written for: one that was written for
 * something else is refused.
 */
final class HashFile
{
    public function __construct(
        /** Where it is. */
        public readonly string $path,
        /** Whose rows these are; at most 1,024 bytes of UTF-8. */
        public readonly string $feed = '',
        /** Which state of them: 0 or more. */
        public readonly int $generation = 0,
        /** What decides how rows are taken, as a hash of options; at most 1,024 bytes. Key and rule need not be in it. */
        public readonly string $fingerprint = '',
    ) {
    }
}
