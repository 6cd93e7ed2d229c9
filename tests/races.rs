//! Everybody at once in one folder: collectors in threads and processes of two users, some of them
//! killed; agents that honour `lock.txt`, that ignore it, that lock nothing; and a gremlin. Every
//! content describes itself, every participant logs its actions, and at the end a judge finds
//! violations of the promises.
//!
//! The promises: for agents that lock, none of their files is offered before their lock is gone,
//! lost, doubled or overtaken; for agents that lock nothing, the same holds for files that are
//! whole under their name from the first moment, and for files written with pauses shorter than the
//! settle time. If an agent without a lock rewrites a file in place and the file has lost its name
//! meanwhile, its writes are lost, as on any file system: that is counted, not promised. Where
//! somebody removes `lock.txt`, nothing is lost or partial; the rest is not promised.
//!
//! `SYNC_INGEST_SEED` repeats the choices of a run; `SYNC_INGEST_PROOF=long` goes on for ten
//! minutes.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]
#![allow(unsafe_code, reason = "signals have no safe wrapper")]

mod support;

#[path = "races/agents.rs"]
mod agents;
#[path = "races/collectors.rs"]
mod collectors;
#[path = "races/content.rs"]
mod content;
#[path = "races/gremlin.rs"]
mod gremlin;
#[path = "races/judge.rs"]
mod judge;
#[path = "races/log.rs"]
mod log;

use agents::{Agent, Kind, is_agents};
use collectors::Collector;
use content::Random;
use gremlin::Gremlin;
use judge::{Judge, Promised};
use log::Log;
use std::fs;
use std::path::PathBuf;
use std::thread::{scope, sleep};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use support::process::{Child, fork, one_at_a_time};
use support::user::{AGENT, SERVICE, as_user, give, is_root};
use support::{TestFolder, entries, now_plus};
use sync_ingest::{Arbitration, DropFolder, Options, Outcome};

/// One race.
struct Race {
    name: &'static str,
    settle: Duration,
    agents: &'static [Kind],
    into_directory: bool,
    gremlin_removes_locks: bool,
}

/// How many processes collect, with so many threads each. The last one belongs to root, where there
/// is root.
const COLLECTORS: u64 = 3;
const THREADS: u64 = 2;

#[test]
fn agents_that_lock_lose_nothing_and_nothing_of_theirs_is_partial_doubled_or_overtaken() {
    Race {
        name: "agents that lock",
        settle: Duration::ZERO,
        agents: &[Kind::Honours, Kind::Honours, Kind::Ignores, Kind::Ignores, Kind::Renames],
        into_directory: false,
        gremlin_removes_locks: false,
    }
    .run();
}

#[test]
fn agents_that_write_slowly_without_a_lock_lose_nothing_and_nothing_of_theirs_is_partial() {
    Race {
        name: "agents without a lock",
        settle: Duration::from_millis(300),
        agents: &[Kind::WritesSlowly, Kind::WritesSlowly, Kind::WritesSlowly, Kind::Renames, Kind::Ignores],
        into_directory: true,
        gremlin_removes_locks: false,
    }
    .run();
}

#[test]
fn while_somebody_removes_lock_txt_nothing_is_lost_or_partial() {
    Race {
        name: "somebody removes lock.txt",
        settle: Duration::ZERO,
        agents: &[Kind::Honours, Kind::Ignores, Kind::Ignores, Kind::Renames],
        into_directory: false,
        gremlin_removes_locks: true,
    }
    .run();
}

/// The place of a race.
struct Place {
    folder: TestFolder,
    is_root: bool,
    seed: u64,
    until: Instant,
}

impl Race {
    fn run(&self) {
        let _turn = one_at_a_time();
        let lasts = if std::env::var("SYNC_INGEST_PROOF").is_ok_and(|proof| proof == "long") { 200 } else { 6 };
        let drawn = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros() as u64;
        let seed = std::env::var("SYNC_INGEST_SEED").map_or(drawn, |seed| seed.parse().unwrap());
        println!("races: {}: SYNC_INGEST_SEED={seed}", self.name);
        let is_root = is_root("the two users of races");
        let place = Place { folder: stage(is_root), is_root, seed, until: Instant::now() + Duration::from_secs(lasts) };
        let kills = self.let_them_go(&place);
        self.drain(&place);
        self.judge(&place, lasts, kills);
    }

