//! Batches and locks that 0.1.0 left behind are finished, with the ids, attempts and order that
//! 0.1.0 would have kept.

use crate::left::{Claim, Left, Machine, is_below};
use crate::support::process::one_at_a_time;
use crate::support::{entries, names};
use std::fs;
use sync_ingest::{AlarmKind, Arbitration, Evidence, Options, RejectReason, Report};

/// Runs a whole collection without a settle time.
fn collect(left: &Left) -> Report {
    collect_with(left, |_| {})
}

fn collect_with(left: &Left, change: impl FnOnce(&mut Options)) -> Report {
    let folder = left.folder.with(|options| {
        options.settle = Some(std::time::Duration::ZERO);
        let beside = left.folder.beside("area");
        options.work_area = beside.exists().then_some(beside);
        change(options);
    });
    folder.collect_into(&left.folder.store()).unwrap()
}

fn kinds(report: &Report) -> Vec<AlarmKind> {
    report.alarms.iter().map(|alarm| alarm.kind).collect()
}

/// Returns name, id and attempt of everything that was delivered, sorted.
fn delivered(report: &Report) -> Vec<(String, String, u64)> {
    let one = |one: &sync_ingest::Delivered| {
        (one.name.to_string_lossy().into_owned(), one.id.clone(), u64::from(one.attempt))
    };
    let mut delivered: Vec<_> = report.delivered.iter().map(one).collect();
    delivered.sort();
    delivered
}

/// Returns what must be delivered for these claims: the same ids, and the next attempt.
fn once_more(claims: &[Claim]) -> Vec<(String, String, u64)> {
    let mut wanted: Vec<_> =
        claims.iter().map(|claim| (claim.name.clone(), claim.id.clone(), claim.attempts + 1)).collect();
    wanted.sort();
    wanted
}

/// Checks that the recovered lock is reported once and ends once, that there is no other alarm, and
/// that nothing is left behind.
fn ends_well(left: &Left, first: &Report) {
    assert_eq!(first.arbitration, Arbitration::Collecting);
    assert_eq!(kinds(first), [AlarmKind::RecoveredLock]);
    assert!(first.ended.is_empty() && first.put_back.is_empty(), "{first:?}");
    let second = collect(left);
    assert_eq!(second.arbitration, Arbitration::Nothing);
    assert_eq!((kinds(&second), second.ended.len()), (vec![], 1), "{second:?}");
    assert_eq!(second.ended[0].kind, AlarmKind::RecoveredLock);
    let third = collect(left);
    assert!(third.alarms.is_empty() && third.ended.is_empty(), "{third:?}");
    assert!(!left.folder.has("lock.txt"));
    no_leftovers(left);
}

/// Checks that there are no partial copies, batches, prepared or recovered locks.
fn no_leftovers(left: &Left) {
    let hidden = |path| entries(path).into_iter().filter(|name| name.starts_with('.')).collect::<Vec<_>>();
    assert_eq!(hidden(&left.folder.store()), [""; 0], "in the store");
    let in_area = entries(&left.area());
    let begins = ["verified-", "unverified-", "recovered-lock-", ".sync_ingest-"];
    let found: Vec<_> = in_area.iter().filter(|name| begins.iter().any(|begin| name.starts_with(begin))).collect();
    assert!(found.is_empty(), "in the work area: {found:?}");
}

fn stored(left: &Left) -> Vec<(String, String)> {
    let read = |name: String| {
        let content = left.folder.stored(&name);
        (name, content)
    };
    entries(&left.folder.store()).into_iter().map(read).collect()
}

fn pairs(wanted: &[(&str, &str)]) -> Vec<(String, String)> {
    wanted.iter().map(|(name, content)| ((*name).to_owned(), (*content).to_owned())).collect()
}

#[test]
fn an_orphan_lock_is_recovered_and_reported_once_and_the_waiting_file_is_collected() {
    let _turn = one_at_a_time();
    for name in ["orphan_lock", "orphan_lock_recovered_by_the_dead"] {
        let left = Left::unpack(name);
        let report = collect(&left);
        assert_eq!(report.alarms[0].count, 1, "{name}");
        assert_eq!(names(&report.delivered), ["students.csv"], "{name}");
        assert_eq!(stored(&left), pairs(&[("students.csv", "students 1")]), "{name}");
        ends_well(&left, &report);
        assert_eq!(left.folder.read("_draft.csv"), "draft", "{name}");
    }
}

