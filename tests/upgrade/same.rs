//! 0.1.0 and the current program each finish a copy of the same folder; reports and results must be
//! equal.

use crate::left::{Left, all};
use crate::programs::{Answer, Release, run};
use crate::support::entries;
use crate::support::process::one_at_a_time;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// 0.1.0 reports superseded files as rejected, which later releases need not do: this is not
/// compared.
const SUPERSEDED: &str = "superseded";

/// Returns the reports of three collections in a row, and the files that remain in the drop folder
/// and the store.
fn finished_by(release: &Release, name: &str) -> (Vec<Value>, BTreeMap<String, Vec<u8>>) {
    let left = Left::unpack(name);
    let known: Vec<String> = left.claims().into_iter().map(|claim| claim.id).collect();
    let base = left.folder.beside(".");
    let collect = || {
        let mut collect = release.collect(&base, "0");
        if left.folder.beside("area").exists() {
            collect.arg("--work-area").arg(left.folder.beside("area"));
        }
        run(collect)
    };
    let reports = (0..3).map(|_| comparable(&collect(), &known)).collect();
    let mut found = BTreeMap::new();
    for (place, path) in [("sync", left.folder.path()), ("store", left.folder.store())] {
        for entry in entries(&path).into_iter().filter(|entry| entry != ".sync_ingest") {
            found.insert(format!("{place}/{entry}"), content(&path.join(entry)));
        }
    }
    (reports, found)
}

fn content(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_default()
}

/// Returns a report without newly drawn ids, times, and texts for people.
fn comparable(answer: &Answer, known: &[String]) -> Value {
    let report = answer.json();
    let list = |key: &str| report[key].as_array().unwrap().clone();
    let id = |one: &Value| one["id"].as_str().filter(|id| known.iter().any(|known| known == id)).map(str::to_owned);
    let delivered =
        |one: &Value| json!([name(one), one["size"], one["sha256"], one["evidence"], one["attempt"], id(one)]);
    let answered = |one: &Value| json!([name(one), id(one)]);
    let is_superseded = |one: &Value| one["reason"].as_str().unwrap().starts_with(SUPERSEDED);
    let alarms = |key| sorted(list(key).iter().map(|one| json!([one["kind"], one["count"]])).collect());
    let rejected: Vec<_> = list("rejected").iter().filter(|one| !is_superseded(one)).map(answered).collect();
    json!({
        "outcome": report["outcome"],
        "delivered": sorted(list("delivered").iter().map(delivered).collect()),
        "put_back": sorted(list("put_back").iter().map(answered).collect()),
        "rejected": sorted(rejected),
        "skipped": report["skipped_count"],
        "alarms": alarms("alarms"),
        "ended": alarms("ended"),
    })
}

fn name(one: &Value) -> Value {
    if one["name"].is_null() { one["name_hex"].clone() } else { one["name"].clone() }
}

fn sorted(mut values: Vec<Value>) -> Vec<Value> {
    values.sort_by_key(Value::to_string);
    values
}

#[test]
fn both_releases_finish_each_folder_alike() {
    let _turn = one_at_a_time();
    let Some(old) = Release::old("folders that 0.1.0 finishes itself") else { return };
    let new = Release::new();
    let mut compared = 0;
    for name in all() {
        let (mut by_old, left_by_old) = finished_by(&old, &name);
        let (mut by_new, left_by_new) = finished_by(&new, &name);
        for report in by_old.iter_mut().chain(&mut by_new) {
            if ["unverified_batch", "superseded_alone", "rejected"].contains(&name.as_str()) {
                for key in ["alarms", "ended"] {
                    report[key].as_array_mut().unwrap().retain(|alarm| alarm[0] != "rejected_file");
                }
            }
        }
        assert_eq!(by_new, by_old, "{name}");
        assert_eq!(left_by_new, left_by_old, "{name}");
        compared += 1;
    }
    println!("FIGURE: upgrade: {compared} folders finished by both releases");
}