    /// Starts everybody, kills collectors and starts others in their place. Returns how many were
    /// killed.
    fn let_them_go(&self, place: &Place) -> u64 {
        let log = Log::open(&place.log(), 0);
        let mut random = Random::new(place.seed, 0);
        let agents = self.start_agents(place);
        let mut collectors: Vec<Child> = (0..COLLECTORS).map(|number| self.start_collector(place, number, 0)).collect();
        let mut kills = 0;
        while Instant::now() + Duration::from_millis(200) < place.until {
            sleep(Duration::from_millis(10 + random.below(100)));
            kills += 1;
            let number = random.below(COLLECTORS);
            let fresh = self.start_collector(place, number, kills);
            let victim = std::mem::replace(&mut collectors[number as usize], fresh);
            let id = victim.id();
            log.write("killing", format_args!("{id}"));
            // SAFETY: a child of our own, which has not been waited for.
            assert_eq!(unsafe { libc::kill(id, libc::SIGKILL) }, 0);
            assert_eq!(victim.end(), libc::SIGKILL);
            log.write("killed", format_args!("{id}"));
        }
        agents.wait();
        collectors.into_iter().for_each(Child::wait);
        kills
    }

    fn start_agents(&self, place: &Place) -> Child {
        fork(|| {
            end_with(place);
            scope(|scope| {
                for (number, kind) in self.agents.iter().enumerate() {
                    let number = number as u64 + 1;
                    scope.spawn(move || {
                        place.acting(AGENT, || {
                            let (log, random) = (Log::open(&place.log(), number), place.random(100 + number));
                            let name = format!("agent{number}");
                            let folder = place.folder(Options::default());
                            let sees = self.gremlin_removes_locks;
                            Agent::new(*kind, name, folder, log, random, self.settle, sees).run(place.until);
                        });
                    });
                }
                scope.spawn(|| {
                    place.acting(AGENT, || {
                        let (folder, random) = (place.folder.path(), place.random(99));
                        let log = Log::open(&place.log(), 99);
                        Gremlin { folder, random, log, removes_locks: self.gremlin_removes_locks }.run(place.until);
                    });
                });
            });
        })
    }

    fn start_collector(&self, place: &Place, number: u64, generation: u64) -> Child {
        fork(|| {
            end_with(place);
            scope(|scope| {
                for thread in 0..THREADS {
                    let role = 1_000 + generation * 100 + number * 10 + thread;
                    scope.spawn(move || {
                        let act = || self.collector(place, role, thread).run(place.until);
                        if number + 1 == COLLECTORS { act() } else { place.acting(SERVICE, act) }
                    });
                }
            });
        })
    }

    fn collector(&self, place: &Place, role: u64, number: u64) -> Collector {
        let mut random = place.random(role);
        let mut options = place.options(self.settle);
        options.max_files = if random.percent(30) { 1 + random.below(20) as usize } else { 10_000 };
        let directory = self.into_directory.then(|| place.folder.store());
        Collector { folder: place.folder(options), log: Log::open(&place.log(), number), random, directory }
    }

    /// When everybody has stopped, collections take everything that is left.
    fn drain(&self, place: &Place) {
        place.acting(SERVICE, || {
            let mut collector = self.collector(place, 1, 0);
            let mut options = place.options(self.settle);
            options.now = Some(now_plus(600));
            for _ in 0..20 {
                match place.folder(options.clone()).collect().unwrap() {
                    Outcome::Collecting(collection) => collector.collect(collection, true).unwrap(),
                    Outcome::Finished(report) => {
                        assert_eq!(report.arbitration, Arbitration::Nothing, "stuck: {report:?}");
                    }
                }
            }
            let status = place.folder(options).status().unwrap();
            assert_eq!((status.claimed, status.unverified), (0, 0), "stuck: {status:?}");
            assert_eq!((status.collector_lock, status.agent_lock), (None, None), "stuck");
        });
        let left: Vec<_> = place.folder.entries().into_iter().filter(|name| is_agents(name)).collect();
        assert!(left.is_empty(), "stuck: {left:?}");
        let known = ["alarms", "first-seen", "guard", "looks", "rejected", "superseded"];
        // Files that a killed process was preparing are removed by the next collection that takes
        // the lock.
        let is_known = |name: &String| known.contains(&name.as_str()) || name.starts_with(".sync_ingest-");
        let left: Vec<_> = entries(&place.area()).into_iter().filter(|name| !is_known(name)).collect();
        assert!(left.is_empty(), "left in the work area: {left:?}");
    }

