//! Where the bytes of a table come from.

use crate::error::Result;

/// Bytes that can be read at any place, several times.
pub trait Source: Send + Sync + std::fmt::Debug {
    /// Reads at `offset` into `buffer`, and returns how many bytes it read: 0 at the end alone.
    ///
    /// # Errors
    /// The bytes cannot be read.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> Result<usize>;

    /// Returns what differs once the content has changed.
    ///
    /// # Errors
    /// That cannot be found out.
    fn state(&self) -> Result<SourceState> {
        Ok(SourceState::default())
    }
}

/// What differs once the content of a source has changed: a file's size and times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SourceState {
    /// The size in bytes, where it is known.
    pub size: Option<u64>,
    /// When it changed last, in nanoseconds since any fixed moment.
    pub changed: i128,
}

impl Source for Vec<u8> {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> Result<usize> {
        let rest = usize::try_from(offset).ok().and_then(|offset| self.get(offset..)).unwrap_or_default();
        let length = rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&rest[..length]);
        Ok(length)
    }
}
