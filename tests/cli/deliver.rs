//! `deliver`: the agent's side.

use crate::place::{Answer, Place, names, sync_ingest};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use sync_ingest::{Attempt, DropFolder, Options};

fn source(place: &Place, name: &str, content: &str) -> PathBuf {
    let directory = place.beside("out");
    fs::create_dir_all(&directory).unwrap();
    fs::write(directory.join(name), content).unwrap();
    directory.join(name)
}

fn deliver(place: &Place, files: &[&Path], flags: &[&str]) -> Answer {
    let mut words: Vec<OsString> = vec!["deliver".into()];
    words.extend(files.iter().map(|file| file.as_os_str().to_owned()));
    words.extend(["--to".into(), place.folder().into_os_string()]);
    words.extend(flags.iter().map(OsString::from));
    sync_ingest(words)
}

#[test]
fn files_arrive_whole_and_the_agent_lock_is_gone() {
    let place = Place::new();
    let files = [source(&place, "students.csv", "id\n"), source(&place, "courses.csv", "x")];
    let answer = deliver(&place, &[&files[0], &files[1]], &[]);
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
    assert_eq!(answer.stdout, "delivered students.csv\ndelivered courses.csv\n");
    assert_eq!(place.names(), ["courses.csv", "students.csv"]);
    assert_eq!(fs::read_to_string(place.folder().join("students.csv")).unwrap(), "id\n");
    assert_eq!(place.collect(&[]).status, 0);
    assert_eq!(names(&place.store()), ["courses.csv", "students.csv"]);
    assert!(files[0].exists(), "the agent keeps its own copy");
}

#[test]
fn a_file_may_be_delivered_under_another_name() {
    let place = Place::new();
    let file = source(&place, "export-2026.tmp", "x");
    let answer = deliver(&place, &[&file], &["--as", "students.csv"]);
    assert_eq!((answer.status, answer.stdout.as_str()), (0, "delivered students.csv\n"));
    assert_eq!(place.names(), ["students.csv"]);
}

#[test]
fn with_checksums_files_are_collected_at_once_on_that_evidence() {
    let place = Place::new();
    let file = source(&place, "students.csv", "id\n");
    assert_eq!(deliver(&place, &[&file], &["--checksum"]).status, 0);
    assert_eq!(place.names(), ["_students.csv.sha256", "students.csv"]);
    let answer = place.collect_settled("1h", &["--json"]);
    assert!(answer.stdout.contains("\"evidence\":\"complete\""), "{}", answer.stdout);
    assert_eq!((names(&place.store()), place.names().len()), (vec!["students.csv".to_owned()], 1));
}

#[test]
fn while_a_lock_is_there_it_asks_to_try_again_later_and_touches_nothing() {
    for (lock, complaint) in [("lock.txt", "a collector is busy"), ("alock.txt", "another agent is delivering")] {
        let place = Place::new();
        place.drop_file(lock, "1769846400");
        let file = source(&place, "students.csv", "x");
        let answer = deliver(&place, &[&file], &[]);
        assert_eq!((answer.status, answer.stdout.as_str()), (75, ""));
        assert_eq!(answer.stderr, format!("sync-ingest: {complaint} ({lock} is there): try again later\n"));
        assert_eq!(place.names(), [lock]);
    }
}

#[test]
fn it_waits_no_longer_than_asked() {
    let place = Place::new();
    place.drop_file("lock.txt", "1769846400");
    let file = source(&place, "students.csv", "x");
    let begun = Instant::now();
    assert_eq!(deliver(&place, &[&file], &["--wait", "1s"]).status, 75);
    assert!(begun.elapsed() >= Duration::from_secs(1));
}

