<?php

declare(strict_types=1);

namespace SyncIngest\Tables;

use SyncIngest\Native\Functions;

/** How the encoding of a table is known. */
enum EncodingEvidence: int
{
    /** In a way that only a newer library knows. */
    case Unknown = 0;
    /** The caller has named it. */
    case Pinned = 1;
    /** A byte order mark. */
    case ByteOrderMark = 2;
    /** NUL bytes at line ends and delimiters: UTF-16. */
    case NulBytes = 3;
    /** All lines, or nearly all with something else than ASCII, are valid UTF-8. */
    case ValidUtf8 = 4;
    /** Guessed from the lines with something else than ASCII. */
    case Guessed = 5;

    /** Returns the word that the command line and JSON use. */
    public function word(): string
    {
        return Functions::get('sync_ingest_encoding_evidence_word', $this->value) ?? 'unknown';
    }
}
