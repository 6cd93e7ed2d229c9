<?php

declare(strict_types=1);

namespace SyncIngest\Tables;

use SyncIngest\Native\Functions;

/** How keys are compared. */
enum KeyRule: int
{
    /** Character by character. */
    case Exact = 1;
    /** Trimmed, in Unicode's normalisation form C, in lower case. */
    case Folded = 2;

    /** Returns the word that the command line and JSON use. */
    public function word(): string
    {
        return Functions::get('sync_ingest_key_rule_word', $this->value);
    }
}
