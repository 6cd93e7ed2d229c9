<?php

declare(strict_types=1);

namespace SyncIngest\Tables;

/** What has become of one key since the table before. */
final class Change
{
    /**
     * @param list<string> $key
     * @param list<string> $row
     */
    public function __construct(
        /** What it is. */
        public readonly ChangeKind $kind,
        /** The line of the file on which the row begins, from 1; null for a key that is gone. */
        public readonly ?int $line,
        /** The cells of the key, as in the file; empty for a key that is gone, of which only the hash is known. */
        public readonly array $key,
        /** The cells of the row, in the order of {@see Check::$columns}; empty for a key that is gone. */
        public readonly array $row,
        /** The hash of the key: 32 hexadecimal digits. */
        public readonly string $keyHash,
        /** The hash of the row: 32 hexadecimal digits; null for a key that is gone. */
        public readonly ?string $rowHash,
    ) {
    }
}
