//! Text that an agent chose, such as names, lock texts and times, on its way to terminals, logs and
//! monitoring.

use crate::place::{Answer, Place, run, sync_ingest};
use rustix::fs::{AtFlags, CWD, Timespec, Timestamps, utimensat};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// Names that break careless programs: collectable ones, and ones that are left alone.
const NAMES: [&[u8]; 20] = [
    b"a\x1b]0;owned\x07.csv",
    b"line\nSYNC_INGEST OK - nothing waits.csv",
    b"back\x08\x08\x08\r.csv",
    b"\x7f.csv",
    "\u{9b}31m.csv".as_bytes(),
    "csv.\u{202e}gpj".as_bytes(),
    "line\u{2028}separator".as_bytes(),
    "_\u{1b}[2J".as_bytes(),
    ".\u{1b}[2J".as_bytes(),
    b"caf\xe9.csv",
    b"\xff\xfe\xfd",
    b"quote\".csv",
    b"back\\slash\\n.csv",
    b"bar|waiting=99999.csv",
    b"$(reboot);`id`&.csv",
    b"%s%n%00.csv",
    b"-rf",
    b"--into=x",
    b"{\"json\":1},.csv",
    "b\u{1b}.filepart".as_bytes(),
];

/// Nothing in it acts on a terminal, or looks like more lines than were written.
fn assert_is_harmless(answer: &Answer) {
    for text in [&answer.stdout, &answer.stderr] {
        let deceptive = text
            .chars()
            .find(|c| (c.is_control() && *c != '\n') || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
        assert_eq!(deceptive, None, "{answer:?}");
        assert!(!text.contains("\nSYNC_INGEST OK - nothing waits.csv"), "{answer:?}");
    }
}

fn place_of_names() -> Place {
    let place = Place::new();
    NAMES.iter().for_each(|name| drop(place.drop_file(OsStr::from_bytes(name), "1")));
    place
}

#[test]
fn whatever_names_there_are_every_answer_is_harmless_and_all_json_can_be_read() {
    let place = place_of_names();
    let status = place.status(&[]);
    assert_is_harmless(&status);
    assert_eq!(status.first_line().matches('|').count(), 1, "one bar before the figures: {status:?}");
    let output = place.status(&["--json"]);
    assert_is_harmless(&output);
    assert!(output.stdout.lines().count() == 1 && output.json().is_object(), "{output:?}");
    let output = place.collect(&["--json"]);
    assert_is_harmless(&output);
    let delivered = output.json()["delivered"].as_array().unwrap().len();
    assert_eq!(delivered, crate::place::names(&place.store()).len());
    let place = place_of_names();
    assert_is_harmless(&place.collect(&[]));
    for name in NAMES.iter().filter(|name| sync_ingest::check_name(name).is_ok()) {
        assert_eq!(fs::read(place.store().join(OsStr::from_bytes(name))).unwrap(), b"1", "{}", name.escape_ascii());
    }
}

#[test]
fn whatever_names_there_are_every_failure_is_harmless() {
    let place = place_of_names();
    for name in NAMES {
        fs::create_dir(place.store().join(OsStr::from_bytes(name))).unwrap();
    }
    let answer = place.collect(&[]);
    assert_eq!(answer.status, 3);
    assert_is_harmless(&answer);
    let answer = place.collect(&["--json"]);
    assert_is_harmless(&answer);
    assert!(!answer.json()["put_back"].as_array().unwrap().is_empty());
    assert_is_harmless(&place.status(&[]));
    let folder = place.folder();
    for name in NAMES {
        // As a file to deliver that is refused or missing, and as a folder that does not exist.
        let file = place.beside("out").join(OsStr::from_bytes(name));
        let missing = folder.join(OsStr::from_bytes(name)).join("sub");
        assert_is_harmless(&sync_ingest(["deliver".as_ref(), file.as_os_str(), "--to".as_ref(), folder.as_os_str()]));
        assert_is_harmless(&sync_ingest(["status".as_ref(), missing.as_os_str()]));
    }
}

#[test]
fn whatever_is_in_a_lock_the_answers_are_harmless() {
    let ours =
        "1769846400\nsync_ingest 0.1.0\nhost HOST\nboot 0123456789abcdef\ntoken 0123456789abcdef0123456789abcdef\n";
    let texts: [&[u8]; 4] = [
        b"\x1b[2J\x1b]0;owned\x07",
        b"\xff\xfe\n\r|x=1",
        &ours.replace("HOST", "a\u{1b}[2J").into_bytes(),
        &ours.replace("HOST", "a|b\u{202e}").into_bytes(),
    ];
    for text in texts {
        for (lock, flag) in [("lock.txt", "--collector"), ("alock.txt", "--agent")] {
            let place = Place::new();
            fs::write(place.drop_file(lock, ""), text).unwrap();
            place.drop_file("students.csv", "1");
            for answer in [place.collect(&[]), place.collect(&["--json"]), place.status(&[]), place.status(&["--json"])]
            {
                assert_is_harmless(&answer);
            }
            let answer = place.unlock(flag);
            assert_is_harmless(&answer);
            assert_eq!((answer.status, place.collect(&[]).status), (0, 0), "{answer:?}");
        }
    }
}

/// The first and the last second that a file system can store, and what lies between.
#[test]
fn whatever_time_a_file_or_lock_has_the_answers_are_sound() {
    let base = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    for seconds in [i64::MIN, i64::MIN / 2, -1, 0, 4_102_444_800, i64::MAX / 2, i64::MAX] {
        let (folder, store) = (base.path().join("drop"), base.path().join("store"));
        for path in [&folder, &store] {
            fs::create_dir(path).unwrap();
        }
        let with_time = |name: &str| {
            fs::write(folder.join(name), "1").unwrap();
            set_time(&folder.join(name), seconds);
        };
        let command = |verb: &str, flags: &[&str]| {
            let mut command = crate::place::program();
            command.arg(verb).arg(&folder).args(["--settle", "0"]).args(flags);
            if verb == "collect" {
                command.arg("--into").arg(&store);
            }
            run(command)
        };
        for name in ["students.csv", "students.csv.part", "alock.txt"] {
            with_time(name);
        }
        for flags in [&["--json"][..], &["--json", "--lock-age-from-ctime"]] {
            let output = command("status", flags).json();
            assert!(output["agent_lock"]["age_seconds"].is_i64(), "{seconds}: {output}");
            assert_eq!(command("collect", flags).json()["outcome"], "agent_delivering", "{seconds}");
        }
        assert!(command("status", &[]).stdout.contains("alock.txt: "), "{seconds}");
        assert_eq!(command("collect", &[]).status, 75, "{seconds}");
        fs::remove_file(folder.join("alock.txt")).unwrap();
        assert_eq!(command("collect", &[]).status, 0, "{seconds}");
        assert_eq!(crate::place::names(&store), ["students.csv"], "{seconds}");
        for path in [&folder, &store] {
            fs::remove_dir_all(path).unwrap();
        }
    }
}

fn set_time(path: &Path, seconds: i64) {
    let time = Timespec { tv_sec: seconds, tv_nsec: 0 };
    utimensat(CWD, path, &Timestamps { last_access: time, last_modification: time }, AtFlags::empty()).unwrap();
}
