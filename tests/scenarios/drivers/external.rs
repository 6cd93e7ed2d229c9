//! The driver for another binding: `PROGRAM… FOLDER STORE [key=value]…` prints the lines itself.

use crate::place::Place;
use crate::scenario::Collect;
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

    pub(crate) fn collect(&self, place: &Place, collect: &Collect) -> Vec<String> {
        let mut command = Command::new(&self.words[0]);
        command.args(&self.words[1..]).arg(place.folder()).arg(place.store());
        for (key, value) in &collect.options {
            match key.as_str() {
                "work_area" => command.arg(format!("work_area={}", place.resolve(value).display())),
                _ => command.arg(format!("{key}={value}")),
            };
        }
        let output = command.output().unwrap_or_else(|error| panic!("cannot start {:?}: {error}", self.words));
        let mut lines = String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect::<Vec<_>>();
        let failed = lines.iter().any(|line| line.starts_with("error "));
        if output.status.code() != Some(i32::from(failed)) {
            lines.push(format!("{} does not fit the report", output.status));
        }
        // A driver may explain its failure there; anything else is an unintended warning.
        if !failed {
            lines.extend(String::from_utf8_lossy(&output.stderr).lines().map(|line| format!("standard error: {line}")));
        }
        lines
    }
}
