//! The evidence that an upload is finished.

use super::timestamp::Timestamp;
use super::word::words;
use std::time::Duration;

/// The default settle time on local file systems.
pub(crate) const DEFAULT_SETTLE_LOCAL: Duration = Duration::from_secs(30);
/// The default settle time on network file systems, where times arrive late.
pub(crate) const DEFAULT_SETTLE_NETWORK: Duration = Duration::from_secs(90);

/// The evidence that the upload of a delivered file was finished. The numbers are those of the C
/// constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Evidence {
    /// There was no agent lock, and the caller relies on agents to lock (settle time 0).
    AgentLock = 1,
    /// The file had not changed for the settle time.
    Settled = 2,
    /// It matched the checksum file delivered with it (`_NAME.sha256`).
    Complete = 3,
}

words!(Evidence {
    AgentLock => "agent_lock",
    Settled => "settled",
    Complete => "complete",
});

/// What the change time of a file shows about its upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settling {
    /// The upload is finished, on this evidence.
    Over(Evidence),
    /// The file must stay unchanged for this much longer.
    Needs(Duration),
    /// The change time is ahead of the clock: only two looks, one settle time apart, can decide.
    AheadOfClock,
}

/// Judges by the change time, which no client can set. Modification times can be wrong in either
/// direction.
#[must_use]
pub(crate) fn judge(now: Timestamp, ctime: Timestamp, settle: Duration) -> Settling {
    if settle.is_zero() {
        return Settling::Over(Evidence::AgentLock);
    }
    match now.since(ctime) {
        None => Settling::AheadOfClock,
        Some(age) if age > settle => Settling::Over(Evidence::Settled),
        // Half a second more than the difference, so that a caller that waits this long is not a
        // tick too early.
        Some(age) => Settling::Needs((settle - age).saturating_add(Duration::from_millis(500))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SETTLE: Duration = Duration::from_secs(30);
    const CHANGED: Timestamp = Timestamp::from_seconds(1_000);

    #[test]
    fn a_file_has_settled_when_it_is_older_than_the_settle_time() {
        assert!(matches!(judge(Timestamp::from_seconds(1_030), CHANGED, SETTLE), Settling::Needs(_)));
        assert_eq!(judge(Timestamp::from_seconds(1_031), CHANGED, SETTLE), Settling::Over(Evidence::Settled));
    }

    #[test]
    fn after_the_reported_time_the_file_has_settled() {
        let Settling::Needs(left) = judge(Timestamp::from_seconds(1_010), CHANGED, SETTLE) else { panic!() };
        let then = Timestamp::from_seconds(1_010 + left.as_secs() as i64 + 1);
        assert_eq!(judge(then, CHANGED, SETTLE), Settling::Over(Evidence::Settled));
    }

    #[test]
    fn with_settle_time_zero_the_agent_lock_alone_is_relied_on() {
        let ahead = Timestamp::from_seconds(0);
        assert_eq!(judge(ahead, CHANGED, Duration::ZERO), Settling::Over(Evidence::AgentLock));
    }

    #[test]
    fn a_change_time_ahead_of_the_clock_proves_nothing() {
        assert_eq!(judge(Timestamp::from_seconds(999), CHANGED, SETTLE), Settling::AheadOfClock);
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
        fn an_upload_is_over_exactly_if_more_than_the_settle_time_has_passed(
            now in any_time(), ctime in any_time(), settle in any_duration()
        ) {
            let (passed, wanted) = (nanoseconds(now) - nanoseconds(ctime), settle.as_nanos() as i128);
            match judge(now, ctime, settle) {
                Settling::Over(Evidence::AgentLock) => prop_assert_eq!(wanted, 0),
                Settling::Over(evidence) => prop_assert!(evidence == Evidence::Settled && wanted > 0 && passed > wanted),
                Settling::AheadOfClock => prop_assert!(wanted > 0 && passed < 0),
                Settling::Needs(left) => {
                    prop_assert!(wanted > 0 && (0..=wanted).contains(&passed));
                    // Waiting that long is enough, and hardly longer than necessary.
                    let after = passed + left.as_nanos() as i128;
                    prop_assert!(after > wanted || left == Duration::MAX);
                    prop_assert!(after <= wanted + 1_000_000_000);
                }
            }
        }
    }
}
