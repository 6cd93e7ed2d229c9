//! Decides whether a change to a file would show in its change time.
//!
//! File systems stamp changes with their own clock, at a limited resolution: nanoseconds on most,
//! whole seconds on ext3, HFS+ and ext4 with 128-byte inodes, two seconds on FAT. A second change
//! within the same stamp leaves the change time unchanged.

use super::timestamp::Timestamp;
use std::time::Duration;

/// The coarsest resolution of any file system in use: FAT's.
pub(crate) const COARSEST: Duration = Duration::from_secs(2);

/// The shortest tick with which a kernel stamps files. A stamp that is not a multiple of it was not
/// truncated by the file system.
const FINEST_TICK: u32 = 1_000_000;

/// Whether the next change to a file will show in its change time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Visibility {
    /// Every change from now on alters the change time.
    Sure,
    /// The next change could get the same stamp again.
    NotYet,
    /// The stamp is further ahead of the clock than any resolution explains: waiting does not help.
    AheadOfClock,
}

/// Returns whether a stamp may come from a file system that stores fewer digits than the kernel's
/// clock provides.
#[must_use]
pub(crate) fn may_be_coarse(ctime: Timestamp) -> bool {
    ctime.nanoseconds % FINEST_TICK == 0
}

/// Compares a change time with `stamp`, the change time that the same file system has just given to
/// another file.
#[must_use]
pub(crate) fn visibility(ctime: Timestamp, stamp: Timestamp) -> Visibility {
    match ctime.since(stamp) {
        None => Visibility::Sure,
        Some(ahead) if ahead <= COARSEST => Visibility::NotYet,
        Some(_) => Visibility::AheadOfClock,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SECOND: u64 = 1_000_000_000;

    /// The stamp of a moment in nanoseconds on a file system that stores multiples of
    /// `granularity`.
    fn stamped(moment: u64, granularity: u64) -> Timestamp {
        let kept = moment - moment % granularity;
        Timestamp { seconds: (kept / SECOND) as i64, nanoseconds: (kept % SECOND) as u32 }
    }

    fn granularity() -> impl Strategy<Value = u64> {
        prop_oneof![Just(1), Just(100), Just(1_000), Just(1_000_000), Just(10_000_000), Just(SECOND), Just(2 * SECOND)]
    }

    proptest! {
        #[test]
        fn once_it_is_certain_every_later_change_has_another_stamp(
            granularity in granularity(),
            claimed in 0..100 * SECOND,
            wait in 0..3 * SECOND,
            later in 0..3 * SECOND,
        ) {
            let ctime = stamped(claimed, granularity);
            let sure = visibility(ctime, stamped(claimed + wait, granularity)) == Visibility::Sure;
            if sure {
                prop_assert_ne!(ctime, stamped(claimed + wait + later, granularity));
            }
            // It becomes certain when the timestamp advances.
            prop_assert!(sure || wait < granularity);
        }

        #[test]
        fn what_is_not_sure_yet_is_so_within_the_coarsest_stamp(
            granularity in granularity(),
            claimed in 0..100 * SECOND,
        ) {
            let ctime = stamped(claimed, granularity);
            let after = stamped(claimed + COARSEST.as_nanos() as u64, granularity);
            prop_assert_eq!(visibility(ctime, stamped(claimed, granularity)), Visibility::NotYet);
            prop_assert_eq!(visibility(ctime, after), Visibility::Sure);
        }

        #[test]
        fn every_stamp_that_was_cut_off_may_be_coarse(moment in 0..100 * SECOND) {
            for granularity in [1_000_000, 10_000_000, SECOND, 2 * SECOND] {
                prop_assert!(may_be_coarse(stamped(moment, granularity)));
            }
            prop_assert_eq!(may_be_coarse(stamped(moment, 1)), moment % 1_000_000 == 0);
        }
    }

    #[test]
    fn a_stamp_far_ahead_of_the_clock_is_never_sure() {
        let clock = Timestamp::from_seconds(1_000);
        assert_eq!(visibility(Timestamp::from_seconds(1_002), clock), Visibility::NotYet);
        assert_eq!(visibility(Timestamp::from_seconds(1_003), clock), Visibility::AheadOfClock);
        assert_eq!(visibility(Timestamp::from_seconds(i64::MAX), clock), Visibility::AheadOfClock);
    }
}
