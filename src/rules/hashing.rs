//! How much is hashed before anything is offered, so that one sender's large files do not hold back another's.

use std::time::Duration;

/// What others wait for: a fraction of a second.
const BESIDE_OTHERS: u64 = 64 << 20;
/// What is hashed where nothing else is ready.
const ALONE: u64 = 1 << 30;
/// A file that has waited for so long is hashed even beside others, one in each pass: otherwise others that come all the time
/// would hold it back for ever.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// What the hashing of one pass may still cost.
#[derive(Debug)]
pub(crate) struct Hashing {
    bytes_left: u64,
    /// Something else is ready, or has been found to be.
    beside_others: bool,
    /// One file was larger than what was left: no second one may be.
    has_exceeded: bool,
}

impl Hashing {
    /// `beside_others`: files that need no hashing are ready.
    pub(crate) fn begin(beside_others: bool) -> Self {
        Self { bytes_left: if beside_others { BESIDE_OTHERS } else { ALONE }, beside_others, has_exceeded: false }
    }

    /// Returns whether a file of this size, which has waited for `age`, is hashed in this pass; smaller ones are to be asked first.
    pub(crate) fn affords(&mut self, size: u64, age: Duration) -> bool {
        let fits = size <= self.bytes_left;
        let may_exceed = !self.has_exceeded && (!self.beside_others || age > PATIENCE);
        if !fits && !may_exceed {
            return false;
        }
        self.bytes_left = self.bytes_left.saturating_sub(size);
        self.has_exceeded |= !fits;
        self.beside_others = true;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIB: u64 = 1 << 30;

    #[test]
    fn small_files_are_hashed_beside_others_and_large_ones_wait_for_the_next_pass() {
        let mut hashing = Hashing::begin(true);
        assert!(hashing.affords(2_048, Duration::ZERO));
        assert!(!hashing.affords(4 * GIB, Duration::ZERO));
    }

    #[test]
    fn where_nothing_else_is_ready_one_file_is_hashed_whatever_its_size() {
        let mut hashing = Hashing::begin(false);
        assert!(hashing.affords(4 * GIB, Duration::ZERO));
        assert!(!hashing.affords(4 * GIB, Duration::ZERO), "but not two");
        let mut hashing = Hashing::begin(false);
        assert!(hashing.affords(2_048, Duration::ZERO));
        assert!(!hashing.affords(4 * GIB, Duration::ZERO), "the small one is not to wait");
    }

    #[test]
    fn a_large_file_that_has_waited_long_enough_waits_no_longer() {
        let mut hashing = Hashing::begin(true);
        assert!(hashing.affords(4 * GIB, PATIENCE + Duration::from_secs(1)));
        assert!(!hashing.affords(4 * GIB, Duration::MAX), "one in each pass");
    }
}
