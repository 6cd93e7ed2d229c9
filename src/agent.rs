//! The agent's side, for programs on the same host.

use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Dir, Kind, Wanted, file};
use crate::lock::{Found, HeldLock, OrphanRules, examine, own_text};
use crate::outcome::Attempt;
use crate::pass::Pass;
use crate::report::Arbitration;
use crate::rules::checksum::{self, checksum_name};
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
    checksums: bool,
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
        let (folder, checksums) = (Arc::clone(&pass.folder), pass.options.checksums);
        let session = Self { folder, held: Some(held), checksums, one_thread_at_a_time: PhantomData };
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
                Found::Orphan(orphan) if orphan.text.agent.as_deref() == Some(agent) => {
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
    /// A file of that name that has not been collected yet is replaced. With [`Options::checksums`](crate::Options::checksums) its
    /// checksum file comes before it; without, that of an older file of this name is removed, which would not match.
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
        let checksum = checksum_name(name);
        if self.checksums && checksum.is_none() {
            let action = format!("deliver {source:?} with a checksum file: the name {name:?} is too long for that");
            return Err(Error::invalid(action, "use a name of at most 247 bytes"));
        }
        self.check_lock()?;
        let from = open_source(source)?;
        let temp = self.upload(|target| {
            let size = file::stat(&from, source)?.size;
            let wanted = Wanted { sha256: self.checksums, sha1: false };
            fs::copy((&from, source), target, size, wanted, true, &mut || {})
        });
        let (temp, _held, digests) = temp?;
        let published = self.check_lock().and_then(|()| {
            if let Some(checksum) = &checksum {
                self.publish_checksum(checksum, name, digests.sha256.as_deref())?;
            }
            self.folder.rename(&temp, &self.folder, name).inspect_err(|_| {
                let _ = checksum.as_ref().map(|checksum| self.folder.unlink(checksum));
            })
        });
        if published.is_err() {
            let _ = self.folder.unlink(&temp);
        }
        published.and_then(|()| self.folder.sync())
    }

    /// The checksum file is in its place before its file is: so that is never without it.
    fn publish_checksum(&self, checksum: &OsStr, name: &OsStr, sha256: Option<&str>) -> Result<()> {
        let Some(sha256) = sha256 else { return self.folder.unlink(checksum).map(|_| ()) };
        let text = checksum::to_text(sha256, name);
        let (temp, _held, ()) = self.upload(|target| file::write_at(target.0, &text, 0, target.1))?;
        self.folder.rename(&temp, &self.folder, checksum).inspect_err(|_| {
            let _ = self.folder.unlink(&temp);
        })
    }

    /// Fills a new file under a hidden name, and syncs it. Nothing is left of it where that fails. While the file is open, no
    /// other agent tidies it away.
    fn upload<T>(&self, fill: impl FnOnce((&File, &Path)) -> Result<T>) -> Result<(OsString, File, T)> {
        let (temp, upload) = self.folder.create_held(UPLOAD, 0o644)?;
        let path = self.folder.path_of(&temp);
        // Readable to the collector whatever the umask: the folder's own mode says who else gets in.
        let filled = file::set_mode(&upload, 0o644, &path)
            .and_then(|()| fill((&upload, &path)))
            .and_then(|filled| file::sync(&upload, &path).map(|()| filled));
        match filled {
            Ok(filled) => Ok((temp, upload, filled)),
            Err(error) => {
                let _ = self.folder.unlink(&temp);
                Err(error)
            }
        }
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
