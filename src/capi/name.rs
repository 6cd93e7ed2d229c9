//! The name rules.

use super::call::{answer, required};
use super::code::sync_ingest_code;
use super::error::sync_ingest_error;
use super::text::inward;
use super::words::sync_ingest_skip_reason;
use std::ffi::c_char;
use std::mem::MaybeUninit;

/// Writes whether an entry of this name may be collected: SYNC_INGEST_SKIP_NONE, or the reason why
/// it is left alone. Only the bytes of the name count; they need not be UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_name_check(
    name: *const c_char,
    reason: Option<&mut MaybeUninit<sync_ingest_skip_reason>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks.
    let name = unsafe { inward(name) };
    answer(error, || {
        let (name, reason) = (required(name, "name")?, required(reason, "reason")?);
        reason.write(match crate::check_name(name.to_bytes()) {
            Ok(()) => sync_ingest_skip_reason::SYNC_INGEST_SKIP_NONE,
            Err(reason) => reason.into(),
        });
        Ok(())
    })
}
