//! The remains of collections that were killed at different stages, and how the next one handles
//! them.

use crate::support::process::{die_after, hold, one_at_a_time};
use crate::support::{TestFolder, entries, names};
use rustix::fs::{FlockOperation, flock};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use sync_ingest::{AlarmKind, Arbitration, Collection, ErrorKind, Outcome, RejectReason, Report, SkipReason};

const UNVERIFIED: &str = "unverified-0000000001-0123456789abcdef01234567";

fn area(folder: &TestFolder) -> PathBuf {
    folder.path().join(".sync_ingest")
}

/// A work area with one batch that is not verified, as a collection leaves it that is killed before
/// its last look.
fn unverified(folder: &TestFolder, files: &[(&str, &str)]) -> PathBuf {
    let batch = area(folder).join(UNVERIFIED);
    fs::create_dir_all(&batch).unwrap();
    fs::set_permissions(area(folder), std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    files.iter().for_each(|(name, content)| fs::write(batch.join(name), content).unwrap());
    batch
}

/// A verified batch of these files, of which the first few were offered, as a collection leaves it
/// that is killed then.
fn verified(folder: &TestFolder, files: &[(&str, &str)], offered: usize) -> PathBuf {
    files.iter().for_each(|(name, content)| folder.drop(name, content));
    die_after(|| {
        let mut collection = collecting(folder);
        let open: Vec<_> = (0..offered).map(|_| collection.next_delivery().unwrap().unwrap()).collect();
        hold((open, collection));
    });
    fs::remove_file(folder.path().join("lock.txt")).unwrap();
    let name = entries(&area(folder)).into_iter().find(|name| name.starts_with("verified-")).unwrap();
    area(folder).join(name)
}

fn collecting(folder: &TestFolder) -> Collection {
    match folder.settle_zero().collect().unwrap() {
        Outcome::Collecting(collection) => collection,
        Outcome::Finished(report) => panic!("{report:?}"),
    }
}

fn collect(folder: &TestFolder) -> Report {
    folder.settle_zero().collect_into(&folder.store()).unwrap()
}

/// Returns name, id and attempt of everything that is offered, and ends that collection, in which
/// everything is acknowledged.
fn offered(folder: &TestFolder) -> Vec<(String, String, u32)> {
    let mut collection = collecting(folder);
    let mut offered = Vec::new();
    while let Some(delivery) = collection.next_delivery().unwrap() {
        let name = delivery.name().to_str().unwrap().to_owned();
        offered.push((name, delivery.id().to_owned(), delivery.attempt()));
        delivery.acknowledge().unwrap();
    }
    collection.finish().unwrap();
    offered
}

#[test]
fn what_was_claimed_and_not_verified_is_given_back_and_collected_again() {
    let _turn = one_at_a_time();
    for has_record in [false, true] {
        let folder = TestFolder::new();
        let batch = match has_record {
            false => unverified(&folder, &[("students.csv", "1")]),
            // The record is written before the batch is verified, by renaming it.
            true => {
                let batch = verified(&folder, &[("students.csv", "1")], 0);
                let name = batch.file_name().unwrap().to_str().unwrap();
                let before = batch.with_file_name(format!("un{name}"));
                fs::rename(&batch, &before).unwrap();
                before
            }
        };
        let token = batch.to_str().unwrap().rsplit('-').next().unwrap();
        let (name, id, attempt) = offered(&folder).remove(0);
        assert_eq!((name.as_str(), attempt), ("students.csv", 1));
        assert!(!id.starts_with(token), "{id}");
        assert!(!batch.exists() && folder.is_clean());
    }
}

#[test]
fn what_was_claimed_and_not_verified_has_to_settle_again() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    unverified(&folder, &[("students.csv", "half")]);
    let report = folder.later(5).collect_into(&folder.store()).unwrap();
    assert_eq!(report.skipped.names(SkipReason::Unsettled), ["students.csv"]);
    assert_eq!(folder.read("students.csv"), "half");
}

