//! An agent lock appears while files are claimed, where no rename can exclude overwriting.

use crate::front_end::kill;
use crate::orphans::wait_for;
use crate::rounds;
use crate::stage::{Stage, is_there};
use crate::stale::settle_zero;
use crate::support::process::Child;
use crate::support::user::{AGENT, SERVICE, as_user};
use rustix::fs::{CWD, RenameFlags};
use rustix::io::Errno;
use serde_json::json;
use std::fs;
use std::path::PathBuf;
use sync_ingest::{Arbitration, DropFolder, Outcome};

const FILES: usize = 40;

/// A collector that claims files of a user; an agent lock appears once the first of them is
/// claimed.
struct Claiming {
    collector: Child,
    outcome: PathBuf,
}

fn begin(stage: &Stage, user: u32) -> Claiming {
    for number in 0..FILES {
        stage.write(&stage.beta, user, &format!("file-{number}.csv"), &format!("{number}"));
    }
    let (folder, outcome) = (stage.seen_by(&stage.alpha), stage.local("outcome"));
    let _ = fs::remove_file(&outcome);
    let collector = stage.alpha.fork(SERVICE, || {
        let answer = match DropFolder::new(folder, settle_zero()).unwrap().collect() {
            Ok(Outcome::Collecting(_)) => "collecting".to_owned(),
            Ok(Outcome::Finished(report)) if report.arbitration == Arbitration::AgentDelivering => {
                "withdrawn".to_owned()
            }
            other => format!("{other:?}"),
        };
        fs::write(&outcome, answer).unwrap();
    });
    wait_for("the first claim", || stage.visible().iter().filter(|name| name.starts_with("file-")).count() < FILES);
    let lock = stage.seen_by(&stage.beta).join("alock.txt");
    as_user(AGENT, || fs::File::create_new(lock).unwrap());
    Claiming { collector, outcome: stage.local("outcome") }
}

/// The agent is done: everything arrives, through either front end.
fn end(stage: &Stage, changed: usize) {
    fs::remove_file(stage.on_server().join("alock.txt")).unwrap();
    let mut delivered = Vec::new();
    for front_end in [&stage.alpha, &stage.beta, &stage.alpha] {
        let answer = stage.collect(front_end, &[]);
        assert_eq!(answer.exit, if answer.json["rejected"] == json!([]) { 0 } else { 3 }, "{}", answer.output);
        delivered.extend(answer.delivered().into_iter().map(str::to_owned));
    }
    delivered.sort();
    let mut expected: Vec<String> = (0..FILES).map(|number| format!("file-{number}.csv")).collect();
    expected.sort();
    assert_eq!(delivered, expected, "each file once");
    for number in 0..FILES {
        let content = fs::read_to_string(stage.store().join(format!("file-{number}.csv"))).unwrap();
        assert_eq!(content, if number < changed { format!("{number} again") } else { format!("{number}") });
    }
    stage.assert_clean();
}

/// Returns how many files are in the folder, and how many in unverified batches; there must be no
/// other batch.
fn whereabouts(stage: &Stage) -> (usize, usize) {
    let home = stage.visible().iter().filter(|name| name.starts_with("file-")).count();
    let area = stage.on_server().join(".sync_ingest");
    let batches = crate::support::entries(&area).into_iter().filter(|name| name.contains("verified-"));
    let claimed = batches.inspect(|name| assert!(name.starts_with("unverified-"), "{name}"));
    (home, claimed.map(|name| crate::support::entries(&area.join(name)).len()).sum())
}

#[test]
fn what_an_agent_owns_cannot_be_given_back_and_waits_unverified() {
    let Some(stage) = Stage::new("what_an_agent_owns_cannot_be_given_back_and_waits_unverified") else { return };
    let folder = stage.seen_by(&stage.alpha);
    stage.write(&stage.alpha, AGENT, "one", "1");
    as_user(SERVICE, || {
        let refusal =
            rustix::fs::renameat_with(CWD, folder.join("one"), CWD, folder.join("two"), RenameFlags::NOREPLACE);
        assert_eq!(refusal, Err(Errno::INVAL), "this file system can rename without overwriting");
        let refusal = fs::hard_link(folder.join("one"), folder.join("two")).unwrap_err();
        assert_eq!(refusal.raw_os_error(), Some(libc::EPERM), "fs.protected_hardlinks is not as Debian sets it");
    });
    fs::remove_file(stage.on_server().join("one")).unwrap();
    let (rounds, mut stayed) = (rounds(1, 4), 0);
    for _ in 0..rounds {
        let Claiming { collector, outcome } = begin(&stage, AGENT);
        collector.wait();
        assert_eq!(fs::read_to_string(outcome).unwrap(), "withdrawn");
        let (home, claimed) = whereabouts(&stage);
        assert_eq!(home + claimed, FILES);
        stayed += claimed;
        // While the lock exists, they are not offered.
        for front_end in [&stage.alpha, &stage.beta] {
            let answer = stage.collect(front_end, &[]);
            assert_eq!((answer.exit, answer.outcome()), (75, "agent_delivering"), "{}", answer.output);
        }
        // The agent sends a newer version of one file meanwhile: the older one is never offered.
        stage.write(&stage.beta, AGENT, "file-0.csv", "0 again");
        end(&stage, 1);
    }
    assert!(stayed > 0, "everything could be given back: this shows nothing");
    println!(
        "FIGURE: NFS, given back: {rounds} agent locks that appeared between claim and look, {stayed} files of the agent stayed \
         claimed and were offered once afterwards, 0 violations"
    );
}

#[test]
fn what_is_our_own_is_given_back_by_link_and_unlink() {
    let Some(stage) = Stage::new("what_is_our_own_is_given_back_by_link_and_unlink") else { return };
    let rounds = rounds(1, 4);
    for _ in 0..rounds {
        let Claiming { collector, outcome } = begin(&stage, SERVICE);
        collector.wait();
        assert_eq!(fs::read_to_string(outcome).unwrap(), "withdrawn");
        assert_eq!(whereabouts(&stage), (FILES, 0));
        end(&stage, 0);
    }
    println!("FIGURE: NFS, given back: {} own files by link and unlink, 0 violations", rounds * FILES);
}

#[test]
fn a_collector_that_is_killed_while_it_gives_back_loses_and_doubles_nothing() {
    let Some(stage) = Stage::new("a_collector_that_is_killed_while_it_gives_back_loses_and_doubles_nothing") else {
        return;
    };
    let (rounds, mut amidst) = (rounds(2, 8), 0);
    for round in 0..rounds {
        let Claiming { collector, outcome } = begin(&stage, SERVICE);
        // At an early or a late moment of the way back.
        let least = 1 + round * 13 % (FILES - 2);
        let (mut low, mut gone) = (FILES, false);
        wait_for("the way back", || {
            let home = stage.visible().iter().filter(|name| name.starts_with("file-")).count();
            low = low.min(home);
            gone = is_there(&outcome);
            gone || (home > low && home >= least)
        });
        amidst += usize::from(kill(collector) && !gone);
        end(&stage, 0);
    }
    assert!(amidst > 0, "none was killed on its way: this shows nothing");
    println!(
        "FIGURE: NFS, given back: {amidst} collectors of {rounds} killed on the way, each file once, 0 violations"
    );
}
