<?php

declare(strict_types=1);

namespace SyncIngest\Tables;

use SyncIngest\Native\Functions;

/** Why a whole file is refused. */
enum RefusalReason: int
{
    /** A reason that only a newer library knows; the message explains it. */
    case Unknown = 0;
    /** There is no header: the file is empty, or has blank lines alone. */
    case Empty = 1;
    /** UTF-32. */
    case Utf32 = 2;
    /** A zip archive, such as an `.xlsx` or `.ods` workbook. */
    case Zip = 3;
    /** A page of HTML, such as the sign-in page of a server. */
    case Html = 4;
    /** XML, such as a workbook saved as *XML spreadsheet*. */
    case Xml = 5;
    /** A workbook of Excel 97 (`.xls`). */
    case Excel97 = 6;
    /** Some lines are UTF-8 and others are not, too many for either encoding. */
    case MixedEncodings = 7;
    /** A quote that opens a cell is never closed. */
    case UnclosedQuote = 8;
    /** Text follows the closing quote of a cell that spans lines: the quotes do not belong together. */
    case QuoteAcrossLines = 9;
    /** A cell is longer than the limit. */
    case FieldTooLarge = 10;
    /** A row is longer than the limit. */
    case RecordTooLarge = 11;
    /** There are more rows than the limit. */
    case TooManyRows = 12;
    /** The header has more cells than the limit. */
    case TooManyColumns = 13;
    /** The `sep=` line names a character that is no delimiter, or another one than the pinned delimiter. */
    case SeparatorLine = 14;
    /** The header cannot be decoded, or has text behind a closing quote. */
    case HeaderUnreadable = 15;
    /** The header is another one than the pinned header. */
    case HeaderDiffers = 16;
    /** A column that is mapped or a key is not in the header. */
    case ColumnMissing = 17;
    /** A column that is mapped or a key is in the header more than once. */
    case ColumnRepeated = 18;
    /** The file changed while it was read. */
    case ChangedWhileRead = 19;
    /** The file of hashes is damaged or incomplete. */
    case BaseTorn = 20;
    /** The file of hashes is none, or was made for another feed, with another key, rule or fingerprint. */
    case BaseForeign = 21;
    /** The file of hashes is of another format version or generation. */
    case BaseOutdated = 22;
    /** The file of hashes was made with another secret. */
    case BaseOtherSecret = 23;
    /** The file has the byte order mark of another encoding than the pinned one. */
    case EncodingDiffers = 24;

    /** Returns the word that the command line and JSON use. */
    public function word(): string
    {
        return Functions::get('sync_ingest_refusal_reason_word', $this->value) ?? 'unknown';
    }

    /** Returns one sentence for a person: what it means and what to do. */
    public function explanation(): string
    {
        return Functions::get('sync_ingest_refusal_reason_explanation', $this->value) ?? 'only a newer library knows why';
    }
}
