<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Functions;

/** Why an entry of the drop folder was left alone. */
enum SkipReason: int
{
    /** The name begins with `.`, or is one that a system reserves, as in `Thumbs.db`. */
    case Hidden = 1;
    /** The name begins with `_`. */
    case Omitted = 2;
    /** `lock.txt` or `alock.txt`. */
    case LockFile = 3;
    /** A name that programs use for unfinished, temporary and backup files. */
    case UnfinishedName = 4;
    /** Control or text-direction characters, which could deceive a terminal, a log or a page. */
    case HostileName = 5;
    /** A directory. */
    case Directory = 6;
    /** A symbolic link. */
    case SymbolicLink = 7;
    /** A file with more than one name (hard link). */
    case HardLink = 8;
    /** A FIFO, a socket or a device. */
    case SpecialFile = 9;
    /** Larger than the size limit. */
    case TooLarge = 10;
    /** Changed more recently than the settle time. */
    case Unsettled = 11;
    /** Some process of this host has it open for writing. */
    case OpenForWriting = 12;
    /** This user may not read it. */
    case Unreadable = 13;
    /** It could not be inspected; a file that cannot be checked is not collected. */
    case Unchecked = 14;
    /** It could not be moved into the work area. */
    case Unclaimable = 15;
    /** It changed between inspection and claim. */
    case ChangedMeanwhile = 16;
    /** The batch was full: the next collection takes it. */
    case BatchFull = 17;
    /** An older delivery of the same name has not been answered yet. */
    case WaitsForOlder = 18;
    /** It does not match its checksum file. */
    case ChecksumMismatch = 19;
    /** Its checksum file cannot be understood, or names another file. */
    case UnreadableChecksum = 20;

    /** Returns the word that the command line, logs and JSON use. */
    public function word(): string
    {
        return Functions::get('sync_ingest_skip_reason_word', $this->value);
    }

    /** Returns one sentence for a person. */
    public function explanation(): string
    {
        return Functions::get('sync_ingest_skip_reason_explanation', $this->value);
    }
}
