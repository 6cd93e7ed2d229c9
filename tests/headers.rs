//! The committed headers are the generated ones, document everything, and suit their readers.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]
#![cfg(all(feature = "headers", feature = "tables"))]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const MANUAL: &str = "sync_ingest.h";
const FOR_PHP: &str = "sync_ingest_ffi.h";

fn committed(header: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("include").join(header)
}

fn generated(header: &str) -> String {
    fs::read_to_string(Path::new(env!("OUT_DIR")).join(header)).expect("the build script wrote it")
}

/// The functions that a header declares.
fn functions(text: &str) -> BTreeSet<&str> {
    text.lines()
        .filter(|line| !line.starts_with("//"))
        .filter_map(|line| line.split_once('(')?.0.rsplit([' ', '*']).next())
        .filter(|name| name.starts_with("sync_ingest_"))
        .collect()
}

fn is_committed_as_generated(header: &str) {
    let (path, generated) = (committed(header), generated(header));
    // `make headers` sets it.
    if std::env::var_os("SYNC_INGEST_UPDATE_HEADERS").is_some() {
        fs::write(&path, &generated).expect("refresh the header");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == generated,
        "include/{header} does not match src/capi.\n\
         To refresh it: make headers, then look at the difference: removing or changing what is there breaks programs that were built with it."
    );
}

#[test]
fn the_manual_is_committed_as_generated() {
    is_committed_as_generated(MANUAL);
}

#[test]
fn the_header_for_php_is_committed_as_generated() {
    is_committed_as_generated(FOR_PHP);
}

/// Each function of the manual with the first line of its entry.
fn entries(text: &str) -> Vec<(&str, &str)> {
    let declaration = |line: &&str| line.contains(" sync_ingest_") || line.contains(" *sync_ingest_");
    text.split("\n\n")
        .filter(|entry| entry.ends_with(");"))
        .filter_map(|entry| {
            let function = entry.lines().filter(|line| !line.starts_with("//")).find(declaration)?;
            Some((function, entry.lines().next()?))
        })
        .collect()
}

#[test]
fn each_entry_of_the_manual_begins_with_what_the_function_does() {
    let verbs = "Acknowledges Adds Begins Collects Computes Copies Delivers Ends Frees Moves Puts Refreshes Rejects \
                 Removes Returns Sets Stores Syncs Takes Writes Deletes";
    let manual = generated(MANUAL);
    let entries = entries(&manual);
    assert!(entries.len() > 100, "{}", entries.len());
    for (function, line) in entries {
        let verb = line.trim_start_matches("// ").split(' ').next().unwrap_or_default();
        assert!(verbs.split_whitespace().any(|known| known == verb), "{function}: {line}");
    }
}

#[test]
fn both_headers_declare_the_same_functions() {
    let (manual, for_php) = (generated(MANUAL), generated(FOR_PHP));
    assert!(functions(&manual).len() > 100, "{:?}", functions(&manual));
    assert_eq!(functions(&manual), functions(&for_php));
}

#[test]
fn everything_in_the_manual_is_documented() {
    let manual = generated(MANUAL);
    let lines: Vec<&str> = manual.lines().collect();
    let (_, body) = lines.split_at(lines.iter().position(|line| *line == "#include <stdint.h>").expect("the include"));
    for (above, line) in body.iter().zip(&body[1..]) {
        let declares = line.starts_with("typedef ")
            || line.starts_with("#define ")
            || line.contains(" = ")
            || functions(line).iter().any(|name| name.starts_with("sync_ingest_"));
        if declares && !line.trim_start().starts_with("//") {
            assert!(above.trim_start().starts_with("// "), "undocumented: {line}");
        }
    }
}

#[test]
fn the_example_in_the_manual_is_part_of_the_example_program() {
    let manual = generated(MANUAL);
    let example: Vec<&str> = manual
        .lines()
        .skip_while(|line| *line != "// A collection")
        .take_while(|line| *line != "// Rules")
        .filter_map(|line| line.strip_prefix("//     "))
        .collect();
    assert!(example.len() > 20, "{example:?}");
    let program =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/c/example.c")).expect("example.c");
    let program: Vec<&str> = program.lines().filter(|line| !line.is_empty()).collect();
    assert!(
        program.windows(example.len()).any(|part| part == example),
        "the example at the top of cbindgen.toml differs from tests/c/example.c"
    );
}

/// PHP skips lines with `#` without evaluating them, and knows neither C++ nor `_Bool`'s macro.
#[test]
fn the_header_for_php_holds_nothing_that_php_rejects() {
    let text = generated(FOR_PHP);
    assert!(text.ends_with(";\n"), "no newline at the end");
    for rejected in ["#", "extern", "inline", "_Static_assert", "bool", "uint64_t", "size_t", "time_t", "//", "/*"] {
        assert!(!text.contains(rejected), "it contains {rejected}");
    }
}
