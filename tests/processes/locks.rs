//! The collector lock: held once at a time, recovered from dead processes, never taken from live
//! ones.

use crate::support::pause::pause_after;
use crate::support::process::{die_after, fork, hold, one_at_a_time};
use crate::support::reported::{self, Reported};
use crate::support::{TestFolder, at_length, is_granted, now_plus, strace};
use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::{MetadataExt, symlink};
use std::os::unix::net::UnixStream;
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, SystemTime};
use sync_ingest::{AlarmKind, Arbitration, Attempt, CollectorLock, ErrorKind, LockKind, Outcome};

/// Races run in this many folders side by side: the loser of one waits for a tenth of a second.
const FOLDERS: usize = 10;
const ROUNDS: usize = 20;

fn take(folder: &TestFolder) -> CollectorLock {
    match folder.settle_zero().take_lock().unwrap() {
        Attempt::Granted(lock) => lock,
        Attempt::Refused(arbitration) => panic!("{arbitration:?}"),
    }
}

fn is_refused(folder: &TestFolder, arbitration: Arbitration) -> bool {
    matches!(folder.settle_zero().take_lock().unwrap(), Attempt::Refused(refused) if refused == arbitration)
}

/// Every second round begins with the lock of a dead collector, for both to recover.
fn set_up_round(folder: &TestFolder, round: usize, orphan: &str) {
    if round % 2 == 1 {
        folder.drop("lock.txt", orphan);
    }
}

fn orphan_text() -> String {
    let folder = TestFolder::new();
    folder.plant_orphan_lock();
    folder.read("lock.txt")
}

#[test]
fn of_two_threads_always_exactly_one_gets_the_lock() {
    let _turn = one_at_a_time();
    let orphan = orphan_text();
    let race = || {
        let (folder, start, end) = (TestFolder::new(), Barrier::new(2), Barrier::new(2));
        let run = |is_first: bool| {
            let mut granted = Vec::new();
            for round in 0..ROUNDS {
                if is_first {
                    set_up_round(&folder, round, &orphan);
                }
                start.wait();
                let attempt = folder.settle_zero().take_lock();
                end.wait();
                granted.push(is_granted(&attempt));
                drop(attempt);
                end.wait();
            }
            granted
        };
        let (first, second) = thread::scope(|scope| {
            let other = scope.spawn(|| run(false));
            (run(true), other.join().unwrap())
        });
        for (round, winners) in first.into_iter().zip(second).enumerate() {
            assert!(matches!(&winners, (Ok(one), Ok(other)) if one != other), "round {round}: {winners:?}");
        }
        assert!(!folder.has("lock.txt"));
    };
    thread::scope(|scope| (0..FOLDERS).for_each(|_| drop(scope.spawn(race))));
}

#[test]
fn of_two_processes_always_exactly_one_gets_the_lock() {
    let _turn = one_at_a_time();
    let orphan = orphan_text();
    let folders: Vec<_> = (0..FOLDERS).map(|_| TestFolder::new()).collect();
    let contend = |folder: &TestFolder| {
        let (ours, mut theirs) = UnixStream::pair().unwrap();
        let child = fork(|| {
            let mut byte = [0];
            for _ in 0..ROUNDS {
                theirs.read_exact(&mut byte).unwrap();
                let attempt = folder.settle_zero().take_lock().unwrap();
                theirs.write_all(&[u8::from(matches!(attempt, Attempt::Granted(_)))]).unwrap();
                theirs.read_exact(&mut byte).unwrap();
                drop(attempt);
                theirs.write_all(&[2]).unwrap();
            }
        });
        (ours, child)
    };
    // All of them before the first round: a child that is forked later would hold the others'
    // streams.
    let mut races: Vec<_> = folders.iter().map(|folder| (folder, contend(folder), contend(folder))).collect();
    let answer = |stream: &mut UnixStream| {
        let mut byte = [9];
        stream.read_exact(&mut byte).unwrap();
        byte[0]
    };
    for round in 0..ROUNDS {
        for (folder, (first, _), (second, _)) in &mut races {
            set_up_round(folder, round, &orphan);
            first.write_all(&[1]).unwrap();
            second.write_all(&[1]).unwrap();
        }
        for (_, (first, _), (second, _)) in &mut races {
            assert_eq!(answer(first) + answer(second), 1, "round {round}");
        }
        for (folder, (first, _), (second, _)) in &mut races {
            for stream in [first, second] {
                stream.write_all(&[1]).unwrap();
                assert_eq!(answer(stream), 2);
            }
            assert!(!folder.has("lock.txt"), "round {round}");
        }
    }
    for (_, (_, first), (_, second)) in races {
        first.wait();
        second.wait();
    }
}

