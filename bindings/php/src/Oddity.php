<?php

declare(strict_types=1);

namespace SyncIngest;

/** What has the name of a lock, if it is not a readable file. */
enum Oddity: int
{
    /** A file that this user cannot read. */
    case UnreadableFile = 1;
    /** A directory. */
    case Directory = 2;
    /** A symbolic link. */
    case SymbolicLink = 3;
    /** A FIFO, a socket or a device. */
    case SpecialFile = 4;

    /** The word that JSON uses. */
    public function word(): string
    {
        return match ($this) {
            self::UnreadableFile => 'unreadable_file',
            self::Directory => 'directory',
            self::SymbolicLink => 'symbolic_link',
            self::SpecialFile => 'special_file',
        };
    }
}
