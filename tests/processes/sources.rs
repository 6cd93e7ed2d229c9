//! A source is delivered as it was, whole, or not at all; also while another process writes to it.
#![allow(unsafe_code, reason = "shared mappings have no safe wrapper")]

use crate::support::TestFolder;
use crate::support::pause::pause_after;
use crate::support::process::one_at_a_time;
use crate::support::strace::{self, Call};
use std::fs;
use std::io::Write;
use std::os::fd::AsRawFd;
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::Path;
use std::time::Duration;
use sync_ingest::{Attempt, Error, ErrorKind};

/// A change to a source, and its name.
type Change<'a> = (&'a str, &'a dyn Fn(&Path));

/// More than one read takes.
const SIZE: usize = 700 << 10;

fn deliver(folder: &TestFolder, source: &Path) -> Result<(), Error> {
    let drop_folder = folder.with(|options| {
        options.settle = Some(Duration::ZERO);
        options.checksums = true;
    });
    let Attempt::Granted(mut session) = drop_folder.begin_agent_session("registry")? else { panic!("refused") };
    let delivered = session.deliver(source, Some("students.csv".as_ref()));
    session.finish().and(delivered)
}

fn set_up() -> TestFolder {
    let folder = TestFolder::in_memory();
    fs::write(folder.beside("export"), "a".repeat(SIZE)).unwrap();
    folder
}

/// Delivers in a process that is paused after that call while `come` is done; returns its error, or
/// `ok`.
fn outcome_of(folder: &TestFolder, call: &Call, come: impl FnOnce()) -> String {
    let file = folder.beside("outcome");
    let act = || {
        let result = deliver(folder, &folder.beside("export"));
        fs::write(&file, result.map_or_else(|error| format!("{:?}: {error}", error.kind()), |()| "ok".to_owned()))
            .unwrap();
    };
    assert_eq!(pause_after(call, act, come), 0, "{call}");
    fs::read_to_string(&file).unwrap()
}

/// Returns whether nothing is left of a delivery, or all of it with the checksum of exactly these
/// bytes.
fn is_nothing_or_whole(folder: &TestFolder, outcome: &str, contents: &[String]) -> bool {
    if outcome != "ok" {
        return folder.entries().is_empty();
    }
    let digest = |path: &Path| {
        let output = std::process::Command::new("sha256sum").arg(path).output().unwrap();
        String::from_utf8(output.stdout).unwrap()[..64].to_owned()
    };
    folder.entries() == ["_students.csv.sha256", "students.csv"]
        && contents.contains(&folder.read("students.csv"))
        && folder.read("_students.csv.sha256").starts_with(&digest(&folder.path().join("students.csv")))
}

