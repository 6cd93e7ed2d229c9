//! See `src/calls.rs`.
#![no_main]

#[path = "../src/calls.rs"]
mod calls;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| calls::play(bytes));
