//! The scenario set: one story per file in `tests/scenarios`, played through every interface of the
//! library. Rust, C, PHP and the command line must report the same.
//!
//! The C and PHP drivers run when `SYNC_INGEST_C_DRIVER` and `SYNC_INGEST_PHP_DRIVER` name their
//! commands; with `SYNC_INGEST_ALL_DRIVERS=1` a missing driver is a failure.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]

#[path = "scenarios/drivers/mod.rs"]
mod drivers;
#[path = "scenarios/percent.rs"]
mod percent;
#[path = "scenarios/place.rs"]
mod place;
#[path = "support/playing.rs"]
mod playing;
#[path = "scenarios/scenario.rs"]
mod scenario;

use drivers::Driver;
use place::Place;
use scenario::{Preparation, Scenario, Step};
use std::fs;
use std::path::Path;

#[test]
fn every_driver_plays_every_scenario_as_it_is_written() {
    let scenarios = read_all();
    assert!(scenarios.len() >= 25, "only {} scenarios were found", scenarios.len());
    playing::all_play(drivers::all(), "scenarios", |name, driver, failures| {
        let chosen = scenarios.iter().filter(|one| one.drivers.is_empty() || one.drivers.iter().any(|d| d == name));
        chosen.map(|scenario| failures.extend(run(scenario, name, driver).err())).count()
    });
}

#[test]
fn a_wrong_expectation_is_found() {
    let scenario = Scenario::parse("wrong", "# Wrong.\nfile a.csv\ncollect settle=0\n  outcome nothing\n").unwrap();
    let failure = run(&scenario, "rust", &Driver::Rust).expect_err("the report is not the expected one");
    assert!(failure.contains("- outcome nothing") && failure.contains("+ outcome collected"), "{failure}");
}

#[test]
fn a_scenario_that_cannot_be_read_is_refused() {
    let cases = [
        ("", "begins with a comment"),
        ("# No collection.\nfile a.csv\n", "collects at least once"),
        ("# No outcome.\ncollect\n  left a.csv\n", "line 2: neither outcome nor error"),
        ("# Misspelt.\nfiel a.csv\n", "line 2: \"fiel\""),
        ("# Misspelt.\ncollect setle=0\n  outcome nothing\n", "line 2: the option \"setle\""),
        ("# Misspelt.\ndrivers rsut\ncollect\n  outcome nothing\n", "line 2: the driver \"rsut\""),
        ("# Too early.\n  outcome nothing\n", "line 2: an expected line"),
        ("# Bad name.\nfile %G0\n", "two hexadecimal digits"),
    ];
    for (text, reason) in cases {
        let refusal = Scenario::parse("case", text).expect_err(text);
        assert!(refusal.contains(reason), "{text:?} gave {refusal:?}");
    }
}

fn read_all() -> Vec<Scenario> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    let mut paths = fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy();
        Scenario::parse(&name, &fs::read_to_string(path).unwrap()).unwrap_or_else(|reason| panic!("{reason}"))
    };
    paths.iter().map(read).collect()
}

/// Plays a scenario through one driver, in a place of its own.
fn run(scenario: &Scenario, driver_name: &str, driver: &Driver) -> Result<(), String> {
    let place = Place::new();
    let mut names = Vec::new();
    for step in &scenario.steps {
        match step {
            Step::Prepare(preparation) => {
                if let Preparation::File { path, .. } = preparation {
                    if !names.contains(path) && !path.to_string_lossy().contains('/') {
                        names.push(path.clone());
                    }
                }
                place.prepare(preparation).map_err(|error| format!("{}: {preparation:?}: {error}", scenario.name))?;
            }
            Step::Collect(collect) => {
                let mut reported = driver.collect(&place, collect, &names);
                reported.extend(place.evidence());
                reported.sort();
                if reported != collect.expected {
                    let title =
                        format!("{} (driver {driver_name}), collection in line {}:\n", scenario.name, collect.line);
                    return Err(title + &difference(&collect.expected, &reported));
                }
            }
        }
    }
    Ok(())
}

/// `-` was expected and is missing, `+` was reported and is not expected.
fn difference(expected: &[String], reported: &[String]) -> String {
    let missing = expected.iter().filter(|line| !reported.contains(line)).map(|line| format!("  - {line}\n"));
    let surplus = reported.iter().filter(|line| !expected.contains(line)).map(|line| format!("  + {line}\n"));
    let lines = missing.chain(surplus).collect::<String>();
    if lines.is_empty() {
        format!("  a line is repeated: expected {expected:?}, reported {reported:?}\n")
    } else {
        lines
    }
}
