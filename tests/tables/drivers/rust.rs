//! The driver for the public Rust API.

use crate::case::{Words, sorted};
use crate::percent::encode;
use std::path::Path;
use sync_ingest::tables::{
    Change, Changes, Check, Gone, Header, Jobs, Limits, Stamp, Table, TableError, TableOptions, TableResult,
};

pub(crate) fn check(table: &Path, options: &[(String, Words)]) -> Vec<String> {
    reported(open(table, options).and_then(|table| table.check()).map(|check| check_lines(&check)))
}

pub(crate) fn normalise(table: &Path, to: &Path, bad: &Path, options: &[(String, Words)]) -> Vec<String> {
    let findings = open(table, options).and_then(|table| table.run(&Jobs::default().normalise(to, bad)));
    reported(
        findings
            .map(|found| vec![format!("rows {}", found.check.rows), format!("bad_count {}", found.check.bad_count)]),
    )
}

pub(crate) fn changes(table: &Path, against: Option<&Path>, write: &Path, options: &[(String, Words)]) -> Vec<String> {
    let mut jobs = Jobs::default().write(write, Stamp::default());
    if let Some(base) = against {
        jobs = jobs.against(base, Stamp::default());
    }
    let findings = open(table, options).and_then(|table| table.run(&jobs));
    reported(findings.and_then(|found| {
        let mut lines = change_counts(found.changes.as_ref().expect("changes were asked for"));
        for change in found.change_list() {
            lines.push(change_line(&change?));
        }
        Ok(lines)
    }))
}

fn open(table: &Path, words: &[(String, Words)]) -> TableResult<Table> {
    let mut options = TableOptions::default().secret([0; 16]);
    let mut header = Vec::new();
    let mut limits = Limits::default();
    for (key, value) in words {
        let text = value[0].as_str();
        let number = || text.parse::<u64>().expect("a number");
        match key.as_str() {
            "key" => options.key.push(text.to_owned()),
            "rule" => options.rule = text.parse().expect("a rule"),
            "encoding" => options.encoding = Some(text.to_owned()),
            "delimiter" => options.delimiter = Some(text.as_bytes()[0]),
            "header" => header.push(text.to_owned()),
            "skip_lines" => options.skip_lines = number(),
            "footer" => options.footer = Some(text.to_owned()),
            "map" => options.map.push((text.to_owned(), value[1].clone())),
            "max_rows" => limits.rows = number(),
            "max_field" => limits.field = number() as usize,
            "max_record" => limits.record = number() as usize,
            "max_columns" => limits.columns = number() as usize,
            _ => panic!("the Rust driver does not know {key:?}"),
        }
    }
    if !header.is_empty() {
        options.header = Header::Expected(header);
    }
    Table::open(table, options.limits(limits))
}

fn reported(lines: TableResult<Vec<String>>) -> Vec<String> {
    match lines {
        Ok(lines) => sorted(lines),
        Err(TableError::Refused(refused)) => {
            let line = refused.line.map_or("-".to_owned(), |line| line.to_string());
            vec![format!("refused {} {line} {}", refused.reason, refused.byte)]
        }
        Err(error) => vec![format!("error {error}")],
    }
}

fn check_lines(check: &Check) -> Vec<String> {
    let count = |count: Option<u64>| count.map_or("-".to_owned(), |count| count.to_string());
    let mut lines = vec![
        format!("encoding {}", encode(check.encoding)),
        format!("delimiter {}", encode(char::from(check.delimiter).to_string())),
        format!("rows {}", check.rows),
        format!("bad_count {}", check.bad_count),
        format!("duplicate_keys {}", count(check.duplicate_keys)),
        format!("empty_keys {}", count(check.empty_keys)),
    ];
    lines.extend(check.bad.iter().map(|row| format!("bad {} {}", row.line, row.reason)));
    lines.extend(check.warnings.iter().map(|warning| format!("warning {}", warning.kind)));
    lines.extend(check.header.iter().map(|name| format!("header {}", encode(name))));
    lines
}

fn change_counts(changes: &Changes) -> Vec<String> {
    let (gone, since) = match &changes.gone {
        Gone::Known(keys) => (keys.len().to_string(), "-".to_owned()),
        Gone::Unknown { line } => ("-".to_owned(), line.to_string()),
    };
    vec![
        format!("added {}", changes.added),
        format!("changed {}", changes.changed),
        format!("unchanged {}", changes.unchanged),
        format!("gone {gone}"),
        format!("gone_unknown_since_line {since}"),
    ]
}

fn change_line(change: &Change) -> String {
    let line = change.line.map_or("-".to_owned(), |line| line.to_string());
    let key = match &change.key[..] {
        [] => "-".to_owned(),
        cells => cells.iter().map(encode).collect::<Vec<_>>().join(" "),
    };
    format!("change {} {line} {key}", change.kind)
}
