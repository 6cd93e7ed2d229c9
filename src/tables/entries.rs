//! The hashes of all rows, by key, in little memory.

use super::changes::{KeyHash, RowHash};

/// How many entries are allocated at a time. A table that doubles would need twice the memory for a
/// moment.
const PAGE: usize = 64;

/// What is known of a row: 40 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) key: KeyHash,
    /// The line, and in the lowest bit whether the row is bad.
    place: u64,
    pub(super) row: RowHash,
}

impl Entry {
    pub(super) fn good(key: KeyHash, line: u64, row: RowHash) -> Self {
        Self { key, place: line << 1, row }
    }

    /// A bad row whose key can be read.
    pub(super) fn bad(key: KeyHash, line: u64) -> Self {
        Self { key, place: line << 1 | 1, row: RowHash([0; 16]) }
    }

    pub(super) fn line(&self) -> u64 {
        self.place >> 1
    }

    pub(super) fn is_bad(&self) -> bool {
        self.place & 1 == 1
    }
}

/// All entries, apart by the first byte of their keys.
#[derive(Debug)]
pub(super) struct Entries {
    buckets: Vec<Vec<Vec<Entry>>>,
}

impl Entries {
    pub(super) fn new() -> Self {
        Self { buckets: vec![Vec::new(); 256] }
    }

    pub(super) fn push(&mut self, entry: Entry) {
        let pages = &mut self.buckets[usize::from(entry.key.0[0])];
        match pages.last_mut() {
            Some(page) if page.len() < PAGE => page.push(entry),
            _ => {
                let mut page = Vec::with_capacity(PAGE);
                page.push(entry);
                pages.push(page);
            }
        }
    }

    /// Calls `visit` with all entries of each key, in the order of keys and, within one, of lines.
    pub(super) fn for_each_key<E>(self, mut visit: impl FnMut(&[Entry]) -> Result<(), E>) -> Result<(), E> {
        let mut sorted: Vec<Entry> = Vec::new();
        for pages in self.buckets {
            sorted.clear();
            sorted.extend(pages.into_iter().flatten());
            sorted.sort_unstable();
            sorted.chunk_by(|a, b| a.key == b.key).try_for_each(&mut visit)?;
        }
        Ok(())
    }
}
