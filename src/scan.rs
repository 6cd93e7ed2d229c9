//! Looking at the drop folder: which entries may be collected, and why the others are left alone.

mod checksum;

use self::checksum::Checked;
use crate::error::Result;
use crate::fs::{self, Access, Dir, EntryType, Kind, Opened, Stat, Writers};
use crate::left_alone::{LeftAlone, Patience};
use crate::lock::{is_lock, lists_lock};
use crate::rules::alarm::AlarmKind;
use crate::rules::checksum::file_of;
use crate::rules::name::{AGENT_LOCK, COLLECTOR_LOCK, check_name};
use crate::rules::settled::{self, Evidence, Settling};
use crate::rules::skip::{Concern, SkipReason};
use crate::rules::timestamp::Now;
use crate::rules::unfinished::Pattern;
use crate::status::{LockKind, Waiting};
use crate::work::Looks;
use std::ffi::{OsStr, OsString};
use std::sync::Arc;
use std::time::Duration;

/// What decides whether a file may be collected.
#[derive(Clone, Debug)]
pub(crate) struct Criteria {
    pub(crate) now: Now,
    pub(crate) settle: Duration,
    pub(crate) max_size: u64,
    pub(crate) max_age: Duration,
    /// The user that collects.
    pub(crate) user: u32,
    /// Whether there may be checksum files: where a listing has shown none, none is looked for.
    pub(crate) checksums: bool,
    /// What the caller adds to the names of unfinished files.
    pub(crate) unfinished_names: Arc<[OsString]>,
    /// The work area inside the folder, which is nobody's business.
    pub(crate) own_entry: Option<&'static str>,
}

/// A file that may be collected.
#[derive(Debug)]
pub(crate) struct Candidate {
    pub(crate) name: OsString,
    pub(crate) stat: Stat,
    pub(crate) evidence: Evidence,
}

/// How closely a file is looked at.
#[derive(Debug)]
pub(crate) enum Closeness<'a> {
    /// A first glance, without a lock.
    Glance,
    /// The same, by what earlier looks have seen: for people.
    View(&'a mut Looks),
    /// Under the collector lock, also by what earlier looks have seen.
    Close(&'a mut Looks),
}

impl Closeness<'_> {
    fn looks(&mut self) -> Option<&mut Looks> {
        match self {
            Self::Glance => None,
            Self::View(looks) | Self::Close(looks) => Some(looks),
        }
    }
}

enum Verdict {
    Candidate(Stat, Evidence),
    /// Only a close look can tell.
    Perhaps,
    Skip(SkipReason, Option<Stat>),
    Gone,
}

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
    pub(crate) left_alone: LeftAlone,
}

/// A close look at the folder or at some names.
#[derive(Debug, Default)]
pub(crate) struct CloseLook {
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) left_alone: LeftAlone,
}

