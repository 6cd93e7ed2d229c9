//! See `src/calls.rs`.
#![no_main]

// The functions are called by their exported names.
use sync_ingest as _;

#[path = "../src/calls.rs"]
mod calls;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| calls::play(bytes));
