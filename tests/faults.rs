//! Each system call in turn fails, with one error after the other. What was to be done is done or there is a clear error, and the
//! next collection finishes the job: nothing is lost, nothing comes twice, nothing is left behind.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]

mod common;
#[path = "faults/pairs.rs"]
mod pairs;
#[path = "faults/quiet.rs"]
mod quiet;

use common::Folder;
use common::process::one_at_a_time;
use common::stage::{Stage, UNTOLD, Wrongs};
use common::strace::{self, Act};
use common::told::Told;
use common::trial::{Trial, collection, delivery, store_of_ones_own};
use common::world::World;
use pairs::{Extent, Pair, Short};
use sync_ingest::{Durability, LockKind};

/// Lets each call fail with each error.
fn fail<S: AsRef<Folder>>(trial: &Trial<S>, extent: Extent) {
    if !strace::is_there(&trial.what) {
        return;
    }
    let _turn = one_at_a_time();
    let (calls, usual) = trial.calls_and_told();
    let (pairs, left_out) = pairs::of(&calls, extent);
    let mut violations = Wrongs::new();
    for pair in &pairs {
        let stage = (trial.set_up)();
        let mut wrongs = Wrongs::new();
        let told = trial.on(&stage, |act| ended(pair, &usual, act, &mut wrongs));
        wrongs.extend((trial.look)(&stage, told.as_ref()));
        wrongs.retain(|wrong| !(wrong.starts_with(UNTOLD) && pair.says_gone()));
        let told = told.map(|told| format!("{told:?}"));
        violations
            .extend(wrongs.into_iter().map(|wrong| format!("{} at {}: {wrong}: {told:?}", pair.errno, pair.call)));
    }
    for (reason, count) in left_out {
        println!("left out: {count} pairs: {reason}");
    }
    let (calls, runs, wrong) = (calls.len(), pairs.len(), violations.len());
    println!("FIGURE: faults: {calls} calls, {runs} pairs tried, {runs} runs, {wrong} violations: {}", trial.what);
    assert!(violations.is_empty(), "{violations:#?}");
}

const EACH_CLASS: Extent = Extent { short: Short::EachClass, long: 1 };

/// In the short form one error at one of so many kinds of calls.
fn one_of(kinds: usize) -> Extent {
    Extent { short: Short::OneOf(kinds), long: 1 }
}

/// How an act ends of which a call fails: not in a panic, not never, and not with an error that nobody understands.
fn ended(pair: &Pair, usual: &Told, act: Act<'_>, wrongs: &mut Wrongs) -> Option<Told> {
    match strace::fail_at(&pair.call, pair.errno, act) {
        0 => {}
        libc::SIGALRM => {
            wrongs.push("it hangs".to_owned());
            return None;
        }
        status => {
            wrongs.push(format!("it ends with status {status}, after a panic"));
            return None;
        }
    }
    let told = act.told();
    if pair.is_invisible() && !told.is_like(usual) {
        wrongs.push("it does not come to the same end".to_owned());
    }
    if pair.says_not_durable() && told.is_like(usual) {
        wrongs.push("nobody is told that something is not durable".to_owned());
    }
    if let Some((message, has_path)) = &told.error {
        if !has_path || !message.starts_with("cannot ") || !message.contains([':', ';']) {
            wrongs.push("its error is not clear".to_owned());
        }
    }
    Some(told)
}

fn new_and_left_over(world: World, durability: Durability) -> Trial<Stage> {
    let files = "new, replaced and left over files";
    collection(files, world, durability, |stage| stage.with_leftovers().with_new_files())
}

#[test]
fn a_collection_in_which_any_call_fails_ends_well_or_clearly_and_is_finished_by_the_next_one() {
    fail(&new_and_left_over(World::Complete, Durability::Automatic), EACH_CLASS);
}

#[test]
fn a_collection_that_syncs_nothing_ends_well_or_clearly_when_any_call_fails() {
    fail(&new_and_left_over(World::Complete, Durability::None), one_of(3));
}

#[test]
fn a_collection_without_hard_links_ends_well_or_clearly_when_any_call_fails() {
    for (world, every) in [(World::NoHardLinks, 3), (World::NoRenameWithoutOverwriting, 3), (World::Neither, 1)] {
        fail(&new_and_left_over(world, Durability::PerFile), one_of(every));
    }
}

#[test]
fn a_large_collection_ends_well_or_clearly_when_any_call_fails() {
    let many = |stage: Stage| stage.with_many_files(256);
    fail(
        &collection("256 files, with one syncfs,", World::Complete, Durability::Automatic, many),
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
fn a_delivery_in_which_any_call_fails_is_done_or_gives_a_clear_error_and_can_be_done_again() {
    for (world, extent) in [(World::Complete, EACH_CLASS), (World::NoHardLinks, one_of(3)), (World::Neither, one_of(1))]
    {
        fail(&delivery(world), extent);
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
