//! Copying and hashing contents.

use super::host::hex;
use super::signals::SignalsBlocked;
use crate::error::{Error, Result};
use crate::report::Digests;
use rustix::io::Errno;
use sha2::Digest;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Bytes that are read at a time. Four such buffers are in use at most, so memory stays far below 10 MB.
const CHUNK: usize = 512 * 1024;
/// From this size on a second thread pays: hashing and writing go on at the same time.
const PARALLEL_FROM: u64 = 8 * 1024 * 1024;
/// Bytes that the kernel copies at a time: between two of them the lock can be refreshed.
const KERNEL_CHUNK: usize = 64 * 1024 * 1024;

/// Which hashes are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) sha256: bool,
    pub(crate) sha1: bool,
}

impl Wanted {
    fn any(self) -> bool {
        self.sha256 || self.sha1
    }
}

struct Hashers {
    sha256: Option<sha2::Sha256>,
    sha1: Option<sha1::Sha1>,
}

impl Hashers {
    fn new(wanted: Wanted) -> Self {
        Self { sha256: wanted.sha256.then(sha2::Sha256::new), sha1: wanted.sha1.then(sha1::Sha1::new) }
    }

    fn update(&mut self, bytes: &[u8]) {
        if let Some(hasher) = &mut self.sha256 {
            hasher.update(bytes);
        }
        if let Some(hasher) = &mut self.sha1 {
            hasher.update(bytes);
        }
    }

    fn finish(self) -> Digests {
        Digests {
            sha256: self.sha256.map(|hasher| hex(&hasher.finalize())),
            sha1: self.sha1.map(|hasher| hex(&hasher.finalize())),
        }
    }
}

/// One side of a transfer and the path to name in messages.
pub(crate) type Side<'a> = (&'a File, &'a Path);

/// Reads `source` from its start to its end and hashes it. `tick` is called between chunks.
pub(crate) fn hash((source, path): Side<'_>, size: u64, wanted: Wanted, tick: &mut dyn FnMut()) -> Result<Digests> {
    let mut hashers = Hashers::new(wanted);
    for_each_chunk((source, path), size, tick, &mut |bytes| {
        hashers.update(bytes);
        Ok(())
    })?;
    Ok(hashers.finish())
}

/// Copies `source`, which is said to be `size` bytes long, to `target`, and hashes it on the way. `tick` is called between
/// chunks. Whoever calls this checks afterwards that the source has not changed.
pub(crate) fn copy(
    source: Side<'_>,
    target: Side<'_>,
    size: u64,
    wanted: Wanted,
    tick: &mut dyn FnMut(),
) -> Result<Digests> {
    if !wanted.any() {
        if size > CHUNK as u64 && copy_in_kernel(source, target, size, tick)? {
            return Ok(Digests::default());
        }
    } else if size >= PARALLEL_FROM {
        return copy_while_hashing(source, target, size, wanted, tick);
    }
    let mut hashers = Hashers::new(wanted);
    for_each_chunk(source, size, tick, &mut |bytes| {
        hashers.update(bytes);
        write_all(target, bytes)
    })?;
    Ok(hashers.finish())
}

fn write_all((mut target, path): Side<'_>, bytes: &[u8]) -> Result<()> {
    target.write_all(bytes).map_err(|error| Error::system("write", path, error))
}

fn for_each_chunk(
    (mut source, path): Side<'_>,
    size: u64,
    tick: &mut dyn FnMut(),
    consume: &mut dyn FnMut(&[u8]) -> Result<()>,
) -> Result<()> {
    // One byte more than a small file has, so that its end shows in the first read.
    let capacity = usize::try_from(size).unwrap_or(CHUNK).saturating_add(1).min(CHUNK);
    let mut buffer = vec![0; capacity];
    let mut total = 0;
    loop {
        let read = read_some(&mut source, &mut buffer, path)?;
        consume(&buffer[..read])?;
        total += read as u64;
        if read < buffer.len() || has_grown(total, size) {
            return Ok(());
        }
        tick();
    }
}

