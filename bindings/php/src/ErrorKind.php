<?php

declare(strict_types=1);

namespace SyncIngest;

/** The kind of a failure, for programs to branch on. */
enum ErrorKind: int
{
    /** An argument makes no sense. */
    case InvalidArgument = 1;
    /** The folder or file does not exist. */
    case NotFound = 2;
    /** A path that should lead to a directory does not. */
    case NotADirectory = 3;
    /** This user may not do that. */
    case PermissionDenied = 4;
    /** The file system is mounted read-only. */
    case ReadOnly = 5;
    /** No space, quota or inode is left. */
    case NoSpace = 6;
    /** The system reported some other failure. */
    case Io = 7;
    /** The work area cannot be used: wrong owner, type, place or mount. */
    case WorkArea = 8;
    /** Somebody removed or replaced our lock: the collection has stopped, nothing was lost. */
    case LockLost = 9;
    /** A writer changed the file after it was offered: it becomes a new delivery. */
    case Changed = 10;
    /** The delivery or the collection has already ended. */
    case AlreadyOver = 11;
    /** This file may not be moved: copy it. */
    case MoveRefused = 12;
    /** A live process holds the lock. */
    case Held = 13;
    /** The name is taken: nothing was overwritten. */
    case AlreadyExists = 14;
    /** A defect of the library. */
    case Panic = 15;
    /** A file is refused as a table, or as a file of hashes. */
    case TableRefused = 16;
    /** What is gone from a table is not known. */
    case GoneUnknown = 17;
}
