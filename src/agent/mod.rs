//! The agent's side, for programs on the same host.

mod source;

use crate::arbitration::{Arbitration, Attempt};
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{Dir, EntryType, HeldFile, OpenFile};
use crate::lock::{Found, HeldLock, OrphanRules, examine, lists_lock, own_text, remove_aside};
use crate::open_folder::OpenFolder;
use crate::rules::checksum::{self, checksum_name};
use crate::rules::lock_text::to_word;
use crate::rules::name::check_name;
use crate::rules::temporary::Temporary;
use crate::status::LockKind;
use source::Source;
use std::cell::Cell;
use std::ffi::{OsStr, OsString};
use std::marker::PhantomData;
use std::path::Path;
use std::sync::Arc;

const GONE_ADVICE: &str = "another program removes, replaces or moves files there: deliver it again";
const NAME_ADVICE: &str = "use one printable word of at most 63 letters, digits, dots, dashes and underscores";
/// How often the lock may disappear between a look and the next step before it counts as taken.
const TRIES: usize = 8;
/// How many remains of dead agents one session inspects. The rest is left to the next one.
const MOST_TIDIED: usize = 1_000;

/// A file under a hidden name, complete and synced. While it is open, no other agent removes it.
struct Upload<T> {
    temp: OsString,
    file: OpenFile,
    filled: T,
}

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
    pub(crate) fn begin(folder: &OpenFolder<'_>, agent: &str) -> Result<Attempt<Self>> {
        if agent.is_empty() || to_word(agent) != agent {
            return Err(Error::invalid(format!("deliver as agent {agent:?}"), NAME_ADVICE));
        }
        if collector_is_there(&folder.dir)? {
            return Ok(Attempt::Refused(Arbitration::CollectorBusy));
        }
        let Some(held) = Self::lock(folder, agent)? else {
            return Ok(Attempt::Refused(Arbitration::AgentDelivering));
        };
        let (folder, checksums) = (Arc::clone(&folder.dir), folder.options.checksums);
        let session = Self { folder, held: Some(held), checksums, one_thread_at_a_time: PhantomData };
        // Set our own flag first, then check the other's: both sides can never both go ahead.
        if collector_is_there(&session.folder)? {
            session.finish()?;
            return Ok(Attempt::Refused(Arbitration::CollectorBusy));
        }
        tidy(&session.folder);
        Ok(Attempt::Granted(session))
    }

    /// Publishes `alock.txt`; one that this agent left behind when it was killed is taken over.
    fn lock(folder: &OpenFolder<'_>, agent: &str) -> Result<Option<HeldLock>> {
        let name = LockKind::Agent.file_name();
        let rules = OrphanRules { network: folder.network, cluster_locked: folder.options.cluster_locked };
        for _ in 0..TRIES {
            match examine(&folder.dir, LockKind::Agent, rules)? {
                Found::Nothing => {}
                Found::Orphan(orphan) if orphan.text.agent.as_deref() == Some(agent) => orphan.remove(&folder.dir)?,
                Found::Orphan(..) | Found::Foreign | Found::Live => return Ok(None),
            }
            let text = own_text(folder.now.wall, Some(agent));
            if let Some(held) = HeldLock::publish(&folder.dir, name, &folder.dir, text, &|_| Ok(()))? {
                return Ok(Some(held));
            }
        }
        Ok(None)
    }

    /// Delivers a copy of `source` under `name` (`None`: its own file name): written under a hidden
    /// name, synced, then renamed. Replaces a file of that name that has not been collected yet.
    /// The call succeeds only once the file is visible under its name. With
    /// [`Options::checksums`](crate::Options::checksums) its checksum file comes before it;
    /// without, the checksum file of an older file of this name is removed, because it would not
    /// match.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument) for a name that no collector takes;
    /// [`Changed`](crate::ErrorKind::Changed) for a source that changes while it is read; otherwise
    /// the error of the system. Nothing is left behind then.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("export.csv"), "id;name\n1;Ada\n")?;
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), sync_ingest::Options::default())?;
    /// use sync_ingest::Attempt;
    ///
    /// if let Attempt::Granted(mut session) = folder.begin_agent_session("registry")? {
    ///     session.deliver(&place.path().join("export.csv"), Some("students.csv".as_ref()))?;
    ///     session.finish()?;
    /// }
    /// assert!(folder.path().join("students.csv").exists());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn deliver(&mut self, source: &Path, name: Option<&OsStr>) -> Result<()> {
        let name = name.or(source.file_name()).unwrap_or_default();
        if let Err(reason) = check_name(name.as_encoded_bytes()) {
            return Err(Error::invalid(format!("deliver {source:?} as {name:?}"), "deliver it under another name")
                .because(format!("no collector takes a file of that name ({reason})")));
        }
        let checksum = checksum_name(name);
        if self.checksums && checksum.is_none() {
            let action = format!("deliver {source:?} as {name:?} with a checksum file");
            return Err(
                Error::invalid(action, "use a name of at most 247 bytes").because("the name is too long for that")
            );
        }
        self.check_lock()?;
        let source = Source::open(source)?;
        let upload = self.upload(|target| source.copy_to(target, self.checksums))?;
        let published = self.check_lock().and_then(|()| {
            if let Some(checksum) = &checksum {
                self.publish_checksum(checksum, name, upload.filled.sha256.as_deref())?;
            }
            self.publish(&upload, name).inspect_err(|_| {
                let _ = checksum.as_ref().map(|checksum| self.folder.unlink(checksum));
            })
        });
        if published.is_err() {
            let _ = self.folder.unlink(&upload.temp);
        }
        published.and_then(|()| self.folder.sync())
    }

    /// The checksum file is published before its file, which is thus never without it.
    fn publish_checksum(&self, checksum: &OsStr, name: &OsStr, sha256: Option<&str>) -> Result<()> {
        let Some(sha256) = sha256 else { return self.folder.unlink(checksum).map(|_| ()) };
        let text = checksum::to_text(sha256, name);
        let upload = self.upload(|target| target.write_at(&text, 0))?;
        self.publish(&upload, checksum).inspect_err(|_| {
            let _ = self.folder.unlink(&upload.temp);
        })
    }

    /// Fills a new file under a hidden name, and syncs it. On failure nothing is left of it.
    fn upload<T>(&self, fill: impl FnOnce(&OpenFile) -> Result<T>) -> Result<Upload<T>> {
        let HeldFile { name: temp, file, .. } = self.folder.create_held(Temporary::Upload, 0o644)?;
        // Readable to the collector whatever the umask: the folder's own mode decides who else gets
        // in.
        let filled = file.set_mode(0o644).and_then(|()| fill(&file)).and_then(|filled| file.sync().map(|()| filled));
        match filled {
            Ok(filled) => Ok(Upload { temp, file, filled }),
            Err(error) => {
                let _ = self.folder.unlink(&temp);
                Err(error)
            }
        }
    }

    /// Renames an upload to its name. It counts as delivered only if exactly this file is visible
    /// there: NFS answers a repeated request with "no such file", and another program may have
    /// removed it or put another file in its place.
    fn publish<T>(&self, upload: &Upload<T>, name: &OsStr) -> Result<()> {
        let renamed = self.folder.rename(&upload.temp, &self.folder, name);
        let ours = upload.file.stat()?;
        match self.folder.stat(name)? {
            Some(seen) if seen.is_same_inode(&ours) => Ok(()),
            _ => renamed.and_then(|()| {
                self.check_lock()?;
                Err(Error::refused(ErrorKind::Io, "deliver", Some(&self.folder.path_of(name)), GONE_ADVICE)
                    .because("another file, or none, is seen under its name"))
            }),
        }
    }

    fn check_lock(&self) -> Result<()> {
        match &self.held {
            Some(held) if held.is_held()? => Ok(()),
            Some(held) => Err(held.lost()),
            None => Err(Error::refused(ErrorKind::AlreadyOver, "deliver", None, "begin a new session")
                .because("this session has ended")),
        }
    }

    /// Removes `alock.txt`.
    ///
    /// # Errors
    /// [`LockLost`](crate::ErrorKind::LockLost) when somebody has removed it meanwhile.
    ///
    /// # Examples
    /// ```
    /// # let place = tempfile::tempdir()?;
    /// # std::fs::create_dir(place.path().join("sync"))?;
    /// # std::fs::write(place.path().join("export.csv"), "id;name\n1;Ada\n")?;
    /// # let folder = sync_ingest::DropFolder::new(place.path().join("sync"), sync_ingest::Options::default())?;
    /// use sync_ingest::Attempt;
    ///
    /// if let Attempt::Granted(session) = folder.begin_agent_session("registry")? {
    ///     session.finish()?;
    /// }
    /// assert!(!folder.path().join("alock.txt").exists());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn finish(mut self) -> Result<()> {
        self.held.take().map_or(Ok(()), HeldLock::release)
    }
}

