//! `status` as a plugin of Nagios and its like, and as metrics for Prometheus.

use crate::place::{Answer, Place, sync_ingest};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

/// A plugin's line: `STATE - text | data`, where data are `label=value[unit];warn;crit;min;max`.
fn performance_data(answer: &Answer) -> BTreeMap<String, Vec<String>> {
    let (text, data) = answer.first_line().split_once(" | ").expect("performance data");
    let states = ["OK", "WARNING", "CRITICAL", "UNKNOWN"];
    let state = usize::try_from(answer.status).unwrap();
    assert!(text.starts_with(&format!("SYNC_INGEST {} - ", states[state])), "{answer:?}");
    assert!(!answer.stdout.split_once('\n').unwrap().1.contains('|'), "{answer:?}");
    let datum = |datum: &str| {
        let (label, rest) = datum.split_once('=').unwrap();
        assert!(label.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{label}");
        let fields: Vec<String> = rest.split(';').map(str::to_owned).collect();
        let number = fields[0].strip_suffix('s').unwrap_or(&fields[0]);
        assert!(number == "U" || number.parse::<f64>().is_ok(), "{datum}");
        (label.to_owned(), fields)
    };
    data.split(' ').map(datum).collect()
}

#[test]
fn wrong_usage_of_status_is_unknown_with_3_and_on_the_first_line() {
    let place = Place::new();
    let folder = place.folder();
    let folder = folder.to_str().unwrap();
    for (words, complaint) in [
        (&["status"][..], "required"),
        (&["status", folder, "--no-such-flag"], "--no-such-flag"),
        (&["status", folder, "--unfinished", "*a*"], "only one *"),
        (&["status", folder, "-w", "20:10"], "20:10"),
        (&["status", folder, "-c", "soon"], "soon"),
        (&["status", folder, "--prometheus", "-w"], "a value is required"),
        (&["status", ""], "a value is required"),
    ] {
        let answer = sync_ingest(words);
        assert_eq!((answer.status, answer.stdout.lines().count()), (3, 1), "{words:?}: {answer:?}");
        assert!(answer.stdout.starts_with("SYNC_INGEST UNKNOWN - "), "{words:?}: {answer:?}");
        assert!(answer.stderr.contains(complaint), "{words:?}: {answer:?}");
    }
    assert_eq!(sync_ingest(["status", "--help"]).status, 0);
    // What scripts got, they get.
    for words in [&["status", "--json"][..], &["status", folder, "--json", "--unfinished", "*a*"]] {
        let answer = sync_ingest(words);
        assert_eq!((answer.status, answer.stdout.as_str()), (64, ""), "{words:?}");
    }
}

#[test]
fn ages_are_in_the_line_and_in_the_performance_data() {
    let place = Place::new();
    place.drop_file("a.csv", "x");
    assert_eq!(place.collect(&[]).status, 0);
    place.drop_file("b.csv", "x");
    place.drop_old_file("alock.txt", "", Duration::from_secs(600));
    let answer = place.status(&[]);
    let line =
        "SYNC_INGEST OK - 1 file waits (oldest 0 s), an agent is delivering (10 min), last good collection 0 s ago | ";
    assert!(answer.first_line().starts_with(line), "{answer:?}");
    let data = performance_data(&answer);
    assert_eq!(data["agent_lock_age"], ["600s", "", "", "0"]);
    assert_eq!(data["oldest_waiting_age"][1..], ["", "", "0"]);
    assert_ne!(data["last_good_collection_age"], ["U"]);
    let output = place.status(&["--json"]).json();
    assert!(output["oldest_waiting_age_seconds"].as_i64().is_some_and(|age| (0..60).contains(&age)), "{output}");
    assert!(output["last_good_collection_age_seconds"].as_i64().is_some_and(|age| (0..60).contains(&age)), "{output}");
    assert!(output["last_good_collection"].as_str().is_some_and(|time| time.ends_with('Z')), "{output}");
}

#[test]
fn thresholds_are_ranges_of_the_oldest_file_and_of_the_last_good_collection() {
    let place = Place::new();
    assert_eq!(place.status(&["-w", "@0:1d", "-c", "@0,@0:1d"]).status, 0, "nothing is there to be too old");
    place.drop_file("a.csv", "x");
    assert_eq!(place.collect(&[]).status, 0);
    place.drop_file("b.csv", "x");
    for (flags, status, line) in [
        (&["-w", "1h", "-c", "1d"][..], 0, "1 file waits"),
        (&["-w", "@0:1h"], 1, "1 file waiting, the oldest for 0 s"),
        (&["--warning", "1h:", "--critical", "2d"], 1, "1 file waiting, the oldest for 0 s"),
        (&["-w", "@0:1h", "-c", "@0:1h"], 2, "1 file waiting, the oldest for 0 s"),
        (&["-w", ",1h"], 0, "1 file waits"),
        (&["-w", ",1h:"], 1, "last good collection 0 s ago"),
        (&["-c", "1h,1h:"], 2, "last good collection 0 s ago"),
    ] {
        let answer = place.status(flags);
        assert_eq!(answer.status, status, "{flags:?}: {answer:?}");
        assert!(answer.first_line().contains(&format!(" - {line}")), "{flags:?}: {answer:?}");
    }
    let data = performance_data(&place.status(&["-w", "15m,@1h30m:", "-c", "~:1h"]));
    assert_eq!(data["oldest_waiting_age"][1..], ["900", "~:3600", "0"]);
    assert_eq!(data["last_good_collection_age"][1..], ["@5400:", "", "0"]);
}

#[test]
fn a_collection_counts_as_good_unless_something_was_put_back() {
    let place = Place::new();
    let known = || !place.status(&["--json"]).json()["last_good_collection"].is_null();
    assert_eq!(place.collect(&[]).status, 0);
    assert!(!known(), "nothing was there to collect");
    place.drop_file("a.csv", "x");
    fs::create_dir(place.store().join("a.csv")).unwrap();
    assert_eq!(place.collect(&[]).status, 3);
    assert!(!known(), "it was put back");
    fs::remove_dir(place.store().join("a.csv")).unwrap();
    assert_eq!(place.collect(&[]).status, 0);
    assert!(known());
}

/// Reads metrics as strictly as the format allows: each family begins with HELP and TYPE, has one
/// name, and no sample comes twice.
fn metrics(text: &str) -> BTreeMap<String, String> {
    let (mut samples, mut families, mut family) = (BTreeMap::new(), BTreeSet::new(), String::new());
    let mut lines = text.lines().peekable();
    assert!(text.ends_with('\n') && !text.contains("\n\n") && !text.contains('\r'), "{text}");
    while let Some(line) = lines.next() {
        if let Some(help) = line.strip_prefix("# HELP ") {
            let (name, words) = help.split_once(' ').expect("a text");
            assert!(words.ends_with('.') && families.insert(name.to_owned()), "{line}");
            assert_eq!(lines.next(), Some(&*format!("# TYPE {name} gauge")));
            assert!(lines.peek().is_some_and(|next| next.starts_with(name)), "no sample of {name}");
            family = name.to_owned();
            continue;
        }
        let (name, rest) = line.split_once('{').expect("labels");
        assert_eq!(name, family, "{line}");
        let (labels, value) = rest.rsplit_once("} ").expect("a value");
        assert!(value.parse::<f64>().is_ok_and(f64::is_finite), "{line}");
        let mut rest = labels;
        while !rest.is_empty() {
            let (label, after) = rest.split_once("=\"").expect("a quoted value");
            assert!(label.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{line}");
            let mut characters = after.char_indices();
            let end = loop {
                match characters.next().expect("a closing quote") {
                    (_, '\\') => assert!(matches!(characters.next(), Some((_, '\\' | '"' | 'n'))), "{line}"),
                    (at, '"') => break at,
                    _ => {}
                }
            };
            rest = after[end + 1..].strip_prefix(',').unwrap_or(&after[end + 1..]);
        }
        assert!(samples.insert(format!("{name}{{{labels}}}"), value.to_owned()).is_none(), "{line} comes twice");
    }
    samples
}

/// `promtool check metrics`, where it is installed.
fn check_with_promtool(text: &str) {
    let mut command = Command::new("promtool");
    command.args(["check", "metrics"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let Ok(mut promtool) = command.spawn() else { return };
    promtool.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = promtool.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_metrics_are_those_of_the_folder() {
    let place = Place::new();
    place.drop_file("a.csv", "x");
    assert_eq!(place.collect(&[]).status, 0);
    place.drop_file("b.csv", "x");
    place.drop_file("_draft.csv", "x");
    place.drop_old_file("alock.txt", "", Duration::from_secs(4 * 3600));
    let answer = place.status(&["--prometheus"]);
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
    check_with_promtool(&answer.stdout);
    let samples = metrics(&answer.stdout);
    let folder = place.folder();
    let value = |name: &str, labels: &str| {
        let key = format!("sync_ingest_{name}{{folder=\"{}\"{labels}}}", folder.display());
        samples.get(&key).unwrap_or_else(|| panic!("{key} is missing: {samples:#?}")).parse::<f64>().unwrap()
    };
    assert_eq!((value("up", ""), value("state", ""), value("waiting_files", "")), (1.0, 2.0, 1.0));
    assert_eq!(value("skipped_entries", ",reason=\"omitted\""), 1.0);
    assert_eq!(value("skipped_entries", ",reason=\"hidden\""), 0.0);
    assert_eq!(value("alarm_occurrences", ",kind=\"stale_agent_lock\""), 1.0);
    assert_eq!(value("alarm_occurrences", ",kind=\"rejected_file\""), 0.0);
    assert_eq!(value("lock_age_seconds", ",lock=\"alock.txt\""), 14_400.0);
    assert!(value("oldest_waiting_age_seconds", "") < 60.0);
    assert!(value("last_good_collection_timestamp_seconds", "") > 1.7e9);
}

#[test]
fn a_folder_that_cannot_be_read_is_down_and_any_name_can_be_a_label() {
    let place = Place::new();
    let nowhere = place.beside("a\"b\\c\nd");
    let answer = sync_ingest(["status".as_ref(), nowhere.as_os_str(), "--prometheus".as_ref()]);
    assert_eq!(answer.status, 0);
    assert!(answer.stderr.contains("No such file or directory"), "{answer:?}");
    check_with_promtool(&answer.stdout);
    let samples = metrics(&answer.stdout);
    assert_eq!(samples.values().map(String::as_str).collect::<Vec<_>>(), ["3", "0"], "{samples:?}");
    assert!(answer.stdout.contains(r#"a\"b\\c\nd"#), "{answer:?}");
}