#[test]
fn a_live_agent_of_the_same_name_is_not_pushed_aside() {
    let place = Place::new();
    let file = source(&place, "students.csv", "x");
    let folder = DropFolder::new(place.folder(), Options::default()).unwrap();
    let Attempt::Granted(session) = folder.begin_agent_session("sync-ingest").unwrap() else {
        panic!("no lock was there")
    };
    assert_eq!(deliver(&place, &[&file], &[]).status, 75);
    session.finish().unwrap();
    assert_eq!(deliver(&place, &[&file], &[]).status, 0);
}

#[test]
fn the_lock_that_it_left_behind_when_it_was_killed_is_taken_back() {
    let place = Place::new();
    let file = source(&place, "students.csv", "x");
    let (boot, token) = ("5f2c6a0e9b1d4c77", "0123456789abcdef0123456789abcdef");
    let head = format!("1769846400\nsync_ingest 0.1.0\nhost front-1\nboot {boot}\ntoken {token}\n");
    place.drop_file("alock.txt", &format!("{head}agent somebody-else\n"));
    assert_eq!(deliver(&place, &[&file], &[]).status, 75);
    place.drop_file("alock.txt", &format!("{head}agent sync-ingest\n"));
    assert_eq!(deliver(&place, &[&file], &[]).status, 0);
    assert_eq!(place.names(), ["students.csv"]);
}

#[test]
fn a_file_that_is_missing_does_not_hold_back_the_others() {
    let place = Place::new();
    let (missing, file) = (place.beside("missing.csv"), source(&place, "students.csv", "x"));
    let answer = deliver(&place, &[&missing, &file], &[]);
    assert_eq!((answer.status, answer.stdout.as_str()), (74, "delivered students.csv\n"));
    assert!(answer.stderr.contains(&format!("{missing:?}: No such file or directory")), "{answer:?}");
    assert_eq!(place.names(), ["students.csv"]);
}

#[test]
fn a_name_that_no_collector_takes_is_refused_before_anything_is_delivered() {
    let place = Place::new();
    let file = source(&place, "students.csv", "x");
    for name in [".hidden", "_draft.csv", "lock.txt", "alock.txt", "a\nb", "a.part", ""] {
        let answer = deliver(&place, &[&file], &["--as", name]);
        assert_eq!((answer.status, answer.stdout.as_str()), (64, ""), "{name:?}: {answer:?}");
        assert!(answer.stderr.contains("no collector would take it"), "{name:?}: {answer:?}");
    }
    assert_eq!(place.names(), [""; 0]);
}

#[test]
fn two_files_of_the_same_name_are_refused_rather_than_one_lost() {
    let place = Place::new();
    let file = source(&place, "students.csv", "x");
    fs::create_dir(place.beside("other")).unwrap();
    let twin = place.beside("other").join("students.csv");
    fs::write(&twin, "y").unwrap();
    let answer = deliver(&place, &[&file, &twin], &[]);
    assert_eq!(answer.status, 64);
    assert!(answer.stderr.contains("another FILE has the same name"), "{answer:?}");
    assert_eq!(place.names(), [""; 0]);
}

#[test]
fn without_the_folder_it_is_a_failure() {
    let place = Place::new();
    let file = source(&place, "students.csv", "x");
    fs::remove_dir(place.folder()).unwrap();
    let answer = deliver(&place, &[&file], &[]);
    assert_eq!((answer.status, answer.stdout.as_str()), (74, ""));
    assert!(answer.stderr.contains("No such file or directory"), "{answer:?}");
}

#[test]
fn a_name_that_is_not_utf8_is_delivered_as_it_is() {
    use std::os::unix::ffi::OsStrExt;
    let place = Place::new();
    let file = source(&place, "a", "x");
    let (name, folder) = (OsStr::from_bytes(b"caf\xe9.csv"), place.folder());
    let words = ["deliver".as_ref(), file.as_os_str(), "--to".as_ref(), folder.as_os_str(), "--as".as_ref(), name];
    let answer = sync_ingest(words);
    assert_eq!((answer.status, answer.stdout.as_str()), (0, "delivered caf\\xe9.csv\n"));
    assert!(folder.join(name).exists());
}
