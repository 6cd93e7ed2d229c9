//! A drop folder is collected: what arrives, what is left alone, and what is left behind.

use crate::support::{TestFolder, names};
use std::fs;
use sync_ingest::{AlarmKind, Arbitration, ErrorKind, Evidence, Outcome, PutBackReason, RejectReason, SkipReason};

#[test]
fn a_settled_file_is_delivered_and_nothing_is_left_behind() {
    let folder = TestFolder::new();
    folder.drop("students.csv", "id;name\n1;Ada\n");
    let report = folder.later(31).collect_into(&folder.store()).unwrap();
    assert_eq!(report.arbitration, Arbitration::Collecting);
    assert_eq!(names(&report.delivered), ["students.csv"]);
    assert_eq!((report.delivered[0].evidence, report.delivered[0].attempt), (Evidence::Settled, 1));
    assert_eq!(folder.stored("students.csv"), "id;name\n1;Ada\n");
    assert!(folder.is_clean(), "{:?}", folder.entries());
}

#[test]
fn a_file_that_has_just_changed_waits_until_it_has_settled() {
    let folder = TestFolder::new();
    folder.drop("students.csv", "half");
    let report = folder.later(5).collect_into(&folder.store()).unwrap();
    assert_eq!(report.arbitration, Arbitration::Nothing);
    assert_eq!(report.skipped.count(SkipReason::Unsettled), 1);
    let seconds = report.ready_in.unwrap().as_secs();
    assert!((24..=26).contains(&seconds), "{seconds}");
    assert!(folder.has("students.csv"));
    assert!(!folder.has(".sync_ingest"), "nothing is created where there is nothing to collect");
}

#[test]
fn an_old_modification_time_does_not_make_an_upload_complete() {
    let folder = TestFolder::new();
    folder.drop("students.csv", "half");
    folder.set_mtime("students.csv", 1_000);
    let report = folder.later(5).collect_into(&folder.store()).unwrap();
    assert_eq!(report.skipped.count(SkipReason::Unsettled), 1);
}

#[test]
fn a_file_that_is_open_for_writing_is_in_progress_whatever_its_age() {
    let folder = TestFolder::new();
    folder.drop("students.csv", "half");
    let writer = fs::OpenOptions::new().append(true).open(folder.path().join("students.csv")).unwrap();
    let report = folder.later(3600).collect_into(&folder.store()).unwrap();
    assert_eq!(report.skipped.count(SkipReason::OpenForWriting), 1);
    drop(writer);
    let report = folder.later(3600).collect_into(&folder.store()).unwrap();
    assert_eq!(names(&report.delivered), ["students.csv"]);
}

#[test]
fn nothing_is_collected_while_an_agent_delivers() {
    let folder = TestFolder::new();
    folder.drop("students.csv", "1");
    folder.drop("alock.txt", "");
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(report.arbitration, Arbitration::AgentDelivering);
    assert!(folder.has("students.csv"));
    assert!(!folder.has("lock.txt"));
    fs::remove_file(folder.path().join("alock.txt")).unwrap();
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(report.delivered[0].evidence, Evidence::AgentLock);
}

#[test]
fn a_lock_of_somebody_else_is_never_broken() {
    let folder = TestFolder::new();
    folder.drop("students.csv", "1");
    folder.drop("lock.txt", "1769846400\n");
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(report.arbitration, Arbitration::CollectorBusy);
    assert!(report.alarms.is_empty());
    let report = folder.later(4 * 3600).collect_into(&folder.store()).unwrap();
    assert_eq!(report.arbitration, Arbitration::CollectorBusy);
    assert_eq!(report.alarms[0].kind, AlarmKind::StaleCollectorLock);
    assert!(folder.has("lock.txt"));
    fs::remove_file(folder.path().join("lock.txt")).unwrap();
    let report = folder.later(4 * 3600).collect_into(&folder.store()).unwrap();
    assert_eq!(names(&report.delivered), ["students.csv"]);
    assert_eq!(report.ended[0].kind, AlarmKind::StaleCollectorLock);
}

