//! Playing the same cases in several languages: by drivers, some of which are programs.

use std::ffi::OsString;
use std::process::Command;

/// A driver for another binding: a program that prints its report itself, in lines.
pub(crate) struct Program {
    /// The program and its first arguments.
    words: Vec<String>,
}

/// What a program has printed.
pub(crate) struct Printed {
    pub(crate) lines: Vec<String>,
    pub(crate) errors: Vec<String>,
    pub(crate) failed: bool,
}

impl Program {
    /// Returns the program that an environment variable names.
    pub(crate) fn from_environment(variable: &str) -> Option<Self> {
        let words = std::env::var(variable).ok()?.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        (!words.is_empty()).then_some(Self { words })
    }

    /// Runs it. It fails if a line begins with `failure`, and has exit status 1 then and only then.
    pub(crate) fn run(&self, arguments: impl IntoIterator<Item = OsString>, failure: &str) -> Printed {
        let mut command = Command::new(&self.words[0]);
        command.args(&self.words[1..]).args(arguments);
        let output = command.output().unwrap_or_else(|error| panic!("cannot start {:?}: {error}", self.words));
        let mut lines: Vec<_> = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect();
        let failed = lines.iter().any(|line| line.starts_with(failure));
        if output.status.code() != Some(i32::from(failed)) {
            lines.push(format!("{} does not fit the report", output.status));
        }
        let errors = String::from_utf8_lossy(&output.stderr);
        let errors = errors.lines().map(|line| format!("standard error: {line}")).collect();
        Printed { lines, errors, failed }
    }
}

/// Lets every driver play, and panics with what failed. `play` adds to the failures, and returns
/// the number of cases. With `SYNC_INGEST_ALL_DRIVERS=1` a missing driver is a failure.
pub(crate) fn all_play<D>(
    drivers: impl IntoIterator<Item = (&'static str, Result<D, &'static str>)>,
    cases: &str,
    mut play: impl FnMut(&'static str, &D, &mut Vec<String>) -> usize,
) {
    let all_required = std::env::var_os("SYNC_INGEST_ALL_DRIVERS").is_some_and(|value| value == "1");
    let mut failures = Vec::new();
    for (name, driver) in drivers {
        match driver {
            Ok(driver) => {
                let played = play(name, &driver, &mut failures);
                println!("driver {name}: {played} {cases}");
            }
            Err(missing) => {
                println!("driver {name}: NOT RUN, {missing}");
                if all_required {
                    failures.push(format!("driver {name}: {missing}"));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{} failures:\n\n{}", failures.len(), failures.join("\n"));
}
