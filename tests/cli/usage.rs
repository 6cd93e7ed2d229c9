//! Help, and arguments that are refused before anything is touched.

use crate::place::sync_ingest;

#[test]
fn help_and_version_are_answers_not_errors() {
    for words in [&["--help"][..], &["-h"], &["--version"], &["collect", "--help"], &["help", "status"]] {
        let answer = sync_ingest(words);
        assert_eq!((answer.status, answer.stderr.as_str()), (0, ""), "{words:?}");
        assert!(!answer.stdout.is_empty(), "{words:?}");
    }
}

#[test]
fn the_help_of_each_command_lists_its_exit_statuses() {
    for command in [
        &["collect"][..],
        &["status"],
        &["deliver"],
        &["unlock"],
        &["rejected", "list"],
        &["rejected", "put-back"],
        &["table", "check"],
        &["table", "normalise"],
        &["table", "changes"],
    ] {
        let answer = sync_ingest(command.iter().chain(&["--help"]));
        assert!(answer.stdout.contains("Exit status: 0 "), "{command:?}: {}", answer.stdout);
    }
}

#[test]
fn wrong_usage_exits_with_64_and_names_what_is_wrong() {
    let cases: [(&[&str], &str); 20] = [
        (&[], "Usage"),
        (&["ingest"], "'ingest'"),
        (&["collect", "in"], "--into"),
        (&["collect", "--into", "out"], "<FOLDER>"),
        (&["collect", "in", "--into", "out", "--settle", "soon"], "'soon'"),
        (&["collect", "in", "--into", "out", "--settle", "-1"], "'-1'"),
        (&["collect", "in", "--into", "out", "--wait", "1.5"], "'1.5'"),
        (&["collect", "in", "--into", "out", "--max-files", "0"], "at least 1"),
        (&["collect", "in", "--into", "out", "--max-files", "many"], "'many'"),
        (&["collect", "in", "--into", "out", "--unfinished", "*"], "\"*\""),
        (&["collect", "in", "--into", "out", "--max-size", "4X"], "'4X'"),
        (&["collect", "in", "--into", "out", "--max-attempts", "0"], "0 is not in"),
        (&["collect", "in", "--into", "out", "--durability", "some"], "per-file"),
        (&["collect", "in", "--into", "out", "--no-such-flag"], "--no-such-flag"),
        (&["collect", "", "--into", "out", "--json"], "a value is required"),
        (&["deliver", "--to", "in"], "<FILE>"),
        (&["deliver", "a.csv"], "--to"),
        (&["deliver", "a.csv", "b.csv", "--as", "c.csv", "--to", "in"], "--as"),
        (&["unlock", "in"], "--collector"),
        (&["unlock", "in", "--collector", "--agent"], "cannot be used with"),
    ];
    for (words, complaint) in cases {
        let answer = sync_ingest(words);
        assert_eq!((answer.status, answer.stdout.as_str()), (64, ""), "{words:?}: {}", answer.stderr);
        assert!(!answer.stderr.is_empty() && answer.stderr.contains(complaint), "{words:?}: {}", answer.stderr);
    }
}
