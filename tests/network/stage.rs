//! The place of a test: a drop folder on the server, and a store on a local disk.

use crate::front_end::{Answer, FrontEnd};
use crate::orphans::wait_for;
use crate::support::user::{AGENT, SERVICE, as_user, give};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The folder that the server exports.
const SERVER: &str = "/disk/export";

/// One drop folder on the server, seen from both front ends, and a store on a local disk.
pub(crate) struct Stage {
    pub(crate) alpha: FrontEnd,
    pub(crate) beta: FrontEnd,
    folder: String,
    local: tempfile::TempDir,
}

impl Stage {
    /// Creates the drop folder, which belongs to the agent; the service's group may write to it.
    pub(crate) fn new(test: &str) -> Option<Self> {
        let [alpha, beta] = FrontEnd::both(test)?;
        let folder = test.to_owned();
        fs::create_dir(Path::new(SERVER).join(&folder)).unwrap();
        give(&Path::new(SERVER).join(&folder), AGENT, SERVICE, 0o2770);
        let local = tempfile::tempdir().unwrap();
        give(local.path(), 0, 0, 0o777);
        fs::create_dir(local.path().join("store")).unwrap();
        give(&local.path().join("store"), SERVICE, SERVICE, 0o755);
        Some(Self { alpha, beta, folder, local })
    }

    /// Returns the path of the folder on a front end.
    pub(crate) fn seen_by(&self, front_end: &FrontEnd) -> PathBuf {
        front_end.path(&self.folder)
    }

    /// Returns the path of the folder on the server itself, without a cache in between.
    pub(crate) fn on_server(&self) -> PathBuf {
        Path::new(SERVER).join(&self.folder)
    }

    /// Returns a path on the disk of the virtual machine, which both front ends share.
    pub(crate) fn local(&self, name: &str) -> PathBuf {
        self.local.path().join(name)
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.local("store")
    }

    /// Runs `sync-ingest collect` on a front end.
    pub(crate) fn collect(&self, front_end: &FrontEnd, flags: &[&str]) -> Answer {
        let (folder, store) = (self.seen_by(front_end), self.store());
        let mut arguments =
            vec!["collect", folder.to_str().unwrap(), "--into", store.to_str().unwrap(), "--settle", "0", "--json"];
        arguments.extend(flags);
        front_end.run(&arguments)
    }

    /// Writes a file as a user, through a front end.
    pub(crate) fn write(&self, front_end: &FrontEnd, user: u32, name: &str, content: &str) {
        let path = self.seen_by(front_end).join(name);
        as_user(user, || {
            fs::write(&path, content).unwrap();
            give(&path, user, SERVICE, 0o644);
        });
    }

    /// Returns the entries of the folder on the server, without hidden ones.
    pub(crate) fn visible(&self) -> Vec<String> {
        crate::support::entries(&self.on_server()).into_iter().filter(|name| !name.starts_with('.')).collect()
    }

    /// Asserts that nothing is left: no file, no lock, no claim. An incident ends with the next
    /// good collection.
    pub(crate) fn assert_clean(&self) {
        assert_eq!(self.visible(), Vec::<String>::new());
        let left = || -> Vec<String> {
            crate::support::entries(&self.on_server().join(".sync_ingest"))
                .into_iter()
                .filter(|name| !matches!(name.as_str(), "guard" | "rejected" | "alarms"))
                .collect()
        };
        // NFS renames a file that is removed while it is open, and removes it shortly after it is
        // closed.
        wait_for("what was removed is gone", || left().iter().all(|name| !name.starts_with(".nfs")));
        assert_eq!(left(), Vec::<String>::new());
    }
}

/// Returns whether there is such an entry, as far as this mount knows.
pub(crate) fn is_there(path: &Path) -> bool {
    match fs::symlink_metadata(path) {
        Ok(_) => true,
        Err(error) if error.kind() == ErrorKind::NotFound => false,
        Err(error) => panic!("{}: {error}", path.display()),
    }
}
