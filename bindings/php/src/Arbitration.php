<?php

declare(strict_types=1);

namespace SyncIngest;

use SyncIngest\Native\Functions;

/** The outcome of the arbitration: who may go ahead. None of these is an error. */
enum Arbitration: int
{
    /** Nothing waits to be collected. */
    case Nothing = 0;
    /** This collector held the lock. */
    case Collecting = 1;
    /** An agent is delivering (`alock.txt` is there): try again later. */
    case AgentDelivering = 2;
    /** Another collector holds `lock.txt`: try again later. */
    case CollectorBusy = 3;

    /** The word that the command line, logs and JSON use. */
    public function word(): string
    {
        return Functions::get('sync_ingest_arbitration_word', $this->value);
    }
}
