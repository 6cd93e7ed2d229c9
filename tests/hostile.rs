//! An attacker with write permission to the drop folder tries to reach something else through it,
//! or to stop it.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]

mod support;

use rustix::fs::{AtFlags, CWD, FileType, Mode, RenameFlags, makedev, mknodat, renameat_with, statat};
use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;
use support::{TestFolder, entries, names};
use sync_ingest::{AlarmKind, Arbitration, Collection, ErrorKind, Now, Outcome, SkipReason, Timestamp};

/// Puts another entry in the place of one.
type Plant<'a> = &'a dyn Fn(&TestFolder, &Path);

fn collecting(folder: &TestFolder) -> Collection {
    match folder.settle_zero().collect().unwrap() {
        Outcome::Collecting(collection) => collection,
        Outcome::Finished(report) => panic!("{report:?}"),
    }
}

fn fifo(path: &Path) {
    mknodat(CWD, path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
}

/// Inode and change time: a file that was moved has another one, even if it was moved back.
fn identity(path: &Path) -> (u64, i64, i64) {
    let stat = statat(CWD, path, AtFlags::SYMLINK_NOFOLLOW).unwrap();
    (stat.st_ino, stat.st_ctime, stat.st_ctime_nsec as i64)
}

#[test]
fn what_is_no_plain_file_stays_untouched_where_it_is() {
    let folder = TestFolder::new();
    let place = |name: &str| folder.path().join(name);
    fs::write(folder.beside("secret"), "secret").unwrap();
    symlink(folder.beside("secret"), place("to-file.csv")).unwrap();
    symlink("..", place("to-folder.csv")).unwrap();
    symlink("nowhere", place("to-nothing.csv")).unwrap();
    symlink("students.csv", place("to-neighbour.csv")).unwrap();
    fs::hard_link(folder.beside("secret"), place("second-name.csv")).unwrap();
    fs::create_dir(place("folder.csv")).unwrap();
    fs::write(place("folder.csv/inside.csv"), "x").unwrap();
    fifo(&place("fifo.csv"));
    drop(UnixListener::bind(place("socket.csv")).unwrap());
    let mut special = vec!["fifo.csv", "socket.csv"];
    if mknodat(CWD, place("device.csv"), FileType::CharacterDevice, Mode::RUSR, makedev(1, 3)).is_ok() {
        special.push("device.csv");
    } else {
        println!("SKIPPED: what_is_no_plain_file_stays_untouched_where_it_is: only root can make a device");
    }
    let planted = folder.entries();
    let before: Vec<_> = planted.iter().map(|name| identity(&place(name))).collect();
    folder.drop("students.csv", "1");
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(names(&report.delivered), ["students.csv"]);
    assert_eq!(report.skipped.count(SkipReason::SymbolicLink), 4);
    assert_eq!(report.skipped.names(SkipReason::HardLink), ["second-name.csv"]);
    assert_eq!(report.skipped.names(SkipReason::Directory), ["folder.csv"]);
    assert_eq!(report.skipped.count(SkipReason::SpecialFile), special.len() as u64);
    let after: Vec<_> = planted.iter().map(|name| identity(&place(name))).collect();
    assert_eq!(before, after);
    assert_eq!(entries(&folder.store()), ["students.csv"]);
}

#[test]
fn names_that_are_merely_strange_arrive_byte_for_byte() {
    let folder = TestFolder::new();
    let names: Vec<OsString> = [
        "x".repeat(255).as_bytes(),
        b"0",
        b" ",
        b"-rf",
        b"*",
        b"$(reboot)",
        b"%00.csv",
        b"caf\xe9.csv",
        b"\xff\xfe",
        "Universität.csv".as_bytes(),
        b"lock.txt.csv",
        b"my_lock.txt",
        b"~",
    ]
    .into_iter()
    .map(|name| OsString::from_vec(name.to_vec()))
    .collect();
    names.iter().for_each(|name| fs::write(folder.path().join(name), name.as_bytes()).unwrap());
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(report.delivered.len(), names.len(), "{:?}", report.skipped);
    for name in &names {
        assert_eq!(fs::read(folder.store().join(name)).unwrap(), name.as_bytes(), "{name:?}");
        assert!(report.delivered.iter().any(|one| one.name == *name), "{name:?}");
    }
    assert!(folder.is_clean());
}

#[test]
fn names_that_could_deceive_are_left_alone() {
    let folder = TestFolder::new();
    let names = ["line\nend.csv", "\x1b[2J.csv", "tab\t.csv", "\u{7f}", "sdrow\u{202e}vsc.exe", "\u{9b}2J"];
    names.iter().for_each(|name| folder.drop(name, "x"));
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(report.skipped.count(SkipReason::HostileName), names.len() as u64, "{:?}", report.skipped);
    assert!(entries(&folder.store()).is_empty());
}

#[test]
fn a_lock_that_is_something_strange_is_respected_and_never_followed_or_changed() {
    let text = "1769846400\nsync_ingest 0.1.0\nhost h\nboot 0123456789abcdef\ntoken 0123456789abcdef0123456789abcdef\n";
    let plants: [Plant<'_>; 7] = [
        &|_, lock| fs::create_dir(lock).unwrap(),
        &|folder, lock| {
            // The target of the link looks like the lock of a dead collector.
            fs::write(folder.beside("secret"), text).unwrap();
            symlink(folder.beside("secret"), lock).unwrap();
        },
        &|_, lock| symlink("nowhere", lock).unwrap(),
        &|_, lock| fifo(lock),
        &|_, lock| drop(UnixListener::bind(lock).unwrap()),
        &|_, lock| fs::File::create(lock).unwrap().set_len(1 << 40).unwrap(),
        &|_, lock| fs::write(lock, [0xff; 3000]).unwrap(),
    ];
    for (name, arbitration) in [("lock.txt", Arbitration::CollectorBusy), ("alock.txt", Arbitration::AgentDelivering)] {
        for (number, plant) in plants.iter().enumerate() {
            let folder = TestFolder::new();
            let lock = folder.path().join(name);
            plant(&folder, &lock);
            let before = identity(&lock);
            folder.drop("students.csv", "1");
            let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
            assert_eq!(report.arbitration, arbitration, "{name} {number}");
            assert_eq!(identity(&lock), before, "{name} {number}");
            assert!(folder.has("students.csv"), "{name} {number}");
            let status = folder.settle_zero().status().unwrap();
            let seen = if name == "lock.txt" { status.collector_lock } else { status.agent_lock };
            assert!(!seen.unwrap().ours, "{name} {number}");
        }
    }
}

#[test]
fn a_work_area_that_is_a_link_or_a_file_is_refused() {
    let plants: [Plant<'_>; 4] = [
        &|folder, area| symlink(folder.beside("elsewhere"), area).unwrap(),
        &|_, area| symlink("nowhere", area).unwrap(),
        &|_, area| fs::write(area, "x").unwrap(),
        &|_, area| fifo(area),
    ];
    for (number, plant) in plants.iter().enumerate() {
        let folder = TestFolder::new();
        fs::create_dir(folder.beside("elsewhere")).unwrap();
        fs::set_permissions(folder.beside("elsewhere"), fs::Permissions::from_mode(0o700)).unwrap();
        plant(&folder, &folder.path().join(".sync_ingest"));
        folder.drop("students.csv", "1");
        let error = folder.settle_zero().collect_into(&folder.store()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::WorkArea, "{number}: {error}");
        assert!(folder.has("students.csv") && !folder.has("lock.txt"), "{number}");
        assert!(entries(&folder.beside("elsewhere")).is_empty(), "{number}");
    }
}

#[test]
fn entries_planted_in_the_work_area_lead_nowhere() {
    let folder = TestFolder::new();
    let area = folder.path().join(".sync_ingest");
    fs::create_dir(&area).unwrap();
    fs::set_permissions(&area, fs::Permissions::from_mode(0o700)).unwrap();
    fs::create_dir(folder.beside("elsewhere")).unwrap();
    fs::write(folder.beside("secret"), "secret").unwrap();
    symlink(folder.beside("elsewhere"), area.join("rejected")).unwrap();
    symlink(folder.beside("secret"), area.join("alarms")).unwrap();
    symlink(folder.beside("secret"), area.join("looks")).unwrap();
    fifo(&area.join("guard"));
    folder.drop("students.csv", "1");
    folder.drop("alock.txt", "");
    folder.set_mtime("alock.txt", 1_000);
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(report.alarms[0].kind, AlarmKind::StaleAgentLock, "reported each time rather than never");
    fs::remove_file(folder.path().join("alock.txt")).unwrap();
    let mut collection = collecting(&folder);
    collection.next_delivery().unwrap().unwrap().reject("no").unwrap_err();
    let report = collection.finish().unwrap();
    assert_eq!(names(&report.put_back), ["students.csv"]);
    assert!(entries(&folder.beside("elsewhere")).is_empty());
    assert_eq!(fs::read_to_string(folder.beside("secret")).unwrap(), "secret");
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(names(&report.delivered), ["students.csv"]);
}

/// Puts a file, and beside it another entry, in the place of an entry, and exchanges the two.
fn swap(folder: &TestFolder, name: &str, make: &dyn Fn(&Path)) -> rustix::io::Result<()> {
    let place = |name: &str| folder.path().join(name);
    let remove = |path: &Path| fs::remove_file(path).or_else(|_| fs::remove_dir(path)).unwrap_or_default();
    remove(&place(".other"));
    make(&place(".other"));
    // Complete from the first moment, as a rename makes it.
    folder.drop(".next", "good");
    if fs::rename(place(".next"), place(name)).is_err() {
        remove(&place(name));
    }
    renameat_with(CWD, place(name), CWD, place(".other"), RenameFlags::EXCHANGE)?;
    renameat_with(CWD, place(name), CWD, place(".other"), RenameFlags::EXCHANGE)
}

/// An attacker exchanges a file for links, a FIFO and a folder, as fast as possible, while
/// collections go on.
#[test]
fn names_that_are_swapped_while_we_collect_leak_and_stop_nothing() {
    let folder = TestFolder::in_memory();
    fs::write(folder.beside("secret"), "secret").unwrap();
    let done = AtomicBool::new(false);
    let kinds: [&(dyn Fn(&Path) + Sync); 4] = [
        &|path| symlink(folder.beside("secret"), path).unwrap(),
        &|path| fs::hard_link(folder.beside("secret"), path).unwrap(),
        &|path| fifo(path),
        &|path| fs::create_dir(path).unwrap(),
    ];
    let (mut delivered, mut caught) = (0, 0);
    thread::scope(|scope| {
        let _end = EndOfSwaps(&done);
        scope.spawn(|| {
            for kind in kinds.iter().cycle().take_while(|_| !done.load(Ordering::SeqCst)) {
                // Its file may have been collected at that moment.
                let _ = swap(&folder, "victim.csv", kind);
            }
        });
        for round in 0..20_000 {
            let report = folder.settle_zero().collect_into(&folder.store());
            let report = report.unwrap_or_else(|error| panic!("round {round}: {error}"));
            delivered += report.delivered.len();
            caught += report.skipped.count(SkipReason::ChangedMeanwhile) + report.rejected.len() as u64;
            for name in entries(&folder.store()) {
                let path = folder.store().join(&name);
                assert!(fs::symlink_metadata(&path).unwrap().is_file(), "{name}");
                assert_eq!(fs::read_to_string(&path).unwrap(), "good", "{name}");
            }
            if delivered >= 100 && caught >= 100 {
                break;
            }
        }
    });
    assert!(delivered > 0 && caught > 0, "{delivered} delivered, {caught} caught in the act: this shows nothing");
    assert_eq!(fs::read_to_string(folder.beside("secret")).unwrap(), "secret");
    let status = folder.settle_zero().status().unwrap();
    assert_eq!((status.claimed, status.unverified), (0, 0));
}

struct EndOfSwaps<'a>(&'a AtomicBool);

