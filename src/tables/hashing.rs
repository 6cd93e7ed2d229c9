//! Keyed hashes of keys and rows.

use super::changes::{KeyHash, RowHash};
use super::layout::Layout;
use super::names::fold;
use super::reasons::KeyRule;
use super::scan::Record;
use sha2::{Digest, Sha256};
use siphasher::sip128::{Hasher128, SipHasher24};
use std::borrow::Cow;
use std::hash::Hasher;

/// Between cells: none of a row that is hashed has a control character.
const SEPARATOR: u8 = 0x1f;
/// What takes the place of a secret where the caller gives none.
const NO_SECRET: &[u8] = b"sync_ingest: no secret";

/// Hashes keys and rows with one secret.
#[derive(Clone, Debug)]
pub(super) struct Hashing {
    hasher: SipHasher24,
    rule: KeyRule,
    scratch: Vec<u8>,
}

impl Hashing {
    pub(super) fn new(secret: Option<&[u8]>, rule: KeyRule) -> Self {
        let digest =
            Sha256::new().chain_update(b"sync_ingest table\0").chain_update(secret.unwrap_or(NO_SECRET)).finalize();
        let mut key = [0; 16];
        key.copy_from_slice(&digest[..16]);
        Self { hasher: SipHasher24::new_with_key(&key), rule, scratch: Vec::new() }
    }

    /// A hasher with the secret, for anything else.
    pub(super) fn hasher(&self) -> SipHasher24 {
        self.hasher
    }

    fn hash_scratch(&self) -> [u8; 16] {
        let mut hasher = self.hasher;
        hasher.write(&self.scratch);
        hasher.finish128().as_bytes()
    }

    fn push_key_cell(&mut self, cell: &[u8]) -> bool {
        let cell: Cow<'_, [u8]> = match (self.rule, std::str::from_utf8(cell)) {
            (KeyRule::Folded, Ok(cell)) => match fold(cell) {
                Cow::Borrowed(folded) => Cow::Borrowed(folded.as_bytes()),
                Cow::Owned(folded) => Cow::Owned(folded.into_bytes()),
            },
            _ => Cow::Borrowed(cell),
        };
        self.scratch.extend_from_slice(&cell);
        !cell.is_empty()
    }

    /// The hash of a row's key, `None` where a part of it is empty: whose row that is nobody knows.
    pub(super) fn key(&mut self, text: &[u8], record: &Record, layout: &Layout) -> Option<KeyHash> {
        self.scratch.clear();
        self.scratch.push(b'k');
        let mut is_whole = true;
        for column in &layout.key {
            self.scratch.push(SEPARATOR);
            is_whole &= self.push_key_cell(&record.cell(text, *column));
        }
        is_whole.then(|| KeyHash(self.hash_scratch()))
    }

    /// The hash of a row: its delivered cells as they are, but keys by the key rule.
    pub(super) fn row(&mut self, text: &[u8], record: &Record, layout: &Layout) -> RowHash {
        self.scratch.clear();
        self.scratch.push(b'r');
        for (column, is_key) in layout.delivered.iter().zip(&layout.is_key) {
            self.scratch.push(SEPARATOR);
            let cell = record.cell(text, *column);
            match is_key {
                true => drop(self.push_key_cell(&cell)),
                false => self.scratch.extend_from_slice(&cell),
            }
        }
        RowHash(self.hash_scratch())
    }
}
