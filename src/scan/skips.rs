//! What a look at the drop folder left alone, and what of it a person must know about.

use crate::error::Error;
use crate::report::{FILES_PER_ALARM, NAMES_PER_REASON, Skipped};
use crate::rules::alarm::AlarmKind;
use crate::rules::checksum_fault::ChecksumFault;
use crate::rules::name::COLLECTOR_LOCK;
use crate::rules::permission::Permissions;
use crate::rules::settled::{self, Settling};
use crate::rules::skip::{Concern, SkipReason};
use crate::rules::staleness::Age;
use crate::rules::timestamp::Timestamp;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::time::Duration;

/// How many entries on their way are remembered at most: further ones are judged by their own time
/// alone.
pub(crate) const MOST_ON_THEIR_WAY: usize = 10_000;

/// Entries that are one alarm: how many, and the oldest of them in the order of their age.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) count: u64,
    pub(crate) oldest: Vec<Concerning>,
}

/// An entry that is part of an alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Concerning {
    pub(crate) name: OsString,
    pub(crate) reason: SkipReason,
    pub(crate) since: Timestamp,
}

impl Tally {
    /// Since when the oldest one has been there.
    pub(crate) fn since(&self) -> Timestamp {
        self.oldest.first().map_or(Timestamp::default(), |oldest| oldest.since)
    }

    fn absorb(&mut self, other: Self) {
        self.count += other.count;
        for one in other.oldest {
            let place = self.oldest.partition_point(|before| before.since <= one.since);
            if place < FILES_PER_ALARM {
                self.oldest.truncate(FILES_PER_ALARM - 1);
                self.oldest.insert(place, one);
            }
        }
    }
}

/// An entry that is left alone while it is on its way. Its own time may be new again with each
/// look: only what earlier looks remember of its name shows how long that has lasted.
#[derive(Clone, Debug)]
pub(crate) struct OnItsWay {
    pub(crate) name: OsString,
    pub(crate) since: Timestamp,
    reason: SkipReason,
    alarm: AlarmKind,
}

/// How long a skipped entry may stay before a person is informed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    pub(crate) now: Timestamp,
    pub(crate) settle: Duration,
    pub(crate) max_age: Duration,
}

/// What was left alone, and what of it a person must know about.
#[derive(Clone, Debug, Default)]
pub(crate) struct Skips {
    pub(crate) skipped: Skipped,
    pub(crate) ready_in: Option<Duration>,
    tallies: BTreeMap<AlarmKind, Tally>,
    on_their_way: Vec<OnItsWay>,
    /// One of those that cannot be read or moved.
    pub(crate) example: Option<Permissions>,
    /// A file of somebody else waits, or is among them.
    pub(crate) foreign: bool,
    /// The error number of the first one that resisted.
    pub(crate) refused: Option<i32>,
    /// The first 100 files whose checksum files are not understood, and why.
    not_understood: Vec<(OsString, ChecksumFault)>,
}

impl Skips {
    /// The one place where an entry is skipped: counts it, and finds out whether it is an alarm.
    /// `since`: its own time.
    pub(crate) fn skip(&mut self, name: &OsStr, reason: SkipReason, since: Timestamp, patience: Patience) {
        let Patience { now, settle, max_age } = patience;
        self.skipped.add(reason, name);
        match reason.concern() {
            Concern::Never => {}
            Concern::AtOnce(alarm) => self.raise(alarm, name, reason, since),
            Concern::OnceSettled(alarm) => {
                if matches!(settled::judge(now, since, settle), Settling::Over(_)) {
                    self.raise(alarm, name, reason, since);
                }
            }
            Concern::WhenItLasts(alarm) if self.on_their_way.len() < MOST_ON_THEIR_WAY => {
                self.on_their_way.push(OnItsWay { name: name.to_owned(), since, reason, alarm });
            }
            Concern::Lasting(alarm) | Concern::WhenItLasts(alarm) => {
                self.raise_if_over(alarm, name, reason, since, now, max_age);
            }
        }
    }

    /// Skips an entry because of its name, although hardly anybody means that: it becomes an alarm
    /// when it lasts too long.
    pub(super) fn skip_by_mistake(
        &mut self,
        name: &OsStr,
        reason: SkipReason,
        since: Option<Timestamp>,
        patience: Patience,
    ) {
        self.skipped.add(reason, name);
        if let Some(since) = since {
            self.raise_if_over(AlarmKind::LeftBehind, name, reason, since, patience.now, patience.max_age);
        }
    }

    /// Adds an entry to what a person must know about.
    pub(crate) fn raise(&mut self, alarm: AlarmKind, name: &OsStr, reason: SkipReason, since: Timestamp) {
        let one = Concerning { name: name.to_owned(), reason, since };
        self.tallies.entry(alarm).or_default().absorb(Tally { count: 1, oldest: vec![one] });
    }

    fn raise_if_over(
        &mut self,
        alarm: AlarmKind,
        name: &OsStr,
        reason: SkipReason,
        since: Timestamp,
        now: Timestamp,
        max_age: Duration,
    ) {
        if Age::at(now, since).is_over(max_age) {
            self.raise(alarm, name, reason, since);
        }
    }

