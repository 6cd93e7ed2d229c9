//! Looking at the drop folder: which entries may be collected, and why the others are left alone.

mod checksum;
mod first_seen;
mod inspect;
mod memory;
mod skips;

use self::inspect::{Closeness, Verdict};
use crate::error::Result;
use crate::fs::{Dir, EntryType};
use crate::lock::{is_lock, lists_lock};
use crate::rules::checksum::file_of;
use crate::rules::name::{AGENT_LOCK, COLLECTOR_LOCK};
use crate::rules::skip::{Concern, SkipReason};
use crate::rules::timestamp::Timestamp;
use crate::status::{LockKind, Waiting};
use crate::work::Candidate;
use std::ffi::{OsStr, OsString};

pub(crate) use first_seen::FirstSeen;
pub(crate) use inspect::Criteria;
pub(crate) use memory::Memory;
pub(crate) use skips::{Concerning, Patience, Skips};

/// A first look at the folder, in one listing.
#[derive(Debug, Default)]
pub(crate) struct Glance {
    pub(crate) collector_lock: bool,
    pub(crate) agent_lock: bool,
    /// There was a checksum file.
    pub(crate) checksums: bool,
    /// Names to look at closely. Empty only if nothing can be collected now.
    pub(crate) names: Vec<OsString>,
    /// More names than a batch holds were there.
    pub(crate) overflow: bool,
    pub(crate) skips: Skips,
}

/// A close look at the folder or at some names.
#[derive(Debug, Default)]
pub(crate) struct CloseLook {
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) skips: Skips,
}

/// Step 1, "Look". Names come first: only what they admit is looked at, and of that no more than it
/// takes to find the first file that can be collected.
pub(crate) fn glance(folder: &Dir, criteria: &Criteria, max_files: usize) -> Result<Glance> {
    let mut glance = Glance::default();
    folder.list(&mut |name, entry_type| {
        glance.collector_lock |= is_lock(folder, LockKind::Collector, name);
        glance.agent_lock |= is_lock(folder, LockKind::Agent, name);
        glance.checksums |= file_of(name).is_some();
        if !admits(folder, criteria, &mut glance.skips, name, entry_type) {
            return;
        }
        if glance.names.len() >= max_files {
            glance.overflow = true;
            criteria.skip(&mut glance.skips, name, SkipReason::BatchFull, None);
        } else if !glance.names.is_empty() {
            glance.names.push(name.to_owned());
        } else {
            match criteria.inspect(folder, name, &mut Closeness::Glance, &mut glance.skips) {
                Verdict::Candidate(..) | Verdict::Perhaps => glance.names.push(name.to_owned()),
                Verdict::Skip(reason, stat) => criteria.skip(&mut glance.skips, name, reason, stat),
                Verdict::Gone => {}
            }
        }
    })?;
    Ok(glance)
}

/// Step 3, "Look again": at the names of the first look.
pub(crate) fn look_again(
    folder: &Dir,
    criteria: &Criteria,
    memory: &mut Memory,
    glance: Glance,
    max_files: usize,
) -> Result<CloseLook> {
    // A checksum file that has come since then belongs to a newer file of its name.
    let listed = Criteria { checksums: glance.checksums, ..criteria.clone() };
    let mut look = CloseLook { candidates: Vec::with_capacity(glance.names.len()), skips: glance.skips };
    for name in glance.names {
        if look.candidates.len() >= max_files {
            criteria.skip(&mut look.skips, &name, SkipReason::BatchFull, None);
            continue;
        }
        look.candidates.extend(listed.look_closely(folder, &name, memory, &mut look.skips));
    }
    // What has no place in the batch must not wait behind what cannot be collected.
    if glance.overflow && look.candidates.len() < max_files {
        return look_at_all(folder, criteria, memory, max_files);
    }
    Ok(look)
}

/// Step 3, "Look again": at the whole folder, in a fresh listing.
pub(crate) fn look_at_all(
    folder: &Dir,
    criteria: &Criteria,
    memory: &mut Memory,
    max_files: usize,
) -> Result<CloseLook> {
    let mut candidates = Vec::new();
    let skips = each_candidate(folder, criteria, memory, max_files > 0, &mut |candidate| {
        candidates.push(candidate);
        candidates.len() < max_files
    })?;
    Ok(CloseLook { candidates, skips })
}

