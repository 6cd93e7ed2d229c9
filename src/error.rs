//! Errors as messages to a person: what was tried, on which path, what the system answered, what to
//! do about it.

use crate::rules::word::words;
use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

/// The result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The kind of a failure, for programs to branch on. The numbers are those of the C status codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An argument makes no sense.
    InvalidArgument = 1,
    /// The folder or file does not exist.
    NotFound = 2,
    /// A path that should lead to a directory does not.
    NotADirectory = 3,
    /// This user may not do that.
    PermissionDenied = 4,
    /// The file system is mounted read-only.
    ReadOnly = 5,
    /// No space, quota or inode is left.
    NoSpace = 6,
    /// The system reported some other failure.
    Io = 7,
    /// The work area cannot be used: wrong owner, type, place or mount.
    WorkArea = 8,
    /// Somebody removed or replaced our lock: the collection has stopped, nothing was lost.
    LockLost = 9,
    /// A writer changed the claimed file after it was offered, so that it becomes a new delivery;
    /// or the file that an agent was delivering.
    Changed = 10,
    /// The delivery or the collection has already ended.
    AlreadyOver = 11,
    /// Moving is not allowed for this file (only a file of our own user that no process has open
    /// may be moved): copy it.
    MoveRefused = 12,
    /// A live process holds the lock.
    Held = 13,
    /// The name is taken: nothing was overwritten.
    AlreadyExists = 14,
}

words!(ErrorKind {
    InvalidArgument => "invalid_argument",
    NotFound => "not_found",
    NotADirectory => "not_a_directory",
    PermissionDenied => "permission_denied",
    ReadOnly => "read_only",
    NoSpace => "no_space",
    Io => "io",
    WorkArea => "work_area",
    LockLost => "lock_lost",
    Changed => "changed",
    AlreadyOver => "already_over",
    MoveRefused => "move_refused",
    Held => "held",
    AlreadyExists => "already_exists",
});

/// Why the system refuses to read or move an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Its owner or mode (EACCES).
    Permissions,
    /// Attributes such as *immutable*, a sticky folder, a sandbox (EPERM).
    Attributes,
    /// It cannot be moved within what looks like one file system (EXDEV).
    OtherPlace,
    /// Anything else, such as a failing disk.
    Failure,
}

impl Refusal {
    /// Returns what an error number means for an entry that was to be read or moved.
    pub(crate) fn of(errno: i32) -> Self {
        match errno {
            libc::EACCES => Self::Permissions,
            libc::EPERM => Self::Attributes,
            libc::EXDEV => Self::OtherPlace,
            _ => Self::Failure,
        }
    }
}

/// The cause of a failure.
#[derive(Debug)]
enum Cause {
    /// The system refused it.
    System(io::Error),
    /// We refused it, for this reason.
    Rule(Cow<'static, str>),
}

/// A failure: what was tried, on which path, why it failed, and what to do about it if that is
/// known. `Display` puts all of it in one line, in which control characters of names are escaped;
/// so `source()` has nothing to add and is `None`.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub struct Error {
    kind: ErrorKind,
    action: String,
    path: Option<PathBuf>,
    cause: Option<Cause>,
    advice: Option<Cow<'static, str>>,
}

impl Error {
    /// A failed system call: `action` is a verb phrase such as "open the drop folder".
    pub(crate) fn system(action: impl Into<String>, path: &Path, source: impl Into<io::Error>) -> Self {
        let source = source.into();
        let (kind, advice) = (kind_of(&source), advice_for(&source));
        Self {
            kind,
            action: action.into(),
            path: Some(path.to_owned()),
            cause: Some(Cause::System(source)),
            advice: advice.map(Cow::from),
        }
    }

    /// The same if there is no path.
    #[cfg(feature = "tables")]
    pub(crate) fn unnamed(action: impl Into<String>, source: io::Error) -> Self {
        Self { path: None, ..Self::system(action, Path::new(""), source) }
    }

    /// A refusal of our own: `action` is a verb phrase. Where the advice does not show why, add the
    /// reason with [`because`](Self::because).
    pub(crate) fn refused(
        kind: ErrorKind,
        action: impl Into<String>,
        path: Option<&Path>,
        advice: impl Into<Cow<'static, str>>,
    ) -> Self {
        let (action, path) = (action.into(), path.map(Path::to_owned));
        Self { kind, action, path, cause: None, advice: Some(advice.into()) }
    }

    pub(crate) fn invalid(what: impl Into<String>, advice: impl Into<Cow<'static, str>>) -> Self {
        Self::refused(ErrorKind::InvalidArgument, what, None, advice)
    }

    #[must_use]
    pub(crate) fn because(mut self, why: impl Into<Cow<'static, str>>) -> Self {
        self.cause = Some(Cause::Rule(why.into()));
        self
    }

