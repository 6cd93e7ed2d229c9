//! `collect --exec` is killed at each of its system calls in turn, and each of them fails with one
//! error after the other: nothing is lost, each content is stored once under one id, and the next
//! run finishes the job.

use crate::place::{Answer, Place, answer, names};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::{Command, Output, Stdio};

/// Each file contains its name.
const FILES: [&str; 4] = ["later.csv", "never.csv", "now.csv", "too.csv"];
/// A store that keeps each content once, under its id.
const STORE: &str = r#"
    case $2 in later.csv) exit 75 ;; never.csv) echo never >&2; exit 65 ;; esac
    cp "$1" "store/.$3.$$" && mv "store/.$3.$$" "store/$3""#;
/// These change nothing that another process can see, and cannot usefully fail.
const HARMLESS: [&str; 18] = [
    "arch_prctl",
    "brk",
    "clock_gettime",
    "execve",
    "exit_group",
    "futex",
    "geteuid",
    "getpid",
    "getrandom",
    "madvise",
    "mmap",
    "mprotect",
    "munmap",
    "rt_sigaction",
    "rt_sigprocmask",
    "rt_sigreturn",
    "sigaltstack",
    "uname",
];

/// One system call: its name, and its position among those of this name.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Call {
    name: String,
    count: usize,
    line: String,
}

fn strace_is_there(test: &str) -> bool {
    let traced = Command::new("strace").args(["-o", "/dev/null", "true"]).output();
    let works = traced.is_ok_and(|output| output.status.success());
    if !works {
        println!("SKIPPED: {test}: there is no strace, or it may not trace");
    }
    works
}

fn set_up() -> Place {
    let place = Place::new();
    FILES.iter().for_each(|name| drop(place.drop_file(name, name)));
    place
}

/// Runs a collection under strace, which traces the program alone and not its commands.
fn traced(place: &Place, options: &[&str]) -> Output {
    let command = place.exec_command(&["--jobs", "2", "--json"], STORE);
    let mut strace = Command::new("strace");
    strace.args(["-qq", "-o"]).arg(place.beside("log")).args(options).arg(command.get_program());
    strace.args(command.get_args()).current_dir(place.beside("")).stdin(Stdio::null());
    strace.output().unwrap()
}

fn calls() -> Vec<Call> {
    let place = set_up();
    let output = traced(&place, &[]);
    assert_eq!(output.status.code(), Some(3), "{output:?}");
    let (log, mut counts, mut calls) = (fs::read_to_string(place.beside("log")).unwrap(), BTreeMap::new(), Vec::new());
    for line in log.lines() {
        let Some((name, _)) = line.split_once('(') else { continue };
        let count: &mut usize = counts.entry(name.to_owned()).or_default();
        *count += 1;
        // What comes before the drop folder is opened is the start of any program.
        calls.push(Call { name: name.to_owned(), count: *count, line: line.to_owned() });
    }
    let begin = calls
        .iter()
        .position(|call| call.name != "execve" && call.line.contains("/drop"))
        .expect("it opens the drop folder");
    calls.into_iter().skip(begin + 1).filter(|call| !HARMLESS.contains(&call.name.as_str())).collect()
}

fn changes_something(call: &Call) -> bool {
    let changes = ["clone", "fchmod", "link", "mkdir", "pwrite", "rename", "unlink", "vfork", "wait", "write"];
    changes.iter().any(|name| call.name.starts_with(name)) || call.line.contains("O_CREAT")
}

