//! `unlock`: which locks a person can remove, and which not even a person can.

use crate::place::{Place, sync_ingest};
use std::time::Duration;
use sync_ingest::{Attempt, DropFolder, Options};

#[test]
fn a_foreign_lock_is_removed_and_described() {
    for (flag, name) in [("--collector", "lock.txt"), ("--agent", "alock.txt")] {
        let place = Place::new();
        place.drop_old_file(name, "1769846400", Duration::from_secs(4 * 60 * 60));
        place.drop_file("students.csv", "x");
        let answer = place.unlock(flag);
        assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
        assert!(answer.stdout.starts_with(&format!("removed {name}: ")), "{answer:?}");
        assert!(answer.stdout.contains(", since 20") && answer.stdout.contains(", 4 h old"), "{answer:?}");
        assert_eq!(place.names(), ["students.csv"]);
    }
}

/// As `sync-deliver` makes them, over SFTP and over FTP.
#[test]
fn the_locks_of_remote_agents_are_removed_and_their_agents_named() {
    let token = "0123456789abcdef0123456789abcdef";
    let text = format!("1769846400\nsync-deliver registry\nhost erp-1\ntoken {token}\n");
    for (in_folder, holder) in
        [(false, "agent registry on host erp-1 (sync-deliver)"), (true, "agent registry (sync-deliver over FTP)")]
    {
        let place = Place::new();
        if in_folder {
            std::fs::create_dir(place.folder().join("alock.txt")).unwrap();
            place.drop_file(format!("alock.txt/agent-registry-{token}"), &text);
        } else {
            place.drop_file("alock.txt", &text);
        }
        let output = place.unlock("--agent");
        assert_eq!((output.status, output.stderr.as_str()), (0, ""));
        assert!(output.stdout.contains(holder), "{output:?}");
        assert!(place.names().is_empty(), "{:?}", place.names());
    }
}

#[test]
fn only_the_named_lock_is_removed() {
    let place = Place::new();
    place.drop_file("lock.txt", "1");
    place.drop_file("alock.txt", "1");
    assert_eq!(place.unlock("--agent").status, 0);
    assert_eq!(place.names(), ["lock.txt"]);
}

#[test]
fn a_lock_that_is_not_there_is_no_failure() {
    let answer = Place::new().unlock("--collector");
    assert_eq!((answer.status, answer.stdout.as_str()), (0, "there was no lock.txt\n"));
}

#[test]
fn the_lock_of_a_live_collector_is_not_removed() {
    let place = Place::new();
    let folder = DropFolder::new(place.folder(), Options::default()).unwrap();
    let Attempt::Granted(lock) = folder.take_lock().unwrap() else { panic!("the lock was free") };
    let answer = place.unlock("--collector");
    assert_eq!((answer.status, answer.stdout.as_str()), (75, ""));
    assert!(answer.stderr.starts_with("sync-ingest: cannot "), "{answer:?}");
    assert!(lock.is_held().unwrap());
}

#[test]
fn without_the_folder_it_is_a_failure() {
    let nowhere = Place::new().beside("nowhere");
    let answer = sync_ingest(["unlock".as_ref(), nowhere.as_os_str(), "--agent".as_ref()]);
    assert_eq!((answer.status, answer.stdout.as_str()), (74, ""));
    assert!(answer.stderr.contains("No such file or directory"), "{answer:?}");
}
