//! The process that uses the library keeps its descriptors, its memory, its signal handlers, and
//! its life.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]
#![allow(unsafe_code, reason = "signals have no safe wrapper")]

mod support;

use std::fs::{self, File};
use std::os::fd::AsRawFd;
use std::os::unix::fs::OpenOptionsExt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use support::pause::pause_after;
use support::process::{die_after, fork, one_at_a_time};
use support::{TestFolder, in_short_or_long, strace};
use sync_ingest::{Attempt, Durability, Outcome};

/// One collection with every outcome: stored, rejected, put back, left alone; then the store's side
/// on its own, a status, an agent, a lock.
fn work(folder: &TestFolder, turn: usize) {
    let collector = folder.with(|options| {
        options.settle = Some(Duration::ZERO);
        options.durability = Durability::None;
        options.sha256 = true;
    });
    ["stored.csv", "rejected.csv", "later.csv", "_omitted.csv"].iter().for_each(|name| folder.drop(name, "1"));
    let Outcome::Collecting(mut collection) = collector.collect().unwrap() else { panic!("turn {turn}") };
    while let Some(mut delivery) = collection.next_delivery().unwrap() {
        let target = folder.store().join(delivery.name());
        match delivery.name().to_str().unwrap() {
            "rejected.csv" => delivery.reject("no").unwrap(),
            "later.csv" if delivery.attempt() == 1 => delivery.put_back("later").unwrap(),
            _ => {
                delivery.copy_to(&target).unwrap();
                delivery.acknowledge().unwrap();
            }
        }
    }
    collection.finish().unwrap();
    collector.collect_into(&folder.store()).unwrap();
    collector.collect_into(&folder.beside("nowhere")).unwrap_err();
    collector.status().unwrap();
    let Attempt::Granted(mut session) = collector.begin_agent_session("registry").unwrap() else {
        panic!("turn {turn}")
    };
    session.deliver(&folder.store().join("stored.csv"), Some("stored.csv".as_ref())).unwrap();
    session.finish().unwrap();
    let Attempt::Granted(lock) = collector.take_lock().unwrap() else { panic!("turn {turn}") };
    lock.release().unwrap();
    // A person has dealt with the rejected files.
    fs::remove_dir_all(folder.path().join(".sync_ingest/rejected")).unwrap();
}

/// Returns open descriptors, threads, and kibibytes of memory in use.
fn usage() -> (usize, usize, u64) {
    let entries = |path: &str| fs::read_dir(path).unwrap().count();
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    let memory = line.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap();
    (entries("/proc/self/fd"), entries("/proc/self/task"), memory)
}

#[test]
fn descriptors_threads_and_memory_stay_as_they_are_over_thousands_of_collections() {
    let _turn = one_at_a_time();
    let turns = in_short_or_long(500, 5_000);
    let folder = TestFolder::in_memory();
    let seen = folder.beside("usage");
    // In a separate process, where nothing else allocates.
    let child = fork(|| {
        // SAFETY: takes an integer. This takes long.
        unsafe { libc::alarm(600) };
        (0..turns / 10).for_each(|turn| work(&folder, turn));
        let before = usage();
        (0..turns).for_each(|turn| work(&folder, turn));
        let after = usage();
        fs::write(&seen, format!("{} collections: {before:?} before, {after:?} after", 2 * turns)).unwrap();
        assert_eq!((before.0, before.1), (after.0, after.1), "descriptors and threads");
        assert!(after.2 <= before.2 + 512, "memory: from {} to {} KiB", before.2, after.2);
    });
    let end = child.end();
    let figures = fs::read_to_string(&seen).unwrap_or_default();
    assert_eq!(end, 0, "{figures}");
    println!("FIGURE: descriptors, threads and KiB of one process over {figures}");
}

/// By default the signal of a broken lease ends the process. Here each lease is certainly broken:
/// the process is paused after every `fcntl`, while another one opens its files for writing.
#[test]
fn a_broken_lease_does_not_end_the_process() {
    let _turn = one_at_a_time();
    if !strace::is_there("a_broken_lease_does_not_end_the_process") {
        return;
    }
    let set_up = || {
        let folder = TestFolder::in_memory();
        ["a.csv", "b.csv"].iter().for_each(|name| folder.drop(name, "1"));
        folder
    };
    let collect = |folder: &TestFolder| {
        let stored = folder.settle_zero().collect_into(&folder.store()).unwrap().delivered.len();
        assert!(stored > 0, "at least the other one is stored");
    };
    let folder = set_up();
    let calls = strace::calls_of(&folder.beside("log"), || collect(&folder));
    let mut broken = 0;
    for call in calls.iter().filter(|call| call.name == "fcntl") {
        let folder = set_up();
        let held = hold_open(&folder, &["a.csv", "b.csv"]);
        let status = pause_after(call, || collect(&folder), || broken += held.iter().map(break_lease).sum::<u32>());
        assert_eq!(status, 0, "{call:?}: the process was ended, or its collection failed");
    }
    println!("FIGURE: leases broken while they were held: {broken}, the process lives");
    assert!(broken > 0, "no lease was broken: this shows nothing");
}

/// The same at random moments; and the signal settings of the host stay as they are.
#[test]
fn a_writer_that_opens_our_files_all_the_time_does_not_harm_the_host() {
    let _turn = one_at_a_time();
    let (time, folder) = (in_short_or_long(Duration::from_secs(2), Duration::from_secs(60)), TestFolder::in_memory());
    let seen = folder.beside("seen");
    die_after(|| {
        // SAFETY: takes an integer. This takes long.
        unsafe { libc::alarm(600) };
        let dispositions = || [libc::SIGIO, libc::SIGURG].map(disposition);
        assert_eq!(dispositions(), [libc::SIG_DFL; 2], "nobody has set them before");
        let (begun, mut collections) = (Instant::now(), 0);
        while begun.elapsed() < time {
            let names = ["a.csv", "b.csv", "c.csv", "d.csv"];
            names.iter().for_each(|name| folder.drop(name, "1"));
            let (held, done) = (hold_open(&folder, &names), AtomicBool::new(false));
            thread::scope(|scope| {
                scope.spawn(|| {
                    while !done.load(Ordering::SeqCst) {
                        held.iter().map(break_lease).for_each(drop);
                    }
                });
                for _ in 0..5 {
                    folder.settle_zero().collect_into(&folder.store()).unwrap();
                    collections += 1;
                }
                done.store(true, Ordering::SeqCst);
            });
        }
        assert_eq!(dispositions(), [libc::SIG_DFL; 2], "the library has set one");
        fs::write(&seen, collections.to_string()).unwrap();
    });
    println!(
        "FIGURE: a writer opens what is leased all the time: {} collections, the host lives",
        fs::read_to_string(&seen).unwrap()
    );
}

fn hold_open(folder: &TestFolder, names: &[&str]) -> Vec<File> {
    names.iter().map(|name| File::open(folder.path().join(name)).unwrap()).collect()
}

/// Opens it for writing, by descriptor because its name leads elsewhere once it is claimed. A lease
/// makes that fail, and is broken by it: returns 1 then, otherwise 0.
fn break_lease(held: &File) -> u32 {
    let path = format!("/proc/self/fd/{}", held.as_raw_fd());
    let opened = File::options().write(true).custom_flags(libc::O_NONBLOCK).open(path);
    opened.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock).into()
}

fn disposition(signal: libc::c_int) -> libc::sighandler_t {
    // SAFETY: an all-zero sigaction is a valid value; the call only writes to it.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        libc::sigaction(signal, std::ptr::null(), &mut action);
        action.sa_sigaction
    }
}