#[test]
fn the_first_line_of_the_lock_is_its_time_and_everybody_may_read_it() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    let before = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs();
    let lock = take(&folder);
    let seconds: u64 = folder.read("lock.txt").lines().next().unwrap().parse().unwrap();
    assert!((before..=before + 60).contains(&seconds), "{seconds}");
    assert_eq!(fs::metadata(folder.path().join("lock.txt")).unwrap().mode() & 0o7777, 0o644);
    lock.release().unwrap();
    assert!(folder.entries().iter().all(|name| name == ".sync_ingest"), "{:?}", folder.entries());
}

#[test]
fn a_forked_child_does_not_release_its_parents_lock() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    let parts: [fn(CollectorLock); 2] = [|lock| drop(lock), |lock| lock.release().unwrap()];
    for part in parts {
        let mut lock = Some(take(&folder));
        die_after(|| part(lock.take().unwrap()));
        assert!(lock.as_ref().unwrap().is_held().unwrap());
        assert!(is_refused(&folder, Arbitration::CollectorBusy));
        lock.unwrap().release().unwrap();
        assert!(!folder.has("lock.txt"));
    }
}

#[test]
fn a_forked_child_does_not_end_its_parents_collection() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    folder.drop("students.csv", "1");
    let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    let mut delivery = Some(collection.next_delivery().unwrap().unwrap());
    let mut collection = Some(collection);
    die_after(|| {
        let answer = delivery.take().unwrap().acknowledge();
        assert_eq!(answer.unwrap_err().kind(), ErrorKind::AlreadyOver);
        assert_eq!(collection.take().unwrap().finish().unwrap_err().kind(), ErrorKind::AlreadyOver);
    });
    assert!(folder.has("lock.txt"));
    delivery.unwrap().acknowledge().unwrap();
    assert_eq!(collection.unwrap().finish().unwrap().delivered.len(), 1);
    assert!(!folder.has("lock.txt"));
}

#[test]
fn a_lock_is_recovered_once_the_last_process_that_inherited_it_has_ended_and_not_before() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    let (ours, mut theirs) = UnixStream::pair().unwrap();
    die_after(|| {
        let lock = take(&folder);
        hold(fork(|| drop(theirs.read(&mut [0]))));
        hold(lock);
    });
    assert!(is_refused(&folder, Arbitration::CollectorBusy), "a process that inherited it may go on collecting");
    // For every process that has this end of the stream.
    ours.shutdown(std::net::Shutdown::Both).unwrap();
    let is_free = |_| is_granted(&folder.settle_zero().take_lock()).unwrap();
    assert!((0..100).any(is_free), "each attempt waits for a tenth of a second");
}

