//! `table`: what a person and a script get to know of a table before it is sent.

use crate::place::{Answer, names, run, sync_ingest};
use serde_json::{Value, json};
use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// A directory with tables.
struct Tables(tempfile::TempDir);

impl Tables {
    fn new(files: &[(&str, &str)]) -> Self {
        let tables = Self(tempfile::tempdir().unwrap());
        files.iter().for_each(|(name, text)| fs::write(tables.path(name), text).unwrap());
        tables
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    /// `sync-ingest table …`, where `@name` is a path in the directory.
    fn run(&self, words: &str) -> Answer {
        let word = |word: &str| match word.strip_prefix('@') {
            Some(name) => self.path(name).into_os_string(),
            None => OsString::from(word),
        };
        sync_ingest(std::iter::once("table".into()).chain(words.split(' ').map(word)))
    }
}

const STUDENTS: &str = "id,name,class\n1,Ada,5B\n2,Bob\n3,Eve,6A\n4,Joe,6A\n";

#[test]
fn check_reports_what_a_person_needs() {
    let tables = Tables::new(&[("a.csv", STUDENTS)]);
    let answer = tables.run("check @a.csv --key id");
    assert_eq!((answer.status, answer.stderr.as_str()), (3, ""));
    for line in ["encoding: UTF-8", "delimiter: ,", "header: id, name, class", "rows: 4", "line 3: ragged"] {
        assert!(answer.stdout.contains(line), "{line}: {}", answer.stdout);
    }
}

#[test]
fn a_detected_encoding_is_a_warning_that_shows_cells() {
    let tables = Tables::new(&[]);
    fs::write(tables.path("a.csv"), b"id;nom\n1;\xc9lodie\n2;No\xebl\n3;Fran\xe7ois\n4;H\xe9l\xe8ne\n").unwrap();
    let answer = tables.run("check @a.csv");
    assert_eq!(answer.status, 0, "{answer:?}");
    assert!(answer.stdout.contains("encoding: windows-1252 (detected"), "{}", answer.stdout);
    assert!(answer.stdout.contains("line 2, column 2: Élodie"), "{}", answer.stdout);
    assert_eq!(tables.run("check @a.csv --json").json()["warnings"], json!(["encoding_guessed"]));
    let pinned = tables.run("check @a.csv --encoding latin1 --json").json();
    assert_eq!((&pinned["encoding"], &pinned["warnings"]), (&json!("windows-1252"), &json!([])));
}

#[test]
fn check_as_json_has_these_keys() {
    let tables = Tables::new(&[("a.csv", STUDENTS)]);
    let answer = tables.run("check @a.csv --json");
    assert_eq!((answer.status, answer.stderr.as_str(), answer.stdout.lines().count()), (3, "", 1));
    let expected = json!({"encoding": "UTF-8", "delimiter": ",", "header": ["id", "name", "class"], "rows": 4,
        "bad_count": 1, "bad": [{"line": 3, "reason": "ragged"}], "duplicate_keys": null, "empty_keys": null,
        "warnings": []});
    assert_eq!(answer.json(), expected);
    let keyed = tables.run("check @a.csv --json --key id").json();
    assert_eq!((&keyed["duplicate_keys"], &keyed["empty_keys"]), (&json!(0), &json!(0)));
}

#[test]
fn the_first_hundred_bad_rows_are_listed_and_all_are_counted() {
    let tables = Tables::new(&[("a.csv", &format!("id,name\n{}", "1\n".repeat(150)))]);
    let object = tables.run("check @a.csv --json").json();
    assert_eq!((&object["rows"], &object["bad_count"]), (&json!(150), &json!(150)));
    assert_eq!(object["bad"].as_array().unwrap().len(), 100);
    assert_eq!(object["bad"][99]["line"], 101);
}

#[test]
fn a_table_without_bad_rows_exits_with_0() {
    let tables = Tables::new(&[("a.csv", "id,name\n1,Ada\n")]);
    assert_eq!(tables.run("check @a.csv").status, 0);
    assert_eq!(tables.run("check @a.csv --json").status, 0);
}

#[test]
fn a_file_that_is_refused_exits_with_65_and_says_where() {
    let tables = Tables::new(&[("a.csv", "id,name\n1,Ada\n2,\"Bob\n3,Eve\n")]);
    let tasks = ["check @a.csv", "normalise @a.csv --to @out --bad @bad", "changes @a.csv --key id --write @new"];
    for task in tasks {
        let answer = tables.run(&format!("{task} --json"));
        assert_eq!(answer.status, 65, "{task}: {answer:?}");
        assert_eq!(answer.json(), json!({"refused": "unclosed_quote", "line": 3, "byte": 16}), "{task}");
        let answer = tables.run(task);
        assert_eq!((answer.status, answer.stdout.as_str()), (65, ""), "{task}");
        assert!(answer.stderr.contains("a.csv") && answer.stderr.contains("line 3"), "{task}: {answer:?}");
    }
    assert_eq!(names(tables.0.path()), ["a.csv"]);
}

#[test]
fn normalise_writes_utf_8_with_new_names_and_the_bad_rows_as_they_were() {
    let tables = Tables::new(&[("a.csv", "id;Nom\r\n1;\"a;b\"\r\n2\r\n3;c,d\r\n")]);
    let answer = tables.run("normalise @a.csv --to @out --bad @bad --map id=idnumber --map nom=lastname");
    assert_eq!((answer.status, answer.stderr.as_str()), (3, ""), "{answer:?}");
    assert_eq!(tables.read("out"), "idnumber,lastname\n1,a;b\n3,\"c,d\"\n");
    assert_eq!(tables.read("bad"), "line,reason,row\n3,ragged,\"2\"\n");
    assert!(answer.stdout.contains("2 rows") && answer.stdout.contains("1 bad row"), "{}", answer.stdout);
}

#[test]
fn changes_are_counted_against_what_was_remembered() {
    let tables = Tables::new(&[("a.csv", "id,name\n1,Ada\n2,Bob\n"), ("b.csv", "id;name\n3;Eve\n1;Adele\n")]);
    let first = tables.run("changes @a.csv --key id --write @hashes --json");
    let counts = |added: u64, changed: u64, unchanged: u64, gone: Value, since: Value| json!({"added": added, "changed": changed, "unchanged": unchanged, "gone": gone, "gone_unknown_since_line": since});
    assert_eq!((first.status, first.json()), (0, counts(2, 0, 0, json!(0), json!(null))), "{first:?}");
    let again = tables.run("changes @a.csv --key id --against @hashes --json");
    assert_eq!((again.status, again.json()), (0, counts(0, 0, 2, json!(0), json!(null))));
    let second = tables.run("changes @b.csv --key ID --against @hashes --write @hashes --json");
    assert_eq!((second.status, second.json()), (0, counts(1, 1, 0, json!(1), json!(null))));
    assert_eq!(tables.run("changes @b.csv --key id --against @hashes --json").json()["unchanged"], 2);
    assert_eq!(names(tables.0.path()), ["a.csv", "b.csv", "hashes"]);
}

#[test]
fn while_a_key_cannot_be_read_what_is_gone_is_not_known() {
    let tables = Tables::new(&[("a.csv", STUDENTS), ("b.csv", "id,name,class\n1,Ada,5B\n5\n")]);
    tables.run("changes @a.csv --key id --write @hashes");
    let answer = tables.run("changes @b.csv --key id --against @hashes --json");
    let object = answer.json();
    assert_eq!((&object["gone"], &object["gone_unknown_since_line"]), (&json!(null), &json!(3)), "{answer:?}");
    let text = tables.run("changes @b.csv --key id --against @hashes").stdout;
    assert!(text.contains("gone: not known") && text.contains("line 3"), "{text}");
}

#[test]
fn who_had_a_bad_row_is_not_added_when_it_is_fixed() {
    let fixed = "id,name\n1,Ada\n2,Bob\n3,Eve\n";
    for bad in
        ["id,name\n1,Ada\n2,Bob,x\n3,Eve\n", "id,name\n1,Ada\n2\n3,Eve\n", "id,name\n1,Ada\n2,Bob\n2,B.\n3,Eve\n"]
    {
        let tables = Tables::new(&[("a.csv", fixed), ("bad.csv", bad)]);
        tables.run("changes @a.csv --key id --write @hashes");
        let night = tables.run("changes @bad.csv --key id --against @hashes --write @hashes --json");
        assert_eq!((night.status, &night.json()["added"]), (3, &json!(0)), "{bad:?}: {night:?}");
        let next = tables.run("changes @a.csv --key id --against @hashes --json").json();
        assert_eq!((&next["added"], &next["unchanged"], &next["gone"]), (&json!(0), &json!(3), &json!(0)), "{bad:?}");
    }
}

#[test]
fn each_change_is_an_object_on_a_line() {
    let tables = Tables::new(&[("a.csv", "id,name\n1,Ada\n2,Bob\n"), ("b.csv", "id,name\n3,Eve\n1,Adele\n")]);
    tables.run("changes @a.csv --key id --write @hashes");
    let answer = tables.run("changes @b.csv --key id --against @hashes --list");
    let lines: Vec<Value> = answer.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0], json!({"change": "added", "line": 2, "key": "3"}), "{answer:?}");
    assert_eq!(lines[1], json!({"change": "changed", "line": 3, "key": "1"}));
    assert_eq!((&lines[2]["change"], &lines[2]["line"], lines.len()), (&json!("gone"), &json!(null), 3));
    let both = tables.run("changes @b.csv --key id,name --list --json");
    let lines: Vec<Value> = both.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0], json!({"change": "added", "line": 2, "key": ["3", "Eve"]}));
    assert_eq!(lines.last().unwrap()["added"], 2);
}