    fn judge(&self, place: &Place, lasts: u64, kills: u64) {
        let promised = Promised { exclusive: !self.gremlin_removes_locks, each_content: !self.into_directory };
        let mut judge = Judge::new(promised);
        judge.read(&place.log());
        for path in [place.folder.store(), place.folder.path(), place.area()] {
            judge.look_into(&path);
        }
        judge.look_for_losses();
        let count = |what| judge.count(what);
        println!(
            "FIGURE: races: {}: {lasts} s, {} delivered, {} collections, {} offers, {} acknowledged, {} changed, {kills} kills, \
             {} written without a name, {} writers held up, violations {} (seed {})",
            self.name,
            count("done"),
            count("begin"),
            count("offered"),
            count("acknowledged") + count("took"),
            count("changed"),
            count("nowhere"),
            count("late"),
            judge.violations.len(),
            place.seed
        );
        if std::env::var("SYNC_INGEST_COUNTS").is_ok() {
            println!("{:?}", judge.counts);
        }
        assert!(count("acknowledged") + count("took") > 50 && kills > 10, "nothing happened: {:?}", judge.counts);
        if !judge.violations.is_empty() {
            let kept = std::env::temp_dir().join(format!("sync_ingest-races-{}.log", place.seed));
            fs::copy(place.log(), &kept).unwrap();
            println!("the log is kept: {kept:?}");
        }
        let first: Vec<_> = judge.violations.iter().take(20).collect();
        assert!(first.is_empty(), "seed {}: {first:#?}", place.seed);
    }
}

impl Place {
    fn log(&self) -> PathBuf {
        self.folder.beside("log")
    }

    fn area(&self) -> PathBuf {
        self.folder.beside("data").join("area")
    }

    fn random(&self, role: u64) -> Random {
        Random::new(self.seed, role)
    }

    fn options(&self, settle: Duration) -> Options {
        let mut options = Options::default();
        options.settle = Some(settle);
        options.work_area = Some(self.area());
        options
    }

    fn folder(&self, options: Options) -> DropFolder {
        DropFolder::new(self.folder.path(), options).unwrap()
    }

    fn acting<T: Send>(&self, user: u32, act: impl FnOnce() -> T + Send) -> T {
        if self.is_root { as_user(user, act) } else { act() }
    }
}

/// A drop folder of the agent that the service may write to, its data beside it, and a log that
/// everybody writes to.
fn stage(is_root: bool) -> TestFolder {
    let folder = TestFolder::in_memory();
    fs::create_dir(folder.beside("data")).unwrap();
    fs::create_dir(folder.beside("sources")).unwrap();
    fs::write(folder.beside("log"), "").unwrap();
    if is_root {
        give(&folder.beside("."), 0, 0, 0o755);
        give(&folder.path(), AGENT, SERVICE, 0o2770);
        give(&folder.store(), SERVICE, SERVICE, 0o700);
        give(&folder.beside("data"), SERVICE, SERVICE, 0o755);
        give(&folder.beside("sources"), AGENT, AGENT, 0o755);
        give(&folder.beside("log"), 0, 0, 0o666);
    }
    folder
}

/// A hanging child is ended, but not before the race is over.
fn end_with(place: &Place) {
    let left = place.until.saturating_duration_since(Instant::now()).as_secs() as u32;
    // SAFETY: takes an integer.
    unsafe { libc::alarm(left + 20) };
}
