//! The power is cut while files are collected or delivered, and comes back: nothing is lost,
//! nothing is partial, and every acknowledged file is in the store.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]

mod look;
mod machine;
mod moment;
mod plan;
mod stage;
#[path = "../support/mod.rs"]
mod support;

use look::Look;
use machine::Machine;
use moment::{Meanwhile, stop_at};
use plan::{Act, Plan, Random};
use stage::{Event, Stage};
use std::collections::BTreeMap;
use std::thread::sleep;
use std::time::Duration;
use support::process::one_at_a_time;

/// How often the power is cut on each file system: in the short form, and in the long one.
const ROUNDS: (usize, usize) = (12, 160);

#[test]
fn what_was_acknowledged_survives_a_power_cut_on_ext4() {
    cut_again_and_again("what_was_acknowledged_survives_a_power_cut_on_ext4", "ext4");
}

#[test]
fn what_was_acknowledged_survives_a_power_cut_on_xfs() {
    cut_again_and_again("what_was_acknowledged_survives_a_power_cut_on_xfs", "xfs");
}

#[test]
fn what_was_acknowledged_survives_a_power_cut_on_btrfs() {
    cut_again_and_again("what_was_acknowledged_survives_a_power_cut_on_btrfs", "btrfs");
}

fn cut_again_and_again(test: &str, kind: &'static str) {
    let _turn = one_at_a_time();
    let mut machine = match Machine::new(kind) {
        Ok(machine) => machine,
        Err(reason) => return println!("SKIPPED: {test}: {reason}"),
    };
    let seed = std::env::var("SYNC_INGEST_SEED").map_or(1, |seed| seed.parse().unwrap());
    let long = std::env::var("SYNC_INGEST_PROOF").is_ok_and(|proof| proof == "long");
    let rounds = if long { ROUNDS.1 } else { ROUNDS.0 };
    let mut random = Random::new(seed);
    let (mut tally, mut changes) = (Tally::default(), BTreeMap::new());
    for mut plan in Plan::all(rounds, &mut random) {
        if !machine.stops_at_once() {
            plan.meanwhile = Meanwhile::Stopped;
        }
        play(&mut machine, &plan, &mut random, &mut changes, &mut tally);
    }
    let Tally { cuts, stored, broken } = tally;
    println!(
        "FIGURE: power loss on {kind}: {cuts} cuts (seed {seed}), {stored} acknowledged files compared, {} violations",
        broken.len()
    );
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The results of all rounds.
#[derive(Debug, Default)]
struct Tally {
    cuts: usize,
    stored: usize,
    broken: Vec<String>,
}

/// Plays one round: the power is cut at some moment, perhaps again while the next collection clears
/// up; in the end everything must be in order.
fn play(
    machine: &mut Machine,
    plan: &Plan,
    random: &mut Random,
    changes: &mut BTreeMap<(Act, bool), usize>,
    tally: &mut Tally,
) {
    let changes = *changes.entry((plan.act, plan.store_elsewhere)).or_insert_with(|| {
        // An undisturbed run shows how many moments there are.
        let stage = Stage::set(machine, plan, &mut random.clone());
        let count = stop_at(usize::MAX, Meanwhile::Stopped, || stage.act(), || {});
        assert!(!stage.events().iter().any(|event| matches!(event, Event::Failed(_))), "{:?}", stage.events());
        stage.clear();
        count
    });
    let stage = Stage::set(machine, plan, random);
    machine.sync();
    let mut look = Look::new(&stage);
    // One more than there are: the power is cut right after the end.
    let mut change = if plan.at_the_end { usize::MAX } else { 1 + random.below(changes + 1) };
    let mut context = format!("{plan:?}, change {change} of {}", changes);
    for again in [false, true] {
        let delay = Duration::from_micros(random.below(2_000) as u64);
        let act = || if again { stage.collect_and_record() } else { stage.act() };
        let mut recorded = 0;
        stop_at(change, plan.meanwhile, act, || {
            if plan.meanwhile == Meanwhile::GoesOn {
                sleep(delay);
            }
            recorded = stage.recorded();
            machine.cut_power(plan.drops, plan.stores);
        });
        stage.forget_after(recorded);
        machine.start_again();
        tally.cuts += 1;
        look.after_the_cut();
        if again || !plan.cut_again || stage.is_delivery() {
            break;
        }
        change = 1 + random.below(100);
        context += &format!(", then change {change}");
    }
    look.after_the_next_collection();
    tally.stored += look.stored;
    tally.broken.extend(look.broken.iter().map(|broken| format!("{broken}\n    in {context}")));
    stage.clear();
}
