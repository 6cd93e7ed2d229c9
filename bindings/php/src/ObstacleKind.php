<?php

declare(strict_types=1);

namespace SyncIngest;

/** What can keep a collector's user from reading or moving the files of a folder. */
enum ObstacleKind: int
{
    /** A kind that only a newer library knows; its advice describes it. */
    case Unknown = 0;
    /** The file system of the folder is mounted read-only. */
    case ReadOnlyFileSystem = 1;
    /** The collector cannot move files out of the folder; the number is its user id. */
    case FolderNotWritable = 2;
    /** The folder is sticky, so that only owners may move their files. */
    case StickyFolder = 3;
    /** Only its owner may read a file; the number is its permission bits. */
    case PrivateFile = 4;
    /** Files keep their agent's own group, because the folder does not pass its own on; the number is the group id of a file. */
    case GroupNotInherited = 5;
    /** The system has refused to read or move a file; the number is its errno. */
    case Refused = 6;

    /** The word that JSON uses. */
    public function word(): string
    {
        return match ($this) {
            self::Unknown => 'unknown',
            self::ReadOnlyFileSystem => 'read_only_file_system',
            self::FolderNotWritable => 'folder_not_writable',
            self::StickyFolder => 'sticky_folder',
            self::PrivateFile => 'private_file',
            self::GroupNotInherited => 'group_not_inherited',
            self::Refused => 'refused',
        };
    }
}
