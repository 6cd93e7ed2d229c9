//! Replays the corpus of the fuzzer for the C functions, without the fuzzer.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]
#![allow(unsafe_code, reason = "C functions are called as C calls them")]
#![cfg(feature = "capi")]

// Its functions are called by their exported names.
use sync_ingest as _;

#[path = "../fuzz/src/calls.rs"]
mod calls;

#[test]
fn the_corpus_of_the_fuzzer_does_no_harm_to_calls() {
    let corpus = concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz/corpus/calls");
    let files: Vec<_> = std::fs::read_dir(corpus).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() > 10, "the corpus is missing");
    files.iter().for_each(|file| calls::play(&std::fs::read(file).unwrap()));
}
