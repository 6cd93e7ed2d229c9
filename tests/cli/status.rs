//! `status` for people and for monitoring: it changes nothing, and ends as monitoring plugins do.

use crate::place::{Place, names, sync_ingest};
use serde_json::{Value, json};
use std::fs;
use std::time::{Duration, SystemTime};
use sync_ingest::{Attempt, DropFolder, Options, Outcome};

const FOUR_HOURS: Duration = Duration::from_secs(4 * 60 * 60);

#[test]
fn a_quiet_folder_is_ok() {
    let answer = Place::new().status(&[]);
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
    let line = "SYNC_INGEST OK - nothing waits | waiting=0 skipped=0 claimed=0 unverified=0 rejected=0 alarms=0 \
                oldest_waiting_age=0s;;;0 last_good_collection_age=U collector_lock_age=0s;;;0 agent_lock_age=0s;;;0";
    assert_eq!(answer.first_line(), line);
}

#[test]
fn what_waits_and_what_is_left_alone_is_reported() {
    let place = Place::new();
    place.drop_file("students.csv", "x");
    place.drop_file(".hidden", "x");
    let answer = place.status(&[]);
    assert_eq!(answer.status, 0);
    assert!(
        answer.first_line().starts_with("SYNC_INGEST OK - 1 file waits (oldest 0 s) | waiting=1 skipped=1 "),
        "{answer:?}"
    );
    assert!(answer.stdout.contains("\nwaiting: 1 file: students.csv\n"), "{answer:?}");
    assert!(answer.stdout.contains("\nleft alone: 1 hidden (names that begin with a dot, or that an operating system reserves, are left alone): .hidden\n"));
}

#[test]
fn what_has_not_settled_does_not_wait_yet() {
    let place = Place::new();
    place.drop_file("students.csv", "x");
    let folder = place.folder();
    let answer = sync_ingest(["status".as_ref(), folder.as_os_str(), "--settle=100".as_ref()]);
    assert_eq!(answer.status, 0);
    assert!(answer.first_line().starts_with("SYNC_INGEST OK - nothing waits, 1 file not settled | "), "{answer:?}");
    assert!(answer.stdout.contains("\nnot settled: the next file is ready in 10"), "{answer:?}");
}

#[test]
fn it_shows_who_holds_which_lock_since_when() {
    let place = Place::new();
    place.drop_old_file("alock.txt", "", Duration::from_secs(600));
    let folder = DropFolder::new(place.folder(), Options::default()).unwrap();
    let answer = place.status(&[]);
    assert_eq!(answer.status, 0);
    assert!(
        answer.first_line().starts_with("SYNC_INGEST OK - nothing waits, an agent is delivering (10 min) | "),
        "{answer:?}"
    );
    assert!(answer.stdout.contains("\nlock.txt: not there\nalock.txt: "), "{answer:?}");
    assert!(answer.stdout.contains(", 10 min old\n"), "{answer:?}");
    fs::remove_file(place.folder().join("alock.txt")).unwrap();

    let Attempt::Granted(_lock) = folder.take_lock().unwrap() else { panic!("the lock was free") };
    let output = place.status(&["--json"]).json();
    assert_eq!((&output["collector_lock"]["ours"], &output["collector_lock"]["stale"]), (&json!(true), &json!(false)));
    assert_eq!(output["agent_lock"], Value::Null);
    let held_by = &output["collector_lock"]["held_by"];
    assert_eq!((&held_by["kind"], &held_by["version"]), (&json!("collector"), &json!(env!("CARGO_PKG_VERSION"))));
    let holder = format!("sync_ingest {} on host {}", env!("CARGO_PKG_VERSION"), held_by["host"].as_str().unwrap());
    assert_eq!(output["collector_lock"]["holder"], json!(holder));
}

/// As `sync-deliver` makes them, over SFTP and over FTP; and what nobody can have written.
#[test]
fn holders_are_data_beside_their_text() {
    let token = "0123456789abcdef0123456789abcdef";
    let place = Place::new();
    let held_by = |place: &Place| place.status(&["--json"]).json()["agent_lock"]["held_by"].clone();
    place.drop_file("alock.txt", &format!("1769846400\nsync-deliver registry\nhost erp-1\ntoken {token}\n"));
    assert_eq!(held_by(&place), json!({ "kind": "remote_agent", "name": "registry", "host": "erp-1" }));
    fs::remove_file(place.folder().join("alock.txt")).unwrap();
    fs::create_dir(place.folder().join("alock.txt")).unwrap();
    assert_eq!(held_by(&place), json!({ "kind": "odd", "oddity": "directory" }));
    place.drop_file(format!("alock.txt/agent-registry-{token}"), "");
    assert_eq!(held_by(&place), json!({ "kind": "remote_agent", "name": "registry" }));
}

#[test]
fn a_lock_that_is_too_old_is_critical() {
    for (name, kind) in [("lock.txt", "stale_collector_lock"), ("alock.txt", "stale_agent_lock")] {
        let place = Place::new();
        place.drop_old_file(name, "1769846400", FOUR_HOURS);
        let answer = place.status(&[]);
        assert_eq!(answer.status, 2, "{answer:?}");
        assert!(answer.first_line().starts_with(&format!("SYNC_INGEST CRITICAL - {kind} for 4 h | ")), "{answer:?}");
        assert!(answer.stdout.contains(&format!("\nalarm: {kind}, since ")), "{answer:?}");
        assert!(answer.stdout.contains(", 4 h old, too old\n"), "{answer:?}");
        assert_eq!(place.status(&["--max-age", "5h"]).status, 0);
    }
}

