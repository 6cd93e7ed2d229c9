//! The names that the agent's script refuses are those that no collector takes. It cannot ask the
//! library, so the two are compared here.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Command, Output};
use sync_ingest::check_name;

/// Ends before anything is sent, whatever the names: its SFTP server is `false`.
fn script(folder: &Path, words: &[&OsStr]) -> Output {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/bindings/agent/sync-deliver");
    let mut command = Command::new("sh");
    command
        .arg(script)
        .args(["--to", "nowhere:", "-S", "false", "--agent", "test", "--state"])
        .arg(folder.join("state"));
    command.args(words).env("TMPDIR", folder).output().unwrap()
}

/// Returns the names that the script refuses when it is given a file of each.
fn refused(names: &BTreeSet<Vec<u8>>, options: &[&str]) -> BTreeSet<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let sources = folder.path().join("out");
    fs::create_dir(&sources).unwrap();
    let paths: Vec<_> = names.iter().map(|name| sources.join(OsStr::from_bytes(name))).collect();
    for path in &paths {
        fs::write(path, "").unwrap();
    }
    let words: Vec<&OsStr> = options.iter().map(OsStr::new).chain(paths.iter().map(|path| path.as_os_str())).collect();
    let output = script(folder.path(), &words);
    let complaints: Vec<&[u8]> = output.stderr.split(|byte| *byte == b'\n').collect();
    let start = |path: &Path| [b"sync-deliver: cannot deliver ", path.as_os_str().as_bytes(), b": "].concat();
    let refused: BTreeSet<Vec<u8>> = names
        .iter()
        .zip(&paths)
        .filter(|(_, path)| complaints.iter().any(|line| line.starts_with(&start(path))))
        .map(|(name, _)| name.clone())
        .collect();
    let status = output.status.code();
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(status, Some(if refused.is_empty() { 74 } else { 64 }), "{text}");
    assert_eq!(text.contains("cannot deliver to"), refused.is_empty(), "{text}");
    refused
}

#[test]
fn the_time_to_wait_is_seconds_or_a_duration() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.csv");
    fs::write(&file, "").unwrap();
    let status =
        |time: &str| script(folder.path(), &["--wait".as_ref(), time.as_ref(), file.as_os_str()]).status.code();
    for (time, expected) in
        [("0", 74), ("1s", 74), ("0m1s", 74), ("", 64), ("soon", 64), ("-1", 64), ("1.5h", 64), ("1h30", 64)]
    {
        assert_eq!(status(time), Some(expected), "{time}");
    }
}

/// Returns those that the library refuses.
fn uncollectable(names: &BTreeSet<Vec<u8>>) -> BTreeSet<Vec<u8>> {
    names.iter().filter(|name| check_name(name).is_err()).cloned().collect()
}

fn printable(names: &BTreeSet<Vec<u8>>) -> Vec<String> {
    names.iter().map(|name| name.escape_ascii().to_string()).collect()
}

fn assert_agreement(names: &BTreeSet<Vec<u8>>) {
    let (wanted, found) = (uncollectable(names), refused(names, &[]));
    let only =
        |left: &BTreeSet<Vec<u8>>, right: &BTreeSet<Vec<u8>>| printable(&left.difference(right).cloned().collect());
    assert_eq!((only(&wanted, &found), only(&found, &wanted)), (vec![], vec![]), "(library alone, script alone)");
}

/// Each string in the sources of the name rules is a name, an ending, a beginning or an example of
/// the rules: so no list there can grow without the script's.
fn reasons_of_the_rules() -> BTreeSet<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut names = BTreeSet::new();
    for file in ["name.rs", "unfinished.rs"] {
        let text = fs::read_to_string(root.join("src/rules").join(file)).unwrap();
        let strings = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .flat_map(|line| line.split('"').skip(1).step_by(2));
        for string in strings {
            let star = string.replace('*', "x");
            for name in [
                star.clone(),
                star.to_uppercase(),
                format!("students.csv{string}").replace('*', ""),
                format!("{star}students.csv"),
            ] {
                names.insert(name.into_bytes());
            }
        }
    }
    assert!(names.len() > 300, "the rules are elsewhere by now");
    names
}

fn is_one_line(name: &[u8]) -> bool {
    (1..=247).contains(&name.len())
        && !name.contains(&b'/')
        && !name.iter().any(u8::is_ascii_control)
        && !matches!(name, b"." | b"..")
}

#[test]
fn the_script_refuses_every_name_that_the_rules_speak_of() {
    let names: BTreeSet<Vec<u8>> = reasons_of_the_rules().into_iter().filter(|name| is_one_line(name)).collect();
    assert!(uncollectable(&names).len() > 200);
    assert_agreement(&names);
}

#[test]
fn the_script_refuses_exactly_what_the_library_refuses() {
    let piece = prop_oneof![
        6 => proptest::sample::select(vec![
            ".", "_", "~", "#", "a", "tmp", "sb-", "-", "0a1b2c3d", "Z9abcd", "lock.txt", ".csv", "conflicted copy", ".part", ".TMP",
            "\u{61c}", "\u{200e}", "\u{2028}", "\u{202e}", "\u{2027}", "\u{202f}", "\u{2065}", "\u{2066}", "\u{2069}", "\u{206a}",
            "\u{7f}", "\u{80}", "\u{9f}", "\u{a0}", "\u{e9}",
        ]).prop_map(|text| text.as_bytes().to_vec()),
        2 => proptest::collection::vec(any::<u8>(), 1..4),
        1 => (1..60usize).prop_map(|length| vec![b'x'; length]),
    ];
    let name = proptest::collection::vec(piece, 1..5).prop_map(|pieces| pieces.concat());
    let mut runner = TestRunner::deterministic();
    let mut names = BTreeSet::new();
    while names.len() < 1000 {
        let name = name.new_tree(&mut runner).unwrap().current();
        if is_one_line(&name) {
            names.insert(name);
        }
    }
    assert_agreement(&names);
}

#[test]
fn a_checksum_file_needs_eight_bytes_more() {
    let long = |length| BTreeSet::from([vec![b'x'; length]]);
    for (length, options, is_refused) in [
        (247, &[][..], false),
        (248, &[][..], true),
        (255, &[][..], true),
        (248, &["--no-checksum"][..], false),
        (255, &["--no-checksum"][..], false),
    ] {
        assert_eq!(!refused(&long(length), options).is_empty(), is_refused, "{length} {options:?}");
    }
}

/// Such names are passed with `--as`, one at a time: a terminal shows none of them unescaped.
#[test]
fn control_characters_are_refused_wherever_they_come_from() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("students.csv");
    fs::write(&file, "").unwrap();
    for name in ["a\nb", "\u{1b}[2J.csv", "a\tb", "a\u{7f}", "a/b", "", &"x".repeat(256)] {
        if !name.is_empty() {
            assert!(check_name(name.as_bytes()).is_err());
            let words = [file.as_os_str(), OsStr::new("--no-checksum"), OsStr::new("--as"), OsStr::new(name)];
            assert_eq!(script(folder.path(), &words).status.code(), Some(64), "{}", name.escape_default());
        }
        let path = folder.path().join(name);
        if !name.is_empty() && !name.contains('/') && name.len() < 256 {
            fs::write(&path, "").unwrap();
            let output = script(folder.path(), &[path.as_os_str()]);
            assert_eq!(output.status.code(), Some(64), "{}", name.escape_default());
            assert!(!output.stderr.contains(&0x1b), "a terminal would obey");
        }
    }
}
