//! The driver for the program: its JSON, and its exit status.

use crate::percent::encode;
use crate::place::Place;
use crate::scenario::Collect;
use serde_json::Value;
use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::path::PathBuf;
use std::process::Command;

/// Without the feature there may still be a program from an earlier build, which proves nothing.
pub(crate) const PROGRAM: Option<&str> =
    if cfg!(feature = "cli") { option_env!("CARGO_BIN_EXE_sync-ingest") } else { None };

pub(crate) fn collect(place: &Place, collect: &Collect, names: &[OsString]) -> Vec<String> {
    let mut command = Command::new(PROGRAM.expect("the program was built"));
    command.arg("collect").arg(place.folder()).arg("--into").arg(place.store()).arg("--json");
    let mut failing = None;
    for (key, value) in &collect.options {
        match (key.as_str(), value.as_str()) {
            ("store", "ok") | ("status", _) => {}
            ("store", "fail") => failing = Some(FailingStore::new(place, names)),
            ("work_area", path) => drop(command.arg("--work-area").arg(place.resolve(path))),
            ("settle" | "max_files" | "max_size" | "max_age" | "max_attempts" | "unfinished", value) => {
                command.arg(format!("--{}", key.replace('_', "-"))).arg(value);
            }
            _ => panic!("the command line has no {key}={value}: leave `cli` out of the drivers of this scenario"),
        }
    }
    let output = command.output().expect("the program starts");
    drop(failing);
    let report: Value = match serde_json::from_slice(&output.stdout) {
        Ok(report) => report,
        Err(error) => return vec![format!("no JSON ({error}): {}", String::from_utf8_lossy(&output.stderr).trim())],
    };
    let mut lines = lines(&report);
    if collect.options.iter().any(|(key, _)| key == "status") {
        lines.extend(status_lines(place));
    }
    let expected = exit_status(&report);
    if output.status.code() != Some(expected) {
        lines.push(format!("exit status {:?} where {expected} was promised", output.status.code()));
    }
    lines
}

fn status_lines(place: &Place) -> [String; 3] {
    let mut command = Command::new(PROGRAM.expect("the program was built"));
    command.arg("status").arg(place.folder()).args(["--settle", "0", "--json"]);
    let status: Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
    [
        format!("waiting {}", status["waiting_count"]),
        super::recent("oldest_waiting", status["oldest_waiting_age_seconds"].as_i64()),
        super::recent("good_collection", status["last_good_collection_age_seconds"].as_i64()),
    ]
}

/// Makes the store fail: each file name is taken by a directory. They are removed on drop.
struct FailingStore {
    obstacles: Vec<PathBuf>,
}

impl FailingStore {
    fn new(place: &Place, names: &[OsString]) -> Self {
        let obstacles = names.iter().map(|name| place.store().join(name)).collect::<Vec<_>>();
        obstacles.iter().for_each(|path| fs::create_dir(path).expect("nothing in the store yet"));
        Self { obstacles }
    }
}

impl Drop for FailingStore {
    fn drop(&mut self) {
        self.obstacles.iter().for_each(|path| fs::remove_dir(path).expect("the obstacle is still there"));
    }
}

/// Returns the exit status that the manual promises for this report.
fn exit_status(report: &Value) -> i32 {
    let is_empty = |key: &str| report[key].as_array().is_none_or(Vec::is_empty);
    match report["outcome"].as_str() {
        None => 74,
        Some("agent_delivering" | "collector_busy") => 75,
        Some(_) if is_empty("put_back") && is_empty("rejected") => 0,
        Some(_) => 3,
    }
}

fn lines(report: &Value) -> Vec<String> {
    if let Some(kind) = report["error"]["kind"].as_str() {
        return vec![format!("error {}", kind.to_uppercase())];
    }
    let text = |value: &Value| value.as_str().map(str::to_owned).unwrap_or_else(|| value.to_string());
    let mut lines = vec![format!("outcome {}", text(&report["outcome"]))];
    for one in list(report, "delivered") {
        let words = ["size", "sha256", "evidence", "attempt"].map(|key| text(&one[key])).join(" ");
        lines.push(format!("delivered {} {words}", name(one)));
    }
    for key in ["put_back", "rejected"] {
        lines.extend(list(report, key).iter().map(|one| format!("{key} {}", name(one))));
    }
    for (reason, count) in report["skipped_count"].as_object().expect("skipped_count") {
        lines.push(format!("skipped {reason} {count}"));
    }
    lines.extend(
        list(report, "skipped").iter().map(|one| format!("skipped_name {} {}", text(&one["reason"]), name(one))),
    );
    lines.extend(list(report, "alarms").iter().map(|one| format!("alarm {} {}", text(&one["kind"]), one["count"])));
    lines.extend(list(report, "ended").iter().map(|one| format!("ended {}", text(&one["kind"]))));
    lines
}

fn list<'a>(report: &'a Value, key: &str) -> &'a [Value] {
    report[key].as_array().unwrap_or_else(|| panic!("{key} is no list"))
}

/// A name is text, or hexadecimal digits where it is not UTF-8.
fn name(object: &Value) -> String {
    if let Some(name) = object["name"].as_str() {
        return encode(name);
    }
    let digits = object["name_hex"].as_str().expect("name or name_hex");
    let bytes = digits
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).expect("ASCII"), 16).expect("two hexadecimal digits"));
    encode(OsString::from_vec(bytes.collect()))
}
