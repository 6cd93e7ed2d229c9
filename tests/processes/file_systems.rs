//! File systems that are full, read-only or of the wrong kind: a clear answer, nothing lost, and
//! afterwards work continues.

use crate::support::mounts::{mount_memory, remount, with_own_mounts};
use crate::support::process::one_at_a_time;
use crate::support::{TestFolder, entries, names};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Duration;
use sync_ingest::{Arbitration, ErrorKind, Report};

fn collect(folder: &TestFolder) -> sync_ingest::Result<Report> {
    folder.settle_zero().collect_into(&folder.store())
}

/// Fills a file system to the last byte; removing that file makes room again.
fn fill(at: &Path) {
    let mut ballast = fs::File::create(at).unwrap();
    while ballast.write(&[0; 4096]).is_ok() {}
}

#[test]
fn a_collection_in_a_full_folder_reports_that_and_takes_nothing() {
    let _turn = one_at_a_time();
    with_own_mounts("a_collection_in_a_full_folder_reports_that_and_takes_nothing", || {
        let folder = TestFolder::in_memory();
        // Three inodes: the folder's own, the file's, and one that is soon used up.
        mount_memory(&folder.path(), "64k,nr_inodes=3");
        folder.drop("students.csv", "1");
        folder.drop("_ballast", "");
        let error = collect(&folder).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NoSpace, "{error}");
        assert!(error.to_string().contains(folder.path().to_str().unwrap()), "{error}");
        assert_eq!(folder.entries(), ["_ballast", "students.csv"]);

        remount(&folder.path(), "nr_inodes=30");
        assert_eq!(names(&collect(&folder).unwrap().delivered), ["students.csv"]);
        assert_eq!(folder.stored("students.csv"), "1");
    });
}

#[test]
fn a_folder_without_a_free_byte_is_emptied_anyway_or_the_error_shows_why_not() {
    let _turn = one_at_a_time();
    with_own_mounts("a_folder_without_a_free_byte_is_emptied_anyway_or_the_error_shows_why_not", || {
        let folder = TestFolder::in_memory();
        mount_memory(&folder.path(), "64k");
        folder.drop("students.csv", "1");
        fill(&folder.path().join("_ballast"));
        match collect(&folder) {
            Ok(report) => assert_eq!(names(&report.delivered), ["students.csv"]),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::NoSpace, "{error}");
                fs::remove_file(folder.path().join("_ballast")).unwrap();
                assert_eq!(names(&collect(&folder).unwrap().delivered), ["students.csv"]);
            }
        }
        assert_eq!(folder.stored("students.csv"), "1");
        assert!(!folder.has("lock.txt"));
    });
}

#[test]
fn a_full_store_gets_nothing_and_the_files_are_put_back() {
    let _turn = one_at_a_time();
    with_own_mounts("a_full_store_gets_nothing_and_the_files_are_put_back", || {
        let folder = TestFolder::in_memory();
        mount_memory(&folder.store(), "64k");
        let large = "x".repeat(48 << 10);
        fs::write(folder.store().join("older"), &large).unwrap();
        folder.drop("large.csv", &large);
        folder.drop("small.csv", "1");
        let report = collect(&folder).unwrap();
        assert_eq!((names(&report.delivered), names(&report.put_back)), (vec!["small.csv"], vec!["large.csv"]));
        assert!(report.put_back[0].reason.to_string().contains("free space"), "{}", report.put_back[0].reason);
        assert_eq!(entries(&folder.store()), ["older", "small.csv"]);

        fs::remove_file(folder.store().join("older")).unwrap();
        let report = collect(&folder).unwrap();
        assert_eq!((names(&report.delivered), report.delivered[0].attempt), (vec!["large.csv"], 2));
        assert_eq!(folder.stored("large.csv"), large);
    });
}

#[test]
fn a_read_only_folder_is_an_error_once_there_is_something_to_collect() {
    let _turn = one_at_a_time();
    with_own_mounts("a_read_only_folder_is_an_error_once_there_is_something_to_collect", || {
        let folder = TestFolder::in_memory();
        mount_memory(&folder.path(), "64k");
        remount(&folder.path(), "ro");
        assert_eq!(collect(&folder).unwrap().arbitration, Arbitration::Nothing);

        remount(&folder.path(), "rw");
        folder.drop("students.csv", "1");
        remount(&folder.path(), "ro");
        let error = collect(&folder).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ReadOnly, "{error}");
        assert!(error.to_string().contains("ead-only"), "{error}");
        assert_eq!(folder.entries(), ["students.csv"]);
        assert_eq!(folder.settle_zero().status().unwrap().waiting_count, 1);

        remount(&folder.path(), "rw");
        assert_eq!(names(&collect(&folder).unwrap().delivered), ["students.csv"]);
    });
}

#[test]
fn a_read_only_store_gets_nothing_and_the_files_are_put_back() {
    let _turn = one_at_a_time();
    with_own_mounts("a_read_only_store_gets_nothing_and_the_files_are_put_back", || {
        let folder = TestFolder::in_memory();
        mount_memory(&folder.store(), "64k");
        remount(&folder.store(), "ro");
        folder.drop("students.csv", "1");
        let report = collect(&folder).unwrap();
        assert_eq!(names(&report.put_back), ["students.csv"]);
        assert!(report.put_back[0].reason.to_string().contains("ead-only"), "{}", report.put_back[0].reason);

        remount(&folder.store(), "rw");
        assert_eq!(names(&collect(&folder).unwrap().delivered), ["students.csv"]);
    });
}

#[test]
fn a_store_on_another_file_system_gets_copies() {
    let _turn = one_at_a_time();
    with_own_mounts("a_store_on_another_file_system_gets_copies", || {
        let folder = TestFolder::in_memory();
        mount_memory(&folder.store(), "64k");
        folder.drop("students.csv", "1");
        assert_eq!(names(&collect(&folder).unwrap().delivered), ["students.csv"]);
        assert_eq!((folder.stored("students.csv"), folder.is_clean()), ("1".to_owned(), true));
    });
}

#[test]
fn a_work_area_on_another_file_system_is_refused_before_anything_is_taken() {
    let _turn = one_at_a_time();
    with_own_mounts("a_work_area_on_another_file_system_is_refused_before_anything_is_taken", || {
        let folder = TestFolder::in_memory();
        fs::create_dir(folder.beside("elsewhere")).unwrap();
        mount_memory(&folder.beside("elsewhere"), "64k");
        folder.drop("students.csv", "1");
        let collector = folder.with(|options| {
            options.settle = Some(Duration::ZERO);
            options.work_area = Some(folder.beside("elsewhere/area"));
        });
        let error = collector.collect_into(&folder.store()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::WorkArea, "{error}");
        assert_eq!(folder.entries(), ["students.csv"]);
    });
}