#[test]
fn what_was_claimed_and_not_verified_is_not_offered_while_an_agent_delivers() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    let batch = unverified(&folder, &[("students.csv", "half")]);
    folder.drop("alock.txt", "");
    for _ in 0..2 {
        assert_eq!(collect(&folder).arbitration, Arbitration::AgentDelivering);
        // An orphan is recovered even then, because agents wait for it.
        folder.plant_orphan_lock();
    }
    assert!(folder.has("students.csv") || batch.join("students.csv").exists());
    assert_eq!(collect(&folder).arbitration, Arbitration::AgentDelivering);
    assert!(entries(&folder.store()).is_empty() && !folder.has("lock.txt"));
    fs::remove_file(folder.path().join("alock.txt")).unwrap();
    assert_eq!(names(&collect(&folder).delivered), ["students.csv"]);
}

#[test]
fn what_was_verified_is_offered_again_under_its_id_and_counts_as_offered_only_if_it_was() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    let batch = verified(&folder, &[("a.csv", "a"), ("b.csv", "b"), ("c.csv", "c")], 2);
    let token = batch.file_name().unwrap().to_str().unwrap().rsplit('-').next().unwrap().to_owned();
    let mut again = offered(&folder);
    let attempts: u32 = again.iter().map(|one| one.2).sum();
    assert_eq!((again.len(), attempts), (3, 2 + 2 + 1), "{again:?}");
    assert!(again.iter().all(|one| one.1.starts_with(&token)), "{again:?}");
    again.sort_by(|a, b| a.1.cmp(&b.1));
    again.dedup_by(|a, b| a.1 == b.1);
    assert_eq!(again.len(), 3);
    assert!(folder.is_clean());
}

#[test]
fn what_was_acknowledged_before_the_crash_does_not_come_again() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    folder.drop("a.csv", "a");
    folder.drop("b.csv", "b");
    die_after(|| {
        let mut collection = collecting(&folder);
        let (first, second) = (collection.next_delivery().unwrap().unwrap(), collection.next_delivery().unwrap());
        first.acknowledge().unwrap();
        hold((second, collection));
    });
    let again = offered(&folder);
    assert_eq!((again.len(), again[0].2), (1, 2), "{again:?}");
}

#[test]
fn a_batch_whose_record_is_torn_or_foreign_counts_as_not_verified() {
    let _turn = one_at_a_time();
    // Cut off at so many places; then replaced by bytes that are not text, and by zeros.
    const CUTS: usize = 25;
    for damage in 0..CUTS + 2 {
        let folder = TestFolder::new();
        let batch = verified(&folder, &[("a.csv", "a"), ("b.csv", "b")], 1);
        let token = batch.file_name().unwrap().to_str().unwrap().rsplit('-').next().unwrap().to_owned();
        let mut text = fs::read(batch.join(".claims")).unwrap();
        match damage {
            CUTS => text = b"\xff\xfe".to_vec(),
            0..CUTS => text.truncate(damage * text.len() / CUTS),
            _ => text.fill(0),
        }
        fs::write(batch.join(".claims"), &text).unwrap();
        let again = offered(&folder);
        let text = String::from_utf8_lossy(&text);
        assert_eq!(again.len(), 2, "{text}");
        // Torn exactly between two lines it is the record of fewer files, and the others are
        // unknown.
        let is_whole = |name: &str| text.ends_with('\n') && text.contains(&format!(" {name}\n"));
        for one in &again {
            assert_eq!(one.1.starts_with(&token), is_whole(&one.0), "{text}: {one:?}");
        }
        assert!(folder.is_clean(), "{text}: {:?}", entries(&area(&folder)));
    }
}

#[test]
fn a_record_that_is_missing_or_a_link_is_not_believed() {
    let _turn = one_at_a_time();
    for is_link in [false, true] {
        let folder = TestFolder::new();
        let batch = verified(&folder, &[("a.csv", "a")], 1);
        fs::rename(batch.join(".claims"), folder.beside("claims")).unwrap();
        if is_link {
            symlink(folder.beside("claims"), batch.join(".claims")).unwrap();
        }
        let before = fs::read(folder.beside("claims")).unwrap();
        assert_eq!(offered(&folder)[0].2, 1, "link: {is_link}");
        assert_eq!(fs::read(folder.beside("claims")).unwrap(), before);
        assert!(folder.is_clean());
    }
}

