//! The frame of every exported function: it checks arguments, translates results, and lets no panic
//! out.

use super::code::sync_ingest_code;
use super::error::{Result, sync_ingest_error};
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

/// A call that can fail: its result becomes the code, and the failure goes to `error` where the
/// caller wants it.
pub(super) fn answer(
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
    action: impl FnOnce() -> Result<()>,
) -> sync_ingest_code {
    // Unwind safety: everything that `action` changes is either in a `Guarded` or an output that
    // was not written yet.
    let failure = match catch_unwind(AssertUnwindSafe(action)) {
        Ok(Ok(())) => return sync_ingest_code::SYNC_INGEST_OK,
        Ok(Err(failure)) => failure,
        Err(payload) => sync_ingest_error::panicked(payload),
    };
    let code = failure.code();
    if let Some(error) = error {
        error.write(Some(Box::new(failure)));
    }
    code
}

/// Reads from a handle; `absent` if there is nothing to read.
pub(super) fn look<T>(absent: T, look: impl FnOnce() -> Option<T>) -> T {
    // Unwind safety: looking changes nothing.
    catch_unwind(AssertUnwindSafe(look)).ok().flatten().unwrap_or(absent)
}

/// The end of a handle.
pub(super) fn free<T>(handle: Option<Box<T>>) {
    // Unwind safety: nothing of it is left to be seen.
    if let Err(payload) = catch_unwind(AssertUnwindSafe(|| drop(handle))) {
        drop(sync_ingest_error::panicked(payload));
    }
}

/// An argument that may not be NULL.
pub(super) fn required<T>(argument: Option<T>, name: &str) -> Result<T> {
    argument.ok_or_else(|| sync_ingest_error::invalid(format!("the argument `{name}` is NULL")))
}

/// A number that may not be negative, and must fit.
pub(super) fn count<T: TryFrom<i64>>(number: i64, name: &str) -> Result<T> {
    T::try_from(number)
        .map_err(|_| sync_ingest_error::invalid(format!("the argument `{name}` is out of range: {number}")))
}

/// Yes or no, as 1 or 0.
pub(super) fn flag(number: i32, name: &str) -> Result<bool> {
    match number {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(sync_ingest_error::invalid(format!("the argument `{name}` is neither 0 nor 1: {number}"))),
    }
}

/// A size or count on its way out.
pub(super) fn outward_count(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

/// A time to wait, in seconds, rounded up so that nobody comes back too early.
pub(super) fn outward_seconds(time: Duration) -> i64 {
    outward_count(time.as_secs()).saturating_add(i64::from(time.subsec_nanos() > 0))
}

/// The entry at an index that C gave.
pub(super) fn at<T>(list: &[T], index: i64) -> Option<&T> {
    list.get(usize::try_from(index).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sync_ingest_code::*;

    #[test]
    fn a_failure_is_written_and_its_code_returned() {
        let mut error = MaybeUninit::new(None);
        let code = answer(Some(&mut error), || Err(sync_ingest_error::invalid("no")));
        assert_eq!(code, SYNC_INGEST_INVALID_ARGUMENT);
        // SAFETY: it was initialised when it was made.
        let error = unsafe { error.assume_init() }.expect("written on failure");
        assert_eq!(error.code(), SYNC_INGEST_INVALID_ARGUMENT);
    }

    #[test]
    fn success_leaves_the_error_alone() {
        let mut error = MaybeUninit::new(None);
        assert_eq!(answer(Some(&mut error), || Ok(())), SYNC_INGEST_OK);
        // SAFETY: it was initialised when it was made.
        assert!(unsafe { error.assume_init() }.is_none());
    }

    #[test]
    fn a_panic_becomes_a_code_an_absent_value_or_nothing() {
        struct PanicsWhenDropped;
        impl Drop for PanicsWhenDropped {
            fn drop(&mut self) {
                panic!("while it was dropped");
            }
        }
        assert_eq!(answer(None, || panic!("a test of panics")), SYNC_INGEST_PANIC);
        assert_eq!(answer(None, || std::panic::panic_any(PanicsWhenDropped)), SYNC_INGEST_PANIC);
        assert_eq!(look(-1, || panic!("a test of panics")), -1);
        free(Some(Box::new(PanicsWhenDropped)));
    }

    #[test]
    fn a_wait_is_rounded_up() {
        assert_eq!(outward_seconds(Duration::ZERO), 0);
        assert_eq!(outward_seconds(Duration::from_nanos(1)), 1);
        assert_eq!(outward_seconds(Duration::from_secs(7)), 7);
    }

    #[test]
    fn numbers_outside_their_range_are_refused() {
        assert_eq!(count::<u64>(-1, "size").unwrap_err().code(), SYNC_INGEST_INVALID_ARGUMENT);
        assert_eq!(count::<u32>(1 << 32, "attempts").unwrap_err().code(), SYNC_INGEST_INVALID_ARGUMENT);
        assert_eq!(count::<u32>(7, "attempts").unwrap(), 7);
        assert_eq!(flag(2, "wanted").unwrap_err().code(), SYNC_INGEST_INVALID_ARGUMENT);
        assert_eq!((flag(0, "wanted").unwrap(), flag(1, "wanted").unwrap()), (false, true));
        assert_eq!(outward_count(u64::MAX), i64::MAX);
        assert_eq!(outward_seconds(Duration::MAX), i64::MAX);
        assert_eq!((at(&[1], -1), at(&[1], 0), at(&[1], 1)), (None, Some(&1), None));
    }
}
