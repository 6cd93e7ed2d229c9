//! Neither many entries nor large ones cost more than they must.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};
use support::process::{die_after, hold, one_at_a_time};
use support::{TestFolder, entries, in_short_or_long, names};
use sync_ingest::{AlarmKind, Attempt, SkipReason};

#[test]
fn a_file_of_a_terabyte_is_left_alone_at_once_and_reported() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    fs::File::create(folder.path().join("huge.csv")).unwrap().set_len(1 << 40).unwrap();
    folder.drop("students.csv", "1");
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(names(&report.delivered), ["students.csv"]);
    assert_eq!(report.skipped.names(SkipReason::TooLarge), ["huge.csv"]);
    assert_eq!(report.alarms[0].kind, AlarmKind::OversizedFile);
}

#[test]
fn what_does_not_fit_into_the_store_is_put_back_before_anything_is_written() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    let huge = folder.path().join("huge.csv");
    fs::File::create(&huge).unwrap().set_len(8 << 40).unwrap();
    // Others may write to it, so it has to be copied.
    fs::set_permissions(&huge, fs::Permissions::from_mode(0o666)).unwrap();
    folder.drop("students.csv", "1");
    let collector = folder.with(|options| {
        options.settle = Some(Duration::ZERO);
        options.max_size = u64::MAX;
        options.sha256 = true;
    });
    let report = collector.collect_into(&folder.store()).unwrap();
    assert_eq!((names(&report.delivered), names(&report.put_back)), (vec!["students.csv"], vec!["huge.csv"]));
    assert!(report.put_back[0].reason.to_string().contains("free space"), "{}", report.put_back[0].reason);
    assert_eq!(entries(&folder.store()), ["students.csv"]);
}

/// The memory that an act takes at most, in bytes, in a process of its own.
fn memory_of(folder: &TestFolder, act: impl FnOnce()) -> u64 {
    let file = folder.beside("memory");
    let small = TestFolder::in_memory();
    small.drop("students.csv", "1");
    die_after(|| {
        // The program's own pages come into memory with the first collection.
        small.settle_zero().collect_into(&small.store()).unwrap();
        let of = |field: &str| {
            let status = fs::read_to_string("/proc/self/status").unwrap();
            let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap();
            line.trim_matches(|c: char| !c.is_ascii_digit()).parse::<u64>().unwrap() << 10
        };
        fs::write("/proc/self/clear_refs", "5").unwrap();
        let before = of("VmHWM:");
        act();
        fs::write(&file, (of("VmHWM:") - before).to_string()).unwrap();
    });
    fs::read_to_string(&file).unwrap().parse().unwrap()
}

#[test]
fn memory_does_not_grow_with_the_entries_of_the_folder() {
    let _turn = one_at_a_time();
    let count = in_short_or_long(100_000, 1_000_000);
    // Some file systems in memory are too small for a million files.
    let place = in_short_or_long(TestFolder::in_memory as fn() -> TestFolder, TestFolder::new);
    for (first, reason) in [("_", SkipReason::Omitted), ("a", SkipReason::BatchFull)] {
        let folder = place();
        folder.drop("students.csv", "1");
        for number in 0..count {
            fs::File::create(folder.path().join(format!("{first}{number:0>200}"))).unwrap();
        }
        let begun = Instant::now();
        let taken = memory_of(&folder, || {
            let collector = folder.with(|options| {
                options.settle = Some(Duration::ZERO);
                options.max_files = 10;
            });
            hold(collector.collect_into(&folder.store()).unwrap());
        });
        let seconds = begun.elapsed().as_secs_f32();
        println!("FIGURE: a folder of {count} entries ({reason}): {seconds:.1} s, {} KiB of memory", taken >> 10);
        assert!(taken < 512 << 10, "{reason}: {taken} bytes for names of {} bytes", 200 * count);
        assert!(!entries(&folder.store()).is_empty());
    }
}

#[test]
fn an_agent_keeps_no_names_in_memory_and_tidies_a_bounded_number_at_a_time() {
    let _turn = one_at_a_time();
    const REMAINS: usize = 50_000;
    let folder = TestFolder::in_memory();
    for number in 0..REMAINS {
        fs::File::create(folder.path().join(format!(".sync_ingest-upload-{number:016x}"))).unwrap();
    }
    let taken = memory_of(&folder, || {
        let Attempt::Granted(session) = folder.settle_zero().begin_agent_session("registry").unwrap() else {
            panic!("refused")
        };
        session.finish().unwrap();
    });
    assert!(taken < 512 << 10, "{taken} bytes");
    let tidied = REMAINS - folder.entries().len();
    assert!((1..=1_000).contains(&tidied), "{tidied}");
}
