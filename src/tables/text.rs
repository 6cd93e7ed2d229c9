//! The text of a source, decoded piece by piece.

use super::encoding::{Decoder, Encoding, bytes_before};
use super::failure::TableResult;
use super::source::{Source, failure};
use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

/// Bytes that are read at a time, at least.
const PIECE: usize = 256 * 1024;

/// The text of a source: what is needed of it lies in one buffer.
pub(super) struct Text {
    source: Arc<dyn Source>,
    encoding: Encoding,
    /// `None` for UTF-8, which is taken as it is.
    decoder: Option<Decoder>,
    /// Where the text begins in the source: behind the byte order mark.
    begin: u64,
    /// How far the source has been read.
    offset: u64,
    buffer: Vec<u8>,
    /// Up to where the buffer is decoded or known to be valid: what follows is the beginning of a
    /// character.
    decoded: usize,
    /// Where the next record begins in the buffer.
    position: usize,
    /// How much text came before the buffer.
    before: u64,
    /// Where malformed bytes were, in the whole text.
    malformed: VecDeque<u64>,
    at_end: bool,
    /// A final 0x1A was taken away.
    pub(super) had_end_mark: bool,
    raw: Vec<u8>,
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Text").field("encoding", &self.encoding).field("offset", &self.offset).finish_non_exhaustive()
    }
}

impl Text {
    pub(super) fn new(source: Arc<dyn Source>, encoding: Encoding, begin: u64) -> Self {
        let decoder = (encoding != Encoding::UTF_8).then(|| encoding.decoder());
        Self {
            source,
            encoding,
            decoder,
            begin,
            offset: begin,
            buffer: Vec::new(),
            decoded: 0,
            position: 0,
            before: 0,
            malformed: VecDeque::new(),
            at_end: false,
            had_end_mark: false,
            raw: Vec::new(),
        }
    }

    /// What is decoded and not yet consumed.
    pub(super) fn rest(&self) -> &[u8] {
        &self.buffer[self.position..self.decoded]
    }

    /// Whether nothing follows the rest.
    pub(super) fn is_at_end(&self) -> bool {
        self.at_end
    }

    pub(super) fn consume(&mut self, length: usize) {
        self.position += length;
        if let Some(first) = self.malformed.front() {
            let consumed = self.before + self.position as u64;
            if *first < consumed {
                self.malformed.retain(|at| *at >= consumed);
            }
        }
    }

    /// Whether there are malformed bytes in the next so many bytes of the text.
    pub(super) fn is_malformed_within(&self, length: usize) -> bool {
        self.malformed.front().is_some_and(|at| *at < self.before + (self.position + length) as u64)
    }

    /// Whether any are known that have not been consumed.
    pub(super) fn has_malformed(&self) -> bool {
        !self.malformed.is_empty()
    }

    /// Reads on, the more the longer the rest is.
    pub(super) fn read_on(&mut self) -> TableResult<()> {
        self.buffer.copy_within(self.position.., 0);
        self.buffer.truncate(self.buffer.len() - self.position);
        self.before += self.position as u64;
        self.decoded -= self.position;
        self.position = 0;
        let piece = self.buffer.len().max(PIECE);
        match self.decoder {
            None => self.read_utf_8(piece)?,
            Some(_) => self.read_and_decode(piece)?,
        }
        if self.at_end {
            // A relic of CP/M: what ends a text, and fills its last block.
            let text = self.buffer[..self.decoded].iter().rposition(|byte| *byte != 0x1a).map_or(0, |at| at + 1);
            self.had_end_mark = text < self.decoded;
            self.decoded = text;
        }
        Ok(())
    }

    fn read_utf_8(&mut self, piece: usize) -> TableResult<()> {
        let filled = self.buffer.len();
        self.buffer.resize(filled + piece, 0);
        let read = self.source.read_at(&mut self.buffer[filled..], self.offset).map_err(failure)?;
        self.buffer.truncate(filled + read);
        self.offset += read as u64;
        self.at_end = read == 0;
        loop {
            match std::str::from_utf8(&self.buffer[self.decoded..]) {
                Ok(_) => self.decoded = self.buffer.len(),
                Err(error) => {
                    self.decoded += error.valid_up_to();
                    let length = match error.error_len() {
                        Some(length) => length,
                        None if self.at_end => self.buffer.len() - self.decoded,
                        // The rest of a character is to come.
                        None => return Ok(()),
                    };
                    self.malformed.push_back(self.before + self.decoded as u64);
                    self.decoded += length;
                    continue;
                }
            }
            return Ok(());
        }
    }

    fn read_and_decode(&mut self, piece: usize) -> TableResult<()> {
        self.raw.resize(piece, 0);
        let read = self.source.read_at(&mut self.raw, self.offset).map_err(failure)?;
        self.offset += read as u64;
        self.at_end = read == 0;
        if let Some(decoder) = &mut self.decoder {
            let (before, malformed) = (self.before, &mut self.malformed);
            let note = |at: usize| malformed.push_back(before + at as u64);
            decoder.decode(&self.raw[..read], self.at_end, &mut self.buffer, note);
        }
        self.decoded = self.buffer.len();
        Ok(())
    }

    /// Where in the source a place of the rest is.
    pub(super) fn byte_of(&self, at: usize) -> TableResult<u64> {
        let position = self.before + (self.position + at) as u64;
        if self.decoder.is_none() {
            return Ok(self.begin + position);
        }
        let mut offset = self.begin;
        let next = |buffer: &mut [u8]| {
            let read = self.source.read_at(buffer, offset)?;
            offset += read as u64;
            Ok(read)
        };
        Ok(self.begin + bytes_before(self.encoding, position, next).map_err(failure)?)
    }

    /// How far the source has been read.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }
}
