//! Why a file is refused or a row is bad, and what a person should look at: numbers and words.

use crate::capi::words::{text, texts};
use crate::tables::{BadReason, RefusalReason, WarningKind};
use std::ffi::c_char;

/// Why a whole file is refused. Later versions may know more reasons.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum sync_ingest_refusal_reason {
    /// There is no such refusal.
    SYNC_INGEST_REFUSAL_NONE = 0,
    /// There is no header: the file is empty, or has blank lines alone.
    SYNC_INGEST_REFUSAL_EMPTY = 1,
    /// UTF-32.
    SYNC_INGEST_REFUSAL_UTF32 = 2,
    /// A zip archive, such as an `.xlsx` or `.ods` workbook.
    SYNC_INGEST_REFUSAL_ZIP = 3,
    /// A page of HTML, such as the sign-in page of a server.
    SYNC_INGEST_REFUSAL_HTML = 4,
    /// XML, such as a workbook saved as *XML spreadsheet*.
    SYNC_INGEST_REFUSAL_XML = 5,
    /// A workbook of Excel 97 (`.xls`).
    SYNC_INGEST_REFUSAL_EXCEL97 = 6,
    /// Some lines are UTF-8 and others are not, too many for either encoding.
    SYNC_INGEST_REFUSAL_MIXED_ENCODINGS = 7,
    /// A quote that opens a cell is never closed.
    SYNC_INGEST_REFUSAL_UNCLOSED_QUOTE = 8,
    /// Text follows the closing quote of a cell that spans lines: the quotes do not belong
    /// together.
    SYNC_INGEST_REFUSAL_QUOTE_ACROSS_LINES = 9,
    /// A cell is longer than the limit.
    SYNC_INGEST_REFUSAL_FIELD_TOO_LARGE = 10,
    /// A row is longer than the limit.
    SYNC_INGEST_REFUSAL_RECORD_TOO_LARGE = 11,
    /// There are more rows than the limit.
    SYNC_INGEST_REFUSAL_TOO_MANY_ROWS = 12,
    /// The header has more cells than the limit.
    SYNC_INGEST_REFUSAL_TOO_MANY_COLUMNS = 13,
    /// The `sep=` line names a character that is no delimiter, or another one than the pinned
    /// delimiter.
    SYNC_INGEST_REFUSAL_SEPARATOR_LINE = 14,
    /// The header cannot be decoded, or has text behind a closing quote.
    SYNC_INGEST_REFUSAL_HEADER_UNREADABLE = 15,
    /// The header is another one than the pinned header.
    SYNC_INGEST_REFUSAL_HEADER_DIFFERS = 16,
    /// A column that is mapped or a key is not in the header.
    SYNC_INGEST_REFUSAL_COLUMN_MISSING = 17,
    /// A column that is mapped or a key is in the header more than once.
    SYNC_INGEST_REFUSAL_COLUMN_REPEATED = 18,
    /// The file changed while it was read.
    SYNC_INGEST_REFUSAL_CHANGED_WHILE_READ = 19,
    /// The file of hashes is damaged or incomplete.
    SYNC_INGEST_REFUSAL_BASE_TORN = 20,
    /// The file of hashes is none, or was made for another feed, with another key, rule or
    /// fingerprint.
    SYNC_INGEST_REFUSAL_BASE_FOREIGN = 21,
    /// The file of hashes is of another format version or generation.
    SYNC_INGEST_REFUSAL_BASE_OUTDATED = 22,
    /// The file of hashes was made with another secret.
    SYNC_INGEST_REFUSAL_BASE_OTHER_SECRET = 23,
    /// The file has the byte order mark of another encoding than the pinned one.
    SYNC_INGEST_REFUSAL_ENCODING_DIFFERS = 24,
}

