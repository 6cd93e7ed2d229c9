//! System calls that a sandbox forbids or a file system lacks: alternatives are used where there
//! are any, and otherwise no mode or owner is blamed.

use crate::support::file_system_fault::refuse;
use crate::support::process::{die_after, one_at_a_time};
use crate::support::{TestFolder, names};
use libc::{EINVAL, ENOLCK, ENOSYS, ENOTTY, EOPNOTSUPP, EPERM, EXDEV, c_long};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;
use sync_ingest::{Attempt, Error, LockKind};

/// Old container runtimes and sandboxes of services answer EPERM to unknown calls, newer ones and
/// old kernels ENOSYS; file systems in user space, of file servers and of virtual machines
/// EOPNOTSUPP, EINVAL or ENOTTY.
const CALLS: [(&str, &[c_long], &[i32]); 20] = [
    ("faccessat2", &[libc::SYS_faccessat2], &[EPERM, ENOSYS, EINVAL, EOPNOTSUPP]),
    ("renameat2", &[libc::SYS_renameat2], &[EPERM, ENOSYS, EINVAL, EOPNOTSUPP]),
    ("linkat", &[libc::SYS_linkat], &[EPERM, ENOSYS, EOPNOTSUPP]),
    ("renameat2 and linkat", &[libc::SYS_renameat2, libc::SYS_linkat], &[EPERM, ENOSYS, EOPNOTSUPP]),
    ("flock", &[libc::SYS_flock], &[ENOLCK, EPERM, ENOSYS, EINVAL, EOPNOTSUPP]),
    ("fchmod", &[libc::SYS_fchmod, libc::SYS_fchmodat], &[EPERM, ENOSYS, EOPNOTSUPP]),
    ("fsync", &[libc::SYS_fsync], &[EPERM, ENOSYS, EINVAL, EOPNOTSUPP]),
    ("fdatasync", &[libc::SYS_fdatasync], &[EPERM, ENOSYS, EINVAL, EOPNOTSUPP]),
    ("fsync and fdatasync", &[libc::SYS_fsync, libc::SYS_fdatasync], &[EPERM, ENOSYS, EINVAL, EOPNOTSUPP]),
    ("syncfs", &[libc::SYS_syncfs], &[EPERM, ENOSYS, EINVAL, EOPNOTSUPP]),
    ("utimensat", &[libc::SYS_utimensat], &[EPERM, ENOSYS, EINVAL, EOPNOTSUPP]),
    ("fstatfs", &[libc::SYS_fstatfs], &[EPERM, ENOSYS]),
    ("statfs", &[libc::SYS_statfs], &[EPERM, ENOSYS]),
    ("copy_file_range", &[libc::SYS_copy_file_range], &[EPERM, ENOSYS, EINVAL, EOPNOTSUPP, EXDEV]),
    ("sync_file_range", &[libc::SYS_sync_file_range], &[EPERM, ENOSYS, EINVAL]),
    ("fadvise64", &[libc::SYS_fadvise64], &[EPERM, ENOSYS, EINVAL]),
    ("statx and openat2", &[libc::SYS_statx, libc::SYS_openat2], &[EPERM, ENOSYS]),
    ("ioctl", &[libc::SYS_ioctl], &[EPERM, ENOTTY]),
    ("getrandom", &[libc::SYS_getrandom], &[EPERM, ENOSYS]),
    ("clone3", &[libc::SYS_clone3], &[ENOSYS]),
];

/// The calls that copy large files.
const OF_LARGE_FILES: [&str; 4] = ["copy_file_range", "sync_file_range", "fadvise64", "clone3"];

/// A drop folder with files that are moved, copied and, where they are large, copied by two
/// threads.
fn set_up(with_large_ones: bool) -> TestFolder {
    let folder = TestFolder::in_memory();
    folder.drop("own.csv", "own");
    folder.drop("copied.csv", &"copied".repeat(100_000));
    folder.drop("large.csv", &"large".repeat(if with_large_ones { 2_000_000 } else { 2 }));
    for name in ["copied.csv", "large.csv"] {
        fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(0o666)).unwrap();
    }
    fs::write(folder.beside("delivered.csv"), "delivered").unwrap();
    folder
}