#[test]
fn a_second_collector_is_turned_away_while_the_first_one_lives() {
    let folder = TestFolder::new();
    folder.drop("students.csv", "1");
    let Outcome::Collecting(first) = folder.settle_zero().collect().unwrap() else { panic!() };
    folder.drop("courses.csv", "1");
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(report.arbitration, Arbitration::CollectorBusy);
    drop(first);
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(names(&report.delivered), ["students.csv", "courses.csv"]);
}

#[test]
fn the_lock_of_a_dead_collector_is_recovered_at_once_with_an_alarm_that_ends() {
    let folder = TestFolder::new();
    folder.drop("students.csv", "1");
    folder.plant_orphan_lock();
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(names(&report.delivered), ["students.csv"]);
    assert_eq!(report.alarms[0].kind, AlarmKind::RecoveredLock);
    folder.drop("courses.csv", "1");
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert!(report.alarms.is_empty());
    assert_eq!(report.ended[0].kind, AlarmKind::RecoveredLock);
}

#[test]
fn an_orphan_lock_is_recovered_even_where_nothing_waits() {
    let folder = TestFolder::new();
    folder.plant_orphan_lock();
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(report.arbitration, Arbitration::Nothing);
    assert_eq!(report.alarms[0].kind, AlarmKind::RecoveredLock);
    assert!(!folder.has("lock.txt"));
}

#[test]
fn what_is_put_back_comes_first_next_time_with_its_id_and_a_higher_attempt() {
    let folder = TestFolder::new();
    folder.drop("students.csv", "1");
    let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    let delivery = collection.next_delivery().unwrap().unwrap();
    let id = delivery.id().to_owned();
    delivery.put_back("the database is down").unwrap();
    let report = collection.finish().unwrap();
    assert_eq!(report.put_back[0].reason, PutBackReason::Store("the database is down".to_owned()));
    folder.drop("a.csv", "2");
    let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    let delivery = collection.next_delivery().unwrap().unwrap();
    assert_eq!((delivery.id(), delivery.attempt()), (id.as_str(), 2));
    delivery.acknowledge().unwrap();
}

#[test]
fn a_younger_file_waits_for_the_older_one_of_its_name() {
    let folder = TestFolder::new();
    folder.drop("students.csv", "old");
    let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    collection.next_delivery().unwrap().unwrap().put_back("later").unwrap();
    collection.finish().unwrap();
    folder.drop("students.csv", "new");
    let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    let older = collection.next_delivery().unwrap().unwrap();
    assert_eq!(fs::read_to_string(older.path()).unwrap(), "old");
    assert!(collection.next_delivery().unwrap().is_none(), "the younger one waits");
    older.acknowledge().unwrap();
    let younger = collection.next_delivery().unwrap().unwrap();
    assert_eq!(fs::read_to_string(younger.path()).unwrap(), "new");
    younger.acknowledge().unwrap();
    let report = collection.finish().unwrap();
    assert_eq!(report.delivered.len(), 2);
}

#[test]
fn a_rejected_file_is_set_aside_with_its_reason_and_reported_until_a_person_removes_it() {
    let folder = TestFolder::new();
    folder.drop("virus.csv", "x");
    let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    collection.next_delivery().unwrap().unwrap().reject("infected").unwrap();
    let report = collection.finish().unwrap();
    let infected = RejectReason::Store("infected".to_owned());
    assert_eq!(report.rejected[0].reason, infected);
    assert_eq!(report.alarms[0].kind, AlarmKind::RejectedFile);
    let status = folder.settle_zero().status().unwrap();
    assert_eq!((status.rejected_count, &status.rejected[0].reason), (1, &infected));
    fs::remove_dir_all(folder.path().join(".sync_ingest/rejected")).unwrap();
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(report.ended[0].kind, AlarmKind::RejectedFile);
}

