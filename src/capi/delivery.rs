//! One claimed file, offered to the store.

use super::call::{answer, flag, free, look, outward_count, required};
use super::code::sync_ingest_code;
use super::error::{Result, sync_ingest_error};
use super::guard::Guarded;
use super::text::{inward, outward, path};
use super::words::sync_ingest_evidence;
use crate::{Delivery, Digests};
use std::cell::OnceCell;
use std::ffi::{CStr, CString, c_char};
use std::mem::MaybeUninit;
use std::os::unix::ffi::OsStrExt;
use std::ptr::null;

/// One claimed file, offered to the store. Answer it with sync_ingest_delivery_acknowledge(),
/// sync_ingest_delivery_put_back() or sync_ingest_delivery_reject(); freed without an answer it is
/// put back. What can be seen of it can be seen until it is freed.
pub struct sync_ingest_delivery {
    /// `None` after the answer.
    delivery: Guarded<Option<Delivery>>,
    id: CString,
    name: CString,
    path: CString,
    size: i64,
    modified_seconds: i64,
    modified_nanoseconds: i64,
    attempt: i64,
    evidence: sync_ingest_evidence,
    // Written once: other content is refused as changed, and the borrowed text must stay.
    sha256: OnceCell<CString>,
    sha1: OnceCell<CString>,
}

impl From<Delivery> for sync_ingest_delivery {
    fn from(delivery: Delivery) -> Self {
        // Content compared with its checksum file has been hashed.
        let Digests { sha256, sha1 } = delivery.digests().clone();
        let known = |digest: Option<String>| digest.map_or_else(OnceCell::new, |digest| outward(digest).into());
        Self {
            id: outward(delivery.id()),
            name: outward(delivery.name().as_bytes()),
            path: outward(delivery.path().as_os_str().as_bytes()),
            size: outward_count(delivery.size()),
            modified_seconds: delivery.modified().seconds,
            modified_nanoseconds: delivery.modified().nanoseconds.into(),
            attempt: delivery.attempt().into(),
            evidence: delivery.evidence().into(),
            sha256: known(sha256),
            sha1: known(sha1),
            delivery: Guarded::new(Some(delivery)),
        }
    }
}

fn answered() -> sync_ingest_error {
    sync_ingest_error::over("cannot use the delivery: it has been answered")
}

impl sync_ingest_delivery {
    /// Does something that may yield hashes.
    fn work(&mut self, work: impl FnOnce(&mut Delivery) -> crate::Result<()>) -> Result<()> {
        let digests = self.delivery.run(|delivery| {
            let delivery = delivery.as_mut().ok_or_else(answered)?;
            work(delivery)?;
            Ok(delivery.digests().clone())
        })?;
        self.remember(digests);
        Ok(())
    }

    fn remember(&self, digests: Digests) {
        for (known, computed) in [(&self.sha256, digests.sha256), (&self.sha1, digests.sha1)] {
            if let Some(computed) = computed {
                known.get_or_init(|| outward(computed));
            }
        }
    }

    fn answer(&mut self, answer: impl FnOnce(Delivery) -> crate::Result<()>) -> Result<()> {
        self.delivery.run(|delivery| Ok(answer(delivery.take().ok_or_else(answered)?)?))
    }
}

/// A reason is for people: better with a replaced character than an answer that is refused.
fn reason(text: Option<&CStr>) -> Result<String> {
    Ok(required(text, "reason")?.to_string_lossy().into_owned())
}

/// Returns the stable id of a delivery: the same when it is offered again, another one when its
/// content has changed. At most 64 ASCII letters, digits and dashes.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_delivery_id(delivery: Option<&sync_ingest_delivery>) -> *const c_char {
    look(null(), || Some(delivery?.id.as_ptr()))
}

/// Returns the name of a delivery in the drop folder, byte for byte; it need not be UTF-8.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_delivery_name(delivery: Option<&sync_ingest_delivery>) -> *const c_char {
    look(null(), || Some(delivery?.name.as_ptr()))
}

/// Returns the path of a claimed delivery, for stores that read by path. Never write there, and do
/// not remove it.
///
/// The agent may still hold the file open and change it: sync_ingest_delivery_acknowledge() refuses
/// a file with another change time, but a shared mapping can change it without that trace. What
/// sync_ingest_delivery_copy_to() and sync_ingest_delivery_move_to() store is what
/// sync_ingest_delivery_sha256() returns. A store that reads here by itself has to hash what it has
/// read; where the two differ, sync_ingest_delivery_digest() notices the change too.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_delivery_path(delivery: Option<&sync_ingest_delivery>) -> *const c_char {
    look(null(), || Some(delivery?.path.as_ptr()))
}

/// Returns the size of a delivery in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_delivery_size(delivery: Option<&sync_ingest_delivery>) -> i64 {
    look(0, || Some(delivery?.size))
}

/// Returns the modification time of a delivery as the agent set it, in seconds since 1970-01-01
/// 00:00:00 UTC; negative before that.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_delivery_modified_seconds(delivery: Option<&sync_ingest_delivery>) -> i64 {
    look(0, || Some(delivery?.modified_seconds))
}

/// Returns the nanoseconds within the second of the modification time of a delivery, 0 to
/// 999999999.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_delivery_modified_nanoseconds(delivery: Option<&sync_ingest_delivery>) -> i64 {
    look(0, || Some(delivery?.modified_nanoseconds))
}

/// Returns how often a delivery has been offered, this time included: 1 the first time. After a
/// power cut it may be as high as the last time, but never 1 again.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_delivery_attempt(delivery: Option<&sync_ingest_delivery>) -> i64 {
    look(0, || Some(delivery?.attempt))
}

