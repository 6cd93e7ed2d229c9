//! The agent's side, for programs on the same host.

use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Dir, Kind, Wanted, file};
use crate::lock::{Found, HeldLock, OrphanRules, examine, own_text};
use crate::outcome::Attempt;
use crate::pass::Pass;
use crate::report::Arbitration;
use crate::rules::lock_text::to_word;
use crate::rules::name::{COLLECTOR_LOCK, check_name};
use crate::status::LockKind;
use crate::work::remove_dead_temp;
use std::cell::Cell;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::marker::PhantomData;
use std::path::Path;
use std::sync::Arc;

/// What the names of our own temporary files in the drop folder begin with.
const TEMP: &str = ".sync_ingest-";
const UPLOAD: &str = ".sync_ingest-upload-";
const NAME_ADVICE: &str = "use one printable word of at most 63 letters, digits, dots, dashes and underscores";
/// How often the lock may slip away between a look and the next step before it counts as taken.
const TRIES: usize = 8;

/// An agent that holds `alock.txt`. Dropping it removes the lock.
#[derive(Debug)]
#[must_use = "dropping the session removes the agent lock"]
pub struct AgentSession {
    folder: Arc<Dir>,
    held: Option<HeldLock>,
    one_thread_at_a_time: PhantomData<Cell<()>>,
}

impl AgentSession {
    pub(crate) fn begin(pass: &Pass<'_>, agent: &str) -> Result<Attempt<Self>> {
        if agent.is_empty() || to_word(agent) != agent {
            return Err(Error::invalid(format!("deliver as agent {agent:?}"), NAME_ADVICE));
        }
        if collector_is_there(&pass.folder, true)? {
            return Ok(Attempt::Refused(Arbitration::CollectorBusy));
        }
        let Some(held) = Self::lock(pass, agent)? else {
            return Ok(Attempt::Refused(Arbitration::AgentDelivering));
        };
        let session = Self { folder: Arc::clone(&pass.folder), held: Some(held), one_thread_at_a_time: PhantomData };
        // Own flag first, then the other's: both sides can never both go ahead.
        if collector_is_there(&session.folder, false)? {
            session.finish()?;
            return Ok(Attempt::Refused(Arbitration::CollectorBusy));
        }
        Ok(Attempt::Granted(session))
    }

    /// Publishes `alock.txt`; the one that this agent left behind when it was killed is taken back.
    fn lock(pass: &Pass<'_>, agent: &str) -> Result<Option<HeldLock>> {
        let name = LockKind::Agent.file_name();
        let rules = OrphanRules { network: pass.network, cluster_locked: pass.options.cluster_locked };
        for _ in 0..TRIES {
            match examine(&pass.folder, LockKind::Agent, rules)? {
                Found::Nothing => {}
                Found::Orphan(_claimed, text) if text.agent.as_deref() == Some(agent) => {
                    pass.folder.unlink(name)?;
                }
                Found::Orphan(..) | Found::Foreign | Found::Live => return Ok(None),
            }
            let text = own_text(pass.now.wall, Some(agent));
            if let Some(held) = HeldLock::publish(&pass.folder, name, &pass.folder, &text, &|_| Ok(()))? {
                return Ok(Some(held));
            }
        }
        Ok(None)
    }

    /// Delivers a copy of `source` under `name` (`None`: its own file name): written under a hidden name, synced, then renamed.
    /// A file of that name that has not been collected yet is replaced.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for a name that no collector takes; otherwise what the
    /// system says, with nothing left behind.
    pub fn deliver(&mut self, source: &Path, name: Option<&OsStr>) -> Result<()> {
        let name = name.or(source.file_name()).unwrap_or_default();
        if let Err(reason) = check_name(name.as_encoded_bytes()) {
            let action = format!("deliver {source:?} under the name {name:?}, which no collector takes ({reason})");
            return Err(Error::invalid(action, "deliver it under another name"));
        }
        self.check_lock()?;
        let from = open_source(source)?;
        let (temp, upload) = self.folder.create_held(UPLOAD, 0o644)?;
        let uploaded = self.upload((&from, source), (&upload, &self.folder.path_of(&temp))).and_then(|()| {
            self.check_lock()?;
            self.folder.rename(&temp, &self.folder, name)
        });
        if uploaded.is_err() {
            let _ = self.folder.unlink(&temp);
        }
        uploaded.and_then(|()| self.folder.sync())
    }

    fn upload(&self, source: (&File, &Path), target: (&File, &Path)) -> Result<()> {
        // Readable to the collector whatever the umask: the folder's own mode says who else gets in.
        file::set_mode(target.0, 0o644, target.1)?;
        let size = file::stat(source.0, source.1)?.size;
        fs::copy(source, target, size, Wanted::default(), &mut || {})?;
        file::sync(target.0, target.1)
    }

    fn check_lock(&self) -> Result<()> {
        match &self.held {
            Some(held) if held.is_held()? => Ok(()),
            Some(held) => Err(held.lost()),
            None => Err(Error::refused(
                ErrorKind::AlreadyOver,
                "deliver after the end of the session",
                None,
                "begin a new one",
            )),
        }
    }

    /// Removes `alock.txt`.
    ///
    /// # Errors
    /// [`LockLost`](crate::ErrorKind::LockLost) when somebody has removed it meanwhile.
    pub fn finish(mut self) -> Result<()> {
        self.held.take().map_or(Ok(()), HeldLock::release)
    }
}

/// Whether `lock.txt` is there, by a listing, which tells the truth on every file system; on the way, `tidy` removes what
/// agents left that died.
fn collector_is_there(folder: &Dir, tidy: bool) -> Result<bool> {
    let (mut found, mut temps): (bool, Vec<OsString>) = (false, Vec::new());
    folder.reopen()?.list(&mut |name, _| {
        found |= name == COLLECTOR_LOCK;
        if tidy && name.as_encoded_bytes().starts_with(TEMP.as_bytes()) {
            temps.push(name.to_owned());
        }
    })?;
    for temp in temps {
        // Another agent's remains may not be ours to remove.
        let _ = remove_dead_temp(folder, &temp);
    }
    Ok(found)
}

/// The caller names this path, so links in it are followed.
fn open_source(source: &Path) -> Result<File> {
    let file = fs::open_by_path(source, "open the file to deliver,")?;
    match file::stat(&file, source)?.kind {
        Kind::File => Ok(file),
        _ => Err(Error::refused(
            ErrorKind::InvalidArgument,
            "deliver what is not a regular file:",
            Some(source),
            "name a file",
        )),
    }
}
