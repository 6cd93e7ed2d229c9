//! The agent's side: who may deliver, and that a delivered file is whole or absent.

use crate::support::pause::pause_after;
use crate::support::process::{die_after, hold, one_at_a_time};
use crate::support::{TestFolder, entries, inode, is_granted, names, strace};
use rustix::fs::{AtFlags, CWD, FileType, Mode, mknodat, statat};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use sync_ingest::{AgentSession, Arbitration, Attempt, ErrorKind, LockKind};

fn begin(folder: &TestFolder, agent: &str) -> AgentSession {
    match folder.settle_zero().begin_agent_session(agent).unwrap() {
        Attempt::Granted(session) => session,
        Attempt::Refused(arbitration) => panic!("{arbitration:?}"),
    }
}

fn refusal(folder: &TestFolder, agent: &str) -> Arbitration {
    match folder.settle_zero().begin_agent_session(agent).unwrap() {
        Attempt::Granted(_) => panic!("granted"),
        Attempt::Refused(arbitration) => arbitration,
    }
}

fn source(folder: &TestFolder, name: &str, content: &str) -> std::path::PathBuf {
    let path = folder.beside(name);
    fs::write(&path, content).unwrap();
    path
}

#[test]
fn an_agent_is_refused_while_a_collector_lock_of_whatever_kind_is_there() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    let Attempt::Granted(lock) = folder.settle_zero().take_lock().unwrap() else { panic!() };
    assert_eq!(refusal(&folder, "registry"), Arbitration::CollectorBusy);
    lock.release().unwrap();
    let path = folder.path().join("lock.txt");
    let plant: [&dyn Fn(); 3] =
        [&|| folder.drop("lock.txt", ""), &|| symlink(folder.beside("nowhere"), &path).unwrap(), &|| {
            mknodat(CWD, &path, FileType::Fifo, Mode::RUSR, 0).unwrap()
        }];
    for plant in plant {
        plant();
        assert_eq!(refusal(&folder, "registry"), Arbitration::CollectorBusy);
        assert!(!folder.has("alock.txt"));
        fs::remove_file(&path).unwrap();
    }
    begin(&folder, "registry").finish().unwrap();
}

#[test]
fn of_two_agents_always_exactly_one_delivers() {
    let _turn = one_at_a_time();
    let race = || {
        let (folder, start, end) = (TestFolder::new(), Barrier::new(2), Barrier::new(2));
        let run = |agent: &str| {
            let round = |_| {
                start.wait();
                let attempt = folder.settle_zero().begin_agent_session(agent);
                end.wait();
                let granted = is_granted(&attempt);
                drop(attempt);
                end.wait();
                granted
            };
            (0..20).map(round).collect::<Vec<_>>()
        };
        let (first, second) = thread::scope(|scope| {
            let other = scope.spawn(|| run("library"));
            (run("registry"), other.join().unwrap())
        });
        for winners in first.into_iter().zip(second) {
            assert!(matches!(&winners, (Ok(one), Ok(other)) if one != other), "{winners:?}");
        }
        assert!(!folder.has("alock.txt"));
    };
    thread::scope(|scope| (0..5).for_each(|_| drop(scope.spawn(race))));
}

#[test]
fn an_agent_and_a_collector_never_both_go_ahead() {
    let _turn = one_at_a_time();
    let (folder, start, end) = (TestFolder::new(), Barrier::new(2), Barrier::new(2));
    const ROUNDS: usize = 1_000;
    let agent = || {
        let round = |_| {
            start.wait();
            let attempt = folder.settle_zero().begin_agent_session("registry");
            end.wait();
            is_granted(&attempt)
        };
        (0..ROUNDS).map(round).collect::<Vec<_>>()
    };
    let collector = || {
        let round = |_| {
            start.wait();
            let attempt = folder.settle_zero().take_lock();
            end.wait();
            is_granted(&attempt)
        };
        (0..ROUNDS).map(round).collect::<Vec<_>>()
    };
    let (delivering, collecting) = thread::scope(|scope| {
        let other = scope.spawn(agent);
        (collector(), other.join().unwrap())
    });
    for both in delivering.iter().zip(&collecting) {
        assert!(matches!(both, (Ok(one), Ok(other)) if !(*one && *other)), "{both:?}");
    }
    let wins = |side: &[Result<bool, String>]| side.iter().any(|granted| granted == &Ok(true));
    assert!(wins(&delivering) && wins(&collecting), "each goes ahead now and then, or this shows nothing");
}

#[test]
fn the_lock_of_a_killed_agent_is_taken_back_by_the_agent_of_that_name_and_by_nobody_else() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    die_after(|| hold(begin(&folder, "registry")));
    folder.drop("students.csv", "half");
    assert_eq!(refusal(&folder, "library"), Arbitration::AgentDelivering);
    assert_eq!(refusal(&folder, "registr"), Arbitration::AgentDelivering);
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(report.arbitration, Arbitration::AgentDelivering, "what it was writing may be half a file");
    let session = begin(&folder, "registry");
    assert_eq!(refusal(&folder, "registry"), Arbitration::AgentDelivering, "a living one is not pushed aside");
    session.finish().unwrap();
    assert!(!folder.has("alock.txt"));
}