impl From<RefusalReason> for sync_ingest_refusal_reason {
    fn from(one: RefusalReason) -> Self {
        match one {
            RefusalReason::Empty => Self::SYNC_INGEST_REFUSAL_EMPTY,
            RefusalReason::Utf32 => Self::SYNC_INGEST_REFUSAL_UTF32,
            RefusalReason::Zip => Self::SYNC_INGEST_REFUSAL_ZIP,
            RefusalReason::Html => Self::SYNC_INGEST_REFUSAL_HTML,
            RefusalReason::Xml => Self::SYNC_INGEST_REFUSAL_XML,
            RefusalReason::Excel97 => Self::SYNC_INGEST_REFUSAL_EXCEL97,
            RefusalReason::MixedEncodings => Self::SYNC_INGEST_REFUSAL_MIXED_ENCODINGS,
            RefusalReason::UnclosedQuote => Self::SYNC_INGEST_REFUSAL_UNCLOSED_QUOTE,
            RefusalReason::QuoteAcrossLines => Self::SYNC_INGEST_REFUSAL_QUOTE_ACROSS_LINES,
            RefusalReason::FieldTooLarge => Self::SYNC_INGEST_REFUSAL_FIELD_TOO_LARGE,
            RefusalReason::RecordTooLarge => Self::SYNC_INGEST_REFUSAL_RECORD_TOO_LARGE,
            RefusalReason::TooManyRows => Self::SYNC_INGEST_REFUSAL_TOO_MANY_ROWS,
            RefusalReason::TooManyColumns => Self::SYNC_INGEST_REFUSAL_TOO_MANY_COLUMNS,
            RefusalReason::SeparatorLine => Self::SYNC_INGEST_REFUSAL_SEPARATOR_LINE,
            RefusalReason::HeaderUnreadable => Self::SYNC_INGEST_REFUSAL_HEADER_UNREADABLE,
            RefusalReason::HeaderDiffers => Self::SYNC_INGEST_REFUSAL_HEADER_DIFFERS,
            RefusalReason::ColumnMissing => Self::SYNC_INGEST_REFUSAL_COLUMN_MISSING,
            RefusalReason::ColumnRepeated => Self::SYNC_INGEST_REFUSAL_COLUMN_REPEATED,
            RefusalReason::ChangedWhileRead => Self::SYNC_INGEST_REFUSAL_CHANGED_WHILE_READ,
            RefusalReason::BaseTorn => Self::SYNC_INGEST_REFUSAL_BASE_TORN,
            RefusalReason::BaseForeign => Self::SYNC_INGEST_REFUSAL_BASE_FOREIGN,
            RefusalReason::BaseOutdated => Self::SYNC_INGEST_REFUSAL_BASE_OUTDATED,
            RefusalReason::BaseOtherSecret => Self::SYNC_INGEST_REFUSAL_BASE_OTHER_SECRET,
            RefusalReason::EncodingDiffers => Self::SYNC_INGEST_REFUSAL_ENCODING_DIFFERS,
        }
    }
}

/// Why a row is bad: the first of these that applies. Later versions may know more reasons.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum sync_ingest_bad_reason {
    /// There is no such row.
    SYNC_INGEST_BAD_NONE = 0,
    /// It has bytes that are no text in the encoding of the file.
    SYNC_INGEST_BAD_UNDECODABLE = 1,
    /// It equals the header: files were joined.
    SYNC_INGEST_BAD_HEADER_REPEATED = 2,
    /// It has a byte order mark: files were joined.
    SYNC_INGEST_BAD_BYTE_ORDER_MARK = 3,
    /// Text follows a closing quote.
    SYNC_INGEST_BAD_TEXT_AFTER_QUOTE = 4,
    /// It has more or fewer cells than the header.
    SYNC_INGEST_BAD_RAGGED = 5,
    /// It has a control character.
    SYNC_INGEST_BAD_CONTROL_CHARACTER = 6,
    /// A key column is empty.
    SYNC_INGEST_BAD_EMPTY_KEY = 7,
    /// Another row has the same key and other cells.
    SYNC_INGEST_BAD_DUPLICATE_KEY = 8,
}

impl From<BadReason> for sync_ingest_bad_reason {
    fn from(one: BadReason) -> Self {
        match one {
            BadReason::Undecodable => Self::SYNC_INGEST_BAD_UNDECODABLE,
            BadReason::HeaderRepeated => Self::SYNC_INGEST_BAD_HEADER_REPEATED,
            BadReason::ByteOrderMark => Self::SYNC_INGEST_BAD_BYTE_ORDER_MARK,
            BadReason::TextAfterQuote => Self::SYNC_INGEST_BAD_TEXT_AFTER_QUOTE,
            BadReason::Ragged => Self::SYNC_INGEST_BAD_RAGGED,
            BadReason::ControlCharacter => Self::SYNC_INGEST_BAD_CONTROL_CHARACTER,
            BadReason::EmptyKey => Self::SYNC_INGEST_BAD_EMPTY_KEY,
            BadReason::DuplicateKey => Self::SYNC_INGEST_BAD_DUPLICATE_KEY,
        }
    }
}

