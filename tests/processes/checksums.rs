//! Checksum files, `_NAME.sha256`: a matching file is complete at once, any other is never
//! collected.

use crate::support::process::one_at_a_time;
use crate::support::{TestFolder, entries, names, strace};
use rustix::fs::{CWD, FileType, Mode, mknodat};
use sha2::{Digest, Sha256};
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::os::unix::fs::{MetadataExt, symlink};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;
use sync_ingest::{AlarmKind, Arbitration, Attempt, DropFolder, Evidence, Outcome, Report, SkipReason};

const NAME: &str = "students.csv";
const CHECKSUM: &str = "_students.csv.sha256";

fn line(content: &str, name: &str) -> String {
    let digits: String = Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{digits}  {name}\n")
}

/// As an agent does it: the checksum file first, and each published in one step.
fn deliver(folder: &TestFolder, content: &str, checksum_of: &str) {
    for (name, content) in [(CHECKSUM, line(checksum_of, NAME)), (NAME, content.to_owned())] {
        folder.drop(".upload", &content);
        fs::rename(folder.path().join(".upload"), folder.path().join(name)).unwrap();
    }
}

/// With the default settle time: a file that was just delivered is taken on its checksum or not at
/// all.
fn collect(folder: &TestFolder) -> Report {
    folder.with(|_| {}).collect_into(&folder.store()).unwrap()
}

fn version(folder: &TestFolder, name: &str) -> (u64, i64, i64) {
    let stat = fs::symlink_metadata(folder.path().join(name)).unwrap();
    (stat.ino(), stat.ctime(), stat.ctime_nsec())
}

#[test]
fn a_file_that_matches_is_collected_without_settle_time_and_its_checksum_file_goes_with_it() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    deliver(&folder, "whole", "whole");
    folder.drop("plain.csv", "1");
    let report = collect(&folder);
    assert_eq!(names(&report.delivered), [NAME]);
    assert_eq!(report.delivered[0].evidence, Evidence::Complete);
    assert_eq!(report.skipped.total(), 1, "{:?}", report.skipped);
    assert_eq!(folder.stored(NAME), "whole");
    assert_eq!(folder.entries(), [".sync_ingest", "plain.csv"]);
}

#[test]
fn a_mismatch_is_not_looked_at_again_and_again_and_becomes_an_alarm_when_it_lasts() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    deliver(&folder, "half", "half and half");
    let report = collect(&folder);
    assert_eq!(report.skipped.names(SkipReason::ChecksumMismatch), [NAME]);
    assert_eq!((report.arbitration, report.alarms.len()), (Arbitration::Nothing, 0));
    let later = |seconds| folder.later(seconds).collect_into(&folder.store()).unwrap();
    // Settled or not, a file delivered with a checksum is taken on that alone.
    let before = (version(&folder, NAME), version(&folder, CHECKSUM));
    assert_eq!(collect(&folder).skipped.count(SkipReason::ChecksumMismatch), 1);
    assert_eq!((version(&folder, NAME), version(&folder, CHECKSUM)), before, "neither was moved again");
    // Once more when it has settled, and never again.
    assert_eq!(later(3_600).skipped.count(SkipReason::ChecksumMismatch), 1);
    let before = (version(&folder, NAME), version(&folder, CHECKSUM));
    let status = folder.later(3_600).status().unwrap();
    assert_eq!((status.waiting_count, status.skipped.count(SkipReason::ChecksumMismatch)), (0, 1));
    let alarms = later(4 * 3_600).alarms;
    assert_eq!(alarms.iter().map(|alarm| alarm.kind).collect::<Vec<_>>(), [AlarmKind::ChecksumMismatch]);
    assert_eq!((version(&folder, NAME), version(&folder, CHECKSUM)), before, "neither was moved again");
    deliver(&folder, "half and half", "half and half");
    let report = later(4 * 3_600);
    assert_eq!(report.ended.iter().map(|alarm| alarm.kind).collect::<Vec<_>>(), [AlarmKind::ChecksumMismatch]);
    assert_eq!(names(&report.delivered), [NAME]);
    assert!(folder.is_clean());
}

