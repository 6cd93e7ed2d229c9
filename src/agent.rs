//! The agent's side, for programs on the same host.

use crate::error::Result;
use std::ffi::OsStr;
use std::path::Path;

/// An agent that holds `alock.txt`. Dropping it removes the lock.
#[derive(Debug)]
#[must_use = "dropping the session removes the agent lock"]
pub struct AgentSession {}

impl AgentSession {
    /// Delivers a copy of `source` under `name` (`None`: its own file name): written under a hidden name, synced, then renamed.
    /// A file of that name that has not been collected yet is replaced.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for a name that no collector takes; otherwise what the
    /// system says, with nothing left behind.
    pub fn deliver(&mut self, source: &Path, name: Option<&OsStr>) -> Result<()> {
        todo!()
    }

    /// Removes `alock.txt`.
    ///
    /// # Errors
    /// [`LockLost`](crate::ErrorKind::LockLost) when somebody has removed it meanwhile.
    pub fn finish(self) -> Result<()> {
        todo!()
    }
}
