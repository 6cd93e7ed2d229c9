//! A host that has mounted the folder: its processes see its mount, its host name and its boot id.
#![allow(unsafe_code, reason = "entering a namespace, becoming a user and sending a signal have no safe wrapper")]

use crate::support::process::{Child, fork};
use crate::support::user::SERVICE;
use serde_json::Value;
use std::fs::File;
use std::os::fd::AsRawFd;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Seconds after which a hanging process of a front end is ended.
const LIMIT: u32 = 1_800;

/// A host that has mounted the folder.
#[derive(Debug)]
pub(crate) struct FrontEnd {
    pub(crate) name: String,
    /// The process that keeps its namespaces alive.
    keeper: u32,
}

/// The answer of the command line.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) exit: i32,
    pub(crate) json: Value,
    pub(crate) output: String,
}

impl FrontEnd {
    /// Returns both front ends of this virtual machine; prints `SKIPPED:` where there are none.
    pub(crate) fn both(test: &str) -> Option<[FrontEnd; 2]> {
        let Ok(names) = std::env::var("SYNC_INGEST_FRONT_ENDS") else {
            println!("SKIPPED: {test}: only in the virtual machine of tests/network/run");
            return None;
        };
        let front_ends = names.split_whitespace().map(|word| {
            let (name, keeper) = word.split_once('=').expect("NAME=PROCESS");
            FrontEnd { name: name.to_owned(), keeper: keeper.parse().unwrap() }
        });
        Some(front_ends.collect::<Vec<_>>().try_into().expect("two front ends"))
    }

    /// Returns the path at which it sees a folder of the server.
    pub(crate) fn path(&self, folder: &str) -> PathBuf {
        PathBuf::from("/mnt").join(&self.name).join(folder)
    }

    fn namespaces(&self) -> [File; 2] {
        ["mnt", "uts"].map(|kind| File::open(format!("/proc/{}/ns/{kind}", self.keeper)).unwrap())
    }

    /// Runs `act` as a user of this host, in a separate process.
    pub(crate) fn fork(&self, user: u32, act: impl FnOnce()) -> Child {
        let namespaces = self.namespaces();
        fork(|| {
            // SAFETY: takes an integer.
            unsafe { libc::alarm(LIMIT) };
            enter(&namespaces, user).unwrap();
            act();
        })
    }

    /// Runs the command line as the service's user on this host.
    pub(crate) fn run(&self, arguments: &[&str]) -> Answer {
        let namespaces = self.namespaces();
        let mut command = Command::new("sync-ingest");
        command.args(arguments).stdin(Stdio::null());
        // SAFETY: only system calls, on descriptors that were opened before the fork.
        unsafe { command.pre_exec(move || enter(&namespaces, SERVICE)) };
        let output = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Answer {
            exit: output.status.code().expect("an exit status"),
            json: serde_json::from_slice(&output.stdout).unwrap_or_default(),
            output: text(&output.stdout) + &text(&output.stderr),
        }
    }
}

/// Enters the namespaces of a host and becomes one of its users, with the service's group in
/// addition to the user's own.
fn enter(namespaces: &[File; 2], user: u32) -> std::io::Result<()> {
    let groups = [SERVICE];
    // SAFETY: these calls take integers, and an array that outlives them.
    let failed = unsafe {
        namespaces.iter().any(|namespace| libc::setns(namespace.as_raw_fd(), 0) != 0)
            || libc::setgroups(groups.len(), groups.as_ptr()) != 0
            || libc::setresgid(user, user, user) != 0
            || libc::setresuid(user, user, user) != 0
    };
    if failed { Err(std::io::Error::last_os_error()) } else { Ok(()) }
}

/// Kills the child and waits for its end. Returns whether it was still alive.
pub(crate) fn kill(child: Child) -> bool {
    // SAFETY: a child of our own that nobody has waited for.
    unsafe { libc::kill(child.id(), libc::SIGKILL) };
    child.end() == libc::SIGKILL
}

impl Answer {
    pub(crate) fn outcome(&self) -> &str {
        self.json["outcome"].as_str().unwrap_or("none")
    }

    /// Returns the names of the delivered files.
    pub(crate) fn delivered(&self) -> Vec<&str> {
        self.json["delivered"].as_array().into_iter().flatten().filter_map(|file| file["name"].as_str()).collect()
    }

    /// Returns the kinds of the active alarms.
    pub(crate) fn alarms(&self) -> Vec<&str> {
        self.json["alarms"].as_array().into_iter().flatten().filter_map(|alarm| alarm["kind"].as_str()).collect()
    }
}