#[test]
fn a_stranger_in_a_verified_batch_is_given_back_and_not_offered_as_verified() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    let batch = verified(&folder, &[("a.csv", "a")], 1);
    fs::write(batch.join("stranger.csv"), "half").unwrap();
    symlink(folder.beside("nowhere"), batch.join("link.csv")).unwrap();
    let report = folder.later(5).collect_into(&folder.store()).unwrap();
    assert_eq!(names(&report.delivered), ["a.csv"]);
    assert_eq!(report.skipped.names(SkipReason::Unsettled), ["stranger.csv"]);
    assert_eq!(report.skipped.names(SkipReason::SymbolicLink), ["link.csv"]);
    assert_eq!(folder.read("stranger.csv"), "half");
    assert!(!batch.exists());
}

#[test]
fn a_file_that_has_both_names_after_an_interrupted_way_back_keeps_the_one_in_the_folder() {
    let _turn = one_at_a_time();
    for is_verified in [false, true] {
        let folder = TestFolder::new();
        let batch = match is_verified {
            true => verified(&folder, &[("students.csv", "1")], 1),
            false => unverified(&folder, &[("students.csv", "1")]),
        };
        fs::hard_link(batch.join("students.csv"), folder.path().join("students.csv")).unwrap();
        collect(&folder);
        collect(&folder);
        assert_eq!(folder.stored("students.csv"), "1", "verified: {is_verified}");
        let status = folder.settle_zero().status().unwrap();
        assert_eq!(status.rejected_count, 0, "verified: {is_verified}");
        assert!(folder.is_clean(), "verified: {is_verified}: {:?}", folder.entries());
    }
}

#[test]
fn a_file_that_was_sent_again_supersedes_the_one_that_was_not_verified() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    unverified(&folder, &[("students.csv", "half")]);
    folder.drop("students.csv", "whole");
    let report = collect(&folder);
    assert_eq!(folder.stored("students.csv"), "whole");
    assert_eq!((names(&report.delivered), names(&report.superseded)), (vec!["students.csv"], vec!["students.csv"]));
    assert_eq!(report.superseded[0].reason, RejectReason::Superseded);
    let days = area(&folder).join("superseded");
    let day = days.join(&entries(&days)[0]);
    assert_eq!(fs::read_to_string(day.join(&report.superseded[0].id).join("students.csv")).unwrap(), "half");
}

#[test]
fn what_was_superseded_is_history_and_no_incident_and_goes_after_two_weeks() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    unverified(&folder, &[("students.csv", "half")]);
    folder.drop("students.csv", "whole");
    let report = collect(&folder);
    assert_eq!((names(&report.rejected), report.alarms.len()), (vec![], 0), "{report:?}");
    let status = folder.settle_zero().status().unwrap();
    assert_eq!((status.rejected_count, status.alarms.len()), (0, 0));
    let later = |days: u64| {
        folder.drop("courses.csv", "1");
        let options =
            |options: &mut sync_ingest::Options| options.now = Some(crate::support::now_plus(days * 24 * 60 * 60));
        folder.with(options).collect_into(&folder.store()).unwrap();
        entries(&area(&folder).join("superseded")).len()
    };
    assert_eq!((later(13), later(16)), (1, 0));
}

#[test]
fn batches_that_are_empty_are_removed_and_cost_nothing() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    unverified(&folder, &[]);
    for name in ["unverified-0000000002-0123456789abcdef01234567", "verified-0000000003-0123456789abcdef01234567"] {
        fs::create_dir(area(&folder).join(name)).unwrap();
    }
    let batch = verified(&folder, &[("a.csv", "a")], 1);
    fs::remove_file(batch.join("a.csv")).unwrap();
    assert_eq!(collect(&folder).arbitration, Arbitration::Nothing);
    assert!(folder.is_clean(), "{:?}", entries(&area(&folder)));
}

#[test]
fn what_nobody_here_made_is_left_alone_in_the_work_area() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    unverified(&folder, &[("a.csv", "a")]);
    let strange = ["verified-7-x", "notes", "unverified-0000000001-0123456789ABCDEF0123456g", ".hidden"];
    strange.iter().for_each(|name| fs::write(area(&folder).join(name), "x").unwrap());
    assert_eq!(names(&collect(&folder).delivered), ["a.csv"]);
    let left = entries(&area(&folder));
    assert!(strange.iter().all(|name| left.iter().any(|one| one == name)), "{left:?}");
}

