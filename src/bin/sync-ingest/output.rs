//! The two output streams. A reader that has gone away (`sync-ingest … | head`) is no failure: the work is done.

use crate::exit::Exit;
use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use sync_ingest::Error;

/// Prints the answer on standard output. `exit` is how the program ends unless that fails.
pub(crate) fn answer(text: &str, exit: Exit) -> Exit {
    let mut stdout = io::stdout().lock();
    checked(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()), exit)
}

/// `exit`, unless what was printed is lost.
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
    // Nobody is left to be told when standard error is gone.
    let _ = writeln!(io::stderr(), "sync-ingest: {message}");
}

/// Prints a failure on standard error and says how the program ends.
pub(crate) fn fail(error: &Error) -> Exit {
    complain(error);
    Exit::of(error)
}
