//! Three users share a drop folder: the agent that delivers, the service that collects, and root,
//! who started cron once.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]
#![allow(unsafe_code, reason = "the umask has no safe wrapper")]

mod support;

use std::fs;
use std::io::{Seek, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;
use support::process::{die_after, hold, one_at_a_time};
use support::user::{AGENT, SERVICE, as_user, give, is_root};
use support::{TestFolder, inode, names};
use sync_ingest::{AlarmKind, Arbitration, DropFolder, ErrorKind, Outcome, Report, Result, SkipReason};

/// A drop folder of the agent that the service's group may write to, and a store of the service.
fn stage() -> TestFolder {
    let folder = TestFolder::new();
    give(&folder.beside("."), 0, 0, 0o755);
    give(&folder.path(), AGENT, SERVICE, 0o2770);
    give(&folder.store(), SERVICE, SERVICE, 0o700);
    folder
}

/// The same with a work area in the folder of the service's data.
fn stage_with_area() -> (TestFolder, DropFolder) {
    let folder = stage();
    fs::create_dir(folder.beside("data")).unwrap();
    give(&folder.beside("data"), SERVICE, SERVICE, 0o755);
    let area = area_of(&folder);
    let collector = folder.with(|options| {
        options.settle = Some(Duration::ZERO);
        options.work_area = Some(area);
    });
    (folder, collector)
}

fn area_of(folder: &TestFolder) -> PathBuf {
    folder.beside("data").join("area")
}

fn deliver(folder: &TestFolder, name: &str, mode: u32) {
    as_user(AGENT, || {
        folder.drop(name, name);
        give(&folder.path().join(name), AGENT, SERVICE, mode);
    });
}

fn collect(folder: &TestFolder) -> Result<Report> {
    as_user(SERVICE, || folder.settle_zero().collect_into(&folder.store()))
}

/// Returns everything below a folder, including the folder.
fn walk(path: &Path) -> Vec<PathBuf> {
    let mut found = vec![path.to_owned()];
    if fs::symlink_metadata(path).unwrap().is_dir() {
        fs::read_dir(path).unwrap().for_each(|entry| found.extend(walk(&entry.unwrap().path())));
    }
    found
}

fn owner(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().uid()
}

#[test]
fn the_files_of_an_agent_are_copied_and_the_agent_cannot_change_stored_files() {
    let _turn = one_at_a_time();
    if !is_root("the_files_of_an_agent_are_copied_and_the_agent_cannot_change_stored_files") {
        return;
    }
    let folder = stage();
    deliver(&folder, "students.csv", 0o644);
    let delivered = inode(&folder.path().join("students.csv"));
    // It keeps the file open: only its owner and root can find that out.
    let mut open = fs::File::options().write(true).open(folder.path().join("students.csv")).unwrap();
    let report = collect(&folder).unwrap();
    assert_eq!(names(&report.delivered), ["students.csv"]);
    let stored = folder.store().join("students.csv");
    assert_ne!(inode(&stored), delivered, "it was copied");
    assert_eq!(owner(&stored), SERVICE);
    open.write_all(b"STUDENTS").unwrap();
    assert_eq!(folder.stored("students.csv"), "students.csv");
}

#[test]
fn a_file_of_an_agent_is_moved_only_if_the_caller_trusts_the_agent() {
    let _turn = one_at_a_time();
    if !is_root("a_file_of_an_agent_is_moved_only_if_the_caller_trusts_the_agent") {
        return;
    }
    let folder = stage();
    for trust in [false, true] {
        deliver(&folder, "students.csv", 0o664);
        let delivered = inode(&folder.path().join("students.csv"));
        as_user(SERVICE, || {
            let collector = folder.with(|options| {
                options.settle = Some(Duration::ZERO);
                options.trust_agent = trust;
            });
            let Outcome::Collecting(mut collection) = collector.collect().unwrap() else { panic!() };
            let mut delivery = collection.next_delivery().unwrap().unwrap();
            let moved = delivery.move_to(&folder.store().join("students.csv"));
            if trust {
                moved.unwrap();
            } else {
                assert_eq!(moved.unwrap_err().kind(), ErrorKind::MoveRefused);
            }
            delivery.acknowledge().unwrap();
        });
        let stored = folder.store().join("students.csv");
        assert_eq!(stored.exists() && inode(&stored) == delivered, trust);
    }
}

#[test]
fn what_others_can_still_change_is_copied_even_by_root() {
    let _turn = one_at_a_time();
    if !is_root("what_others_can_still_change_is_copied_even_by_root") {
        return;
    }
    let folder = TestFolder::new();
    for (user, mode, is_moved) in [(0, 0o644, true), (0, 0o664, false), (0, 0o646, false), (AGENT, 0o644, false)] {
        folder.drop("students.csv", "1");
        give(&folder.path().join("students.csv"), user, SERVICE, mode);
        let delivered = inode(&folder.path().join("students.csv"));
        folder.settle_zero().collect_into(&folder.store()).unwrap();
        let stored = inode(&folder.store().join("students.csv"));
        assert_eq!(stored == delivered, is_moved, "user {user}, mode {mode:o}");
        fs::remove_file(folder.store().join("students.csv")).unwrap();
    }
}

#[test]
fn what_an_agent_rewrites_after_it_was_claimed_is_not_acknowledged_although_size_and_time_are_as_before() {
    let _turn = one_at_a_time();
    if !is_root("what_an_agent_rewrites_after_it_was_claimed_is_not_acknowledged_although_size_and_time_are_as_before")
    {
        return;
    }
    let folder = stage();
    deliver(&folder, "students.csv", 0o644);
    folder.set_mtime("students.csv", 1_000_000);
    let mut open = fs::File::options().write(true).open(folder.path().join("students.csv")).unwrap();
    let modified = open.metadata().unwrap().modified().unwrap();
    let (mut delivery, collection) = as_user(SERVICE, || {
        let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
        (collection.next_delivery().unwrap().unwrap(), collection)
    });
    open.rewind().unwrap();
    open.write_all(b"STUDENTS").unwrap();
    open.set_modified(modified).unwrap();
    as_user(SERVICE, || {
        let copied = delivery.copy_to(&folder.store().join("students.csv"));
        assert_eq!(copied.unwrap_err().kind(), ErrorKind::Changed);
        assert_eq!(delivery.acknowledge().unwrap_err().kind(), ErrorKind::Changed);
        collection.finish().unwrap();
        assert!(support::entries(&folder.store()).is_empty());
    });
    assert_eq!(folder.read("students.csv"), "STUDENTS.csv", "the new content waits in the folder");
    drop(open);
    assert_eq!(collect(&folder).unwrap().delivered[0].attempt, 1);
}

#[test]
fn a_file_that_the_service_may_not_read_is_reported_and_holds_nothing_back() {
    let _turn = one_at_a_time();
    if !is_root("a_file_that_the_service_may_not_read_is_reported_and_holds_nothing_back") {
        return;
    }
    let folder = stage();
    deliver(&folder, "secret.csv", 0o600);
    deliver(&folder, "students.csv", 0o640);
    let report = collect(&folder).unwrap();
    assert_eq!(names(&report.delivered), ["students.csv"]);
    assert_eq!(report.skipped.names(SkipReason::Unreadable), ["secret.csv"]);
    assert_eq!((report.alarms[0].kind, report.alarms[0].count), (AlarmKind::UnreadableFile, 1));
    assert!(folder.has("secret.csv"));
    give(&folder.path().join("secret.csv"), AGENT, SERVICE, 0o640);
    let report = collect(&folder).unwrap();
    assert_eq!(names(&report.delivered), ["secret.csv"]);
    assert_eq!(report.ended[0].kind, AlarmKind::UnreadableFile);
}

#[test]
fn in_a_sticky_folder_a_file_that_cannot_be_moved_is_reported_and_holds_nothing_back() {
    let _turn = one_at_a_time();
    if !is_root("in_a_sticky_folder_a_file_that_cannot_be_moved_is_reported_and_holds_nothing_back") {
        return;
    }
    let folder = stage();
    give(&folder.path(), 0, SERVICE, 0o3777);
    deliver(&folder, "agents.csv", 0o644);
    as_user(SERVICE, || folder.drop("own.csv", "1"));
    let report = collect(&folder).unwrap();
    assert_eq!(names(&report.delivered), ["own.csv"]);
    assert_eq!(report.skipped.names(SkipReason::Unclaimable), ["agents.csv"]);
    assert_eq!(report.alarms[0].kind, AlarmKind::UnreadableFile);
    assert!(folder.has("agents.csv") && !folder.has("lock.txt"));
}

#[test]
fn the_dead_lock_of_another_user_in_a_sticky_folder_is_left_to_a_person() {
    let _turn = one_at_a_time();
    if !is_root("the_dead_lock_of_another_user_in_a_sticky_folder_is_left_to_a_person") {
        return;
    }
    let folder = stage();
    give(&folder.path(), 0, SERVICE, 0o3777);
    folder.plant_orphan_lock();
    give(&folder.path().join("lock.txt"), AGENT, SERVICE, 0o644);
    as_user(SERVICE, || folder.drop("own.csv", "1"));
    assert_eq!(collect(&folder).unwrap().arbitration, Arbitration::CollectorBusy);
    folder.set_mtime("lock.txt", 1_000);
    assert_eq!(collect(&folder).unwrap().alarms[0].kind, AlarmKind::StaleCollectorLock);
    assert!(folder.has("lock.txt") && folder.has("own.csv"));
}

#[test]
fn a_folder_that_the_service_may_not_write_to_is_an_error_that_leaves_everything_as_it_is() {
    let _turn = one_at_a_time();
    if !is_root("a_folder_that_the_service_may_not_write_to_is_an_error_that_leaves_everything_as_it_is") {
        return;
    }
    let (folder, with_area) = stage_with_area();
    deliver(&folder, "students.csv", 0o644);
    for mode in [0o750, 0o700, 0o770] {
        give(&folder.path(), AGENT, SERVICE, mode);
        let results =
            as_user(SERVICE, || [&folder.settle_zero(), &with_area].map(|one| one.collect_into(&folder.store())));
        for result in results {
            match (mode, result) {
                (0o770, Ok(_)) => {}
                (_, Err(error)) => assert_eq!(error.kind(), ErrorKind::PermissionDenied, "{mode:o} {error}"),
                (_, Ok(report)) => panic!("{mode:o} {report:?}"),
            }
        }
        assert_eq!(folder.has("students.csv"), mode != 0o770, "{mode:o}");
        assert!(!folder.has("lock.txt"));
    }
    assert_eq!(folder.stored("students.csv"), "students.csv");
}

#[test]
fn a_work_area_that_somebody_else_has_planted_is_refused() {
    let _turn = one_at_a_time();
    if !is_root("a_work_area_that_somebody_else_has_planted_is_refused") {
        return;
    }
    let folder = stage();
    deliver(&folder, "students.csv", 0o644);
    let planted = folder.path().join(".sync_ingest");
    fs::create_dir(&planted).unwrap();
    for (user, mode) in [(AGENT, 0o700), (AGENT, 0o2770), (0, 0o700), (SERVICE, 0o750), (SERVICE, 0o705)] {
        give(&planted, user, SERVICE, mode);
        let error = collect(&folder).unwrap_err();
        let is_denied = mode == 0o700 && error.kind() == ErrorKind::PermissionDenied;
        assert!(is_denied || error.kind() == ErrorKind::WorkArea, "user {user}, mode {mode:o}: {error}");
        assert!(folder.has("students.csv") && !folder.has("lock.txt"));
        assert_eq!((owner(&planted), support::entries(&planted).len()), (user, 0));
    }
    // A setgid folder passes its bit on.
    give(&planted, SERVICE, SERVICE, 0o2700);
    assert_eq!(names(&collect(&folder).unwrap().delivered), ["students.csv"]);
}

#[test]
fn the_agent_cannot_look_into_the_work_area_whatever_the_umask() {
    let _turn = one_at_a_time();
    if !is_root("the_agent_cannot_look_into_the_work_area_whatever_the_umask") {
        return;
    }
    for umask in [0o000, 0o077] {
        let folder = stage();
        deliver(&folder, "students.csv", 0o644);
        die_after(|| {
            // SAFETY: takes an integer; this process is a child that ends soon.
            unsafe { libc::umask(umask) };
            as_user(SERVICE, || {
                let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
                collection.next_delivery().unwrap().unwrap().reject("no").unwrap();
                assert_eq!(fs::metadata(folder.path().join("lock.txt")).unwrap().mode() & 0o7777, 0o644);
                collection.finish().unwrap();
                folder.drop("own.csv", "1");
                give(&folder.path().join("own.csv"), SERVICE, SERVICE, 0o644);
                folder.settle_zero().collect_into(&folder.store()).unwrap();
            });
        });
        for path in walk(&folder.path().join(".sync_ingest")) {
            let stat = fs::symlink_metadata(&path).unwrap();
            // The rejected file keeps its own mode, behind folders that nobody else may enter.
            assert!(!stat.is_dir() || stat.mode() & 0o777 == 0o700, "{path:?} {:o}", stat.mode());
        }
        let error = as_user(AGENT, || fs::read_dir(folder.path().join(".sync_ingest")).unwrap_err());
        assert_eq!(error.kind(), std::io::ErrorKind::PermissionDenied);
        assert_eq!(folder.stored("own.csv"), "1");
    }
}

#[test]
fn root_makes_no_work_area_inside_a_folder_of_the_agent() {
    let _turn = one_at_a_time();
    if !is_root("root_makes_no_work_area_inside_a_folder_of_the_agent") {
        return;
    }
    let folder = stage();
    deliver(&folder, "students.csv", 0o644);
    let error = folder.settle_zero().collect_into(&folder.store()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WorkArea);
    assert!(error.to_string().contains("run as the service's user"), "{error}");
    assert_eq!(folder.entries(), ["students.csv"]);
    // Nor does it use the one that the agent has planted.
    fs::create_dir(folder.path().join(".sync_ingest")).unwrap();
    give(&folder.path().join(".sync_ingest"), AGENT, SERVICE, 0o700);
    let error = folder.settle_zero().collect_into(&folder.store()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::WorkArea);
    assert!(folder.has("students.csv"));
}

#[test]
fn what_root_makes_belongs_to_the_service_which_goes_on_with_it() {
    let _turn = one_at_a_time();
    if !is_root("what_root_makes_belongs_to_the_service_which_goes_on_with_it") {
        return;
    }
    let (folder, collector) = stage_with_area();
    for name in ["a.csv", "b.csv", "c.csv"] {
        deliver(&folder, name, 0o644);
    }
    let Outcome::Collecting(mut collection) = collector.collect().unwrap() else { panic!() };
    assert_eq!(owner(&folder.path().join("lock.txt")), SERVICE);
    collection.next_delivery().unwrap().unwrap().acknowledge().unwrap();
    collection.next_delivery().unwrap().unwrap().reject("no").unwrap();
    collection.next_delivery().unwrap().unwrap().put_back("later").unwrap();
    assert_eq!(collection.finish().unwrap().alarms[0].kind, AlarmKind::RejectedFile);
    let made = walk(&area_of(&folder));
    assert!(made.len() > 8, "{made:?}");
    let agents: Vec<_> = made.iter().filter(|path| path.extension().is_some_and(|end| end == "csv")).collect();
    for path in &made {
        assert_eq!(owner(path), if agents.contains(&path) { AGENT } else { SERVICE }, "{path:?}");
    }
    let report = as_user(SERVICE, || {
        for place in fs::read_dir(area_of(&folder).join("rejected")).unwrap().map(|entry| entry.unwrap().path()) {
            if place.is_dir() { fs::remove_dir_all(place).unwrap() } else { fs::remove_file(place).unwrap() }
        }
        collector.collect_into(&folder.store()).unwrap()
    });
    assert_eq!((report.delivered.len(), report.delivered[0].attempt), (1, 2));
    assert_eq!(report.ended[0].kind, AlarmKind::RejectedFile);
}

#[test]
fn the_service_recovers_the_lock_and_the_claims_of_root_who_was_killed() {
    let _turn = one_at_a_time();
    if !is_root("the_service_recovers_the_lock_and_the_claims_of_root_who_was_killed") {
        return;
    }
    let (folder, collector) = stage_with_area();
    deliver(&folder, "students.csv", 0o644);
    die_after(|| {
        let Outcome::Collecting(mut collection) = collector.collect().unwrap() else { panic!() };
        hold((collection.next_delivery().unwrap(), collection));
    });
    assert!(folder.has("lock.txt"));
    let report = as_user(SERVICE, || collector.collect_into(&folder.store())).unwrap();
    assert_eq!((names(&report.delivered), report.delivered[0].attempt), (vec!["students.csv"], 2));
    assert_eq!(report.alarms[0].kind, AlarmKind::RecoveredLock);
    assert!(!folder.has("lock.txt"));
}

#[test]
fn root_recovers_the_lock_and_the_claims_of_the_service_that_was_killed() {
    let _turn = one_at_a_time();
    if !is_root("root_recovers_the_lock_and_the_claims_of_the_service_that_was_killed") {
        return;
    }
    let (folder, collector) = stage_with_area();
    deliver(&folder, "students.csv", 0o644);
    die_after(|| {
        as_user(SERVICE, || {
            let Outcome::Collecting(mut collection) = collector.collect().unwrap() else { panic!() };
            hold((collection.next_delivery().unwrap(), collection));
        });
    });
    assert_eq!(owner(&folder.path().join("lock.txt")), SERVICE);
    let report = collector.collect_into(&folder.store()).unwrap();
    assert_eq!((names(&report.delivered), report.delivered[0].attempt), (vec!["students.csv"], 2));
    assert!(!folder.has("lock.txt"));
}