    /// Judges unfinished entries once their first sight is known: `first_seen` returns what earlier
    /// looks remember of a name.
    pub(crate) fn judge_on_their_way(
        &mut self,
        first_seen: &dyn Fn(&OsStr) -> Option<Timestamp>,
        now: Timestamp,
        max_age: Duration,
    ) {
        for OnItsWay { name, since, reason, alarm } in std::mem::take(&mut self.on_their_way) {
            let since = first_seen(&name).map_or(since, |first| first.min(since));
            self.raise_if_over(alarm, &name, reason, since, now, max_age);
        }
    }

    pub(crate) fn on_their_way(&self) -> &[OnItsWay] {
        &self.on_their_way
    }

    /// What a person must know about, by the kind of alarm.
    pub(crate) fn tallies(&self) -> &BTreeMap<AlarmKind, Tally> {
        &self.tallies
    }

    /// Adds what was left alone elsewhere.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.skipped.absorb(other.skipped);
        self.ready_in = [self.ready_in, other.ready_in].into_iter().flatten().min();
        other.tallies.into_iter().for_each(|(alarm, tally)| self.tallies.entry(alarm).or_default().absorb(tally));
        self.on_their_way.extend(other.on_their_way);
        self.on_their_way.truncate(MOST_ON_THEIR_WAY);
        self.example = self.example.or(other.example);
        self.foreign |= other.foreign;
        self.refused = self.refused.or(other.refused);
        self.not_understood.extend(other.not_understood);
        self.not_understood.truncate(NAMES_PER_REASON);
    }

    /// Keeps why the checksum file of a file is not understood.
    pub(crate) fn not_understood(&mut self, name: &OsStr, why: ChecksumFault) {
        if self.not_understood.len() < NAMES_PER_REASON {
            self.not_understood.push((name.to_owned(), why));
        }
    }

    /// Returns why the checksum file of this file is not understood, where that is known.
    pub(crate) fn checksum_fault(&self, name: &OsStr) -> Option<ChecksumFault> {
        self.not_understood.iter().find(|(one, _)| one == name).map(|(_, why)| *why)
    }

    /// Keeps the system's error for an entry that resisted.
    pub(crate) fn blame(&mut self, error: &Error) {
        self.refused = self.refused.or_else(|| error.errno());
    }

    /// The lock that was there turned out to be an orphan, and is gone.
    pub(crate) fn forget_collector_lock(&mut self) {
        self.skipped.forget(SkipReason::LockFile, COLLECTOR_LOCK.as_ref());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3_600);
    const NOON: Timestamp = Timestamp::from_seconds(43_200);
    const MORNING: Timestamp = Timestamp::from_seconds(30_000);

    const PATIENCE: Patience = Patience { now: NOON, settle: Duration::from_secs(30), max_age: HOUR };

    fn left(reason: SkipReason, since: Timestamp, first_seen: Option<Timestamp>) -> Vec<AlarmKind> {
        let mut left = Skips::default();
        left.skip("a.csv".as_ref(), reason, since, PATIENCE);
        left.judge_on_their_way(&|_| first_seen, NOON, HOUR);
        left.tallies().keys().copied().collect()
    }

    #[test]
    fn whatever_the_reason_what_lasts_too_long_is_an_alarm_unless_its_sender_wants_it_so() {
        for reason in SkipReason::ALL {
            let is_wanted = matches!(
                reason,
                SkipReason::Hidden | SkipReason::Omitted | SkipReason::LockFile | SkipReason::BatchFull
            );
            assert_eq!(left(reason, MORNING, None).is_empty(), is_wanted, "{reason}");
        }
    }

    #[test]
    fn what_changes_all_the_time_is_as_old_as_the_first_look_that_remembers_its_name() {
        assert_eq!(left(SkipReason::Unsettled, NOON, None), []);
        assert_eq!(left(SkipReason::Unsettled, NOON, Some(MORNING)), [AlarmKind::UnfinishedFile]);
        assert_eq!(left(SkipReason::Directory, NOON, Some(MORNING)), [], "its own time counts");
    }

    #[test]
    fn the_oldest_ones_represent_all_of_their_kind_each_with_its_reason() {
        let mut left = Skips::default();
        for (name, since) in [("b", 20_000), ("a", 10_000), ("c", 30_000), ("d", 20_000)] {
            left.skip(name.as_ref(), SkipReason::SpecialFile, Timestamp::from_seconds(since), PATIENCE);
        }
        let mut other = Skips::default();
        for number in 0..2 * FILES_PER_ALARM {
            let since = Timestamp::from_seconds(25_000);
            other.skip(number.to_string().as_ref(), SkipReason::Directory, since, PATIENCE);
        }
        left.absorb(other);
        let tally = &left.tallies()[&AlarmKind::LeftBehind];
        assert_eq!((tally.count, tally.since()), (24, Timestamp::from_seconds(10_000)));
        let names: Vec<_> = tally.oldest.iter().map(|one| (one.name.to_str().unwrap(), one.reason)).collect();
        assert_eq!(
            names[..4],
            ["a", "b", "d"]
                .map(|name| (name, SkipReason::SpecialFile))
                .into_iter()
                .chain([("0", SkipReason::Directory)])
                .collect::<Vec<_>>()
        );
        assert_eq!(names.len(), FILES_PER_ALARM);
    }
}
