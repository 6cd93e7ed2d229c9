//! The drivers: each plays one collection through one interface, and reports it in the same lines.

mod command_line;
mod external;
mod rust;

use crate::place::Place;
use crate::playing::Program;
use crate::scenario::{Collect, DRIVERS};
use std::ffi::OsString;

pub(crate) enum Driver {
    /// The public Rust API, in this process.
    Rust,
    /// The program, through its JSON.
    CommandLine,
    /// A program that uses another binding.
    External(Program),
}

/// Returns every driver by name; `Err` holds the reason why one is missing.
pub(crate) fn all() -> [(&'static str, Result<Driver, &'static str>); DRIVERS.len()] {
    DRIVERS.map(|name| (name, Driver::of(name)))
}

impl Driver {
    fn of(name: &str) -> Result<Self, &'static str> {
        let external = |variable, missing| Program::from_environment(variable).map(Self::External).ok_or(missing);
        match name {
            "rust" => Ok(Self::Rust),
            "cli" if command_line::PROGRAM.is_some() => Ok(Self::CommandLine),
            "cli" => Err("the program was not built: add --features cli"),
            "c" => external("SYNC_INGEST_C_DRIVER", "SYNC_INGEST_C_DRIVER does not name the built tests/c/scenario.c"),
            "php" => external("SYNC_INGEST_PHP_DRIVER", "SYNC_INGEST_PHP_DRIVER does not name the PHP driver"),
            _ => unreachable!("every name of a driver is above"),
        }
    }

    /// Runs one collection; `names` are those of all files that the scenario has delivered so far.
    pub(crate) fn collect(&self, place: &Place, collect: &Collect, names: &[OsString]) -> Vec<String> {
        match self {
            Self::Rust => rust::collect(place, collect),
            Self::CommandLine => command_line::collect(place, collect, names),
            Self::External(program) => external::collect(program, place, collect),
        }
    }
}

/// Returns the name of the C constant: `NOT_A_DIRECTORY` for `NotADirectory`.
fn constant(value: &str) -> String {
    let mut constant = String::new();
    for c in value.chars() {
        if c.is_ascii_uppercase() && !constant.is_empty() {
            constant.push('_');
        }
        constant.push(c.to_ascii_uppercase());
    }
    constant
}

/// How an age is compared: `recent`, `none`, or as it is if it cannot be.
fn recent(what: &str, age: Option<i64>) -> String {
    match age {
        None => format!("{what} none"),
        Some(0..=600) => format!("{what} recent"),
        Some(age) => format!("{what} {age}"),
    }
}
