//! The usual mistakes with permissions between an agent and a collector, and the line that fixes
//! each.

use super::shell::quoted;
use std::path::Path;

/// Owner, group and mode, of the drop folder or of a file in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Permissions {
    pub(crate) user: u32,
    pub(crate) group: u32,
    pub(crate) mode: u32,
}

const STICKY: u32 = 0o1000;
const SETGID: u32 = 0o2000;

/// Whether a user may make, move and remove entries of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MayWrite {
    /// As far as can be determined.
    Yes,
    /// Its owner, group and mode do not allow it.
    No,
    /// Nobody may: it is mounted read-only.
    ReadOnly,
}

/// What a look at the folder has met.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trouble {
    /// Whether the user may make, move and remove entries.
    pub(crate) may_write: MayWrite,
    /// A file of somebody else waits, or gave trouble.
    pub(crate) foreign: bool,
    /// One that cannot be read or moved.
    pub(crate) file: Option<Permissions>,
}

/// What keeps a collector's user from reading or moving the files of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Obstacle {
    /// The file system of the folder is mounted read-only.
    ReadOnlyFileSystem,
    /// The owner, group and mode of the folder do not let the collector move anything out of it.
    FolderNotWritable {
        /// The collector's user id.
        user: u32,
    },
    /// The folder is sticky, so that only owners may move their files.
    StickyFolder,
    /// A file may be read by nobody but its owner.
    PrivateFile {
        /// Its permission bits.
        mode: u32,
    },
    /// Files keep their agent's own group, because the folder does not pass its own on to them.
    GroupNotInherited {
        /// The group id of a file.
        file_group: u32,
        /// The group id of the folder.
        folder_group: u32,
    },
    /// The system has refused to read or move a file.
    Refused {
        /// Its error number (`errno`).
        errno: i32,
    },
}

impl Obstacle {
    /// Returns the word that JSON uses.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::Obstacle;
    ///
    /// assert_eq!(Obstacle::StickyFolder.as_str(), "sticky_folder");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ReadOnlyFileSystem => "read_only_file_system",
            Self::FolderNotWritable { .. } => "folder_not_writable",
            Self::StickyFolder => "sticky_folder",
            Self::PrivateFile { .. } => "private_file",
            Self::GroupNotInherited { .. } => "group_not_inherited",
            Self::Refused { .. } => "refused",
        }
    }

    /// Returns the more specific number: the collector's user id, the permission bits or the
    /// group id of a file, or the system's error number.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::Obstacle;
    ///
    /// assert_eq!(Obstacle::PrivateFile { mode: 0o600 }.number(), Some(0o600));
    /// assert_eq!(Obstacle::StickyFolder.number(), None);
    /// ```
    #[must_use]
    pub const fn number(self) -> Option<i64> {
        match self {
            Self::ReadOnlyFileSystem | Self::StickyFolder => None,
            Self::FolderNotWritable { user: number }
            | Self::PrivateFile { mode: number }
            | Self::GroupNotInherited { file_group: number, .. } => Some(number as i64),
            Self::Refused { errno } => Some(errno as i64),
        }
    }

    /// Returns what is wrong with the folder `path` and the line that fixes it, in English; `None`
    /// for what is no matter of permissions.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::Obstacle;
    ///
    /// let advice = Obstacle::StickyFolder.advice("/srv/sync".as_ref());
    /// assert!(advice.is_some_and(|line| line.ends_with("chmod -t /srv/sync")));
    /// ```
    #[must_use]
    pub fn advice(self, path: &Path) -> Option<String> {
        let path = quoted(path);
        Some(match self {
            Self::ReadOnlyFileSystem => {
                "the file system of the folder is mounted read-only: remount it writable".to_owned()
            }
            Self::FolderNotWritable { user } => format!(
                "the collector (user {user}) may not move anything out of the folder: chgrp {path} to a group that agent and \
                 collector share, and chmod 2770 {path}"
            ),
            Self::StickyFolder => {
                format!("the folder is sticky (+t), so that only owners may move their files: chmod -t {path}")
            }
            Self::PrivateFile { mode } => format!(
                "a file has mode {mode:04o}, which nobody but its owner may read: let the agent set 0640 (in sftp `chmod 640` after `put`, \
                 in WinSCP `put -permissions=640`, `sync-deliver` does it), for vsftpd file_open_mode=0666 and local_umask=007 in \
                 vsftpd.conf"
            ),
            Self::GroupNotInherited { file_group, folder_group } => format!(
                "files keep the agent's own group ({file_group}) because the folder does not give them its own ({folder_group}): \
                 chmod g+s {path}"
            ),
            Self::Refused { .. } => return None,
        })
    }
}

