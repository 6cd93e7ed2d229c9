//! Locks with other spellings: where the file system finds them, they are locks; elsewhere they are
//! reported.

use crate::support::mounts::{FoldingStore, mount_folding, with_own_mounts};
use crate::support::process::one_at_a_time;
use crate::support::{TestFolder, names};
use std::fs;
use std::path::Path;
use std::time::Duration;
use sync_ingest::{Arbitration, Attempt, DropFolder, LockKind, Options, SkipReason};

const LIKE_LOCKS: [&str; 5] = ["ALOCK.TXT", "Lock.txt", "alock.txt.txt", "lock (1).txt", "lock.txt "];

#[test]
fn a_name_that_only_looks_like_a_lock_is_reported_but_neither_collected_nor_honoured() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    LIKE_LOCKS.iter().for_each(|name| folder.drop(name, ""));
    folder.drop("students.csv", "1");
    folder.drop("lock.txt.csv", "1");
    let status = folder.settle_zero().status().unwrap();
    let mut mistaken: Vec<_> = status.mistaken_locks.iter().map(|name| name.to_str().unwrap()).collect();
    mistaken.sort_unstable();
    assert_eq!(mistaken, LIKE_LOCKS);
    assert_eq!((status.agent_lock, status.collector_lock, status.waiting_count), (None, None, 2));
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(names(&report.delivered).len(), 2, "{report:?}");
    assert_eq!(report.skipped.count(SkipReason::LockFile), 5);
    let Attempt::Granted(session) = folder.settle_zero().begin_agent_session("registry").unwrap() else {
        panic!("refused")
    };
    session.finish().unwrap();
    // A real lock beside it is not reported as one that only looks like it.
    folder.drop("alock.txt", "");
    assert_eq!(folder.settle_zero().status().unwrap().mistaken_locks.len(), 5);
}

/// Where `alock.txt` leads to `ALOCK.TXT`.
fn in_a_folder_that_folds_names(sync: &Path, store: &Path) {
    let mut options = Options::default();
    options.settle = Some(Duration::ZERO);
    let folder = DropFolder::new(sync, options).unwrap();
    fs::write(sync.join("students.csv"), "1").unwrap();
    let refused = || match folder.begin_agent_session("registry").unwrap() {
        Attempt::Refused(arbitration) => arbitration,
        Attempt::Granted(_) => panic!("granted"),
    };
    for (spelled, kind, arbitration) in [
        ("ALOCK.TXT", LockKind::Agent, Arbitration::AgentDelivering),
        ("Lock.Txt", LockKind::Collector, Arbitration::CollectorBusy),
    ] {
        fs::write(sync.join(spelled), "somebody else").unwrap();
        assert_eq!(refused(), arbitration, "{spelled}");
        assert_eq!(folder.collect_into(store).unwrap().arbitration, arbitration, "{spelled}");
        let status = folder.status().unwrap();
        let seen = if kind == LockKind::Agent { status.agent_lock } else { status.collector_lock };
        assert!(seen.is_some() && status.mistaken_locks.is_empty(), "{spelled}");
        assert!(folder.unlock(kind).unwrap().is_some(), "{spelled}");
        assert!(!sync.join(spelled).exists());
    }
    fs::write(sync.join("alock.txt.txt"), "").unwrap();
    assert_eq!(folder.status().unwrap().mistaken_locks, ["alock.txt.txt"]);
    assert_eq!(names(&folder.collect_into(store).unwrap().delivered), ["students.csv"]);
}

#[test]
fn where_the_file_system_finds_a_lock_under_its_name_it_is_one_however_it_is_spelled() {
    const NAME: &str = "where_the_file_system_finds_a_lock_under_its_name_it_is_one_however_it_is_spelled";
    let _turn = one_at_a_time();
    let place = TestFolder::new();
    // Such a folder that exists already, as on a Windows share.
    if let Some(given) = std::env::var_os("SYNC_INGEST_FOLDING") {
        return in_a_folder_that_folds_names(Path::new(&given), &place.store());
    }
    with_own_mounts(NAME, || match mount_folding(&place.beside(".")) {
        Some(sync) => in_a_folder_that_folds_names(&sync, &place.store()),
        None => println!("SKIPPED: {NAME}: this kernel has no file system that ignores the case of names"),
    });
}

/// In a folder that contains only files, so that nothing can be collected there.
#[test]
fn an_agent_lock_that_is_spelled_otherwise_stops_agents_and_collectors_where_it_is_found() {
    const NAME: &str = "an_agent_lock_that_is_spelled_otherwise_stops_agents_and_collectors_where_it_is_found";
    let _turn = one_at_a_time();
    let place = TestFolder::new();
    with_own_mounts(NAME, || stops_agents_and_collectors(&place));
}

fn stops_agents_and_collectors(place: &TestFolder) {
    let _mounted = FoldingStore::mount(&place.path());
    for (spelled, kind, arbitration) in [
        ("ALOCK.TXT", LockKind::Agent, Arbitration::AgentDelivering),
        ("Lock.Txt", LockKind::Collector, Arbitration::CollectorBusy),
    ] {
        place.drop("students.csv", "1");
        place.drop(spelled, "somebody else");
        let Attempt::Refused(refused) = place.settle_zero().begin_agent_session("registry").unwrap() else {
            panic!("granted")
        };
        assert_eq!(refused, arbitration, "{spelled}");
        if kind == LockKind::Agent {
            let report = place.settle_zero().collect_into(&place.store()).unwrap();
            assert_eq!(report.arbitration, arbitration, "{spelled}");
        }
        let status = place.settle_zero().status().unwrap();
        let seen = if kind == LockKind::Agent { status.agent_lock } else { status.collector_lock };
        assert!(seen.is_some() && status.mistaken_locks.is_empty(), "{spelled}");
        assert!(place.settle_zero().unlock(kind).unwrap().is_some(), "{spelled}");
        assert_eq!(place.entries(), ["students.csv"], "{spelled}");
    }
}
