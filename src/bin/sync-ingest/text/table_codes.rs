//! What the codes of tables mean on the command line, if the library has no sentence that fits.

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
        BadReason::EmptyKey => "its key is empty, or a part of it",
        reason => reason.explanation(),
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

/// The sentence of the library, unless one of the command line fits better.
pub(super) fn refusal(reason: RefusalReason) -> &'static str {
    match reason {
        RefusalReason::MixedEncodings => {
            "some lines are UTF-8 and others are not; this is the first that is not; write the whole file in one encoding"
        }
        RefusalReason::FieldTooLarge => "a cell is longer than the limit; is a quote or a line end missing?",
        RefusalReason::RecordTooLarge => "a row is longer than the limit; is a line end missing?",
        RefusalReason::TooManyColumns => "the header has more columns than the limit; is a line end missing?",
        RefusalReason::SeparatorLine => {
            "sep= names another delimiter than , ; tab or |, or than the one that was given"
        }
        RefusalReason::ColumnMissing => "the header lacks a column of --key or --map; `table check` shows its names",
        RefusalReason::ColumnRepeated => "the header has a column of --key or --map more than once",
        RefusalReason::BaseForeign => {
            "the file to compare with is no file of hashes, or one of another key or rule; compare with nothing once"
        }
        RefusalReason::BaseOutdated => "the file of hashes is of another version; compare with nothing once",
        RefusalReason::BaseOtherSecret => "the file of hashes was written with another secret: see --secret",
        reason => reason.explanation(),
    }
}
