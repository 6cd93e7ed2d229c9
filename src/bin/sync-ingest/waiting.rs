//! Waiting for others to finish, in short steps, with a line of progress if a person is watching.

use crate::duration::{in_words, whole_seconds};
use std::io::{self, IsTerminal, Write};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The longest step: how late the end of a lock is noticed.
const LONGEST_STEP: Duration = Duration::from_secs(1);
/// The shortest step, so that a wrong estimate never makes the processor spin.
const SHORTEST_STEP: Duration = Duration::from_millis(20);

/// The time that may be spent waiting.
#[derive(Debug)]
pub(crate) struct Waiting {
    /// `None`: further away than the clock can count.
    until: Option<Instant>,
    on_terminal: bool,
    shown: bool,
}

impl Waiting {
    pub(crate) fn at_most(time: Duration) -> Self {
        Self { until: Instant::now().checked_add(time), on_terminal: io::stderr().is_terminal(), shown: false }
    }

    /// Waits for one step and returns whether another try is worthwhile, or the time is over.
    pub(crate) fn step(&mut self, reason: &str, ready_in: Option<Duration>) -> bool {
        let left = self.until.map_or(Duration::MAX, |until| until.saturating_duration_since(Instant::now()));
        if left.is_zero() {
            return false;
        }
        if self.on_terminal {
            let left = Duration::from_secs(whole_seconds(left));
            self.show(&format!("waiting: {reason} ({} left)", in_words(left)));
        }
        sleep(ready_in.map_or(LONGEST_STEP, |time| time.clamp(SHORTEST_STEP, LONGEST_STEP)).min(left));
        true
    }

    /// Replaces the line of progress.
    fn show(&mut self, line: &str) {
        self.shown = true;
        let _ = write!(io::stderr(), "\r\x1b[K{line}");
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if self.shown {
            self.show("");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_time_to_wait_there_is_no_second_try() {
        assert!(!Waiting::at_most(Duration::ZERO).step("nobody", None));
    }

    #[test]
    fn the_time_ends_even_when_readiness_is_far_away() {
        let mut waiting = Waiting::at_most(Duration::from_millis(1));
        let day = Some(Duration::from_secs(86_400));
        assert!(waiting.step("nobody", day));
        assert!(!waiting.step("nobody", day));
    }

    #[test]
    fn a_wait_beyond_every_clock_is_accepted() {
        assert!(Waiting::at_most(Duration::MAX).step("nobody", Some(Duration::ZERO)));
    }
}
