//! The rows of a table, each with what becomes of it: for who reads it again once everything is
//! known.

use super::changes::KeyHash;
use super::compare::{Fate, Fates};
use super::dialect::{Dialect, Stop};
use super::failure::{Refused, TableError, TableResult};
use super::hashing::Hashing;
use super::options::TableOptions;
use super::reader::{DataRow, Reader};
use super::reasons::{BadReason, RefusalReason};
use super::source::{Source, SourceState, failure};
use std::sync::Arc;

/// What a run has found out, for those who read the table again.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) source: Arc<dyn Source>,
    pub(super) options: Arc<TableOptions>,
    pub(super) state: SourceState,
    pub(super) dialect: Dialect,
    pub(super) fates: Arc<Fates>,
}

/// What a row by itself is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Worth {
    pub(super) bad: Option<BadReason>,
    /// Its key, if it can be read and is not empty.
    pub(super) key: Option<KeyHash>,
    /// Its key can be read and is empty.
    pub(super) is_empty_key: bool,
}

impl Worth {
    pub(super) fn of(row: &DataRow<'_>, reader: &Reader, hashing: &mut Hashing) -> Self {
        let (bad, layout) = (row.verdict.bad, &reader.layout);
        if layout.key.is_empty() || !row.verdict.has_key {
            return Self { bad, key: None, is_empty_key: false };
        }
        let key = hashing.key(row.text, row.record, layout);
        Self { bad: bad.or(key.is_none().then_some(BadReason::EmptyKey)), key, is_empty_key: key.is_none() }
    }
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Delivered. `Added`, `Changed` or, if changes were wanted, unchanged.
    Good(Option<Fate>),
    Bad(BadReason),
    /// An equal one is delivered.
    Repeated,
}

/// The rows of a table, once more.
#[derive(Debug)]
pub(super) struct Walk {
    known: Known,
    pub(super) reader: Reader,
    pub(super) hashing: Hashing,
    fate: usize,
}

impl Walk {
    pub(super) fn new(known: &Known) -> TableResult<Self> {
        let opened = Reader::open(&known.source, &known.options, known.dialect);
        let reader = opened.map_err(|stop| changed_meanwhile(stop, 1, 0))?;
        let hashing = Hashing::new(known.options.secret.as_deref(), known.options.rule);
        Ok(Self { known: known.clone(), reader, hashing, fate: 0 })
    }

    /// Goes to the next row, and returns what becomes of it; `None` after the last one, if nothing
    /// has changed meanwhile.
    pub(super) fn advance(&mut self) -> TableResult<Option<(Standing, Option<KeyHash>)>> {
        let (line, byte) = (self.reader.line(), self.reader.offset());
        if !self.reader.advance().map_err(|stop| changed_meanwhile(stop, line, byte))? {
            check_unchanged(&*self.known.source, self.known.state, &self.reader)?;
            return Ok(None);
        }
        let row = self.reader.row();
        let worth = Worth::of(&row, &self.reader, &mut self.hashing);
        let fate = self.known.fates.next_of(row.line, &mut self.fate);
        let standing = match (worth.bad, fate) {
            (Some(reason), _) => Standing::Bad(reason),
            (None, Some(Fate::Duplicate)) => Standing::Bad(BadReason::DuplicateKey),
            (None, Some(Fate::Repeated)) => Standing::Repeated,
            (None, fate) => Standing::Good(fate),
        };
        Ok(Some((standing, worth.key)))
    }
}

/// A file that reads otherwise the second time is another one.
fn changed_meanwhile(stop: Stop, line: u64, byte: u64) -> TableError {
    match stop {
        Stop::Again(_) => Refused { reason: RefusalReason::ChangedWhileRead, line: Some(line), byte }.into(),
        Stop::Failed(error) => error,
    }
}

/// Whether the source is still what it was when it was opened, and all of it was read.
pub(super) fn check_unchanged(source: &dyn Source, before: SourceState, reader: &Reader) -> TableResult<()> {
    let after = source.state().map_err(failure)?;
    let is_whole = after.size.is_none_or(|size| size == reader.offset());
    if after == before && is_whole {
        return Ok(());
    }
    let (line, byte) = (Some(reader.line()), reader.offset());
    Err(Refused { reason: RefusalReason::ChangedWhileRead, line, byte }.into())
}
