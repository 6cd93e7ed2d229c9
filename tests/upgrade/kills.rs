//! One release is killed at each of its system calls that have an effect, in a folder with
//! leftovers of every kind, and the other one finishes: nothing is lost or doubled, ids are kept,
//! and attempts are counted.

use crate::left::Left;
use crate::programs::{Answer, Release, run};
use crate::support::process::one_at_a_time;
use crate::support::{at_length, entries, strace};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::process::{Command, Stdio};

/// A system call of a program: its name, and its number among the calls of this name.
type Call = (String, usize);

const CHANGES: [&str; 14] = [
    "copy_file_range",
    "fchmod",
    "fchown",
    "fdatasync",
    "fsync",
    "ftruncate",
    "linkat",
    "mkdirat",
    "pwrite64",
    "renameat",
    "renameat2",
    "unlinkat",
    "utimensat",
    "write",
];

fn under_strace(options: &[&str], command: &Command) -> Command {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq"]).args(options).arg(command.get_program()).args(command.get_args());
    strace.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    strace
}

/// Returns the calls that have an effect, in order, except the last one, which prints the end of
/// the report.
fn calls(command: &Command, log: &Path) -> Vec<Call> {
    assert!(under_strace(&["-o", log.to_str().unwrap()], command).status().unwrap().success());
    let text = String::from_utf8_lossy(&std::fs::read(log).unwrap()).into_owned();
    let mut counts = HashMap::<String, usize>::new();
    let mut calls = Vec::new();
    for line in text.lines() {
        let Some((_, line)) = line.split_once(' ') else { continue };
        let Some((name, _)) = line.trim_start().split_once('(') else { continue };
        let count = counts.entry(name.to_owned()).or_default();
        *count += 1;
        if CHANGES.contains(&name) || line.contains("O_CREAT") {
            calls.push((name.to_owned(), *count));
        }
    }
    assert_eq!(calls.pop().map(|(name, _)| name).as_deref(), Some("write"));
    calls
}

fn kill_at((name, count): &Call, command: &Command) {
    let (trace, inject) = (format!("trace={name}"), format!("inject={name}:signal=KILL:when={count}"));
    let status = under_strace(&["-o", "/dev/null", "-e", &trace, "-e", &inject], command).status().unwrap();
    assert!(!status.success(), "it was not killed at {name} {count}");
}

fn collect(release: &Release, left: &Left) -> Command {
    release.collect(&left.folder.beside("."), "0")
}

/// Returns name, id and attempt of everything that was delivered.
fn delivered(answer: &Answer) -> Vec<(String, String, u64)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let one = |one: &serde_json::Value| (text(&one["name"]), text(&one["id"]), one["attempt"].as_u64().unwrap());
    answer.json()["delivered"].as_array().unwrap().iter().map(one).collect()
}

