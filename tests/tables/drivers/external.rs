//! The driver for another binding: a program that prints the lines itself.

use crate::case::{Words, sorted};
use crate::percent::encode;
use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

pub(crate) struct External {
    /// The program and its first arguments.
    words: Vec<String>,
}

impl External {
    /// Returns the program that an environment variable names.
    pub(crate) fn from_environment(variable: &str) -> Option<Self> {
        let words = std::env::var(variable).ok()?.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        (!words.is_empty()).then_some(Self { words })
    }

    pub(crate) fn check(&self, table: &Path, options: &[(String, Words)]) -> Vec<String> {
        self.run("check", &[table.as_os_str()], options)
    }

    pub(crate) fn normalise(&self, table: &Path, to: &Path, bad: &Path, options: &[(String, Words)]) -> Vec<String> {
        self.run("normalise", &[table.as_os_str(), to.as_os_str(), bad.as_os_str()], options)
    }

    pub(crate) fn changes(
        &self,
        table: &Path,
        against: Option<&Path>,
        write: &Path,
        options: &[(String, Words)],
    ) -> Vec<String> {
        let against = against.map_or(OsStr::new("-"), Path::as_os_str);
        self.run("changes", &[table.as_os_str(), against, write.as_os_str()], options)
    }

    fn run(&self, task: &str, paths: &[&OsStr], options: &[(String, Words)]) -> Vec<String> {
        let mut command = Command::new(&self.words[0]);
        command.args(&self.words[1..]).arg(task).args(paths);
        for (key, words) in options {
            let value = words.iter().map(encode).collect::<Vec<_>>().join("=");
            command.arg(format!("{key}={value}"));
        }
        let output = command.output().unwrap_or_else(|error| panic!("cannot start {:?}: {error}", self.words));
        let mut lines: Vec<_> = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
        let refused = lines.iter().any(|line| line.starts_with("refused "));
        if output.status.code() != Some(i32::from(refused)) {
            lines.push(format!("{} does not fit the report", output.status));
        }
        lines.extend(String::from_utf8_lossy(&output.stderr).lines().map(|line| format!("standard error: {line}")));
        sorted(lines)
    }
}