/// Fills the buffer as far as the file goes.
fn read_some(source: &mut &File, buffer: &mut [u8], path: &Path) -> Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match source.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => {
                filled += read;
                // A regular file gives less than was asked for at its end only; the next read would say so again.
                if filled < buffer.len() && is_small(buffer) {
                    break;
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Error::system("read", path, error)),
        }
    }
    Ok(filled)
}

/// Whoever appends while we read must not keep us reading; that the file has changed is found afterwards.
fn has_grown(total: u64, size: u64) -> bool {
    total > size
}

/// A buffer that was cut to the size of a small file.
fn is_small(buffer: &[u8]) -> bool {
    buffer.len() < CHUNK
}

/// Copies within the kernel, or clones where the file system can. Says whether it could.
fn copy_in_kernel(
    (source, source_path): Side<'_>,
    (target, target_path): Side<'_>,
    size: u64,
    tick: &mut dyn FnMut(),
) -> Result<bool> {
    let mut total = 0;
    loop {
        match rustix::fs::copy_file_range(source, None, target, None, KERNEL_CHUNK) {
            // Some file systems copy nothing where they cannot copy: read and write there.
            Ok(0) => return Ok(total > 0),
            Ok(copied) => {
                total += copied as u64;
                if has_grown(total, size) {
                    return Ok(true);
                }
                tick();
            }
            Err(Errno::INTR) => {}
            Err(Errno::XDEV | Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP | Errno::PERM) if total == 0 => {
                return Ok(false);
            }
            Err(errno) => {
                let action = format!("copy to {target_path:?}");
                return Err(Error::system(action, source_path, errno));
            }
        }
    }
}

/// This thread reads and hashes while another one writes. The other one ends before this returns, whatever happens.
fn copy_while_hashing(
    source: Side<'_>,
    target: Side<'_>,
    size: u64,
    wanted: Wanted,
    tick: &mut dyn FnMut(),
) -> Result<Digests> {
    let (to_writer, from_reader) = sync_channel::<Vec<u8>>(2);
    let (to_reader, from_writer) = sync_channel::<Vec<u8>>(4);
    std::thread::scope(|scope| {
        let blocked = SignalsBlocked::new();
        let writer =
            std::thread::Builder::new().spawn_scoped(scope, move || write_chunks(target, &from_reader, &to_reader));
        drop(blocked);
        let writer = match writer {
            Ok(writer) => writer,
            Err(error) => return Err(Error::system("start a thread to write", target.1, error)),
        };
        let hashed = read_chunks(source, size, wanted, tick, to_writer, &from_writer);
        // `to_writer` is gone by now, so the writer ends.
        let written = writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        written.and(hashed)
    })
}

fn write_chunks(target: Side<'_>, full: &Receiver<Vec<u8>>, empty: &SyncSender<Vec<u8>>) -> Result<()> {
    while let Ok(chunk) = full.recv() {
        write_all(target, &chunk)?;
        // The reader may be at the end and need no more buffers.
        let _ = empty.try_send(chunk);
    }
    Ok(())
}

fn read_chunks(
    (mut source, path): Side<'_>,
    size: u64,
    wanted: Wanted,
    tick: &mut dyn FnMut(),
    full: SyncSender<Vec<u8>>,
    empty: &Receiver<Vec<u8>>,
) -> Result<Digests> {
    let mut hashers = Hashers::new(wanted);
    let mut total = 0;
    loop {
        let mut buffer = empty.try_recv().unwrap_or_default();
        buffer.resize(CHUNK, 0);
        let read = read_some(&mut source, &mut buffer, path)?;
        buffer.truncate(read);
        hashers.update(&buffer);
        total += read as u64;
        // A writer that has failed no longer receives; its error is the one that counts.
        if full.send(buffer).is_err() || read < CHUNK || has_grown(total, size) {
            return Ok(hashers.finish());
        }
        tick();
    }
}