#[test]
fn a_checksum_file_that_is_not_understood_is_an_alarm_at_once_that_names_what_was_found() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    folder.drop(CHECKSUM, &line("whole", "courses.csv"));
    folder.drop(NAME, "whole");
    let later = |seconds| folder.later(seconds).collect_into(&folder.store()).unwrap();
    let report = later(60);
    assert_eq!(report.skipped.names(SkipReason::UnreadableChecksum), [NAME]);
    assert_eq!(report.alarms.iter().map(|alarm| alarm.kind).collect::<Vec<_>>(), [AlarmKind::UnreadableChecksum]);
    let diagnosis = &report.alarms[0].diagnosis();
    for part in ["1 file(s)", "\"students.csv\"", "what it names is not this file", "64 hexadecimal digits, two spaces"]
    {
        assert!(diagnosis.contains(part), "{diagnosis}");
    }
    // A look knows of it what the collection has found.
    let status = folder.later(120).status().unwrap();
    assert_eq!((status.waiting_count, status.skipped.count(SkipReason::UnreadableChecksum)), (0, 1));
    assert_eq!(status.alarms.len(), 1);
    // Once more when it has settled, and never again, not even when the file changes.
    later(180);
    let before = (version(&folder, NAME), version(&folder, CHECKSUM));
    assert_eq!(later(240).alarms.len(), 1);
    assert_eq!((version(&folder, NAME), version(&folder, CHECKSUM)), before, "neither was moved again");
    fs::File::options().append(true).open(folder.path().join(NAME)).unwrap().write_all(b" and more").unwrap();
    assert_eq!(later(300).skipped.count(SkipReason::UnreadableChecksum), 1);
    assert_eq!(version(&folder, CHECKSUM), before.1, "nothing was moved again");
    folder.drop(CHECKSUM, &line("whole and more", NAME));
    let report = later(360);
    assert_eq!(report.ended.iter().map(|alarm| alarm.kind).collect::<Vec<_>>(), [AlarmKind::UnreadableChecksum]);
    assert_eq!(names(&report.delivered), [NAME]);
    assert!(folder.is_clean());
}

#[test]
fn a_checksum_file_that_is_still_being_written_is_no_alarm() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    folder.drop(NAME, "whole");
    folder.drop(CHECKSUM, "");
    let whole = line("whole", NAME);
    for part in [&whole[..0], &whole[..30], &whole[30..]] {
        let mut upload = fs::File::options().append(true).open(folder.path().join(CHECKSUM)).unwrap();
        upload.write_all(part.as_bytes()).unwrap();
        drop(upload);
        let report = collect(&folder);
        assert!(report.alarms.is_empty(), "{:?}", report.alarms);
        if fs::exists(folder.path().join(NAME)).unwrap() {
            assert_eq!(report.skipped.names(SkipReason::UnreadableChecksum), [NAME]);
        }
    }
    assert_eq!(folder.stored(NAME), "whole");
    assert!(folder.is_clean());
}

#[test]
fn a_link_or_a_huge_file_in_the_place_of_a_checksum_file_is_named() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    folder.drop(NAME, "whole");
    symlink(folder.beside("elsewhere"), folder.path().join(CHECKSUM)).unwrap();
    let diagnosis = |folder: &TestFolder| folder.later(60).status().unwrap().alarms[0].diagnosis();
    assert!(diagnosis(&folder).contains("it is a link"), "{}", diagnosis(&folder));
    fs::remove_file(folder.path().join(CHECKSUM)).unwrap();
    folder.drop(CHECKSUM, &"#".repeat(20_000));
    assert!(diagnosis(&folder).contains("larger than 16 KiB"), "{}", diagnosis(&folder));
}

#[test]
fn whichever_of_the_two_is_put_right_it_is_collected_at_once() {
    let _turn = one_at_a_time();
    let fix: [&dyn Fn(&TestFolder); 3] = [
        &|folder| folder.drop(CHECKSUM, &line("half", NAME)),
        &|folder| {
            folder.drop(".upload", "whole");
            fs::rename(folder.path().join(".upload"), folder.path().join(NAME)).unwrap();
        },
        &|folder| deliver(folder, "other", "other"),
    ];
    for fix in fix {
        let folder = TestFolder::new();
        deliver(&folder, "half", "whole");
        assert_eq!(collect(&folder).skipped.count(SkipReason::ChecksumMismatch), 1);
        fix(&folder);
        assert_eq!(collect(&folder).delivered[0].evidence, Evidence::Complete);
        assert!(folder.is_clean());
    }
}

