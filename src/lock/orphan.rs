//! Distinguishing the lock of a dead process from that of a live one.

use super::aside::{Aside, take_aside};
use crate::error::Result;
use crate::fs::{self, Access, Dir, Flock, OpenFile, Opened, Stat};
use crate::rules::lock_text::{LockText, MAX_LEN};
use crate::rules::temporary::Temporary;
use crate::status::LockKind;

/// Where a free flock is sufficient proof.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OrphanRules {
    /// The folder is on a network file system.
    pub(crate) network: bool,
    /// The caller holds a lock of its own that spans all hosts.
    pub(crate) cluster_locked: bool,
}

/// What has the name of a lock.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "one is made for each look at a lock, and matched at once")]
pub(crate) enum Found {
    /// Nothing.
    Nothing,
    /// A lock that we may not break.
    Foreign,
    /// One of our locks whose owner is alive, or cannot be known to be dead.
    Live,
    /// One of our locks whose owner is dead.
    Orphan(Orphan),
}

/// One of our locks whose owner is dead. We hold its flock as long as the file is open.
#[derive(Debug)]
pub(crate) struct Orphan {
    kind: LockKind,
    _flocked: OpenFile,
    stat: Stat,
    pub(crate) text: LockText,
}

/// Name prefix of recovered locks kept in the work area until they are reported.
pub(crate) const RECOVERED_LOCK: &str = "recovered-lock-";

impl Orphan {
    /// Takes it out of the way, into `area`: if this process dies before it is reported, the next
    /// one finds it there.
    pub(crate) fn move_to(&self, area: &Dir, folder: &Dir) -> Result<()> {
        let aside = format!("{RECOVERED_LOCK}{}", fs::random_hex::<8>());
        take_aside(folder, self.kind.file_name(), &self.stat, area, &aside).map(|_| ())
    }

    /// Removes it.
    pub(crate) fn remove(&self, folder: &Dir) -> Result<()> {
        let aside = Temporary::Unlocked.name(&fs::random_hex::<8>());
        match take_aside(folder, self.kind.file_name(), &self.stat, folder, &aside)? {
            Aside::Taken => folder.unlink(&aside).map(|_| ()),
            Aside::Gone | Aside::Another => Ok(()),
        }
    }
}

/// Looks at a lock, and claims the inode of an orphan.
pub(crate) fn examine(folder: &Dir, kind: LockKind, rules: OrphanRules) -> Result<Found> {
    let name = kind.file_name();
    let (handle, stat) = match folder.open_file(name, Access::WriteIfPossible) {
        Ok(Opened::Absent) => return Ok(Found::Nothing),
        Ok(Opened::File(handle, stat)) => (handle, stat),
        // A lock that cannot be opened, for whatever reason, is not ours to break.
        Ok(Opened::NotAFile(_) | Opened::Denied(..)) => return Ok(Found::Foreign),
        // Another host has removed it since it was looked up: NFS calls the inode stale.
        Err(error) if error.is_vanished() => return Ok(Found::Nothing),
        Err(error) => return if folder.stat(name)?.is_some() { Ok(Found::Foreign) } else { Err(error) },
    };
    let text = handle.read_start(MAX_LEN + 1).ok().and_then(|bytes| LockText::parse(&bytes));
    let Some(text) = text else { return Ok(Found::Foreign) };
    let same_machine = fs::boot_id_hash().is_some_and(|boot| boot == text.boot);
    if !text.flocked || (rules.network && !same_machine && !rules.cluster_locked) {
        return Ok(Found::Live);
    }
    if !matches!(handle.try_flock_patiently(), Ok(Flock::Taken)) {
        return Ok(Found::Live);
    }
    // We hold the flock; its previous holder may have removed the name before.
    match folder.stat(name)? {
        Some(now) if now.is_same_inode(&stat) => Ok(Found::Orphan(Orphan { kind, _flocked: handle, stat, text })),
        Some(_) => Ok(Found::Live),
        None => Ok(Found::Nothing),
    }
}
