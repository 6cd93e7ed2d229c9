//! The rejected files of a drop folder.

use super::call::{answer, flag, free, look, outward_count, required};
use super::code::sync_ingest_code;
use super::error::{Result, sync_ingest_error};
use super::folder::sync_ingest_folder;
use super::guard::Guarded;
use super::not_stored::Rejected;
use super::reasons::sync_ingest_reject_reason;
use super::text::{inward, name, outward, path, utf8};
use super::words::sync_ingest_arbitration;
use crate::{Arbitration, Attempt, IfExists, RejectedFile, RejectedFiles, RejectedList};
use std::ffi::{CString, c_char};
use std::mem::MaybeUninit;
use std::os::unix::ffi::OsStrExt;
use std::ptr::null;

/// The rejected files of a drop folder one by one, in no particular order. Memory does not grow
/// with their number.
pub struct sync_ingest_rejected_list {
    list: Guarded<RejectedList>,
}

/// A file that was rejected and waits for a person. It depends on no other object and never
/// changes.
pub struct sync_ingest_rejected_file {
    id: CString,
    name: CString,
    path: CString,
    text: CString,
    reason: Rejected,
    size: i64,
    rejected_at: i64,
}

impl From<RejectedFile> for sync_ingest_rejected_file {
    fn from(file: RejectedFile) -> Self {
        Self {
            id: outward(&*file.id),
            name: outward(file.name.as_bytes()),
            path: outward(file.path.as_os_str().as_bytes()),
            text: outward(file.reason.to_string()),
            reason: (&file.reason).into(),
            size: outward_count(file.size),
            rejected_at: file.rejected_at.seconds,
        }
    }
}

impl sync_ingest_folder {
    fn rejected<R>(&mut self, action: impl FnOnce(RejectedFiles<'_>) -> crate::Result<R>) -> Result<R> {
        self.folder.run(|folder| Ok(action(folder.rejected())?))
    }
}

/// Writes a list of the rejected files, yours to free.
///
/// Errors: the folder or the work area cannot be read.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_folder_rejected_list(
    folder: Option<&mut sync_ingest_folder>,
    list: Option<&mut MaybeUninit<Option<Box<sync_ingest_rejected_list>>>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || {
        let (folder, list) = (required(folder, "folder")?, required(list, "list")?);
        let begun = folder.rejected(|rejected| rejected.list())?;
        list.write(Some(Box::new(sync_ingest_rejected_list { list: Guarded::new(begun) })));
        Ok(())
    })
}

/// Writes the next rejected file of a list, yours to free, or NULL at the end.
///
/// Errors: the failure of the system on this file; the next call goes on with the next one.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_rejected_list_next(
    list: Option<&mut sync_ingest_rejected_list>,
    file: Option<&mut MaybeUninit<Option<Box<sync_ingest_rejected_file>>>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    answer(error, || {
        let (list, file) = (required(list, "list")?, required(file, "file")?);
        let next = list.list.run(|list| Ok(list.next().transpose()?))?;
        file.write(next.map(|next| Box::new(next.into())));
        Ok(())
    })
}

/// Frees a list of rejected files.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_rejected_list_free(list: Option<Box<sync_ingest_rejected_list>>) {
    free(list);
}

/// Writes the rejected file of this `id`, yours to free.
///
/// Errors: SYNC_INGEST_NOT_FOUND if there is no such file (any more); SYNC_INGEST_INVALID_ARGUMENT
/// for what cannot be an id: at most 64 ASCII letters, digits and dashes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_folder_rejected_file(
    folder: Option<&mut sync_ingest_folder>,
    id: *const c_char,
    file: Option<&mut MaybeUninit<Option<Box<sync_ingest_rejected_file>>>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks.
    let id = unsafe { inward(id) };
    answer(error, || {
        let (folder, id) = (required(folder, "folder")?, utf8(id, "id")?);
        let file = required(file, "file")?;
        file.write(Some(Box::new(folder.rejected(|rejected| rejected.get(id))?.into())));
        Ok(())
    })
}

/// Returns the id of its delivery, by which it is dealt with.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_rejected_file_id(file: Option<&sync_ingest_rejected_file>) -> *const c_char {
    look(null(), || Some(file?.id.as_ptr()))
}

/// Returns its name in the drop folder, byte for byte.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_rejected_file_name(file: Option<&sync_ingest_rejected_file>) -> *const c_char {
    look(null(), || Some(file?.name.as_ptr()))
}

/// Returns its path, to be read. Never write there; do not remove it.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_rejected_file_path(file: Option<&sync_ingest_rejected_file>) -> *const c_char {
    look(null(), || Some(file?.path.as_ptr()))
}

