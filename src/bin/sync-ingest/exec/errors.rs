//! The standard error of a command: passed on at once, and its last line is kept as the reason of
//! its answer.

use std::io::{self, Read, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::process::ChildStderr;

/// How many bytes of a line are kept.
const LONGEST_LINE: usize = 500;
/// How many bytes are passed on before other commands have their turn.
const MOST_AT_ONCE: usize = 256 * 1024;

/// The standard error of a command.
#[derive(Debug)]
pub(super) struct Errors {
    /// `None` once it is closed.
    pipe: Option<ChildStderr>,
    lines: LastLine,
}

impl Errors {
    pub(super) fn new(pipe: Option<ChildStderr>) -> io::Result<Self> {
        if let Some(pipe) = &pipe {
            rustix::io::ioctl_fionbio(pipe, true)?;
        }
        Ok(Self { pipe, lines: LastLine::default() })
    }

    pub(super) fn as_fd(&self) -> Option<BorrowedFd<'_>> {
        self.pipe.as_ref().map(AsFd::as_fd)
    }

    /// Passes on what has been written so far.
    pub(super) fn forward(&mut self) {
        let (mut buffer, mut forwarded) = ([0; 8192], 0);
        while forwarded < MOST_AT_ONCE {
            let Some(pipe) = &mut self.pipe else { return };
            match pipe.read(&mut buffer) {
                Ok(0) => self.pipe = None,
                Ok(length) => {
                    // If standard error is gone, there is no one to report to.
                    let _ = io::stderr().write_all(&buffer[..length]);
                    self.lines.add(&buffer[..length]);
                    forwarded += length;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Err(_) => self.pipe = None,
            }
        }
    }

    /// Returns the last line that is not empty, if there was one.
    pub(super) fn last_line(&self) -> Option<String> {
        self.lines.get()
    }
}

/// The last line that is not empty, of a text that arrives in pieces.
#[derive(Debug, Default)]
struct LastLine {
    complete: Vec<u8>,
    current: Vec<u8>,
}

impl LastLine {
    fn add(&mut self, piece: &[u8]) {
        for byte in piece {
            match byte {
                b'\n' if self.current.trim_ascii().is_empty() => self.current.clear(),
                b'\n' => self.complete = std::mem::take(&mut self.current),
                byte if self.current.len() < LONGEST_LINE => self.current.push(*byte),
                _ => {}
            }
        }
    }

    fn get(&self) -> Option<String> {
        let lines = [&self.current, &self.complete].map(|line| line.trim_ascii());
        lines.into_iter().find(|line| !line.is_empty()).map(|line| String::from_utf8_lossy(line).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last(pieces: &[&str]) -> Option<String> {
        let mut lines = LastLine::default();
        pieces.iter().for_each(|piece| lines.add(piece.as_bytes()));
        lines.get()
    }

    #[test]
    fn the_last_line_that_is_not_empty_is_kept_however_the_text_is_cut() {
        assert_eq!(last(&[]), None);
        assert_eq!(last(&["\n \n"]), None);
        assert_eq!(last(&["no col", "umn\n", "\n"]).as_deref(), Some("no column"));
        assert_eq!(last(&["one\ntwo"]).as_deref(), Some("two"));
    }

    #[test]
    fn of_a_very_long_line_only_the_beginning_is_kept() {
        assert_eq!(last(&[&"x".repeat(100_000)]).map(|line| line.len()), Some(LONGEST_LINE));
    }
}
