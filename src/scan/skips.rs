//! What a look at the drop folder left alone, and what of it a person must hear of.

use crate::error::{Error, Refusal};
use crate::report::Skipped;
use crate::rules::alarm::AlarmKind;
use crate::rules::name::COLLECTOR_LOCK;
use crate::rules::not_understood::NotUnderstood;
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

/// Entries that are one alarm: how many, the oldest of them, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) count: u64,
    pub(crate) oldest: OsString,
    pub(crate) since: Timestamp,
}

/// An entry that is left alone while it is on its way. Its own time may be new again with each
/// look: only what earlier looks remember of its name tells how long that has lasted.
#[derive(Clone, Debug)]
pub(crate) struct OnItsWay {
    pub(crate) name: OsString,
    pub(crate) since: Timestamp,
    alarm: AlarmKind,
}

/// How long what is left alone may take before a person hears of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    pub(crate) now: Timestamp,
    pub(crate) settle: Duration,
    pub(crate) max_age: Duration,
}

/// What was left alone, and what of it a person must hear of.
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
    /// Why the first one resisted, and what the system said of it.
    pub(crate) refusal: Option<(Refusal, String)>,
    /// A file whose checksum file is not understood, and why.
    pub(crate) not_understood: Option<(OsString, NotUnderstood)>,
}

impl Skips {
    /// The one place where an entry is skipped: counts it, and finds out whether it is an alarm.
    /// `since`: its own time.
    pub(crate) fn skip(&mut self, name: &OsStr, reason: SkipReason, since: Timestamp, patience: Patience) {
        let Patience { now, settle, max_age } = patience;
        self.skipped.add(reason, name);
        match reason.concern() {
            Concern::Never => {}
            Concern::AtOnce(alarm) => self.raise(alarm, name, since),
            Concern::OnceSettled(alarm) => {
                if matches!(settled::judge(now, since, settle), Settling::Over(_)) {
                    self.raise(alarm, name, since);
                }
            }
            Concern::Lasting(alarm) => self.raise_if_over(alarm, name, since, now, max_age),
            Concern::WhenItLasts(alarm) if self.on_their_way.len() < MOST_ON_THEIR_WAY => {
                self.on_their_way.push(OnItsWay { name: name.to_owned(), since, alarm });
            }
            Concern::WhenItLasts(alarm) => self.raise_if_over(alarm, name, since, now, max_age),
        }
    }

    /// Skips an entry as its name says, though nobody can mean that: an alarm once it lasts too
    /// long.
    pub(super) fn skip_by_mistake(
        &mut self,
        name: &OsStr,
        reason: SkipReason,
        since: Option<Timestamp>,
        patience: Patience,
    ) {
        self.skipped.add(reason, name);
        if let Some(since) = since {
            self.raise_if_over(AlarmKind::LeftBehind, name, since, patience.now, patience.max_age);
        }
    }

    /// Adds an entry to what a person must hear of.
    pub(crate) fn raise(&mut self, alarm: AlarmKind, name: &OsStr, since: Timestamp) {
        let one = Tally { count: 1, oldest: name.to_owned(), since };
        self.add(alarm, one);
    }

    fn raise_if_over(&mut self, alarm: AlarmKind, name: &OsStr, since: Timestamp, now: Timestamp, max_age: Duration) {
        if Age::at(now, since).is_over(max_age) {
            self.raise(alarm, name, since);
        }
    }

    fn add(&mut self, alarm: AlarmKind, more: Tally) {
        match self.tallies.get_mut(&alarm) {
            None => drop(self.tallies.insert(alarm, more)),
            Some(tally) => {
                tally.count += more.count;
                if more.since < tally.since {
                    (tally.oldest, tally.since) = (more.oldest, more.since);
                }
            }
        }
    }

    /// Judges what is on its way, now that it is known since when: `first_seen` says what earlier
    /// looks remember of a name.
    pub(crate) fn judge_on_their_way(
        &mut self,
        first_seen: &dyn Fn(&OsStr) -> Option<Timestamp>,
        now: Timestamp,
        max_age: Duration,
    ) {
        for OnItsWay { name, since, alarm } in std::mem::take(&mut self.on_their_way) {
            let since = first_seen(&name).map_or(since, |first| first.min(since));
            self.raise_if_over(alarm, &name, since, now, max_age);
        }
    }

    pub(crate) fn on_their_way(&self) -> &[OnItsWay] {
        &self.on_their_way
    }

    /// What a person must hear of, by the kind of alarm.
    pub(crate) fn tallies(&self) -> &BTreeMap<AlarmKind, Tally> {
        &self.tallies
    }

    /// Adds what was left alone elsewhere.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.skipped.absorb(other.skipped);
        self.ready_in = [self.ready_in, other.ready_in].into_iter().flatten().min();
        other.tallies.into_iter().for_each(|(alarm, tally)| self.add(alarm, tally));
        self.on_their_way.extend(other.on_their_way);
        self.on_their_way.truncate(MOST_ON_THEIR_WAY);
        self.example = self.example.or(other.example);
        self.foreign |= other.foreign;
        self.refusal = self.refusal.take().or(other.refusal);
        self.not_understood = self.not_understood.take().or(other.not_understood);
    }

    /// Keeps the first file whose checksum file is not understood, as an example.
    pub(crate) fn not_understood(&mut self, name: &OsStr, why: NotUnderstood) {
        self.not_understood.get_or_insert_with(|| (name.to_owned(), why));
    }

    /// Keeps what the system said of an entry that resisted.
    pub(crate) fn blame(&mut self, error: &Error) {
        self.refusal = self.refusal.take().or_else(|| error.refusal());
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
    fn the_oldest_one_stands_for_all_of_its_kind() {
        let mut left = Skips::default();
        for (name, since) in [("b", 20_000), ("a", 10_000), ("c", 30_000)] {
            left.skip(name.as_ref(), SkipReason::SpecialFile, Timestamp::from_seconds(since), PATIENCE);
        }
        let oldest = Tally { count: 3, oldest: "a".into(), since: Timestamp::from_seconds(10_000) };
        assert_eq!(left.tallies()[&AlarmKind::LeftBehind], oldest);
    }
}
