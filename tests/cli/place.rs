//! A drop folder and a destination of their own for each test, and the program run on them.

use serde_json::Value;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, SystemTime};

pub(crate) struct Place {
    base: tempfile::TempDir,
}

/// The exit status and the output of the program.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        let place = Self { base: tempfile::tempdir().unwrap() };
        fs::create_dir(place.folder()).unwrap();
        fs::create_dir(place.store()).unwrap();
        place
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.base.path().join("drop")
    }

    pub(crate) fn store(&self) -> PathBuf {
        self.base.path().join("store")
    }

    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.base.path().join(name)
    }

    pub(crate) fn drop_file(&self, name: impl AsRef<Path>, content: &str) -> PathBuf {
        let path = self.folder().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn drop_old_file(&self, name: &str, content: &str, age: Duration) {
        let path = self.drop_file(name, content);
        File::options().write(true).open(path).unwrap().set_modified(SystemTime::now() - age).unwrap();
    }

    /// `sync-ingest collect FOLDER --into DIR …` where every file counts as settled.
    pub(crate) fn collect(&self, flags: &[&str]) -> Answer {
        self.collect_settled("0", flags)
    }

    pub(crate) fn collect_settled(&self, settle: &str, flags: &[&str]) -> Answer {
        run(self.collect_command(settle, flags))
    }

    pub(crate) fn collect_command(&self, settle: &str, flags: &[&str]) -> Command {
        let mut command = program();
        command.arg("collect").arg(self.folder()).arg("--into").arg(self.store());
        command.args(["--settle", settle]).args(flags);
        command
    }

    /// `sync-ingest collect FOLDER … --exec sh -euc SCRIPT`, which gets a delivery as `$1` to `$5`
    /// and is at home beside the drop folder.
    pub(crate) fn exec(&self, flags: &[&str], script: &str) -> Answer {
        run(self.exec_command(flags, script))
    }

    pub(crate) fn exec_command(&self, flags: &[&str], script: &str) -> Command {
        let mut command = program();
        command.arg("collect").arg(self.folder()).args(["--settle", "0"]).args(flags);
        command.args(["--exec", "sh", "-euc", script, "sh"]).current_dir(self.base.path());
        command
    }

    /// `sync-ingest status FOLDER …` where every file counts as settled.
    pub(crate) fn status(&self, flags: &[&str]) -> Answer {
        let mut command = program();
        command.arg("status").arg(self.folder()).args(["--settle", "0"]).args(flags);
        run(command)
    }

    pub(crate) fn unlock(&self, flag: &str) -> Answer {
        let mut command = program();
        command.arg("unlock").arg(self.folder()).arg(flag);
        run(command)
    }

    /// The names in the drop folder, sorted.
    pub(crate) fn names(&self) -> Vec<String> {
        names(&self.folder())
    }
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    pub(crate) fn first_line(&self) -> &str {
        self.stdout.lines().next().unwrap_or_default()
    }
}

pub(crate) fn names(directory: &Path) -> Vec<String> {
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().to_string_lossy().into_owned();
    let mut names = fs::read_dir(directory).unwrap().map(name).collect::<Vec<_>>();
    names.sort();
    names
}

pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sync-ingest"));
    command.stdin(Stdio::null());
    command
}

/// Runs the program with these words.
pub(crate) fn sync_ingest(words: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Answer {
    let mut command = program();
    command.args(words);
    run(command)
}

pub(crate) fn run(mut command: Command) -> Answer {
    answer(&command.output().unwrap())
}

pub(crate) fn answer(output: &Output) -> Answer {
    Answer {
        status: output.status.code().expect("it ended by itself"),
        stdout: String::from_utf8(output.stdout.clone()).unwrap(),
        stderr: String::from_utf8(output.stderr.clone()).unwrap(),
    }
}