#[test]
fn what_was_put_back_is_a_warning_once_nobody_collects() {
    let place = Place::new();
    place.drop_file("students.csv", "x");
    fs::create_dir(place.store().join("students.csv")).unwrap();
    assert_eq!(place.collect(&[]).status, 3);
    let answer = place.status(&[]);
    assert_eq!(answer.status, 1);
    let start = "SYNC_INGEST WARNING - 1 file left over by an earlier collection | ";
    assert!(answer.first_line().starts_with(start), "{answer:?}");
}

#[test]
fn a_file_that_nobody_will_ever_take_is_a_warning() {
    let place = Place::new();
    place.drop_file("a\nb.csv", "x");
    let answer = place.status(&[]);
    assert_eq!(answer.status, 1);
    assert!(answer.first_line().starts_with("SYNC_INGEST WARNING - 1 file left alone (hostile_name) | "), "{answer:?}");
}

#[test]
fn a_rejected_file_is_critical_and_named_with_its_reason() {
    let place = Place::new();
    place.drop_file("students.csv", "x");
    let mut options = Options::default();
    options.settle = Some(Duration::ZERO);
    let folder = DropFolder::new(place.folder(), options).unwrap();
    let Outcome::Collecting(mut collection) = folder.collect().unwrap() else { panic!("a file waits") };
    collection.next_delivery().unwrap().unwrap().reject("no students\n in it").unwrap();
    collection.finish().unwrap();
    let answer = place.status(&[]);
    assert_eq!(answer.status, 2, "{answer:?}");
    assert!(answer.stdout.contains("\n  rejected students.csv: no students  in it\n"), "{answer:?}");
    let output = place.status(&["--json"]).json();
    assert_eq!((&output["rejected_count"], &output["rejected"][0]["name"]), (&json!(1), &json!("students.csv")));
}

#[test]
fn a_folder_that_cannot_be_read_is_unknown() {
    let place = Place::new();
    let nowhere = place.beside("nowhere");
    let answer = sync_ingest(["status".as_ref(), nowhere.as_os_str()]);
    assert_eq!(answer.status, 3);
    let start = format!("SYNC_INGEST UNKNOWN - cannot open the drop folder {nowhere:?}: No such file or directory");
    assert!(answer.first_line().starts_with(&start), "{answer:?}");
    let output = sync_ingest(["status".as_ref(), nowhere.as_os_str(), "--json".as_ref()]).json();
    assert_eq!((&output["state"], &output["error"]["kind"]), (&json!("UNKNOWN"), &json!("not_found")));
}

#[test]
fn the_json_has_every_promised_key() {
    let place = Place::new();
    place.drop_file("students.csv", "x");
    let answer = place.status(&["--json"]);
    assert_eq!((answer.status, answer.stdout.matches('\n').count()), (0, 1));
    let output = answer.json();
    let keys = output.as_object().unwrap().keys().map(String::as_str).collect::<Vec<_>>().join(" ");
    let promised = "agent_lock alarms claimed collector_lock file_system free_bytes free_inodes last_good_collection \
                    last_good_collection_age_seconds mistaken_locks obstacles oldest_waiting_age_seconds ready_in_seconds \
                    rejected rejected_count skipped skipped_count state summary unverified waiting waiting_count";
    assert_eq!(keys, promised);
    assert_eq!((&output["state"], &output["waiting"]), (&json!("OK"), &json!([{ "name": "students.csv", "size": 1 }])));
    for key in ["name", "network", "verified"] {
        assert!(!output["file_system"][key].is_null(), "{output}");
    }
}

#[test]
fn nothing_is_changed() {
    let place = Place::new();
    place.drop_old_file("lock.txt", "1769846400", FOUR_HOURS);
    place.drop_file("students.csv", "x");
    let past = SystemTime::now() - FOUR_HOURS;
    fs::File::open(place.folder()).unwrap().set_modified(past).unwrap();
    assert_eq!(place.status(&[]).status, 2);
    assert_eq!(names(&place.folder()), ["lock.txt", "students.csv"]);
    let modified = fs::metadata(place.folder()).unwrap().modified().unwrap();
    assert!(modified <= past + Duration::from_secs(1), "something was made or removed inside");
}

#[test]
fn no_name_ends_the_line_or_adds_performance_data() {
    let place = Place::new();
    place.drop_file("a|waiting=0", "x");
    let answer = place.status(&[]);
    assert_eq!(answer.stdout.matches('|').count(), 1, "{answer:?}");
    assert!(answer.stdout.contains("a\\u{7c}waiting=0"), "{answer:?}");
}

#[test]
fn a_name_that_only_looks_like_a_lock_is_a_warning() {
    let place = Place::new();
    place.drop_file("ALOCK.TXT", "");
    let answer = place.status(&[]);
    assert_eq!(answer.status, 1, "{answer:?}");
    assert!(answer.stdout.starts_with("SYNC_INGEST WARNING - ALOCK.TXT is not a lock"), "{answer:?}");
    let answer = place.status(&["--json"]);
    assert!(answer.stdout.contains(r#""mistaken_locks":[{"name":"ALOCK.TXT"}]"#), "{answer:?}");
    assert!(answer.stdout.contains(r#""free_bytes":"#) && answer.stdout.contains(r#""free_inodes":"#), "{answer:?}");
}
