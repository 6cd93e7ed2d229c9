//! What the codes of tables mean, and what to do about it, for people who write exports.

use super::reasons::{BadReason, RefusalReason};

impl RefusalReason {
    /// Returns one sentence for a person: what it means, and what to do.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::tables::RefusalReason;
    ///
    /// assert_eq!(RefusalReason::Utf32.explanation(), "it is UTF-32; export it as UTF-8");
    /// ```
    #[must_use]
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::Empty => "there is no header: the file is empty; look whether the export failed",
            Self::Utf32 => "it is UTF-32; export it as UTF-8",
            Self::Zip => "it is an archive, such as a workbook (.xlsx, .ods); save it as CSV UTF-8",
            Self::Html => "it is a web page; look whether the download needed a sign-in, or export as CSV",
            Self::Xml => "it is XML; save it as CSV UTF-8",
            Self::Excel97 => "it is a workbook (.xls); save it as CSV UTF-8",
            Self::MixedEncodings => {
                "some lines are UTF-8 and others, of which this is the first, are not; write the whole file in one encoding"
            }
            Self::UnclosedQuote => "a quote begins a cell and is never closed; write a quote within quotes twice",
            Self::QuoteAcrossLines => {
                "text follows the closing quote of a cell that spans lines, so rows may have been swallowed; \
                 write a quote within quotes twice"
            }
            Self::FieldTooLarge => "a cell is longer than the limit; look whether a quote or a line end is missing",
            Self::RecordTooLarge => "a row is longer than the limit; look whether a line end is missing",
            Self::TooManyRows => "there are more rows than the limit",
            Self::TooManyColumns => "the header has more columns than the limit; look whether a line end is missing",
            Self::SeparatorLine => {
                "its `sep=` line names another delimiter than , ; tab or |, or than the one that was given"
            }
            Self::HeaderUnreadable => "the header is no text in this encoding, or has text behind a closing quote",
            Self::HeaderDiffers => "the header is not the one that was given",
            Self::ColumnMissing => "the header lacks a column of the key or one that gets a new name",
            Self::ColumnRepeated => "the header has a column of the key, or one that gets a new name, more than once",
            Self::ChangedWhileRead => "the file changed while it was read; try again when its export is over",
            Self::BaseTorn => "the file of hashes is damaged; remove it, and compare with nothing once",
            Self::BaseForeign => {
                "it is no file of hashes, or one of another feed, key, rule or fingerprint; compare with nothing once"
            }
            Self::BaseOutdated => "the file of hashes is of another version or generation; compare with nothing once",
            Self::BaseOtherSecret => "the file of hashes was written with another secret",
            Self::EncodingDiffers => "its byte order mark is that of another encoding than the one that was given",
        }
    }
}

impl BadReason {
    /// Returns one sentence for a person: what it means, and what to do.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::tables::BadReason;
    ///
    /// assert_eq!(BadReason::ControlCharacter.explanation(), "it has a control character");
    /// ```
    #[must_use]
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::Undecodable => "it has bytes that are no text in the encoding of the file",
            Self::HeaderRepeated => "it is the header once more, as if two files were joined",
            Self::ByteOrderMark => "it has a byte order mark, as if two files were joined",
            Self::TextAfterQuote => "text follows a closing quote; write a quote within quotes twice",
            Self::Ragged => "it has more or fewer cells than the header; put a cell with the delimiter in quotes",
            Self::ControlCharacter => "it has a control character",
            Self::EmptyKey => "its key is empty",
            Self::DuplicateKey => "another row has the same key and other cells",
        }
    }
}
