//! A point in time as file systems give it.

use std::time::Duration;

/// A point in time: whole seconds since 1970-01-01 00:00:00 UTC, and nanoseconds within that second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    /// Seconds since the Unix epoch; negative before it.
    pub seconds: i64,
    /// Nanoseconds within the second, 0 to 999,999,999.
    pub nanoseconds: u32,
}

impl Timestamp {
    /// A whole second.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self { seconds, nanoseconds: 0 }
    }

    /// Time from `earlier` to `self`, or `None` when `earlier` is in fact later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Option<Duration> {
        let nanoseconds = self.total_nanoseconds() - earlier.total_nanoseconds();
        let seconds = u64::try_from(nanoseconds.div_euclid(1_000_000_000)).ok()?;
        Some(Duration::new(seconds, nanoseconds.rem_euclid(1_000_000_000) as u32))
    }

    /// RFC 3339 in UTC with whole seconds, as in `2026-01-31T08:00:00Z`; seconds where no calendar reaches.
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

/// The two clocks that decisions are made by. The library reads them once per step; tests pass their own.
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
    fn the_text_form_is_utc() {
        assert_eq!(Timestamp::from_seconds(1_769_846_400).to_rfc3339(), "2026-01-31T08:00:00Z");
    }
}
