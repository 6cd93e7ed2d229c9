//! Alarms that were active under 0.1.0 stay active, rejected files stay listed, and what it
//! remembered about files is used.

use crate::left::Left;
#[cfg(feature = "cli")]
use crate::programs::{Release, base, run};
use crate::support::process::one_at_a_time;
use crate::support::user::{SERVICE, as_user, is_root};
use crate::support::{entries, now_plus};
use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use sync_ingest::{Alarm, AlarmKind, Arbitration, Now, Options, Report, Timestamp};

const HOUR: u64 = 3_600;

/// Runs a whole collection as if this many seconds had passed since the folder was unpacked.
fn collect(left: &Left, seconds: u64, change: &dyn Fn(&mut Options)) -> Report {
    let folder = left.folder.with(|options| {
        options.now = Some(now_plus(seconds));
        change(options);
    });
    folder.collect_into(&left.folder.store()).unwrap()
}

fn kinds(alarms: &[Alarm]) -> Vec<AlarmKind> {
    alarms.iter().map(|alarm| alarm.kind).collect()
}

/// Returns the alarms that are recorded: kind, since, count.
fn original_alarms(left: &Left) -> Vec<(String, i64, u64)> {
    let text = fs::read_to_string(left.area().join("alarms")).unwrap();
    let alarm = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        (words[0].to_owned(), words[1].parse().unwrap(), words[2].parse().unwrap())
    };
    text.lines().map(alarm).collect()
}

fn summary(alarms: &[Alarm]) -> Vec<(String, i64, u64)> {
    alarms.iter().map(|alarm| (alarm.kind.as_str().to_owned(), alarm.since.seconds, alarm.count)).collect()
}

/// Checks that exactly the recorded alarms are active, each with its original start.
fn stay_active(left: &Left, collect: &dyn Fn() -> Report) {
    let original = original_alarms(left);
    for look in 1..=3 {
        let report = collect();
        assert_eq!(summary(&report.alarms), original, "look {look}");
        assert_eq!(report.ended, [], "look {look}");
    }
}

/// Checks that each of these alarms ends, once, and no other is active.
fn end(wanted: &[AlarmKind], collect: &dyn Fn() -> Report) {
    let mut ended = Vec::new();
    for _ in 0..3 {
        let report = collect();
        assert_eq!(report.alarms, []);
        ended.extend(kinds(&report.ended));
    }
    ended.sort();
    assert_eq!(ended, wanted);
}

#[test]
fn the_alarms_of_a_stale_collector_lock_and_of_clock_skew_stay_active_until_their_cause_is_gone() {
    let _turn = one_at_a_time();
    let left = Left::unpack("alarms_of_a_collector_lock");
    stay_active(&left, &|| collect(&left, 0, &|_| {}));
    assert_eq!(collect(&left, 0, &|_| {}).arbitration, Arbitration::CollectorBusy);
    for lock in ["lock.txt", "alock.txt"] {
        fs::remove_file(left.folder.path().join(lock)).unwrap();
    }
    end(&[AlarmKind::StaleCollectorLock, AlarmKind::ClockSkew], &|| collect(&left, HOUR, &|_| {}));
    assert_eq!(left.folder.stored("students.csv"), "students 1");
}

#[test]
fn the_alarm_of_a_stale_agent_lock_stays_active_until_the_lock_is_gone() {
    let _turn = one_at_a_time();
    let left = Left::unpack("alarms_of_an_agent_lock");
    stay_active(&left, &|| collect(&left, 0, &|_| {}));
    assert_eq!(collect(&left, 0, &|_| {}).arbitration, Arbitration::AgentDelivering);
    fs::remove_file(left.folder.path().join("alock.txt")).unwrap();
    end(&[AlarmKind::StaleAgentLock], &|| collect(&left, HOUR, &|_| {}));
    assert_eq!(left.folder.stored("students.csv"), "students 1");
}

#[test]
fn alarms_about_files_stay_active_until_their_cause_is_gone() {
    let _turn = one_at_a_time();
    let left = Left::unpack("alarms_of_files");
    let strictly = |options: &mut Options| {
        options.max_size = 15;
        options.max_attempts = 2;
    };
    stay_active(&left, &|| collect(&left, 4 * HOUR, &strictly));
    let id = left.claims().remove(0).id;
    for name in ["upload.csv.part", "mismatch.csv", "_mismatch.csv.sha256", "large.csv"] {
        fs::remove_file(left.folder.path().join(name)).unwrap();
    }
    fs::remove_dir(left.folder.store().join("stubborn.csv")).unwrap();
    let report = collect(&left, 4 * HOUR, &strictly);
    assert_eq!((report.delivered[0].id.as_str(), report.alarms.len()), (id.as_str(), 0));
    let mut ended = kinds(&report.ended);
    ended.extend(kinds(&collect(&left, 4 * HOUR, &strictly).ended));
    ended.sort();
    let wanted =
        [AlarmKind::UnfinishedFile, AlarmKind::OversizedFile, AlarmKind::FailingStore, AlarmKind::ChecksumMismatch];
    assert_eq!(ended, wanted);
}

