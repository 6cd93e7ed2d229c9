<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Functions;

/** The evidence that the upload of a delivered file was over. */
enum Evidence: int
{
    /** Evidence that only a newer library knows. */
    case Unknown = 0;
    /** The caller relies on agents always locking (settle time 0), and no agent lock was there. */
    case AgentLock = 1;
    /** The file had not changed for the settle time. */
    case Settled = 2;
    /** A checksum that was delivered with it matched. */
    case Complete = 3;

    /** The word that the command line, logs and JSON use. */
    public function word(): string
    {
        return Functions::get('sync_ingest_evidence_word', $this->value) ?? 'unknown';
    }
}
