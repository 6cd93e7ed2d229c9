//! The lock of a dead collector: recovered by its own host at once, never broken by another.

use crate::front_end::{FrontEnd, kill};
use crate::rounds;
use crate::stage::{Stage, is_there};
use crate::stale::settle_zero;
use crate::support::process::Child;
use crate::support::user::{AGENT, SERVICE};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::time::{Duration, Instant, SystemTime};
use sync_ingest::{DropFolder, Outcome};

/// A collector on this host that has begun to offer and never ends.
fn collector_at_work(stage: &Stage, front_end: &FrontEnd) -> Child {
    let (folder, begun) = (stage.seen_by(front_end), stage.local("begun"));
    let _ = fs::remove_file(&begun);
    let child = front_end.fork(SERVICE, || {
        let Outcome::Collecting(mut collection) = DropFolder::new(folder, settle_zero()).unwrap().collect().unwrap()
        else {
            panic!()
        };
        let _delivery = collection.next_delivery().unwrap().unwrap();
        fs::write(&begun, "").unwrap();
        loop {
            std::thread::sleep(Duration::from_secs(60));
        }
    });
    wait_for("the collection begins", || is_there(&begun));
    child
}

pub(crate) fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(300), "{what}: not within five minutes");
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn lock_of(stage: &Stage) -> (u64, String) {
    let path = stage.on_server().join("lock.txt");
    (fs::symlink_metadata(&path).unwrap().ino(), fs::read_to_string(&path).unwrap())
}

#[test]
fn the_lock_of_a_collector_that_was_killed_is_recovered_at_once_on_its_own_host() {
    let Some(stage) = Stage::new("the_lock_of_a_collector_that_was_killed_is_recovered_at_once_on_its_own_host") else {
        return;
    };
    let (rounds, mut longest) = (rounds(3, 9), Duration::ZERO);
    for round in 0..rounds {
        let host = if round % 2 == 0 { &stage.alpha } else { &stage.beta };
        stage.write(host, AGENT, "students.csv", "1");
        assert!(kill(collector_at_work(&stage, host)));
        let start = Instant::now();
        let answer = stage.collect(host, &[]);
        longest = longest.max(start.elapsed());
        assert_eq!((answer.exit, answer.delivered()), (0, vec!["students.csv"]), "{}", answer.output);
        assert_eq!(answer.alarms(), ["recovered_lock"], "{}", answer.output);
    }
    stage.assert_clean();
    println!(
        "FIGURE: NFS, orphans of the own host: {rounds} collectors killed, each lock recovered by the next collection, the \
         slowest in {} ms, 0 violations",
        longest.as_millis()
    );
}

#[test]
fn the_lock_of_another_host_is_never_broken_unless_the_caller_holds_a_lock_over_all_hosts() {
    let Some(stage) =
        Stage::new("the_lock_of_another_host_is_never_broken_unless_the_caller_holds_a_lock_over_all_hosts")
    else {
        return;
    };
    let (rounds, mut refused) = (rounds(3, 9), 0);
    for round in 0..rounds {
        let (dead, other) = if round % 2 == 0 { (&stage.alpha, &stage.beta) } else { (&stage.beta, &stage.alpha) };
        stage.write(other, AGENT, "students.csv", "1");
        let living = collector_at_work(&stage, dead);
        let lock = lock_of(&stage);
        let is_untouched = |flags: &[&str], alarms: &[&str]| {
            let answer = stage.collect(other, flags);
            assert_eq!((answer.exit, answer.outcome()), (75, "collector_busy"), "{}", answer.output);
            assert_eq!(answer.alarms(), alarms, "{}", answer.output);
            assert_eq!(lock_of(&stage), lock);
        };
        // While its owner lives, not even with a cluster-wide lock.
        is_untouched(&["--cluster-locked"], &[]);
        let folder = stage.seen_by(other);
        let answer = other.run(&["unlock", folder.to_str().unwrap(), "--collector"]);
        assert_eq!(answer.exit, 75, "{}", answer.output);
        assert!(kill(living));
        // A dead owner's lock is busy at first, an alarm when it is old, and never broken.
        is_untouched(&[], &[]);
        let file = fs::File::options().write(true).open(stage.on_server().join("lock.txt")).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(4 * 3600)).unwrap();
        drop(file);
        is_untouched(&[], &["stale_collector_lock"]);
        refused += 4;
        match round % 3 {
            0 => {
                let answer = stage.collect(other, &["--cluster-locked"]);
                assert_eq!((answer.exit, answer.delivered()), (0, vec!["students.csv"]), "{}", answer.output);
                assert!(answer.alarms().contains(&"recovered_lock"), "{}", answer.output);
            }
            1 => {
                let answer = other.run(&["unlock", folder.to_str().unwrap(), "--collector"]);
                assert_eq!(answer.exit, 0, "{}", answer.output);
            }
            _ => {}
        }
        // Its own host recovers it, or finds that it is gone; the incident ends with the next pass.
        assert_eq!((stage.collect(dead, &[]).exit, stage.collect(dead, &[]).exit), (0, 0));
    }
    stage.assert_clean();
    println!(
        "FIGURE: NFS, orphans of another host: {rounds} collectors, {refused} attempts on their locks refused, 0 locks broken"
    );
}
