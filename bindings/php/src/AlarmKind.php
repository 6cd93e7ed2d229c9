<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Functions;

/** The kinds of alarms. */
enum AlarmKind: int
{
    /** A kind that only a newer library knows; its diagnosis describes it. */
    case Unknown = 0;
    /** `lock.txt` is older than the threshold: the collector keeps failing to finish or to remove it. */
    case StaleCollectorLock = 1;
    /** `alock.txt` is older than the threshold: the remote delivery process is at fault. */
    case StaleAgentLock = 2;
    /** The lock of a collector that had died was recovered. */
    case RecoveredLock = 3;
    /** Somebody removed `lock.txt` while a collection was going on. */
    case LostLock = 4;
    /** Rejected files wait for a person to look at them. */
    case RejectedFile = 5;
    /** An upload has not finished for too long. */
    case UnfinishedFile = 6;
    /** A file cannot be read, looked at or moved. */
    case UnreadableFile = 7;
    /** A file is larger than the size limit. */
    case OversizedFile = 8;
    /** A lock has a time in the future: one of the clocks is wrong. */
    case ClockSkew = 9;
    /** A delivery has been put back as often as the options allow: the store does not take it. */
    case FailingStore = 10;
    /** A file has not matched its checksum file for too long. */
    case ChecksumMismatch = 11;
    /** Something has been left alone for too long. */
    case LeftBehind = 12;
    /** A checksum file cannot be understood. */
    case UnreadableChecksum = 13;

    /** The word that the command line, logs and JSON use. */
    public function word(): string
    {
        return Functions::get('sync_ingest_alarm_kind_word', $this->value) ?? 'unknown';
    }
}
