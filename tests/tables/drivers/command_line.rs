//! The driver for the program: its JSON, and its exit status.

use crate::case::{Words, change_line, change_lines, check_lines, refused_lines, sorted};
use serde_json::Value;
use std::path::Path;
use std::process::{Command, Output};

/// Without the feature there may still be a program from an earlier build, which proves nothing.
pub(crate) const PROGRAM: Option<&str> =
    if cfg!(feature = "cli") { option_env!("CARGO_BIN_EXE_sync-ingest") } else { None };

pub(crate) fn check(table: &Path, options: &[(String, Words)]) -> Vec<String> {
    let output = run(command("check", table, options).arg("--json"));
    reported(&output, check_lines)
}

pub(crate) fn normalise(table: &Path, to: &Path, bad: &Path, options: &[(String, Words)]) -> Vec<String> {
    let mut command = command("normalise", table, options);
    let output = run(command.arg("--to").arg(to).arg("--bad").arg(bad).arg("--json"));
    reported(&output, |answer| vec![format!("bad_count {}", answer["bad_count"]), format!("rows {}", answer["rows"])])
}

pub(crate) fn changes(table: &Path, against: Option<&Path>, write: &Path, options: &[(String, Words)]) -> Vec<String> {
    let mut command = command("changes", table, options);
    if let Some(base) = against {
        command.arg("--against").arg(base);
    }
    let output = run(command.arg("--write").arg(write).args(["--json", "--list"]));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let list = text.lines().filter(|line| line.starts_with("{\"change\":"));
    let list = list.map(|line| change_line(&serde_json::from_str(line).expect("JSON on each line")));
    let mut lines = list.collect::<Vec<_>>();
    lines.extend(reported(&output, change_lines));
    sorted(lines)
}

fn command(task: &str, table: &Path, options: &[(String, Words)]) -> Command {
    let mut command = Command::new(PROGRAM.expect("the program was built"));
    command.args(["table", task]).arg(table);
    for (key, words) in options {
        let flag = format!("--{}", key.replace('_', "-"));
        let value = match key.as_str() {
            "key" | "header" => quoted(&words[0]),
            "map" => quoted(&words.join("=")),
            _ => words[0].clone(),
        };
        command.arg(flag).arg(value);
    }
    command
}

/// A name as it must be written where commas separate names.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn run(command: &mut Command) -> Output {
    command.output().expect("the program starts")
}

/// Returns the lines of the last object, and one more if the exit status does not fit.
fn reported(output: &Output, lines: impl Fn(&Value) -> Vec<String>) -> Vec<String> {
    let text = String::from_utf8_lossy(&output.stdout);
    let last = text.lines().last().unwrap_or_default();
    let Ok(answer) = serde_json::from_str::<Value>(last) else {
        return vec![format!("no JSON in {last:?}: {}", String::from_utf8_lossy(&output.stderr).trim())];
    };
    let is_refused = !answer["refused"].is_null();
    let mut lines = if is_refused { refused_lines(&answer) } else { lines(&answer) };
    let expected = match &answer["bad_count"] {
        _ if is_refused => 65,
        count if count.as_u64().is_some_and(|count| count > 0) => 3,
        _ => 0,
    };
    // `changes` does not report the bad rows, but ends as if it did.
    let fits = output.status.code() == Some(expected) || (answer["added"].is_u64() && output.status.code() == Some(3));
    if !fits {
        lines.push(format!("exit status {:?} where {expected} was promised", output.status.code()));
    }
    sorted(lines)
}
