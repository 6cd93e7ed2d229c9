//! Step 2, "Lock".

use crate::alarms::{self, Findings, Known};
use crate::arbitration::{Arbitration, Attempt};
use crate::error::Result;
use crate::lock::{CollectorLock, OrphanRules, Take, TakeRules};
use crate::open_folder::OpenFolder;
use crate::rules::timestamp::{Now, Timestamp};
use crate::scan;
use crate::work::{Area, Contents, RecoveredLock};

/// The lock, and what it lets us find out.
pub(super) struct Locked {
    pub(super) area: Area,
    pub(super) lock: CollectorLock,
    /// What lies in the area.
    pub(super) contents: Contents,
    pub(super) orphans: Orphans,
    pub(super) now: Now,
}

/// The locks of dead collectors that were recovered.
pub(super) struct Orphans {
    /// There were some.
    pub(super) found: bool,
    /// Those that could not be written down yet.
    pub(super) untold: Vec<RecoveredLock>,
}

impl Orphans {
    /// Those that have been written down stand by themselves.
    pub(super) fn add_to(&self, findings: &mut Findings, now: Timestamp) {
        if !self.found || !self.untold.is_empty() {
            findings.recovery(&self.untold, now);
        }
    }
}

impl OpenFolder<'_> {
    /// The lock alone: steps 2 and 3 without looking at files. An orphan that could not be written down is told by the next pass.
    pub(crate) fn take_lock(self) -> Result<Attempt<CollectorLock>> {
        let area = Area::make(&self.dir, self.options)?;
        let Ok(Locked { lock, .. }) = self.lock(area)? else {
            return Ok(Attempt::Refused(Arbitration::CollectorBusy));
        };
        if scan::agent_is_delivering(&self.dir, self.network)? {
            lock.release()?;
            return Ok(Attempt::Refused(Arbitration::AgentDelivering));
        }
        Ok(Attempt::Granted(lock))
    }

    /// Step 2. The area is given back when somebody else holds the lock. Recovered orphans, also those of one who died before he
    /// could tell, are written down at once: whatever happens next, they are told.
    pub(super) fn lock(&self, area: Area) -> Result<Result<Locked, Area>> {
        let rules = TakeRules {
            orphans: OrphanRules { network: self.network, cluster_locked: self.options.cluster_locked },
            now: self.now.wall,
            area: area.dir(),
            adopt: &|file| area.adopt(file),
        };
        let lock = match CollectorLock::take(&self.dir, &rules)? {
            Take::Busy => return Ok(Err(area)),
            Take::Taken(lock) => lock,
        };
        let mut contents = area.contents()?;
        let orphans = self.tell_orphans(&area, &contents);
        if orphans.found {
            // Telling makes files there, too.
            contents = area.contents()?;
        }
        // From here on the clock of the file system that holds the files.
        let mut now = self.now;
        if self.network && self.options.now.is_none() {
            now.wall = lock.held().file_system_time()?;
        }
        Ok(Ok(Locked { area, lock, contents, orphans, now }))
    }

    pub(super) fn tell_orphans(&self, area: &Area, contents: &Contents) -> Orphans {
        let orphans = area.recovered_locks(contents);
        let find = || {
            let mut findings = Findings::default();
            findings.recovery(&orphans, self.now.wall);
            findings
        };
        let is_told = orphans.is_empty() || alarms::tell(area, Known::Nothing, &|_| find(), self.now.wall).remembered;
        Orphans { found: !orphans.is_empty(), untold: if is_told { Vec::new() } else { orphans } }
    }
}
