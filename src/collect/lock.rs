//! Step 2, "Lock".

use super::{AreaSeen, Found, Pass};
use crate::alarms::{self, Findings, Known};
use crate::arbitration::{Arbitration, Attempt};
use crate::error::Result;
use crate::lock::{CollectorLock, OrphanRules, Take, TakeRules};
use crate::open_folder::OpenFolder;
use crate::rules::timestamp::Timestamp;
use crate::scan::{self, Memory};
use crate::work::{Area, Contents, RecoveredLock};

/// The locks of dead collectors that were recovered.
pub(super) struct Orphans {
    /// There were some.
    pub(super) found: bool,
    /// Those that could not be written down yet.
    pub(super) unreported: Vec<RecoveredLock>,
}

impl Orphans {
    /// Those that have been written down are active by themselves.
    pub(super) fn add_to(&self, findings: &mut Findings, now: Timestamp) {
        if !self.found || !self.unreported.is_empty() {
            findings.recovery(&self.unreported, now);
        }
    }
}

/// The lock alone: steps 2 and 3 without looking at files. An orphan that could not be written down
/// is reported by the next pass.
pub(crate) fn take_lock(folder: OpenFolder<'_>) -> Result<Attempt<CollectorLock>> {
    let area = Area::make(&folder.dir, folder.options)?;
    let Some(Pass { lock, .. }) = Pass::lock(&folder, &area)? else {
        return Ok(Attempt::Refused(Arbitration::CollectorBusy));
    };
    if scan::agent_is_delivering(&folder.dir, folder.network)? {
        lock.release()?;
        return Ok(Attempt::Refused(Arbitration::AgentDelivering));
    }
    Ok(Attempt::Granted(lock))
}

impl<'a> Pass<'a> {
    /// Step 2, "Lock"; `None` when somebody else holds it. Recovered orphans are recorded at once,
    /// including those of a process that died before reporting them, so that they are reported
    /// whatever happens next.
    pub(super) fn lock(folder: &OpenFolder<'a>, area: &Area) -> Result<Option<Self>> {
        let rules = TakeRules {
            orphans: OrphanRules { network: folder.network, cluster_locked: folder.options.cluster_locked },
            now: folder.now.wall,
            area: area.dir(),
            adopt: &|file| area.adopt(file),
        };
        let lock = match CollectorLock::take(&folder.dir, &rules)? {
            Take::Busy => return Ok(None),
            Take::Taken(lock) => lock,
        };
        let mut contents = area.contents()?;
        let orphans = report_orphans(folder, area, &contents);
        if orphans.found {
            // That makes files there, too.
            contents = area.contents()?;
        }
        // From here on the clock of the file system that holds the files.
        let mut now = folder.now;
        if folder.network && folder.options.now.is_none() {
            now.wall = lock.held().file_system_time()?;
        }
        Ok(Some(Self {
            criteria: folder.criteria(now),
            folder: folder.clone(),
            lock,
            area: AreaSeen { area: area.clone(), contents, orphans },
            memory: Memory::default(),
            found: Found::default(),
        }))
    }
}

fn report_orphans(folder: &OpenFolder<'_>, area: &Area, contents: &Contents) -> Orphans {
    let now = folder.now.wall;
    let orphans = area.recovered_locks(contents);
    let find = || {
        let mut findings = Findings::default();
        findings.recovery(&orphans, now);
        findings
    };
    let is_reported =
        orphans.is_empty() || alarms::update(folder.path, area, Known::Nothing, &|_| find(), now).persisted;
    Orphans { found: !orphans.is_empty(), unreported: if is_reported { Vec::new() } else { orphans } }
}
