//! `collect` for people: its exit status, and its output on each stream.

use crate::place::{Place, names, run, sync_ingest};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::DirBuilderExt;
use std::process::Stdio;
use std::time::{Duration, Instant};
use sync_ingest::{Attempt, DropFolder, Options};

#[test]
fn every_file_arrives_under_its_own_name() {
    let place = Place::new();
    place.drop_file("students.csv", "id;name\n");
    place.drop_file("courses.csv", "id\n");
    let answer = place.collect(&[]);
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
    assert!(answer.first_line().starts_with("collected 2 files, 11 bytes: "), "{answer:?}");
    assert_eq!(names(&place.store()), ["courses.csv", "students.csv"]);
    assert_eq!(fs::read_to_string(place.store().join("students.csv")).unwrap(), "id;name\n");
    assert!(!place.names().iter().any(|name| name.ends_with("csv") || name == "lock.txt"));
}

#[test]
fn an_empty_folder_is_no_failure() {
    let answer = Place::new().collect(&[]);
    assert_eq!((answer.status, answer.stdout.as_str(), answer.stderr.as_str()), (0, "nothing to collect\n", ""));
}

#[test]
fn what_was_left_alone_is_reported_with_its_reason() {
    let place = Place::new();
    place.drop_file("_draft.csv", "x");
    let answer = place.collect(&[]);
    assert_eq!(answer.status, 0);
    let line = "left alone: 1 omitted (names that begin with an underscore are left alone): _draft.csv";
    assert!(answer.stdout.lines().any(|output| output == line), "{answer:?}");
}

#[test]
fn a_file_that_was_just_dropped_is_reported_with_the_time_it_still_needs() {
    let place = Place::new();
    place.drop_file("students.csv", "x");
    let answer = place.collect_settled("100", &[]);
    assert_eq!(answer.status, 0);
    assert!(answer.stdout.contains("not settled: the next file is ready in 10"), "{answer:?}");
    assert_eq!(names(&place.store()), [""; 0]);
}

#[test]
fn while_an_agent_delivers_it_asks_to_try_again_later() {
    let place = Place::new();
    place.drop_file("alock.txt", "");
    place.drop_file("students.csv", "x");
    let answer = place.collect(&[]);
    assert_eq!((answer.status, answer.stderr.as_str()), (75, ""));
    assert_eq!(answer.first_line(), "an agent is delivering (alock.txt is there): try again later");
    assert_eq!(place.names(), ["alock.txt", "students.csv"]);
}

#[test]
fn while_a_live_collector_holds_the_lock_it_asks_to_try_again_later() {
    let place = Place::new();
    place.drop_file("students.csv", "x");
    let folder = DropFolder::new(place.folder(), Options::default()).unwrap();
    let Attempt::Granted(lock) = folder.take_lock().unwrap() else { panic!("the lock was free") };
    let answer = place.collect(&[]);
    assert_eq!(answer.status, 75);
    assert_eq!(answer.first_line(), "a collector is busy (lock.txt is there): try again later");
    lock.release().unwrap();
    assert_eq!(place.collect(&[]).status, 0);
}

#[test]
fn what_cannot_be_stored_is_put_back_and_reported_on_standard_error() {
    let place = Place::new();
    place.drop_file("good.csv", "x");
    place.drop_file("students.csv", "x");
    fs::create_dir(place.store().join("students.csv")).unwrap();
    let answer = place.collect(&[]);
    assert_eq!(answer.status, 3);
    assert!(answer.first_line().starts_with("collected 1 file, 1 byte: good.csv"), "{answer:?}");
    assert!(answer.stderr.starts_with("sync-ingest: put back students.csv: cannot "), "{answer:?}");
    fs::remove_dir(place.store().join("students.csv")).unwrap();
    assert_eq!(place.collect(&[]).status, 0);
    assert_eq!(names(&place.store()), ["good.csv", "students.csv"]);
}

#[test]
fn a_failure_names_verb_path_cause_and_what_to_do() {
    let place = Place::new();
    let (missing, store) = (place.beside("nowhere"), place.store());
    let answer = sync_ingest(["collect".as_ref(), missing.as_os_str(), "--into".as_ref(), store.as_os_str()]);
    assert_eq!((answer.status, answer.stdout.as_str()), (74, ""));
    let start = format!("sync-ingest: cannot open the drop folder {missing:?}: No such file or directory");
    assert!(answer.stderr.starts_with(&start), "{answer:?}");
    assert!(answer.stderr.trim_end().ends_with("; make that folder, or give the right path"), "{answer:?}");
}

#[test]
fn without_the_destination_nothing_is_taken() {
    let place = Place::new();
    place.drop_file("students.csv", "x");
    fs::remove_dir(place.store()).unwrap();
    let answer = place.collect(&[]);
    assert_eq!((answer.status, answer.stdout.as_str()), (74, ""));
    assert!(answer.stderr.contains(&format!("{:?}: No such file or directory", place.store())), "{answer:?}");
    assert_eq!(place.names(), ["students.csv"]);
}