#[test]
fn a_delivery_that_a_writer_changes_is_refused_and_becomes_new_content() {
    let folder = TestFolder::new();
    folder.drop("students.csv", "first");
    let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    let delivery = collection.next_delivery().unwrap().unwrap();
    let id = delivery.id().to_owned();
    fs::write(delivery.path(), "later").unwrap();
    assert_eq!(delivery.acknowledge().unwrap_err().kind(), ErrorKind::Changed);
    let report = collection.finish().unwrap();
    assert!(report.delivered.is_empty());
    assert_eq!(folder.read("students.csv"), "later");
    let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    let delivery = collection.next_delivery().unwrap().unwrap();
    assert_ne!(delivery.id(), id);
    assert_eq!(delivery.attempt(), 1);
    delivery.acknowledge().unwrap();
}

#[test]
fn a_collector_that_finds_its_lock_gone_stops_and_raises_an_alarm() {
    let folder = TestFolder::new();
    folder.drop("students.csv", "1");
    let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    let delivery = collection.next_delivery().unwrap().unwrap();
    fs::remove_file(folder.path().join("lock.txt")).unwrap();
    assert_eq!(delivery.acknowledge().unwrap_err().kind(), ErrorKind::LockLost);
    assert_eq!(collection.next_delivery().unwrap_err().kind(), ErrorKind::LockLost);
    let report = collection.finish().unwrap();
    assert_eq!(report.alarms[0].kind, AlarmKind::LostLock);
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(names(&report.delivered), ["students.csv"]);
}