/// What a person should look at before trusting a table. Later versions may know more kinds.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum sync_ingest_warning_kind {
    /// There is no such warning.
    SYNC_INGEST_WARNING_NONE = 0,
    /// The encoding was guessed: the cells show whether letters with accents are right.
    SYNC_INGEST_WARNING_ENCODING_GUESSED = 1,
    /// No delimiter splits header and rows alike: the one that splits the header is taken, or the
    /// table has one column.
    SYNC_INGEST_WARNING_NO_DELIMITER = 2,
    /// Every row has one empty cell more than the header, which is ignored.
    SYNC_INGEST_WARNING_TRAILING_CELL = 3,
    /// Blank lines, rows of empty cells alone, and a final 0x1A, which are skipped.
    SYNC_INGEST_WARNING_SKIPPED_ROWS = 4,
    /// Names that are in the header more than once.
    SYNC_INGEST_WARNING_REPEATED_COLUMN = 5,
    /// Columns without a name.
    SYNC_INGEST_WARNING_UNNAMED_COLUMN = 6,
    /// The last line does not end with a newline.
    SYNC_INGEST_WARNING_NO_FINAL_NEWLINE = 7,
    /// Cells with U+FFFD: letters were lost before the file was delivered.
    SYNC_INGEST_WARNING_REPLACEMENT_CHARACTER = 8,
    /// Cells with control characters of U+0080 to U+009F, which are usually wrongly decoded
    /// Windows-1252.
    SYNC_INGEST_WARNING_C1_CHARACTER = 9,
    /// Cells that decode once more from Windows-1252 to UTF-8, such as "FranÃ§ois".
    SYNC_INGEST_WARNING_DOUBLE_ENCODED = 10,
    /// Rows that equal an earlier one of the same key, and count once.
    SYNC_INGEST_WARNING_REPEATED_ROW = 11,
}

impl From<WarningKind> for sync_ingest_warning_kind {
    fn from(one: WarningKind) -> Self {
        match one {
            WarningKind::EncodingGuessed => Self::SYNC_INGEST_WARNING_ENCODING_GUESSED,
            WarningKind::NoDelimiter => Self::SYNC_INGEST_WARNING_NO_DELIMITER,
            WarningKind::TrailingCell => Self::SYNC_INGEST_WARNING_TRAILING_CELL,
            WarningKind::SkippedRows => Self::SYNC_INGEST_WARNING_SKIPPED_ROWS,
            WarningKind::RepeatedColumn => Self::SYNC_INGEST_WARNING_REPEATED_COLUMN,
            WarningKind::UnnamedColumn => Self::SYNC_INGEST_WARNING_UNNAMED_COLUMN,
            WarningKind::NoFinalNewline => Self::SYNC_INGEST_WARNING_NO_FINAL_NEWLINE,
            WarningKind::ReplacementCharacter => Self::SYNC_INGEST_WARNING_REPLACEMENT_CHARACTER,
            WarningKind::C1Character => Self::SYNC_INGEST_WARNING_C1_CHARACTER,
            WarningKind::DoubleEncoded => Self::SYNC_INGEST_WARNING_DOUBLE_ENCODED,
            WarningKind::RepeatedRow => Self::SYNC_INGEST_WARNING_REPEATED_ROW,
        }
    }
}

static REFUSAL_WORDS: [[u8; 24]; RefusalReason::ALL.len()] = texts!(RefusalReason::ALL, as_str, 24);
static BAD_WORDS: [[u8; 24]; BadReason::ALL.len()] = texts!(BadReason::ALL, as_str, 24);
static WARNING_WORDS: [[u8; 24]; WarningKind::ALL.len()] = texts!(WarningKind::ALL, as_str, 24);
static REFUSAL_EXPLANATIONS: [[u8; 160]; RefusalReason::ALL.len()] = texts!(RefusalReason::ALL, explanation, 160);
static BAD_EXPLANATIONS: [[u8; 160]; BadReason::ALL.len()] = texts!(BadReason::ALL, explanation, 160);

/// Returns the word for a sync_ingest_refusal_reason, as in "encoding_differs"; NULL for a number
/// that is none. A static string.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_refusal_reason_word(number: i32) -> *const c_char {
    text(&REFUSAL_WORDS, 1, number)
}

/// Returns one English sentence for a person on a sync_ingest_refusal_reason: what it means and
/// what to do. NULL for a number that is none. A static string.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_refusal_reason_explanation(number: i32) -> *const c_char {
    text(&REFUSAL_EXPLANATIONS, 1, number)
}

/// Returns the word for a sync_ingest_bad_reason, as in "ragged"; NULL for a number that is none. A
/// static string.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_bad_reason_word(number: i32) -> *const c_char {
    text(&BAD_WORDS, 1, number)
}

/// Returns one English sentence for a person on a sync_ingest_bad_reason: what it means and what to
/// do. NULL for a number that is none. A static string.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_bad_reason_explanation(number: i32) -> *const c_char {
    text(&BAD_EXPLANATIONS, 1, number)
}

/// Returns the word for a sync_ingest_warning_kind, as in "repeated_row"; NULL for a number that is
/// none. A static string.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_warning_kind_word(number: i32) -> *const c_char {
    text(&WARNING_WORDS, 1, number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_have_the_numbers_of_the_rust_enumerations() {
        for one in RefusalReason::ALL {
            assert_eq!(sync_ingest_refusal_reason::from(one) as i32, one as i32);
        }
        for one in BadReason::ALL {
            assert_eq!(sync_ingest_bad_reason::from(one) as i32, one as i32);
        }
        for one in WarningKind::ALL {
            assert_eq!(sync_ingest_warning_kind::from(one) as i32, one as i32);
        }
    }
}
