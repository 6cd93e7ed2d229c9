//! The words and the shape of the sources.

use crate::source::{self, Source};

/// No file needs to be longer; one that is has more than one job.
const MAX_LINES: usize = 400;

#[test]
fn every_file_states_its_purpose() {
    let mute: Vec<String> = source::all()
        .into_iter()
        .filter(|source| {
            let text = &source.text;
            match source.path.rsplit('.').next() {
                Some("rs") => !text.starts_with("//! "),
                Some("c") => !text.starts_with("/*") && !text.starts_with("//"),
                Some("php") => {
                    !text.trim_start_matches("#!/usr/bin/env php\n").starts_with("<?php") || !text.contains("/**")
                }
                Some("toml") if !source.path.starts_with("Cargo") && source.path != "rustfmt.toml" => {
                    !text.starts_with("# ")
                }
                _ if text.starts_with("#!/") => {
                    !text.lines().nth(1).is_some_and(|line| line.starts_with("# ") || line.starts_with("\"\"\""))
                }
                _ => false,
            }
        })
        .map(|source| source.path)
        .collect();
    assert!(mute.is_empty(), "no leading comment: {mute:?}");
}

/// One file by nature: the model's processes share their variables and are read against each other;
/// the agent's script is copied to hosts where nothing is installed; Moodle reads all strings of a
/// plugin from one file.
const AS_ONE: [&str; 5] = [
    "CHANGELOG.md",
    "tests/model/protocol.pml",
    "bindings/agent/sync-deliver",
    "bindings/moodle/lang/en/tool_syncingest.php",
    "bindings/moodle/lang/fr/tool_syncingest.php",
];

#[test]
fn no_file_is_long() {
    let long: Vec<String> = source::all()
        .iter()
        .filter(|source| {
            !source.is_generated() && !source.path.starts_with("LICENSE") && !AS_ONE.contains(&source.path.as_str())
        })
        .map(|source| (source.text.lines().count(), &source.path))
        .filter(|(lines, _)| *lines > MAX_LINES)
        .map(|(lines, path)| format!("{path}: {lines}"))
        .collect();
    assert!(long.is_empty(), "longer than {MAX_LINES} lines: {long:?}");
}

#[test]
fn no_file_or_folder_is_a_drawer_for_anything() {
    for source in source::all() {
        for part in source.path.split('/') {
            let stem = part.split('.').next().unwrap().to_lowercase();
            let drawer = ["util", "utils", "helper", "helpers", "misc", "common"].contains(&stem.as_str());
            assert!(!drawer, "{}: name it after its job", source.path);
        }
    }
}

/// Words that promise to come back later, or leave traces of a session at a terminal.
#[test]
fn nothing_is_left_for_later() {
    let words = [
        ["TO", "DO"],
        ["FIX", "ME"],
        ["XX", "X"],
        ["todo", "!("],
        ["unimplemented", "!("],
        ["dbg", "!("],
        ["HA", "CK"],
    ];
    let words = concat(&words);
    assert_absent(|source| !source.is_generated(), &words);
}

/// One word for one thing: what the design calls otherwise is not called like that here.
#[test]
fn every_thing_has_one_name() {
    let words =
        [["drop", "box"], ["quaran", "tine"], ["drop direc", "tory"], ["watch fol", "der"], ["incoming fol", "der"]];
    let words = concat(&words);
    assert_absent(|_| true, &words);
}

/// Names and phrases that a reader would have to decode: each has a plain word.
#[test]
fn no_word_has_to_be_decoded() {
    let words = [
        ["keep_", "young"],
        ["young ", "again"],
        ["return_", "home"],
        ["own_", "stat"],
        ["is_about_", "everything"],
        ["unt", "old"],
        ["died ", "over"],
        ["hear", " of"],
        ["am", "iss"],
        ["le", "st"],
        ["for want", " of"],
        ["name", "sake"],
        ["nobody's ", "business"],
        ["alarm st", "ands"],
        ["alarms that ", "stand"],
        ["alarm that st", "ands"],
        ["/// Sa", "ys"],
        ["/// Te", "lls"],
    ];
    assert_absent(is_worded_today, &concat(&words));
    let words = [
        ["to", "ld"],
        ["te", "lls"],
        ["Te", "lls"],
        ["sa", "ys"],
        ["Sa", "ys"],
        ["sa", "id"],
        ["stan", "ds"],
        ["bea", "rs"],
        ["an", "ew"],
        ["for ", "ever"],
        ["as soon ", "as"],
        ["who", "ever"],
        ["Who", "ever"],
        ["h", "e"],
        ["h", "im"],
        ["h", "is"],
    ];
    assert_absent(is_worded_today, &concat(&words));
}

/// Decisions and changes are history, and corpora and licences are as they are.
fn is_worded_today(source: &Source) -> bool {
    let history = ["docs/adr/", "CHANGELOG.md", "LICENSE", "fuzz/corpus/"];
    !source.is_generated() && !history.iter().any(|path| source.path.starts_with(path))
}

fn concat(words: &[[&str; 2]]) -> Vec<String> {
    words.iter().map(|parts| parts.concat()).collect()
}

/// A path that exists on one machine alone must not be named.
#[test]
fn no_path_of_a_machine_is_left() {
    let here = source::root().display().to_string();
    assert_absent(|_| true, &[here, ["/ro", "ot/"].concat(), ["/ho", "me/"].concat()]);
}

fn assert_absent(admits: impl Fn(&Source) -> bool, words: &[String]) {
    let mut found = Vec::new();
    let name_of_a_promise = ["always to", "ld"].concat();
    for source in source::all().iter().filter(|source| admits(source)) {
        for (number, line) in source.text.lines().enumerate() {
            let line = &line.replace(&name_of_a_promise, "");
            for word in words.iter().filter(|word| has_word(line, word)) {
                found.push(format!("{}:{}: {word}", source.path, number + 1));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Returns whether `line` contains `word`, not merely as a part of a longer word.
fn has_word(line: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let begins = !before.is_some_and(is_part) || !word.starts_with(is_part);
        let ends = !after.is_some_and(is_part) || !word.ends_with(is_part);
        begins && ends
    })
}
