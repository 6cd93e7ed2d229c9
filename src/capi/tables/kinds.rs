//! The other enumerations of tables: numbers and words.

use crate::capi::words::{text, texts};
use crate::tables::{ChangeKind, EncodingEvidence, KeyRule};
use std::ffi::c_char;

/// How the encoding of a table is known.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum sync_ingest_encoding_evidence {
    /// There is no such table.
    SYNC_INGEST_ENCODING_NONE = 0,
    /// The caller has named it.
    SYNC_INGEST_ENCODING_PINNED = 1,
    /// A byte order mark.
    SYNC_INGEST_ENCODING_BYTE_ORDER_MARK = 2,
    /// NUL bytes at line ends and delimiters: UTF-16.
    SYNC_INGEST_ENCODING_NUL_BYTES = 3,
    /// All lines, or nearly all with something else than ASCII, are valid UTF-8.
    SYNC_INGEST_ENCODING_VALID_UTF8 = 4,
    /// Guessed from the lines with something else than ASCII.
    SYNC_INGEST_ENCODING_GUESSED = 5,
}

impl From<EncodingEvidence> for sync_ingest_encoding_evidence {
    fn from(one: EncodingEvidence) -> Self {
        match one {
            EncodingEvidence::Pinned => Self::SYNC_INGEST_ENCODING_PINNED,
            EncodingEvidence::ByteOrderMark => Self::SYNC_INGEST_ENCODING_BYTE_ORDER_MARK,
            EncodingEvidence::NulBytes => Self::SYNC_INGEST_ENCODING_NUL_BYTES,
            EncodingEvidence::ValidUtf8 => Self::SYNC_INGEST_ENCODING_VALID_UTF8,
            EncodingEvidence::Guessed => Self::SYNC_INGEST_ENCODING_GUESSED,
        }
    }
}

/// What has become of a key since the table before.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum sync_ingest_change_kind {
    /// It is no change.
    SYNC_INGEST_CHANGE_NONE = 0,
    /// It was not in the base.
    SYNC_INGEST_CHANGE_ADDED = 1,
    /// Its row is another one.
    SYNC_INGEST_CHANGE_CHANGED = 2,
    /// No row has it any more.
    SYNC_INGEST_CHANGE_GONE = 3,
}

impl From<ChangeKind> for sync_ingest_change_kind {
    fn from(one: ChangeKind) -> Self {
        match one {
            ChangeKind::Added => Self::SYNC_INGEST_CHANGE_ADDED,
            ChangeKind::Changed => Self::SYNC_INGEST_CHANGE_CHANGED,
            ChangeKind::Gone => Self::SYNC_INGEST_CHANGE_GONE,
        }
    }
}

/// How keys are compared.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum sync_ingest_key_rule {
    /// Character by character.
    SYNC_INGEST_KEY_EXACT = 1,
    /// Trimmed, in Unicode's normalisation form C, in lower case.
    SYNC_INGEST_KEY_FOLDED = 2,
}

impl From<KeyRule> for sync_ingest_key_rule {
    fn from(one: KeyRule) -> Self {
        match one {
            KeyRule::Exact => Self::SYNC_INGEST_KEY_EXACT,
            KeyRule::Folded => Self::SYNC_INGEST_KEY_FOLDED,
        }
    }
}

static ENCODING_WORDS: [[u8; 24]; EncodingEvidence::ALL.len()] = texts!(EncodingEvidence::ALL, as_str, 24);
static CHANGE_WORDS: [[u8; 24]; ChangeKind::ALL.len()] = texts!(ChangeKind::ALL, as_str, 24);
static KEY_WORDS: [[u8; 24]; KeyRule::ALL.len()] = texts!(KeyRule::ALL, as_str, 24);

/// Returns the word for a sync_ingest_encoding_evidence, as in "guessed"; NULL for a number that is
/// none. A static string.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_encoding_evidence_word(number: i32) -> *const c_char {
    text(&ENCODING_WORDS, 1, number)
}

/// Returns the word for a sync_ingest_change_kind, as in "gone"; NULL for a number that is none. A
/// static string.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_change_kind_word(number: i32) -> *const c_char {
    text(&CHANGE_WORDS, 1, number)
}

/// Returns the word for a sync_ingest_key_rule, as in "folded"; NULL for a number that is none. A
/// static string.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_key_rule_word(number: i32) -> *const c_char {
    text(&KEY_WORDS, 1, number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_have_the_numbers_of_the_rust_enumerations() {
        for one in EncodingEvidence::ALL {
            assert_eq!(sync_ingest_encoding_evidence::from(one) as i32, one as i32);
        }
        for one in ChangeKind::ALL {
            assert_eq!(sync_ingest_change_kind::from(one) as i32, one as i32);
        }
        for one in KeyRule::ALL {
            assert_eq!(sync_ingest_key_rule::from(one) as i32, one as i32);
        }
    }
}