#[test]
fn without_its_checksum_file_a_file_has_to_settle_like_any_other() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    deliver(&folder, "half", "whole");
    collect(&folder);
    fs::remove_file(folder.path().join(CHECKSUM)).unwrap();
    assert_eq!(collect(&folder).skipped.names(SkipReason::Unsettled), [NAME]);
    let report = folder.later(60).collect_into(&folder.store()).unwrap();
    assert_eq!(report.delivered[0].evidence, Evidence::Settled);
}

/// An upload in place, without any lock, whose checksum file was there first.
#[test]
fn a_file_that_grows_in_its_place_is_not_moved_and_hashed_again_and_again() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    folder.drop(CHECKSUM, &line("one two three", NAME));
    folder.drop(NAME, "one");
    assert_eq!(collect(&folder).skipped.names(SkipReason::ChecksumMismatch), [NAME]);
    for more in [" two", " three"] {
        let mut upload = fs::File::options().append(true).open(folder.path().join(NAME)).unwrap();
        upload.write_all(more.as_bytes()).unwrap();
        drop(upload);
        let before = version(&folder, NAME);
        let report = collect(&folder);
        assert_eq!(report.skipped.names(SkipReason::Unsettled), [NAME]);
        assert!(report.ready_in.is_some_and(|left| left > Duration::from_secs(20)), "{:?}", report.ready_in);
        assert_eq!(version(&folder, NAME), before, "it was not moved");
    }
    let report = folder.later(60).collect_into(&folder.store()).unwrap();
    assert_eq!(report.delivered[0].evidence, Evidence::Complete);
    assert_eq!(folder.stored(NAME), "one two three");
}

#[test]
fn a_newer_file_and_its_checksum_survive_the_acknowledgement_of_the_older_one() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    deliver(&folder, "old", "old");
    let Outcome::Collecting(mut collection) = folder.with(|_| {}).collect().unwrap() else { panic!() };
    let delivery = collection.next_delivery().unwrap().unwrap();
    assert_eq!(delivery.digests().sha256.as_deref(), Some(&line("old", NAME)[..64]), "what was compared is known");
    deliver(&folder, "new", "new");
    delivery.acknowledge().unwrap();
    collection.finish().unwrap();
    assert_eq!(folder.read(CHECKSUM), line("new", NAME));
    let report = collect(&folder);
    assert_eq!((names(&report.delivered), report.delivered[0].evidence), (vec![NAME], Evidence::Complete));
    assert!(folder.is_clean());
}

#[test]
fn a_rejected_file_takes_its_checksum_file_out_of_the_way() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    deliver(&folder, "bad", "bad");
    let Outcome::Collecting(mut collection) = folder.with(|_| {}).collect().unwrap() else { panic!() };
    collection.next_delivery().unwrap().unwrap().reject("no such course").unwrap();
    collection.finish().unwrap();
    assert_eq!(folder.entries(), [".sync_ingest"]);
    assert!(!folder.path().join(".sync_ingest").join("rejected").join(CHECKSUM).exists());
}

#[test]
fn what_a_writer_changes_while_it_is_claimed_goes_back_with_its_checksum_file() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    deliver(&folder, "whole", "whole");
    let mut writer = fs::File::options().append(true).open(folder.path().join(NAME)).unwrap();
    // As where a lease shows nothing: the writer opens it while it is claimed.
    let path = {
        drop(writer);
        let Outcome::Collecting(mut collection) = folder.with(|_| {}).collect().unwrap() else { panic!() };
        let delivery = collection.next_delivery().unwrap().unwrap();
        writer = fs::File::options().append(true).open(delivery.path()).unwrap();
        writer.write_all(b" and more").unwrap();
        drop(writer);
        assert!(delivery.acknowledge().is_err());
        collection.finish().unwrap();
        folder.path().join(CHECKSUM)
    };
    assert_eq!(fs::read_to_string(path).unwrap(), line("whole", NAME));
    assert_eq!(folder.read(NAME), "whole and more");
    assert_eq!(collect(&folder).skipped.names(SkipReason::ChecksumMismatch), [NAME]);
}