#[test]
fn the_lock_of_a_dead_collector_is_recovered_whatever_its_boot_and_host_on_a_local_file_system() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    let elsewhere = |line: &str| match line.split_once(' ') {
        Some(("boot", _)) => "boot 0123456789abcdef\n".to_owned(),
        Some(("host", _)) => "host elsewhere\n".to_owned(),
        _ => format!("{line}\n"),
    };
    folder.drop("lock.txt", &orphan_text().lines().map(elsewhere).collect::<String>());
    folder.drop("students.csv", "1");
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(report.arbitration, Arbitration::Collecting);
    assert_eq!(report.alarms[0].kind, AlarmKind::RecoveredLock);
    assert!(report.alarms[0].diagnosis().contains("elsewhere"), "{}", report.alarms[0].diagnosis());
    let lock = report.alarms[0].lock.as_ref().unwrap();
    assert_eq!((lock.kind, lock.holder.host()), (LockKind::Collector, Some("elsewhere")));
}

/// Details that depend on the time of a look are not recorded.
#[test]
fn the_alarm_of_a_lock_is_written_down_once_while_its_age_goes_on() {
    let folder = TestFolder::new();
    folder.drop("alock.txt", "");
    let look = |hours: u64| {
        let alarm = folder.later(hours * 3_600).collect_into(&folder.store()).unwrap().alarms.remove(0);
        (fs::metadata(folder.path().join(".sync_ingest/alarms")).unwrap().ino(), alarm)
    };
    let ((inode, first), (same, then)) = (look(4), look(5));
    assert_eq!(inode, same, "the file of the alarms was replaced");
    assert!(first.diagnosis().starts_with("alock.txt is 4 h 00 min old"), "{first}");
    assert!(then.diagnosis().starts_with("alock.txt is 5 h 00 min old"), "{then}");
    assert_eq!(first.lock.unwrap().holder, then.lock.unwrap().holder);
}

/// At each call of a collection that recovers an orphan another one starts, is turned away or does
/// the work, and ends.
#[test]
fn a_collector_that_comes_at_any_call_of_a_recovery_disturbs_nothing_and_the_orphan_is_reported() {
    const NAME: &str = "a_collector_that_comes_at_any_call_of_a_recovery_disturbs_nothing_and_the_orphan_is_reported";
    let _turn = one_at_a_time();
    if !strace::is_there(NAME) {
        return;
    }
    let set_up = || {
        let folder = TestFolder::in_memory();
        // With a work area, so that everything is done each time.
        take(&folder).release().unwrap();
        folder.plant_orphan_lock();
        folder.drop("students.csv", "1");
        folder
    };
    let collect =
        |folder: &TestFolder| Reported::of(folder.settle_zero().collect_into(&folder.store()).map(Reported::from));
    let folder = set_up();
    let mut calls = strace::calls_of(&folder.beside("log"), || drop(collect(&folder)));
    calls.retain(|call| at_length() || call.line.contains("lock"));
    let mut busy = 0;
    for call in &calls {
        let (folder, mut other) = (set_up(), Reported::default());
        let one = || reported::write(&folder.beside("report"), Ok(collect(&folder)));
        assert_eq!(pause_after(call, one, || other = collect(&folder)), 0, "{call}");
        let all = [reported::read(&folder.beside("report")), other, collect(&folder)];
        assert!(all.iter().all(|reported| reported.error.is_none()), "{call}: {all:?}");
        assert!(all.iter().any(|reported| reported.has_alarm(AlarmKind::RecoveredLock)), "{call}: {all:?}");
        assert_eq!(all.iter().flat_map(|reported| &reported.delivered).count(), 1, "{call}: {all:?}");
        assert_eq!(
            (folder.entries(), folder.stored("students.csv").as_str()),
            (vec![".sync_ingest".into()], "1"),
            "{call}"
        );
        busy += usize::from(all[1].outcome == Arbitration::CollectorBusy.as_str());
    }
    println!(
        "FIGURE: a collector that comes at each of {} calls of a recovery: {busy} times turned away, 0 violations",
        calls.len()
    );
    assert!(busy > 0 && busy < calls.len());
}