#[test]
fn locks_that_were_never_published_are_tidied_away_unless_somebody_prepares_them_now() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    unverified(&folder, &[("a.csv", "a")]);
    let (dead, living) = (
        area(&folder).join(".sync_ingest-lock-0000000000000000"),
        area(&folder).join(".sync_ingest-lock-1111111111111111"),
    );
    fs::write(&dead, "").unwrap();
    fs::write(&living, "").unwrap();
    let handle = fs::File::open(&living).unwrap();
    flock(&handle, FlockOperation::NonBlockingLockExclusive).unwrap();
    collect(&folder);
    assert!(!dead.exists() && living.exists());
}

#[test]
fn a_batch_that_cannot_be_opened_is_reported_and_holds_nothing_back() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    let batch = unverified(&folder, &[]);
    fs::remove_dir(&batch).unwrap();
    symlink(folder.store(), &batch).unwrap();
    fs::write(folder.store().join("precious.csv"), "x").unwrap();
    folder.drop("students.csv", "1");
    let report = collect(&folder);
    assert_eq!(names(&report.delivered), ["students.csv"]);
    assert_eq!(report.skipped.names(SkipReason::Unclaimable), [UNVERIFIED]);
    assert_eq!(report.alarms[0].kind, AlarmKind::UnreadableFile);
    assert_eq!(entries(&folder.store()), ["precious.csv", "students.csv"], "nothing was taken through the link");
}

#[test]
fn a_claimed_file_that_was_removed_or_changed_meanwhile_holds_back_no_other() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    let batch = verified(&folder, &[("a.csv", "a"), ("b.csv", "b"), ("c.csv", "c")], 3);
    fs::remove_file(batch.join("a.csv")).unwrap();
    fs::write(batch.join("b.csv"), "changed").unwrap();
    let report = folder.later(5).collect_into(&folder.store()).unwrap();
    assert_eq!(names(&report.delivered), ["c.csv"]);
    assert_eq!(report.skipped.names(SkipReason::ChangedMeanwhile), ["b.csv"]);
    assert_eq!(folder.read("b.csv"), "changed");
    let again = offered(&folder);
    assert_eq!((again[0].0.as_str(), again[0].2), ("b.csv", 1), "its content is a new delivery");
}

#[test]
fn a_file_over_which_the_store_keeps_dying_is_rejected_at_the_limit_and_not_before() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    folder.drop("poison.csv", "x");
    for death in 1..=5 {
        die_after(|| {
            let mut collection = collecting(&folder);
            let delivery = collection.next_delivery().unwrap().unwrap();
            assert_eq!(delivery.attempt(), death);
            hold((delivery, collection));
        });
    }
    folder.drop("students.csv", "1");
    let report = collect(&folder);
    assert_eq!((names(&report.delivered), names(&report.rejected)), (vec!["students.csv"], vec!["poison.csv"]));
    assert_eq!(report.rejected[0].reason, RejectReason::StoreDied(5));
}

#[test]
fn each_crash_counts_into_one_incident_that_ends_with_the_first_good_collection() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    folder.drop("students.csv", "1");
    for _ in 0..3 {
        die_after(|| hold(collecting(&folder)));
    }
    let recovered = |report: &Report| report.alarms.iter().find(|one| one.kind == AlarmKind::RecoveredLock).cloned();
    let mut collection = collecting(&folder);
    let delivery = collection.next_delivery().unwrap().unwrap();
    assert_eq!(delivery.attempt(), 1, "it was never offered");
    fs::remove_file(folder.path().join("lock.txt")).unwrap();
    assert_eq!(delivery.acknowledge().unwrap_err().kind(), ErrorKind::LockLost);
    let report = collection.finish().unwrap();
    assert_eq!(recovered(&report).unwrap().count, 3);
    let report = collect(&folder);
    assert!(recovered(&report).is_none());
    assert_eq!(
        report.ended.iter().map(|one| one.kind).collect::<Vec<_>>(),
        [AlarmKind::RecoveredLock, AlarmKind::LostLock]
    );
}
