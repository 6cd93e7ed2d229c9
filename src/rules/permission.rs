//! The usual mistakes with permissions between an agent and a collector, and the line that mends each.

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
    /// As far as can be told.
    Yes,
    /// Its owner, group and mode do not let him.
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

/// What is amiss between the folder `path` and the user who collects from it. Nothing where nothing is known to be wrong.
pub(crate) fn advice(path: &Path, folder: Permissions, user: u32, trouble: Trouble) -> Vec<String> {
    let Trouble { may_write, foreign, file } = trouble;
    let (mut lines, path) = (Vec::new(), quoted(path));
    if may_write == MayWrite::ReadOnly {
        lines.push("the file system of the folder is mounted read-only: remount it writable".to_owned());
        return lines;
    }
    if may_write == MayWrite::No {
        lines.push(format!(
            "the collector (user {user}) may not move anything out of the folder: chgrp {path} to a group that agent and collector \
             share, and chmod 2770 {path}"
        ));
    } else if foreign && folder.mode & STICKY != 0 && ![0, folder.user].contains(&user) {
        lines.push(format!("the folder is sticky (+t), so that only owners may move their files: chmod -t {path}"));
    }
    let Some(file) = file.filter(|file| ![0, file.user].contains(&user)) else { return lines };
    if file.mode & 0o044 == 0 {
        lines.push(format!(
            "a file has mode {:04o}, which nobody but its owner may read: let the agent set 0640 (in sftp `chmod 640` after `put`, in WinSCP \
             `put -permissions=640`, `sync-deliver` does it), for vsftpd file_open_mode=0666 and local_umask=007 in vsftpd.conf",
            file.mode & 0o7777
        ));
    } else if file.mode & 0o004 == 0 && file.group != folder.group && folder.mode & SETGID == 0 {
        lines.push(format!(
            "files keep the agent's own group ({}) because the folder does not give them its own ({}): chmod g+s {path}",
            file.group, folder.group
        ));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGENT: u32 = 1_001;
    const SERVICE: u32 = 33;
    const FOLDER: Permissions = Permissions { user: AGENT, group: SERVICE, mode: 0o42770 };

    fn told(folder: Permissions, user: u32, may_write: MayWrite, file: Option<(u32, u32)>) -> String {
        let file = file.map(|(group, mode)| Permissions { user: AGENT, group, mode });
        advice(Path::new("/srv/my sync"), folder, user, Trouble { may_write, foreign: user != AGENT, file }).join("\n")
    }

    #[test]
    fn each_mistake_has_the_line_that_mends_it() {
        let with = |mode| Permissions { mode, ..FOLDER };
        assert!(told(with(0o40755), SERVICE, MayWrite::No, None).contains("chmod 2770 '/srv/my sync'"));
        assert!(told(with(0o43770), SERVICE, MayWrite::Yes, None).contains("chmod -t '/srv/my sync'"));
        assert!(told(FOLDER, SERVICE, MayWrite::Yes, Some((SERVICE, 0o100600))).contains("mode 0600"));
        assert!(
            told(with(0o40770), SERVICE, MayWrite::Yes, Some((AGENT, 0o100640))).contains("chmod g+s '/srv/my sync'")
        );
    }

    #[test]
    fn on_a_read_only_mount_no_group_or_mode_is_to_blame() {
        let said = told(Permissions { mode: 0o43755, ..FOLDER }, SERVICE, MayWrite::ReadOnly, Some((AGENT, 0o100600)));
        assert!(said.contains("remount it writable") && !said.contains("ch"), "{said}");
    }

    #[test]
    fn where_nothing_is_wrong_nothing_is_said() {
        assert_eq!(told(FOLDER, SERVICE, MayWrite::Yes, Some((SERVICE, 0o100640))), "");
        let sticky = Permissions { mode: 0o43770, ..FOLDER };
        for user in [0, AGENT] {
            assert_eq!(told(sticky, user, MayWrite::Yes, Some((AGENT, 0o100600))), "");
        }
    }
}