/// Returns why it was rejected, in words.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_rejected_file_reason(file: Option<&sync_ingest_rejected_file>) -> *const c_char {
    look(null(), || Some(file?.text.as_ptr()))
}

/// Returns why it was rejected, for programs.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_rejected_file_kind(
    file: Option<&sync_ingest_rejected_file>,
) -> sync_ingest_reject_reason {
    look(sync_ingest_reject_reason::SYNC_INGEST_REJECT_NONE, || Some(file?.reason.kind))
}

/// Returns how often the process died while storing a file, for SYNC_INGEST_REJECT_STORE_DIED;
/// otherwise 0.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_rejected_file_deaths(file: Option<&sync_ingest_rejected_file>) -> i64 {
    look(0, || Some(file?.reason.deaths))
}

/// Returns its size in bytes; 0 unless it is a plain file.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_rejected_file_size(file: Option<&sync_ingest_rejected_file>) -> i64 {
    look(0, || Some(file?.size))
}

/// Returns when it was rejected, in seconds since 1970.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_rejected_file_rejected_at_seconds(file: Option<&sync_ingest_rejected_file>) -> i64 {
    look(0, || Some(file?.rejected_at))
}

/// Frees the description of a rejected file. The file itself stays.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_rejected_file_free(file: Option<Box<sync_ingest_rejected_file>>) {
    free(file);
}

/// Moves a rejected file back into the drop folder, where it is new content that has to settle, and
/// gets another id. Takes the collector lock meanwhile: writes SYNC_INGEST_ARBITRATION_COLLECTING
/// when it is done; otherwise who goes first, and nothing has been done.
///
/// Errors: SYNC_INGEST_ALREADY_EXISTS if a file of its name is in the drop folder or claimed, which
/// is newer; SYNC_INGEST_CHANGED if it is not a plain file; and as
/// sync_ingest_folder_rejected_file().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_folder_put_back_rejected(
    folder: Option<&mut sync_ingest_folder>,
    id: *const c_char,
    arbitration: Option<&mut MaybeUninit<sync_ingest_arbitration>>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks.
    let id = unsafe { inward(id) };
    answer(error, || {
        let (folder, id) = (required(folder, "folder")?, utf8(id, "id")?);
        let arbitration = required(arbitration, "arbitration")?;
        let outcome = match folder.rejected(|rejected| rejected.put_back(id))? {
            Attempt::Granted(()) => Arbitration::Collecting,
            Attempt::Refused(outcome) => outcome,
        };
        arbitration.write(outcome.into());
        Ok(())
    })
}

/// Copies a rejected file into `directory` as `name`, synced unless SYNC_INGEST_DURABILITY_NONE is
/// set, and then removes it from the rejected files. The name appears there with the whole content
/// or not at all. `replace`: 1 to replace a file of that name, 0 to refuse. Needs no lock: a
/// collection may go on meanwhile.
///
/// Errors: SYNC_INGEST_ALREADY_EXISTS if the name is taken there; SYNC_INGEST_INVALID_ARGUMENT for
/// a `name` that is a path, or a `directory` that is the drop folder or its work area;
/// SYNC_INGEST_CHANGED if it is not a plain file, or was changed meanwhile; SYNC_INGEST_HELD if
/// somebody else is storing it there at this moment; and as sync_ingest_folder_rejected_file().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_folder_store_rejected_as(
    folder: Option<&mut sync_ingest_folder>,
    id: *const c_char,
    directory: *const c_char,
    name: *const c_char,
    replace: i32,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks, for all three.
    let (id, directory, name) = unsafe { (inward(id), inward(directory), inward(name)) };
    answer(error, || {
        let (folder, id) = (required(folder, "folder")?, utf8(id, "id")?);
        let (directory, name) = (path(directory, "directory")?, self::name(required(name, "name")?));
        let if_exists = if flag(replace, "replace")? { IfExists::Replace } else { IfExists::Refuse };
        folder.rejected(|rejected| rejected.store_as(id, directory, name, if_exists))
    })
}

/// Removes a rejected file for good.
///
/// Errors: as sync_ingest_folder_rejected_file(); and SYNC_INGEST_IO if it is a folder with
/// something in it, which stays.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_folder_delete_rejected(
    folder: Option<&mut sync_ingest_folder>,
    id: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks.
    let id = unsafe { inward(id) };
    answer(error, || {
        let (folder, id) = (required(folder, "folder")?, utf8(id, "id")?);
        folder.rejected(|rejected| rejected.delete(id))
    })
}