/// Calls `take` with every candidate of a fresh listing until it wants no more. Returns what was
/// skipped.
pub(crate) fn each_candidate(
    folder: &Dir,
    criteria: &Criteria,
    memory: &mut Memory,
    mut wants_more: bool,
    take: &mut dyn FnMut(Candidate) -> bool,
) -> Result<Skips> {
    let mut skips = Skips::default();
    folder.reopen()?.list(&mut |name, entry_type| {
        // `lock.txt` is our own by now.
        if name == COLLECTOR_LOCK || !admits(folder, criteria, &mut skips, name, entry_type) {
            return;
        }
        if !wants_more {
            criteria.skip(&mut skips, name, SkipReason::BatchFull, None);
        } else if let Some(candidate) = criteria.look_closely(folder, name, memory, &mut skips) {
            wants_more = take(candidate);
        }
    })?;
    Ok(skips)
}

/// What could be collected now, as far as a glance shows.
#[derive(Debug, Default)]
pub(crate) struct View {
    pub(crate) waiting: Vec<Waiting>,
    pub(crate) waiting_count: u64,
    /// Since when the oldest of them has been there unchanged.
    pub(crate) oldest: Option<Timestamp>,
    pub(crate) skips: Skips,
}

/// A glance at every entry, for people: the first `limit` that wait, and how many there are.
pub(crate) fn view(folder: &Dir, criteria: &Criteria, memory: &mut Memory, limit: usize) -> Result<View> {
    let mut view = View::default();
    folder.reopen()?.list(&mut |name, entry_type| {
        if !admits(folder, criteria, &mut view.skips, name, entry_type) {
            return;
        }
        match criteria.inspect(folder, name, &mut Closeness::View(memory), &mut view.skips) {
            Verdict::Candidate(stat, _) => {
                view.waiting_count += 1;
                view.oldest = Some(view.oldest.map_or(stat.ctime, |oldest| oldest.min(stat.ctime)));
                view.skips.foreign |= stat.user != criteria.user;
                if view.waiting.len() < limit {
                    view.waiting.push(Waiting { name: name.to_owned(), size: stat.size });
                }
            }
            Verdict::Perhaps => criteria.skip(&mut view.skips, name, SkipReason::Unsettled, None),
            Verdict::Skip(reason, stat) => criteria.skip(&mut view.skips, name, reason, stat),
            Verdict::Gone => {}
        }
    })?;
    Ok(view)
}

/// Returns whether `alock.txt` is there. On a network file system only a fresh listing is reliable.
pub(crate) fn agent_is_delivering(folder: &Dir, network: bool) -> Result<bool> {
    if network { lists_lock(folder, LockKind::Agent) } else { Ok(folder.stat(AGENT_LOCK)?.is_some()) }
}

/// Whether a name only looks like that of a lock.
pub(crate) fn is_mistaken_lock(folder: &Dir, name: &OsStr) -> bool {
    ![LockKind::Collector, LockKind::Agent].into_iter().any(|kind| is_lock(folder, kind, name))
}

/// By name and by the type that the listing reports.
fn admits(folder: &Dir, criteria: &Criteria, skips: &mut Skips, name: &OsStr, entry_type: EntryType) -> bool {
    if criteria.own_entry.is_some_and(|own| name == own) {
        return false;
    }
    let reason = match criteria.check_name(name) {
        Err(reason) => Some(reason),
        Ok(()) => match entry_type {
            EntryType::Directory => Some(SkipReason::Directory),
            EntryType::SymbolicLink => Some(SkipReason::SymbolicLink),
            EntryType::Special => Some(SkipReason::SpecialFile),
            EntryType::File | EntryType::Unknown => None,
        },
    };
    let Some(reason) = reason else { return true };
    let is_by_mistake = match (reason, file_of(name)) {
        // A checksum file goes with its file, and is left alone with it.
        (SkipReason::Omitted, Some(file)) if matches!(folder.stat(file), Ok(Some(_))) => return false,
        (SkipReason::Omitted, Some(_)) => true,
        (SkipReason::LockFile, _) => is_mistaken_lock(folder, name),
        _ => false,
    };
    if is_by_mistake {
        criteria.skip_by_mistake(folder, skips, name, reason);
        return false;
    }
    // What becomes an alarm when it stays takes its time.
    let stat = if reason.concern() == Concern::Never { None } else { folder.stat(name).ok().flatten() };
    criteria.skip(skips, name, reason, stat);
    false
}
