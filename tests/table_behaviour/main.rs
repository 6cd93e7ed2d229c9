//! What comes of tables: each promise by an example, and by properties.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]
#![cfg(feature = "tables")]

#[path = "../support/mod.rs"]
mod support;

mod access;
mod changes;
mod properties;
mod reading;
mod refusals;
mod written;

use sync_ingest::tables::{BadReason, Check, Findings, Jobs, Refused, Table, TableError, TableOptions, WarningKind};

fn options() -> TableOptions {
    TableOptions::default()
}

fn table(bytes: impl AsRef<[u8]>, options: TableOptions) -> Table {
    Table::from_source(bytes.as_ref().to_vec(), options).unwrap()
}

fn check(bytes: impl AsRef<[u8]>, options: TableOptions) -> Check {
    table(bytes, options).check().unwrap()
}

fn refusal(bytes: impl AsRef<[u8]>, options: TableOptions) -> Refused {
    match table(bytes, options).check() {
        Err(TableError::Refused(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

fn bad(check: &Check) -> Vec<(u64, BadReason)> {
    check.bad.iter().map(|row| (row.line, row.reason)).collect()
}

fn warnings(check: &Check) -> Vec<WarningKind> {
    check.warnings.iter().map(|warning| warning.kind).collect()
}

/// The good rows, each with its line.
fn rows_of(findings: &Findings) -> Vec<(u64, Vec<String>)> {
    let (mut rows, mut all) = (findings.rows(), Vec::new());
    while let Some(row) = rows.next_row().unwrap() {
        all.push((row.line(), row.iter().map(str::to_owned).collect()));
    }
    all
}

fn rows(bytes: impl AsRef<[u8]>, options: TableOptions) -> Vec<(u64, Vec<String>)> {
    rows_of(&table(bytes, options).run(&Jobs::default()).unwrap())
}

/// Only the cells.
fn cells(bytes: impl AsRef<[u8]>, options: TableOptions) -> Vec<Vec<String>> {
    rows(bytes, options).into_iter().map(|(_, cells)| cells).collect()
}
