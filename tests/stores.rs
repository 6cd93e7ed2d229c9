//! Unusual stores: how they compare names, whether a rename leads to them, how much room they have,
//! and the modes of stored files.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]
#![allow(unsafe_code, reason = "limits and the umask of a process have no safe wrapper")]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::Duration;
use support::mounts::{FoldingStore, mount_again, mount_image, mount_ramfs, with_own_mounts};
use support::process::{die_after, one_at_a_time};
use support::user::{AGENT, SERVICE, as_user, become_user, give, is_root};
use support::{TestFolder, entries, inode, names};
use sync_ingest::{AlarmKind, Collection, Delivery, ErrorKind, Outcome, Report};

fn collect(folder: &TestFolder) -> Report {
    folder.settle_zero().collect_into(&folder.store()).unwrap()
}

fn begin(folder: &TestFolder) -> (Collection, Delivery) {
    let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    let delivery = collection.next_delivery().unwrap().unwrap();
    (collection, delivery)
}

fn drop_with_mode(folder: &TestFolder, name: &str, mode: u32) {
    folder.drop(name, name);
    set_mode(&folder.path().join(name), mode);
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o7777
}

#[test]
fn of_two_names_that_are_one_in_the_store_the_second_one_waits_and_nothing_is_lost() {
    let _turn = one_at_a_time();
    let test = "of_two_names_that_are_one_in_the_store_the_second_one_waits_and_nothing_is_lost";
    with_own_mounts(test, || {
        for [first, second] in [["Report.csv", "report.csv"], ["\u{e9}.csv", "e\u{301}.csv"], ["a.csv", "a.csv."]] {
            let folder = TestFolder::in_memory();
            let _store = FoldingStore::mount(&folder.store());
            folder.drop(first, "one");
            folder.drop(second, "two");
            let report = collect(&folder);
            let [stored, waits] = [&names(&report.delivered)[..], &names(&report.put_back)[..]].map(<[&str]>::to_vec);
            assert_eq!((stored.len(), waits.len()), (1, 1), "{report:?}");
            let content = if stored == [first] { "one" } else { "two" };
            assert_eq!(folder.stored(stored[0]), content);
            let reason = report.put_back[0].reason.to_string();
            assert!(reason.contains("spelled otherwise"), "{reason}");
            // The next collection knows that too; and an entry of exactly that name is replaced, as
            // usual.
            folder.drop(stored[0], "three");
            let report = collect(&folder);
            assert_eq!((names(&report.delivered), names(&report.put_back)), (stored.clone(), waits.clone()));
            assert_eq!(folder.stored(stored[0]), "three");
            // Once the other one is out of the way, it is stored under its own name.
            fs::remove_file(folder.store().join(stored[0])).unwrap();
            assert_eq!(names(&collect(&folder).delivered), waits);
            assert_eq!(entries(&folder.store()), waits);
        }
    });
}

#[test]
fn a_destination_named_by_the_caller_does_not_overwrite_another_name_either() {
    let _turn = one_at_a_time();
    let test = "a_destination_named_by_the_caller_does_not_overwrite_another_name_either";
    with_own_mounts(test, || {
        let folder = TestFolder::in_memory();
        let _store = FoldingStore::mount(&folder.store());
        fs::write(folder.store().join("Report.csv"), "one").unwrap();
        folder.drop("report.csv", "two");
        let (collection, mut delivery) = begin(&folder);
        let error = delivery.copy_to(&folder.store().join("report.csv")).unwrap_err();
        assert_eq!((error.kind(), error.errno()), (ErrorKind::Io, Some(libc::EEXIST)), "{error}");
        delivery.copy_to(&folder.store().join("Report.csv")).unwrap();
        delivery.acknowledge().unwrap();
        collection.finish().unwrap();
        assert_eq!(
            (folder.stored("Report.csv"), entries(&folder.store())),
            ("two".to_owned(), vec!["Report.csv".to_owned()])
        );
    });
}

#[test]
fn a_name_that_waits_for_another_one_too_long_becomes_an_alarm() {
    let _turn = one_at_a_time();
    with_own_mounts("a_name_that_waits_for_another_one_too_long_becomes_an_alarm", || {
        let folder = TestFolder::in_memory();
        let _store = FoldingStore::mount(&folder.store());
        fs::write(folder.store().join("Report.csv"), "one").unwrap();
        folder.drop("report.csv", "two");
        let reports: Vec<_> = (0..5).map(|_| collect(&folder)).collect();
        assert!(reports.iter().all(|report| names(&report.put_back) == ["report.csv"] && report.rejected.is_empty()));
        assert!(reports[4].alarms.iter().any(|alarm| alarm.kind == AlarmKind::FailingStore), "{:?}", reports[4].alarms);
        assert_eq!(folder.stored("Report.csv"), "one");
    });
}

