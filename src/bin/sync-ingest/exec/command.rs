//! The command as the caller has written it, and how a delivery is passed to it.

use std::borrow::Cow;
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use sync_ingest::Delivery;

/// Each has a placeholder in the arguments, as in `{path}`, and a variable in the environment, as
/// in `SYNC_INGEST_PATH`.
const FIELDS: [&str; 6] = ["path", "name", "id", "hash", "attempt", "size"];
/// So many of them are appended, in this order, to arguments without any placeholder.
const APPENDED: usize = 5;

/// What a command receives of its delivery, in the order of [`FIELDS`].
type Values<'a> = [Cow<'a, OsStr>; FIELDS.len()];

/// A program and its arguments, which may hold placeholders.
#[derive(Debug)]
pub(crate) struct Template {
    program: PathBuf,
    arguments: Vec<OsString>,
}

impl Template {
    /// Finds the program, so that a mistyped one is noticed before anything is claimed.
    pub(crate) fn new(words: &[OsString]) -> Result<Self, String> {
        let (program, arguments) = words.split_first().ok_or("--exec needs a command")?;
        match find(program) {
            Some(program) => Ok(Self { program, arguments: arguments.to_vec() }),
            None => Err(format!("cannot run {program:?} (--exec): there is no such program, or it is not executable")),
        }
    }

    pub(super) fn program(&self) -> &Path {
        &self.program
    }

    pub(super) fn command(&self, delivery: &Delivery) -> Command {
        let path = std::path::absolute(delivery.path()).unwrap_or_else(|_| delivery.path().to_owned());
        self.filled(&[
            Cow::Owned(path.into_os_string()),
            Cow::Borrowed(delivery.name()),
            Cow::Borrowed(delivery.id().as_ref()),
            Cow::Borrowed(delivery.digests().sha256.as_deref().unwrap_or_default().as_ref()),
            Cow::Owned(delivery.attempt().to_string().into()),
            Cow::Owned(delivery.size().to_string().into()),
        ])
    }

    fn filled(&self, values: &Values<'_>) -> Command {
        let mut command = Command::new(&self.program);
        let mut has_placeholder = false;
        for argument in &self.arguments {
            let (argument, replaced) = replace(argument, values);
            has_placeholder |= replaced;
            command.arg(argument);
        }
        if !has_placeholder {
            command.args(&values[..APPENDED]);
        }
        for (field, value) in FIELDS.iter().zip(values) {
            command.env(format!("SYNC_INGEST_{}", field.to_ascii_uppercase()), value);
        }
        command
    }
}

/// Replaces the placeholders, and returns whether there were any. It takes one pass, so that a name
/// that contains a placeholder stays as it is.
fn replace(argument: &OsStr, values: &Values<'_>) -> (OsString, bool) {
    let (mut rest, mut filled, mut replaced) = (argument.as_bytes(), Vec::new(), false);
    while let Some((first, after_first)) = rest.split_first() {
        let placeholder = FIELDS.iter().zip(values).find_map(|(field, value)| {
            let after = rest.strip_prefix(b"{")?.strip_prefix(field.as_bytes())?.strip_prefix(b"}")?;
            Some((value, after))
        });
        rest = if let Some((value, after)) = placeholder {
            replaced = true;
            filled.extend_from_slice(value.as_bytes());
            after
        } else {
            filled.push(*first);
            after_first
        };
    }
    (OsString::from_vec(filled), replaced)
}

/// Looks for a program as a shell does: by its path, or in the folders of `PATH`.
fn find(program: &OsStr) -> Option<PathBuf> {
    let is_executable = |path: &PathBuf| {
        fs::metadata(path).is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o111 != 0)
    };
    if program.as_bytes().contains(&b'/') {
        return Some(PathBuf::from(program)).filter(is_executable);
    }
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join(program)).find(is_executable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(words: &[&str]) -> Vec<String> {
        let words: Vec<OsString> = ["sh"].iter().chain(words).map(OsString::from).collect();
        let values = ["/w/a b", "{id}", "7-0", "e3b0", "2", "9"].map(|value| Cow::Borrowed(OsStr::new(value)));
        let command = Template::new(&words).unwrap().filled(&values);
        command.get_args().map(|argument| argument.to_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn placeholders_are_replaced_wherever_they_are_and_a_value_is_not_read_again() {
        assert_eq!(filled(&["{path}", "s3://x/{name}-{size}", "{other} {"]), ["/w/a b", "s3://x/{id}-9", "{other} {"]);
    }

    #[test]
    fn without_placeholders_path_name_id_hash_and_attempt_are_appended() {
        assert_eq!(filled(&["-e"]), ["-e", "/w/a b", "{id}", "7-0", "e3b0", "2"]);
    }

    #[test]
    fn a_program_that_is_not_there_or_may_not_be_executed_is_refused() {
        for program in ["", "/dev/null", "/", "no-such-program", "/no/such/program"] {
            assert!(Template::new(&[program.into()]).is_err(), "{program}");
        }
    }
}
