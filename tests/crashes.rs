//! A process is killed at each of its system calls in turn, and the next one goes on: nothing is lost, nothing comes twice.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]

mod common;

use common::process::{die_after, hold, one_at_a_time};
use common::strace::{self, Call};
use common::{Folder, entries};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use sync_ingest::{AlarmKind, Arbitration, Attempt, Collection, Outcome};

/// Kills `act` at each of its calls, in a new folder each time, and then looks.
fn kill_at_each_call(
    test: &str,
    fewest: usize,
    set_up: impl Fn() -> Folder,
    act: impl Fn(&Folder),
    look: impl Fn(&Folder, &Call),
) {
    if !strace::is_there(test) {
        return;
    }
    let folder = set_up();
    let calls = strace::calls(&folder.beside("log"), || act(&folder));
    assert!(calls.len() >= fewest, "{calls:?}");
    for call in &calls {
        let folder = set_up();
        strace::kill_at(call, || act(&folder));
        look(&folder, call);
    }
}

/// The contents of all files below a folder, sorted.
fn contents(path: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(path).unwrap().map(|entry| entry.unwrap()) {
        match entry.file_type().unwrap().is_dir() {
            true => found.extend(contents(&entry.path())),
            false => found.push(fs::read_to_string(entry.path()).unwrap()),
        }
    }
    found.sort();
    found
}

fn assert_nothing_lost(folder: &Folder, wanted: &[&str], call: &Call) {
    let found = contents(&folder.beside("."));
    for content in wanted {
        assert!(found.iter().any(|one| one == content), "{call:?}: {content:?} is lost: {found:?}");
    }
}

/// Whoever looks into the store sees whole files under their names, or nothing.
fn assert_store_is_whole(folder: &Folder, call: &Call) {
    for name in entries(&folder.store()).iter().filter(|name| !name.starts_with('.')) {
        assert_eq!(folder.stored(name).trim_start_matches("newer "), name, "{call:?}");
    }
}

/// The next collection takes everything; the one after it finds nothing to do, and nothing that was left behind.
fn assert_goes_on(folder: &Folder, call: &Call) {
    let was_locked = folder.has("lock.txt");
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap_or_else(|error| panic!("{call:?}: {error}"));
    assert_ne!(report.arbitration, Arbitration::CollectorBusy, "{call:?}");
    let is_told = report.alarms.iter().any(|alarm| alarm.kind == AlarmKind::RecoveredLock);
    assert_eq!(is_told, was_locked, "{call:?}: {:?}", report.alarms);
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(report.arbitration, Arbitration::Nothing, "{call:?}: {report:?}");
    assert_eq!(report.ended.iter().any(|alarm| alarm.kind == AlarmKind::RecoveredLock), was_locked, "{call:?}");
}

fn assert_clean(folder: &Folder, call: &Call) {
    let area = folder.path().join(".sync_ingest");
    assert!(folder.is_clean(), "{call:?}: {:?} {:?}", folder.entries(), area.exists().then(|| entries(&area)));
}

/// One that only we can write to, which is moved, and one that others can, which is copied.
fn drop_two(folder: &Folder) {
    for (name, mode) in [("moved.csv", 0o600), ("copied.csv", 0o666)] {
        folder.drop(name, name);
        fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    }
}

fn collect(folder: &Folder) -> Collection {
    match folder.settle_zero().collect().unwrap() {
        Outcome::Collecting(collection) => collection,
        Outcome::NotCollecting(report) => panic!("{report:?}"),
    }
}

#[test]
fn a_collection_into_a_directory_that_is_killed_at_any_call_is_finished_by_the_next_one() {
    let _turn = one_at_a_time();
    let set_up = || {
        let folder = Folder::in_memory();
        drop_two(&folder);
        folder
    };
    let act = |folder: &Folder| drop(folder.settle_zero().collect_into(&folder.store()).unwrap());
    let look = |folder: &Folder, call: &Call| {
        assert_nothing_lost(folder, &["moved.csv", "copied.csv"], call);
        assert_store_is_whole(folder, call);
        assert_goes_on(folder, call);
        assert_eq!(entries(&folder.store()), ["copied.csv", "moved.csv"], "{call:?}");
        assert_eq!(contents(&folder.store()), ["copied.csv", "moved.csv"], "{call:?}");
        assert_clean(folder, call);
    };
    let test = "a_collection_into_a_directory_that_is_killed_at_any_call_is_finished_by_the_next_one";
    kill_at_each_call(test, 60, set_up, act, look);
}

