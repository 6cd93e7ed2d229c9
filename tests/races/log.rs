//! The common log of all participants: one append-only file, so that all records have one order.

use std::fmt::Arguments;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

/// One writer of the log, and who it is: `PROCESS.NUMBER`.
#[derive(Debug)]
pub(crate) struct Log {
    file: File,
    who: String,
}

/// One record: who, what, and what it is about.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) who: String,
    pub(crate) what: String,
    pub(crate) about: Vec<String>,
}

impl Log {
    pub(crate) fn open(path: &Path, number: u64) -> Self {
        let file = File::options().append(true).create(true).open(path).unwrap();
        Self { file, who: format!("{}.{number}", std::process::id()) }
    }

    /// Writes a record in one call, so that records do not mix. The dot at the end shows that no
    /// SIGKILL cut it off.
    pub(crate) fn write(&self, what: &str, about: Arguments<'_>) {
        let line = format!("\n{} {what} {about} .\n", self.who);
        (&self.file).write_all(line.as_bytes()).unwrap();
    }
}

/// Calls `visit` with every whole record, in the order in which they were written.
pub(crate) fn read(path: &Path, visit: &mut dyn FnMut(Record)) {
    for line in BufReader::new(File::open(path).unwrap()).split(b'\n') {
        let line = String::from_utf8_lossy(&line.unwrap()).into_owned();
        let Some(line) = line.strip_suffix(" .") else { continue };
        let mut words = line.split_ascii_whitespace().map(str::to_owned);
        let (Some(who), Some(what)) = (words.next(), words.next()) else { continue };
        visit(Record { who, what, about: words.collect() });
    }
}