/// Returns whether `lock.txt` is there, according to a listing, which is reliable on every file
/// system.
fn collector_is_there(folder: &Dir) -> Result<bool> {
    lists_lock(folder, LockKind::Collector)
}

/// Removes what dead agents of this host have left, while the agent lock is held: only names of
/// exactly our own formats, and only files that no process holds. A file that cannot be removed may
/// not be ours, and files that cannot be listed are left to the next session.
fn tidy(folder: &Dir) {
    let mut looked_at = 0;
    let _ = folder.reopen().and_then(|listed| {
        listed.list(&mut |name, entry_type| {
            let Some(purpose) = Temporary::of(name.as_encoded_bytes()) else { return };
            if looked_at >= MOST_TIDIED {
                return;
            }
            looked_at += 1;
            let _ = match (purpose, entry_type) {
                (Temporary::Unlocked, EntryType::Directory) => remove_lock_folder(folder, name),
                (
                    Temporary::Lock | Temporary::Upload | Temporary::Unlocked | Temporary::Probe,
                    EntryType::File | EntryType::Unknown,
                ) => folder.remove_dead(name),
                _ => Ok(()),
            };
        })
    });
}

/// Removes the lock directory of an agent that delivers over FTP.
fn remove_lock_folder(folder: &Dir, name: &OsStr) -> Result<()> {
    folder.stat(name)?.map_or(Ok(()), |lock| remove_aside(folder, name, &lock))
}
