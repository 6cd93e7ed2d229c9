//! The ceilings that `docs/hosting.md` recommends are enough.

use crate::place::{Answer, Place, answer, program};
use std::process::{Command, Stdio};

/// Runs a collection with so many open files and so many MiB of address space.
fn limited(place: &Place, open_files: u32, memory: u32, flags: &[&str]) -> Answer {
    let mut command = Command::new("sh");
    let limits = format!("ulimit -n {open_files}; ulimit -v {}; exec \"$0\" \"$@\"", memory * 1024);
    command.args(["-c", &limits]).arg(program().get_program()).arg("collect").arg(place.folder());
    command.args(["--settle", "0", "--json"]).args(flags).stdin(Stdio::null());
    answer(&command.output().unwrap())
}

fn with_files(count: usize) -> Place {
    let place = Place::new();
    (0..count).for_each(|number| drop(place.drop_file(format!("{number}.csv"), "x")));
    place
}

#[test]
fn a_collection_needs_no_more_than_256_open_files_and_64_mib() {
    let place = with_files(1_000);
    let store = place.store();
    let answer = limited(&place, 256, 64, &["--into", store.to_str().unwrap()]);
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
    assert_eq!(answer.json()["delivered"].as_array().unwrap().len(), 1_000);
}

#[test]
fn each_command_at_once_needs_no_more_than_4_open_files_more() {
    let place = with_files(40);
    let answer = limited(&place, 64 + 4 * 16, 64, &["--jobs", "16", "--exec", "true"]);
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
}

#[test]
fn a_limit_that_is_too_low_loses_nothing() {
    let place = with_files(40);
    for open_files in [6, 8, 10, 14, 20, 30] {
        let answer = limited(&place, open_files, 64, &["--jobs", "16", "--exec", "true"]);
        assert!([0, 3, 74].contains(&answer.status), "{open_files}: {answer:?}");
    }
    assert_eq!(place.exec(&["--json"], "exit 0").status, 0);
    let status = place.status(&["--json"]).json();
    assert_eq!(
        (&status["claimed"], &status["unverified"], &status["waiting_count"]),
        (&0.into(), &0.into(), &0.into())
    );
}
