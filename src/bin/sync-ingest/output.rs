//! The two output streams. A reader that has gone away (`sync-ingest … | head`) is no failure: the
//! work is done.

use crate::exit::Exit;
use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use sync_ingest::Error;

/// Prints the answer on standard output. `exit` is the exit status unless that fails.
pub(crate) fn answer(text: &str, exit: Exit) -> Exit {
    let mut stdout = io::stdout().lock();
    checked(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()), exit)
}

/// Returns `exit`, unless the output was lost.
pub(crate) fn checked(printed: io::Result<()>, exit: Exit) -> Exit {
    match printed {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            complain(format_args!("cannot write to standard output: {error}"));
            Exit::InputOutput
        }
        _ => exit,
    }
}

/// Prints a diagnosis on standard error.
pub(crate) fn complain(message: impl Display) {
    // If standard error is gone, there is no one to report to.
    let _ = writeln!(io::stderr(), "sync-ingest: {message}");
}

/// Prints a failure on standard error and returns its exit status.
pub(crate) fn fail(error: &Error) -> Exit {
    complain(error);
    Exit::of(error)
}