    #[must_use]
    pub(crate) fn with_kind(mut self, kind: ErrorKind, advice: impl Into<Cow<'static, str>>) -> Self {
        self.kind = kind;
        self.advice = Some(advice.into());
        self
    }

    /// The name is taken.
    pub(crate) fn taken(action: impl Into<String>, path: &Path) -> Self {
        Self::system(action, path, io::Error::from_raw_os_error(libc::EEXIST))
    }

    /// A folder that was to be removed holds something.
    pub(crate) fn not_empty(action: impl Into<String>, path: &Path) -> Self {
        Self::system(action, path, io::Error::from_raw_os_error(libc::ENOTEMPTY))
    }

    /// There is nothing of that name.
    pub(crate) fn missing(action: impl Into<String>, path: &Path) -> Self {
        Self::system(action, path, io::Error::from_raw_os_error(libc::ENOENT))
    }

    /// This user may not do that.
    pub(crate) fn denied(action: impl Into<String>, path: &Path) -> Self {
        Self::system(action, path, io::Error::from_raw_os_error(libc::EACCES))
    }

    /// The file would be larger than this process may write.
    pub(crate) fn beyond_limit(action: impl Into<String>, path: &Path) -> Self {
        Self::system(action, path, io::Error::from_raw_os_error(libc::EFBIG))
    }

    /// There is not enough space.
    pub(crate) fn no_space(action: impl Into<String>, path: &Path) -> Self {
        Self::system(action, path, io::Error::from_raw_os_error(libc::ENOSPC))
    }

    /// It was there a moment ago: removed, or replaced on a file server.
    pub(crate) fn is_vanished(&self) -> bool {
        matches!(self.errno(), Some(libc::ENOENT | libc::ESTALE))
    }

    /// A rename was refused where a copy can succeed: between two mounts, across project quotas or
    /// encryption policies (EPERM before Linux 5.1), or on a file system that renames within one
    /// folder only.
    pub(crate) fn refuses_rename(&self) -> bool {
        matches!(self.errno(), Some(libc::EXDEV | libc::EPERM | libc::EOPNOTSUPP | libc::ENOSYS))
    }

    /// The file system or a sandbox does not offer it.
    pub(crate) fn is_unsupported(&self) -> bool {
        matches!(self.errno(), Some(libc::ENOSYS | libc::EOPNOTSUPP | libc::EINVAL))
    }

    /// A directory that was to be removed holds something.
    pub(crate) fn is_not_empty(&self) -> bool {
        matches!(self.errno(), Some(libc::ENOTEMPTY | libc::EEXIST))
    }

    /// Returns the kind of the failure, for programs to branch on.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::{DropFolder, ErrorKind, Options};
    ///
    /// let folder = DropFolder::new("/srv/no-such-folder", Options::default())?;
    /// let error = folder.status().unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::NotFound);
    /// assert_eq!(error.kind().as_str(), "not_found");
    /// # Ok::<(), sync_ingest::Error>(())
    /// ```
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns the path that it happened on, if there is one.
    ///
    /// # Examples
    /// ```
    /// use std::path::Path;
    /// use sync_ingest::{DropFolder, Options};
    ///
    /// let folder = DropFolder::new("/srv/no-such-folder", Options::default())?;
    /// let error = folder.status().unwrap_err();
    /// assert_eq!(error.path(), Some(Path::new("/srv/no-such-folder")));
    /// # Ok::<(), sync_ingest::Error>(())
    /// ```
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Returns the system's error number (`errno`), if the system reported one.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::{DropFolder, Options};
    ///
    /// let folder = DropFolder::new("/srv/no-such-folder", Options::default())?;
    /// let error = folder.status().unwrap_err();
    /// assert_eq!(error.errno(), Some(2), "ENOENT");
    /// # Ok::<(), sync_ingest::Error>(())
    /// ```
    #[must_use]
    pub fn errno(&self) -> Option<i32> {
        self.system_error().and_then(io::Error::raw_os_error)
    }

    fn system_error(&self) -> Option<&io::Error> {
        match &self.cause {
            Some(Cause::System(error)) => Some(error),
            Some(Cause::Rule(_)) | None => None,
        }
    }

    fn message(&self) -> String {
        let mut text = format!("cannot {}", self.action);
        if let Some(path) = &self.path {
            // Debug form: a hostile name must not reach a terminal or a log as it is.
            text.push_str(&format!(" {path:?}"));
        }
        match &self.cause {
            Some(Cause::System(error)) => text.push_str(&format!(": {error}")),
            Some(Cause::Rule(why)) => text.push_str(&format!(": {why}")),
            None => {}
        }
        if let Some(advice) = &self.advice {
            text.push_str(&format!("; {advice}"));
        }
        text
    }
}