/// Step 1, "Look". Names come first: only what they admit is looked at, and of that no more than it takes to find the
/// first file that can be collected.
pub(crate) fn glance(folder: &Dir, criteria: &Criteria, max_files: usize) -> Result<Glance> {
    let mut glance = Glance::default();
    folder.list(&mut |name, entry_type| {
        glance.collector_lock |= is_lock(folder, LockKind::Collector, name);
        glance.agent_lock |= is_lock(folder, LockKind::Agent, name);
        glance.checksums |= file_of(name).is_some();
        if !admits(folder, criteria, &mut glance.left_alone, name, entry_type) {
            return;
        }
        if glance.names.len() >= max_files {
            glance.overflow = true;
            glance.left_alone.skipped.add(SkipReason::BatchFull, name);
        } else if !glance.names.is_empty() {
            glance.names.push(name.to_owned());
        } else {
            match criteria.inspect(folder, name, &mut Closeness::Glance, &mut glance.left_alone) {
                Verdict::Candidate(..) | Verdict::Perhaps => glance.names.push(name.to_owned()),
                Verdict::Skip(reason, stat) => criteria.leave(&mut glance.left_alone, name, reason, stat),
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
    looks: &mut Looks,
    glance: Glance,
    max_files: usize,
) -> Result<CloseLook> {
    // A checksum file that has come since then belongs to a newer file of its name.
    let listed = Criteria { checksums: glance.checksums, ..criteria.clone() };
    let mut look = CloseLook { candidates: Vec::with_capacity(glance.names.len()), left_alone: glance.left_alone };
    for name in glance.names {
        if look.candidates.len() >= max_files {
            look.left_alone.skipped.add(SkipReason::BatchFull, &name);
            continue;
        }
        look.candidates.extend(listed.look_closely(folder, &name, looks, &mut look.left_alone));
    }
    // What has no place in the batch must not wait behind what cannot be collected.
    if glance.overflow && look.candidates.len() < max_files {
        return look_at_all(folder, criteria, looks, max_files);
    }
    Ok(look)
}

/// Step 3, "Look again": at the whole folder, in a fresh listing.
pub(crate) fn look_at_all(folder: &Dir, criteria: &Criteria, looks: &mut Looks, max_files: usize) -> Result<CloseLook> {
    let mut candidates = Vec::new();
    let left_alone = each_candidate(folder, criteria, looks, max_files > 0, &mut |candidate, _| {
        candidates.push(candidate);
        candidates.len() < max_files
    })?;
    Ok(CloseLook { candidates, left_alone })
}

/// Gives every candidate of a fresh listing to `take`, until it says that it wants no more.
pub(crate) fn each_candidate(
    folder: &Dir,
    criteria: &Criteria,
    looks: &mut Looks,
    mut wants_more: bool,
    take: &mut dyn FnMut(Candidate, &mut LeftAlone) -> bool,
) -> Result<LeftAlone> {
    let mut left_alone = LeftAlone::default();
    folder.reopen()?.list(&mut |name, entry_type| {
        // `lock.txt` is our own by now.
        if name == COLLECTOR_LOCK || !admits(folder, criteria, &mut left_alone, name, entry_type) {
            return;
        }
        if !wants_more {
            left_alone.skipped.add(SkipReason::BatchFull, name);
        } else if let Some(candidate) = criteria.look_closely(folder, name, looks, &mut left_alone) {
            wants_more = take(candidate, &mut left_alone);
        }
    })?;
    Ok(left_alone)
}

/// What could be collected now, as far as a glance tells.
#[derive(Debug, Default)]
pub(crate) struct View {
    pub(crate) waiting: Vec<Waiting>,
    pub(crate) waiting_count: u64,
    pub(crate) left_alone: LeftAlone,
}

/// A glance at every entry, for people: the first `limit` that wait, and how many there are.
pub(crate) fn view(folder: &Dir, criteria: &Criteria, looks: &mut Looks, limit: usize) -> Result<View> {
    let mut view = View::default();
    folder.reopen()?.list(&mut |name, entry_type| {
        if !admits(folder, criteria, &mut view.left_alone, name, entry_type) {
            return;
        }
        match criteria.inspect(folder, name, &mut Closeness::View(looks), &mut view.left_alone) {
            Verdict::Candidate(stat, _) => {
                view.waiting_count += 1;
                view.left_alone.foreign |= stat.user != criteria.user;
                if view.waiting.len() < limit {
                    view.waiting.push(Waiting { name: name.to_owned(), size: stat.size });
                }
            }
            Verdict::Perhaps => criteria.leave(&mut view.left_alone, name, SkipReason::Unsettled, None),
            Verdict::Skip(reason, stat) => criteria.leave(&mut view.left_alone, name, reason, stat),
            Verdict::Gone => {}
        }
    })?;
    Ok(view)
}

/// Whether `alock.txt` is there. On a network file system only a fresh listing tells the truth.
pub(crate) fn agent_is_delivering(folder: &Dir, network: bool) -> Result<bool> {
    if network { lists_lock(folder, LockKind::Agent) } else { Ok(folder.stat(AGENT_LOCK)?.is_some()) }
}

/// Whether a name only looks like that of a lock.
pub(crate) fn is_mistaken_lock(folder: &Dir, name: &OsStr) -> bool {
    ![LockKind::Collector, LockKind::Agent].into_iter().any(|kind| is_lock(folder, kind, name))
}

/// By name and by what the listing says of the type.
fn admits(folder: &Dir, criteria: &Criteria, left_alone: &mut LeftAlone, name: &OsStr, entry_type: EntryType) -> bool {
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
        criteria.leave_by_mistake(folder, left_alone, name, reason);
        return false;
    }
    // What becomes an alarm when it stays takes its time.
    let stat = if reason.concern() == Concern::Never { None } else { folder.stat(name).ok().flatten() };
    criteria.leave(left_alone, name, reason, stat);
    false
}

impl Criteria {
    /// The name rules, and what the caller adds to them. A hidden name that is added is no longer its sender's choice.
    fn check_name(&self, name: &OsStr) -> Result<(), SkipReason> {
        let name = name.as_encoded_bytes();
        let added = |pattern: &OsString| Pattern::new(pattern.as_encoded_bytes()).matches(name);
        match check_name(name) {
            Ok(()) | Err(SkipReason::Hidden) if self.unfinished_names.iter().any(added) => {
                Err(SkipReason::UnfinishedName)
            }
            checked => checked,
        }
    }

    /// Under the lock.
    fn look_closely(&self, folder: &Dir, name: &OsStr, looks: &mut Looks, left: &mut LeftAlone) -> Option<Candidate> {
        match self.inspect(folder, name, &mut Closeness::Close(looks), left) {
            Verdict::Candidate(stat, evidence) => return Some(Candidate { name: name.to_owned(), stat, evidence }),
            Verdict::Skip(reason, stat) => self.leave(left, name, reason, stat),
            Verdict::Perhaps | Verdict::Gone => {}
        }
        None
    }

    /// What cannot be checked is not collected.
    fn inspect(&self, folder: &Dir, name: &OsStr, closeness: &mut Closeness<'_>, left: &mut LeftAlone) -> Verdict {
        self.try_inspect(folder, name, closeness, left).unwrap_or_else(|error| match error.is_vanished() {
            true => Verdict::Gone,
            false => Verdict::Skip(SkipReason::Unchecked, None),
        })
    }

    fn try_inspect(
        &self,
        folder: &Dir,
        name: &OsStr,
        closeness: &mut Closeness<'_>,
        left: &mut LeftAlone,
    ) -> Result<Verdict> {
        let Some(stat) = folder.stat(name)? else { return Ok(Verdict::Gone) };
        if let Some(reason) = self.reason_of(&stat) {
            return Ok(Verdict::Skip(reason, Some(stat)));
        }
        let open_since = match closeness {
            Closeness::Glance | Closeness::View(_) => None,
            Closeness::Close(looks) => looks.open_since(&stat).inspect(|since| looks.note_open(&stat, *since)),
        };
        let settling = match self.judge_checksum(folder, name, &stat, closeness)? {
            Checked::Absent => self.judge_settling(&stat, closeness),
            Checked::Never { since, why } => return Ok(self.without_proof(left, name, &stat, since, why)),
            Checked::Unreadable => return Ok(Verdict::Skip(SkipReason::Unreadable, Some(stat))),
            Checked::ToHash => Some(Settling::Over(Evidence::Complete)),
            // Only a collection asks again: until then what is known of it holds.
            Checked::Doubtful { since, why } if matches!(closeness, Closeness::View(_)) => {
                return Ok(self.without_proof(left, name, &stat, since, why));
            }
            // One that is being written in its place is not moved and hashed over and over again.
            again @ (Checked::Growing | Checked::Doubtful { .. }) => {
                match (self.judge_settling(&stat, closeness), again) {
                    (Some(Settling::Over(_)), _) => {
                        closeness.looks().into_iter().for_each(|looks| looks.ask_again(&stat));
                        Some(Settling::Over(Evidence::Complete))
                    }
                    (_, Checked::Doubtful { since, why }) => {
                        return Ok(self.without_proof(left, name, &stat, since, why));
                    }
                    (settling, _) => settling,
                }
            }
        };
        let Some(settling) = settling else { return Ok(Verdict::Perhaps) };
        match (settling, open_since) {
            (Settling::Over(_), Some(since)) if is_open_for_writing(folder, name)? => {
                Ok(Verdict::Skip(SkipReason::OpenForWriting, Some(Stat { ctime: since, ..stat })))
            }
            (Settling::Over(_), _) if !self.may_read(folder, name, &stat)? => {
                Ok(Verdict::Skip(SkipReason::Unreadable, Some(stat)))
            }
            (Settling::Over(evidence), _) => Ok(Verdict::Candidate(stat, evidence)),
            (Settling::Needs(left_time), _) => {
                left.ready_in = Some(left.ready_in.map_or(left_time, |before| before.min(left_time)));
                Ok(Verdict::Skip(SkipReason::Unsettled, Some(stat)))
            }
            (Settling::AheadOfClock, _) => Ok(Verdict::Skip(SkipReason::Unsettled, Some(stat))),
        }
    }

    /// `None`: only a close look can tell.
    fn judge_settling(&self, stat: &Stat, closeness: &mut Closeness<'_>) -> Option<Settling> {
        match (settled::judge(self.now.wall, stat.ctime, self.settle), closeness) {
            (Settling::AheadOfClock, Closeness::Glance | Closeness::View(_)) => None,
            (Settling::AheadOfClock, Closeness::Close(looks)) => {
                Some(looks.judge(stat, self.now.monotonic, self.settle))
            }
            (settling, _) => Some(settling),
        }
    }

    /// Root and owners are spared the question.
    fn may_read(&self, folder: &Dir, name: &OsStr, stat: &Stat) -> Result<bool> {
        Ok(self.user == 0 || (stat.user == self.user && stat.mode & 0o400 != 0) || folder.may_read(name)?)
    }

    fn reason_of(&self, stat: &Stat) -> Option<SkipReason> {
        match stat.kind {
            Kind::Directory => Some(SkipReason::Directory),
            Kind::SymbolicLink => Some(SkipReason::SymbolicLink),
            Kind::Special => Some(SkipReason::SpecialFile),
            Kind::File if stat.links != 1 => Some(SkipReason::HardLink),
            Kind::File if stat.size > self.max_size => Some(SkipReason::TooLarge),
            Kind::File => None,
        }
    }

    /// Records what is left alone, and what of it has become an alarm.
    pub(crate) fn leave(&self, left: &mut LeftAlone, name: &OsStr, reason: SkipReason, stat: Option<Stat>) {
        let since = stat.map_or(self.now.wall, |stat| stat.ctime);
        left.leave(name, reason, since, self.patience());
        if reason.concern() == Concern::AtOnce(AlarmKind::UnreadableFile) {
            left.foreign |= stat.is_some_and(|stat| stat.user != self.user);
            left.example = left.example.or(stat.map(|stat| stat.permissions()));
        }
    }

    pub(crate) fn patience(&self) -> Patience {
        Patience { now: self.now.wall, settle: self.settle, max_age: self.max_age }
    }

    /// A checksum file whose file is not there, and what only looks like a lock, are left alone as their names say; but nobody
    /// means that.
    fn leave_by_mistake(&self, folder: &Dir, left: &mut LeftAlone, name: &OsStr, reason: SkipReason) {
        left.skipped.add(reason, name);
        if let Ok(Some(stat)) = folder.stat(name) {
            left.raise_if_over(AlarmKind::LeftBehind, name, reason, stat.ctime, self.now.wall, self.max_age);
        }
    }
}

/// For a file that turned out to be open for writing when it was claimed: it is not moved a second time only to learn that.
fn is_open_for_writing(folder: &Dir, name: &OsStr) -> Result<bool> {
    Ok(match folder.open_file(name, Access::Read)? {
        Opened::File(handle, _) => fs::writers(&handle) == Writers::Some,
        _ => false,
    })
}
