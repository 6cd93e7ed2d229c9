//! `collect --json`: the shape that scripts rely on.

use crate::place::Place;
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::time::Duration;

const SHA256_OF_X: &str = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().expect("an object").keys().map(String::as_str).collect()
}

#[test]
fn the_answer_is_one_object_on_one_line_with_every_promised_key() {
    let place = Place::new();
    for answer in [place.collect(&["--json"]), {
        place.drop_file("students.csv", "x");
        place.collect(&["--json"])
    }] {
        assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
        assert_eq!((answer.stdout.matches('\n').count(), answer.stdout.ends_with('\n')), (1, true));
        let promised = [
            "alarms",
            "delivered",
            "ended",
            "outcome",
            "put_back",
            "ready_in_seconds",
            "rejected",
            "skipped",
            "skipped_count",
            "superseded",
        ];
        assert_eq!(keys(&answer.json()), promised);
    }
}

#[test]
fn a_delivery_is_reported_with_hash_evidence_attempt_and_id() {
    let place = Place::new();
    place.drop_file("students.csv", "x");
    let output = place.collect(&["--json"]).json();
    assert_eq!(output["outcome"], "collected");
    let delivered = &output["delivered"][0];
    assert_eq!(keys(delivered), ["attempt", "evidence", "id", "name", "sha256", "size"]);
    let id = delivered["id"].as_str().unwrap();
    assert!(!id.is_empty() && id.len() <= 64, "{id}");
    let expected = json!([{
        "name": "students.csv", "size": 1, "sha256": SHA256_OF_X, "evidence": "agent_lock", "attempt": 1, "id": id
    }]);
    assert_eq!(output["delivered"], expected);
}

#[test]
fn without_hashing_the_hash_is_null() {
    let place = Place::new();
    place.drop_file("students.csv", "x");
    let output = place.collect(&["--json", "--no-hash"]).json();
    assert_eq!(output["delivered"][0]["sha256"], Value::Null);
    assert!(keys(&output["delivered"][0]).contains(&"sha256"));
}

#[test]
fn a_name_that_is_not_utf8_is_given_in_hexadecimal_instead() {
    let place = Place::new();
    place.drop_file(OsStr::from_bytes(b"\xe9.csv"), "x");
    place.drop_file(OsStr::from_bytes(b"_\xe9"), "x");
    let output = place.collect(&["--json"]).json();
    assert_eq!(output["delivered"][0]["name_hex"], "e92e637376");
    assert_eq!(output["delivered"][0].get("name"), None);
    assert_eq!(output["skipped"], json!([{ "name_hex": "5fe9", "reason": "omitted" }]));
}

#[test]
fn what_was_left_alone_is_counted_and_named_a_hundred_times_at_most() {
    let place = Place::new();
    for number in 0..101 {
        place.drop_file(format!("_{number}"), "");
    }
    place.drop_file(".hidden", "");
    let output = place.collect(&["--json"]).json();
    assert_eq!(output["outcome"], "nothing");
    assert_eq!(output["skipped_count"], json!({ "hidden": 1, "omitted": 101 }));
    let of_reason =
        |reason: &str| output["skipped"].as_array().unwrap().iter().filter(|one| one["reason"] == reason).count();
    assert_eq!((of_reason("hidden"), of_reason("omitted")), (1, 100));
}

