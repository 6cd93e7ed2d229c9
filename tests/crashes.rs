//! A process is killed at each of its system calls in turn, and the next one goes on: nothing is
//! lost, nothing comes twice.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]

mod support;

use support::checked_folder::{CheckedFolder, Violations};
use support::file_system_fault::FileSystemFault;
use support::process::one_at_a_time;
use support::strace;
use support::trial::{Trial, collection, delivery, store_of_ones_own};
use support::{TestFolder, at_length};
use sync_ingest::Durability;

/// Acts with more calls than this are long.
const LONG_ACT: usize = 1_000;

/// Kills it at each of its calls; in the short form, at one in so many of those that change
/// something. An act of thousands of calls, most of which are alike, is killed at one in five.
fn kill<S: AsRef<TestFolder>>(trial: &Trial<S>, every: usize) {
    if !strace::is_there(&trial.what) {
        return;
    }
    let _turn = one_at_a_time();
    let (calls, _) = trial.calls_and_report();
    let tried: Vec<_> = match at_length() {
        true => calls.iter().step_by(if calls.len() > LONG_ACT { 5 } else { 1 }).collect(),
        false => calls.iter().filter(|call| call.changes_something()).step_by(every).collect(),
    };
    let mut violations = Violations::new();
    for call in &tried {
        let stage = (trial.set_up)();
        trial.on(&stage, |act| strace::kill_at(call, act));
        violations.extend((trial.look)(&stage, None).into_iter().map(|wrong| format!("killed at {call}: {wrong}")));
    }
    let (calls, runs, wrong) = (calls.len(), tried.len(), violations.len());
    println!("FIGURE: crashes: {calls} calls, {runs} runs, {wrong} violations: {}", trial.what);
    assert!(violations.is_empty(), "{violations:#?}");
}

fn new_and_left_over(fault: FileSystemFault, durability: Durability) -> Trial<CheckedFolder> {
    let files = "new, replaced and left over files";
    collection(files, fault, durability, |stage| stage.with_leftovers().with_new_files())
}

#[test]
fn a_collection_that_is_killed_at_any_call_is_finished_by_the_next_one() {
    for (durability, every) in [(Durability::Automatic, 1), (Durability::None, 2), (Durability::PerFile, 5)] {
        kill(&new_and_left_over(FileSystemFault::None, durability), every);
    }
}

#[test]
fn a_collection_without_hard_links_that_is_killed_at_any_call_is_finished_by_the_next_one() {
    for fault in [FileSystemFault::NoHardLinks, FileSystemFault::NoRenameWithoutOverwriting, FileSystemFault::Neither] {
        kill(&new_and_left_over(fault, Durability::Automatic), 3);
    }
}

#[test]
fn a_large_collection_that_is_killed_at_any_call_is_finished_by_the_next_one() {
    let many = |stage: CheckedFolder| stage.with_many_files(256);
    kill(&collection("256 files, with one syncfs,", FileSystemFault::None, Durability::Automatic, many), 97);
}

#[test]
fn a_store_that_is_killed_at_any_call_gets_each_content_once_under_one_id() {
    for durability in [Durability::Automatic, Durability::Deferred] {
        kill(&store_of_ones_own(durability), 1);
    }
}

#[test]
fn a_delivery_that_is_killed_at_any_call_leaves_whole_files_and_is_done_again_by_the_same_agent() {
    for (fault, every) in [(FileSystemFault::None, 1), (FileSystemFault::NoHardLinks, 1), (FileSystemFault::Neither, 1)]
    {
        kill(&delivery(fault), every);
    }
}
