//! An error of the system with one entry concerns only that entry: the others are delivered, and a
//! person is informed.

use crate::support::file_system_fault::FileSystemFault;
use crate::support::process::one_at_a_time;
use crate::support::reported::Reported;
use crate::support::strace::{self, Act, Call};
use crate::support::user::{AGENT, SERVICE, as_user, give, is_root};
use crate::support::{TestFolder, entries, names};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use sync_ingest::{AlarmKind, Error, Outcome, Report, SkipReason};

const FILES: [&str; 3] = ["a.csv", "b.csv", "c.csv"];
const BATCH: &str = "unverified-0000000001-0123456789abcdef01234567";

fn collect(folder: &TestFolder) -> Result<Reported, Error> {
    folder.settle_zero().collect_into(&folder.store()).map(Reported::from)
}

/// The result of a collection in which one system call fails; `choose` picks it among those of a
/// good one.
fn with_one_failure(
    errno: &str,
    set_up: &dyn Fn() -> TestFolder,
    choose: &dyn Fn(&Call) -> bool,
) -> (TestFolder, Reported) {
    let act = |folder: &TestFolder, run: &dyn Fn(Act<'_>)| {
        run(Act { place: folder, fault: FileSystemFault::None, act: &|| collect(folder) });
    };
    let good = set_up();
    let calls = std::cell::RefCell::new(Vec::new());
    act(&good, &|act| *calls.borrow_mut() = strace::calls(act));
    let call = calls.borrow().iter().find(|call| choose(call)).cloned().expect("there is such a call");
    let folder = set_up();
    let reported = std::cell::RefCell::new(Reported::default());
    act(&folder, &|act| {
        assert_eq!(strace::fail_at(&call, errno, act), 0, "{errno} at {call}");
        *reported.borrow_mut() = act.reported();
    });
    (folder, reported.into_inner())
}

#[test]
fn a_file_that_cannot_be_claimed_holds_back_no_other_whatever_the_error() {
    if !strace::is_there("a_file_that_cannot_be_claimed_holds_back_no_other_whatever_the_error") {
        return;
    }
    let _turn = one_at_a_time();
    let set_up = || {
        let folder = TestFolder::in_memory();
        FILES.iter().for_each(|name| folder.drop(name, name));
        folder
    };
    for errno in
        ["EXDEV", "EISDIR", "EPERM", "EACCES", "EIO", "EROFS", "ENOSPC", "EDQUOT", "EBUSY", "ETXTBSY", "ENOMEM"]
    {
        let is_claim = |call: &Call| call.name == "renameat" && FILES.iter().any(|name| call.line.contains(name));
        let (folder, reported) = with_one_failure(errno, &set_up, &is_claim);
        assert_eq!((reported.error.clone(), reported.delivered.len()), (None, 2), "{errno}: {reported:?}");
        assert!(reported.has_alarm(AlarmKind::UnreadableFile), "{errno}: {reported:?}");
        let next = collect(&folder).unwrap();
        assert_eq!((next.delivered.len(), entries(&folder.store())), (1, FILES.map(str::to_owned).to_vec()), "{errno}");
    }
}

#[test]
fn a_leftover_that_cannot_be_read_is_an_alarm_at_once() {
    if !strace::is_there("a_leftover_that_cannot_be_read_is_an_alarm_at_once") {
        return;
    }
    let _turn = one_at_a_time();
    let set_up = || {
        let folder = TestFolder::in_memory();
        folder.drop("a.csv", "a.csv");
        let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
        collection.next_delivery().unwrap().unwrap().put_back("not now").unwrap();
        collection.finish().unwrap();
        folder
    };
    let is_opened = |call: &Call| call.name == "openat" && call.line.contains("\"a.csv\"");
    let (folder, reported) = with_one_failure("EIO", &set_up, &is_opened);
    assert!(reported.has_alarm(AlarmKind::UnreadableFile), "{reported:?}");
    let next = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!((names(&next.delivered), next.ended.len()), (vec!["a.csv"], 1));
}

