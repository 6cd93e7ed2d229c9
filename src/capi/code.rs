//! The status codes.

use crate::ErrorKind;

/// What a function that can fail returns. The numbers are never reused.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(feature = "tables"), allow(dead_code, reason = "the numbers are the same with and without tables"))]
pub enum sync_ingest_code {
    /// It worked; the outputs are written.
    SYNC_INGEST_OK = 0,
    /// An argument makes no sense: NULL, out of range, not one of the constants.
    SYNC_INGEST_INVALID_ARGUMENT = 1,
    /// The folder or file does not exist.
    SYNC_INGEST_NOT_FOUND = 2,
    /// A path that should lead to a directory does not.
    SYNC_INGEST_NOT_A_DIRECTORY = 3,
    /// This user may not do that.
    SYNC_INGEST_PERMISSION_DENIED = 4,
    /// The file system is mounted read-only.
    SYNC_INGEST_READ_ONLY = 5,
    /// No space, quota or inode is left.
    SYNC_INGEST_NO_SPACE = 6,
    /// The system reported some other failure: see sync_ingest_error_errno().
    SYNC_INGEST_IO = 7,
    /// The work area cannot be used: wrong owner, type, place or mount.
    SYNC_INGEST_WORK_AREA = 8,
    /// Somebody removed or replaced our lock: the collection has stopped, nothing was lost.
    SYNC_INGEST_LOCK_LOST = 9,
    /// A writer changed the claimed file after it was offered, so that it becomes a new delivery;
    /// or the file that an agent was delivering.
    SYNC_INGEST_CHANGED = 10,
    /// The delivery, collection, lock or agent session has already ended.
    SYNC_INGEST_ALREADY_OVER = 11,
    /// This file may not be moved (it is another user's, or somebody has it open): copy it.
    SYNC_INGEST_MOVE_REFUSED = 12,
    /// A live process holds the lock.
    SYNC_INGEST_HELD = 13,
    /// The name is taken: nothing was overwritten.
    SYNC_INGEST_ALREADY_EXISTS = 14,
    /// A defect of this library: the call was given up, and its handle refuses later calls. Free
    /// it, and please report the message. Files are where the design keeps them after a crash: in
    /// the folder or the work area.
    SYNC_INGEST_PANIC = 15,
    /// A file is refused as a table, or as a file of hashes: see sync_ingest_error_refusal().
    SYNC_INGEST_TABLE_REFUSED = 16,
    /// What is gone from a table is not known: nothing may be removed.
    SYNC_INGEST_GONE_UNKNOWN = 17,
}

impl From<ErrorKind> for sync_ingest_code {
    fn from(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::InvalidArgument => Self::SYNC_INGEST_INVALID_ARGUMENT,
            ErrorKind::NotFound => Self::SYNC_INGEST_NOT_FOUND,
            ErrorKind::NotADirectory => Self::SYNC_INGEST_NOT_A_DIRECTORY,
            ErrorKind::PermissionDenied => Self::SYNC_INGEST_PERMISSION_DENIED,
            ErrorKind::ReadOnly => Self::SYNC_INGEST_READ_ONLY,
            ErrorKind::NoSpace => Self::SYNC_INGEST_NO_SPACE,
            ErrorKind::Io => Self::SYNC_INGEST_IO,
            ErrorKind::WorkArea => Self::SYNC_INGEST_WORK_AREA,
            ErrorKind::LockLost => Self::SYNC_INGEST_LOCK_LOST,
            ErrorKind::Changed => Self::SYNC_INGEST_CHANGED,
            ErrorKind::AlreadyOver => Self::SYNC_INGEST_ALREADY_OVER,
            ErrorKind::MoveRefused => Self::SYNC_INGEST_MOVE_REFUSED,
            ErrorKind::Held => Self::SYNC_INGEST_HELD,
            ErrorKind::AlreadyExists => Self::SYNC_INGEST_ALREADY_EXISTS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_the_numbers_of_the_error_kinds() {
        let kinds = [
            ErrorKind::InvalidArgument,
            ErrorKind::NotFound,
            ErrorKind::NotADirectory,
            ErrorKind::PermissionDenied,
            ErrorKind::ReadOnly,
            ErrorKind::NoSpace,
            ErrorKind::Io,
            ErrorKind::WorkArea,
            ErrorKind::LockLost,
            ErrorKind::Changed,
            ErrorKind::AlreadyOver,
            ErrorKind::MoveRefused,
            ErrorKind::Held,
            ErrorKind::AlreadyExists,
        ];
        for (index, kind) in kinds.into_iter().enumerate() {
            assert_eq!((sync_ingest_code::from(kind) as i32, kind as i32), (index as i32 + 1, index as i32 + 1));
        }
    }
}
