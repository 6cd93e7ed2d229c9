//! The agent's side, for programs on the same host.

use super::call::{answer, free, required};
use super::code::sync_ingest_code;
use super::error::sync_ingest_error;
use super::guard::Guarded;
use super::text::{inward, name, path};
use crate::AgentSession;
use std::ffi::c_char;
use std::mem::MaybeUninit;

/// An agent that holds `alock.txt`, until it is finished or freed.
pub struct sync_ingest_agent {
    /// `None` after the end.
    session: Guarded<Option<AgentSession>>,
}

impl From<AgentSession> for sync_ingest_agent {
    fn from(session: AgentSession) -> Self {
        Self { session: Guarded::new(Some(session)) }
    }
}

fn finished() -> sync_ingest_error {
    sync_ingest_error::over("cannot use the agent's session: it has been finished")
}

/// Delivers a copy of the file `source` under `name` (NULL: its own file name): written under a
/// hidden name, synced, then renamed. A file of that name that has not been collected yet is
/// replaced. Where the options of the folder ask for checksums, `_NAME.sha256` comes before it.
///
/// Errors: SYNC_INGEST_INVALID_ARGUMENT for a name that no collector takes;
/// SYNC_INGEST_ALREADY_OVER after the end; otherwise any failure of the system, with nothing left
/// behind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_agent_deliver(
    agent: Option<&mut sync_ingest_agent>,
    source: *const c_char,
    name: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks, for both.
    let (source, name) = unsafe { (inward(source), inward(name)) };
    answer(error, || {
        let (agent, source) = (required(agent, "agent")?, path(source, "source")?);
        agent.session.run(|session| Ok(session.as_mut().ok_or_else(finished)?.deliver(source, name.map(self::name))?))
    })
}

/// Removes `alock.txt`. Whatever it returns, the session is over then, and still yours to free.
///
/// Errors: SYNC_INGEST_LOCK_LOST when somebody has removed it meanwhile; SYNC_INGEST_ALREADY_OVER
/// the second time.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_agent_finish(
    agent: Option<&mut sync_ingest_agent>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || {
        required(agent, "agent")?.session.run(|session| Ok(session.take().ok_or_else(finished)?.finish()?))
    })
}

/// Frees a session, and removes `alock.txt` if it is not finished.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_agent_free(agent: Option<Box<sync_ingest_agent>>) {
    free(agent);
}
