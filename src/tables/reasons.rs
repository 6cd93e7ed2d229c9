//! The closed lists of codes: why a file is refused, why a row is bad, and what a person should
//! look at.

use crate::rules::word::words;

/// Why a whole file is refused. The numbers are those of the C constants and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum RefusalReason {
    /// There is no header: the file is empty, or has blank lines alone.
    Empty = 1,
    /// UTF-32.
    Utf32 = 2,
    /// A zip archive, such as an `.xlsx` or `.ods` workbook.
    Zip = 3,
    /// A page of HTML, such as the sign-in page of a server.
    Html = 4,
    /// XML, such as a workbook saved as *XML spreadsheet*.
    Xml = 5,
    /// A workbook of Excel 97 (`.xls`).
    Excel97 = 6,
    /// Some lines are UTF-8 and others are not, too many for either encoding.
    MixedEncodings = 7,
    /// A quote that opens a cell is never closed.
    UnclosedQuote = 8,
    /// Text follows the closing quote of a cell that spans lines: the quotes do not belong
    /// together.
    QuoteAcrossLines = 9,
    /// A cell is longer than [`Limits::field`](super::Limits#structfield.field).
    FieldTooLarge = 10,
    /// A row is longer than [`Limits::record`](super::Limits#structfield.record).
    RecordTooLarge = 11,
    /// There are more rows than [`Limits::rows`](super::Limits#structfield.rows).
    TooManyRows = 12,
    /// The header has more cells than [`Limits::columns`](super::Limits#structfield.columns).
    TooManyColumns = 13,
    /// The `sep=` line names a character that is no delimiter, or another one than the pinned
    /// delimiter.
    SeparatorLine = 14,
    /// The header cannot be decoded, has text behind a closing quote, or has no name that can be
    /// seen.
    HeaderUnreadable = 15,
    /// The header is another one than the pinned header.
    HeaderDiffers = 16,
    /// A column that is mapped or a key is not in the header.
    ColumnMissing = 17,
    /// A column that is mapped or a key is in the header more than once.
    ColumnRepeated = 18,
    /// The file changed while it was read.
    ChangedWhileRead = 19,
    /// The file of hashes is damaged or incomplete.
    BaseTorn = 20,
    /// The file of hashes is none, or was made for another feed, with another key, rule or
    /// fingerprint.
    BaseForeign = 21,
    /// The file of hashes is of another format version or generation.
    BaseOutdated = 22,
    /// The file of hashes was made with another secret.
    BaseOtherSecret = 23,
    /// The file has the byte order mark of another encoding than the pinned one.
    EncodingDiffers = 24,
}

words!(RefusalReason of tables {
    Empty => "empty",
    Utf32 => "utf32",
    Zip => "zip",
    Html => "html",
    Xml => "xml",
    Excel97 => "excel_97",
    MixedEncodings => "mixed_encodings",
    UnclosedQuote => "unclosed_quote",
    QuoteAcrossLines => "quote_across_lines",
    FieldTooLarge => "field_too_large",
    RecordTooLarge => "record_too_large",
    TooManyRows => "too_many_rows",
    TooManyColumns => "too_many_columns",
    SeparatorLine => "separator_line",
    HeaderUnreadable => "header_unreadable",
    HeaderDiffers => "header_differs",
    ColumnMissing => "column_missing",
    ColumnRepeated => "column_repeated",
    ChangedWhileRead => "changed_while_read",
    BaseTorn => "base_torn",
    BaseForeign => "base_foreign",
    BaseOutdated => "base_outdated",
    BaseOtherSecret => "base_other_secret",
    EncodingDiffers => "encoding_differs",
});

