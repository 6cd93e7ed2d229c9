//! How a table turns out to be written: what is pinned, and what is found out.

use super::encoding::{Encoding, Signature, Verdict, judge, signature};
use super::failure::{Refused, TableError, TableResult};
use super::options::TableOptions;
use super::reasons::{EncodingEvidence, RefusalReason};
use super::source::{Source, failure};
use crate::error::Error;

/// How much of a file can have a signature.
const FIRST: usize = 4 * 1024;

/// How a table turns out to be written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Dialect {
    pub(super) encoding: Encoding,
    pub(super) evidence: EncodingEvidence,
    /// Where the text begins, in bytes.
    pub(super) begin: u64,
    /// The encoding is UTF-8 unless a line shows otherwise.
    is_open: bool,
    /// Every row has one empty cell more than the header. `None`: there was no row yet that could
    /// tell.
    pub(super) has_trailing_cell: Option<bool>,
}

/// Why a pass ends early.
#[derive(Debug)]
pub(super) enum Stop {
    /// The table is written otherwise than it seemed: read it again, like this.
    Again(Dialect),
    Failed(TableError),
}

impl<E: Into<TableError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl From<RefusalReason> for TableError {
    fn from(reason: RefusalReason) -> Self {
        Refused { reason, line: Some(1), byte: 0 }.into()
    }
}

/// What the lines of the whole file say about its encoding.
#[derive(Debug)]
pub(super) enum Judged {
    Same(Dialect),
    Other(Dialect),
}

impl Dialect {
    /// By the options and the first bytes.
    pub(super) fn new(source: &dyn Source, options: &TableOptions) -> TableResult<Self> {
        let mut first = vec![0; FIRST];
        let mut filled = 0;
        while filled < FIRST {
            match source.read_at(&mut first[filled..], filled as u64).map_err(failure)? {
                0 => break,
                read => filled += read,
            }
        }
        let signature = signature(&first[..filled]);
        let mark = match signature {
            Signature::Refused(reason) => return Err(reason.into()),
            Signature::ByteOrderMark(encoding, length) => Some((encoding, length)),
            Signature::NulBytes(_) | Signature::Nothing => None,
        };
        let (encoding, evidence) = match (&options.encoding, signature) {
            (Some(label), _) => (pinned(label)?, EncodingEvidence::Pinned),
            (None, Signature::ByteOrderMark(encoding, _)) => (encoding, EncodingEvidence::ByteOrderMark),
            (None, Signature::NulBytes(encoding)) => (encoding, EncodingEvidence::NulBytes),
            (None, _) => (Encoding::UTF_8, EncodingEvidence::ValidUtf8),
        };
        if mark.is_some_and(|(marked, _)| marked != encoding) {
            return Err(RefusalReason::EncodingDiffers.into());
        }
        let begin = mark.map_or(0, |(_, length)| length as u64);
        let is_open = evidence == EncodingEvidence::ValidUtf8;
        Ok(Self { encoding, evidence, begin, is_open, has_trailing_cell: None })
    }

    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// No mark and no UTF-8: a person should look at it.
    pub(super) fn is_guessed(&self) -> bool {
        matches!(self.evidence, EncodingEvidence::Guessed | EncodingEvidence::NulBytes)
    }

    /// Judges the lines of the whole file.
    pub(super) fn judge(&self, source: &dyn Source) -> TableResult<Judged> {
        let mut offset = 0;
        let verdict = judge(|buffer| {
            let read = source.read_at(buffer, offset)?;
            offset += read as u64;
            Ok(read)
        });
        let known = Self { is_open: false, ..*self };
        match verdict.map_err(failure)? {
            Verdict::Utf8 => Ok(Judged::Same(known)),
            Verdict::Guessed(encoding) => Ok(Judged::Other(Self {
                encoding,
                evidence: EncodingEvidence::Guessed,
                has_trailing_cell: None,
                ..known
            })),
            Verdict::Mixed { byte, line } => {
                Err(Refused { reason: RefusalReason::MixedEncodings, line: Some(line), byte }.into())
            }
        }
    }

    /// The same, with a row that shows that the empty cell at the end is none of all rows.
    pub(super) fn without_trailing_cell(&self) -> Self {
        Self { has_trailing_cell: Some(false), ..*self }
    }
}

pub(super) fn pinned(label: &str) -> Result<Encoding, Error> {
    let advice =
        "give a label of the WHATWG encoding standard, such as utf-8, windows-1252 or utf-16le, or cp850 or cp437";
    Encoding::for_label(label).ok_or_else(|| Error::invalid(format!("read the encoding {label:?}"), advice))
}
