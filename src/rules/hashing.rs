//! Limits how much is hashed before anything is offered, so that one sender's large files do not
//! hold back another's.

use std::time::Duration;

/// The limit while other files wait: hashing takes a fraction of a second.
const BESIDE_OTHERS: u64 = 64 << 20;
/// The limit where nothing else is ready.
const ALONE: u64 = 1 << 30;
/// A file that has waited this long is hashed even while others wait, one in each pass: otherwise a
/// steady stream of other files would hold it back forever.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// The hashing budget of one pass.
#[derive(Debug)]
pub(crate) struct Hashing {
    bytes_left: u64,
    /// Something else is ready.
    beside_others: bool,
    /// One file has exceeded the budget: no second one may.
    has_exceeded: bool,
}

impl Hashing {
    /// Starts a budget. `beside_others`: files that need no hashing are ready.
    pub(crate) fn begin(beside_others: bool) -> Self {
        Self { bytes_left: if beside_others { BESIDE_OTHERS } else { ALONE }, beside_others, has_exceeded: false }
    }

    /// Returns whether to hash a file of this size, which has waited for `age`, in this pass. Call
    /// it for smaller files first.
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