#[test]
fn a_recovery_that_is_killed_at_any_call_is_finished_by_the_next_one() {
    let _turn = one_at_a_time();
    let set_up = || {
        let folder = Folder::in_memory();
        drop_two(&folder);
        die_after(|| {
            let mut collection = collect(&folder);
            hold((collection.next_delivery().unwrap(), collection.next_delivery().unwrap(), collection));
        });
        folder.drop("moved.csv", "newer moved.csv");
        // What a collection leaves that is killed before its last look, and a newer file of one of its names.
        let batch = folder.path().join(".sync_ingest/unverified-0000000009-0123456789abcdef01234567");
        fs::create_dir(&batch).unwrap();
        fs::write(batch.join("claimed.csv"), "claimed.csv").unwrap();
        fs::write(batch.join("superseded.csv"), "superseded.csv").unwrap();
        folder.drop("superseded.csv", "newer superseded.csv");
        folder
    };
    let act = |folder: &Folder| drop(folder.settle_zero().collect_into(&folder.store()).unwrap());
    let look = |folder: &Folder, call: &Call| {
        let once = ["claimed.csv", "copied.csv", "newer moved.csv", "newer superseded.csv"];
        assert_nothing_lost(folder, &once, call);
        assert_nothing_lost(folder, &["superseded.csv"], call);
        assert_store_is_whole(folder, call);
        assert_goes_on(folder, call);
        assert_eq!(entries(&folder.store()), ["claimed.csv", "copied.csv", "moved.csv", "superseded.csv"], "{call:?}");
        assert_eq!(contents(&folder.store()), once, "{call:?}");
        let status = folder.settle_zero().status().unwrap();
        assert_eq!((status.rejected_count, status.claimed, status.unverified), (1, 0, 0), "{call:?}");
        assert_eq!(status.rejected[0].name, "superseded.csv", "{call:?}");
        assert!(status.rejected[0].reason.starts_with("superseded"), "{call:?}: {:?}", status.rejected);
    };
    let test = "a_recovery_that_is_killed_at_any_call_is_finished_by_the_next_one";
    kill_at_each_call(test, 120, set_up, act, look);
}

/// A store that keeps what it gets under the id, refuses one file for now and one for ever.
fn store_by_id(folder: &Folder) {
    let mut collection = collect(folder);
    while let Some(mut delivery) = collection.next_delivery().unwrap() {
        match delivery.name().to_str().unwrap() {
            "later.csv" => delivery.put_back("later").unwrap(),
            "never.csv" => delivery.reject("never").unwrap(),
            _ => {
                delivery.copy_to(&folder.store().join(delivery.id())).unwrap();
                delivery.acknowledge().unwrap();
            }
        }
    }
    collection.finish().unwrap();
}

#[test]
fn a_store_that_is_killed_at_any_call_gets_each_content_once_under_one_id() {
    let _turn = one_at_a_time();
    let set_up = || {
        let folder = Folder::in_memory();
        ["later.csv", "never.csv", "now.csv"].iter().for_each(|name| folder.drop(name, name));
        folder
    };
    let look = |folder: &Folder, call: &Call| {
        assert_nothing_lost(folder, &["later.csv", "never.csv", "now.csv"], call);
        store_by_id(folder);
        let kept = entries(&folder.store()).into_iter().filter(|name| !name.starts_with('.')).collect::<Vec<_>>();
        assert_eq!(kept.len(), 1, "{call:?}: {kept:?}");
        assert_eq!(folder.stored(&kept[0]), "now.csv", "{call:?}");
        let status = folder.settle_zero().status().unwrap();
        assert_eq!((status.rejected_count, status.claimed, status.unverified), (1, 1, 0), "{call:?}");
        assert_eq!(status.rejected[0].name, "never.csv", "{call:?}");
    };
    let test = "a_store_that_is_killed_at_any_call_gets_each_content_once_under_one_id";
    kill_at_each_call(test, 60, set_up, store_by_id, look);
}

fn deliver(folder: &Folder) {
    let Attempt::Granted(mut session) = folder.settle_zero().begin_delivery("registry").unwrap() else { panic!() };
    for name in ["replaced.csv", "new.csv"] {
        session.deliver(&folder.beside("export"), Some(OsStr::new(name))).unwrap();
    }
    session.finish().unwrap();
}

#[test]
fn a_delivery_that_is_killed_at_any_call_leaves_whole_files_and_is_done_again_by_the_same_agent() {
    let _turn = one_at_a_time();
    let set_up = || {
        let folder = Folder::in_memory();
        fs::write(folder.beside("export"), "new").unwrap();
        folder.drop("replaced.csv", "old");
        folder
    };
    let look = |folder: &Folder, call: &Call| {
        assert!(["old", "new"].contains(&folder.read("replaced.csv").as_str()), "{call:?}");
        assert!(!folder.has("new.csv") || folder.read("new.csv") == "new", "{call:?}");
        deliver(folder);
        assert_eq!(folder.entries(), ["new.csv", "replaced.csv"], "{call:?}");
        assert_eq!(contents(&folder.path()), ["new", "new"], "{call:?}");
    };
    let test = "a_delivery_that_is_killed_at_any_call_leaves_whole_files_and_is_done_again_by_the_same_agent";
    kill_at_each_call(test, 40, set_up, deliver, look);
}