#[test]
fn without_a_secret_the_answer_says_that_a_fixed_one_is_used() {
    let tables = Tables::new(&[("a.csv", "id,name\n1,Ada\n"), ("secret", "of our own"), ("empty", "")]);
    assert!(tables.run("changes @a.csv --key id").stdout.contains("fixed secret"));
    assert_eq!(tables.run("changes @a.csv --key id --json").json()["added"], 1);
    let own = tables.run("changes @a.csv --key id --secret @secret --write @hashes");
    assert!(!own.stdout.contains("fixed secret"), "{own:?}");
    let other = tables.run("changes @a.csv --key id --against @hashes");
    assert_eq!((other.status, other.stdout.as_str()), (65, ""), "{other:?}");
    assert!(other.stderr.contains("hashes is refused: base_other_secret"), "{other:?}");
    let empty = tables.run("changes @a.csv --key id --secret @empty");
    assert_eq!((empty.status, empty.stdout.as_str()), (74, ""));
}

#[test]
fn what_is_no_regular_file_is_an_error_and_nothing_hangs() {
    use rustix::fs::{CWD, FileType, Mode, mknodat};
    let tables = Tables::new(&[]);
    fs::create_dir(tables.path("folder")).unwrap();
    mknodat(CWD, tables.path("fifo"), FileType::Fifo, Mode::from(0o600), 0).unwrap();
    for (name, status) in [("folder", 64), ("fifo", 64), ("missing", 74)] {
        for json in ["", " --json"] {
            let answer = tables.run(&format!("check @{name}{json}"));
            assert_eq!(answer.status, status, "{name}: {answer:?}");
            assert!(answer.stderr.contains(name), "{name}: {answer:?}");
        }
    }
    let missing = tables.run("check @missing --json").json();
    assert_eq!((&missing["error"]["kind"], &missing["error"]["errno"]), (&json!("not_found"), &json!(2)));
}

