//! The driver for another binding: a program that prints the lines itself.

use crate::case::{Words, sorted};
use crate::percent::encode;
use crate::playing::Program;
use std::ffi::{OsStr, OsString};
use std::path::Path;

pub(crate) fn check(program: &Program, table: &Path, options: &[(String, Words)]) -> Vec<String> {
    run(program, "check", &[table.as_os_str()], options)
}

pub(crate) fn normalise(
    program: &Program,
    table: &Path,
    to: &Path,
    bad: &Path,
    options: &[(String, Words)],
) -> Vec<String> {
    run(program, "normalise", &[table.as_os_str(), to.as_os_str(), bad.as_os_str()], options)
}

pub(crate) fn changes(
    program: &Program,
    table: &Path,
    against: Option<&Path>,
    write: &Path,
    options: &[(String, Words)],
) -> Vec<String> {
    let against = against.map_or(OsStr::new("-"), Path::as_os_str);
    run(program, "changes", &[table.as_os_str(), against, write.as_os_str()], options)
}

fn run(program: &Program, task: &str, paths: &[&OsStr], options: &[(String, Words)]) -> Vec<String> {
    let mut arguments: Vec<OsString> = vec![task.into()];
    arguments.extend(paths.iter().map(|path| (*path).to_owned()));
    arguments.extend(options.iter().map(|(key, words)| {
        let value = words.iter().map(encode).collect::<Vec<_>>().join("=");
        format!("{key}={value}").into()
    }));
    let mut printed = program.run(arguments, "refused ");
    printed.lines.append(&mut printed.errors);
    sorted(printed.lines)
}
