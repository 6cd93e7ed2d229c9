//! File systems whose change times are coarser than the kernel's clock: a change after the claim is
//! detected anyway.

use crate::support::mounts::{mount_image, with_own_mounts};
use crate::support::process::{die_after, hold, one_at_a_time};
use crate::support::{TestFolder, names};
use std::fs::{self, File};
use std::os::unix::fs::{FileExt, MetadataExt, PermissionsExt};
use std::path::Path;
use std::time::{Duration, SystemTime};
use sync_ingest::{Collection, Delivery, Durability, ErrorKind, Evidence, Outcome, SkipReason};

/// Inodes of 128 bytes have room for whole seconds only, as those of ext2 and ext3 have.
const WHOLE_SECONDS: [&str; 4] = ["mkfs.ext4", "-q", "-I", "128"];

/// A drop folder on a file system that keeps whole seconds, with one file that others may write to.
fn coarse_folder() -> TestFolder {
    let folder = TestFolder::new();
    mount_image(&folder.path(), &folder.beside("image"), &WHOLE_SECONDS);
    fs::remove_dir(folder.path().join("lost+found")).unwrap();
    folder
}

/// Others may write to it, so it has to be copied.
fn drop_writable(folder: &TestFolder, name: &str, content: &str) {
    folder.drop(name, content);
    fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(0o666)).unwrap();
}

/// As through a kept descriptor, which nobody on this host could know about.
fn rewrite(delivery: &Delivery) {
    File::options().write(true).open(delivery.path()).unwrap().write_all_at(b"other", 0).unwrap();
}

fn begin(folder: &TestFolder) -> Collection {
    let collector = folder.with(|options| {
        options.settle = Some(Duration::ZERO);
        options.durability = Durability::None;
    });
    match collector.collect().unwrap() {
        Outcome::Collecting(collection) => collection,
        Outcome::Finished(report) => panic!("{report:?}"),
    }
}

/// Early in a second, so that the claim and the changes after it fall within it.
fn wait_for_the_next_second() {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    std::thread::sleep(Duration::from_secs(1) - Duration::from_nanos(now.subsec_nanos().into()));
}

fn keeps_whole_seconds(path: &Path) -> bool {
    fs::metadata(path).unwrap().ctime_nsec() == 0
}

#[test]
fn a_change_after_the_claim_shows_where_change_times_are_whole_seconds() {
    let _turn = one_at_a_time();
    with_own_mounts("a_change_after_the_claim_shows_where_change_times_are_whole_seconds", || {
        let folder = coarse_folder();
        for round in 0..3 {
            drop_writable(&folder, "students.csv", "first");
            assert!(keeps_whole_seconds(&folder.path().join("students.csv")));
            wait_for_the_next_second();
            let mut collection = begin(&folder);
            let mut delivery = collection.next_delivery().unwrap().unwrap();
            delivery.copy_to(&folder.store().join("students.csv")).unwrap();
            rewrite(&delivery);
            assert_eq!(delivery.acknowledge().unwrap_err().kind(), ErrorKind::Changed, "round {round}");
            let report = collection.finish().unwrap();
            assert_eq!(report.skipped.count(SkipReason::ChangedMeanwhile), 1);
        }
        assert!(folder.settle_zero().status().unwrap().file_system.verified);
    });
}

#[test]
fn what_was_compared_with_its_checksum_file_cannot_be_changed_without_a_trace_within_the_same_second() {
    let _turn = one_at_a_time();
    let test = "what_was_compared_with_its_checksum_file_cannot_be_changed_without_a_trace_within_the_same_second";
    with_own_mounts(test, || {
        let folder = coarse_folder();
        drop_writable(&folder, "students.csv", "first");
        let sha256 = "a7937b64b8caa58f03721bb6bacf5c78cb235febe0e70b1b84cd99541461a08e";
        folder.drop("_students.csv.sha256", &format!("{sha256}  students.csv\n"));
        wait_for_the_next_second();
        let mut collection = begin(&folder);
        let delivery = collection.next_delivery().unwrap().unwrap();
        assert_eq!(delivery.evidence(), Evidence::Complete);
        let compared = fs::metadata(delivery.path()).unwrap().ctime();
        rewrite(&delivery);
        assert_ne!(fs::metadata(delivery.path()).unwrap().ctime(), compared, "a change now would not show");
        assert_eq!(delivery.acknowledge().unwrap_err().kind(), ErrorKind::Changed);
    });
}

/// The process that claimed it may have died before it had waited.
#[test]
fn a_change_shows_also_to_the_collector_that_takes_over_from_a_dead_one() {
    let _turn = one_at_a_time();
    with_own_mounts("a_change_shows_also_to_the_collector_that_takes_over_from_a_dead_one", || {
        let folder = coarse_folder();
        drop_writable(&folder, "students.csv", "first");
        die_after(|| hold(begin(&folder)));
        // As if it had been claimed only now: a rename stamps it with this second.
        let area = folder.path().join(".sync_ingest");
        let verified = |area: &Path| {
            let is_batch = |path: &std::path::PathBuf| path.to_string_lossy().contains("verified-");
            fs::read_dir(area).unwrap().map(|entry| entry.unwrap().path()).find(is_batch).unwrap()
        };
        let batch = verified(&area);
        wait_for_the_next_second();
        fs::rename(batch.join("students.csv"), folder.beside("sync/students.csv")).unwrap();
        fs::rename(folder.beside("sync/students.csv"), batch.join("students.csv")).unwrap();
        let ctime = fs::metadata(batch.join("students.csv")).unwrap().ctime();
        restamp(&batch.join(".claims"), ctime);
        let mut collection = begin(&folder);
        let delivery = collection.next_delivery().unwrap().unwrap();
        assert_eq!((delivery.name().to_str(), delivery.attempt()), (Some("students.csv"), 1));
        rewrite(&delivery);
        assert_eq!(delivery.acknowledge().unwrap_err().kind(), ErrorKind::Changed);
    });
}

/// Writes another change time into the only record of a batch.
fn restamp(claims: &Path, ctime: i64) {
    let text = fs::read_to_string(claims).unwrap();
    let (head, line) = text.trim_end().rsplit_once('\n').unwrap();
    let mut words: Vec<_> = line.split(' ').map(str::to_owned).collect();
    words[6] = format!("{ctime}.000000000");
    fs::write(claims, format!("{head}\n{}\n", words.join(" "))).unwrap();
}

#[test]
fn where_waiting_gives_no_certainty_status_shows_unverified_until_it_is_certain_again() {
    let _turn = one_at_a_time();
    with_own_mounts("where_waiting_gives_no_certainty_status_shows_unverified_until_it_is_certain_again", || {
        let folder = coarse_folder();
        folder.drop("first.csv", "1");
        folder.settle_zero().collect_into(&folder.store()).unwrap();
        // The state after a collection that could not make sure.
        let doubtful = folder.path().join(".sync_ingest/doubtful-change-times");
        fs::write(&doubtful, "").unwrap();
        assert!(!folder.settle_zero().status().unwrap().file_system.verified);
        folder.drop("students.csv", "1");
        assert_eq!(names(&folder.settle_zero().collect_into(&folder.store()).unwrap().delivered), ["students.csv"]);
        assert!(folder.settle_zero().status().unwrap().file_system.verified && !doubtful.exists());
    });
}