#[test]
fn where_there_is_no_room_nothing_half_is_left_and_what_was_there_stays() {
    let table = format!("id,name\n{}", (0..10_000).map(|n| format!("{n},Name\n")).collect::<String>());
    let tables = Tables::new(&[("a.csv", &table), ("out", "before"), ("hashes", "before")]);
    let program = env!("CARGO_BIN_EXE_sync-ingest");
    for task in ["normalise a.csv --to out --bad bad", "changes a.csv --key id --write hashes"] {
        // As on a full disk, the system refuses to write beyond so many blocks.
        let script = format!("ulimit -f 8; exec '{program}' table {task}");
        let mut command = Command::new("sh");
        command.args(["-c", &script]).current_dir(tables.0.path());
        let answer = run(command);
        assert_eq!((answer.status, answer.stdout.as_str()), (74, ""), "{task}: {answer:?}");
        assert!(answer.stderr.contains("cannot write"), "{task}: {answer:?}");
    }
    assert_eq!(names(tables.0.path()), ["a.csv", "hashes", "out"]);
    assert_eq!((tables.read("out"), tables.read("hashes")), ("before".to_owned(), "before".to_owned()));
}

#[test]
fn what_cannot_be_meant_is_wrong_usage() {
    let tables = Tables::new(&[("a.csv", STUDENTS)]);
    for words in [
        "check @a.csv --encoding klingon",
        "check @a.csv --delimiter ;;",
        "check @a.csv --rule loose",
        "changes @a.csv",
        "normalise @a.csv --to @out",
        "normalise @a.csv --to @out --bad @bad --map id",
        "normalise @a.csv --to @out --bad @out",
    ] {
        let answer = tables.run(words);
        assert_eq!((answer.status, answer.stdout.as_str()), (64, ""), "{words}: {answer:?}");
        assert!(!answer.stderr.is_empty(), "{words}");
    }
    assert_eq!(names(tables.0.path()), ["a.csv"]);
}

#[test]
fn a_table_cannot_deceive_the_terminal() {
    let tables = Tables::new(&[("a.csv", "id,na\u{202e}me\n1,a\u{1b}[2Jb\n")]);
    for flag in ["", " --json"] {
        let answer = tables.run(&format!("check @a.csv{flag}"));
        assert!(!answer.stdout.contains(['\u{1b}', '\u{202e}']), "{answer:?}");
    }
}
