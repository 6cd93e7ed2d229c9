//! Each system call in turn fails, with one error after the other. The act succeeds or there is a
//! clear error, and the next collection finishes the job: nothing is lost, nothing comes twice,
//! nothing is left behind.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]

#[path = "faults/pairs.rs"]
mod pairs;
#[path = "faults/quiet.rs"]
mod quiet;
mod support;

use pairs::{Extent, Pair, Short};
use support::TestFolder;
use support::checked_folder::{CheckedFolder, UNREPORTED, Violations};
use support::file_system_fault::FileSystemFault;
use support::process::one_at_a_time;
use support::reported::Reported;
use support::strace::{self, Act};
use support::trial::{Trial, collection, delivery, store_of_ones_own};
use sync_ingest::{Durability, LockKind};

/// Makes each call fail with each error.
fn fail<S: AsRef<TestFolder>>(trial: &Trial<S>, extent: Extent) {
    if !strace::is_there(&trial.what) {
        return;
    }
    let _turn = one_at_a_time();
    let (calls, usual) = trial.calls_and_report();
    let (pairs, left_out) = pairs::of(&calls, extent);
    let mut all = Violations::new();
    for pair in &pairs {
        let stage = (trial.set_up)();
        let mut violations = Violations::new();
        let reported = trial.on(&stage, |act| ended(pair, &usual, act, &mut violations));
        violations.extend((trial.look)(&stage, reported.as_ref()));
        violations.retain(|wrong| !(wrong.starts_with(UNREPORTED) && pair.says_gone()));
        let reported = reported.map(|reported| format!("{reported:?}"));
        all.extend(
            violations.into_iter().map(|wrong| format!("{} at {}: {wrong}: {reported:?}", pair.errno, pair.call)),
        );
    }
    for (reason, count) in left_out {
        println!("left out: {count} pairs: {reason}");
    }
    let (calls, runs, wrong) = (calls.len(), pairs.len(), all.len());
    println!("FIGURE: faults: {calls} calls, {runs} pairs tried, {runs} runs, {wrong} violations: {}", trial.what);
    assert!(all.is_empty(), "{all:#?}");
}

const EACH_CLASS: Extent = Extent { short: Short::EachClass, long: 1 };

/// In the short form one error at one in so many kinds of calls.
fn one_of(kinds: usize) -> Extent {
    Extent { short: Short::OneOf(kinds), long: 1 }
}

/// How an act may end if a call fails: without a panic, without hanging, and with an error that can
/// be understood.
fn ended(pair: &Pair, usual: &Reported, act: Act<'_>, violations: &mut Violations) -> Option<Reported> {
    match strace::fail_at(&pair.call, pair.errno, act) {
        0 => {}
        libc::SIGALRM => {
            violations.push("it hangs".to_owned());
            return None;
        }
        status => {
            violations.push(format!("it ends with status {status}, after a panic"));
            return None;
        }
    }
    let reported = act.reported();
    if pair.is_invisible() && !reported.is_like(usual) {
        violations.push("it does not come to the same end".to_owned());
    }
    if pair.says_not_durable() && reported.is_like(usual) {
        violations.push("it is not reported that something is not durable".to_owned());
    }
    if let Some((message, has_path)) = &reported.error {
        if !has_path || !message.starts_with("cannot ") || !message.contains([':', ';']) {
            violations.push("its error is not clear".to_owned());
        }
    }
    Some(reported)
}

fn new_and_left_over(fault: FileSystemFault, durability: Durability) -> Trial<CheckedFolder> {
    let files = "new, replaced and left over files";
    collection(files, fault, durability, |stage| stage.with_leftovers().with_new_files())
}

#[test]
fn a_collection_in_which_any_call_fails_ends_well_or_clearly_and_is_finished_by_the_next_one() {
    fail(&new_and_left_over(FileSystemFault::None, Durability::Automatic), EACH_CLASS);
}

#[test]
fn a_collection_that_syncs_nothing_ends_well_or_clearly_when_any_call_fails() {
    fail(&new_and_left_over(FileSystemFault::None, Durability::None), one_of(3));
}

#[test]
fn a_collection_without_hard_links_ends_well_or_clearly_when_any_call_fails() {
    for (fault, every) in [
        (FileSystemFault::NoHardLinks, 3),
        (FileSystemFault::NoRenameWithoutOverwriting, 3),
        (FileSystemFault::Neither, 1),
    ] {
        fail(&new_and_left_over(fault, Durability::PerFile), one_of(every));
    }
}

#[test]
fn a_large_collection_ends_well_or_clearly_when_any_call_fails() {
    let many = |stage: CheckedFolder| stage.with_many_files(256);
    fail(
        &collection("256 files, with one syncfs,", FileSystemFault::None, Durability::Automatic, many),
        Extent { short: Short::OneOf(1), long: 29 },
    );
}

#[test]
fn a_store_in_which_any_call_fails_gets_each_content_once_under_one_id() {
    for durability in [Durability::Automatic, Durability::Deferred] {
        fail(&store_of_ones_own(durability), one_of(1));
    }
}

#[test]
fn a_delivery_in_which_any_call_fails_succeeds_or_is_a_clear_error_and_can_be_repeated() {
    for (fault, extent) in [
        (FileSystemFault::None, EACH_CLASS),
        (FileSystemFault::NoHardLinks, one_of(3)),
        (FileSystemFault::Neither, one_of(1)),
    ] {
        fail(&delivery(fault), extent);
    }
}

#[test]
fn nothing_is_taken_while_an_agent_delivers_whatever_call_fails() {
    fail(&quiet::waiting_for_an_agent(), one_of(1));
}

#[test]
fn a_look_at_the_status_in_which_any_call_fails_changes_nothing() {
    fail(&quiet::looking(), one_of(1));
}

#[test]
fn a_lock_is_removed_or_there_is_a_clear_error_when_any_call_fails() {
    fail(&quiet::unlocking(LockKind::Collector), EACH_CLASS);
    fail(&quiet::unlocking(LockKind::Agent), EACH_CLASS);
    fail(&quiet::holding(), one_of(1));
}