/// Returns what is wrong between a folder and the user who collects from it. Nothing where nothing
/// is known to be wrong.
pub(crate) fn obstacles(folder: Permissions, user: u32, trouble: Trouble) -> Vec<Obstacle> {
    let Trouble { may_write, foreign, file } = trouble;
    let mut obstacles = Vec::new();
    if may_write == MayWrite::ReadOnly {
        return vec![Obstacle::ReadOnlyFileSystem];
    }
    if may_write == MayWrite::No {
        obstacles.push(Obstacle::FolderNotWritable { user });
    } else if foreign && folder.mode & STICKY != 0 && ![0, folder.user].contains(&user) {
        obstacles.push(Obstacle::StickyFolder);
    }
    let Some(file) = file.filter(|file| ![0, file.user].contains(&user)) else { return obstacles };
    if file.mode & 0o044 == 0 {
        obstacles.push(Obstacle::PrivateFile { mode: file.mode & 0o7777 });
    } else if file.mode & 0o004 == 0 && file.group != folder.group && folder.mode & SETGID == 0 {
        obstacles.push(Obstacle::GroupNotInherited { file_group: file.group, folder_group: folder.group });
    }
    obstacles
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGENT: u32 = 1_001;
    const SERVICE: u32 = 33;
    const FOLDER: Permissions = Permissions { user: AGENT, group: SERVICE, mode: 0o42770 };

    fn advice(folder: Permissions, user: u32, may_write: MayWrite, file: Option<(u32, u32)>) -> String {
        let file = file.map(|(group, mode)| Permissions { user: AGENT, group, mode });
        let obstacles = obstacles(folder, user, Trouble { may_write, foreign: user != AGENT, file });
        obstacles.iter().filter_map(|one| one.advice(Path::new("/srv/my sync"))).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn each_mistake_has_the_line_that_fixes_it() {
        let with = |mode| Permissions { mode, ..FOLDER };
        assert!(advice(with(0o40755), SERVICE, MayWrite::No, None).contains("chmod 2770 '/srv/my sync'"));
        assert!(advice(with(0o43770), SERVICE, MayWrite::Yes, None).contains("chmod -t '/srv/my sync'"));
        assert!(advice(FOLDER, SERVICE, MayWrite::Yes, Some((SERVICE, 0o100600))).contains("mode 0600"));
        assert!(
            advice(with(0o40770), SERVICE, MayWrite::Yes, Some((AGENT, 0o100640))).contains("chmod g+s '/srv/my sync'")
        );
    }

    #[test]
    fn on_a_read_only_mount_no_group_or_mode_is_to_blame() {
        let text =
            advice(Permissions { mode: 0o43755, ..FOLDER }, SERVICE, MayWrite::ReadOnly, Some((AGENT, 0o100600)));
        assert!(text.contains("remount it writable") && !text.contains("ch"), "{text}");
    }

    #[test]
    fn where_nothing_is_wrong_there_is_no_advice() {
        assert_eq!(advice(FOLDER, SERVICE, MayWrite::Yes, Some((SERVICE, 0o100640))), "");
        let sticky = Permissions { mode: 0o43770, ..FOLDER };
        for user in [0, AGENT] {
            assert_eq!(advice(sticky, user, MayWrite::Yes, Some((AGENT, 0o100600))), "");
        }
    }
}