#[test]
fn a_source_that_changes_at_any_call_of_a_delivery_is_delivered_whole_or_not_at_all() {
    const NAME: &str = "a_source_that_changes_at_any_call_of_a_delivery_is_delivered_whole_or_not_at_all";
    let _turn = one_at_a_time();
    if !strace::is_there(NAME) {
        return;
    }
    let (old, new) = ("a".repeat(SIZE), "b".repeat(SIZE));
    let rewrite = |path: &Path| {
        let modified = fs::metadata(path).unwrap().modified().unwrap();
        let file = fs::File::options().write(true).open(path).unwrap();
        file.write_all_at(new.as_bytes(), 0).unwrap();
        file.set_modified(modified).unwrap();
    };
    let append = |path: &Path| fs::File::options().append(true).open(path).unwrap().write_all(b"more").unwrap();
    let cut = |path: &Path| fs::File::options().write(true).open(path).unwrap().set_len(300 << 10).unwrap();
    let replace = |path: &Path| {
        fs::write(path.with_extension("new"), &new).unwrap();
        fs::rename(path.with_extension("new"), path).unwrap();
    };
    let changes: [Change<'_>; 4] =
        [("rewritten", &rewrite), ("appended", &append), ("cut", &cut), ("replaced", &replace)];
    let whole = [old.clone(), new.clone(), format!("{old}more"), old[..300 << 10].to_owned()];
    let folder = set_up();
    let mut calls = strace::calls_of(&folder.beside("log"), || deliver(&folder, &folder.beside("export")).unwrap());
    // There a writer waits until the lease has been given back.
    calls.retain(|call| !call.line.contains("F_SETLEASE"));
    let mut refused = 0;
    for (what, change) in changes {
        for call in &calls {
            let folder = set_up();
            let outcome = outcome_of(&folder, call, || change(&folder.beside("export")));
            assert!(
                is_nothing_or_whole(&folder, &outcome, &whole),
                "{what} at {call}: {outcome} {:?}",
                folder.entries()
            );
            assert!(outcome == "ok" || outcome.starts_with("Changed: cannot deliver"), "{what} at {call}: {outcome}");
            refused += usize::from(outcome != "ok");
        }
    }
    let tried = changes.len() * calls.len();
    println!(
        "FIGURE: a source that changes at each of {} calls: {tried} tried, {refused} refused, 0 torn",
        calls.len()
    );
    assert!(refused >= changes.len());
}

/// Through a shared mapping of a file in memory only the content itself changes.
#[test]
fn a_source_that_changes_through_a_mapping_is_delivered_whole_or_not_at_all() {
    const NAME: &str = "a_source_that_changes_through_a_mapping_is_delivered_whole_or_not_at_all";
    let _turn = one_at_a_time();
    if !strace::is_there(NAME) {
        return;
    }
    let (old, new) = ("a".repeat(SIZE), "b".repeat(SIZE));
    let map = |folder: &TestFolder| {
        let file = fs::File::options().read(true).write(true).open(folder.beside("export")).unwrap();
        let access = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: maps a file that is as long; nothing else points there, and it is never unmapped.
        let mapped = unsafe { libc::mmap(std::ptr::null_mut(), SIZE, access, libc::MAP_SHARED, file.as_raw_fd(), 0) };
        assert_ne!(mapped, libc::MAP_FAILED);
        // SAFETY: as above; from here on its pages are writable without a fault.
        unsafe { std::ptr::write_bytes(mapped.cast::<u8>(), b'a', SIZE) };
        mapped.cast::<u8>()
    };
    let folder = set_up();
    map(&folder);
    let mut calls = strace::calls_of(&folder.beside("log"), || deliver(&folder, &folder.beside("export")).unwrap());
    calls.retain(|call| {
        call.line.contains("export") || ["read", "write", "pread64", "pwrite64"].contains(&call.name.as_str())
    });
    let mut refused = 0;
    for call in &calls {
        let folder = set_up();
        let mapped = map(&folder);
        // SAFETY: as above, and nothing else writes there.
        let outcome = outcome_of(&folder, call, || unsafe { std::ptr::write_bytes(mapped, b'b', SIZE) });
        assert!(is_nothing_or_whole(&folder, &outcome, &[old.clone(), new.clone()]), "{call}: {outcome}");
        refused += usize::from(outcome != "ok");
    }
    assert!(refused > 0, "{calls:?}");
}

#[test]
fn a_source_whose_size_is_made_up_is_refused_with_its_own_reason() {
    let _turn = one_at_a_time();
    for source in ["/proc/cpuinfo", "/proc/self/status", "/sys/kernel/mm/transparent_hugepage/enabled"] {
        if !Path::new(source).exists() {
            continue;
        }
        let folder = TestFolder::new();
        let error = deliver(&folder, Path::new(source)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
        let text = error.to_string();
        assert!(text.contains("/proc and /sys") && !text.contains("collection"), "{text}");
        assert!(folder.entries().is_empty(), "{:?}", folder.entries());
    }
}

#[test]
fn an_empty_source_and_one_of_this_very_moment_are_delivered() {
    let _turn = one_at_a_time();
    let folder = TestFolder::in_memory();
    for content in ["", "x", &"y".repeat(SIZE)] {
        for _ in 0..20 {
            fs::write(folder.beside("export"), content).unwrap();
            deliver(&folder, &folder.beside("export")).unwrap();
            assert_eq!(folder.read("students.csv"), content);
        }
    }
    // The agent may have it open for writing, as a program has its temporary file.
    let open = fs::File::options().append(true).open(folder.beside("export")).unwrap();
    deliver(&folder, &folder.beside("export")).unwrap();
    assert_eq!(open.metadata().unwrap().size(), SIZE as u64);
}
