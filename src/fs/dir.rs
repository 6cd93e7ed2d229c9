//! A directory descriptor, and what can be done with the entries below it.

use super::open_file::OpenFile;
use super::stat::{Kind, Stat};
use super::sys::{set_mode_of, stat_of, sync_by, uninterrupted};
use crate::error::{Error, ErrorKind, Result};
use crate::rules::timestamp::Timestamp;
use rustix::fs::{AtFlags, Mode, OFlags, RenameFlags, Timespec, Timestamps};
use rustix::io::Errno;
use std::ffi::OsStr;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::path::{Path, PathBuf};

/// A directory, held open, and the path under which it was reached, for messages.
#[derive(Debug)]
pub(crate) struct Dir {
    fd: OwnedFd,
    path: PathBuf,
}

/// How a file is to be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    /// For reading and writing where that is allowed, otherwise for reading: NFS wants a writable
    /// descriptor for flock.
    WriteIfPossible,
}

/// An entry held by a descriptor that opens nothing. While it is held, no other inode gets its
/// number.
#[derive(Debug)]
pub(crate) struct Held {
    fd: OwnedFd,
    pub(crate) stat: Stat,
}

/// The result of opening a regular file.
#[derive(Debug)]
pub(crate) enum Opened {
    Absent,
    /// It is not a regular file, and was not opened.
    NotAFile(Stat),
    /// It may not be opened.
    Denied(Stat),
    File(OpenFile, Stat),
}

/// The result of a rename that must not overwrite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoReplace {
    Done,
    /// The target exists.
    Exists,
    /// The file system does not support this operation for this file.
    Unsupported,
}

const DIRECTORY: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

impl Held {
    /// Restores the owner's permissions on an entry that our own user has made. Returns whether it
    /// did.
    fn let_owner_in(&self, mode: u32) -> bool {
        // Through the inode that was inspected: the name may be swapped, and a descriptor that
        // opens nothing cannot change the mode itself.
        let magic_link = format!("/proc/self/fd/{}", self.fd.as_raw_fd());
        self.stat.user == super::effective_user()
            && uninterrupted(|| rustix::fs::chmod(&magic_link, Mode::from_raw_mode(mode))).is_ok()
    }
}

impl Dir {
    /// Opens a directory by path; links in the path are followed.
    pub(crate) fn open(path: &Path, action: &str) -> Result<Self> {
        Self::open_if_there(path, action)?.ok_or_else(|| {
            Error::missing(action, path).with_kind(ErrorKind::NotFound, "make that folder, or give the right path")
        })
    }

    /// Opens a directory by path; `None` if there is none.
    pub(crate) fn open_if_there(path: &Path, action: &str) -> Result<Option<Self>> {
        match uninterrupted(|| rustix::fs::open(path, DIRECTORY, Mode::empty())) {
            Ok(fd) => Ok(Some(Self { fd, path: path.to_owned() })),
            Err(Errno::NOENT) => Ok(None),
            Err(errno) => Err(Error::system(action, path, errno)),
        }
    }

    /// Opens a directory below this one, never through a link. `None` if there is nothing of that
    /// name.
    pub(crate) fn open_dir(&self, name: impl AsRef<OsStr>) -> Result<Option<Self>> {
        let name = name.as_ref();
        match uninterrupted(|| rustix::fs::openat(&self.fd, name, DIRECTORY | OFlags::NOFOLLOW, Mode::empty())) {
            Ok(fd) => Ok(Some(Self { fd, path: self.path.join(name) })),
            Err(Errno::NOENT) => Ok(None),
            Err(Errno::ACCESS) if self.let_owner_in(name) => {
                uninterrupted(|| rustix::fs::openat(&self.fd, name, DIRECTORY | OFlags::NOFOLLOW, Mode::empty()))
                    .map(|fd| Some(Self { fd, path: self.path.join(name) }))
                    .map_err(|errno| self.error("open the folder", name, errno))
            }
            Err(errno) => Err(self.error("open the folder", name, errno)),
        }
    }

    /// Restores the owner's permissions on a folder that we made under a umask which removed them.
    /// Returns whether it was such a folder.
    fn let_owner_in(&self, name: &OsStr) -> bool {
        let Ok(Some(held)) = self.hold(name) else { return false };
        held.stat.kind == Kind::Directory && held.stat.mode & 0o700 != 0o700 && held.let_owner_in(0o700)
    }

