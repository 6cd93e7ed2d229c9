<?php

declare(strict_types=1);

namespace SyncIngest\Tables;

use SyncIngest\Native\Functions;

/** What has become of a key since the table before. */
enum ChangeKind: int
{
    /** It was not in the base. */
    case Added = 1;
    /** Its row is another one. */
    case Changed = 2;
    /** No row has it any more. */
    case Gone = 3;

    /** Returns the word that the command line and JSON use. */
    public function word(): string
    {
        return Functions::get('sync_ingest_change_kind_word', $this->value);
    }
}
