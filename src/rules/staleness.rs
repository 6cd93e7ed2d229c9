//! When a lock is too old.

use super::timestamp::Timestamp;
use std::time::Duration;

/// The default age at which a lock becomes an alarm.
pub(crate) const DEFAULT_MAX_AGE: Duration = Duration::from_secs(3 * 60 * 60);

/// How old something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Age {
    /// This long.
    Known(Duration),
    /// Its time is this far in the future: one of the clocks is wrong. Reported, never trusted.
    Future(Duration),
}

impl Age {
    /// Returns the age at `now` of something whose time is `since`.
    ///
    /// # Examples
    /// ```
    /// use std::time::Duration;
    /// use sync_ingest::{Age, Timestamp};
    ///
    /// let (then, now) = (Timestamp::from_seconds(10), Timestamp::from_seconds(15));
    /// assert_eq!(Age::at(now, then), Age::Known(Duration::from_secs(5)));
    /// assert_eq!(Age::at(then, now), Age::Future(Duration::from_secs(5)));
    /// ```
    #[must_use]
    pub fn at(now: Timestamp, since: Timestamp) -> Self {
        match now.since(since) {
            Some(age) => Self::Known(age),
            None => Self::Future(since.since(now).unwrap_or_default()),
        }
    }

    /// Returns whole seconds; negative for a time in the future.
    ///
    /// # Examples
    /// ```
    /// use std::time::Duration;
    /// use sync_ingest::Age;
    ///
    /// assert_eq!(Age::Known(Duration::from_secs(5)).seconds(), 5);
    /// assert_eq!(Age::Future(Duration::from_secs(5)).seconds(), -5);
    /// ```
    #[must_use]
    pub fn seconds(self) -> i64 {
        match self {
            Self::Known(age) => i64::try_from(age.as_secs()).unwrap_or(i64::MAX),
            Self::Future(ahead) => i64::try_from(ahead.as_secs()).map_or(i64::MIN, |seconds| -seconds),
        }
    }

    /// Returns whether this is older than `max_age`. An age in the future is not.
    ///
    /// # Examples
    /// ```
    /// use std::time::Duration;
    /// use sync_ingest::Age;
    ///
    /// let hour = Duration::from_secs(3_600);
    /// assert!(Age::Known(hour * 2).is_over(hour));
    /// assert!(!Age::Known(hour).is_over(hour));
    /// assert!(!Age::Future(hour * 2).is_over(hour));
    /// ```
    #[must_use]
    pub fn is_over(self, max_age: Duration) -> bool {
        matches!(self, Self::Known(age) if age > max_age)
    }
}

/// Returns the time from which the age of a lock counts: its mtime, as `touch` sets it and as
/// people expect. Some clients preserve the mtime of the file that they upload; for those,
/// `later_of_both` selects the later of mtime and ctime.
#[must_use]
pub(crate) fn lock_since(mtime: Timestamp, ctime: Timestamp, later_of_both: bool) -> Timestamp {
    if later_of_both { mtime.max(ctime) } else { mtime }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOON: Timestamp = Timestamp::from_seconds(43_200);

    #[test]
    fn a_lock_is_stale_when_older_than_the_threshold_and_not_before() {
        let hour = Duration::from_secs(3600);
        assert!(!Age::at(NOON, Timestamp::from_seconds(39_600)).is_over(hour));
        assert!(Age::at(NOON, Timestamp::from_seconds(39_599)).is_over(hour));
        assert!(!Age::at(NOON, NOON).is_over(Duration::ZERO));
    }

    #[test]
    fn a_time_in_the_future_is_never_stale_and_shows_how_far_it_is_ahead() {
        let age = Age::at(NOON, Timestamp::from_seconds(43_260));
        assert_eq!(age, Age::Future(Duration::from_secs(60)));
        assert!(!age.is_over(Duration::ZERO));
        assert_eq!(age.seconds(), -60);
    }

    #[test]
    fn a_preserved_mtime_counts_unless_the_later_of_both_is_asked_for() {
        let old = Timestamp::from_seconds(1);
        assert_eq!(lock_since(old, NOON, false), old);
        assert_eq!(lock_since(old, NOON, true), NOON);
        assert_eq!(lock_since(NOON, old, true), NOON);
    }

    fn any_time() -> impl Strategy<Value = Timestamp> {
        let seconds = prop_oneof![-100..100i64, any::<i64>()];
        (seconds, 0..1_000_000_000u32).prop_map(|(seconds, nanoseconds)| Timestamp { seconds, nanoseconds })
    }

    fn any_duration() -> impl Strategy<Value = Duration> {
        prop_oneof![(0..200u64, 0..1_000_000_000u32), (any::<u64>(), 0..1_000_000_000u32)]
            .prop_map(|(seconds, nanoseconds)| Duration::new(seconds, nanoseconds))
    }

    fn nanoseconds(time: Timestamp) -> i128 {
        i128::from(time.seconds) * 1_000_000_000 + i128::from(time.nanoseconds)
    }

    proptest! {
        #[test]
        fn an_age_is_the_difference_of_the_times_and_over_exactly_if_it_exceeds_the_threshold(
            now in any_time(), since in any_time(), threshold in any_duration()
        ) {
            let passed = nanoseconds(now) - nanoseconds(since);
            let age = Age::at(now, since);
            prop_assert_eq!(age.is_over(threshold), passed > threshold.as_nanos() as i128);
            prop_assert_eq!(matches!(age, Age::Future(_)), passed < 0);
            let seconds = (passed / 1_000_000_000).clamp(i64::MIN.into(), i64::MAX.into());
            prop_assert_eq!(i128::from(age.seconds()), seconds);
        }

        #[test]
        fn a_lock_is_never_older_for_counting_from_the_later_time(mtime in any_time(), ctime in any_time()) {
            let (alone, later) = (lock_since(mtime, ctime, false), lock_since(mtime, ctime, true));
            prop_assert_eq!(alone, mtime);
            prop_assert!(later >= mtime && later >= ctime && (later == mtime || later == ctime));
        }
    }
}