#[test]
fn where_names_are_bytes_every_spelling_is_a_name_of_its_own() {
    let folder = TestFolder::in_memory();
    for round in 0..2 {
        ["Report.csv", "report.csv", "\u{e9}.csv", "e\u{301}.csv", "a.csv", "a.csv."]
            .iter()
            .for_each(|name| folder.drop(name, &format!("{name} {round}")));
        assert_eq!(collect(&folder).delivered.len(), 6);
    }
    assert_eq!(entries(&folder.store()).len(), 6, "{:?}", entries(&folder.store()));
}

#[test]
fn between_two_mounts_of_one_file_system_files_are_copied() {
    let _turn = one_at_a_time();
    with_own_mounts("between_two_mounts_of_one_file_system_files_are_copied", || {
        let folder = TestFolder::in_memory();
        mount_again(&folder.store(), &folder.store());
        drop_with_mode(&folder, "students.csv", 0o600);
        let before = inode(&folder.path().join("students.csv"));
        assert_eq!(names(&collect(&folder).delivered), ["students.csv"]);
        assert_ne!(inode(&folder.store().join("students.csv")), before);

        drop_with_mode(&folder, "courses.csv", 0o600);
        let (_collection, mut delivery) = begin(&folder);
        let error = delivery.move_to(&folder.store().join("courses.csv")).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::MoveRefused, "{error}");
        delivery.copy_to(&folder.store().join("courses.csv")).unwrap();
        delivery.acknowledge().unwrap();
    });
}

/// As between btrfs subvolumes and encryption policies, only trying shows that a rename is refused.
#[test]
fn where_a_rename_is_refused_on_one_and_the_same_mount_files_are_copied() {
    let _turn = one_at_a_time();
    with_own_mounts("where_a_rename_is_refused_on_one_and_the_same_mount_files_are_copied", || {
        let folder = TestFolder::new();
        let disk = folder.beside("disk");
        fs::create_dir(&disk).unwrap();
        mount_image(&disk, &folder.beside("image"), &["mkfs.xfs", "-q"]);
        let [drop, store] = ["sync", "store"].map(|name| disk.join(name));
        [&drop, &store].iter().for_each(|path| fs::create_dir(path).unwrap());
        // An entry of this folder has to belong to its project.
        let project = Command::new("xfs_io").args(["-c", "chproj 7", "-c", "chattr +P"]).arg(&store).status().unwrap();
        assert!(project.success());
        let collector = |sha256| {
            let mut options = sync_ingest::Options::default();
            options.settle = Some(Duration::ZERO);
            options.sha256 = sha256;
            sync_ingest::DropFolder::new(&drop, options).unwrap()
        };
        for sha256 in [false, true] {
            for name in ["a.csv", "b.csv", "c.csv"] {
                fs::write(drop.join(name), name).unwrap();
                set_mode(&drop.join(name), 0o600);
            }
            let report = collector(sha256).collect_into(&store).unwrap();
            assert_eq!(names(&report.delivered), ["a.csv", "b.csv", "c.csv"], "{report:?}");
            assert!(report.delivered.iter().all(|one| one.digests.sha256.is_some() == sha256));
            assert_eq!(entries(&store), ["a.csv", "b.csv", "c.csv"]);
        }
        fs::write(drop.join("a.csv"), "new").unwrap();
        let Outcome::Collecting(mut collection) = collector(false).collect().unwrap() else { panic!() };
        let mut delivery = collection.next_delivery().unwrap().unwrap();
        assert_eq!(delivery.move_to(&store.join("a.csv")).unwrap_err().kind(), ErrorKind::MoveRefused);
        delivery.copy_to(&store.join("a.csv")).unwrap();
        delivery.acknowledge().unwrap();
        assert_eq!(fs::read_to_string(store.join("a.csv")).unwrap(), "new");
    });
}

#[test]
fn a_store_of_unknown_free_space_is_not_full() {
    let _turn = one_at_a_time();
    with_own_mounts("a_store_of_unknown_free_space_is_not_full", || {
        let folder = TestFolder::in_memory();
        // "0 of 0" blocks.
        mount_ramfs(&folder.store());
        folder.drop("students.csv", "1");
        assert_eq!(names(&collect(&folder).delivered), ["students.csv"]);

        // Neither the store nor the drop folder has that call.
        let folder = TestFolder::in_memory();
        let _store = FoldingStore::mount(&folder.store());
        folder.drop("students.csv", "1");
        assert_eq!(names(&collect(&folder).delivered), ["students.csv"]);
        let collector = sync_ingest::DropFolder::new(folder.store(), sync_ingest::Options::default()).unwrap();
        let status = collector.status().unwrap();
        assert!(status.file_system.network && !status.file_system.verified);
    });
}