/// Returns what showed that the upload of a delivery was over.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_delivery_evidence(delivery: Option<&sync_ingest_delivery>) -> sync_ingest_evidence {
    look(sync_ingest_evidence::SYNC_INGEST_EVIDENCE_NONE, || Some(delivery?.evidence))
}

/// Returns the SHA-256 of a delivery as 64 lower-case hexadecimal digits; NULL until it has been
/// computed. Known from the start where it was compared with a checksum file. It never changes:
/// content that differs is SYNC_INGEST_CHANGED wherever it is read.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_delivery_sha256(delivery: Option<&sync_ingest_delivery>) -> *const c_char {
    look(null(), || Some(delivery?.sha256.get()?.as_ptr()))
}

/// Returns the SHA-1 of a delivery as 40 lower-case hexadecimal digits; NULL until it has been
/// computed. It never changes, as the SHA-256.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_delivery_sha1(delivery: Option<&sync_ingest_delivery>) -> *const c_char {
    look(null(), || Some(delivery?.sha1.get()?.as_ptr()))
}

/// Computes the hashes of a delivery: each where its argument is 1, not where it is 0; those that
/// are known are computed again.
///
/// Errors: SYNC_INGEST_CHANGED when a writer has changed it, also since the last time;
/// SYNC_INGEST_ALREADY_OVER after the answer; otherwise any failure of the system.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_delivery_digest(
    delivery: Option<&mut sync_ingest_delivery>,
    sha256: i32,
    sha1: i32,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || {
        let (sha256, sha1) = (flag(sha256, "sha256")?, flag(sha1, "sha1")?);
        required(delivery, "delivery")?.work(|delivery| delivery.digest(sha256, sha1).map(drop))
    })
}

/// Copies a delivery to the path `destination` under a temporary name, hashes it on the way as the
/// options ask, checks that it did not change meanwhile, syncs it if they ask for that, and renames
/// the copy into place. An existing file is replaced atomically.
///
/// Errors: SYNC_INGEST_NO_SPACE before anything is written when there is not enough;
/// SYNC_INGEST_CHANGED when a writer changed it meanwhile, or since its hashes were computed: then
/// nothing is stored, and whatever is answered it becomes a new delivery; SYNC_INGEST_ALREADY_OVER
/// after the answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_delivery_copy_to(
    delivery: Option<&mut sync_ingest_delivery>,
    destination: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks.
    let destination = unsafe { inward(destination) };
    answer(error, || {
        let (delivery, destination) = (required(delivery, "delivery")?, path(destination, "destination")?);
        delivery.work(|delivery| delivery.copy_to(destination))
    })
}

/// Moves a delivery to the path `destination`, without copying, on the same file system; hashes and
/// syncs it if they ask for that. An existing file is replaced atomically. From then on only
/// sync_ingest_delivery_acknowledge() makes sense.
///
/// Errors: SYNC_INGEST_MOVE_REFUSED when it is on another file system, or when it belongs to
/// another user or somebody has it open, unless the agent is trusted: copy it then.
/// SYNC_INGEST_CHANGED as for sync_ingest_delivery_copy_to(). SYNC_INGEST_ALREADY_OVER after the
/// answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_delivery_move_to(
    delivery: Option<&mut sync_ingest_delivery>,
    destination: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks.
    let destination = unsafe { inward(destination) };
    answer(error, || {
        let (delivery, destination) = (required(delivery, "delivery")?, path(destination, "destination")?);
        delivery.work(|delivery| delivery.move_to(destination))
    })
}

/// Acknowledges a delivery: the store has it, durably, and it is removed. Refused when the lock is
/// lost or the claimed file has changed.
///
/// Errors: SYNC_INGEST_LOCK_LOST when somebody removed `lock.txt`; SYNC_INGEST_CHANGED when a
/// writer has changed the file (the new content will be a new delivery); SYNC_INGEST_ALREADY_OVER
/// the second time, and after the end of the collection.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_delivery_acknowledge(
    delivery: Option<&mut sync_ingest_delivery>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || required(delivery, "delivery")?.answer(Delivery::acknowledge))
}

/// Puts a delivery back: it stays claimed, with its id, and is offered first next time. `reason` is
/// for the report, best in UTF-8; it may not be NULL.
///
/// Errors: SYNC_INGEST_ALREADY_OVER the second time, and after the end of the collection.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_delivery_put_back(
    delivery: Option<&mut sync_ingest_delivery>,
    reason: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks.
    let reason = unsafe { inward(reason) };
    answer(error, || {
        let (delivery, reason) = (required(delivery, "delivery")?, self::reason(reason)?);
        delivery.answer(|delivery| delivery.put_back(&reason))
    })
}

/// Rejects a delivery for good: it is set aside in the rejected folder, with `reason`, for a person
/// to look at. The reason is best in UTF-8; it may not be NULL.
///
/// Errors: SYNC_INGEST_ALREADY_OVER the second time, and after the end of the collection; otherwise
/// any failure of the system, and it is put back.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_delivery_reject(
    delivery: Option<&mut sync_ingest_delivery>,
    reason: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks.
    let reason = unsafe { inward(reason) };
    answer(error, || {
        let (delivery, reason) = (required(delivery, "delivery")?, self::reason(reason)?);
        delivery.answer(|delivery| delivery.reject(&reason))
    })
}

/// Frees a delivery, and puts it back if it has not been answered.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_delivery_free(delivery: Option<Box<sync_ingest_delivery>>) {
    free(delivery);
}
