//! Why a table could not be read: its content, or the system.

use super::reasons::RefusalReason;
use crate::error::Error;
use std::fmt;

/// A file that is refused as a whole: nothing of it is delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Refused {
    /// Why.
    pub reason: RefusalReason,
    /// The physical line, from 1, on which the trouble begins. `None` for a file of hashes.
    pub line: Option<u64>,
    /// The offset in the file, in bytes from 0, at which the trouble was found.
    pub byte: u64,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused at ")?;
        if let Some(line) = self.line {
            write!(f, "line {line}, ")?;
        }
        write!(f, "byte {}: {}", self.byte, self.reason)
    }
}

/// Why a table could not be read, normalised or compared. Nothing half is left behind.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// The content is refused, that of the table or that of the file of hashes.
    #[error("{0}")]
    Refused(Refused),
    /// An argument makes no sense, or the system refuses something.
    #[error("{0}")]
    Failed(#[from] Error),
}

impl From<Refused> for TableError {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

/// The result of the functions that read tables.
pub type TableResult<T> = Result<T, TableError>;
