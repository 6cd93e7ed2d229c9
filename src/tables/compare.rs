//! Rows against each other and against the base, key by key.

use super::changes::{Gone, KeyHash, RowHash};
use super::entries::{Entries, Entry};
use super::failure::TableResult;
use super::hash_file::{HashReader, HashWriter};

/// What becomes of a row that is good by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Added,
    Changed,
    /// Another row of its key has other cells: all of them are bad.
    Duplicate,
    /// It equals an earlier row of its key.
    Repeated,
}

/// The fates of rows, by line; rows that are not listed are unchanged. 8 bytes each.
#[derive(Clone, Debug, Default)]
pub(super) struct Fates(Vec<u64>);

impl Fates {
    const ALL: [Fate; 4] = [Fate::Added, Fate::Changed, Fate::Duplicate, Fate::Repeated];

    fn push(&mut self, line: u64, fate: Fate) {
        self.0.push(line << 2 | fate as u64);
    }

    fn sort(&mut self) {
        self.0.sort_unstable();
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u64, Fate)> {
        self.0.iter().map(|packed| (packed >> 2, Self::ALL[(packed & 3) as usize]))
    }

    /// The fate of the row on a line. `from` is where to look, and moves on: lines come in
    /// ascending order.
    pub(super) fn next_of(&self, line: u64, from: &mut usize) -> Option<Fate> {
        while self.0.get(*from).is_some_and(|packed| packed >> 2 < line) {
            *from += 1;
        }
        let packed = self.0.get(*from).filter(|packed| *packed >> 2 == line)?;
        Some(Self::ALL[(packed & 3) as usize])
    }
}

/// What a comparison finds.
#[derive(Debug)]
pub(super) struct Comparison {
    pub(super) fates: Fates,
    pub(super) added: u64,
    pub(super) changed: u64,
    pub(super) unchanged: u64,
    pub(super) gone: Gone,
    /// Keys with rows that differ.
    pub(super) duplicate_keys: u64,
    /// Rows that differ from others of their key.
    pub(super) duplicates: u64,
    /// Rows that equal an earlier one of their key.
    pub(super) repeated: u64,
}

impl Comparison {
    /// Whether rows that are good by themselves are not to be delivered.
    pub(super) fn withholds_rows(&self) -> bool {
        self.duplicates + self.repeated > 0
    }
}

/// The files of hashes that take part.
#[derive(Default)]
pub(super) struct HashFiles {
    pub(super) base: Option<HashReader>,
    pub(super) new: Option<HashWriter>,
    /// The next row of the base.
    ahead: Option<(KeyHash, RowHash)>,
}

impl HashFiles {
    fn go_on(&mut self) -> TableResult<()> {
        self.ahead = self.base.as_mut().map(HashReader::next_row).transpose()?.flatten();
        Ok(())
    }

    fn keep(&mut self, key: KeyHash, row: RowHash) -> TableResult<()> {
        self.new.as_mut().map_or(Ok(()), |new| new.push(key, row))
    }
}

/// Compares all rows with each other and, if changes are `wanted`, with the base.
/// `unreadable_since` is the line of the first row whose key cannot be read.
pub(super) fn compare(
    entries: Entries,
    files: &mut HashFiles,
    wanted: bool,
    unreadable_since: Option<u64>,
) -> TableResult<Comparison> {
    let gone = unreadable_since.map_or(Gone::Known(Vec::new()), |line| Gone::Unknown { line });
    let (fates, duplicates) = (Fates::default(), 0);
    let counts = (0, 0, 0);
    let (added, changed, unchanged) = counts;
    let mut found = Comparison { fates, added, changed, unchanged, gone, duplicate_keys: 0, duplicates, repeated: 0 };
    files.go_on()?;
    entries.for_each_key(|rows| {
        let key = rows[0].key;
        found.leave_behind(files, Some(key))?;
        let row = found.agree(rows);
        let old = files.ahead.filter(|(ahead, _)| *ahead == key).map(|(_, old)| old);
        if old.is_some() {
            files.go_on()?;
        }
        if let Some(row) = row.filter(|_| wanted) {
            found.count(row, old);
        }
        // Of a key whose rows are bad, the base knows better.
        match row.map(|row| row.row).or(old) {
            Some(hash) => files.keep(key, hash),
            None => Ok(()),
        }
    })?;
    found.leave_behind(files, None)?;
    found.fates.sort();
    Ok(found)
}

impl Comparison {
    /// Goes on in the base up to a key: what it passes is gone, if that is known.
    fn leave_behind(&mut self, files: &mut HashFiles, key: Option<KeyHash>) -> TableResult<()> {
        while let Some((old, row)) = files.ahead.filter(|(ahead, _)| key.is_none_or(|key| *ahead < key)) {
            match &mut self.gone {
                Gone::Known(keys) => keys.push(old),
                Gone::Unknown { .. } => files.keep(old, row)?,
            }
            files.go_on()?;
        }
        Ok(())
    }

    /// The row that all good ones of a key agree on, `None` where they do not.
    fn agree(&mut self, rows: &[Entry]) -> Option<Entry> {
        let mut good = rows.iter().filter(|row| !row.is_bad());
        let first = good.next()?;
        if good.clone().any(|row| row.row != first.row) {
            self.duplicate_keys += 1;
            for row in rows.iter().filter(|row| !row.is_bad()) {
                self.duplicates += 1;
                self.fates.push(row.line(), Fate::Duplicate);
            }
            return None;
        }
        for row in good {
            self.repeated += 1;
            self.fates.push(row.line(), Fate::Repeated);
        }
        Some(*first)
    }

    fn count(&mut self, row: Entry, old: Option<RowHash>) {
        match old {
            Some(old) if old == row.row => self.unchanged += 1,
            Some(_) => {
                self.changed += 1;
                self.fates.push(row.line(), Fate::Changed);
            }
            None => {
                self.added += 1;
                self.fates.push(row.line(), Fate::Added);
            }
        }
    }
}
