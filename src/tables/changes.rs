//! What has changed since the base.

use super::compare::Fate;
use super::failure::TableResult;
use super::reasons::ChangeKind;
use super::walk::{Known, Standing, Walk};
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
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::tables::Gone;
    ///
    /// assert_eq!(Gone::Known(Vec::new()).count(), Some(0));
    /// assert_eq!(Gone::Unknown { line: 7 }.count(), None);
    /// ```
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
    /// The cells of the key columns, in the order of
    /// [`TableOptions::key`](super::TableOptions#structfield.key), as in the file. Empty for what
    /// is gone, of which only the hash is known.
    pub key: Vec<String>,
    /// The hash of the key.
    pub key_hash: KeyHash,
    /// The hash of the row. `None` for what is gone.
    pub row_hash: Option<RowHash>,
    /// The delivered cells, in the order of [`Check::columns`](super::Check#structfield.columns).
    /// Empty for what is gone.
    pub cells: Vec<String>,
}

/// The changes one after the other: those of rows in the order of the file, then what is gone,
/// where that is known. Reads the file again, and ends with an error if it has changed.
#[derive(Debug)]
pub struct ChangeList {
    known: Known,
    walk: Option<Walk>,
    /// How many rows are still to come.
    rows: u64,
    gone: std::vec::IntoIter<KeyHash>,
}

impl ChangeList {
    pub(super) fn new(known: &Known, changes: Option<&Changes>) -> Self {
        let (rows, gone) = match changes {
            None => (0, Vec::new()),
            Some(Changes { added, changed, gone: Gone::Known(keys), .. }) => (added + changed, keys.clone()),
            Some(Changes { added, changed, gone: Gone::Unknown { .. }, .. }) => (added + changed, Vec::new()),
        };
        Self { known: known.clone(), walk: None, rows, gone: gone.into_iter() }
    }

    /// The next row that was added or changed; `None` after the last one of the file.
    fn next_row(&mut self) -> TableResult<Option<Change>> {
        if self.walk.is_none() {
            self.walk = Some(Walk::new(&self.known)?);
        }
        let Some(walk) = &mut self.walk else { return Ok(None) };
        while let Some((standing, key)) = walk.advance()? {
            let kind = match standing {
                Standing::Good(Some(Fate::Added)) => ChangeKind::Added,
                Standing::Good(Some(Fate::Changed)) => ChangeKind::Changed,
                _ => continue,
            };
            let Some(key_hash) = key else { continue };
            let (row, layout) = (walk.reader.row(), &walk.reader.layout);
            let cells = |columns: &[usize]| -> Vec<String> {
                let cell = |column: &usize| String::from_utf8_lossy(&row.record.cell(row.text, *column)).into_owned();
                columns.iter().map(cell).collect()
            };
            let row_hash = Some(walk.hashing.row(row.text, row.record, layout));
            let (key, cells) = (cells(&layout.key), cells(&layout.delivered));
            return Ok(Some(Change { kind, line: Some(row.line), key, key_hash, row_hash, cells }));
        }
        Ok(None)
    }
}

impl Iterator for ChangeList {
    type Item = TableResult<Change>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rows > 0 {
            self.rows -= 1;
            match self.next_row() {
                Ok(Some(change)) => return Some(Ok(change)),
                Ok(None) => self.rows = 0,
                Err(error) => {
                    (self.rows, self.gone) = (0, Vec::new().into_iter());
                    return Some(Err(error));
                }
            }
        }
        let key_hash = self.gone.next()?;
        let kind = ChangeKind::Gone;
        Some(Ok(Change { kind, line: None, key: Vec::new(), key_hash, row_hash: None, cells: Vec::new() }))
    }
}