#[test]
fn an_unverified_batch_is_given_back_and_collected_with_its_checksum_file() {
    let _turn = one_at_a_time();
    let left = Left::unpack("unverified_batch");
    let report = collect(&left);
    let attempts: Vec<_> = delivered(&report).into_iter().map(|(name, _, attempt)| (name, attempt)).collect();
    let wanted = ["-n.csv", "grades.csv", "newer.csv", "students.csv", "été 2026.csv", "\u{fffd}.csv"];
    assert_eq!(attempts, wanted.map(|name| (name.to_owned(), 1)));
    let grades = report.delivered.iter().find(|one| one.name == "grades.csv").unwrap();
    assert_eq!(grades.evidence, Evidence::Complete, "its checksum file was claimed with it");
    assert_eq!(left.folder.stored("newer.csv"), "newer 2");
    assert!(left.keeps("newer 1"), "superseded, but not lost");
    for content in ["accents 1", "dash 1", "grades 1", "newer 2", "no text 1", "students 1"] {
        assert!(is_below(&left.folder.store(), content), "{content} is not stored");
    }
    assert_eq!(entries(&left.folder.store()).len(), 6);
    assert_eq!((names(&report.superseded), report.rejected.len()), (vec!["newer.csv"], 0), "history, and no incident");
    ends_well(&left, &report);
}

#[test]
fn an_unverified_batch_is_given_back_and_not_offered_while_an_agent_is_delivering() {
    let _turn = one_at_a_time();
    let left = Left::unpack("unverified_batch");
    left.folder.drop("alock.txt", "");
    let report = collect(&left);
    assert_eq!((report.arbitration, report.delivered.len()), (Arbitration::AgentDelivering, 0));
    for name in ["-n.csv", "_grades.csv.sha256", "grades.csv", "students.csv", "été 2026.csv"] {
        assert!(left.folder.has(name), "{name} is not back");
    }
    assert_eq!(left.folder.read("newer.csv"), "newer 2");
    assert_eq!(stored(&left), []);
    fs::remove_file(left.folder.path().join("alock.txt")).unwrap();
    assert_eq!(collect(&left).delivered.len(), 6);
    no_leftovers(&left);
}

#[test]
fn a_verified_batch_is_offered_again_with_the_same_ids_and_the_next_attempt() {
    let _turn = one_at_a_time();
    let left = Left::unpack("verified_batch");
    let claims = left.claims();
    assert_eq!(claims.len(), 4);
    let report = collect(&left);
    assert_eq!(delivered(&report), once_more(&claims));
    let large = "large 1\n".repeat(312_500);
    let wanted =
        [("copied.csv", "copied 1"), ("grades.csv", "grades 1"), ("large.csv", &large), ("moved.csv", "moved 1")];
    assert!(stored(&left) == pairs(&wanted), "{:?}", entries(&left.folder.store()));
    ends_well(&left, &report);
    assert!(left.folder.is_clean(), "{:?}", left.folder.entries());
}

#[test]
fn a_custom_store_gets_the_same_ids_attempts_and_evidence() {
    let _turn = one_at_a_time();
    let left = Left::unpack("verified_batch");
    let claims = left.claims();
    let sync_ingest::Outcome::Collecting(mut collection) = left.folder.settle_zero().collect().unwrap() else {
        panic!()
    };
    let mut offered = Vec::new();
    while let Some(delivery) = collection.next_delivery().unwrap() {
        let name = delivery.name().to_str().unwrap().to_owned();
        assert_eq!(delivery.evidence() == Evidence::Complete, name == "grades.csv");
        offered.push((name, delivery.id().to_owned(), u64::from(delivery.attempt())));
        delivery.put_back("not today").unwrap();
    }
    offered.sort();
    assert_eq!(offered, once_more(&claims));
    collection.finish().unwrap();
    let next: Vec<_> = once_more(&claims).into_iter().map(|(name, id, attempt)| (name, id, attempt + 1)).collect();
    assert_eq!(delivered(&collect(&left)), next, "after it was put back");
}

#[test]
fn after_a_reboot_ids_are_kept_and_every_delivery_counts_as_offered_before() {
    let _turn = one_at_a_time();
    for name in ["verified_batch", "store_that_died", "everything"] {
        let left = Left::unpack_on(name, Machine::Rebooted);
        let claims: Vec<_> =
            left.claims().into_iter().map(|claim| Claim { attempts: claim.attempts.max(1), ..claim }).collect();
        let report = collect(&left);
        for one in once_more(&claims) {
            assert!(delivered(&report).contains(&one), "{name}: {one:?} is not in {:?}", delivered(&report));
        }
    }
}

#[test]
fn only_the_unacknowledged_part_of_a_batch_is_offered_again() {
    let _turn = one_at_a_time();
    let left = Left::unpack("batch_acknowledged_in_part");
    let (claims, before) = (left.claims(), stored(&left));
    assert_eq!((claims.len(), before.len()), (2, 4));
    let report = collect(&left);
    assert_eq!(delivered(&report), once_more(&claims));
    assert_eq!(stored(&left), before, "each once");
    ends_well(&left, &report);
}

#[test]
fn a_work_area_outside_the_drop_folder_is_finished() {
    let _turn = one_at_a_time();
    let left = Left::unpack("verified_batch_beside_the_folder");
    let claims = left.claims();
    assert_eq!(claims.len(), 2);
    let report = collect(&left);
    assert_eq!(delivered(&report), once_more(&claims));
    ends_well(&left, &report);
    assert_eq!(left.folder.entries(), [""; 0]);
}