/// What is wrong after the run, and after the next one.
fn violations(place: &Place) -> Vec<String> {
    let mut wrong = Vec::new();
    let everywhere = contents_below(place);
    for content in FILES {
        if !everywhere.contains(content) {
            wrong.push(format!("{content} is lost"));
        }
    }
    let next = place.exec(&["--json"], STORE);
    if next.status != 3 {
        wrong.push(format!("the next run: {next:?}"));
    }
    // Commands of a killed run may go on for a moment, but under the same id.
    let kept = names(&place.store()).into_iter().filter(|name| !name.starts_with('.'));
    let mut kept: Vec<_> = kept.map(|name| fs::read_to_string(place.store().join(name)).unwrap()).collect();
    kept.sort();
    if kept != ["now.csv", "too.csv"] {
        wrong.push(format!("the store holds {kept:?}"));
    }
    let status = place.status(&["--json"]).json();
    let (claimed, rejected) = (&status["claimed"], &status["rejected"][0]["name"]);
    if (claimed, rejected, &status["waiting_count"]) != (&1.into(), &"never.csv".into(), &0.into()) {
        wrong.push(format!("left: {status}"));
    }
    if place.names() != [".sync_ingest"] {
        wrong.push(format!("in the folder: {:?}", place.names()));
    }
    wrong
}

fn contents_below(place: &Place) -> BTreeSet<String> {
    let found = Command::new("find").arg(place.folder()).arg(place.store()).args(["-type", "f", "-name", "*"]).output();
    let paths = String::from_utf8(found.unwrap().stdout).unwrap();
    paths.lines().filter_map(|path| fs::read_to_string(path).ok()).collect()
}

/// At length each call, in short one in so many.
fn some<T>(all: Vec<T>, short: usize) -> Vec<T> {
    let every = if std::env::var("SYNC_INGEST_PROOF").is_ok_and(|length| length == "long") { 1 } else { short };
    all.into_iter().step_by(every).collect()
}

#[test]
fn a_run_that_is_killed_at_any_call_is_finished_by_the_next_one() {
    if !strace_is_there("a killed collect --exec") {
        return;
    }
    let all = calls();
    let tried = some(all.iter().filter(|call| changes_something(call)).collect(), 4);
    let (mut wrong, runs) = (Vec::new(), tried.len());
    for call in tried {
        let place = set_up();
        let inject = format!("inject={}:signal=KILL:when={}", call.name, call.count);
        let _ = traced(&place, &["-e", &format!("trace={}", call.name), "-e", &inject]);
        wrong.extend(violations(&place).into_iter().map(|what| format!("killed at {call:?}: {what}")));
    }
    println!("FIGURE: crashes: {} calls, {runs} runs, {} violations: collect --exec", all.len(), wrong.len());
    assert!(runs > 5 && wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_run_in_which_any_call_fails_ends_well_or_clearly_and_is_finished_by_the_next_one() {
    if !strace_is_there("a failing collect --exec") {
        return;
    }
    let all = calls();
    let pairs: Vec<(&Call, &str)> =
        all.iter().flat_map(|call| ["EIO", "ENOSPC", "EAGAIN", "ENOMEM"].map(|errno| (call, errno))).collect();
    let tried = some(pairs, 61);
    let (mut wrong, runs) = (Vec::new(), tried.len());
    for (call, errno) in tried {
        let place = set_up();
        let inject = format!("inject={}:error={errno}:when={}", call.name, call.count);
        let output = traced(&place, &["-e", &format!("trace={}", call.name), "-e", &inject]);
        let at = format!("{errno} at {call:?}");
        match output.status.code() {
            Some(0 | 3 | 74 | 75) => {
                let Answer { status, stderr, .. } = answer(&output);
                if status == 74 && !stderr.contains("sync-ingest: cannot ") {
                    wrong.push(format!("{at}: its error is not clear: {stderr}"));
                }
            }
            _ => wrong.push(format!("{at}: it ends with {output:?}")),
        }
        wrong.extend(violations(&place).into_iter().map(|what| format!("{at}: {what}")));
    }
    println!("FIGURE: faults: {} calls, {runs} runs, {} violations: collect --exec", all.len(), wrong.len());
    assert!(runs > 10 && wrong.is_empty(), "{wrong:#?}");
}