/// Keeps the kind and the message of the error; [`io::Error::downcast`] returns the error itself.
impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        let kind = match (error.system_error(), error.kind) {
            (Some(system), _) => system.kind(),
            (None, ErrorKind::InvalidArgument) => io::ErrorKind::InvalidInput,
            (None, ErrorKind::NotFound) => io::ErrorKind::NotFound,
            (None, ErrorKind::NotADirectory) => io::ErrorKind::NotADirectory,
            (None, ErrorKind::PermissionDenied) => io::ErrorKind::PermissionDenied,
            (None, ErrorKind::ReadOnly) => io::ErrorKind::ReadOnlyFilesystem,
            (None, ErrorKind::NoSpace) => io::ErrorKind::StorageFull,
            (None, ErrorKind::Held) => io::ErrorKind::ResourceBusy,
            (None, ErrorKind::AlreadyExists) => io::ErrorKind::AlreadyExists,
            (None, _) => io::ErrorKind::Other,
        };
        Self::new(kind, error)
    }
}

const FILE_SIZE_LIMIT: &str = "raise the file size limit of this process (`ulimit -f`, LimitFSIZE= in its systemd unit), or the file system's own";

fn kind_of(source: &io::Error) -> ErrorKind {
    match source.raw_os_error() {
        Some(libc::ENOENT) => ErrorKind::NotFound,
        Some(libc::ENOTDIR) => ErrorKind::NotADirectory,
        Some(libc::EACCES | libc::EPERM) => ErrorKind::PermissionDenied,
        Some(libc::EROFS) => ErrorKind::ReadOnly,
        Some(libc::ENOSPC | libc::EDQUOT) => ErrorKind::NoSpace,
        _ => ErrorKind::Io,
    }
}

fn advice_for(source: &io::Error) -> Option<&'static str> {
    match source.raw_os_error()? {
        libc::EACCES => {
            Some("give this user read, write and search permission there (a shared group and mode 2770 do)")
        }
        // Missing permission bits are EACCES.
        libc::EPERM => Some(
            "no mode of it is to blame: a sticky folder (+t), an attribute (lsattr), the mount, or the sandbox of a container or service \
             forbids it to this user",
        ),
        libc::EROFS => Some("the file system is mounted read-only: remount it writable"),
        libc::ENOSPC | libc::EDQUOT => Some("free some space (or inodes, or quota); the files stay where they are"),
        libc::ENOSYS | libc::EOPNOTSUPP => Some(
            "neither a mode nor an owner is to blame: this file system, or the sandbox that this runs in, does not offer it",
        ),
        libc::EFBIG => Some(FILE_SIZE_LIMIT),
        libc::ENOLCK => Some(
            "the lock service of the file server does not answer: start it (NFSv3: rpc.statd), or mount with NFSv4",
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_has_verb_path_cause_and_advice() {
        let error =
            Error::system("open the drop folder", Path::new("/x/y"), io::Error::from_raw_os_error(libc::EACCES));
        let text = error.to_string();
        assert!(
            text.starts_with("cannot open the drop folder \"/x/y\": Permission denied (os error 13); give "),
            "{text}"
        );
        assert_eq!((error.kind(), error.errno()), (ErrorKind::PermissionDenied, Some(13)));
    }

    #[test]
    fn a_refusal_of_our_own_has_its_reason_where_the_system_has_its_message() {
        let error = Error::refused(ErrorKind::Changed, "deliver", Some(Path::new("/x/y")), "deliver it again")
            .because("it changes while it is read");
        assert_eq!(error.to_string(), "cannot deliver \"/x/y\": it changes while it is read; deliver it again");
    }

    #[test]
    fn the_cause_is_named_once_and_not_again_by_the_source() {
        let error = Error::system("read", Path::new("/x"), io::Error::from_raw_os_error(libc::EIO));
        assert!(error.to_string().contains("os error 5"));
        assert!(std::error::Error::source(&error).is_none());
    }

    #[test]
    fn an_io_error_keeps_kind_and_message_and_leads_back() {
        let error = Error::system("read", Path::new("/x"), io::Error::from_raw_os_error(libc::EACCES));
        let (kind, message) = (error.kind(), error.to_string());
        let converted = io::Error::from(error);
        assert_eq!((converted.kind(), converted.to_string()), (io::ErrorKind::PermissionDenied, message));
        assert_eq!(converted.downcast::<Error>().unwrap().kind(), kind);
        let held = Error::refused(ErrorKind::Held, "remove", None, "wait for it");
        assert_eq!(io::Error::from(held).kind(), io::ErrorKind::ResourceBusy);
    }

    #[test]
    fn a_hostile_name_is_escaped_in_the_message() {
        let error = Error::system("read", Path::new("a\u{1b}[2J\n"), io::Error::from_raw_os_error(libc::EIO));
        assert!(!error.to_string().contains(['\u{1b}', '\n']));
    }
}