#[test]
fn the_alarm_of_an_unreadable_file_stays_active_until_the_file_is_gone() {
    let _turn = one_at_a_time();
    if !is_root("the alarm of an unreadable file") {
        return;
    }
    let left = Left::unpack("alarm_of_an_unreadable_file");
    give_all(&left.folder.beside("."));
    as_user(SERVICE, || stay_active(&left, &|| collect(&left, HOUR, &|_| {})));
    fs::remove_file(left.folder.path().join("secret.csv")).unwrap();
    as_user(SERVICE, || end(&[AlarmKind::UnreadableFile], &|| collect(&left, HOUR, &|_| {})));
}

/// Hands a folder and its contents over to the service.
fn give_all(path: &Path) {
    std::os::unix::fs::chown(path, Some(SERVICE), Some(SERVICE)).unwrap();
    if path.is_dir() {
        entries(path).iter().for_each(|name| give_all(&path.join(name)));
    }
}

#[test]
fn alarms_about_single_events_end_exactly_once() {
    let _turn = one_at_a_time();
    let left = Left::unpack("alarms_of_events");
    let claims = left.claims();
    let mut ended = Vec::new();
    for look in 0..4 {
        let report = collect(&left, 0, &|_| {});
        assert_eq!(report.alarms, [], "look {look}");
        ended.extend(kinds(&report.ended));
        let delivered: Vec<_> = report.delivered.iter().map(|one| one.id.clone()).collect();
        let wanted: Vec<_> = claims.iter().filter(|_| look == 0).map(|claim| claim.id.clone()).collect();
        assert_eq!(delivered, wanted, "look {look}");
    }
    ended.sort();
    assert_eq!(ended, [AlarmKind::RecoveredLock, AlarmKind::LostLock]);
    assert_eq!(left.folder.stored("students.csv"), "students 1");
}

/// The incident that 0.1.0 has recorded in a sentence is the same one when it is seen again, and
/// then has its data.
#[test]
fn an_alarm_that_0_1_0_has_recorded_has_its_data_when_it_is_seen_again() {
    let _turn = one_at_a_time();
    let left = Left::unpack("alarms_of_files");
    let original = original_alarms(&left);
    let report = collect(&left, 0, &|options| options.max_size = 15);
    let oversized = report.alarms.iter().find(|alarm| alarm.kind == AlarmKind::OversizedFile).unwrap();
    assert_eq!(oversized.files.iter().map(|file| file.name.to_str().unwrap()).collect::<Vec<_>>(), ["large.csv"]);
    assert!(oversized.diagnosis().contains("\"large.csv\""), "{oversized}");
    let since = |alarms: &[(String, i64, u64)]| alarms.iter().find(|one| one.0 == "oversized_file").unwrap().1;
    assert_eq!(since(&original), oversized.since.seconds);
}

/// Both releases read the other one's record of an incident, and neither begins it again.
#[cfg(feature = "cli")]
#[test]
fn an_alarm_is_one_incident_to_both_releases_in_turn() {
    let test = "an_alarm_is_one_incident_to_both_releases_in_turn";
    let Some(old) = Release::old(test) else { return };
    let _turn = one_at_a_time();
    let left = Left::unpack("alarms_of_an_agent_lock");
    let original = original_alarms(&left);
    let of = |answer: &serde_json::Value| {
        let alarm = &answer["alarms"][0];
        assert_eq!((&alarm["kind"], &answer["ended"]), (&"stale_agent_lock".into(), &serde_json::json!([])));
        assert!(alarm["diagnosis"].as_str().unwrap().starts_with("alock.txt is "), "{alarm}");
        (alarm["since"].clone(), alarm["count"].clone())
    };
    let looks: Vec<_> = [Release::new(), old.clone(), Release::new(), old, Release::new()]
        .iter()
        .map(|release| of(&run(release.collect(&base(&left.folder), "0")).json()))
        .collect();
    assert!(looks.iter().all(|look| *look == looks[0]), "{looks:?}");
    assert_eq!(original_alarms(&left), original);
}

const SUPERSEDED: &str = "superseded";

