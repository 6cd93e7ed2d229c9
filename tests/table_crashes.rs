//! What is written of tables, when the process is killed at each of its system calls, or the disk
//! is full at one.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]
#![cfg(feature = "tables")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use support::file_system_fault::FileSystemFault;
use support::process::one_at_a_time;
use support::reported::Reported;
use support::strace::{self, Act};
use support::{TestFolder, at_length};
use sync_ingest::Error;
use sync_ingest::tables::{Findings, Jobs, Stamp, Table, TableError, TableOptions, TableResult};

const OLD: &str = "id;name\n1;Ada\n2;Grace\n3;Joan\n";
const NEW: &str = "id;name\n3;Joan\n2;Grace H.\n4;Mary\n5\n";
/// What is written, each of which is old or new.
const WRITTEN: [&str; 3] = ["good", "bad", "hashes"];

/// A folder in which the old table was normalised and compared, and the new one lies ready.
struct Stage(TestFolder);

impl Stage {
    fn new() -> Self {
        let stage = Self(TestFolder::in_memory());
        fs::write(stage.table(), OLD).unwrap();
        run(&stage.table(), &stage.jobs(false)).unwrap();
        fs::write(stage.table(), NEW).unwrap();
        stage
    }

    fn table(&self) -> PathBuf {
        self.0.beside("table.csv")
    }

    fn written(&self, name: &str) -> PathBuf {
        self.0.store().join(name)
    }

    fn jobs(&self, compares: bool) -> Jobs {
        let [good, bad, hashes] = WRITTEN.map(|name| self.written(name));
        let jobs = Jobs::default().normalise(good, bad).write(&hashes, Stamp::default());
        if compares { jobs.against(&hashes, Stamp::default()) } else { jobs }
    }

    fn contents(&self) -> [Vec<u8>; 3] {
        WRITTEN.map(|name| fs::read(self.written(name)).unwrap())
    }

    fn names(&self) -> Vec<String> {
        support::entries(&self.0.store())
    }
}

fn run(table: &Path, jobs: &Jobs) -> TableResult<Findings> {
    Table::open(table, TableOptions::default().key("id").secret("secret"))?.run(jobs)
}

/// What the files are before and after.
fn old_and_new() -> ([Vec<u8>; 3], [Vec<u8>; 3]) {
    let stage = Stage::new();
    let old = stage.contents();
    run(&stage.table(), &stage.jobs(true)).unwrap();
    (old, stage.contents())
}

/// Each is one or the other, and the next run makes all of them new, with nothing else beside them.
fn check(stage: &Stage, old: &[Vec<u8>; 3], new: &[Vec<u8>; 3], what: &str) {
    for ((now, name), (old, new)) in stage.contents().iter().zip(WRITTEN).zip(old.iter().zip(new)) {
        assert!(now == old || now == new, "{what}: {name} is neither old nor new");
    }
    run(&stage.table(), &stage.jobs(true)).unwrap_or_else(|error| panic!("{what}: {error}"));
    assert_eq!(stage.names(), ["bad", "good", "hashes"], "{what}");
    let [good, bad, _] = stage.contents();
    assert_eq!((&good, &bad), (&new[0], &new[1]), "{what}");
}

#[test]
fn a_run_that_is_killed_at_any_call_leaves_each_file_old_or_new() {
    if !strace::is_there("tables, killed") {
        return;
    }
    let _turn = one_at_a_time();
    let (old, new) = old_and_new();
    let stage = Stage::new();
    let act = |stage: &Stage| drop(run(&stage.table(), &stage.jobs(true)).unwrap());
    let calls = strace::calls_of(&stage.0.beside("log"), || act(&stage));
    assert!(calls.iter().filter(|call| call.changes_something()).count() > 8, "{calls:?}");
    let tried: Vec<_> = calls.iter().filter(|call| at_length() || call.changes_something()).collect();
    for call in &tried {
        let stage = Stage::new();
        strace::kill_in(call, || act(&stage));
        check(&stage, &old, &new, &call.to_string());
    }
    println!("FIGURE: tables: killed at {} of {} calls: each file is old or new", tried.len(), calls.len());
}

#[test]
fn a_disk_that_is_full_at_any_call_leaves_everything_as_it_was() {
    if !strace::is_there("tables, on a full disk") {
        return;
    }
    let _turn = one_at_a_time();
    let (old, new) = old_and_new();
    let act = |stage: &Stage| -> Result<Reported, Error> {
        match run(&stage.table(), &stage.jobs(true)) {
            Ok(_) => Ok(Reported::default()),
            Err(TableError::Failed(error)) => Err(error),
            Err(refused) => panic!("{refused}"),
        }
    };
    let stage = Stage::new();
    let (place, fault) = (&stage.0, FileSystemFault::None);
    let calls = strace::calls(Act { place, fault, act: &|| act(&stage) });
    let fills = |name: &str| ["write", "fsync"].contains(&name);
    let mut tried = 0;
    for call in calls.iter().filter(|call| fills(&call.name) || call.line.contains("O_CREAT")) {
        let stage = Stage::new();
        let answer = Act { place: &stage.0, fault, act: &|| act(&stage) };
        assert_eq!(strace::fail_at(call, "ENOSPC", answer), 0, "{call}");
        let (message, names_a_path) = answer.reported().error.unwrap_or_else(|| panic!("{call}: no error"));
        assert!(names_a_path && message.contains("free some space"), "{call}: {message}");
        // The folders are synced last, when everything has its place.
        if !call.line.contains("/store>") && !is_of_folder(call, &calls) {
            assert_eq!(stage.contents(), old, "{call}");
        }
        assert_eq!(stage.names(), ["bad", "good", "hashes"], "{call}");
        check(&stage, &old, &new, &call.to_string());
        tried += 1;
    }
    assert!(tried > 8, "{calls:?}");
    println!("FIGURE: tables: the disk full at {tried} calls: each file is old or new, nothing is beside them");
}

/// Whether it comes after the first renaming.
fn is_of_folder(call: &strace::Call, calls: &[strace::Call]) -> bool {
    let place = |line: &str| calls.iter().position(|one| one.line == line);
    let first_renaming = calls.iter().position(|one| one.name.starts_with("renameat"));
    let same = |one: &&strace::Call| (&one.name, one.count) == (&call.name, call.count);
    let at = calls.iter().position(|one| same(&one)).or_else(|| place(&call.line));
    at > first_renaming
}
