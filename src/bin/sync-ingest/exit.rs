//! The exit statuses that scripts rely on.

use std::process::ExitCode;
use sync_ingest::{Error, ErrorKind};

/// The exit statuses. Scripts rely on the numbers; 64 and above are those of `sysexits.h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done, or nothing to do; for `status`: everything is in order.
    Done = 0,
    /// `status`: something that may need a person.
    Warning = 1,
    /// `status`: an alarm is active.
    Critical = 2,
    /// `collect`: done, but some file was put back or rejected. `table`: done, but some rows are
    /// bad. `status`: the folder cannot be read; monitoring plugins define the number.
    Incomplete = 3,
    /// The arguments are invalid.
    Usage = 64,
    /// The file cannot be read as a table.
    Refused = 65,
    /// The system reported a failure.
    InputOutput = 74,
    /// Another program goes first: try again later.
    TryLater = 75,
}

impl Exit {
    /// Returns the exit status for a failure.
    pub(crate) fn of(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::InvalidArgument => Self::Usage,
            ErrorKind::Held => Self::TryLater,
            _ => Self::InputOutput,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