#[test]
fn rejected_files_stay_listed_and_their_alarm_active_until_somebody_removes_them() {
    let _turn = one_at_a_time();
    let left = Left::unpack("rejected");
    let original = left.original_status();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let listed = |one: &serde_json::Value| (text(&one["id"]), text(&one["name"]), text(&one["reason"]));
    let originally: Vec<_> = original["rejected"].as_array().unwrap().iter().map(listed).collect();
    assert_eq!(originally.len(), 3);
    let since = original_alarms(&left).into_iter().find(|(kind, ..)| kind == "rejected_file").unwrap().1;
    for look in 0..3 {
        let report = collect(&left, 0, &|_| {});
        // Whether a superseded file is listed as rejected depends on the release; it must not be
        // lost in any.
        let status = left.folder.settle_zero().status().unwrap();
        let listed: Vec<_> = status
            .rejected
            .iter()
            .map(|one| (one.id.clone(), one.name.to_str().unwrap().to_owned(), one.reason.to_string()))
            .collect();
        for one in originally.iter().filter(|(.., reason)| !reason.starts_with(SUPERSEDED)) {
            assert!(listed.contains(one), "look {look}: {one:?} is not in {listed:?}");
        }
        assert!(listed.iter().all(|one| originally.contains(one)), "look {look}: {listed:?}");
        let alarm = report.alarms.iter().find(|alarm| alarm.kind == AlarmKind::RejectedFile).unwrap();
        assert_eq!((alarm.since.seconds, alarm.count), (since, status.rejected_count), "look {look}");
        assert_eq!(report.alarms.len(), 1, "look {look}: {:?}", report.alarms);
        assert!(report.ended.iter().all(|alarm| alarm.kind == AlarmKind::RecoveredLock), "look {look}");
        for content in ["deadly 1", "refused 1", "superseded 1"] {
            assert!(left.keeps(content), "look {look}: {content} is lost");
        }
    }
    fs::remove_dir_all(left.area().join("rejected")).unwrap();
    end(&[AlarmKind::RejectedFile], &|| collect(&left, 0, &|_| {}));
}

#[test]
fn superseded_files_are_kept_and_raise_no_new_alarm() {
    let _turn = one_at_a_time();
    let left = Left::unpack("superseded_alone");
    let since = original_alarms(&left).into_iter().find(|(kind, ..)| kind == "rejected_file").unwrap().1;
    for look in 0..3 {
        let report = collect(&left, 0, &|_| {});
        let active: Vec<_> = report.alarms.iter().map(|alarm| (alarm.kind, alarm.since.seconds)).collect();
        assert!(active.is_empty() || active == [(AlarmKind::RejectedFile, since)], "look {look}: {active:?}");
        assert!(report.is_uneventful() || look == 0 || !active.is_empty(), "look {look}: {report:?}");
        assert!(left.keeps("students 1"), "look {look}: it is lost");
    }
}

/// Returns the numbers in the line of `looks` that 0.1.0 wrote about this file.
fn original_look(left: &Left, kind: &str, name: &str) -> Vec<i64> {
    let inode = left.folder.path().join(name).metadata().unwrap().ino().to_string();
    let text = fs::read_to_string(left.area().join("looks")).unwrap();
    let line = text.lines().find(|line| line.starts_with(kind) && line.split(' ').any(|word| word == inode)).unwrap();
    line.split(' ').filter_map(|word| word.parse().ok()).collect()
}

#[test]
fn the_first_sighting_of_a_checksum_mismatch_is_remembered() {
    let _turn = one_at_a_time();
    let left = Left::unpack("looks");
    let since = original_look(&left, "mismatch", "mismatch.csv")[0];
    let report = collect_hours_later(&left);
    let alarm = report.alarms.iter().find(|alarm| alarm.kind == AlarmKind::ChecksumMismatch).unwrap();
    assert_eq!((alarm.since.seconds, alarm.count), (since, 1), "since 0.1.0 saw it");
}

#[test]
fn the_first_sighting_of_a_file_open_for_writing_is_remembered() {
    let _turn = one_at_a_time();
    let left = Left::unpack("looks");
    let since = original_look(&left, "open", "open.csv")[1];
    let _writer = File::options().append(true).open(left.folder.path().join("open.csv")).unwrap();
    let report = collect_hours_later(&left);
    let alarm = report.alarms.iter().find(|alarm| alarm.kind == AlarmKind::UnfinishedFile).unwrap();
    assert_eq!((alarm.since.seconds, alarm.count), (since, 1), "since 0.1.0 saw it");
}

/// Collects hours later, when what was remembered has become an alarm.
fn collect_hours_later(left: &Left) -> Report {
    let report = collect(left, 4 * HOUR, &|_| {});
    assert_eq!(report.arbitration, Arbitration::Collecting);
    report
}

#[test]
fn the_first_look_at_a_file_from_the_future_is_remembered() {
    let _turn = one_at_a_time();
    for (monotonic, is_settled) in [(1_029, false), (1_031, true)] {
        let left = Left::unpack("looks");
        assert_eq!(original_look(&left, "ahead", "ahead.csv").last(), Some(&1_000));
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap() - Duration::from_secs(HOUR);
        let wall = Timestamp { seconds: wall.as_secs() as i64, nanoseconds: 0 };
        collect(&left, 0, &|options| options.now = Some(Now { wall, monotonic: Duration::from_secs(monotonic) }));
        assert_eq!(left.folder.store().join("ahead.csv").exists(), is_settled, "at {monotonic}");
    }
}