#[test]
fn an_agent_of_ours_delivers_with_checksums_or_removes_those_of_older_files() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    let source = folder.beside("export");
    fs::write(&source, "1").unwrap();
    let deliver = |door: &DropFolder| {
        let Attempt::Granted(mut session) = door.begin_agent_session("registry").unwrap() else { panic!() };
        session.deliver(&source, Some(OsStr::new(NAME))).unwrap();
        session.finish().unwrap();
    };
    deliver(&folder.with(|options| options.checksums = true));
    assert_eq!(folder.read(CHECKSUM), line("1", NAME));
    fs::write(&source, "2").unwrap();
    deliver(&folder.with(|_| {}));
    assert_eq!(folder.entries(), [NAME]);
    deliver(&folder.with(|options| options.checksums = true));
    assert_eq!(collect(&folder).delivered[0].evidence, Evidence::Complete);
    let door = folder.with(|options| options.checksums = true);
    let Attempt::Granted(mut session) = door.begin_agent_session("registry").unwrap() else { panic!() };
    assert!(session.deliver(&source, Some(OsStr::new(&"x".repeat(248)))).is_err());
    session.deliver(&source, Some(OsStr::new(&"x".repeat(247)))).unwrap();
    session.finish().unwrap();
    assert_eq!(collect(&folder).delivered.len(), 1);
}

/// Opening a FIFO would block forever; the target of the link would prove the file.
#[test]
fn a_checksum_file_that_is_swapped_for_a_link_or_a_fifo_leads_nowhere() {
    let _turn = one_at_a_time();
    let folder = TestFolder::in_memory();
    fs::write(folder.beside("secret"), line("whole", NAME)).unwrap();
    let swapped = folder.path().join(CHECKSUM);
    for round in 0..60 {
        deliver(&folder, "whole", "other");
        let done = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(Ordering::SeqCst) {
                    let _ = fs::remove_file(&swapped);
                    let _ = if round % 2 == 0 {
                        symlink(folder.beside("secret"), &swapped)
                    } else {
                        mknodat(CWD, &swapped, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).map_err(Into::into)
                    };
                    // By a rename: opening the entry could mean waiting for the reader of a FIFO.
                    let _ = fs::write(folder.beside("next"), line("other", NAME));
                    let _ = fs::rename(folder.beside("next"), &swapped);
                }
            });
            let reports: Vec<_> = (0..5).map(|_| folder.with(|_| {}).collect_into(&folder.store())).collect();
            done.store(true, Ordering::SeqCst);
            for report in reports {
                assert!(report.is_ok_and(|report| report.delivered.is_empty()), "round {round}");
            }
        });
    }
    assert_eq!(fs::read_to_string(folder.beside("secret")).unwrap(), line("whole", NAME));
    assert!(entries(&folder.store()).is_empty());
}

/// Wherever it is killed, the file is never without its checksum file, and never collected on any
/// other evidence.
#[test]
fn a_collection_that_is_killed_at_any_call_leaves_file_and_checksum_together() {
    let _turn = one_at_a_time();
    if !strace::is_there("a_collection_that_is_killed_at_any_call_leaves_file_and_checksum_together") {
        return;
    }
    // One that matches and one that does not.
    let set_up = || {
        let folder = TestFolder::in_memory();
        deliver(&folder, "whole", "whole");
        folder.drop("_half.csv.sha256", &line("whole", "half.csv"));
        folder.drop("half.csv", "half");
        folder
    };
    let act = |folder: &TestFolder| drop(folder.with(|_| {}).collect_into(&folder.store()).unwrap());
    let folder = set_up();
    let calls = strace::calls_of(&folder.beside("log"), || act(&folder));
    assert!(calls.len() >= 60, "{calls:?}");
    for call in &calls {
        let folder = set_up();
        strace::kill_in(call, || act(&folder));
        let mut delivered = Vec::new();
        for _ in 0..2 {
            delivered.extend(collect(&folder).delivered);
        }
        assert!(delivered.iter().all(|one| one.evidence == Evidence::Complete && one.name == NAME), "{call:?}");
        assert_eq!(entries(&folder.store()), [NAME], "{call:?}");
        assert_eq!(folder.stored(NAME), "whole", "{call:?}");
        assert_eq!(folder.entries(), [".sync_ingest", "_half.csv.sha256", "half.csv"], "{call:?}");
        let area = entries(&folder.path().join(".sync_ingest"));
        assert!(area.iter().all(|name| name == "guard" || name == "looks"), "{call:?}: {area:?}");
    }
    println!(
        "FIGURE: checksum files: collections killed at each of {} system calls, 0 files without theirs",
        calls.len()
    );
}
