//! The examples for tables in the documents, run as they are.

use crate::place::{Answer, answer, names};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Returns the first `sh` block behind a heading or sentence of a document.
fn example(document: &str, behind: &str) -> String {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(document)).unwrap();
    let (_, rest) = text.split_once(behind).expect("the example is where it was");
    let (_, block) = rest.split_once("```sh\n").expect("a block of shell");
    block.split_once("```").expect("its end").0.to_owned()
}

fn run(script: &str, directory: &Path) -> Answer {
    let program = Path::new(env!("CARGO_BIN_EXE_sync-ingest")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("sh");
    command.args(["-c", script, "example"]).env("PATH", path).current_dir(directory).stdin(Stdio::null());
    answer(&command.output().unwrap())
}

fn nightly(directory: &Path, table: &str) -> Answer {
    fs::write(directory.join("students.csv"), table).unwrap();
    run(&example("docs/command-line.md", "### Before a nightly export is sent"), directory)
}

#[test]
fn the_example_of_the_manual_checks_and_compares_night_after_night() {
    let place = tempfile::tempdir().unwrap();
    let first = nightly(place.path(), "idnumber;name\n1;Ada\n2;Zoé\n");
    assert_eq!((first.status, first.stderr.as_str()), (0, ""), "{first:?}");
    assert!(first.stdout.contains("added: 2"), "{first:?}");
    let second = nightly(place.path(), "idnumber;name\n2;Zoé\n3;Eve\n");
    for line in ["added: 1", "unchanged: 1", "gone: 1"] {
        assert!(second.stdout.contains(line), "{line}: {second:?}");
    }
    assert_eq!(names(place.path()), ["secret.key", "sent.hashes", "students.csv"]);
}

#[test]
fn the_example_of_the_manual_keeps_bad_rows_and_sends_no_file_that_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let bad = nightly(place.path(), "idnumber;name\n1;Ada\n2\n");
    assert!(bad.stdout.contains("gone: not known") || bad.stdout.contains("added: 1"), "{bad:?}");
    assert_eq!(fs::read_to_string(place.path().join("bad.csv")).unwrap(), "line,reason,row\n3,ragged,\"2\"\n");
    let refused = nightly(place.path(), "idnumber;name\n1;\"Ada\n");
    assert_eq!(refused.status, 1, "{refused:?}");
    assert!(refused.stderr.ends_with("students.csv is not sent\n"), "{refused:?}");
}

#[test]
fn the_example_of_the_readme_works() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("students.csv"), "idnumber,name\n1,Ada\n").unwrap();
    let answer = run(&example("README.md", "Before a table is sent"), place.path());
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""), "{answer:?}");
    assert!(answer.stdout.contains("rows: 1") && answer.stdout.contains("added: 1"), "{answer:?}");
}
