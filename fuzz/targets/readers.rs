//! See `sync_ingest::fuzzed::readers`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| sync_ingest::fuzzed::readers(bytes));
