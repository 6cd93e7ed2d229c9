//! Tables as real programs write them, in `tests/tables`, read through every way into the library.
//! Rust, C, PHP and the command line must report the same of each.
//!
//! The C and PHP drivers run when `SYNC_INGEST_C_TABLES` and `SYNC_INGEST_PHP_TABLES` name them;
//! with `SYNC_INGEST_ALL_DRIVERS=1` a missing driver is a failure.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]
#![cfg(feature = "tables")]

#[path = "tables/case.rs"]
mod case;
#[path = "tables/drivers/mod.rs"]
mod drivers;
#[path = "tables/generated.rs"]
mod generated;
#[path = "scenarios/percent.rs"]
#[allow(dead_code, reason = "the scenarios read words, too")]
mod percent;
#[path = "support/playing.rs"]
#[allow(dead_code, reason = "the scenarios ask whether a program failed, too")]
mod playing;

use case::Case;
use drivers::Driver;
use std::fs;
use std::path::Path;

#[test]
fn every_driver_reads_every_table_as_it_is_written() {
    let cases = read_all();
    assert!(cases.len() >= 60, "only {} tables were found", cases.len());
    playing::all_play(drivers::all(), "tables", |name, driver, failures| {
        cases.iter().for_each(|case| failures.extend(play(case, name, driver)));
        cases.len()
    });
}

#[test]
fn a_wrong_expectation_is_found() {
    let mut case = read_all().into_iter().find(|case| case.name == "ragged-middle").unwrap();
    case.check.retain(|line| line != "bad 3 ragged");
    case.changes.as_mut().unwrap().retain(|line| line != "gone -");
    let failures = play(&case, "rust", &Driver::Rust).join("\n");
    assert!(failures.contains("+ bad 3 ragged") && failures.contains("+ gone -"), "{failures}");
}

#[test]
fn every_file_of_the_corpus_belongs_to_a_case() {
    let cases = read_all();
    for entry in fs::read_dir(directory()).unwrap() {
        let path = entry.unwrap().path();
        let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        if ["csv", "normalised", "bad", "base"].contains(&ending.as_str()) {
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            assert!(cases.iter().any(|case| case.name == stem), "{stem}.{ending} belongs to no case");
        }
    }
}

fn directory() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tables")
}

fn read_all() -> Vec<Case> {
    let mut paths: Vec<_> = fs::read_dir(directory()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.to_string_lossy().ends_with(".expected.json"));
    paths.sort();
    paths.iter().map(|path| Case::read(path)).collect()
}

/// Plays a case through one driver and returns what differs.
fn play(case: &Case, driver_name: &str, driver: &Driver) -> Vec<String> {
    let place = tempfile::tempdir().unwrap();
    let mut failures = Vec::new();
    let mut compare = |task: &str, expected: &[String], reported: Vec<String>| {
        if expected != reported {
            failures.push(format!(
                "{} (driver {driver_name}), {task}:\n{}",
                case.name,
                difference(expected, &reported)
            ));
        }
    };
    compare("check", &case.check, driver.check(&case.table, &case.options));

    let (to, bad) = (place.path().join("to"), place.path().join("bad"));
    let counts = driver.normalise(&case.table, &to, &bad, &case.options);
    if case.is_refused() {
        compare("normalise", &case.check, counts);
        compare("normalise, what is left behind", &[], left_in(place.path()));
        return failures;
    }
    compare("normalise, bad_count", &lines_of("bad_count", &case.check), lines_of("bad_count", &counts));
    for (suffix, path) in [("normalised", &to), ("bad", &bad)] {
        let written = fs::read(path).map(|bytes| shown(&bytes)).unwrap_or_else(|error| vec![error.to_string()]);
        if let Some(expected) = case.beside(suffix) {
            compare(suffix, &shown(&fs::read(expected).unwrap()), written);
        }
    }

    if let Some(expected) = &case.changes {
        let (old, new) = (place.path().join("old"), place.path().join("new"));
        let against = case.beside("base").map(|base| {
            driver.changes(&base, None, &old, &case.options_of_base());
            old.as_path()
        });
        let mut reported = driver.changes(&case.table, against, &new, &case.options);
        if !expected.iter().any(|line| line.starts_with("change ")) {
            reported.retain(|line| !line.starts_with("change "));
        }
        compare("changes", expected, reported);
    }
    failures
}

fn lines_of(key: &str, lines: &[String]) -> Vec<String> {
    lines.iter().filter(|line| line.split(' ').next() == Some(key)).cloned().collect()
}

fn left_in(directory: &Path) -> Vec<String> {
    fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

/// Returns the lines of a file, with their line ends, where every byte can be seen.
fn shown(bytes: &[u8]) -> Vec<String> {
    bytes.split_inclusive(|byte| *byte == b'\n').map(|line| line.escape_ascii().to_string()).collect()
}

/// `-` was expected and is missing, `+` was reported and is not expected.
fn difference(expected: &[String], reported: &[String]) -> String {
    let missing = expected.iter().filter(|line| !reported.contains(line)).map(|line| format!("  - {line}\n"));
    let surplus = reported.iter().filter(|line| !expected.contains(line)).map(|line| format!("  + {line}\n"));
    let lines = missing.chain(surplus).collect::<String>();
    if lines.is_empty() { format!("  in another order: expected {expected:?}, reported {reported:?}\n") } else { lines }
}
