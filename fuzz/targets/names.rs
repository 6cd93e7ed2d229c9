//! See `sync_ingest::fuzzed::names`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sync_ingest::fuzzed::names(bytes));