/// Lets `finisher` finish what a killed collector left, and returns what is wrong afterwards.
/// `wanted`: the final content of the store.
fn wrongs(left: &Left, finisher: &Release, wanted: &BTreeMap<String, String>) -> Vec<String> {
    let mut wrongs = Vec::new();
    let (claims, verified) = (left.claims(), left.batches("verified-").len());
    let status = run(finisher.status(&left.folder.beside(".")));
    if status.status == Some(3) || status.json()["claimed"] != claims.len() {
        wrongs.push(format!("its status, with {claims:?}: {status:?}"));
    }
    // Killed when everything was done: then the alarm about the recovered lock ends with the next
    // collection.
    let was_over = !left.folder.has("lock.txt") && left.batches("").iter().all(|path| !is_leftover(path));
    let (first, second) = (run(collect(finisher, left)), run(collect(finisher, left)));
    if (first.status, second.status) != (Some(0), Some(0)) || second.json()["outcome"] != "nothing" {
        wrongs.push(format!("it does not end well: {first:?}, {second:?}"));
    }
    let delivered = delivered(&first);
    for claim in claims {
        let known = delivered
            .iter()
            .filter(|(name, id, attempt)| *name == claim.name && *id == claim.id && *attempt == claim.attempts + 1);
        if known.count() != 1 {
            wrongs.push(format!("of {verified} batches {claim:?} was not offered again as it was: {delivered:?}"));
        }
    }
    let store = left.folder.store();
    let visible = entries(&store).into_iter().filter(|name| !name.starts_with('.'));
    let stored: BTreeMap<_, _> = visible.map(|name| (name.clone(), left.folder.stored(&name))).collect();
    if stored != *wanted {
        wrongs.push(format!("in the store: {stored:?}"));
    }
    // 0.1.0 does not know this prefix, which later releases use.
    let half = |name: &String| name.starts_with('.') && !name.starts_with(".sync_ingest-copy-");
    let half: Vec<_> = entries(&store).into_iter().filter(half).collect();
    if !half.is_empty() {
        wrongs.push(format!("left in the store: {half:?}"));
    }
    if !left.keeps("refused 1") {
        wrongs.push("the rejected file is lost".to_owned());
    }
    let waiting: Vec<_> = left.folder.entries().into_iter().filter(|name| name != ".sync_ingest").collect();
    if waiting != ["upload.csv.part"] {
        wrongs.push(format!("left in the folder: {waiting:?}"));
    }
    let leftovers: Vec<_> = left.batches("").into_iter().filter(|path| is_leftover(path)).collect();
    if !leftovers.is_empty() {
        wrongs.push(format!("left in the work area: {leftovers:?}"));
    }
    let kinds = |key: &str| {
        let alarms = first.json()[key].as_array().unwrap().clone();
        alarms.iter().map(|alarm| alarm["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let (alarms, ended) = (kinds("alarms"), kinds("ended"));
    let wanted: &[&str] = if was_over { &["recovered_lock"] } else { &[] };
    if alarms.iter().any(|kind| kind != "recovered_lock" && kind != "rejected_file") || ended != wanted {
        wrongs.push(format!("alarms: {alarms:?}, ended: {ended:?} and not {wanted:?}"));
    }
    wrongs
}

/// Returns whether an entry of the work area is a batch or a recovered lock.
fn is_leftover(path: &Path) -> bool {
    let name = path.file_name().unwrap().to_str().unwrap();
    ["verified-", "unverified-", "recovered-lock-"].iter().any(|begin| name.starts_with(begin))
}

/// Kills one release at each call in turn, and lets the other one finish.
fn kill_and_finish(test: &str, killed: &Release, finisher: &Release) {
    if !strace::is_there(test) {
        return;
    }
    let left = Left::unpack("everything");
    let calls = calls(&collect(killed, &left), &left.folder.beside("log"));
    let wanted: BTreeMap<_, _> =
        entries(&left.folder.store()).into_iter().map(|name| (name.clone(), left.folder.stored(&name))).collect();
    assert!(wanted.len() == 6 && calls.len() > 40, "{wanted:?}, {calls:?}");
    let step = if at_length() { 1 } else { 7 };
    let tried: Vec<_> = calls.iter().step_by(step).collect();
    let mut violations = Vec::new();
    for call in &tried {
        let left = Left::unpack("everything");
        kill_at(call, &collect(killed, &left));
        violations
            .extend(wrongs(&left, finisher, &wanted).into_iter().map(|wrong| format!("killed at {call:?}: {wrong}")));
    }
    let (runs, wrong) = (tried.len(), violations.len());
    println!("FIGURE: upgrade: {runs} runs, {wrong} violations: {killed} is killed, {finisher} finishes");
    assert!(violations.is_empty(), "{violations:#?}");
}

#[test]
fn whatever_a_killed_0_1_0_leaves_is_finished() {
    let _turn = one_at_a_time();
    let test = "0.1.0 that is killed";
    let Some(old) = Release::old(test) else { return };
    kill_and_finish(test, &old, &Release::new());
}

#[test]
fn whatever_a_killed_collector_leaves_0_1_0_can_finish() {
    let _turn = one_at_a_time();
    let test = "0.1.0 that finishes";
    let Some(old) = Release::old(test) else { return };
    kill_and_finish(test, &Release::new(), &old);
}
