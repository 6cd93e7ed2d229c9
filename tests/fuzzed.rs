//! Replays the corpus of the fuzzer for the C functions and for tables, without the fuzzer.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]
#![allow(unsafe_code, reason = "C functions are called as C calls them")]
#![cfg(feature = "capi")]

// Its functions are called by their exported names.
use sync_ingest as _;

#[path = "../fuzz/src/calls.rs"]
mod calls;

#[cfg(feature = "tables")]
#[path = "../fuzz/src/tables.rs"]
mod tables;

#[cfg(feature = "tables")]
#[test]
fn the_corpus_of_the_fuzzer_does_no_harm_to_tables() {
    played("tables", tables::play);
}

#[test]
fn the_corpus_of_the_fuzzer_does_no_harm_to_calls() {
    played("calls", calls::play);
}

/// Plays everything that is collected for a target, one target at a time: the players count the
/// descriptors of the whole process.
fn played(target: &str, play: fn(&[u8])) {
    static TURN: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _turn = TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let files: Vec<_> = std::fs::read_dir(corpus).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() > 10, "the corpus is missing");
    files.iter().for_each(|file| play(&std::fs::read(file).unwrap()));
}
