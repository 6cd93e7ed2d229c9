//! Whole scenarios against a reference: whatever agents, collectors, stores and people do in any
//! order, folder, store and work area match a few plain lists, and so do the reports. (The races of
//! the protocol are in `tests/model` and `tests/races.rs`; here one event follows the other.)
//!
//! `SYNC_INGEST_SEED` repeats a run; `SYNC_INGEST_PROOF=long` plays 20,000 scenarios.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]

mod support;

#[path = "model_folder/play.rs"]
mod play;
#[path = "model_folder/reference.rs"]
mod reference;

use play::{Play, any_event};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::cell::Cell;
use std::time::{SystemTime, UNIX_EPOCH};
use support::process::one_at_a_time;

#[test]
fn whatever_happens_folder_store_and_reports_match_the_reference() {
    let _turn = one_at_a_time();
    let cases = if std::env::var("SYNC_INGEST_PROOF").is_ok_and(|proof| proof == "long") { 20_000 } else { 256 };
    let drawn = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros() as u64;
    let seed: u64 = std::env::var("SYNC_INGEST_SEED").map_or(drawn, |seed| seed.parse().unwrap());
    println!("scenarios: SYNC_INGEST_SEED={seed}");
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let bytes: Vec<u8> = seed.to_le_bytes().repeat(4);
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let totals = Cell::new((0, 0, 0));
    let result = runner.run(&proptest::collection::vec(any_event(), 1..30), |events| {
        let mut play = Play::new();
        events.iter().for_each(|event| play.happen(event));
        play.drain();
        let (happened, collections, deaths) = totals.get();
        totals.set((happened + events.len(), collections + play.collections, deaths + play.deaths));
        Ok(())
    });
    let (events, collections, deaths) = totals.get();
    let violations = u32::from(result.is_err());
    println!(
        "FIGURE: scenarios against a reference: {cases} scenarios, {events} events, {collections} collections, {deaths} deaths, \
         violations {violations} (seed {seed})"
    );
    if let Err(error) = result {
        panic!("seed {seed}: {error}");
    }
    assert!(deaths > 50, "too little has happened");
}