#[test]
fn a_refreshed_lock_has_a_new_timestamp() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    let mut lock = take(&folder);
    folder.set_mtime("lock.txt", 1_000);
    assert_eq!(folder.settle_zero().stale_locks().unwrap().len(), 1);
    lock.refresh().unwrap();
    assert!(folder.settle_zero().stale_locks().unwrap().is_empty());
    let modified = fs::metadata(folder.path().join("lock.txt")).unwrap().modified().unwrap();
    assert!(modified.elapsed().unwrap_or_default() < Duration::from_secs(60));
    fs::remove_file(folder.path().join("lock.txt")).unwrap();
    assert_eq!(lock.refresh().unwrap_err().kind(), ErrorKind::LockLost);
    assert!(!folder.has("lock.txt"), "a lost lock is not made again");
}

#[test]
fn only_our_own_lock_is_released_even_if_another_one_has_the_same_text() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    for drops in [true, false] {
        let lock = take(&folder);
        let text = folder.read("lock.txt");
        fs::rename(folder.path().join("lock.txt"), folder.beside("ours")).unwrap();
        folder.drop("lock.txt", &text);
        assert!(!lock.is_held().unwrap());
        if drops {
            drop(lock);
        } else {
            assert_eq!(lock.release().unwrap_err().kind(), ErrorKind::LockLost);
        }
        assert_eq!(folder.read("lock.txt"), text);
        fs::remove_file(folder.path().join("lock.txt")).unwrap();
    }
}

#[test]
fn the_lock_is_not_given_while_an_agent_delivers_and_nothing_is_left_of_the_attempt() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    folder.drop("alock.txt", "");
    assert!(is_refused(&folder, Arbitration::AgentDelivering));
    assert!(!folder.has("lock.txt"));
}

#[test]
fn unlock_refuses_the_lock_of_a_living_collector_and_of_a_living_agent() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    let lock = take(&folder);
    let error = folder.settle_zero().unlock(LockKind::Collector).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Held, "{error}");
    assert!(lock.is_held().unwrap());
    lock.release().unwrap();
    let Attempt::Granted(session) = folder.settle_zero().begin_agent_session("registry").unwrap() else { panic!() };
    let error = folder.settle_zero().unlock(LockKind::Agent).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Held, "{error}");
    assert!(folder.has("alock.txt"));
    session.finish().unwrap();
}

#[test]
fn unlock_removes_dead_and_foreign_locks_and_returns_what_they_were() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    let unlock = |kind| folder.with(|options| options.now = Some(now_plus(60))).unlock(kind).unwrap();
    assert!(unlock(LockKind::Collector).is_none() && unlock(LockKind::Agent).is_none());
    die_after(|| hold(take(&folder)));
    assert!(unlock(LockKind::Collector).unwrap().ours);
    folder.drop("lock.txt", "1769846400\n");
    let removed = unlock(LockKind::Collector).unwrap();
    assert!(!removed.ours && removed.age.seconds() >= 59, "{removed:?}");
    folder.drop("alock.txt", "");
    assert_eq!(unlock(LockKind::Agent).unwrap().kind, LockKind::Agent);
    assert!(!folder.has("lock.txt") && !folder.has("alock.txt"));
}

#[test]
fn unlock_removes_the_lock_itself_whatever_it_is_and_nothing_that_it_leads_to() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    let lock = folder.path().join("lock.txt");
    fs::write(folder.beside("precious"), "x").unwrap();
    symlink(folder.beside("precious"), &lock).unwrap();
    assert!(folder.settle_zero().unlock(LockKind::Collector).unwrap().unwrap().holder.to_string().contains("link"));
    assert_eq!(fs::read_to_string(folder.beside("precious")).unwrap(), "x");
    fs::create_dir(&lock).unwrap();
    fs::write(lock.join("precious"), "x").unwrap();
    folder.settle_zero().unlock(LockKind::Collector).unwrap_err();
    fs::remove_file(lock.join("precious")).unwrap();
    folder.settle_zero().unlock(LockKind::Collector).unwrap().unwrap();
    assert!(!folder.has("lock.txt"));
}
