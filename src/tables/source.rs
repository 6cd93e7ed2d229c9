//! Where the bytes of a table come from.

use crate::error::Error;
use crate::fs::OpenFile;
use std::io;

/// Bytes that can be read at any place, several times.
pub trait Source: Send + Sync + std::fmt::Debug {
    /// Reads at `offset` into `buffer`, and returns how many bytes it read: 0 at the end alone.
    ///
    /// # Errors
    /// The bytes cannot be read.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;

    /// Returns what differs once the content has changed.
    ///
    /// # Errors
    /// That cannot be found out.
    fn state(&self) -> io::Result<SourceState> {
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
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let rest = usize::try_from(offset).ok().and_then(|offset| self.get(offset..)).unwrap_or_default();
        let length = rest.len().min(buffer.len());
        buffer[..length].copy_from_slice(&rest[..length]);
        Ok(length)
    }
}

impl Source for OpenFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        Ok(Self::read_at(self, buffer, offset)?)
    }

    fn state(&self) -> io::Result<SourceState> {
        let stat = self.stat()?;
        let changed = i128::from(stat.mtime.seconds) * 1_000_000_000 + i128::from(stat.mtime.nanoseconds);
        Ok(SourceState { size: Some(stat.size), changed })
    }
}

/// The error of a source: that of the library, if it is one.
pub(super) fn failure(error: io::Error) -> Error {
    error.downcast().unwrap_or_else(|other| Error::unnamed("read the table", other))
}
