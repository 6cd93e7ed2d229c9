//! The cache of an NFS client must not decide the arbitration.

use crate::front_end::FrontEnd;
use crate::rounds;
use crate::stage::{Stage, is_there};
use crate::support::user::{AGENT, SERVICE, as_user};
use std::fs;
use sync_ingest::{DropFolder, Options, Outcome};

#[test]
fn an_agent_lock_that_another_host_made_is_seen_although_its_absence_is_cached() {
    let Some(stage) = Stage::new("an_agent_lock_that_another_host_made_is_seen_although_its_absence_is_cached") else {
        return;
    };
    let (rounds, mut stale_absence, mut stale_presence) = (rounds(10, 40), 0, 0);
    for round in 0..rounds {
        let (maker, looker) = in_turn(&stage, round);
        let (made, seen) = (stage.seen_by(maker).join("alock.txt"), stage.seen_by(looker).join("alock.txt"));
        stage.write(maker, AGENT, "students.csv", &format!("{round}"));
        // Twice: the first look after a change asks the server.
        assert!(!is_there(&seen) && !is_there(&seen));
        as_user(AGENT, || fs::File::create_new(&made).unwrap());
        stale_absence += usize::from(!is_there(&seen));
        let answer = stage.collect(looker, &[]);
        assert_eq!((answer.exit, answer.outcome()), (75, "agent_delivering"), "{}", answer.output);
        assert_eq!(stage.visible(), ["alock.txt", "students.csv"]);
        as_user(AGENT, || fs::remove_file(&made).unwrap());
        stale_presence += usize::from(is_there(&seen));
        let answer = stage.collect(looker, &[]);
        assert_eq!((answer.exit, answer.delivered()), (0, vec!["students.csv"]), "{}", answer.output);
        assert_eq!(fs::read_to_string(stage.store().join("students.csv")).unwrap(), format!("{round}"));
    }
    assert!(stale_absence > 0, "the cache was never stale: this proves nothing");
    stage.assert_clean();
    println!(
        "FIGURE: NFS, agent lock: {rounds} made on one front end and removed again, the other one looked each time: its cache \
         was stale {stale_absence} times after the creation and {stale_presence} times after the removal, 0 violations"
    );
}

#[test]
fn a_collector_lock_that_another_host_made_is_seen_although_its_absence_is_cached() {
    let Some(stage) = Stage::new("a_collector_lock_that_another_host_made_is_seen_although_its_absence_is_cached")
    else {
        return;
    };
    let (rounds, mut stale) = (rounds(5, 20), 0);
    let source = stage.local("courses.csv");
    fs::write(&source, "1").unwrap();
    for round in 0..rounds {
        let (collector, other) = in_turn(&stage, round);
        let seen = stage.seen_by(other).join("lock.txt");
        stage.write(collector, AGENT, "students.csv", &format!("{round}"));
        // Twice: the first look after a change asks the server.
        assert!(!is_there(&seen) && !is_there(&seen));
        let folder = DropFolder::new(stage.seen_by(collector), settle_zero()).unwrap();
        let mut collection = as_user(SERVICE, || match folder.collect().unwrap() {
            Outcome::Collecting(collection) => collection,
            Outcome::Finished(report) => panic!("{report:?}"),
        });
        stale += usize::from(!is_there(&seen));
        let folder = stage.seen_by(other);
        let answer = other.run(&["deliver", source.to_str().unwrap(), "--to", folder.to_str().unwrap()]);
        assert_eq!(answer.exit, 75, "{}", answer.output);
        let answer = stage.collect(other, &[]);
        assert_eq!((answer.exit, answer.outcome()), (75, "collector_busy"), "{}", answer.output);
        as_user(SERVICE, || {
            collection.next_delivery().unwrap().unwrap().acknowledge().unwrap();
            let _ = collection.finish().unwrap();
        });
        let answer = stage.collect(other, &[]);
        assert_eq!((answer.exit, answer.outcome()), (0, "nothing"), "{}", answer.output);
    }
    assert!(stale > 0, "the cache was never stale: this proves nothing");
    stage.assert_clean();
    println!(
        "FIGURE: NFS, collector lock: {rounds} collections on one front end, an agent and a collector on the other one turned \
         away each time: its cache was stale {stale} times, 0 violations"
    );
}

#[test]
fn a_size_that_is_stale_until_a_fresh_open_lets_no_half_file_through() {
    let Some(stage) = Stage::new("a_size_that_is_stale_until_a_fresh_open_lets_no_half_file_through") else { return };
    let (rounds, mut stale) = (rounds(10, 40), 0);
    for round in 0..rounds {
        let (agent, looker) = in_turn(&stage, round);
        let (half, whole) = ("half ".repeat(10), "whole ".repeat(1_000 + round));
        let seen = stage.seen_by(looker).join("students.csv");
        // The agent takes a while, and the collector's host looks in between.
        let lock = stage.seen_by(agent).join("alock.txt");
        as_user(AGENT, || fs::File::create_new(&lock).unwrap());
        stage.write(agent, AGENT, "students.csv", &half);
        assert_eq!(fs::symlink_metadata(&seen).unwrap().len(), half.len() as u64);
        stage.write(agent, AGENT, "students.csv", &whole);
        as_user(AGENT, || fs::remove_file(&lock).unwrap());
        stale += usize::from(fs::symlink_metadata(&seen).unwrap().len() != whole.len() as u64);
        // It may leave the file alone once, because the file is not what it seemed to be.
        for _ in 0..2 {
            let answer = stage.collect(looker, &[]);
            assert!(answer.exit == 0, "{}", answer.output);
            if !answer.delivered().is_empty() {
                break;
            }
        }
        assert!(fs::read_to_string(stage.store().join("students.csv")).unwrap() == whole, "round {round}");
    }
    assert!(stale > 0, "the cache was never stale: this proves nothing");
    stage.assert_clean();
    println!(
        "FIGURE: NFS, sizes: {rounds} files that grew on the other front end, {stale} sizes were stale, 0 half files"
    );
}

pub(crate) fn settle_zero() -> Options {
    let mut options = Options::default();
    options.settle = Some(std::time::Duration::ZERO);
    options
}

/// Returns which front end acts and which one looks.
fn in_turn(stage: &Stage, round: usize) -> (&FrontEnd, &FrontEnd) {
    if round % 2 == 0 { (&stage.alpha, &stage.beta) } else { (&stage.beta, &stage.alpha) }
}