#[test]
fn the_lock_of_an_agent_of_another_kind_is_never_taken() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    for text in ["", "registry\n", "1769846400\nagent registry\n"] {
        folder.drop("alock.txt", text);
        assert_eq!(refusal(&folder, "registry"), Arbitration::AgentDelivering);
        assert_eq!(folder.read("alock.txt"), text);
    }
}

#[test]
fn the_agent_lock_names_the_agent_and_goes_with_the_session() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    let session = begin(&folder, "registry");
    let status = folder.settle_zero().status().unwrap().agent_lock.unwrap();
    assert!(status.ours && status.kind == LockKind::Agent && status.holder.name() == Some("registry"), "{status:?}");
    drop(session);
    assert!(folder.entries().is_empty());
    for name in ["", "two words", "a/b", "line\n", &"x".repeat(64)] {
        let error = folder.settle_zero().begin_agent_session(name).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{name:?}");
    }
}

#[test]
fn a_delivery_replaces_the_file_as_a_whole_and_is_readable_to_the_collector() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    folder.drop("students.csv", "old");
    let before = inode(&folder.path().join("students.csv"));
    let from = source(&folder, "export", "new");
    fs::set_permissions(&from, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let mut session = begin(&folder, "registry");
    session.deliver(&from, Some(OsStr::new("students.csv"))).unwrap();
    session.deliver(&from, None).unwrap();
    session.finish().unwrap();
    assert_eq!(folder.read("students.csv"), "new");
    assert_ne!(inode(&folder.path().join("students.csv")), before, "who reads the old one reads all of it");
    assert_eq!(fs::metadata(folder.path().join("students.csv")).unwrap().mode() & 0o7777, 0o644);
    assert_eq!(folder.entries(), ["export", "students.csv"]);
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(report.delivered.len(), 2);
}

#[test]
fn a_delivery_is_hidden_until_it_is_complete() {
    let _turn = one_at_a_time();
    const SIZE: usize = 64 << 20;
    let folder = TestFolder::new();
    let from = source(&folder, "export", &"x".repeat(SIZE));
    let mut session = begin(&folder, "registry");
    let (begun, done) = (AtomicBool::new(false), AtomicBool::new(false));
    let seen = thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            let (mut sizes, mut hidden) = (Vec::new(), 0);
            begun.store(true, Ordering::SeqCst);
            while !done.load(Ordering::SeqCst) {
                if let Ok(stat) = statat(CWD, folder.path().join("big.csv"), AtFlags::empty()) {
                    sizes.push(stat.st_size);
                }
                hidden += usize::from(folder.entries().iter().any(|name| name.starts_with(".sync_ingest-upload-")));
            }
            (sizes, hidden)
        });
        while !begun.load(Ordering::SeqCst) {
            thread::yield_now();
        }
        let delivered = session.deliver(&from, Some(OsStr::new("big.csv")));
        done.store(true, Ordering::SeqCst);
        delivered.unwrap();
        watcher.join().unwrap()
    });
    assert!(seen.1 > 0, "the upload was watched");
    assert!(seen.0.iter().all(|size| *size == SIZE as i64), "{:?}", seen.0.first());
    session.finish().unwrap();
    assert_eq!(folder.entries(), ["big.csv"]);
}

#[test]
fn a_source_that_is_a_link_is_followed_and_what_is_no_file_is_refused() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    source(&folder, "export", "1");
    symlink("export", folder.beside("students.csv")).unwrap();
    mknodat(CWD, folder.beside("fifo.csv"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    let mut session = begin(&folder, "registry");
    session.deliver(&folder.beside("students.csv"), None).unwrap();
    assert_eq!(folder.read("students.csv"), "1");
    assert!(fs::symlink_metadata(folder.path().join("students.csv")).unwrap().is_file());
    for (name, kind) in [
        ("fifo.csv", ErrorKind::InvalidArgument),
        ("store", ErrorKind::InvalidArgument),
        ("absent.csv", ErrorKind::NotFound),
    ] {
        assert_eq!(session.deliver(&folder.beside(name), None).unwrap_err().kind(), kind, "{name}");
    }
    session.finish().unwrap();
    assert_eq!(folder.entries(), ["students.csv"]);
}

#[test]
fn a_name_that_no_collector_takes_is_not_delivered() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    let from = source(&folder, "export", "1");
    let mut session = begin(&folder, "registry");
    for name in ["lock.txt", "alock.txt", ".hidden", "_omitted", "line\nend", "a.filepart", "a/b", "..", ""] {
        let error = session.deliver(&from, Some(OsStr::new(name))).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{name:?}");
    }
    session.finish().unwrap();
    assert!(folder.entries().is_empty(), "{:?}", folder.entries());
}

