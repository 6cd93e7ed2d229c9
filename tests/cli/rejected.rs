//! `rejected`: what a person sees of the rejected files, and can do with them.

use crate::place::{Answer, Place, names, sync_ingest};
use std::ffi::OsString;
use std::fs;
use std::time::Duration;
use sync_ingest::{Attempt, DropFolder, Options, Outcome};

/// A place in which the store has rejected these files, each with its content as the name.
fn rejecting(files: &[&str]) -> Place {
    let place = Place::new();
    for name in files {
        place.drop_file(name, name);
        let mut options = Options::default();
        options.settle = Some(Duration::ZERO);
        let Outcome::Collecting(mut collection) = DropFolder::new(place.folder(), options).unwrap().collect().unwrap()
        else {
            panic!("nothing to collect")
        };
        collection.next_delivery().unwrap().unwrap().reject("infected\u{1b}[2J").unwrap();
        collection.finish().unwrap();
    }
    place
}

/// `sync-ingest rejected COMMAND FOLDER …`.
fn rejected(place: &Place, command: &str, words: &[&str]) -> Answer {
    let begin = ["rejected".into(), command.into(), place.folder().into_os_string()];
    sync_ingest(begin.into_iter().chain(words.iter().map(OsString::from)))
}

fn ids(place: &Place) -> Vec<String> {
    let list = rejected(place, "list", &["--json"]).json();
    list["rejected"].as_array().unwrap().iter().map(|file| file["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_rejected_files_are_listed_harmlessly_for_people() {
    let place = rejecting(&["virus.csv"]);
    let answer = rejected(&place, "list", &[]);
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
    let id = ids(&place).remove(0);
    assert!(answer.stdout.starts_with(&format!("{id}  20")), "{answer:?}");
    assert!(answer.stdout.ends_with("Z  virus.csv, 9 bytes: infected [2J\n"), "{answer:?}");
    let none = rejected(&Place::new(), "list", &[]);
    assert_eq!((none.status, none.stdout.as_str(), none.stderr.as_str()), (0, "", ""));
}

#[test]
fn as_json_each_has_its_id_reason_size_time_and_path() {
    let place = rejecting(&["virus.csv", "a.csv"]);
    let list = rejected(&place, "list", &["--json"]).json();
    assert_eq!(list["rejected_count"], 2);
    let files = list["rejected"].as_array().unwrap();
    let file = files.iter().find(|file| file["name"] == "virus.csv").unwrap();
    assert_eq!(
        (&file["reason"], &file["reason_kind"], &file["size"]),
        (&"infected [2J".into(), &"store".into(), &9.into())
    );
    assert!(file["rejected_at"].as_str().unwrap().ends_with('Z'), "{file}");
    assert_eq!(fs::read_to_string(file["path"].as_str().unwrap()).unwrap(), "virus.csv");
    let none = rejected(&Place::new(), "list", &["--json"]);
    assert_eq!(none.stdout, "{\"rejected\":[],\"rejected_count\":0}\n");
}

#[test]
fn collect_and_status_name_the_kind_of_each_reason() {
    let place = rejecting(&["virus.csv"]);
    assert_eq!(place.status(&["--json"]).json()["rejected"][0]["reason_kind"], "store");
    place.drop_file("students.csv", "x");
    fs::create_dir(place.store().join("students.csv")).unwrap();
    assert_eq!(place.collect(&["--json"]).json()["put_back"][0]["reason_kind"], "error");
}

#[test]
fn what_is_put_back_is_collected_again() {
    let place = rejecting(&["a.csv", "b.csv"]);
    let ids = ids(&place);
    let answer = rejected(&place, "put-back", &[&ids[0], &ids[1]]);
    let expected = format!("put back {}\nput back {}\n", ids[0], ids[1]);
    assert_eq!((answer.status, answer.stdout, answer.stderr.as_str()), (0, expected, ""));
    assert_eq!(place.collect(&[]).status, 0);
    assert_eq!(names(&place.store()), ["a.csv", "b.csv"]);
}

#[test]
fn one_whose_name_is_taken_does_not_hold_back_the_others() {
    let place = rejecting(&["a.csv", "b.csv"]);
    place.drop_file("a.csv", "newer");
    let answer = rejected(&place, "put-back", &ids(&place).iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((answer.status, answer.stdout.lines().count()), (74, 1));
    assert!(answer.stderr.contains("cannot put back") && answer.stderr.contains("is newer"), "{answer:?}");
    assert_eq!(fs::read_to_string(place.folder().join("a.csv")).unwrap(), "newer");
    assert!(place.names().contains(&"b.csv".to_owned()));
}

#[test]
fn while_a_collector_is_busy_nothing_is_put_back() {
    let place = rejecting(&["a.csv"]);
    let folder = DropFolder::new(place.folder(), Options::default()).unwrap();
    let Attempt::Granted(lock) = folder.take_lock().unwrap() else { panic!("the lock was free") };
    let answer = rejected(&place, "put-back", &[&ids(&place)[0]]);
    assert_eq!((answer.status, answer.stdout.as_str()), (75, ""));
    assert!(answer.stderr.contains("a collector is busy"), "{answer:?}");
    lock.release().unwrap();
    assert_eq!(ids(&place).len(), 1);
}

#[test]
fn it_is_stored_under_its_own_or_another_name_and_replaces_nothing_unless_it_may() {
    let place = rejecting(&["a.csv", "b.csv"]);
    let (store, ids) = (place.store(), ids(&place));
    let into = ["--into", store.to_str().unwrap()];
    let answer = rejected(&place, "store-as", &[&[ids[0].as_str()], &into[..]].concat());
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
    let [first] = <[String; 1]>::try_from(names(&store)).unwrap();
    assert_eq!(answer.stdout, format!("stored {} as {}\n", ids[0], store.join(&first).display()));
    let again = rejected(&place, "store-as", &[&[ids[1].as_str(), "--as", &first], &into[..]].concat());
    assert_eq!((again.status, again.stdout.as_str()), (74, ""));
    assert!(again.stderr.contains("there is a file of this name"), "{again:?}");
    let replaced = rejected(&place, "store-as", &[&[ids[1].as_str(), "--as", &first, "--replace"], &into[..]].concat());
    assert_eq!(replaced.status, 0);
    assert_eq!(names(&store), [first.as_str()]);
    assert_ne!(fs::read_to_string(store.join(&first)).unwrap(), first);
}

#[test]
fn what_is_deleted_is_gone_and_an_unknown_id_is_an_error() {
    let place = rejecting(&["a.csv"]);
    let id = ids(&place).remove(0);
    let answer = rejected(&place, "delete", &[&id]);
    assert_eq!((answer.status, answer.stdout.as_str()), (0, format!("deleted {id}\n").as_str()));
    for command in ["delete", "put-back"] {
        let answer = rejected(&place, command, &[&id]);
        assert_eq!((answer.status, answer.stdout.as_str()), (74, ""));
        assert!(answer.stderr.contains("list the rejected files"), "{answer:?}");
    }
    for hostile in ["..", "../..", "a/b", "a.txt"] {
        assert_eq!(rejected(&place, "delete", &[hostile]).status, 64, "{hostile}");
    }
}

#[test]
fn the_work_area_that_collects_is_named_here_too() {
    let place = Place::new();
    let area = place.beside("work");
    let area = ["--work-area", area.to_str().unwrap()];
    assert_eq!(rejected(&place, "list", &area).status, 0);
    let nowhere = sync_ingest(["rejected".as_ref(), "list".as_ref(), place.beside("nowhere").as_os_str()]);
    assert_eq!((nowhere.status, nowhere.stdout.as_str()), (74, ""));
}
