//! The agent is hostile: its open descriptors, links, leases and planted entries do the service no
//! harm.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]
#![allow(unsafe_code, reason = "leases have no safe wrapper")]

mod support;

use rustix::fs::{AtFlags, CWD, FileType, Mode, linkat, mknodat};
use rustix::time::{ClockId, clock_gettime};
use std::fs::{self, File};
use std::os::fd::AsRawFd;
use std::os::unix::fs::{FileExt, MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use support::mapping::Mapping;
use support::user::{AGENT, SERVICE, as_user, give, is_root};
use support::{TestFolder, entries, in_short_or_long, names};
use sync_ingest::{
    Arbitration, Attempt, Collection, Durability, ErrorKind, LockKind, Outcome, Report, Result, SkipReason,
};

/// A drop folder of the agent that the service's group may write to, and a store of the service.
fn stage() -> TestFolder {
    let folder = TestFolder::in_memory();
    give(&folder.beside("."), 0, 0, 0o755);
    give(&folder.path(), AGENT, SERVICE, 0o2770);
    give(&folder.store(), SERVICE, SERVICE, 0o700);
    folder
}

fn deliver(folder: &TestFolder, name: &str, content: &str) -> PathBuf {
    let path = folder.path().join(name);
    as_user(AGENT, || {
        folder.drop(name, content);
        give(&path, AGENT, SERVICE, 0o644);
    });
    path
}

fn collect(folder: &TestFolder) -> Result<Report> {
    as_user(SERVICE, || folder.settle_zero().collect_into(&folder.store()))
}

fn begin(folder: &TestFolder) -> Collection {
    match folder.settle_zero().collect().unwrap() {
        Outcome::Collecting(collection) => collection,
        Outcome::Finished(report) => panic!("{report:?}"),
    }
}

fn open(path: &Path, write: bool) -> File {
    as_user(AGENT, || File::options().read(true).write(write).open(path).unwrap())
}

/// More than one read takes.
const SIZE: usize = 600 << 10;

/// The setup fails where the kernel itself forbids the attack; otherwise the tests try it.
#[test]
fn the_protection_of_the_kernel_is_printed() {
    let of = |name: &str| fs::read_to_string(format!("/proc/sys/fs/protected_{name}")).unwrap_or_default();
    let protections: Vec<String> = ["hardlinks", "symlinks", "fifos", "regular"]
        .map(|name| format!("fs.protected_{name} {}", of(name).trim()))
        .into();
    println!("FIGURE: hostile folder: tested with {}", protections.join(", "));
}

#[test]
fn a_change_after_the_claim_shows_even_within_one_tick_of_the_clock() {
    for _ in 0..20 {
        let folder = TestFolder::in_memory();
        folder.drop("students.csv", "first");
        // Others may write to it, so it has to be copied.
        fs::set_permissions(folder.path().join("students.csv"), fs::Permissions::from_mode(0o666)).unwrap();
        let collector = folder.with(|options| {
            options.settle = Some(Duration::ZERO);
            options.durability = Durability::None;
        });
        let held = File::options().read(true).open(folder.path().join("students.csv")).unwrap();
        let Outcome::Collecting(mut collection) = collector.collect().unwrap() else { panic!() };
        let delivery = collection.next_delivery().unwrap().unwrap();
        let (claimed, now) = (held.metadata().unwrap(), clock_gettime(ClockId::RealtimeCoarse));
        // Kernels with finer time stamps are ahead of that clock, and need no patience.
        assert_ne!((claimed.ctime(), claimed.ctime_nsec()), (now.tv_sec, now.tv_nsec), "a change now would not show");
        fs::write(delivery.path(), "other").unwrap();
        assert_eq!(delivery.acknowledge().unwrap_err().kind(), ErrorKind::Changed);
    }
}

/// The agent rewrites its file, and restores the time, as fast as it can: while it is claimed,
/// copied, acknowledged, stored.
#[test]
fn a_descriptor_that_rewrites_all_the_time_never_changes_or_tears_what_is_stored() {
    if !is_root("a_descriptor_that_rewrites_all_the_time_never_changes_or_tears_what_is_stored") {
        return;
    }
    let rounds = in_short_or_long(40, 2_000);
    let folder = stage();
    let (mut stored, mut refused) = (0, 0);
    for round in 0..rounds {
        let path = deliver(&folder, "students.csv", &"a".repeat(SIZE));
        let held = open(&path, true);
        let modified = held.metadata().unwrap().modified().unwrap();
        let done = AtomicBool::new(false);
        let delivered = thread::scope(|scope| {
            scope.spawn(|| {
                // It pauses now and then, so that some of it gets through.
                for turn in 0.. {
                    let letter = b"abcdefgh"[turn % 8];
                    held.write_all_at(&[letter; SIZE], 0).unwrap();
                    held.set_modified(modified).unwrap();
                    if done.load(Ordering::SeqCst) {
                        break;
                    }
                    thread::sleep(Duration::from_micros(500 * (round % 8)));
                }
            });
            let report = collect(&folder);
            done.store(true, Ordering::SeqCst);
            report.unwrap().delivered.len()
        });
        // By now it has written at least once more.
        let target = folder.store().join("students.csv");
        if delivered > 0 {
            stored += 1;
            let content = fs::read(&target).unwrap();
            assert!(content.len() == SIZE && content.iter().all(|byte| *byte == content[0]), "round {round}: torn");
            assert_ne!(fs::metadata(&target).unwrap().ino(), held.metadata().unwrap().ino(), "round {round}");
            held.write_all_at(&[b'x'; SIZE], 0).unwrap();
            assert_eq!(fs::read(&target).unwrap(), content, "round {round}: the agent has changed a stored file");
        } else {
            refused += 1;
            let is_claimed = entries(&folder.path().join(".sync_ingest")).iter().any(|name| name.contains("verified"));
            assert!(folder.has("students.csv") || is_claimed, "round {round}: it is lost");
        }
        let _ = fs::remove_file(&target);
    }
    println!(
        "FIGURE: rewriting through a kept descriptor: {rounds} rounds, {stored} stored whole, {refused} refused, 0 violations"
    );
    assert!(refused > 0, "the agent was never quick enough: this proves nothing");
}

#[test]
fn a_claimed_file_that_gets_a_second_name_through_a_kept_descriptor_is_not_stored() {
    if !is_root("a_claimed_file_that_gets_a_second_name_through_a_kept_descriptor_is_not_stored") {
        return;
    }
    let folder = stage();
    let held = open(&deliver(&folder, "students.csv", "1"), false);
    let (mut delivery, collection) = as_user(SERVICE, || {
        let mut collection = begin(&folder);
        (collection.next_delivery().unwrap().unwrap(), collection)
    });
    let second = folder.path().join("second.csv");
    as_user(AGENT, || {
        let by_descriptor = format!("/proc/self/fd/{}", held.as_raw_fd());
        linkat(CWD, by_descriptor, CWD, &second, AtFlags::SYMLINK_FOLLOW).unwrap();
    });
    as_user(SERVICE, || {
        let store = folder.store().join("students.csv");
        assert_eq!(delivery.copy_to(&store).unwrap_err().kind(), ErrorKind::Changed);
        assert_eq!(delivery.acknowledge().unwrap_err().kind(), ErrorKind::Changed);
        collection.finish().unwrap();
    });
    assert!(entries(&folder.store()).is_empty());
    assert_eq!(collect(&folder).unwrap().skipped.count(SkipReason::HardLink), 2);
}

/// A shared mapping is written to without any system call: on some file systems not even the change
/// time shows it.
#[test]
fn what_is_changed_through_a_shared_mapping_never_reaches_the_store_under_another_hash() {
    if !is_root("what_is_changed_through_a_shared_mapping_never_reaches_the_store_under_another_hash") {
        return;
    }
    let rounds = in_short_or_long(10, 500);
    let folder = stage();
    let mut stored = 0;
    for round in 0..rounds {
        let path = deliver(&folder, "students.csv", &"a".repeat(SIZE));
        let mapping = Mapping::new(&open(&path, true), SIZE);
        let done = AtomicBool::new(false);
        let report = thread::scope(|scope| {
            scope.spawn(|| {
                for turn in 0_usize.. {
                    mapping.set(turn.wrapping_mul(4099) % SIZE, turn as u8);
                    if done.load(Ordering::SeqCst) {
                        break;
                    }
                }
            });
            let collector = folder.with(|options| {
                options.settle = Some(Duration::ZERO);
                options.sha256 = true;
            });
            let report = as_user(SERVICE, || collector.collect_into(&folder.store()));
            done.store(true, Ordering::SeqCst);
            report.unwrap()
        });
        for one in &report.delivered {
            stored += 1;
            let content = fs::read(folder.store().join(&one.name)).unwrap();
            mapping.set(0, !content[0]);
            assert_eq!(fs::read(folder.store().join(&one.name)).unwrap(), content, "round {round}");
            assert_eq!(one.digests.sha256.as_deref(), Some(sha256(&content).as_str()), "round {round}");
        }
    }
    println!(
        "FIGURE: rewriting through a shared mapping: {rounds} rounds, {stored} stored under their own hash, 0 violations"
    );
    assert!(stored > 0);
}

fn sha256(content: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Opening a file under a write lease waits for up to 45 seconds.
#[test]
fn a_lease_of_the_agent_makes_nobody_wait() {
    if !is_root("a_lease_of_the_agent_makes_nobody_wait") {
        return;
    }
    let folder = stage();
    let paths = ["students.csv", "alock.txt"].map(|name| deliver(&folder, name, "1"));
    deliver(&folder, "other.csv", "1");
    let leased = paths.each_ref().map(|path| as_user(AGENT, || lease(path)));
    let start = Instant::now();
    assert!(as_user(SERVICE, || folder.settle_zero().status()).unwrap().agent_lock.is_some());
    assert_eq!(collect(&folder).unwrap().arbitration, Arbitration::AgentDelivering);
    fs::remove_file(&paths[1]).unwrap();
    let report = collect(&folder).unwrap();
    assert!(start.elapsed() < Duration::from_secs(20), "it waited for {:?}", start.elapsed());
    assert_eq!(names(&report.delivered), ["other.csv"]);
    assert_eq!(names(&report.put_back), ["students.csv"]);
    drop(leased);
    assert_eq!(names(&collect(&folder).unwrap().delivered), ["students.csv"]);
}

/// Opens a file and takes a write lease: the kernel delays everybody else who opens it.
fn lease(path: &Path) -> File {
    const F_SETSIG: libc::c_int = 10;
    let file = File::options().write(true).open(path).unwrap();
    // SAFETY: takes an open descriptor and integers. The usual signal of a lease that is broken
    // would end this process.
    let set = unsafe {
        libc::fcntl(file.as_raw_fd(), F_SETSIG, libc::SIGURG);
        libc::fcntl(file.as_raw_fd(), libc::F_SETLEASE, libc::F_WRLCK)
    };
    assert_eq!(set, 0, "{}", std::io::Error::last_os_error());
    file
}

#[test]
fn unlock_removes_a_planted_lock_and_nothing_that_it_leads_to() {
    if !is_root("unlock_removes_a_planted_lock_and_nothing_that_it_leads_to") {
        return;
    }
    for kind in [LockKind::Collector, LockKind::Agent] {
        let folder = stage();
        let name = if kind == LockKind::Collector { "lock.txt" } else { "alock.txt" };
        let lock = folder.path().join(name);
        fs::write(folder.beside("secret"), "secret").unwrap();
        give(&folder.beside("secret"), SERVICE, SERVICE, 0o666);
        let unlock = || as_user(SERVICE, || folder.settle_zero().unlock(kind));
        as_user(AGENT, || symlink(folder.beside("secret"), &lock)).unwrap();
        assert!(unlock().unwrap().is_some());
        as_user(AGENT, || fs::hard_link(folder.beside("secret"), &lock)).unwrap();
        assert!(unlock().unwrap().is_some());
        as_user(AGENT, || mknodat(CWD, &lock, FileType::Fifo, Mode::from_raw_mode(0o666), 0)).unwrap();
        assert!(unlock().unwrap().is_some());
        assert!(!folder.has(name), "{name}");
        // A folder goes only when it is empty.
        as_user(AGENT, || fs::create_dir(&lock).and_then(|()| fs::write(lock.join("inside"), "1"))).unwrap();
        unlock().unwrap_err();
        assert_eq!(entries(&lock), ["inside"]);
        assert_eq!(fs::read_to_string(folder.beside("secret")).unwrap(), "secret");
    }
}

#[test]
fn what_is_planted_under_the_names_of_our_own_temporary_files_leads_nowhere() {
    if !is_root("what_is_planted_under_the_names_of_our_own_temporary_files_leads_nowhere") {
        return;
    }
    let folder = stage();
    fs::write(folder.beside("shared"), "shared").unwrap();
    give(&folder.beside("shared"), SERVICE, SERVICE, 0o666);
    as_user(AGENT, || {
        for purpose in ["lock", "upload", "unlocked"] {
            let place = |digit: &str| folder.path().join(format!(".sync_ingest-{purpose}-{}", digit.repeat(16)));
            symlink(folder.beside("shared"), place("1")).unwrap();
            fs::hard_link(folder.beside("shared"), place("2")).unwrap();
            mknodat(CWD, place("3"), FileType::Fifo, Mode::from_raw_mode(0o666), 0).unwrap();
            fs::create_dir(place("4")).unwrap();
        }
    });
    deliver(&folder, "students.csv", "1");
    assert_eq!(names(&collect(&folder).unwrap().delivered), ["students.csv"]);
    // An agent of ours tidies up after dead ones.
    as_user(SERVICE, || {
        let Attempt::Granted(session) = folder.settle_zero().begin_agent_session("registry").unwrap() else { panic!() };
        session.finish().unwrap();
    });
    assert_eq!(fs::read_to_string(folder.beside("shared")).unwrap(), "shared");
}

/// Beside the work area `_rejected` has no meaning; and within it nobody else can plant anything.
#[test]
fn a_planted_rejected_folder_is_never_used() {
    if !is_root("a_planted_rejected_folder_is_never_used") {
        return;
    }
    let folder = stage();
    fs::create_dir(folder.beside("private")).unwrap();
    give(&folder.beside("private"), SERVICE, SERVICE, 0o700);
    as_user(AGENT, || {
        symlink(folder.beside("private"), folder.path().join("_rejected")).unwrap();
        symlink(folder.beside("private"), folder.path().join("rejected")).unwrap();
    });
    deliver(&folder, "students.csv", "1");
    as_user(SERVICE, || {
        let mut collection = begin(&folder);
        collection.next_delivery().unwrap().unwrap().reject("no").unwrap();
        collection.finish().unwrap();
    });
    assert!(entries(&folder.beside("private")).is_empty());
    let area = folder.path().join(".sync_ingest");
    let planted = as_user(AGENT, || symlink(folder.beside("private"), area.join("alarms")).unwrap_err());
    assert_eq!(planted.kind(), std::io::ErrorKind::PermissionDenied);
    assert_eq!(entries(&area.join("rejected")).len(), 2, "the file and its reason");
}

#[test]
fn a_fifo_without_a_writer_is_never_waited_for() {
    for name in ["students.csv", "lock.txt", "alock.txt", ".sync_ingest", ".sync_ingest-upload-0123456789abcdef"] {
        let folder = TestFolder::in_memory();
        mknodat(CWD, folder.path().join(name), FileType::Fifo, Mode::from_raw_mode(0o666), 0).unwrap();
        folder.drop("other.csv", "1");
        let start = Instant::now();
        let _ = folder.settle_zero().status();
        let _ = folder.settle_zero().collect_into(&folder.store());
        let _ = folder.settle_zero().begin_agent_session("registry");
        let _ = folder.settle_zero().unlock(LockKind::Collector);
        let _ = folder.settle_zero().unlock(LockKind::Agent);
        // As a source, too: the caller names the path, but its entry may be anything.
        if let Ok(Attempt::Granted(mut session)) = folder.settle_zero().begin_agent_session("registry") {
            let _ = session.deliver(&folder.path().join(name), Some("copy.csv".as_ref()));
        }
        assert!(start.elapsed() < Duration::from_secs(10), "{name}: {:?}", start.elapsed());
    }
}