impl Drop for EndOfSwaps<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
fn a_claimed_file_that_gets_a_second_name_is_not_acknowledged() {
    let folder = TestFolder::new();
    folder.drop("students.csv", "1");
    let mut collection = collecting(&folder);
    let mut delivery = collection.next_delivery().unwrap().unwrap();
    fs::hard_link(delivery.path(), folder.path().join("second.csv")).unwrap();
    let store = folder.store().join("students.csv");
    assert_eq!(delivery.move_to(&store).unwrap_err().kind(), ErrorKind::Changed);
    assert_eq!(delivery.copy_to(&store).unwrap_err().kind(), ErrorKind::Changed);
    assert_eq!(delivery.acknowledge().unwrap_err().kind(), ErrorKind::Changed);
    collection.finish().unwrap();
    assert!(entries(&folder.store()).is_empty());
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(report.skipped.count(SkipReason::HardLink), 2);
}

#[test]
fn a_claimed_file_that_is_rewritten_with_its_old_size_and_time_is_not_acknowledged() {
    let folder = TestFolder::new();
    folder.drop("students.csv", "first");
    folder.set_mtime("students.csv", 1_000_000);
    let mut collection = collecting(&folder);
    let mut delivery = collection.next_delivery().unwrap().unwrap();
    let mut opened = delivery.open().unwrap();
    let modified = opened.metadata().unwrap().modified().unwrap();
    fs::write(delivery.path(), "other").unwrap();
    fs::File::options().append(true).open(delivery.path()).unwrap().set_modified(modified).unwrap();
    let stat = fs::metadata(delivery.path()).unwrap();
    assert_eq!((stat.len(), stat.mtime()), (5, 1_000_000), "only the change time shows it");
    std::io::copy(&mut opened, &mut std::io::sink()).unwrap();
    assert_eq!(delivery.open().unwrap_err().kind(), ErrorKind::Changed);
    assert_eq!(delivery.digest(true, true).unwrap_err().kind(), ErrorKind::Changed);
    assert_eq!(delivery.copy_to(&folder.store().join("students.csv")).unwrap_err().kind(), ErrorKind::Changed);
    assert_eq!(delivery.acknowledge().unwrap_err().kind(), ErrorKind::Changed);
    let report = collection.finish().unwrap();
    assert!(report.delivered.is_empty() && entries(&folder.store()).is_empty());
    assert_eq!(folder.read("students.csv"), "other");
}