#[test]
fn crashes_while_storing_are_still_counted() {
    let _turn = one_at_a_time();
    let left = Left::unpack("store_that_died");
    let claims = left.claims();
    let attempts = |name: &str| claims.iter().find(|claim| claim.name == name).unwrap().attempts;
    assert_eq!(attempts("deadly.csv"), 3);
    let report = collect(&left);
    assert_eq!(delivered(&report), once_more(&claims), "the third crash is counted now");
    ends_well_and_continues_its_alarm(&left, &report);

    let left = Left::unpack("store_that_died");
    let report = collect_with(&left, |options| options.max_attempts = 3);
    assert_eq!(names(&report.rejected), ["deadly.csv"], "the third crash is the last");
    let deadly = left.claims();
    assert!(
        deadly.is_empty() && report.rejected[0].id == claims.iter().find(|one| one.name == "deadly.csv").unwrap().id
    );
    assert_eq!(report.rejected[0].reason, RejectReason::StoreDied(3));
    assert_eq!(names(&report.delivered), ["harmless.csv"]);
    assert!(left.keeps("deadly 1"));
    no_leftovers(&left);
}

/// 0.1.0 had already reported two recovered locks.
fn ends_well_and_continues_its_alarm(left: &Left, first: &Report) {
    assert_eq!((first.alarms[0].kind, first.alarms[0].count), (AlarmKind::RecoveredLock, 3), "the same incident");
    ends_well(left, first);
}

#[test]
fn a_delivery_that_was_put_back_is_offered_before_a_newer_file_of_its_name() {
    let _turn = one_at_a_time();
    let left = Left::unpack("put_back");
    let claim = left.claims().remove(0);
    assert_eq!(claim.attempts, 2);
    let mut all = Vec::new();
    for _ in 0..3 {
        all.extend(collect(&left).delivered);
    }
    assert_eq!(names(&all), ["students.csv", "students.csv"]);
    assert_eq!((all[0].id.as_str(), all[0].attempt), (claim.id.as_str(), 3), "the older one comes first, with its id");
    assert_eq!(all[1].attempt, 1);
    assert_eq!(stored(&left), pairs(&[("courses.csv", "courses 1"), ("students.csv", "students 2")]));
    assert!(left.folder.is_clean());
}

#[test]
fn a_failing_store_raises_its_alarm_after_the_same_number_of_attempts() {
    let _turn = one_at_a_time();
    let left = Left::unpack("put_back");
    let id = left.claims().remove(0).id;
    fs::create_dir(left.folder.store().join("students.csv")).unwrap();
    for attempt in 3..=5 {
        let report = collect(&left);
        assert_eq!(report.put_back[0].id, id, "attempt {attempt}");
        let alarms: &[AlarmKind] = if attempt < 5 { &[] } else { &[AlarmKind::FailingStore] };
        assert_eq!(kinds(&report), alarms, "attempt {attempt}");
    }
}

#[test]
fn a_folder_with_leftovers_of_every_kind_is_finished() {
    let _turn = one_at_a_time();
    let left = Left::unpack("everything");
    let claims = left.claims();
    assert_eq!(claims.len(), 4);
    let report = collect(&left);
    let mut wanted = once_more(&claims);
    let fresh: Vec<_> = delivered(&report).into_iter().filter(|one| !wanted.contains(one)).collect();
    assert_eq!(
        fresh.iter().map(|one| (one.0.as_str(), one.2)).collect::<Vec<_>>(),
        [("fourth.csv", 1), ("third.csv", 1)]
    );
    wanted.retain(|one| !delivered(&report).contains(one));
    assert_eq!(wanted, [], "not offered again");
    assert_eq!(kinds(&report), [AlarmKind::RecoveredLock, AlarmKind::RejectedFile]);
    assert_eq!(report.alarms[0].count, 3, "two that 0.1.0 reported, and the last one");
    let names = ["first", "fourth", "grades", "put-back", "second", "third"];
    let contents = names.map(|name| (format!("{name}.csv"), format!("{name} 1")));
    assert_eq!(stored(&left), contents);
    assert!(left.keeps("refused 1"));
    assert_eq!(left.folder.entries(), [".sync_ingest", "upload.csv.part"]);
    no_leftovers(&left);
}

#[test]
fn the_status_of_every_archive_is_what_0_1_0_reported() {
    let _turn = one_at_a_time();
    let archives = crate::left::all();
    assert!(archives.len() >= 20, "{archives:?}");
    for name in archives {
        let left = Left::unpack(&name);
        let original = left.original_status();
        let beside = left.folder.beside("area");
        let folder: sync_ingest::DropFolder =
            left.folder.with(|options| options.work_area = beside.exists().then_some(beside));
        let now = folder.status().unwrap();
        let count = |key: &str| original[key].as_u64().unwrap();
        assert_eq!((now.claimed, now.unverified), (count("claimed"), count("unverified")), "{name}");
        for (lock, key) in [(&now.collector_lock, "collector_lock"), (&now.agent_lock, "agent_lock")] {
            let holder = lock.as_ref().map(|lock| lock.holder.to_string());
            assert_eq!(holder.as_deref(), original[key]["holder"].as_str(), "{name}");
        }
    }
}
