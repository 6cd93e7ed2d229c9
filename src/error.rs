//! Errors as messages to a person: what was tried, on which path, what the system said, what to do about it.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

/// The result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What kind of failure it is, for programs to branch on. The numbers are those of the C status codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An argument makes no sense.
    InvalidArgument = 1,
    /// The folder or file does not exist.
    NotFound = 2,
    /// What should be a directory is not one.
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
    /// A writer changed the claimed file after it was offered, which will be a new delivery; or what an agent was about to deliver.
    Changed = 10,
    /// The delivery or the collection has already come to its end.
    AlreadyOver = 11,
    /// Moving is not allowed for this file (design: own user and nobody has it open): copy it.
    MoveRefused = 12,
    /// A live process holds the lock.
    Held = 13,
}

impl ErrorKind {
    /// The word that the command line and JSON use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidArgument => "invalid_argument",
            Self::NotFound => "not_found",
            Self::NotADirectory => "not_a_directory",
            Self::PermissionDenied => "permission_denied",
            Self::ReadOnly => "read_only",
            Self::NoSpace => "no_space",
            Self::Io => "io",
            Self::WorkArea => "work_area",
            Self::LockLost => "lock_lost",
            Self::Changed => "changed",
            Self::AlreadyOver => "already_over",
            Self::MoveRefused => "move_refused",
            Self::Held => "held",
        }
    }
}

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

/// A failure: what was tried, on which path, why it failed, and what to do about it where that is known.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.message())]
pub struct Error {
    kind: ErrorKind,
    action: String,
    path: Option<PathBuf>,
    #[source]
    source: Option<io::Error>,
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
            source: Some(source),
            advice: advice.map(Cow::from),
        }
    }

    /// A refusal of our own.
    pub(crate) fn refused(
        kind: ErrorKind,
        action: impl Into<String>,
        path: Option<&Path>,
        advice: impl Into<Cow<'static, str>>,
    ) -> Self {
        let (action, path) = (action.into(), path.map(Path::to_owned));
        Self { kind, action, path, source: None, advice: Some(advice.into()) }
    }

    pub(crate) fn invalid(what: impl Into<String>, advice: impl Into<Cow<'static, str>>) -> Self {
        Self::refused(ErrorKind::InvalidArgument, what, None, advice)
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

    /// A rename was refused where a copy can succeed: between two mounts, project quotas or encryption policies (EPERM before
    /// Linux 5.1), or on a file system that renames within one folder only.
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

    /// What kind of failure it is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The path that it happened on, where there is one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The system's error number (`errno`), where the system reported one.
    #[must_use]
    pub fn errno(&self) -> Option<i32> {
        self.source.as_ref().and_then(io::Error::raw_os_error)
    }

    fn message(&self) -> String {
        let mut text = format!("cannot {}", self.action);
        if let Some(path) = &self.path {
            // Debug form: a hostile name must not reach a terminal or a log as it is.
            text.push_str(&format!(" {path:?}"));
        }
        if let Some(source) = &self.source {
            text.push_str(&format!(": {source}"));
        }
        if let Some(advice) = &self.advice {
            text.push_str(&format!("; {advice}"));
        }
        text
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
        // Not for want of permission bits: those are EACCES.
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
    fn a_hostile_name_is_escaped_in_the_message() {
        let error = Error::system("read", Path::new("a\u{1b}[2J\n"), io::Error::from_raw_os_error(libc::EIO));
        assert!(!error.to_string().contains(['\u{1b}', '\n']));
    }
}
