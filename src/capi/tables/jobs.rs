//! What is to be done with a table beside checking it.

use crate::capi::call::{answer, count, free, look, required};
use crate::capi::code::sync_ingest_code;
use crate::capi::error::{Result, sync_ingest_error};
use crate::capi::guard::Guarded;
use crate::capi::text::{inward, path, utf8};
use crate::tables::{Jobs, Stamp};
use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;

/// What is to be done with a table beside checking it, all in one pass over the file.
pub struct sync_ingest_table_jobs {
    jobs: Guarded<Jobs>,
}

impl sync_ingest_table_jobs {
    pub(super) fn copy(&self) -> Result<Jobs> {
        self.jobs.read().cloned()
    }
}

fn add(
    jobs: Option<&mut sync_ingest_table_jobs>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
    job: impl FnOnce(Jobs) -> Result<Jobs>,
) -> sync_ingest_code {
    answer(error, || {
        required(jobs, "jobs")?.jobs.run(|jobs| {
            *jobs = job(jobs.clone())?;
            Ok(())
        })
    })
}

fn stamp(feed: Option<&CStr>, generation: i64, fingerprint: Option<&CStr>) -> Result<Stamp> {
    let text =
        |text: Option<&CStr>, argument| text.map_or(Ok(""), |text| utf8(Some(text), argument)).map(str::to_owned);
    Ok(Stamp::new(text(feed, "feed")?, count(generation, "generation")?, text(fingerprint, "fingerprint")?))
}

/// Returns no jobs yet, yours to free: a table is then only checked.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_jobs_new() -> Option<Box<sync_ingest_table_jobs>> {
    look(None, || Some(Some(Box::new(sync_ingest_table_jobs { jobs: Guarded::new(Jobs::default()) }))))
}

/// Adds normalising: good rows are written to the file `to`, in UTF-8, with `,` and `\n`, quoted
/// only where needed, below the header with its new names; bad ones to the file `bad`, with their
/// lines and reasons, as they were. Both appear whole, once everything has succeeded, and replace
/// what is there.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_table_jobs_add_normalise(
    jobs: Option<&mut sync_ingest_table_jobs>,
    to: *const c_char,
    bad: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks, for both.
    let (to, bad) = unsafe { (inward(to), inward(bad)) };
    add(jobs, error, |jobs| Ok(jobs.normalise(path(to, "to")?, path(bad, "bad")?)))
}

/// Adds comparing with the file of hashes `base`, which an earlier run has written. NULL: there is
/// none, and every row is added. The stamp is what the file must have been written for: the feed,
/// its generation (0 or more) and a fingerprint of what decides how rows are taken; NULL is "". A
/// file with another stamp is refused.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_table_jobs_add_compare(
    jobs: Option<&mut sync_ingest_table_jobs>,
    base: *const c_char,
    feed: *const c_char,
    generation: i64,
    fingerprint: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks, for all three.
    let (base, feed, fingerprint) = unsafe { (inward(base), inward(feed), inward(fingerprint)) };
    add(jobs, error, |jobs| {
        let stamp = stamp(feed, generation, fingerprint)?;
        Ok(if base.is_none() { jobs.changes() } else { jobs.against(path(base, "base")?, stamp) })
    })
}

/// Adds writing the file of hashes that a later run compares with, and its stamp. It may be the
/// file that this run compares with.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_table_jobs_add_write(
    jobs: Option<&mut sync_ingest_table_jobs>,
    file: *const c_char,
    feed: *const c_char,
    generation: i64,
    fingerprint: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks, for all three.
    let (file, feed, fingerprint) = unsafe { (inward(file), inward(feed), inward(fingerprint)) };
    add(jobs, error, |jobs| Ok(jobs.write(path(file, "file")?, stamp(feed, generation, fingerprint)?)))
}

/// Frees jobs.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_jobs_free(jobs: Option<Box<sync_ingest_table_jobs>>) {
    free(jobs);
}