/// Sets the largest file that this process may write.
fn limit_file_size(limit: u64) {
    let limit = libc::rlimit { rlim_cur: limit, rlim_max: libc::RLIM_INFINITY };
    // SAFETY: reads a structure that outlives the call.
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_FSIZE, &limit) }, 0);
}

#[test]
fn a_file_that_this_process_may_not_write_is_put_back_and_ends_nobody() {
    let _turn = one_at_a_time();
    let folder = TestFolder::in_memory();
    die_after(|| {
        drop_with_mode(&folder, "large.csv", 0o666);
        fs::write(folder.path().join("large.csv"), "x".repeat(200_000)).unwrap();
        limit_file_size(100_000);
        for sha256 in [false, true, false, true, false, true] {
            drop_with_mode(&folder, "small.csv", 0o666);
            let collector = folder.with(|options| {
                options.settle = Some(Duration::ZERO);
                options.sha256 = sha256;
            });
            let report = collector.collect_into(&folder.store()).unwrap();
            assert_eq!((names(&report.delivered), names(&report.put_back)), (vec!["small.csv"], vec!["large.csv"]));
            assert!(report.put_back[0].reason.to_string().contains("ulimit -f"), "{}", report.put_back[0].reason);
            assert_eq!(entries(&folder.store()), ["small.csv"]);
        }
    });
    let report = collect(&folder);
    assert_eq!((names(&report.delivered), report.rejected.len()), (vec!["large.csv"], 0));
}

/// The limit may be lower than the library's own files: the lock, the record of a batch, an upload.
#[test]
fn whatever_is_written_no_limit_of_the_process_sends_it_a_signal() {
    let _turn = one_at_a_time();
    let source = tempfile::NamedTempFile::new().unwrap();
    fs::write(source.path(), "x".repeat(9_000_000)).unwrap();
    for limit in [0, 1, 40, 200, 300, 1_000, 4_096, 10_000_000] {
        let folder = TestFolder::in_memory();
        (0..50).for_each(|number| drop_with_mode(&folder, &format!("{number:050}.csv"), 0o666));
        die_after(|| {
            limit_file_size(limit);
            let ended = folder.settle_zero().collect_into(&folder.store());
            assert!(ended.is_ok() == (limit > 4_096) || ended.is_err_and(|error| error.errno() == Some(libc::EFBIG)));
            if let Ok(sync_ingest::Attempt::Granted(mut session)) = folder.settle_zero().begin_agent_session("registry")
            {
                let delivered = session.deliver(source.path(), Some("upload.csv".as_ref()));
                assert_eq!(delivered.is_ok(), limit > 9_000_000);
            }
        });
        collect(&folder);
        let stored = entries(&folder.store());
        assert!(stored.len() >= 50 && stored.iter().all(|name| !name.starts_with('.')), "{limit}: {stored:?}");
    }
}

#[test]
fn what_is_stored_has_no_more_than_the_mode_of_its_source_and_the_umask_allow() {
    let _turn = one_at_a_time();
    if !is_root("what_is_stored_has_no_more_than_the_mode_of_its_source_and_the_umask_allow") {
        return;
    }
    let modes = [0o640, 0o600, 0o444, 0o664, 0o755, 0o4755, 0o2644, 0o1644, 0o6711];
    for umask in [0o022, 0o027, 0o077, 0o000, 0o777, 0o400] {
        for (owner, trust) in [(SERVICE, false), (AGENT, false), (AGENT, true)] {
            let folder = TestFolder::in_memory();
            give(&folder.beside("."), 0, 0, 0o755);
            give(&folder.path(), AGENT, SERVICE, 0o2770);
            give(&folder.store(), SERVICE, SERVICE, 0o700);
            for mode in modes {
                folder.drop(&format!("{mode:o}.csv"), "1");
                give(&folder.path().join(format!("{mode:o}.csv")), owner, SERVICE, mode);
            }
            die_after(|| {
                become_user(SERVICE);
                // SAFETY: takes an integer.
                unsafe { libc::umask(umask) };
                let collector = folder.with(|options| {
                    options.settle = Some(Duration::ZERO);
                    options.trust_agent = trust;
                });
                let report = collector.collect_into(&folder.store()).unwrap();
                assert_eq!(report.delivered.len(), modes.iter().filter(|mode| can_read(**mode, owner)).count());
            });
            for source in modes.into_iter().filter(|mode| can_read(*mode, owner)) {
                let stored = mode(&folder.store().join(format!("{source:o}.csv")));
                let allowed = if trust { source & 0o777 } else { source & 0o777 & !umask | 0o400 };
                assert_eq!(stored & !allowed, 0, "{source:o} with umask {umask:o} became {stored:o}");
                assert_eq!(stored & 0o400, 0o400, "{source:o} with umask {umask:o} became {stored:o}");
            }
        }
    }
}