#[test]
fn neither_the_drop_folder_nor_the_work_area_is_a_destination() {
    let place = Place::new();
    place.drop_file("alarms", "x");
    let folder = place.folder();
    fs::DirBuilder::new().mode(0o700).create(folder.join(".sync_ingest")).unwrap();
    for into in [folder.join("."), folder.join(".sync_ingest")] {
        let answer = sync_ingest(["collect".as_ref(), folder.as_os_str(), "--into".as_ref(), into.as_os_str()]);
        assert_eq!((answer.status, answer.stdout.as_str()), (64, ""));
        let reason = "it is the drop folder or its work area";
        assert!(
            answer.stderr.starts_with("sync-ingest: cannot store into ") && answer.stderr.contains(reason),
            "{answer:?}"
        );
    }
    assert_eq!(place.names(), [".sync_ingest", "alarms"]);
}

#[test]
fn hostile_names_reach_no_terminal() {
    let place = Place::new();
    place.drop_file("\u{1b}[2J\n.csv", "x");
    place.drop_file(OsStr::from_bytes(b"caf\xe9.csv"), "x");
    let answer = place.collect(&[]);
    assert!(answer.stdout.contains("caf\\xe9.csv") && answer.stdout.contains("\\u{1b}[2J\\u{a}.csv"), "{answer:?}");
    assert!(!answer.stdout.contains('\u{1b}'));
}

#[test]
fn a_full_batch_is_followed_by_the_next() {
    let place = Place::new();
    for number in 0..10_001 {
        place.drop_file(number.to_string(), "");
    }
    let answer = place.collect(&["--durability", "none"]);
    assert_eq!(answer.status, 0);
    assert!(answer.first_line().starts_with("collected 10001 files, 0 bytes: "), "{}", answer.first_line());
    assert!(!answer.stdout.contains("left alone"), "{}", answer.stdout);
    assert_eq!(names(&place.store()).len(), 10_001);
}

#[test]
fn no_more_files_are_taken_than_asked_for() {
    let place = Place::new();
    for name in ["a", "b", "c"] {
        place.drop_file(name, "");
    }
    let answer = place.collect(&["--max-files", "2", "--wait", "60"]);
    assert_eq!(answer.status, 0);
    assert!(answer.stdout.contains("left alone: 1 batch_full"), "{answer:?}");
    assert_eq!(names(&place.store()).len(), 2);
}

#[test]
fn it_waits_until_a_file_has_settled() {
    let place = Place::new();
    place.drop_file("students.csv", "x");
    let answer = place.collect_settled("1", &["--wait", "1m"]);
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
    assert!(answer.first_line().starts_with("collected 1 file"), "{answer:?}");
    assert!(!answer.stdout.contains("left alone") && !answer.stdout.contains("not settled"), "{answer:?}");
    assert_eq!(names(&place.store()), ["students.csv"]);
}

#[test]
fn it_waits_for_an_agent_no_longer_than_asked() {
    let place = Place::new();
    place.drop_file("alock.txt", "");
    let begun = Instant::now();
    let answer = place.collect(&["--wait", "1"]);
    assert_eq!((answer.status, answer.stderr.as_str()), (75, ""), "no progress where no terminal is");
    assert!(begun.elapsed() >= Duration::from_secs(1), "it gave up after {:?}", begun.elapsed());
}

#[test]
fn waiting_is_over_once_there_is_nothing_to_wait_for() {
    let place = Place::new();
    let begun = Instant::now();
    assert_eq!(place.collect(&["--wait", "1h"]).status, 0);
    assert!(begun.elapsed() < Duration::from_secs(600));
}

#[test]
fn what_was_put_back_is_not_tried_again_while_waiting() {
    let place = Place::new();
    place.drop_file("students.csv", "x");
    fs::create_dir(place.store().join("students.csv")).unwrap();
    assert_eq!(place.collect(&[]).status, 3);
    // Something that could be waited for.
    place.drop_file("courses.csv", "x");
    let answer = place.collect_settled("1h", &["--wait", "2", "--json"]);
    assert_eq!(answer.status, 3);
    assert_eq!(answer.json()["put_back"].as_array().unwrap().len(), 1, "{answer:?}");
    fs::remove_dir(place.store().join("students.csv")).unwrap();
    assert_eq!(place.collect(&["--json"]).json()["delivered"][0]["attempt"], 3);
}

#[test]
fn a_reader_that_has_gone_away_is_no_failure() {
    let place = Place::new();
    place.drop_file("students.csv", "x");
    let mut child =
        place.collect_command("0", &["--json"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().as_str()), (Some(0), ""));
    assert_eq!(names(&place.store()), ["students.csv"]);
}

#[test]
fn an_answer_that_cannot_be_written_is_a_failure_but_loses_no_file() {
    let place = Place::new();
    place.drop_file("students.csv", "x");
    let mut command = place.collect_command("0", &["--json"]);
    command.stdout(File::options().write(true).open("/dev/full").unwrap()).stderr(Stdio::piped());
    let output = command.spawn().unwrap().wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(74));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write to standard output: No space left"));
    assert_eq!(names(&place.store()), ["students.csv"]);
}

#[test]
fn a_folder_whose_name_begins_with_a_dash_can_be_collected() {
    let place = Place::new();
    let folder = place.beside("-rf");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("a.csv"), "").unwrap();
    let mut command = crate::place::program();
    command.current_dir(folder.parent().unwrap()).args(["collect", "--settle=0", "--into=store", "--", "-rf"]);
    assert_eq!(run(command).status, 0);
    assert_eq!(names(&place.store()), ["a.csv"]);
}