    /// Makes a directory and opens it; an existing one is only opened.
    pub(crate) fn make_dir(&self, name: impl AsRef<OsStr>) -> Result<Self> {
        let name = name.as_ref();
        match uninterrupted(|| rustix::fs::mkdirat(&self.fd, name, Mode::RWXU)) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(errno) => return Err(self.error("make the folder", name, errno)),
        }
        self.open_dir(name)?.ok_or_else(|| self.error("open the folder", name, Errno::NOENT))
    }

    /// Opens the same directory again, for a fresh listing, also on network file systems.
    pub(crate) fn reopen(&self) -> Result<Self> {
        let fd = uninterrupted(|| rustix::fs::openat(&self.fd, ".", DIRECTORY, Mode::empty()))
            .map_err(|errno| Error::system("open the folder", &self.path, errno))?;
        Ok(Self { fd, path: self.path.clone() })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn path_of(&self, name: impl AsRef<OsStr>) -> PathBuf {
        self.path.join(name.as_ref())
    }

    /// Records the new path for messages, after the directory itself was renamed.
    pub(crate) fn moved_to(&mut self, path: PathBuf) {
        self.path = path;
    }

    /// Returns the metadata of the directory itself.
    pub(crate) fn metadata(&self) -> Result<Stat> {
        stat_of(&self.fd).map_err(|errno| Error::system("look at the folder", &self.path, errno))
    }

    /// Returns the metadata of an entry; links are not followed. `None` if there is nothing of that
    /// name.
    pub(crate) fn stat(&self, name: impl AsRef<OsStr>) -> Result<Option<Stat>> {
        let name = name.as_ref();
        match uninterrupted(|| rustix::fs::statat(&self.fd, name, AtFlags::SYMLINK_NOFOLLOW)) {
            Ok(stat) => Ok(Some(stat.into())),
            Err(Errno::NOENT) => Ok(None),
            Err(errno) => Err(self.error("look at", name, errno)),
        }
    }

    /// Opens a regular file, and nothing else.
    pub(crate) fn open_file(&self, name: impl AsRef<OsStr>, access: Access) -> Result<Opened> {
        let name = name.as_ref();
        match self.hold(name)? {
            None => Ok(Opened::Absent),
            Some(held) if held.stat.kind != Kind::File => Ok(Opened::NotAFile(held.stat)),
            Some(held) => self.open_held(&held, name, access),
        }
    }

    /// Opens a file that this library made, in a folder that nobody else may write to. If the umask
    /// removed the owner's permissions, they are restored.
    pub(crate) fn open_own_file(&self, name: impl AsRef<OsStr>, access: Access) -> Result<Opened> {
        let name = name.as_ref();
        match self.hold(name)? {
            Some(held) if held.stat.kind == Kind::File && held.stat.mode & 0o600 != 0o600 => {
                held.let_owner_in(0o600);
                self.open_held(&held, name, access)
            }
            _ => self.open_file(name, access),
        }
    }

    /// Holds an entry without opening it, whatever it is.
    pub(crate) fn hold(&self, name: impl AsRef<OsStr>) -> Result<Option<Held>> {
        let name = name.as_ref();
        let handle = OFlags::PATH | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let fd = match uninterrupted(|| rustix::fs::openat(&self.fd, name, handle, Mode::empty())) {
            Ok(fd) => fd,
            Err(Errno::NOENT) => return Ok(None),
            Err(errno) => return Err(self.error("open", name, errno)),
        };
        let stat = stat_of(&fd).map_err(|errno| self.error("look at", name, errno))?;
        Ok(Some(Held { fd, stat }))
    }

    /// Opens exactly the held inode, so that a link, FIFO or device swapped in meanwhile is never
    /// touched.
    fn open_held(&self, held: &Held, name: &OsStr, access: Access) -> Result<Opened> {
        match self.try_open_held(held, name, access) {
            Ok(fd) => Ok(Opened::File(OpenFile::new(fd, self.path_of(name)), held.stat)),
            Err(Errno::ACCESS | Errno::PERM) => Ok(Opened::Denied(held.stat)),
            Err(errno) => Err(self.error("open", name, errno)),
        }
    }

    fn try_open_held(&self, held: &Held, name: &OsStr, access: Access) -> rustix::io::Result<OwnedFd> {
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let magic_link = format!("/proc/self/fd/{}", held.fd.as_raw_fd());
        let open = |mode: OFlags| match uninterrupted(|| rustix::fs::open(&magic_link, flags | mode, Mode::empty())) {
            // No /proc in this chroot, or one whose links are not followed: open by name, and
            // compare.
            Err(Errno::NOENT | Errno::LOOP) => {
                let flags = flags | mode | OFlags::NOFOLLOW;
                let fd = uninterrupted(|| rustix::fs::openat(&self.fd, name, flags, Mode::empty()))?;
                if stat_of(&fd)?.is_same_inode(&held.stat) { Ok(fd) } else { Err(Errno::STALE) }
            }
            other => other,
        };
        if access == Access::WriteIfPossible {
            match open(OFlags::RDWR) {
                Err(Errno::ACCESS | Errno::PERM | Errno::ROFS | Errno::TXTBSY) => {}
                other => return other,
            }
        }
        open(OFlags::RDONLY)
    }

    /// Opens a file of a directory in which nobody else can swap names.
    pub(crate) fn open_private(&self, name: impl AsRef<OsStr>) -> Result<OpenFile> {
        let name = name.as_ref();
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        uninterrupted(|| rustix::fs::openat(&self.fd, name, flags, Mode::empty()))
            .map(|fd| OpenFile::new(fd, self.path_of(name)))
            .map_err(|errno| self.error("open", name, errno))
    }

    /// Renames an entry into another directory of the same file system, replacing an entry of that
    /// name.
    pub(crate) fn rename(&self, name: impl AsRef<OsStr>, to: &Self, to_name: impl AsRef<OsStr>) -> Result<()> {
        let (name, to_name) = (name.as_ref(), to_name.as_ref());
        uninterrupted(|| rustix::fs::renameat(&self.fd, name, &to.fd, to_name))
            .map_err(|errno| self.error_to("move", name, to, to_name, errno))
    }

    /// Renames without overwriting, in one atomic step, where the file system can.
    pub(crate) fn rename_no_replace(
        &self,
        name: impl AsRef<OsStr>,
        to: &Self,
        to_name: impl AsRef<OsStr>,
    ) -> Result<NoReplace> {
        let (name, to_name) = (name.as_ref(), to_name.as_ref());
        match uninterrupted(|| rustix::fs::renameat_with(&self.fd, name, &to.fd, to_name, RenameFlags::NOREPLACE)) {
            Ok(()) => Ok(NoReplace::Done),
            Err(Errno::EXIST) => Ok(NoReplace::Exists),
            Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => Ok(NoReplace::Unsupported),
            Err(Errno::PERM) if is_forbidden_by_sandbox() => Ok(NoReplace::Unsupported),
            Err(errno) => Err(self.error_to("move", name, to, to_name, errno)),
        }
    }

    /// Gives an entry a second name. Cannot overwrite.
    pub(crate) fn link(&self, name: impl AsRef<OsStr>, to: &Self, to_name: impl AsRef<OsStr>) -> Result<NoReplace> {
        let (name, to_name) = (name.as_ref(), to_name.as_ref());
        match uninterrupted(|| rustix::fs::linkat(&self.fd, name, &to.fd, to_name, AtFlags::empty())) {
            Ok(()) => Ok(NoReplace::Done),
            Err(Errno::EXIST) => Ok(NoReplace::Exists),
            // EPERM: no hard links here, or `fs.protected_hardlinks` and a file of another user.
            Err(Errno::PERM | Errno::OPNOTSUPP | Errno::NOSYS | Errno::MLINK | Errno::XDEV) => {
                Ok(NoReplace::Unsupported)
            }
            Err(errno) => Err(self.error_to("link", name, to, to_name, errno)),
        }
    }

    /// Sets the modification time of an entry; links are not followed. Returns whether there was
    /// one.
    pub(crate) fn set_modified(&self, name: impl AsRef<OsStr>, time: Timestamp) -> Result<bool> {
        let time = Timespec { tv_sec: time.seconds, tv_nsec: time.nanoseconds.into() };
        let times = Timestamps { last_access: time, last_modification: time };
        let name = name.as_ref();
        match uninterrupted(|| rustix::fs::utimensat(&self.fd, name, &times, AtFlags::SYMLINK_NOFOLLOW)) {
            Ok(()) => Ok(true),
            Err(Errno::NOENT) => Ok(false),
            Err(errno) => Err(self.error("set the time of", name, errno)),
        }
    }

    /// Removes a file's name. Returns whether there was one.
    pub(crate) fn unlink(&self, name: impl AsRef<OsStr>) -> Result<bool> {
        self.remove(name.as_ref(), AtFlags::empty())
    }

    /// Removes an empty directory. Returns whether there was one.
    pub(crate) fn remove_dir(&self, name: impl AsRef<OsStr>) -> Result<bool> {
        self.remove(name.as_ref(), AtFlags::REMOVEDIR)
    }

    fn remove(&self, name: &OsStr, flags: AtFlags) -> Result<bool> {
        match uninterrupted(|| rustix::fs::unlinkat(&self.fd, name, flags)) {
            Ok(()) => Ok(true),
            Err(Errno::NOENT) => Ok(false),
            Err(errno) => Err(self.error("remove", name, errno)),
        }
    }

    /// Makes the entries of this directory durable.
    pub(crate) fn sync(&self) -> Result<()> {
        match uninterrupted(|| rustix::fs::fsync(&self.fd)) {
            // Some network and FUSE file systems lack this call for directories, and need none.
            Ok(()) | Err(Errno::INVAL | Errno::OPNOTSUPP) => Ok(()),
            Err(Errno::NOSYS | Errno::PERM) => sync_by(&[rustix::fs::fdatasync, rustix::fs::syncfs], &self.fd)
                .map_err(|errno| Error::system("sync the folder", &self.path, errno)),
            Err(errno) => Err(Error::system("sync the folder", &self.path, errno)),
        }
    }

    /// Makes the whole file system of this directory durable.
    pub(crate) fn sync_file_system(&self) -> Result<()> {
        match uninterrupted(|| rustix::fs::syncfs(&self.fd)) {
            // Slower, because it syncs every file system; it reports no errors.
            Err(Errno::NOSYS | Errno::PERM | Errno::INVAL | Errno::OPNOTSUPP) => {
                rustix::fs::sync();
                Ok(())
            }
            synced => synced.map_err(|errno| Error::system("sync the file system of", &self.path, errno)),
        }
    }

    /// Sets the mode of the directory itself.
    pub(crate) fn set_mode(&self, mode: u32) -> Result<()> {
        set_mode_of(&self.fd, mode).map_err(|errno| Error::system("set the mode of", &self.path, errno))
    }

    /// Hands a directory or a file that root has made over to the service's user.
    pub(crate) fn give_to(&self, made: &impl AsFd, user: u32, group: u32) -> Result<()> {
        let (user, group) = (rustix::fs::Uid::from_raw(user), rustix::fs::Gid::from_raw(group));
        uninterrupted(|| rustix::fs::fchown(made, Some(user), Some(group)))
            .map_err(|errno| Error::system("give away what was made in", &self.path, errno))
    }

    /// The raw magic number of the file system.
    pub(super) fn magic(&self) -> Result<u64> {
        let statfs = match uninterrupted(|| rustix::fs::fstatfs(&self.fd)) {
            // A sandbox forbids the call: an unknown file system, of which nothing is assumed.
            Err(Errno::NOSYS | Errno::PERM) => return Ok(0),
            asked => asked.map_err(|errno| Error::system("look at the file system of", &self.path, errno))?,
        };
        #[allow(clippy::unnecessary_cast, reason = "its width differs between architectures")]
        Ok(statfs.f_type as u64 & 0xffff_ffff)
    }

    pub(super) fn error_to(&self, action: &str, name: &OsStr, to: &Self, to_name: &OsStr, errno: Errno) -> Error {
        Error::system(format!("{action} {:?} to", self.path_of(name)), &to.path_of(to_name), errno)
    }

    /// An error about an entry of this directory.
    pub(super) fn error(&self, action: impl Into<String>, name: &OsStr, errno: Errno) -> Error {
        Error::system(action, &self.path.join(name), errno)
    }
}

/// Returns whether a sandbox, rather than the file, is why a rename without overwriting is not
/// permitted: it also refuses one that could only fail because neither name exists.
fn is_forbidden_by_sandbox() -> bool {
    use rustix::fs::CWD;
    uninterrupted(|| rustix::fs::renameat_with(CWD, "", CWD, "", RenameFlags::NOREPLACE)) == Err(Errno::PERM)
}

impl AsFd for Dir {
    fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
        self.fd.as_fd()
    }
}
