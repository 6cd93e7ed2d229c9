//! Agents and collectors on both front ends at once, undisturbed and dying.

use crate::agent::{contents, polite, rude};
use crate::collector::{collect_once, collect_until_stopped};
use crate::front_end::{FrontEnd, kill};
use crate::ledger::{Balance, Ledger};
use crate::orphans::wait_for;
use crate::rounds;
use crate::stage::Stage;
use crate::stale::settle_zero;
use crate::support::process::Child;
use crate::support::user::{AGENT, SERVICE, as_user, give};
use std::fs;
use std::time::Duration;
use sync_ingest::DropFolder;

/// Sends this many contents from each of four agents, while two collectors on each front end take
/// them; `kills` collectors are killed and replaced.
fn race(stage: &Stage, count: u64, kills: usize) -> Balance {
    let ledger = Ledger::new(&stage.local("ledger"));
    let collector = |number: usize| -> Child {
        let front_end = if number % 2 == 0 { &stage.alpha } else { &stage.beta };
        let folder = stage.seen_by(front_end);
        front_end.fork(SERVICE, || collect_until_stopped(&folder, &ledger, number as u64 + 1))
    };
    let agent = |number: u64, front_end: &FrontEnd, user: u32, is_polite: bool| -> Child {
        let (folder, sources) = (stage.seen_by(front_end), stage.local(&format!("agent-{number}")));
        fs::create_dir(&sources).unwrap();
        give(&sources, user, user, 0o755);
        front_end.fork(user, || match is_polite {
            true => polite(&folder, &ledger, &sources, &contents(number, count)),
            false => rude(&folder, &ledger, &contents(number, count)),
        })
    };
    let mut collectors: Vec<Child> = (0..4).map(collector).collect();
    let agents = [
        agent(1, &stage.alpha, AGENT, true),
        agent(2, &stage.alpha, AGENT, false),
        agent(3, &stage.beta, SERVICE, true),
        agent(4, &stage.beta, SERVICE, false),
    ];
    let mut moment: u64 = 1;
    for turn in 0..kills {
        moment = moment.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Between two kills something must have happened, or only collectors that have just started
        // die.
        let events = ledger.events();
        wait_for("an event", || ledger.events() > events);
        std::thread::sleep(Duration::from_millis(moment >> 32 & 31));
        let victim = std::mem::replace(&mut collectors[turn % 4], collector(turn));
        assert!(kill(victim), "it was alive");
    }
    agents.into_iter().for_each(Child::wait);
    ledger.stop();
    collectors.into_iter().for_each(Child::wait);
    // The next collections take what is left, on the host whose lock may be left.
    for front_end in [&stage.alpha, &stage.beta, &stage.alpha] {
        let folder = DropFolder::new(stage.seen_by(front_end), settle_zero()).unwrap();
        let (folder, ledger) = (&folder, &ledger);
        front_end.fork(SERVICE, || while collect_once(folder, ledger).unwrap() {}).wait();
    }
    as_user(SERVICE, || stage.assert_clean());
    ledger.balance()
}

#[test]
fn two_front_ends_never_collect_at_once_and_every_file_arrives_once() {
    let Some(stage) = Stage::new("two_front_ends_never_collect_at_once_and_every_file_arrives_once") else { return };
    let balance = race(&stage, rounds(12, 60) as u64, 0);
    println!(
        "FIGURE: NFS, races: {} collections by 4 collectors on 2 front ends, {} times turned away, 4 agents, {} files sent, {} \
         arrived (the others were replaced before), 0 violations",
        balance.collections, balance.turned_away, balance.sent, balance.arrived
    );
}

#[test]
fn no_file_is_lost_or_doubled_while_collectors_are_killed() {
    let Some(stage) = Stage::new("no_file_is_lost_or_doubled_while_collectors_are_killed") else { return };
    let kills = rounds(12, 60);
    let balance = race(&stage, rounds(12, 60) as u64, kills);
    println!(
        "FIGURE: NFS, deaths: {kills} collectors killed, {} collections, {} files sent, {} arrived, {} of them offered again \
         under their id, 0 violations",
        balance.collections, balance.sent, balance.arrived, balance.offered_again
    );
}
