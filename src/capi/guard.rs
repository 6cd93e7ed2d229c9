//! State that a panic may have left half changed is not used again.

use super::error::{Result, sync_ingest_error};
use std::cell::Cell;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The state behind a handle. A call that panics may leave it in any condition, so every later call
/// is refused.
///
/// It moves between threads and is used by one at a time: `Send` where its content is, never
/// `Sync`.
pub(super) struct Guarded<T> {
    inner: T,
    panicked: bool,
    not_sync: PhantomData<Cell<()>>,
}

impl<T> Guarded<T> {
    pub(super) fn new(inner: T) -> Self {
        Self { inner, panicked: false, not_sync: PhantomData }
    }

    /// The content, to be read.
    pub(super) fn read(&self) -> Result<&T> {
        if self.panicked { Err(sync_ingest_error::unusable()) } else { Ok(&self.inner) }
    }

    /// Does something with the content.
    pub(super) fn run<R>(&mut self, action: impl FnOnce(&mut T) -> Result<R>) -> Result<R> {
        self.read()?;
        // Unwind safety: after a panic it is only dropped.
        match catch_unwind(AssertUnwindSafe(|| action(&mut self.inner))) {
            Ok(result) => result,
            Err(payload) => {
                self.panicked = true;
                Err(sync_ingest_error::panicked(payload))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::code::sync_ingest_code::*;

    #[test]
    fn the_call_that_panics_and_every_later_one_get_the_code_of_a_panic() {
        let mut guarded = Guarded::new(1);
        assert_eq!(guarded.run::<()>(|_| panic!("a test of panics")).unwrap_err().code(), SYNC_INGEST_PANIC);
        let mut touched = false;
        let refused = guarded.run(|_| {
            touched = true;
            Ok(())
        });
        assert_eq!(refused.unwrap_err().code(), SYNC_INGEST_PANIC);
        assert!(!touched, "a later call reached what the panic had left");
        assert_eq!(guarded.read().unwrap_err().code(), SYNC_INGEST_PANIC);
    }

    #[test]
    fn an_error_is_no_panic_and_the_handle_goes_on() {
        let mut guarded = Guarded::new(1);
        assert!(guarded.run::<()>(|_| Err(sync_ingest_error::invalid("no"))).is_err());
        assert_eq!(guarded.run(|number| Ok(*number)).unwrap(), 1);
    }

    #[test]
    fn the_text_of_the_panic_is_in_the_message() {
        let error = Guarded::new(()).run::<()>(|()| panic!("number {}", 7)).unwrap_err();
        assert!(format!("{error:?}").contains("number 7"), "{error:?}");
    }

    /// Fails to compile when `$handle` is not `Send`, or is `Sync`.
    macro_rules! moves_between_threads_and_is_used_by_one {
        ($($handle:ty),+ $(,)?) => {$(
            const _: () = {
                const fn is_send<T: Send>() {}
                is_send::<$handle>();

                // Both apply to a type that is `Sync`, so the compiler cannot choose.
                trait AmbiguousIfSync<Which> {
                    const CHOSEN: () = ();
                }
                impl<T> AmbiguousIfSync<()> for T {}
                impl<T: Sync> AmbiguousIfSync<u8> for T {}
                <$handle as AmbiguousIfSync<_>>::CHOSEN
            };
        )+};
    }

    moves_between_threads_and_is_used_by_one!(
        crate::capi::agent::sync_ingest_agent,
        crate::capi::collection::sync_ingest_collection,
        crate::capi::delivery::sync_ingest_delivery,
        crate::capi::folder::sync_ingest_folder,
        crate::capi::lock::sync_ingest_lock,
        crate::capi::options::sync_ingest_options,
        crate::capi::rejected::sync_ingest_rejected_list,
    );

    #[cfg(feature = "tables")]
    moves_between_threads_and_is_used_by_one!(
        crate::capi::tables::sync_ingest_table,
        crate::capi::tables::sync_ingest_table_changes,
        crate::capi::tables::sync_ingest_table_jobs,
        crate::capi::tables::sync_ingest_table_options,
        crate::capi::tables::sync_ingest_table_rows,
    );
}
