//! What the codes of tables mean, and what to do: for people who write exports.

use super::plural;
use sync_ingest::tables::{BadReason, EncodingEvidence, RefusalReason, WarningKind};

pub(super) fn encoding(evidence: EncodingEvidence) -> &'static str {
    match evidence {
        EncodingEvidence::Pinned => "as given",
        EncodingEvidence::ByteOrderMark => "it begins with a byte order mark",
        EncodingEvidence::NulBytes => "detected by the zero bytes at line ends and delimiters",
        EncodingEvidence::ValidUtf8 => "its text is valid in it",
        EncodingEvidence::Guessed => "detected by its letters: it may be wrong, look at the cells below",
        _ => "detected",
    }
}

pub(super) fn bad_row(reason: BadReason) -> &'static str {
    match reason {
        BadReason::Undecodable => "it has bytes that are no text in this encoding",
        BadReason::HeaderRepeated => "it is the header once more, as if two files were joined",
        BadReason::ByteOrderMark => "it has a byte order mark, as if two files were joined",
        BadReason::TextAfterQuote => "text follows a closing quote; write a quote within quotes twice",
        BadReason::Ragged => "it has more or fewer cells than the header; put a cell with the delimiter in quotes",
        BadReason::ControlCharacter => "it has a control character",
        BadReason::EmptyKey => "its key is empty, or a part of it",
        BadReason::DuplicateKey => "another row has the same key and other cells",
        _ => "it cannot be used",
    }
}

pub(super) fn warning(kind: WarningKind, count: u64) -> String {
    match kind {
        WarningKind::EncodingGuessed => {
            "do these cells look right? If not, export as UTF-8, or name the encoding: --encoding".to_owned()
        }
        WarningKind::NoDelimiter => "no delimiter splits header and rows alike; name it: --delimiter".to_owned(),
        WarningKind::TrailingCell => "every row ends in one delimiter more than the header; it is ignored".to_owned(),
        WarningKind::SkippedRows => {
            format!("{} blank or of empty cells alone, or the end mark 0x1A: left out", plural(count, "line"))
        }
        WarningKind::RepeatedColumn => format!("{} in the header more than once", plural(count, "name")),
        WarningKind::UnnamedColumn => format!("{} without a name", plural(count, "column")),
        WarningKind::NoFinalNewline => "the last line has no line end: is the file complete?".to_owned(),
        WarningKind::ReplacementCharacter => {
            format!("{} with U+FFFD: letters were lost before this file was written", plural(count, "cell"))
        }
        WarningKind::C1Character => {
            format!("{} with characters that are usually Windows-1252 read as Latin-1", plural(count, "cell"))
        }
        WarningKind::DoubleEncoded => format!("{} that were encoded as UTF-8 twice", plural(count, "cell")),
        WarningKind::RepeatedRow => {
            format!("{} equal to an earlier one of the same key: counted once", plural(count, "row"))
        }
        _ => plural(count, "time"),
    }
}

pub(super) fn refusal(reason: RefusalReason) -> &'static str {
    match reason {
        RefusalReason::Empty => "there is no header: the file is empty; look whether the export failed",
        RefusalReason::Utf32 => "it is UTF-32; export it as UTF-8",
        RefusalReason::Zip => "it is an archive, such as a workbook (.xlsx, .ods); save it as CSV UTF-8",
        RefusalReason::Html => "it is a web page; look whether the download needed a sign-in, or export as CSV",
        RefusalReason::Xml => "it is XML; save it as CSV UTF-8",
        RefusalReason::Excel97 => "it is a workbook (.xls); save it as CSV UTF-8",
        RefusalReason::MixedEncodings => {
            "some lines are UTF-8 and others are not; this is the first that is not; write the whole file in one encoding"
        }
        RefusalReason::UnclosedQuote => "a quote begins a cell and is never closed; write a quote within quotes twice",
        RefusalReason::QuoteAcrossLines => {
            "text follows the closing quote of a cell that spans lines, so rows may have been swallowed; \
             write a quote within quotes twice"
        }
        RefusalReason::FieldTooLarge => "a cell is longer than the limit; is a quote or a line end missing?",
        RefusalReason::RecordTooLarge => "a row is longer than the limit; is a line end missing?",
        RefusalReason::TooManyRows => "there are more rows than the limit",
        RefusalReason::TooManyColumns => "the header has more columns than the limit; is a line end missing?",
        RefusalReason::SeparatorLine => {
            "sep= names another delimiter than , ; tab or |, or than the one that was given"
        }
        RefusalReason::HeaderUnreadable => "the header is no text in this encoding, or has text behind a closing quote",
        RefusalReason::HeaderDiffers => "the header is not the one that was given",
        RefusalReason::ColumnMissing => "the header lacks a column of --key or --map; `table check` shows its names",
        RefusalReason::ColumnRepeated => "the header has a column of --key or --map more than once",
        RefusalReason::EncodingDiffers => "its byte order mark is that of another encoding than the one that was given",
        RefusalReason::ChangedWhileRead => "the file changed while it was read; try again when its export is over",
        RefusalReason::BaseTorn => "the file of hashes is damaged; remove it, and compare with nothing once",
        RefusalReason::BaseForeign => {
            "the file to compare with is no file of hashes, or one of another key or rule; compare with nothing once"
        }
        RefusalReason::BaseOutdated => "the file of hashes is of another version; compare with nothing once",
        RefusalReason::BaseOtherSecret => "the file of hashes was written with another secret: see --secret",
        _ => "it cannot be read as a table",
    }
}