#[test]
fn an_agent_that_is_turned_away_at_any_call_of_a_delivery_takes_nothing_from_it() {
    const NAME: &str = "an_agent_that_is_turned_away_at_any_call_of_a_delivery_takes_nothing_from_it";
    let _turn = one_at_a_time();
    if !strace::is_there(NAME) {
        return;
    }
    let deliver = |folder: &TestFolder| {
        let mut session = begin(folder, "registry");
        session.deliver(&source(folder, "students.csv", "new"), None).unwrap();
        session.finish().unwrap();
    };
    let folder = TestFolder::in_memory();
    let calls = strace::calls_of(&folder.beside("log"), || deliver(&folder));
    for call in &calls {
        let folder = TestFolder::in_memory();
        let come = || drop(folder.settle_zero().begin_agent_session("other").unwrap());
        assert_eq!(pause_after(call, || deliver(&folder), come), 0, "{call}");
        assert_eq!(folder.entries(), ["students.csv"], "{call}");
        assert_eq!(folder.read("students.csv"), "new", "{call}");
    }
    println!("FIGURE: an agent turned away at each of {} calls of a delivery, 0 violations", calls.len());
}

#[test]
fn an_agent_whose_lock_somebody_removed_delivers_nothing_more() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    let from = source(&folder, "students.csv", "1");
    let mut session = begin(&folder, "registry");
    fs::remove_file(folder.path().join("alock.txt")).unwrap();
    assert_eq!(session.deliver(&from, None).unwrap_err().kind(), ErrorKind::LockLost);
    assert!(folder.entries().is_empty());
    folder.drop("alock.txt", "another agent");
    assert_eq!(session.finish().unwrap_err().kind(), ErrorKind::LockLost);
    assert_eq!(folder.read("alock.txt"), "another agent");
}

#[test]
fn a_forked_child_does_not_end_its_parents_delivery() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    let from = source(&folder, "students.csv", "1");
    let mut session = Some(begin(&folder, "registry"));
    die_after(|| drop(session.take()));
    let mut session = session.unwrap();
    session.deliver(&from, None).unwrap();
    session.finish().unwrap();
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(names(&report.delivered), ["students.csv"]);
    assert_eq!(entries(&folder.store()), ["students.csv"]);
}

/// An agent that never looks at `lock.txt`: its lock appears while files are being claimed, so many
/// that this takes long enough.
#[test]
fn an_agent_that_begins_while_files_are_claimed_finds_them_in_their_place_again() {
    let _turn = one_at_a_time();
    const FILES: usize = 2_000;
    let folder = TestFolder::in_memory();
    (0..FILES).for_each(|number| folder.drop(&format!("{number}.csv"), "old"));
    let area = folder.path().join(".sync_ingest");
    let is_claiming = || area.exists() && entries(&area).iter().any(|name| name.starts_with("unverified-"));
    let report = thread::scope(|scope| {
        let collector = scope.spawn(|| folder.settle_zero().collect_into(&folder.store()));
        while !is_claiming() && !collector.is_finished() {
            thread::yield_now();
        }
        folder.drop("alock.txt", "");
        // It sends one of them again, before or after that one is claimed.
        folder.drop(".upload", "new");
        fs::rename(folder.path().join(".upload"), folder.path().join("7.csv")).unwrap();
        collector.join().unwrap().unwrap()
    });
    assert_eq!(report.arbitration, Arbitration::AgentDelivering);
    assert!(!folder.has("lock.txt") && entries(&folder.store()).is_empty());
    assert_eq!(folder.read("7.csv"), "new");
    let csv = |name: &&String| name.ends_with(".csv");
    assert_eq!(folder.entries().iter().filter(csv).count(), FILES);
    assert!(names(&report.rejected).iter().all(|name| *name == "7.csv"), "{:?}", report.rejected);
    fs::remove_file(folder.path().join("alock.txt")).unwrap();
    assert_eq!(folder.settle_zero().collect_into(&folder.store()).unwrap().delivered.len(), FILES);
    assert_eq!(folder.stored("7.csv"), "new");
}

#[test]
fn while_an_agent_delivers_no_file_is_touched_even_where_a_dead_lock_has_to_be_recovered() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    folder.drop("students.csv", "half");
    folder.drop("alock.txt", "");
    folder.plant_orphan_lock();
    let changed = || {
        let stat = fs::metadata(folder.path().join("students.csv")).unwrap();
        (stat.ino(), stat.ctime(), stat.ctime_nsec())
    };
    let before = changed();
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(report.arbitration, Arbitration::AgentDelivering);
    assert_eq!(changed(), before);
    assert!(!folder.has("lock.txt"));
}
