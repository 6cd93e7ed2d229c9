//! Remains of dead agents of this host in the drop folder are removed by the next holder of the
//! agent lock, and nothing else is.

use crate::support::pause::pause_after;
use crate::support::process::{die_after, hold, one_at_a_time};
use crate::support::{TestFolder, strace};
use rustix::fs::{FlockOperation, flock};
use std::fs;
use std::os::unix::fs::symlink;
use sync_ingest::{Attempt, Result};

const REMOTE: &str = ".sync_ingest-upload-0123456789abcdef0123456789abcdef-1";
const DEAD: [&str; 3] = [
    ".sync_ingest-upload-0123456789abcdef",
    ".sync_ingest-lock-0123456789abcdef",
    ".sync_ingest-unlocked-0123456789abcdef",
];

fn is_granted(folder: &TestFolder) -> bool {
    matches!(folder.settle_zero().begin_agent_session("registry").unwrap(), Attempt::Granted(_))
}

fn deliver(folder: &TestFolder) -> Result<()> {
    let Attempt::Granted(mut session) = folder.settle_zero().begin_agent_session("registry")? else {
        panic!("refused")
    };
    session.deliver(&folder.beside("students.csv"), None)?;
    session.finish()
}

#[test]
fn what_a_remote_agent_uploads_is_never_tidied_away() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    folder.drop(REMOTE, "half");
    folder.drop("alock.txt", "1769846400\nsync-deliver registry\n");
    assert!(!is_granted(&folder));
    assert_eq!(folder.read(REMOTE), "half");
    // Nor when a person has removed its lock: only that agent knows whether it continues.
    fs::remove_file(folder.path().join("alock.txt")).unwrap();
    assert!(is_granted(&folder));
    assert_eq!(folder.read(REMOTE), "half");
}

#[test]
fn an_agent_that_is_turned_away_tidies_nothing() {
    let _turn = one_at_a_time();
    for lock in ["alock.txt", "lock.txt"] {
        let folder = TestFolder::new();
        DEAD.iter().for_each(|name| folder.drop(name, "half"));
        folder.drop(lock, "somebody else");
        assert!(!is_granted(&folder));
        assert!(DEAD.iter().all(|name| folder.has(name)), "{lock}: {:?}", folder.entries());
    }
}

#[test]
fn what_dead_agents_left_is_tidied_away_and_what_is_held_or_only_begins_like_it_is_not() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    let living = ".sync_ingest-upload-aaaaaaaaaaaaaaaa";
    let others = [
        REMOTE,
        ".sync_ingest-upload-0",
        ".sync_ingest-upload-0123456789abcdef.csv",
        ".sync_ingest-copy-0123456789abcdef",
        ".sync_ingest-notes",
        ".in.students.csv",
    ];
    DEAD.iter().chain(&others).chain([&living]).for_each(|name| folder.drop(name, "half"));
    let link = ".sync_ingest-upload-bbbbbbbbbbbbbbbb";
    symlink(folder.beside("nowhere"), folder.path().join(link)).unwrap();
    let upload = fs::File::open(folder.path().join(living)).unwrap();
    flock(&upload, FlockOperation::NonBlockingLockExclusive).unwrap();
    assert!(is_granted(&folder));
    let mut left = [&others[..], &[living, link]].concat();
    left.sort_unstable();
    assert_eq!(folder.entries(), left);
}

/// A less careful program, or a person, may remove or replace the hidden file at any moment.
#[test]
fn a_file_is_reported_as_delivered_only_if_it_is_there_under_its_name() {
    const NAME: &str = "a_file_is_reported_as_delivered_only_if_it_is_there_under_its_name";
    let _turn = one_at_a_time();
    if !strace::is_there(NAME) {
        return;
    }
    let set_up = || {
        let folder = TestFolder::in_memory();
        fs::write(folder.beside("students.csv"), "new").unwrap();
        folder
    };
    let hidden = |folder: &TestFolder| {
        folder.entries().into_iter().filter(|name| name.starts_with(".sync_ingest-upload-")).collect::<Vec<_>>()
    };
    let (folder, mut refused) = (set_up(), 0);
    let calls = strace::calls_of(&folder.beside("log"), || deliver(&folder).unwrap());
    for replaces in [false, true] {
        for call in &calls {
            let folder = set_up();
            let act = || fs::write(folder.beside("report"), format!("{:?}", deliver(&folder).is_ok())).unwrap();
            let come = || {
                for name in hidden(&folder) {
                    fs::remove_file(folder.path().join(&name)).unwrap();
                    if replaces {
                        folder.drop(&name, "torn");
                    }
                }
            };
            assert_eq!(pause_after(call, act, come), 0, "{call}");
            let is_delivered = fs::read_to_string(folder.beside("report")).unwrap() == "true";
            let is_there = folder.has("students.csv") && folder.read("students.csv") == "new";
            assert_eq!(is_delivered, is_there, "replaces: {replaces}, {call}");
            refused += usize::from(!is_delivered);
        }
    }
    println!(
        "FIGURE: hidden files gone at each of {} calls of a delivery: {refused} times reported, 0 violations",
        2 * calls.len()
    );
    assert!(refused > 0);
}

#[test]
fn the_remains_of_a_killed_agent_do_not_stay() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    fs::write(folder.beside("students.csv"), "new").unwrap();
    die_after(|| {
        let Attempt::Granted(session) = folder.settle_zero().begin_agent_session("registry").unwrap() else { panic!() };
        folder.drop(DEAD[0], "half");
        hold(session);
    });
    deliver(&folder).unwrap();
    assert_eq!(folder.entries(), ["students.csv"]);
}
