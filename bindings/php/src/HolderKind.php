<?php

declare(strict_types=1);

namespace SyncIngest;

/** Who can hold a lock. */
enum HolderKind: int
{
    /** A kind that only a newer library knows; its text describes it. */
    case Unknown = 0;
    /** A collector that uses this library: its version and host are known. */
    case Collector = 1;
    /** An agent that uses this library: its name, host and version are known. */
    case Agent = 2;
    /** `sync-deliver`, the script for agents on other hosts: its name is known, and over SFTP its host. */
    case RemoteAgent = 3;
    /** Other software: only the id of the user who owns the lock is known. */
    case User = 4;
    /** Unknown: the entry with the name of the lock is not a readable file, but an {@see Oddity}. */
    case Odd = 5;

    /** The word that JSON uses. */
    public function word(): string
    {
        return match ($this) {
            self::Unknown => 'unknown',
            self::Collector => 'collector',
            self::Agent => 'agent',
            self::RemoteAgent => 'remote_agent',
            self::User => 'user',
            self::Odd => 'odd',
        };
    }
}