/// A work area of the service with a batch that is not verified, in a drop folder of the agent.
fn stage() -> (TestFolder, PathBuf) {
    let folder = TestFolder::in_memory();
    let area = folder.path().join(".sync_ingest");
    let batch = area.join(BATCH);
    fs::create_dir_all(&batch).unwrap();
    give(&folder.beside("."), 0, 0, 0o755);
    give(&folder.path(), AGENT, SERVICE, 0o2770);
    give(&folder.store(), SERVICE, SERVICE, 0o700);
    give(&area, SERVICE, SERVICE, 0o700);
    give(&batch, SERVICE, SERVICE, 0o700);
    (folder, batch)
}

fn collect_as_service(folder: &TestFolder) -> Report {
    as_user(SERVICE, || folder.settle_zero().collect_into(&folder.store()).unwrap())
}

#[test]
fn a_folder_that_was_swapped_in_and_cannot_be_moved_is_rejected_with_its_batch() {
    if !is_root("a_folder_that_was_swapped_in_and_cannot_be_moved_is_rejected_with_its_batch") {
        return;
    }
    let _turn = one_at_a_time();
    let (folder, batch) = stage();
    fs::create_dir(batch.join("a.csv")).unwrap();
    give(&batch.join("a.csv"), AGENT, AGENT, 0);
    folder.drop("good.csv", "good");
    fs::set_permissions(folder.path().join("good.csv"), fs::Permissions::from_mode(0o644)).unwrap();
    let report = collect_as_service(&folder);
    assert_eq!((names(&report.delivered), names(&report.rejected)), (vec!["good.csv"], vec!["a.csv"]), "{report:?}");
    folder.drop("a.csv", "new");
    fs::set_permissions(folder.path().join("a.csv"), fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(names(&collect_as_service(&folder).delivered), ["a.csv"], "nothing holds its name back any more");
}

#[test]
fn a_folder_in_the_place_of_a_checksum_file_does_not_hold_back_its_file() {
    if !is_root("a_folder_in_the_place_of_a_checksum_file_does_not_hold_back_its_file") {
        return;
    }
    let _turn = one_at_a_time();
    let (folder, batch) = stage();
    fs::write(batch.join("a.csv"), "a").unwrap();
    give(&batch.join("a.csv"), SERVICE, SERVICE, 0o600);
    fs::create_dir(batch.join("_a.csv.sha256")).unwrap();
    fs::create_dir(batch.join("_a.csv.sha256").join("inside")).unwrap();
    give(&batch.join("_a.csv.sha256"), AGENT, AGENT, 0);
    folder.drop("_b.csv.sha256", "no checksum");
    let report = collect_as_service(&folder);
    assert_eq!(names(&report.delivered), ["a.csv"], "{report:?}");
    assert!(!batch.exists(), "it went to the rejected folder");
}

#[test]
fn what_is_to_be_hashed_for_long_waits_for_the_next_pass() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    for number in 0..6 {
        fs::File::create(folder.path().join(format!("huge{number}.csv"))).unwrap().set_len(4 << 30).unwrap();
        folder.drop(&format!("_huge{number}.csv.sha256"), &format!("{:064}\n", 0));
    }
    folder.drop("good.csv", "x");
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(names(&report.delivered), ["good.csv"]);
    assert_eq!(report.skipped.count(SkipReason::BatchFull), 6);
}

#[test]
fn the_alarm_of_rejected_files_ends_when_a_person_has_removed_them() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    for name in ["a.csv", "b.csv"] {
        folder.drop(name, "x");
    }
    let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    while let Some(delivery) = collection.next_delivery().unwrap() {
        delivery.reject("never").unwrap();
    }
    let report = collection.finish().unwrap();
    assert_eq!((report.alarms[0].kind, report.alarms[0].count), (AlarmKind::RejectedFile, 2));
    let look = |seconds| folder.later(seconds).collect_into(&folder.store()).unwrap();
    assert_eq!((look(10).alarms.len(), look(20).alarms.len()), (1, 1));
    let rejected = folder.path().join(".sync_ingest/rejected");
    for id in entries(&rejected).iter().filter(|name| !name.ends_with(".txt")) {
        for name in entries(&rejected.join(id)) {
            fs::remove_file(rejected.join(id).join(name)).unwrap();
        }
    }
    let report = look(30);
    assert_eq!((report.alarms.len(), report.ended.len()), (0, 1));
}
