//! Reads a case: `tests/tables/README.md` describes the format.

use crate::percent::encode;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// A table, and what must be reported of it.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) name: String,
    /// The table itself.
    pub(crate) table: PathBuf,
    /// As the drivers take them; the value of `map` is a pair.
    pub(crate) options: Vec<(String, Words)>,
    pub(crate) check: Vec<String>,
    pub(crate) changes: Option<Vec<String>>,
}

/// The value of an option: one text, or two for `map`.
pub(crate) type Words = Vec<String>;

/// The options that bind the table itself, and not the one that was delivered before.
const PINS: [&str; 3] = ["encoding", "delimiter", "header"];
const KNOWN: [&str; 9] =
    ["key", "rule", "skip_lines", "footer", "map", "max_rows", "max_field", "max_record", "max_columns"];

impl Case {
    /// Reads `NAME.expected.json` and finds the files beside it.
    pub(crate) fn read(expected: &Path) -> Self {
        let file_name = expected.file_name().unwrap().to_str().unwrap();
        let name = file_name.strip_suffix(".expected.json").unwrap().to_owned();
        let text = fs::read_to_string(expected).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        for key in value.as_object().unwrap().keys() {
            assert!(["about", "options", "check", "changes"].contains(&key.as_str()), "{name}: {key} is not known");
        }
        assert!(value["about"].as_str().is_some_and(|about| about.len() > 10), "{name}: what is it about?");
        Self {
            table: expected.with_file_name(format!("{name}.csv")),
            options: options(&name, &value["options"]),
            check: check_lines(&value["check"]),
            changes: value.get("changes").map(change_lines),
            name,
        }
    }

    /// Returns the file `NAME.SUFFIX` if there is one.
    pub(crate) fn beside(&self, suffix: &str) -> Option<PathBuf> {
        Some(self.table.with_extension(suffix)).filter(|path| path.exists())
    }

    /// Returns the options for the table that was delivered before.
    pub(crate) fn options_of_base(&self) -> Vec<(String, Words)> {
        self.options.iter().filter(|(key, _)| !PINS.contains(&key.as_str())).cloned().collect()
    }

    pub(crate) fn is_refused(&self) -> bool {
        self.check.iter().any(|line| line.starts_with("refused "))
    }
}

fn options(name: &str, value: &Value) -> Vec<(String, Words)> {
    let mut options = Vec::new();
    for (key, value) in value.as_object().into_iter().flatten() {
        assert!(PINS.contains(&key.as_str()) || KNOWN.contains(&key.as_str()), "{name}: the option {key} is not known");
        match value {
            Value::Array(columns) => options.extend(columns.iter().map(|column| (key.clone(), vec![text(column)]))),
            Value::Object(map) => {
                options.extend(map.iter().map(|(from, to)| (key.clone(), vec![from.clone(), text(to)])))
            }
            one => options.push((key.clone(), vec![text(one)])),
        }
    }
    options
}

/// Returns the lines of a `check` object, sorted but for those of the header.
pub(crate) fn check_lines(check: &Value) -> Vec<String> {
    if !check["refused"].is_null() {
        return refused_lines(check);
    }
    let mut lines = vec![
        format!("encoding {}", encode(text(&check["encoding"]))),
        format!("delimiter {}", encode(text(&check["delimiter"]))),
    ];
    for key in ["rows", "bad_count", "duplicate_keys", "empty_keys"] {
        lines.push(format!("{key} {}", number(&check[key])));
    }
    let bad = check["bad"].as_array().expect("bad").iter();
    lines.extend(bad.map(|row| format!("bad {} {}", row["line"], text(&row["reason"]))));
    lines.extend(check["warnings"].as_array().expect("warnings").iter().map(|one| format!("warning {}", text(one))));
    lines.extend(
        check["header"].as_array().expect("header").iter().map(|name| format!("header {}", encode(text(name)))),
    );
    sorted(lines)
}

/// Returns the lines of a `changes` object, sorted.
pub(crate) fn change_lines(changes: &Value) -> Vec<String> {
    let counts = ["added", "changed", "unchanged", "gone", "gone_unknown_since_line"];
    let mut lines: Vec<_> = counts.iter().map(|key| format!("{key} {}", number(&changes[*key]))).collect();
    lines.extend(changes["list"].as_array().into_iter().flatten().map(change_line));
    sorted(lines)
}

/// Returns the line of one change.
pub(crate) fn change_line(change: &Value) -> String {
    let key = match &change["key"] {
        Value::Null => "-".to_owned(),
        Value::Array(cells) => cells.iter().map(|cell| encode(text(cell))).collect::<Vec<_>>().join(" "),
        cell => encode(text(cell)),
    };
    format!("change {} {} {key}", text(&change["change"]), number(&change["line"]))
}

/// Returns the line of a refusal.
pub(crate) fn refused_lines(refused: &Value) -> Vec<String> {
    let (line, byte) = (number(&refused["line"]), number(&refused["byte"]));
    vec![format!("refused {} {line} {byte}", text(&refused["refused"]))]
}

/// Sorts lines; those of the header keep their order, behind all others.
pub(crate) fn sorted(mut lines: Vec<String>) -> Vec<String> {
    let is_header = |line: &String| line.starts_with("header ");
    lines.sort_by(|a, b| match (is_header(a), is_header(b)) {
        (true, true) => std::cmp::Ordering::Equal,
        (false, false) => a.cmp(b),
        (a, b) => a.cmp(&b),
    });
    lines
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn number(value: &Value) -> String {
    if value.is_null() { "-".to_owned() } else { value.to_string() }
}
