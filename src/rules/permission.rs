//! The usual mistakes with permissions between an agent and a collector, and the line that mends each.

/// Owner, group and mode, of the drop folder or of a file in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Permissions {
    pub(crate) user: u32,
    pub(crate) group: u32,
    pub(crate) mode: u32,
}

const STICKY: u32 = 0o1000;
const SETGID: u32 = 0o2000;

/// What a look at the folder has met.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trouble {
    /// The user may make, move and remove entries.
    pub(crate) may_write: bool,
    /// A file of somebody else waits, or gave trouble.
    pub(crate) foreign: bool,
    /// One that cannot be read or moved.
    pub(crate) file: Option<Permissions>,
}

/// What is amiss between the folder `path` and the user who collects from it. Nothing where nothing is known to be wrong.
pub(crate) fn advice(path: &str, folder: Permissions, user: u32, trouble: Trouble) -> Vec<String> {
    let Trouble { may_write, foreign, file } = trouble;
    let mut lines = Vec::new();
    if !may_write {
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

    fn told(folder: Permissions, user: u32, may_write: bool, file: Option<(u32, u32)>) -> String {
        let file = file.map(|(group, mode)| Permissions { user: AGENT, group, mode });
        advice("/srv/sync", folder, user, Trouble { may_write, foreign: user != AGENT, file }).join("\n")
    }

    #[test]
    fn each_mistake_has_the_line_that_mends_it() {
        let with = |mode| Permissions { mode, ..FOLDER };
        assert!(told(with(0o40755), SERVICE, false, None).contains("chmod 2770 /srv/sync"));
        assert!(told(with(0o43770), SERVICE, true, None).contains("chmod -t /srv/sync"));
        assert!(told(FOLDER, SERVICE, true, Some((SERVICE, 0o100600))).contains("mode 0600"));
        assert!(told(with(0o40770), SERVICE, true, Some((AGENT, 0o100640))).contains("chmod g+s /srv/sync"));
    }

    #[test]
    fn where_nothing_is_wrong_nothing_is_said() {
        assert_eq!(told(FOLDER, SERVICE, true, Some((SERVICE, 0o100640))), "");
        let sticky = Permissions { mode: 0o43770, ..FOLDER };
        for user in [0, AGENT] {
            assert_eq!(told(sticky, user, true, Some((AGENT, 0o100600))), "");
        }
    }
}