/// Everything that the library does, in one process without those calls.
fn everything(folder: &TestFolder) -> Result<(), Error> {
    let drop_folder = folder.with(|options| {
        options.settle = Some(Duration::ZERO);
        options.checksums = true;
        options.sha256 = true;
    });
    let Attempt::Granted(mut lock) = drop_folder.take_lock()? else { panic!("busy") };
    lock.refresh()?;
    lock.release()?;
    let Attempt::Granted(mut session) = drop_folder.begin_agent_session("registry")? else { panic!("refused") };
    session.deliver(&folder.beside("delivered.csv"), None)?;
    session.finish()?;
    assert_eq!(drop_folder.status()?.waiting_count, 4);
    let report = drop_folder.collect_into(&folder.store())?;
    let mut delivered = names(&report.delivered);
    delivered.sort_unstable();
    assert_eq!(delivered, ["copied.csv", "delivered.csv", "large.csv", "own.csv"], "{report:?}");
    assert!(report.alarms.is_empty() && report.put_back.is_empty(), "{report:?}");
    folder.drop("without-digest.csv", &"x".repeat(600_000));
    fs::set_permissions(folder.path().join("without-digest.csv"), fs::Permissions::from_mode(0o666)).unwrap();
    assert_eq!(folder.settle_zero().collect_into(&folder.store())?.delivered.len(), 1);
    folder.drop("alock.txt", "somebody else");
    assert!(drop_folder.unlock(LockKind::Agent)?.is_some());
    Ok(())
}

#[test]
fn whatever_a_sandbox_forbids_or_a_file_system_lacks_files_are_delivered_and_stored() {
    let _turn = one_at_a_time();
    let mut tried = 0;
    for (what, calls, errors) in CALLS {
        for &errno in errors {
            let is_about_large_ones = OF_LARGE_FILES.contains(&what);
            let folder = set_up(is_about_large_ones);
            die_after(|| {
                refuse(&calls.iter().map(|call| (*call, errno)).collect::<Vec<_>>());
                let done = everything(&folder);
                assert!(done.is_ok(), "{what}, {}: {}", std::io::Error::from_raw_os_error(errno), done.unwrap_err());
            });
            assert_eq!(folder.stored("delivered.csv"), "delivered", "{what} {errno}");
            let size = if is_about_large_ones { 10_000_000 } else { 10 };
            assert_eq!(folder.stored("large.csv").len(), size, "{what} {errno}");
            assert!(folder.is_clean(), "{what} {errno}: {:?}", folder.entries());
            tried += 1;
        }
    }
    println!(
        "FIGURE: everything done without each of {} system calls: {tried} combinations, 0 violations",
        CALLS.len()
    );
}

#[test]
fn a_large_batch_is_stored_without_the_call_that_syncs_a_file_system() {
    let _turn = one_at_a_time();
    for errno in [EPERM, ENOSYS] {
        let folder = TestFolder::in_memory();
        (0..300).for_each(|number| folder.drop(&format!("{number}.csv"), "1"));
        die_after(|| {
            refuse(&[(libc::SYS_syncfs, errno)]);
            assert_eq!(folder.settle_zero().collect_into(&folder.store()).unwrap().delivered.len(), 300);
        });
    }
}

/// A process that cannot hold a flock must not be taken for dead by those that can.
#[test]
fn a_lock_without_a_flock_is_never_taken_for_one_of_the_dead() {
    let _turn = one_at_a_time();
    let folder = TestFolder::in_memory();
    die_after(|| {
        refuse(&[(libc::SYS_flock, ENOSYS)]);
        let Attempt::Granted(lock) = folder.settle_zero().take_lock().unwrap() else { panic!("busy") };
        std::mem::forget(lock);
    });
    assert!(folder.read("lock.txt").ends_with("flock none\n"), "{}", folder.read("lock.txt"));
    assert!(matches!(folder.settle_zero().take_lock().unwrap(), Attempt::Refused(_)));
    // Too old, it becomes an alarm, and a person decides.
    assert_eq!(folder.later(4 * 3_600).stale_locks().unwrap().len(), 1);
    assert!(folder.settle_zero().unlock(LockKind::Collector).unwrap().unwrap().ours);
}

/// A lock that is held by a flock is not removed by a process without flocks.
#[test]
fn without_flocks_unlock_removes_no_lock_whose_owner_may_be_alive() {
    let _turn = one_at_a_time();
    let folder = TestFolder::in_memory();
    let Attempt::Granted(lock) = folder.settle_zero().take_lock().unwrap() else { panic!("busy") };
    die_after(|| {
        refuse(&[(libc::SYS_flock, ENOLCK)]);
        let error = folder.settle_zero().unlock(LockKind::Collector).unwrap_err();
        assert!(error.to_string().contains("flocks"), "{error}");
    });
    assert!(lock.is_held().unwrap());
}

#[test]
fn no_mode_or_group_is_blamed_for_a_call_that_is_missing() {
    let _turn = one_at_a_time();
    for (call, errno) in [(libc::SYS_renameat, EPERM), (libc::SYS_renameat, ENOSYS), (libc::SYS_mkdirat, EPERM)] {
        let folder = set_up(false);
        die_after(|| {
            refuse(&[(call, errno)]);
            let error = everything(&folder).unwrap_err().to_string();
            assert!(error.contains("sandbox") && !error.contains("2770") && !error.contains("0700"), "{error}");
        });
    }
}