#[test]
fn a_lock_that_somebody_put_in_the_place_of_ours_is_left_alone() {
    let folder = TestFolder::new();
    folder.drop("students.csv", "1");
    let Outcome::Collecting(collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    fs::remove_file(folder.path().join("lock.txt")).unwrap();
    folder.drop("lock.txt", "1769846400\n");
    let report = collection.finish().unwrap();
    assert_eq!(report.alarms[0].kind, AlarmKind::LostLock);
    assert_eq!(folder.read("lock.txt"), "1769846400\n");
}

#[test]
fn after_the_end_of_the_collection_nothing_can_be_answered() {
    let folder = TestFolder::new();
    folder.drop("students.csv", "1");
    let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    let delivery = collection.next_delivery().unwrap().unwrap();
    let report = collection.finish().unwrap();
    assert_eq!(names(&report.put_back), ["students.csv"]);
    assert_eq!(delivery.acknowledge().unwrap_err().kind(), ErrorKind::AlreadyOver);
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(report.delivered[0].attempt, 2);
}

#[test]
fn a_stored_file_of_the_same_name_is_replaced() {
    let folder = TestFolder::new();
    fs::write(folder.store().join("students.csv"), "before").unwrap();
    folder.drop("students.csv", "after");
    folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(folder.stored("students.csv"), "after");
}

#[test]
fn one_file_that_cannot_be_stored_does_not_hold_back_the_others() {
    let folder = TestFolder::new();
    folder.drop("a.csv", "1");
    folder.drop("b.csv", "2");
    fs::create_dir(folder.store().join("a.csv")).unwrap();
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(names(&report.delivered), ["b.csv"]);
    assert_eq!(names(&report.put_back), ["a.csv"]);
    fs::remove_dir(folder.store().join("a.csv")).unwrap();
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!((names(&report.delivered), report.delivered[0].attempt), (vec!["a.csv"], 2));
}

#[test]
fn a_store_that_dies_is_blamed_for_one_file_and_the_others_go_on() {
    let folder = TestFolder::new();
    for name in ["a.csv", "poison.csv", "z.csv"] {
        folder.drop(name, "1");
    }
    let mut stored = Vec::new();
    let mut rejected = Vec::new();
    for _ in 0..8 {
        let Ok(Outcome::Collecting(mut collection)) = folder.settle_zero().collect() else { break };
        while let Some(delivery) = collection.next_delivery().unwrap() {
            if delivery.name() == "poison.csv" {
                // As a process that dies while storing leaves it: without an answer.
                drop(delivery);
                break;
            }
            stored.push(delivery.name().to_str().unwrap().to_owned());
            delivery.acknowledge().unwrap();
        }
        rejected.extend(collection.finish().unwrap().rejected);
    }
    stored.sort();
    assert_eq!(stored, ["a.csv", "z.csv"]);
    assert_eq!(names(&rejected), ["poison.csv"]);
    assert_eq!(rejected[0].reason, RejectReason::StoreDied(5));
}

#[test]
fn what_a_store_puts_back_is_never_rejected_but_becomes_an_alarm_until_it_is_taken() {
    let folder = TestFolder::new();
    folder.drop("students.csv", "1");
    for round in 1..=7 {
        let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
        collection.next_delivery().unwrap().unwrap().put_back("the database is down").unwrap();
        let report = collection.finish().unwrap();
        assert_eq!(report.alarms.iter().any(|alarm| alarm.kind == AlarmKind::FailingStore), round >= 5, "{round}");
    }
    let Outcome::Collecting(collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    assert!(collection.finish().unwrap().ended.is_empty(), "nothing was asked, so nothing is over");
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(report.ended[0].kind, AlarmKind::FailingStore);
}

#[test]
fn a_batch_of_many_is_open_at_once() {
    let folder = TestFolder::new();
    for index in 0..300 {
        folder.drop(&format!("{index}.csv"), "1");
    }
    let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    let mut open = Vec::new();
    while let Some(delivery) = collection.next_delivery().unwrap() {
        open.push(delivery);
    }
    assert_eq!(open.len(), 300);
    open.into_iter().for_each(|delivery| delivery.acknowledge().unwrap());
    assert_eq!(collection.finish().unwrap().delivered.len(), 300);
    assert!(folder.is_clean());
}

#[test]
fn files_that_cannot_be_claimed_do_not_take_the_place_of_others() {
    // Whatever the order of the folder: with room for one file, both arrive though the third one is
    // always open.
    let folder = TestFolder::new();
    for name in ["a.csv", "b.csv", "c.csv"] {
        folder.drop(name, "1");
    }
    let writer = fs::OpenOptions::new().append(true).open(folder.path().join("b.csv")).unwrap();
    let one = |options: &mut sync_ingest::Options| {
        options.settle = Some(std::time::Duration::ZERO);
        options.max_files = 1;
    };
    for _ in 0..4 {
        folder.with(one).collect_into(&folder.store()).unwrap();
    }
    assert_eq!(crate::support::entries(&folder.store()), ["a.csv", "c.csv"]);
    drop(writer);
}

#[test]
fn a_file_that_stays_open_for_writing_becomes_an_alarm_and_is_not_moved_again_and_again() {
    let folder = TestFolder::new();
    folder.drop("students.csv", "half");
    let writer = fs::OpenOptions::new().append(true).open(folder.path().join("students.csv")).unwrap();
    folder.later(60).collect_into(&folder.store()).unwrap();
    let changed = || {
        use std::os::unix::fs::MetadataExt;
        let stat = fs::metadata(folder.path().join("students.csv")).unwrap();
        (stat.ctime(), stat.ctime_nsec())
    };
    let before = changed();
    let report = folder.later(4 * 3600).collect_into(&folder.store()).unwrap();
    assert_eq!(changed(), before, "it stays where it is");
    assert_eq!(report.skipped.count(SkipReason::OpenForWriting), 1);
    assert_eq!(report.alarms[0].kind, AlarmKind::UnfinishedFile);
    drop(writer);
    let report = folder.later(4 * 3600).collect_into(&folder.store()).unwrap();
    assert_eq!(report.ended[0].kind, AlarmKind::UnfinishedFile);
}
