//! What is left alone for too long, whatever the reason, becomes an alarm; and no partial look ends
//! one.

use crate::support::TestFolder;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, symlink};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use sync_ingest::{AlarmKind, Cause, DropFolder, Outcome, Report, SkipReason};

const HOURS: u64 = 60 * 60;

type MakeEntry<'a> = &'a dyn Fn(&TestFolder);

fn kinds(report: &Report) -> Vec<AlarmKind> {
    report.alarms.iter().map(|alarm| alarm.kind).collect()
}

fn look(folder: &DropFolder, store: &TestFolder) -> Report {
    folder.collect_into(&store.store()).unwrap()
}

#[test]
fn whatever_nobody_collects_is_an_alarm_when_it_stays() {
    let cases: [(&str, MakeEntry<'_>); 7] = [
        ("a folder", &|folder| fs::create_dir(folder.path().join("archive")).unwrap()),
        ("a link", &|folder| symlink("elsewhere", folder.path().join("link.csv")).unwrap()),
        ("a FIFO", &|folder| rustix::fs::mkfifoat(rustix::fs::CWD, folder.path().join("fifo"), 0o600.into()).unwrap()),
        ("a hostile name", &|folder| {
            fs::write(folder.path().join(OsStr::from_bytes(b"a\x1b[2J.csv")), "x").unwrap();
        }),
        ("a second name", &|folder| {
            fs::write(folder.beside("first.csv"), "x").unwrap();
            fs::hard_link(folder.beside("first.csv"), folder.path().join("second.csv")).unwrap();
        }),
        ("a name that only looks like a lock", &|folder| folder.drop("alock.txt.txt", "x")),
        ("a checksum file without its file", &|folder| folder.drop("_gone.csv.sha256", "x")),
    ];
    for (what, make) in cases {
        let folder = TestFolder::new();
        make(&folder);
        assert_eq!(kinds(&look(&folder.later(60), &folder)), [], "{what}, at first");
        assert_eq!(kinds(&look(&folder.later(4 * HOURS), &folder)), [AlarmKind::LeftBehind], "{what}");
        let status = folder.later(4 * HOURS).status().unwrap();
        assert_eq!(status.alarms.len(), 1, "{what}, in a status");
    }
}

#[test]
fn what_its_sender_hides_or_omits_and_what_belongs_to_the_file_system_never_is() {
    let folder = TestFolder::new();
    folder.drop(".profile", "x");
    folder.drop("_draft.csv", "x");
    fs::create_dir(folder.path().join("lost+found")).unwrap();
    let report = look(&folder.later(4 * HOURS), &folder);
    assert_eq!((kinds(&report), report.skipped.total()), (vec![], 3));
}

/// A file that is written to, or sent again, all the time.
fn goes_on_changing(folder: &TestFolder, change: &dyn Fn(u32)) -> Report {
    let restless = folder.with(|options| options.max_age = Duration::from_millis(300));
    let end = Instant::now() + Duration::from_secs(20);
    for turn in 0.. {
        change(turn);
        let report = look(&restless, folder);
        assert_eq!(report.skipped.count(SkipReason::Unsettled), 1);
        if !report.alarms.is_empty() || Instant::now() > end {
            return report;
        }
    }
    unreachable!()
}

#[test]
fn a_file_that_never_stops_growing_is_an_alarm_even_where_nothing_was_ever_collected() {
    let folder = TestFolder::new();
    let report = goes_on_changing(&folder, &|turn| folder.drop("log.csv", &"x".repeat(turn as usize % 1_000)));
    assert_eq!(kinds(&report), [AlarmKind::UnfinishedFile]);
    assert!(report.alarms[0].diagnosis().contains("log.csv"), "{}", report.alarms[0].diagnosis());
    let again = folder.with(|options| options.max_age = Duration::from_millis(300));
    assert_eq!(kinds(&look(&again, &folder)), [AlarmKind::UnfinishedFile], "and stays one");
    fs::remove_file(folder.path().join("log.csv")).unwrap();
    assert_eq!(look(&again, &folder).ended.len(), 1, "until it has gone");
}

/// A look that recounts nothing knows them from the file of the alarms.
#[test]
fn the_files_of_an_alarm_are_named_each_with_its_cause_and_remembered() {
    let folder = TestFolder::new();
    for name in ["a.csv", "b.csv"] {
        folder.drop(name, "x");
    }
    fs::create_dir(folder.path().join("logs")).unwrap();
    let rejecting = folder.settle_zero();
    let Outcome::Collecting(mut collection) = rejecting.collect().unwrap() else { panic!("nothing to collect") };
    while let Some(delivery) = collection.next_delivery().unwrap() {
        delivery.reject("no column id").unwrap();
    }
    collection.finish().unwrap();
    let later = folder.later(4 * 3_600);
    for _ in 0..2 {
        let alarms = later.collect_into(&folder.store()).unwrap().alarms;
        let files = |kind| {
            let alarm = alarms.iter().find(|alarm| alarm.kind == kind).unwrap();
            alarm.files.iter().map(|file| (file.name.to_str().unwrap(), file.cause.clone())).collect::<Vec<_>>()
        };
        let rejected = || Cause::Answered("no column id".to_owned());
        let mut of_rejected = files(AlarmKind::RejectedFile);
        of_rejected.sort_by_key(|(name, _)| name.to_owned());
        assert_eq!(of_rejected, [("a.csv", rejected()), ("b.csv", rejected())]);
        assert_eq!(files(AlarmKind::LeftBehind), [("logs", Cause::Skipped(SkipReason::Directory))]);
    }
}

#[test]
fn a_file_that_is_sent_again_and_again_is_an_alarm() {
    let folder = TestFolder::new();
    folder.drop("first.csv", "x");
    look(&folder.settle_zero(), &folder);
    let report = goes_on_changing(&folder, &|turn| {
        folder.drop(".new", &turn.to_string());
        fs::rename(folder.path().join(".new"), folder.path().join("again.csv")).unwrap();
        // `.new` is hidden by its sender's choice.
    });
    assert_eq!(kinds(&report), [AlarmKind::UnfinishedFile]);
}

/// When a file was made, and when it was moved in.
fn moved_in(folder: &TestFolder) -> (SystemTime, SystemTime) {
    let place = folder.path().join("export.csv");
    loop {
        let made = fs::File::create(folder.beside("export.csv")).unwrap();
        made.set_modified(UNIX_EPOCH + Duration::from_secs(1_000_000_000)).unwrap();
        fs::rename(folder.beside("export.csv"), &place).unwrap();
        let stat = fs::metadata(&place).unwrap();
        let moved = UNIX_EPOCH + Duration::new(stat.ctime() as u64, stat.ctime_nsec() as u32);
        // Within one tick of the clock both are the same.
        match stat.created() {
            Ok(made) if made == moved => fs::remove_file(&place).unwrap(),
            made => return (made.unwrap_or(moved), moved),
        }
    }
}

#[test]
fn an_old_file_that_was_moved_in_a_moment_ago_is_no_alarm() {
    let folder = TestFolder::new();
    let (made, moved) = moved_in(&folder);
    let (then, between) = (crate::support::now_plus(10), moved.duration_since(made).unwrap_or_default() / 2);
    let at = UNIX_EPOCH + Duration::new(then.wall.seconds as u64, then.wall.nanoseconds);
    let strict = folder.with(|options| {
        options.now = Some(then);
        // Its birth is older than that, its arrival is not.
        options.max_age = at.duration_since(moved).unwrap() + between;
    });
    let report = look(&strict, &folder);
    assert_eq!((report.skipped.count(SkipReason::Unsettled), kinds(&report)), (1, vec![]));
}

#[test]
fn a_look_that_cannot_see_a_thing_leaves_its_alarm_as_it_is() {
    let folder = TestFolder::new();
    folder.drop("students.csv", "half");
    let writer = fs::OpenOptions::new().append(true).open(folder.path().join("students.csv")).unwrap();
    let collect = |hours: u64| look(&folder.later(hours * HOURS), &folder);
    assert_eq!((kinds(&collect(1)), kinds(&collect(5))), (vec![], vec![AlarmKind::UnfinishedFile]));
    // A status never asks for a lease: it sees a file that waits.
    let status = folder.later(6 * HOURS).status().unwrap();
    assert_eq!((status.waiting_count, status.alarms.len()), (1, 1));
    drop(writer);
    let report = collect(6);
    assert_eq!((report.ended.len(), report.delivered.len()), (1, 1));
    assert!(folder.later(6 * HOURS).status().unwrap().alarms.is_empty());
}
