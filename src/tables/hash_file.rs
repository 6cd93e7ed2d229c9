//! The file of hashes: 32 bytes a row, by key, behind a stamp, with a checksum at the end.
//!
//! A header of a multiple of 32 bytes: magic, version, its length, generation, a check of the
//! secret, the hash of key columns and rule, feed and fingerprint. Then the rows in ascending order
//! of keys: 16 bytes of the key's hash, 16 of the row's. Last the number of rows, 8 bytes of zeros,
//! and the keyed hash of everything before it.

use super::changes::{KeyHash, RowHash};
use super::failure::{Refused, TableError, TableResult};
use super::hashing::Hashing;
use super::jobs::Stamp;
use super::reasons::RefusalReason;
use crate::error::Error;
use crate::fs::{OpenFile, Replacement};
use siphasher::sip128::{Hasher128, SipHasher24};
use std::hash::Hasher;
use std::path::Path;

const MAGIC: &[u8; 8] = b"syncTABL";
const VERSION: u32 = 1;
const ROW: usize = 32;
/// Bytes that are read or written at a time: whole rows.
const PIECE: usize = 4096 * ROW;
/// The longest text of a stamp, in bytes.
const TEXT: usize = 1024;
/// Up to where the header has one length.
const FIXED: usize = 64;

/// The content of a header: equal for equal stamps, keys, rules and secrets.
fn header(stamp: &Stamp, keys: &[String], rule: &str, hashing: &Hashing) -> TableResult<Vec<u8>> {
    for text in [&stamp.feed, &stamp.fingerprint] {
        if text.len() > TEXT {
            let error =
                Error::invalid("stamp a file of hashes", "give a feed and a fingerprint of at most 1,024 bytes");
            return Err(error.into());
        }
    }
    let hash = |parts: &mut dyn Iterator<Item = &str>| {
        let mut hasher = hashing.hasher();
        parts.for_each(|part| {
            hasher.write(part.as_bytes());
            hasher.write(&[0]);
        });
        hasher.finish128().as_bytes()
    };
    let length = (FIXED + 4 + stamp.feed.len() + 4 + stamp.fingerprint.len()).next_multiple_of(ROW);
    let mut bytes = Vec::with_capacity(length);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&VERSION.to_le_bytes());
    bytes.extend_from_slice(&(length as u32).to_le_bytes());
    bytes.extend_from_slice(&stamp.generation.to_le_bytes());
    bytes.extend_from_slice(&hash(&mut ["secret"].into_iter())[..8]);
    bytes.extend_from_slice(&hash(&mut ["key", rule].into_iter().chain(keys.iter().map(String::as_str))));
    bytes.resize(FIXED, 0);
    for text in [&stamp.feed, &stamp.fingerprint] {
        bytes.extend_from_slice(&(text.len() as u32).to_le_bytes());
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes.resize(length, 0);
    Ok(bytes)
}

/// Who a file of hashes belongs to.
#[derive(Debug)]
pub(super) struct Owner<'a> {
    pub(super) stamp: &'a Stamp,
    pub(super) keys: &'a [String],
    pub(super) rule: &'static str,
}

impl Owner<'_> {
    fn header(&self, hashing: &Hashing) -> TableResult<Vec<u8>> {
        header(self.stamp, self.keys, self.rule, hashing)
    }
}

fn refused<T>(reason: RefusalReason, byte: u64) -> TableResult<T> {
    Err(TableError::Refused(Refused { reason, line: None, byte }))
}

/// Reads a file of hashes from the first row to the last.
pub(super) struct HashReader {
    file: OpenFile,
    offset: u64,
    /// Where the rows end.
    end: u64,
    buffer: Vec<u8>,
    position: usize,
    hasher: SipHasher24,
    last: Option<KeyHash>,
}

