//! The answers for people. No character chosen by an agent reaches a terminal unescaped.

mod collection;
mod status;
pub(crate) mod table;
mod table_codes;

pub(crate) use collection::{Summary, collection, unstored};
pub(crate) use status::{status, verdict};

use crate::duration::{in_words, whole_seconds};
use std::ffi::{OsStr, OsString};
use std::fmt::Display;
use std::os::unix::ffi::OsStrExt;
use std::time::Duration;
use sync_ingest::{Age, Alarm, Arbitration, LockStatus, NotStored, RejectedFile, SkipReason, Skipped};

/// How many names one line shows.
const NAMES_SHOWN: usize = 10;

/// Returns whether a character could deceive a terminal, a log or a reader: it is a control
/// character, or it reorders or breaks a line.
pub(crate) fn deceives(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns a name with `\u{1b}` for a character that could deceive and `\xe9` for a byte that is
/// not text.
pub(crate) fn printable(name: impl AsRef<OsStr>) -> String {
    let mut text = String::new();
    for chunk in name.as_ref().as_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            // Monitoring plugins end their text at a bar.
            match deceives(c) || c == '|' {
                true => text.extend(c.escape_unicode()),
                false => text.push(c),
            }
        }
        chunk.invalid().iter().for_each(|byte| text.push_str(&format!("\\x{byte:02x}")));
    }
    text
}

/// `1 file`, `2 files`.
pub(crate) fn files(count: u64) -> String {
    plural(count, "file")
}

fn plural(count: u64, unit: &str) -> String {
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// Returns a word, with its count unless that is one.
pub(crate) fn counted(word: &str, count: u64) -> String {
    if count == 1 { word.to_owned() } else { format!("{word} ({count})") }
}

/// Returns who goes first, if anybody does.
pub(crate) fn refusal(arbitration: Arbitration) -> &'static str {
    match arbitration {
        Arbitration::AgentDelivering => "an agent is delivering (alock.txt is there): try again later",
        _ => "a collector is busy (lock.txt is there): try again later",
    }
}

/// Who holds a lock, and since when.
pub(crate) fn lock(lock: &LockStatus) -> String {
    let stale = if lock.stale { ", too old" } else { "" };
    format!("{}, since {}, {}{stale}", printable(lock.holder.to_string()), lock.since.to_rfc3339(), age(lock.age))
}

fn left_alone(skipped: &Skipped) -> String {
    let line = |reason: SkipReason, count| {
        format!("left alone: {count} {reason} ({}){}\n", reason.explanation(), names(skipped.names(reason), count))
    };
    skipped.reasons().map(|(reason, count)| line(reason, count)).collect()
}

/// Returns when another look is worthwhile.
fn ready(ready_in: Option<Duration>) -> String {
    ready_in
        .map_or_else(String::new, |time| format!("not settled: the next file is ready in {} s\n", whole_seconds(time)))
}

fn not_stored(verb: &str, file: &NotStored<impl Display>) -> String {
    format!("{verb} {}: {}", printable(&file.name), printable(file.reason.to_string()))
}

/// A rejected file, on one line.
pub(crate) fn rejected(file: &RejectedFile) -> String {
    let (since, size) = (file.rejected_at.to_rfc3339(), plural(file.size, "byte"));
    let (name, reason) = (printable(&file.name), printable(file.reason.to_string()));
    format!("{}  {since}  {name}, {size}: {reason}\n", file.id)
}

/// One line each: what, since when, and the diagnosis.
fn alarms(verb: &str, alarms: &[Alarm]) -> String {
    let line = |alarm: &Alarm| {
        let what = counted(alarm.kind.as_str(), alarm.count);
        let (since, age) = (alarm.since.to_rfc3339(), age(alarm.age));
        format!("{verb}: {what}, since {since}, {age}: {}\n", printable(alarm.diagnosis()))
    };
    alarms.iter().map(line).collect()
}

fn age(age: Age) -> String {
    match age {
        Age::Known(duration) => format!("{} old", in_words(duration)),
        Age::Future(ahead) => format!("{} in the future", in_words(ahead)),
    }
}

/// `: a.csv, b.csv`, or nothing.
fn names<'a>(names: impl IntoIterator<Item = &'a OsString>, count: u64) -> String {
    let shown = names.into_iter().take(NAMES_SHOWN).map(printable).collect::<Vec<_>>();
    let more = count.saturating_sub(shown.len() as u64);
    match (shown.is_empty(), more) {
        (true, _) => String::new(),
        (false, 0) => format!(": {}", shown.join(", ")),
        (false, _) => format!(": {}, and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_names_are_shown_as_they_are() {
        for name in ["students.csv", "élèves 2026.csv", "a\\b", "'0'", "名前.csv"] {
            assert_eq!(printable(name), name);
        }
    }

    #[test]
    fn hostile_names_are_shown_harmlessly() {
        assert_eq!(printable("\u{1b}[2J"), "\\u{1b}[2J");
        assert_eq!(printable("a\nb"), "a\\u{a}b");
        assert_eq!(printable("a\u{202e}vsc"), "a\\u{202e}vsc");
        assert_eq!(printable("a|b"), "a\\u{7c}b");
        assert_eq!(printable(OsStr::from_bytes(b"caf\xe9.csv")), "caf\\xe9.csv");
    }

    #[test]
    fn a_long_list_of_names_is_cut_and_counted() {
        let all: Vec<OsString> = (0..NAMES_SHOWN).map(|number| number.to_string().into()).collect();
        assert_eq!(names(&all[..2], 2), ": 0, 1");
        assert!(names(&all, 1_000).ends_with("9, and 990 more"));
        assert_eq!(names(&[], 0), "");
    }
}