#[test]
fn an_alarm_is_reported_with_its_diagnosis_and_its_end() {
    let place = Place::new();
    place.drop_old_file("alock.txt", "", Duration::from_secs(4 * 60 * 60));
    let answer = place.collect(&["--json"]);
    assert_eq!(answer.status, 75);
    let output = answer.json();
    assert_eq!(output["outcome"], "agent_delivering");
    let alarm = &output["alarms"][0];
    assert_eq!(keys(alarm), ["age_seconds", "count", "diagnosis", "files", "kind", "lock", "obstacles", "since"]);
    assert_eq!(keys(&alarm["lock"]), ["age_seconds", "held_by", "holder", "name", "since"]);
    let user = fs::metadata(place.folder().join("alock.txt")).unwrap().uid();
    assert_eq!(
        (&alarm["lock"]["name"], &alarm["lock"]["held_by"]),
        (&json!("alock.txt"), &json!({ "kind": "user", "user": user }))
    );
    assert_eq!((&alarm["files"], &alarm["obstacles"]), (&json!([]), &json!([])));
    assert_eq!((&alarm["kind"], &alarm["count"]), (&json!("stale_agent_lock"), &json!(1)));
    assert!((14_400..14_500).contains(&alarm["age_seconds"].as_i64().unwrap()), "{alarm}");
    assert!(alarm["since"].as_str().unwrap().ends_with('Z') && !alarm["diagnosis"].as_str().unwrap().is_empty());
    fs::remove_file(place.folder().join("alock.txt")).unwrap();
    assert_eq!(place.collect(&["--json"]).json()["ended"][0]["kind"], "stale_agent_lock");
}

#[test]
fn the_files_of_an_alarm_are_named_each_with_its_reason() {
    let place = Place::new();
    place.drop_file("large.csv", "0123456789");
    place.drop_file("odd.csv", "x");
    place.drop_file("_odd.csv.sha256", "# nothing\n");
    let output = place.collect(&["--json", "--max-size", "9"]).json();
    let files: Vec<_> = output["alarms"].as_array().unwrap().iter().map(|alarm| &alarm["files"]).collect();
    assert_eq!(
        files,
        [
            &json!([{ "name": "large.csv", "reason": "too_large" }]),
            &json!([{ "name": "odd.csv", "reason": "unreadable_checksum", "checksum": "empty" }]),
        ]
    );
}

#[test]
fn what_was_put_back_is_reported_with_its_reason() {
    let place = Place::new();
    place.drop_file("students.csv", "x");
    fs::create_dir(place.store().join("students.csv")).unwrap();
    let answer = place.collect(&["--json"]);
    assert_eq!((answer.status, answer.stderr.as_str()), (3, ""), "the object is the whole answer");
    let put_back = &answer.json()["put_back"][0];
    assert_eq!(keys(put_back), ["id", "name", "reason", "reason_kind"]);
    assert_eq!(put_back["name"], "students.csv");
    assert!(put_back["reason"].as_str().unwrap().starts_with("cannot "), "{put_back}");
}

#[test]
fn how_long_the_next_file_needs_is_reported_in_whole_seconds() {
    let place = Place::new();
    place.drop_file("students.csv", "x");
    let output = place.collect_settled("1h", &["--json"]).json();
    assert_eq!((&output["outcome"], &output["skipped_count"]), (&json!("nothing"), &json!({ "unsettled": 1 })));
    assert!((3_500..=3_602).contains(&output["ready_in_seconds"].as_i64().unwrap()), "{output}");
}

#[test]
fn a_failure_is_an_object_too() {
    let place = Place::new();
    fs::remove_dir(place.folder()).unwrap();
    let answer = place.collect(&["--json"]);
    assert_eq!(answer.status, 74);
    let output = answer.json();
    assert_eq!(keys(&output), ["error"]);
    assert_eq!((&output["error"]["kind"], &output["error"]["errno"]), (&json!("not_found"), &json!(2)));
    assert_eq!(answer.stderr, format!("sync-ingest: {}\n", output["error"]["message"].as_str().unwrap()));
}

#[test]
fn names_that_could_deceive_a_terminal_are_escaped_and_read_back() {
    let place = Place::new();
    place.drop_file("a\u{9b}2J\u{202e}.csv", "x");
    let answer = place.collect(&["--json"]);
    assert!(!answer.stdout.contains(['\u{9b}', '\u{202e}']), "{answer:?}");
    assert_eq!(answer.json()["skipped"][0]["name"], "a\u{9b}2J\u{202e}.csv");
}