impl HashReader {
    /// Opens one, which must belong to this owner.
    pub(super) fn open(path: &Path, owner: &Owner<'_>, hashing: &Hashing) -> TableResult<Self> {
        let file = crate::fs::open_regular(path, "open the file of hashes")?;
        let size = file.stat()?.size;
        let expected = owner.header(hashing)?;
        let found = file.read_start(expected.len().max(FIXED))?;
        let is = |range: std::ops::Range<usize>| found.get(range.clone()) == expected.get(range);
        if !is(0..8) {
            // Nothing at all, or a part of the beginning, is one that was torn.
            let reason = if MAGIC.starts_with(&found) { RefusalReason::BaseTorn } else { RefusalReason::BaseForeign };
            return refused(reason, 0);
        }
        if found.len() < FIXED {
            return refused(RefusalReason::BaseTorn, size);
        }
        if !is(8..12) {
            return refused(RefusalReason::BaseOutdated, 8);
        }
        if !is(24..32) {
            return refused(RefusalReason::BaseOtherSecret, 24);
        }
        if !is(12..16) || !is(32..expected.len()) {
            let reason =
                if found.len() < expected.len() { RefusalReason::BaseTorn } else { RefusalReason::BaseForeign };
            return refused(reason, 32);
        }
        if !is(16..24) {
            return refused(RefusalReason::BaseOutdated, 16);
        }
        let offset = expected.len() as u64;
        match size.checked_sub(offset + ROW as u64) {
            Some(rows) if rows % ROW as u64 == 0 => {}
            _ => return refused(RefusalReason::BaseTorn, size),
        }
        let mut hasher = hashing.hasher();
        hasher.write(&expected);
        Ok(Self { file, offset, end: size - ROW as u64, buffer: Vec::new(), position: 0, hasher, last: None })
    }

    /// The next row; `None` after the last one, if everything was as it had been written.
    pub(super) fn next_row(&mut self) -> TableResult<Option<(KeyHash, RowHash)>> {
        if self.position == self.buffer.len() && !self.fill()? {
            return Ok(None);
        }
        let (mut key, mut row) = ([0; 16], [0; 16]);
        key.copy_from_slice(&self.buffer[self.position..self.position + 16]);
        row.copy_from_slice(&self.buffer[self.position + 16..self.position + ROW]);
        let key = KeyHash(key);
        if self.last.is_some_and(|last| last >= key) {
            return refused(RefusalReason::BaseTorn, self.offset - (self.buffer.len() - self.position) as u64);
        }
        self.position += ROW;
        self.last = Some(key);
        Ok(Some((key, RowHash(row))))
    }

    /// Reads on. Returns `false` at the end.
    fn fill(&mut self) -> TableResult<bool> {
        if self.offset > self.end {
            return Ok(false);
        }
        let wanted = usize::try_from(self.end - self.offset).unwrap_or(PIECE).min(PIECE);
        self.position = 0;
        if wanted == 0 {
            self.buffer.clear();
            self.check_end()?;
            self.offset = self.end + 1;
            return Ok(false);
        }
        self.read(wanted)?;
        self.hasher.write(&self.buffer);
        self.offset += wanted as u64;
        Ok(true)
    }

    fn read(&mut self, wanted: usize) -> TableResult<()> {
        self.buffer.resize(wanted, 0);
        let mut filled = 0;
        while filled < wanted {
            match self.file.read_at(&mut self.buffer[filled..], self.offset + filled as u64)? {
                0 => return refused(RefusalReason::BaseTorn, self.offset + filled as u64),
                read => filled += read,
            }
        }
        Ok(())
    }

    fn check_end(&mut self) -> TableResult<()> {
        let mut end = [0; ROW];
        let mut filled = 0;
        while filled < ROW {
            match self.file.read_at(&mut end[filled..], self.end + filled as u64)? {
                0 => break,
                read => filled += read,
            }
        }
        self.hasher.write(&end[..16]);
        match self.hasher.finish128().as_bytes() == end[16..] {
            true => Ok(()),
            false => refused(RefusalReason::BaseTorn, self.end),
        }
    }
}

/// Writes a file of hashes, row by row in ascending order of keys.
pub(super) struct HashWriter {
    file: Replacement,
    buffer: Vec<u8>,
    hasher: SipHasher24,
    rows: u64,
}

impl HashWriter {
    pub(super) fn create(path: &Path, owner: &Owner<'_>, hashing: &Hashing) -> TableResult<Self> {
        let buffer = owner.header(hashing)?;
        Ok(Self { file: Replacement::begin(path, 0o600)?, buffer, hasher: hashing.hasher(), rows: 0 })
    }

    pub(super) fn push(&mut self, key: KeyHash, row: RowHash) -> TableResult<()> {
        self.buffer.extend_from_slice(&key.0);
        self.buffer.extend_from_slice(&row.0);
        self.rows += 1;
        if self.buffer.len() >= PIECE { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> TableResult<()> {
        self.hasher.write(&self.buffer);
        self.file.write(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }

    /// Writes the end. What is returned has to be put into its place.
    pub(super) fn finish(mut self) -> TableResult<Replacement> {
        self.buffer.extend_from_slice(&self.rows.to_le_bytes());
        self.buffer.extend_from_slice(&[0; 8]);
        self.write()?;
        self.file.write(&self.hasher.finish128().as_bytes())?;
        Ok(self.file)
    }
}
