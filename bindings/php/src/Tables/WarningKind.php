<?php

declare(strict_types=1);

namespace SyncIngest\Tables;

use SyncIngest\Native\Functions;

/** What a person should look at before trusting a table. */
enum WarningKind: int
{
    /** One that only a newer library knows. */
    case Unknown = 0;
    /** The encoding was guessed: the cells show whether letters with accents are right. */
    case EncodingGuessed = 1;
    /** No delimiter splits header and rows alike: the one that splits the header is taken, or the table has one column. */
    case NoDelimiter = 2;
    /** Every row has one empty cell more than the header, which is ignored. */
    case TrailingCell = 3;
    /** Blank lines, rows of empty cells alone, and a final 0x1A, which are skipped. */
    case SkippedRows = 4;
    /** Names that are in the header more than once. */
    case RepeatedColumn = 5;
    /** Columns without a name. */
    case UnnamedColumn = 6;
    /** The last line does not end with a newline. */
    case NoFinalNewline = 7;
    /** Cells with U+FFFD: letters were lost before the file was delivered. */
    case ReplacementCharacter = 8;
    /** Cells with control characters of U+0080 to U+009F, which are usually wrongly decoded Windows-1252. */
    case C1Character = 9;
    /** Cells that decode once more from Windows-1252 to UTF-8, such as "FranÃ§ois". */
    case DoubleEncoded = 10;
    /** Rows that equal an earlier one of the same key, and count once. */
    case RepeatedRow = 11;

    /** Returns the word that the command line and JSON use. */
    public function word(): string
    {
        return Functions::get('sync_ingest_warning_kind_word', $this->value) ?? 'unknown';
    }
}
