//! Defects of the library that tests have shown and nobody has mended yet. Each test moves to its own place when it passes.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]
#![allow(unsafe_code, reason = "the umask has no safe wrapper")]

mod common;

use common::process::{die_after, hold, one_at_a_time};
use common::{Folder, entries, inode};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use sync_ingest::Outcome;

/// Belongs into `tests/recovery.rs`. A leftover that was never offered is not asked whether it is sealed, so it is copied; when
/// that is interrupted, the second attempt finds it sealed, moves it, and forgets the half copy of the first.
#[test]
fn the_half_copy_of_a_killed_attempt_does_not_stay_in_the_store() {
    let _turn = one_at_a_time();
    let folder = Folder::new();
    folder.drop("students.csv", "1");
    fs::set_permissions(folder.path().join("students.csv"), fs::Permissions::from_mode(0o600)).unwrap();
    let offered = || {
        let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
        (collection.next_delivery().unwrap().unwrap(), collection)
    };
    die_after(|| {
        let (delivery, collection) = offered();
        fs::write(folder.store().join(format!(".sync_ingest-{}", delivery.id())), "hal").unwrap();
        hold((delivery, collection));
    });
    folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(entries(&folder.store()), ["students.csv"]);
}

/// Belongs into `tests/recovery.rs`. The other half of the same: what is sealed is moved, also where it is a leftover that its
/// collection had no time to offer.
#[test]
fn a_leftover_of_our_own_that_was_never_offered_is_moved_and_not_copied() {
    let _turn = one_at_a_time();
    let folder = Folder::new();
    folder.drop("students.csv", "1");
    fs::set_permissions(folder.path().join("students.csv"), fs::Permissions::from_mode(0o600)).unwrap();
    let before = inode(&folder.path().join("students.csv"));
    let Outcome::Collecting(collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    collection.finish().unwrap();
    folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(inode(&folder.store().join("students.csv")), before);
}

/// Belongs into `tests/permissions.rs`, where it needs root: a umask that takes the owner's own bits away makes a work area that
/// its maker cannot open, and every later collection fails on it, whatever its umask.
#[test]
fn no_umask_makes_a_work_area_that_its_owner_cannot_use() {
    let _turn = one_at_a_time();
    use common::user::{SERVICE, as_user, give, is_root};
    if !is_root("no_umask_makes_a_work_area_that_its_owner_cannot_use") {
        return;
    }
    let folder = Folder::new();
    give(&folder.beside("."), 0, 0, 0o755);
    give(&folder.path(), SERVICE, SERVICE, 0o700);
    give(&folder.store(), SERVICE, SERVICE, 0o700);
    folder.drop("students.csv", "1");
    give(&folder.path().join("students.csv"), SERVICE, SERVICE, 0o600);
    die_after(|| {
        // SAFETY: takes an integer; this process is a child that ends soon.
        unsafe { libc::umask(0o777) };
        as_user(SERVICE, || drop(folder.settle_zero().collect_into(&folder.store())));
    });
    as_user(SERVICE, || folder.settle_zero().collect_into(&folder.store())).unwrap();
    assert_eq!(folder.stored("students.csv"), "1");
}