#[test]
fn a_modification_time_in_the_future_changes_nothing() {
    let folder = TestFolder::new();
    folder.drop("students.csv", "1");
    folder.set_mtime("students.csv", 7_000_000_000);
    let report = folder.later(5).collect_into(&folder.store()).unwrap();
    assert_eq!(report.skipped.count(SkipReason::Unsettled), 1);
    assert_eq!(names(&folder.later(31).collect_into(&folder.store()).unwrap().delivered), ["students.csv"]);
}

#[test]
fn a_change_time_ahead_of_the_clock_has_to_be_seen_twice_on_a_clock_that_does_not_jump() {
    let folder = TestFolder::new();
    folder.drop("students.csv", "1");
    // The clock is at 2001; it may even jump.
    let at = |wall: i64, monotonic: u64| {
        let wall = Timestamp { seconds: wall, nanoseconds: 0 };
        let now = Now { wall, monotonic: Duration::from_secs(monotonic) };
        folder.with(|options| options.now = Some(now)).collect_into(&folder.store()).unwrap()
    };
    assert_eq!(at(1_000_000_000, 1_000).skipped.count(SkipReason::Unsettled), 1);
    let report = at(1_000_099_999, 1_029);
    assert_eq!(report.skipped.count(SkipReason::Unsettled), 1);
    assert!(report.ready_in.is_some_and(|left| left <= Duration::from_secs(3)), "{:?}", report.ready_in);
    // It is touched: the two looks start again.
    fs::set_permissions(folder.path().join("students.csv"), fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(at(1_000_000_000, 1_040).skipped.count(SkipReason::Unsettled), 1);
    assert_eq!(at(1_000_000_000, 1_069).skipped.count(SkipReason::Unsettled), 1);
    assert_eq!(names(&at(1_000_000_000, 1_072).delivered), ["students.csv"]);
}

#[test]
fn a_link_in_the_store_is_replaced_and_a_destination_without_a_name_is_refused() {
    let folder = TestFolder::new();
    folder.drop("students.csv", "1");
    let mut collection = collecting(&folder);
    let mut delivery = collection.next_delivery().unwrap().unwrap();
    assert_eq!(delivery.copy_to(&folder.store().join("..")).unwrap_err().kind(), ErrorKind::InvalidArgument);
    symlink(folder.beside("secret"), folder.store().join("students.csv")).unwrap();
    delivery.copy_to(&folder.store().join("students.csv")).unwrap();
    delivery.acknowledge().unwrap();
    collection.finish().unwrap();
    assert!(!folder.beside("secret").exists(), "a link in the store is replaced and not followed");
    assert_eq!(folder.stored("students.csv"), "1");
}
