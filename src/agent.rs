//! The agent's side, for programs on the same host.

use crate::drop_folder::{Attempt, DropFolder};
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Access, Dir, Opened, Wanted, file};
use crate::lock::{Found, HeldLock, OrphanRules, examine, own_text};
use crate::protocol::Pass;
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
    pub(crate) fn begin(drop_folder: &DropFolder, agent: &str) -> Result<Attempt<Self>> {
        if agent.is_empty() || to_word(agent) != agent {
            return Err(Error::invalid(format!("deliver as agent {agent:?}"), NAME_ADVICE));
        }
        let pass = Pass::open(drop_folder)?;
        if collector_is_there(&pass.folder, true)? {
            return Ok(Attempt::Refused(Arbitration::CollectorBusy));
        }
        let Some(held) = Self::lock(&pass, agent)? else {
            return Ok(Attempt::Refused(Arbitration::AgentDelivering));
        };
        let session = Self { folder: pass.folder, held: Some(held), one_thread_at_a_time: PhantomData };
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
        let temp = format!("{TEMP}upload-{}", fs::random_hex::<8>());
        let uploaded = self.upload((&from, source), &temp).and_then(|()| {
            self.check_lock()?;
            self.folder.rename(&temp, &self.folder, name)
        });
        if uploaded.is_err() {
            let _ = self.folder.unlink(&temp);
        }
        uploaded.and_then(|()| self.folder.sync())
    }

    fn upload(&self, source: (&File, &Path), temp: &str) -> Result<()> {
        let path = self.folder.path_of(temp);
        let Some(upload) = self.folder.create_file(temp, 0o644)? else {
            return Err(self.folder.error("create", temp.as_ref(), rustix::io::Errno::EXIST));
        };
        // Held like a lock, so that nobody tidies it away while it grows.
        fs::try_flock(&upload, &path)?;
        // Readable to the collector whatever the umask: the folder's own mode says who else gets in.
        file::set_mode(&upload, 0o644, &path)?;
        let size = file::stat(source.0, source.1)?.size;
        fs::copy(source, (&upload, &path), size, Wanted::default(), &mut || {})?;
        if file::stat(&upload, &path)?.size != file::stat(source.0, source.1)?.size {
            let advice = "deliver it again when nobody writes to it";
            return Err(Error::refused(
                ErrorKind::Changed,
                "deliver a file that changes meanwhile,",
                Some(source.1),
                advice,
            ));
        }
        file::sync(&upload, &path)
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

impl Drop for AgentSession {
    fn drop(&mut self) {
        if let Some(held) = self.held.take() {
            // Nobody is left to tell; this agent takes its lock back when it delivers again.
            let _ = held.release();
        }
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

fn open_source(source: &Path) -> Result<File> {
    let parent = match source.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let folder = Dir::open(parent, "open the folder of the file to deliver,")?;
    match folder.open_file(source.file_name().unwrap_or_default(), Access::Read)? {
        Opened::File(handle, _) => Ok(handle),
        Opened::Denied(_, error) => Err(error),
        Opened::Absent => Err(Error::system("open the file to deliver,", source, rustix::io::Errno::NOENT)),
        Opened::NotAFile(_) => Err(Error::refused(
            ErrorKind::InvalidArgument,
            "deliver what is not a regular file:",
            Some(source),
            "name a file",
        )),
    }
}