/// Why a row is bad. A row has the first reason of this list that applies. The numbers are those of
/// the C constants and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum BadReason {
    /// It has bytes that are no text in the encoding of the file.
    Undecodable = 1,
    /// It equals the header: files were joined.
    HeaderRepeated = 2,
    /// It has a byte order mark: files were joined.
    ByteOrderMark = 3,
    /// Text follows a closing quote.
    TextAfterQuote = 4,
    /// It has more or fewer cells than the header.
    Ragged = 5,
    /// It has a control character.
    ControlCharacter = 6,
    /// A key column is empty.
    EmptyKey = 7,
    /// Another row has the same key and other cells.
    DuplicateKey = 8,
}

words!(BadReason of tables {
    Undecodable => "undecodable",
    HeaderRepeated => "header_repeated",
    ByteOrderMark => "byte_order_mark",
    TextAfterQuote => "text_after_quote",
    Ragged => "ragged",
    ControlCharacter => "control_character",
    EmptyKey => "empty_key",
    DuplicateKey => "duplicate_key",
});

/// What a person should look at before trusting a file that is read. The numbers are those of the C
/// constants and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum WarningKind {
    /// The encoding was guessed: the cells show whether letters with accents are right.
    EncodingGuessed = 1,
    /// No delimiter splits header and rows alike: the one that splits the header is taken, or the
    /// table has one column.
    NoDelimiter = 2,
    /// Every row has one empty cell more than the header, which is ignored.
    TrailingCell = 3,
    /// Blank lines, rows of empty cells alone, and a final 0x1A, which are skipped.
    SkippedRows = 4,
    /// Names that are in the header more than once.
    RepeatedColumn = 5,
    /// Columns without a name.
    UnnamedColumn = 6,
    /// The last line does not end with a newline.
    NoFinalNewline = 7,
    /// Cells with U+FFFD: letters were lost before the file was delivered.
    ReplacementCharacter = 8,
    /// Cells with control characters of U+0080 to U+009F, which are usually wrongly decoded
    /// Windows-1252.
    C1Character = 9,
    /// Cells that decode once more from Windows-1252 to UTF-8, such as "FranÃ§ois".
    DoubleEncoded = 10,
    /// Rows that equal an earlier one of the same key, and count once.
    RepeatedRow = 11,
}

words!(WarningKind of tables {
    EncodingGuessed => "encoding_guessed",
    NoDelimiter => "no_delimiter",
    TrailingCell => "trailing_cell",
    SkippedRows => "skipped_rows",
    RepeatedColumn => "repeated_column",
    UnnamedColumn => "unnamed_column",
    NoFinalNewline => "no_final_newline",
    ReplacementCharacter => "replacement_character",
    C1Character => "c1_character",
    DoubleEncoded => "double_encoded",
    RepeatedRow => "repeated_row",
});

/// How the encoding of a file is known. The numbers are those of the C constants and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum EncodingEvidence {
    /// The caller has named it.
    Pinned = 1,
    /// A byte order mark.
    ByteOrderMark = 2,
    /// NUL bytes at line ends and delimiters: UTF-16.
    NulBytes = 3,
    /// All lines, or nearly all with something else than ASCII, are valid UTF-8.
    ValidUtf8 = 4,
    /// Guessed from the lines with something else than ASCII.
    Guessed = 5,
}

words!(EncodingEvidence of tables {
    Pinned => "pinned",
    ByteOrderMark => "byte_order_mark",
    NulBytes => "nul_bytes",
    ValidUtf8 => "valid_utf8",
    Guessed => "guessed",
});

/// What has become of a key. The numbers are those of the C constants and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ChangeKind {
    /// It was not in the base.
    Added = 1,
    /// Its row is another one.
    Changed = 2,
    /// No row has it any more.
    Gone = 3,
}

words!(ChangeKind of tables {
    Added => "added",
    Changed => "changed",
    Gone => "gone",
});

/// How keys are compared. The numbers are those of the C constants and never change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum KeyRule {
    /// Character by character.
    #[default]
    Exact = 1,
    /// Trimmed, in Unicode's normalisation form C, in lower case.
    Folded = 2,
}

words!(KeyRule of tables {
    Exact => "exact",
    Folded => "folded",
});
