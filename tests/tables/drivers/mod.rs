//! The drivers: each reads a table through one interface, and reports it in the same lines.

mod command_line;
mod external;
mod rust;

use crate::case::Words;
use crate::playing::Program;
use std::path::Path;

/// The names of the drivers.
pub(crate) const DRIVERS: [&str; 4] = ["rust", "cli", "c", "php"];

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
            "c" => external("SYNC_INGEST_C_TABLES", "SYNC_INGEST_C_TABLES does not name the built tests/c/tables.c"),
            "php" => external("SYNC_INGEST_PHP_TABLES", "SYNC_INGEST_PHP_TABLES does not name the PHP driver"),
            _ => unreachable!("every name of a driver is above"),
        }
    }

    pub(crate) fn check(&self, table: &Path, options: &[(String, Words)]) -> Vec<String> {
        match self {
            Self::Rust => rust::check(table, options),
            Self::CommandLine => command_line::check(table, options),
            Self::External(program) => external::check(program, table, options),
        }
    }

    /// Writes the two files and returns the counts.
    pub(crate) fn normalise(&self, table: &Path, to: &Path, bad: &Path, options: &[(String, Words)]) -> Vec<String> {
        match self {
            Self::Rust => rust::normalise(table, to, bad, options),
            Self::CommandLine => command_line::normalise(table, to, bad, options),
            Self::External(program) => external::normalise(program, table, to, bad, options),
        }
    }

    /// Compares with the file of hashes `against`, and writes the new one.
    pub(crate) fn changes(
        &self,
        table: &Path,
        against: Option<&Path>,
        write: &Path,
        options: &[(String, Words)],
    ) -> Vec<String> {
        match self {
            Self::Rust => rust::changes(table, against, write, options),
            Self::CommandLine => command_line::changes(table, against, write, options),
            Self::External(program) => external::changes(program, table, against, write, options),
        }
    }
}