/// As a member of the group of all these files.
fn can_read(mode: u32, owner: u32) -> bool {
    owner == SERVICE || mode & 0o040 != 0
}

#[test]
fn a_copy_that_is_synced_later_has_the_mode_of_its_source_too() {
    let folder = TestFolder::in_memory();
    drop_with_mode(&folder, "students.csv", 0o640);
    let collector = folder.with(|options| {
        options.settle = Some(Duration::ZERO);
        options.durability = sync_ingest::Durability::Deferred;
    });
    let Outcome::Collecting(mut collection) = collector.collect().unwrap() else { panic!() };
    let mut delivery = collection.next_delivery().unwrap().unwrap();
    delivery.copy_to(&folder.store().join("students.csv")).unwrap();
    delivery.acknowledge().unwrap();
    assert_eq!(mode(&folder.store().join("students.csv")), 0o640);
}

#[test]
fn under_whatever_umask_the_work_area_was_made_every_later_collection_can_use_it() {
    let _turn = one_at_a_time();
    if !is_root("under_whatever_umask_the_work_area_was_made_every_later_collection_can_use_it") {
        return;
    }
    for umask in [0o777, 0o400, 0o277, 0o700] {
        let folder = TestFolder::in_memory();
        give(&folder.beside("."), 0, 0, 0o755);
        give(&folder.path(), AGENT, SERVICE, 0o2770);
        // It takes no file at first.
        give(&folder.store(), SERVICE, SERVICE, 0o500);
        let area = folder.path().join(".sync_ingest");
        ["a.csv", "b.csv"].iter().for_each(|name| {
            folder.drop(name, "1");
            give(&folder.path().join(name), AGENT, SERVICE, 0o644);
        });
        die_after(|| {
            become_user(SERVICE);
            // SAFETY: takes an integer.
            unsafe { libc::umask(umask) };
            for _ in 0..6 {
                assert_eq!(collect(&folder).put_back.len(), 2);
            }
            let (collection, delivery) = begin(&folder);
            delivery.reject("no").unwrap();
            collection.finish().unwrap();
        });
        // A text that is a link has no mode.
        let is_ours = |path: &Path| !path.to_string_lossy().ends_with(".csv") && !path.is_symlink();
        for path in all_below(&area).iter().filter(|path| is_ours(path)) {
            let expected = if path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(mode(path), expected, "{path:?} under umask {umask:o}");
        }
        set_mode(&folder.store(), 0o700);
        as_user(SERVICE, || {
            let report = collect(&folder);
            assert_eq!((report.delivered.len(), report.delivered[0].attempt), (1, 7), "{umask:o}: {report:?}");
            assert_eq!(folder.settle_zero().status().unwrap().rejected_count, 1);
        });
    }
}

fn all_below(path: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            found.extend(all_below(&entry));
        }
        found.push(entry);
    }
    found
}

/// Release 0.1.0 left its records, alarms and looks with the mode that the umask gave them.
#[test]
fn a_batch_whose_record_was_made_under_an_odd_umask_is_put_right() {
    let _turn = one_at_a_time();
    if !is_root("a_batch_whose_record_was_made_under_an_odd_umask_is_put_right") {
        return;
    }
    for lost in [0o000, 0o200, 0o400] {
        let folder = TestFolder::in_memory();
        give(&folder.beside("."), 0, 0, 0o755);
        give(&folder.path(), AGENT, SERVICE, 0o2770);
        give(&folder.store(), SERVICE, SERVICE, 0o700);
        folder.drop("students.csv", "1");
        give(&folder.path().join("students.csv"), AGENT, SERVICE, 0o644);
        let id = as_user(SERVICE, || {
            let (collection, delivery) = begin(&folder);
            let id = delivery.id().to_owned();
            delivery.put_back("later").unwrap();
            collection.finish().unwrap();
            id
        });
        let is_ours = |path: &Path| path.is_file() && !path.is_symlink() && !path.to_string_lossy().ends_with(".csv");
        for path in all_below(&folder.path().join(".sync_ingest")).iter().filter(|path| is_ours(path)) {
            set_mode(path, lost);
        }
        let report = as_user(SERVICE, || collect(&folder));
        assert_eq!(names(&report.delivered), ["students.csv"], "{lost:o}: {report:?}");
        assert_eq!((report.delivered[0].id.as_str(), report.delivered[0].attempt), (id.as_str(), 2));
    }
}
