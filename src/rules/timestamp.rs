//! A point in time as file systems store it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A point in time: whole seconds since 1970-01-01 00:00:00 UTC, and nanoseconds within that
/// second.
///
/// # Examples
/// ```
/// use std::time::SystemTime;
/// use sync_ingest::Timestamp;
///
/// let time = SystemTime::now();
/// assert_eq!(SystemTime::from(Timestamp::from(time)), time);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    /// Seconds since the Unix epoch; negative before it.
    pub seconds: i64,
    /// Nanoseconds within the second, 0 to 999,999,999.
    pub nanoseconds: u32,
}

impl Timestamp {
    /// Returns the time at a whole second since the Unix epoch; negative before it.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::Timestamp;
    ///
    /// assert_eq!(Timestamp::from_seconds(0).to_rfc3339(), "1970-01-01T00:00:00Z");
    /// ```
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self { seconds, nanoseconds: 0 }
    }

    /// Returns the time from `earlier` to `self`, or `None` when `earlier` is in fact later.
    ///
    /// # Examples
    /// ```
    /// use std::time::Duration;
    /// use sync_ingest::Timestamp;
    ///
    /// let (then, now) = (Timestamp::from_seconds(10), Timestamp::from_seconds(15));
    /// assert_eq!(now.since(then), Some(Duration::from_secs(5)));
    /// assert_eq!(then.since(now), None);
    /// ```
    #[must_use]
    pub fn since(self, earlier: Self) -> Option<Duration> {
        let nanoseconds = self.total_nanoseconds() - earlier.total_nanoseconds();
        let seconds = u64::try_from(nanoseconds.div_euclid(1_000_000_000)).ok()?;
        Some(Duration::new(seconds, nanoseconds.rem_euclid(1_000_000_000) as u32))
    }

    /// Formats the time as RFC 3339, in UTC with whole seconds. A time beyond the calendar becomes
    /// its seconds after an `@`.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::Timestamp;
    ///
    /// assert_eq!(Timestamp::from_seconds(1_769_846_400).to_rfc3339(), "2026-01-31T08:00:00Z");
    /// ```
    #[must_use]
    pub fn to_rfc3339(self) -> String {
        match chrono::DateTime::from_timestamp(self.seconds, self.nanoseconds) {
            Some(time) => time.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
            None => format!("@{}", self.seconds),
        }
    }

    fn total_nanoseconds(self) -> i128 {
        i128::from(self.seconds) * 1_000_000_000 + i128::from(self.nanoseconds)
    }
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => {
                Self { seconds: 0_i64.saturating_add_unsigned(after.as_secs()), nanoseconds: after.subsec_nanos() }
            }
            Err(error) => {
                let before = error.duration();
                let seconds = before.as_secs() + u64::from(before.subsec_nanos() > 0);
                let nanoseconds = (1_000_000_000 - before.subsec_nanos()) % 1_000_000_000;
                Self { seconds: 0_i64.saturating_sub_unsigned(seconds), nanoseconds }
            }
        }
    }
}

impl From<Timestamp> for SystemTime {
    fn from(Timestamp { seconds, nanoseconds }: Timestamp) -> Self {
        let length = Duration::from_secs(seconds.unsigned_abs());
        let second = if seconds < 0 { UNIX_EPOCH - length } else { UNIX_EPOCH + length };
        second + Duration::from_nanos(nanoseconds.into())
    }
}

/// The two clocks on which decisions are based. The library reads them once per step; tests pass
/// their own.
///
/// # Examples
/// ```
/// use std::time::Duration;
/// use sync_ingest::{Now, Options, Timestamp};
///
/// let uptime = Duration::from_secs(3_600);
/// let noon = Now { wall: Timestamp::from_seconds(1_769_860_800), monotonic: uptime };
/// let options = Options::default().now(noon);
/// assert_eq!(options.now, Some(noon));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// Calendar time, comparable with the times of files.
    pub wall: Timestamp,
    /// Time since the machine started, suspension included. It never jumps.
    pub monotonic: Duration,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_difference_counts_nanoseconds_across_seconds() {
        let earlier = Timestamp { seconds: 9, nanoseconds: 900_000_000 };
        let later = Timestamp { seconds: 11, nanoseconds: 100_000_000 };
        assert_eq!(later.since(earlier), Some(Duration::from_millis(1_200)));
        assert_eq!(earlier.since(later), None);
        assert_eq!(later.since(later), Some(Duration::ZERO));
    }

    #[test]
    fn extreme_times_neither_overflow_nor_panic() {
        let first = Timestamp::from_seconds(i64::MIN);
        let last = Timestamp { seconds: i64::MAX, nanoseconds: 999_999_999 };
        assert_eq!(first.since(last), None);
        assert!(last.since(first).is_some());
        assert_eq!(first.to_rfc3339(), format!("@{}", i64::MIN));
    }

    #[test]
    fn a_time_of_the_standard_library_leads_there_and_back() {
        for (seconds, nanoseconds) in
            [(0, 0), (1, 5), (-1, 0), (-2, 999_999_999), (i64::MAX, 999_999_999), (i64::MIN, 0)]
        {
            let time = Timestamp { seconds, nanoseconds };
            assert_eq!(Timestamp::from(SystemTime::from(time)), time);
        }
        let before = UNIX_EPOCH - Duration::from_millis(1_500);
        assert_eq!(Timestamp::from(before), Timestamp { seconds: -2, nanoseconds: 500_000_000 });
    }

    #[test]
    fn the_text_form_is_utc() {
        assert_eq!(Timestamp::from_seconds(1_769_846_400).to_rfc3339(), "2026-01-31T08:00:00Z");
    }
}
