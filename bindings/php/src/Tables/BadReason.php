<?php

declare(strict_types=1);

namespace SyncIngest\Tables;

use SyncIngest\Native\Functions;

/** Why a row is bad: the first of these that applies. */
enum BadReason: int
{
    /** One that only a newer library knows. */
    case Unknown = 0;
    /** It has bytes that are no text in the encoding of the file. */
    case Undecodable = 1;
    /** It equals the header: files were joined. */
    case HeaderRepeated = 2;
    /** It has a byte order mark: files were joined. */
    case ByteOrderMark = 3;
    /** Text follows a closing quote. */
    case TextAfterQuote = 4;
    /** It has more or fewer cells than the header. */
    case Ragged = 5;
    /** It has a control character. */
    case ControlCharacter = 6;
    /** A key column is empty. */
    case EmptyKey = 7;
    /** Another row has the same key and other cells. */
    case DuplicateKey = 8;

    /** Returns the word that the command line and JSON use. */
    public function word(): string
    {
        return Functions::get('sync_ingest_bad_reason_word', $this->value) ?? 'unknown';
    }

    /** Returns one sentence for a person: what it means and what to do. */
    public function explanation(): string
    {
        return Functions::get('sync_ingest_bad_reason_explanation', $this->value) ?? 'only a newer library knows why';
    }
}
