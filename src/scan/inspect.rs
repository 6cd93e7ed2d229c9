//! Inspecting one entry: whether it may be collected, and if not, why.

use super::checksum::Proof;
use super::{Memory, Patience, Skips};
use crate::error::Result;
use crate::fs::{self, Access, Dir, Kind, Opened, Stat, Writers};
use crate::rules::alarm::AlarmKind;
use crate::rules::name::check_name;
use crate::rules::settled::{self, Evidence, Settling};
use crate::rules::skip::{Concern, SkipReason};
use crate::rules::timestamp::Now;
use crate::rules::unfinished::Pattern;
use crate::work::Candidate;
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
    /// The work area inside the folder, which is ignored.
    pub(crate) own_entry: Option<&'static str>,
}

/// How closely a file is looked at.
#[derive(Debug)]
pub(super) enum Closeness<'a> {
    /// A first glance, without a lock.
    Glance,
    /// The same, by what earlier looks have seen: for people.
    View(&'a mut Memory),
    /// Under the collector lock, also by what earlier looks have seen.
    Close(&'a mut Memory),
}

impl Closeness<'_> {
    pub(super) fn memory(&mut self) -> Option<&mut Memory> {
        match self {
            Self::Glance => None,
            Self::View(memory) | Self::Close(memory) => Some(memory),
        }
    }
}

/// What came of inspecting an entry.
pub(super) enum Verdict {
    Candidate(Stat, Evidence),
    /// Only inspecting the file will show.
    Perhaps,
    Skip(SkipReason, Option<Stat>),
    Gone,
}

impl Criteria {
    /// The name rules, and what the caller adds to them. A hidden name that is added is no longer
    /// its sender's choice.
    pub(super) fn check_name(&self, name: &OsStr) -> Result<(), SkipReason> {
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
    pub(super) fn look_closely(
        &self,
        folder: &Dir,
        name: &OsStr,
        memory: &mut Memory,
        skips: &mut Skips,
    ) -> Option<Candidate> {
        match self.inspect(folder, name, &mut Closeness::Close(memory), skips) {
            Verdict::Candidate(stat, evidence) => return Some(Candidate { name: name.to_owned(), stat, evidence }),
            Verdict::Skip(reason, stat) => self.skip(skips, name, reason, stat),
            Verdict::Perhaps | Verdict::Gone => {}
        }
        None
    }

    /// What cannot be checked is not collected.
    pub(super) fn inspect(
        &self,
        folder: &Dir,
        name: &OsStr,
        closeness: &mut Closeness<'_>,
        skips: &mut Skips,
    ) -> Verdict {
        self.try_inspect(folder, name, closeness, skips).unwrap_or_else(|error| match error.is_vanished() {
            true => Verdict::Gone,
            false => Verdict::Skip(SkipReason::Unchecked, None),
        })
    }

    fn try_inspect(
        &self,
        folder: &Dir,
        name: &OsStr,
        closeness: &mut Closeness<'_>,
        skips: &mut Skips,
    ) -> Result<Verdict> {
        let Some(stat) = folder.stat(name)? else { return Ok(Verdict::Gone) };
        if let Some(reason) = self.reason_of(&stat) {
            return Ok(Verdict::Skip(reason, Some(stat)));
        }
        let open_since = match closeness {
            Closeness::Glance | Closeness::View(_) => None,
            Closeness::Close(memory) => memory.open_since(&stat).inspect(|since| memory.note_open(&stat, *since)),
        };
        let settling = match self.judge_checksum(folder, name, &stat, closeness)? {
            Proof::Absent => self.judge_settling(&stat, closeness),
            Proof::Failed { since, why } => return Ok(self.without_proof(skips, name, &stat, since, why)),
            Proof::Unreadable => return Ok(Verdict::Skip(SkipReason::Unreadable, Some(stat))),
            Proof::ToHash => Some(Settling::Over(Evidence::Complete)),
            // Only a collection asks again: until then what is known of it holds.
            Proof::Doubtful { since, why } if matches!(closeness, Closeness::View(_)) => {
                return Ok(self.without_proof(skips, name, &stat, since, why));
            }
            // One that is being written in its place is not moved and hashed over and over again.
            again @ (Proof::Growing | Proof::Doubtful { .. }) => match (self.judge_settling(&stat, closeness), again) {
                (Some(Settling::Over(_)), _) => {
                    closeness.memory().into_iter().for_each(|memory| memory.ask_again(&stat));
                    Some(Settling::Over(Evidence::Complete))
                }
                (_, Proof::Doubtful { since, why }) => {
                    return Ok(self.without_proof(skips, name, &stat, since, why));
                }
                (settling, _) => settling,
            },
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
                skips.ready_in = Some(skips.ready_in.map_or(left_time, |before| before.min(left_time)));
                Ok(Verdict::Skip(SkipReason::Unsettled, Some(stat)))
            }
            (Settling::AheadOfClock, _) => Ok(Verdict::Skip(SkipReason::Unsettled, Some(stat))),
        }
    }

    /// `None`: only inspecting the file will show.
    fn judge_settling(&self, stat: &Stat, closeness: &mut Closeness<'_>) -> Option<Settling> {
        match (settled::judge(self.now.wall, stat.ctime, self.settle), closeness) {
            (Settling::AheadOfClock, Closeness::Glance | Closeness::View(_)) => None,
            (Settling::AheadOfClock, Closeness::Close(memory)) => {
                Some(memory.judge(stat, self.now.monotonic, self.settle))
            }
            (settling, _) => Some(settling),
        }
    }

    /// Root and owners are spared the question.
    pub(super) fn may_read(&self, folder: &Dir, name: &OsStr, stat: &Stat) -> Result<bool> {
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
    pub(crate) fn skip(&self, skips: &mut Skips, name: &OsStr, reason: SkipReason, stat: Option<Stat>) {
        let since = stat.map_or(self.now.wall, |stat| stat.ctime);
        skips.skip(name, reason, since, self.patience());
        if reason.concern() == Concern::AtOnce(AlarmKind::UnreadableFile) {
            skips.foreign |= stat.is_some_and(|stat| stat.user != self.user);
            skips.example = skips.example.or(stat.map(|stat| stat.permissions()));
        }
    }

    pub(crate) fn patience(&self) -> Patience {
        Patience { now: self.now.wall, settle: self.settle, max_age: self.max_age }
    }

    /// Skips a checksum file whose file is not there, or an entry that only looks like a lock: by
    /// its name it is left alone, but hardly on purpose.
    pub(super) fn skip_by_mistake(&self, folder: &Dir, skips: &mut Skips, name: &OsStr, reason: SkipReason) {
        let since = folder.stat(name).ok().flatten().map(|stat| stat.ctime);
        skips.skip_by_mistake(name, reason, since, self.patience());
    }
}

/// For a file that turned out to be open for writing when it was claimed: it is not moved a second
/// time only to learn that.
fn is_open_for_writing(folder: &Dir, name: &OsStr) -> Result<bool> {
    Ok(match folder.open_file(name, Access::Read)? {
        Opened::File(handle, _) => fs::writers(&handle) == Writers::Some,
        _ => false,
    })
}
