<?php

declare(strict_types=1);

namespace SyncIngest;

/** Why a checksum file cannot be understood. */
enum ChecksumFault: int
{
    /** It is a link, a folder, a FIFO, or a file with a second name. */
    case NotAFile = 1;
    /** It is larger than any checksum file. */
    case TooLong = 2;
    /** It is empty except for comments. */
    case Empty = 3;
    /** It contains no digest. */
    case NoDigest = 4;
    /** It contains digests other than SHA-256. */
    case OtherAlgorithm = 5;
    /** It names another file. */
    case OtherFile = 6;
    /** It contains several digests that could be meant. */
    case Ambiguous = 7;

    /** The word that JSON uses. */
    public function word(): string
    {
        return match ($this) {
            self::NotAFile => 'not_a_file',
            self::TooLong => 'too_long',
            self::Empty => 'empty',
            self::NoDigest => 'no_digest',
            self::OtherAlgorithm => 'other_algorithm',
            self::OtherFile => 'other_file',
            self::Ambiguous => 'ambiguous',
        };
    }
}
