//! Runs the programs of release 0.1.0 and the current ones.

use crate::ftp::Ftp;
use crate::support::TestFolder;
use serde_json::Value;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The programs of one release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Release {
    name: &'static str,
    sync_ingest: PathBuf,
    sync_deliver: PathBuf,
}

/// The exit status (`None` after a signal) and output of a program.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The exit status if there is a lock.
pub(crate) const TRY_LATER: Option<i32> = Some(75);

/// The destination for `sync-deliver`. Its memory depends on this text, so it is the one in the
/// archives.
const TO: &str = "registry@moodle.example:sync";

impl Release {
    /// Returns the current programs.
    pub(crate) fn new() -> Self {
        let sync_ingest = PathBuf::from(env!("CARGO_BIN_EXE_sync-ingest"));
        Self { name: "new", sync_ingest, sync_deliver: root().join("bindings/agent/sync-deliver") }
    }

    /// Returns 0.1.0 if `tests/upgrade/build` has built it, and prints `SKIPPED:` if it has not.
    pub(crate) fn old(test: &str) -> Option<Self> {
        let target =
            std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |path| root().join(path));
        let built = target.join("release-0.1.0");
        let release =
            Self { name: "0.1.0", sync_ingest: built.join("sync-ingest"), sync_deliver: built.join("sync-deliver") };
        let is_there = release.sync_ingest.exists() && release.sync_deliver.exists();
        if !is_there {
            println!("SKIPPED: {test}: release 0.1.0 is not built; tests/upgrade/build does it");
        }
        is_there.then_some(release)
    }

    /// `sync-ingest collect BASE/sync --into BASE/store --json`.
    pub(crate) fn collect(&self, base: &Path, settle: &str) -> Command {
        let mut command = quiet(&self.sync_ingest);
        command.arg("collect").arg(base.join("sync")).arg("--into").arg(base.join("store"));
        command.args(["--json", "--settle", settle]);
        command
    }

    pub(crate) fn status(&self, base: &Path) -> Command {
        let mut command = quiet(&self.sync_ingest);
        command.arg("status").arg(base.join("sync")).arg("--json");
        command
    }

    pub(crate) fn deliver(&self, base: &Path, files: &[&str]) -> Command {
        let mut command = quiet(&self.sync_ingest);
        command.arg("deliver").args(files.iter().map(|file| base.join("out").join(file)));
        command.arg("--to").arg(base.join("sync"));
        command
    }

    /// `sync-deliver` over SFTP, but without a network.
    pub(crate) fn deliver_remotely(&self, base: &Path, files: &[&str], agent: &str) -> Command {
        let mut command = self.script(base, files, agent, TO);
        command.arg("-S").arg(root().join("tests/upgrade/sftp-here")).env("DROP_BASE", base);
        command
    }

    /// `sync-deliver` over FTP, without TLS.
    pub(crate) fn deliver_over_ftp(&self, base: &Path, files: &[&str], agent: &str, server: &Ftp) -> Command {
        let mut command = self.script(base, files, agent, &server.to());
        command.args(["--set", "ftp:ssl-force=no"]).env("LFTP_PASSWORD", "");
        command
    }

    fn script(&self, base: &Path, files: &[&str], agent: &str, to: &str) -> Command {
        let mut command = quiet(&self.sync_deliver);
        command.args(files.iter().map(|file| base.join("out").join(file)));
        command.args(["--to", to, "--agent", agent, "--state"]).arg(base.join("state")).env("TMPDIR", base);
        command
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

impl From<Output> for Answer {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        Self { status: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }
}

/// The folder that holds drop folder, store and whatever else.
pub(crate) fn base(folder: &TestFolder) -> PathBuf {
    folder.path().parent().unwrap().to_owned()
}

pub(crate) fn is_done(answer: &Answer) {
    assert_eq!(answer.status, Some(0), "{answer:?}");
}

pub(crate) fn run(mut command: Command) -> Answer {
    command.output().unwrap().into()
}

/// Returns whether `sync-deliver` can run without a network; prints `SKIPPED:` if it cannot.
pub(crate) fn has_sftp(test: &str) -> bool {
    let help = Command::new("sftp").arg("-h").stdin(Stdio::null()).output();
    let mut server = quiet(&root().join("tests/upgrade/sftp-here"));
    server.env("DROP_BASE", "/");
    let is_there = help.is_ok() && run(server).status == Some(0);
    if !is_there {
        println!("SKIPPED: {test}: sftp or its server is missing");
    }
    is_there
}

fn quiet(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.stdin(Stdio::null());
    command
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
