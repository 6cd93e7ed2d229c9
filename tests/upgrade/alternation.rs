//! Programs of 0.1.0 and the current ones alternate on one folder, and many of them are killed:
//! collectors, sometimes two at a time, and agents. Meanwhile another agent makes `alock.txt`
//! without looking for `lock.txt`, and writes in place. A ledger notices whatever is lost, doubled
//! or partial. `SYNC_INGEST_SEED` repeats the random choices of a run.
//!
//! `sync-ingest deliver` and `sync-deliver` never run at the same time here: that of 0.1.0 removes
//! the uploads of the script, and no later release can prevent it.

use crate::content::{self, Random};
use crate::ledger::{Content, Ledger};
use crate::left::Left;
use crate::programs::{Answer, Release, has_sftp, run};
use crate::support::process::one_at_a_time;
use crate::support::{TestFolder, entries, in_short_or_long, strace};
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::thread::{scope, sleep};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// System calls at which a program may be killed, with the highest number to try.
const KILLS: [(&str, u64); 7] =
    [("mkdirat", 3), ("linkat", 2), ("pwrite64", 9), ("renameat", 12), ("unlinkat", 9), ("write", 4), ("fsync", 9)];

/// The folder, the programs, and what happened.
struct Place {
    base: PathBuf,
    left: Left,
    old: Release,
    new: Release,
    traced: bool,
    sftp: bool,
    until: Instant,
    ledger: Mutex<Ledger>,
}

#[test]
fn alternating_releases_that_are_killed_neither_lose_nor_double_nor_truncate_a_file() {
    let _turn = one_at_a_time();
    let test = "the alternation of two releases";
    let Some(old) = Release::old(test) else { return };
    let lasts = in_short_or_long(3, 60);
    let drawn = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros() as u64;
    let seed = std::env::var("SYNC_INGEST_SEED").map_or(drawn, |seed| seed.parse().unwrap());
    println!("upgrade: SYNC_INGEST_SEED={seed}");
    let left = Left { folder: TestFolder::in_memory() };
    let place = Place {
        base: left.folder.path().parent().unwrap().to_owned(),
        left,
        old,
        new: Release::new(),
        traced: strace::is_there("kills at system calls in the alternation of two releases"),
        sftp: has_sftp("the alternation of two releases with sync-deliver"),
        until: Instant::now() + Duration::from_secs(lasts),
        ledger: Mutex::default(),
    };
    fs::create_dir(place.base.join("out")).unwrap();
    let mut agents = Agents { place: &place, random: Random::new(seed, 1), next: 0, runs: 0, kills: 0, killed: None };
    let mut collectors = Collectors { place: &place, random: Random::new(seed, 3), runs: 0, kills: 0 };
    scope(|scope| {
        scope.spawn(|| agents.run());
        scope.spawn(|| Writer { place: &place, random: Random::new(seed, 2) }.run());
        collectors.run();
    });
    place.drain(&mut agents);
    let (collections, deliveries, kills) = (collectors.runs, agents.runs, collectors.kills + agents.kills);
    let mut ledger = place.ledger.into_inner().unwrap();
    ledger.look_for_losses();
    let (done, taken) = ledger.counts();
    println!(
        "FIGURE: upgrade: {lasts} s, {collections} runs of collectors, {deliveries} of agents, {kills} kills, {done} delivered, \
         {taken} stored, violations {} (seed {seed})",
        ledger.violations.len()
    );
    let enough = in_short_or_long((15, 3, 15), (300, 60, 300));
    assert!(collections > enough.0 && kills > enough.1 && done > enough.2, "nothing happened");
    assert!(ledger.violations.is_empty(), "seed {seed}: {:#?}", ledger.violations);
}

impl Place {
    fn either(&self, random: &mut Random) -> &Release {
        if random.percent(50) { &self.old } else { &self.new }
    }

    fn collect(&self, release: &Release) -> Command {
        let mut collect = release.collect(&self.base, "0");
        // The kills are no fault of the file.
        collect.args(["--max-attempts", "90000"]);
        collect
    }

    fn violation(&self, violation: String) {
        self.ledger.lock().unwrap().violation(violation);
    }

    /// Kills a program at a system call, or after `longest` milliseconds at most. Returns its
    /// answer if it ended before that.
    fn run_and_kill(&self, command: Command, random: &mut Random, longest: u64) -> Option<Answer> {
        if self.traced && random.percent(60) {
            return ended(spawn(&mut at_a_call(&command, random)));
        }
        Self::kill_after(command, random, longest)
    }

    /// Kills a program and its children after a while.
    fn kill_after(mut command: Command, random: &mut Random, longest: u64) -> Option<Answer> {
        let child = spawn(command.process_group(0));
        sleep(Duration::from_micros(random.below(longest * 1_000)));
        let group = rustix::process::Pid::from_child(&child);
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        ended(child)
    }

    /// Returns whether there may be something to collect.
    fn is_worth_a_look(&self) -> bool {
        self.left.folder.entries().len() > 1 || !self.left.batches("verified-").is_empty()
    }

    /// Collects what is left with both releases in turn, once everything else has stopped.
    fn drain(&self, agents: &mut Agents<'_>) {
        // Both locks may have been left behind.
        let answer = run(self.collect(&self.new));
        self.look(&[answer]);
        if let Some(remotely) = agents.killed {
            if agents.deliver(remotely, 0) != Some(true) {
                self.violation("a killed agent cannot take back its lock".to_owned());
            }
        }
        for release in [&self.new, &self.old, &self.new, &self.old] {
            let answer = run(self.collect(release));
            if answer.status != Some(0) {
                self.violation(format!("{release} failed in the end: {answer:?}"));
            }
            self.look(&[answer]);
        }
        let answer = run(self.collect(&self.new));
        let report = answer.json();
        if report["outcome"] != "nothing" || !report["alarms"].as_array().unwrap().is_empty() {
            self.violation(format!("in the end: {report}"));
        }
        // The file of such a checksum file was never sent: its agent was killed, and uses another
        // name for the next one.
        let sent = |name: &String| match name.strip_prefix('_').and_then(|name| name.strip_suffix(".sha256")) {
            Some(file) => self.ledger.lock().unwrap().is_done(file),
            None => name != ".sync_ingest",
        };
        let in_folder: Vec<_> = self.left.folder.entries().into_iter().filter(sent).collect();
        // A lock that a killed collector was preparing is removed by the next collection that takes
        // the lock.
        let known = |name: &String| {
            let names = ["alarms", "guard", "looks", "rejected", "superseded"];
            names.contains(&name.as_str()) || name.starts_with(".sync_ingest-lock-")
        };
        let in_area: Vec<_> = entries(&self.left.area()).into_iter().filter(|name| !known(name)).collect();
        // 0.1.0 does not know this prefix, which later releases use.
        let in_store: Vec<_> = entries(&self.left.folder.store())
            .into_iter()
            .filter(|name| !name.starts_with(".sync_ingest-copy-"))
            .collect();
        if !(in_folder.is_empty() && in_area.is_empty() && in_store.is_empty()) {
            self.violation(format!("left: {in_folder:?}, in the work area {in_area:?}, in the store {in_store:?}"));
        }
    }

    /// To be called while no collector runs.
    fn look(&self, answers: &[Answer]) {
        let mut ledger = self.ledger.lock().unwrap();
        let mut reports = Vec::new();
        for answer in answers {
            match answer.status {
                Some(0 | 75) => reports.push(answer.json()),
                // Killed after it had printed its report.
                None => {}
                _ => ledger.violation(format!("a collector failed: {answer:?}")),
            }
        }
        reports.retain(|report| report["outcome"] == "collected" || report["outcome"] == "nothing");
        for alarm in reports.iter().flat_map(|report| report["alarms"].as_array().unwrap()) {
            if alarm["kind"] != "recovered_lock" {
                ledger.violation(format!("an alarm: {alarm}"));
            }
        }
        ledger.look(&self.left.folder.store(), &reports, self.left.claims());
    }
}

fn spawn(command: &mut Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Returns the same command under strace, which kills it at one of its system calls.
fn at_a_call(command: &Command, random: &mut Random) -> Command {
    let (call, most) = KILLS[random.below(KILLS.len() as u64) as usize];
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}")]);
    strace.args(["-e", &format!("inject={call}:signal=KILL:when={}", 1 + random.below(most))]);
    strace.arg(command.get_program()).args(command.get_args()).stdin(Stdio::null());
    for (name, value) in command.get_envs() {
        strace.env(name, value.unwrap());
    }
    strace
}

fn ended(child: Child) -> Option<Answer> {
    let answer = Answer::from(child.wait_with_output().unwrap());
    answer.status.is_some().then_some(answer)
}

struct Collectors<'a> {
    place: &'a Place,
    random: Random,
    runs: u64,
    kills: u64,
}

impl Collectors<'_> {
    fn run(&mut self) {
        while Instant::now() < self.place.until {
            if !self.place.is_worth_a_look() && self.random.percent(95) {
                sleep(Duration::from_millis(1));
                continue;
            }
            let mut answers = Vec::new();
            // Sometimes a second one at the same time: at most one of them gets the lock.
            let beside = self.random.percent(30).then(|| {
                self.runs += 1;
                spawn(&mut self.place.collect(self.place.either(&mut self.random)))
            });
            let mut collect = self.place.collect(self.place.either(&mut self.random));
            if self.random.percent(30) {
                collect.args(["--max-files", "2"]);
            }
            self.runs += 1;
            let answer = match self.random.percent(50) {
                true => self.place.run_and_kill(collect, &mut self.random, 8),
                false => Some(run(collect)),
            };
            self.kills += u64::from(answer.is_none());
            answers.extend(answer);
            answers.extend(beside.and_then(ended));
            self.place.look(&answers);
        }
    }
}

/// `sync-ingest deliver` and `sync-deliver` of both releases, one at a time.
struct Agents<'a> {
    place: &'a Place,
    random: Random,
    next: u64,
    runs: u64,
    kills: u64,
    /// Set after an agent was killed: whether it was `sync-deliver`. Until it has taken back its
    /// lock no other agent can deliver.
    killed: Option<bool>,
}

impl Agents<'_> {
    fn run(&mut self) {
        while Instant::now() < self.place.until {
            let remotely = self.killed.unwrap_or(self.place.sftp && self.random.percent(8));
            if self.deliver(remotely, 30) == Some(false) {
                sleep(Duration::from_micros(self.random.below(3_000)));
            }
        }
    }

    /// Returns whether the files were delivered; `None` if the agent was killed, with a probability
    /// of `chance` percent: then they may or may not have been delivered.
    fn deliver(&mut self, remotely: bool, chance: u64) -> Option<bool> {
        let contents: Vec<Content> = (0..1 + self.random.below(3)).map(|_| self.source()).collect();
        let names: Vec<&str> = contents.iter().map(|(name, _)| name.as_str()).collect();
        let (release, base) = (self.place.either(&mut self.random), &self.place.base);
        let mut command = match remotely {
            true => release.deliver_remotely(base, &names, "registry"),
            false => release.deliver(base, &names),
        };
        if !remotely && self.random.percent(40) {
            command.arg("--checksum");
        }
        let answer = match (self.random.percent(chance), remotely) {
            (false, _) => Some(run(command)),
            (true, false) => self.place.run_and_kill(command, &mut self.random, 5),
            // Not under strace, which would kill the shell and not its clients.
            (true, true) => Place::kill_after(command, &mut self.random, 700),
        };
        names.iter().for_each(|name| fs::remove_file(base.join("out").join(name)).unwrap());
        self.runs += 1;
        let Some(answer) = answer else {
            self.kills += 1;
            self.killed = Some(remotely);
            return None;
        };
        match answer.status {
            Some(0) => {
                self.killed = None;
                self.place.ledger.lock().unwrap().done(contents);
            }
            Some(75) => {}
            _ => self.place.violation(format!("an agent failed: {answer:?}")),
        }
        Some(answer.status == Some(0))
    }

    /// Makes a file with a name that was never used before.
    fn source(&mut self) -> Content {
        self.next += 1;
        let (name, length) = (format!("a{}.csv", self.next), self.random.below(9_000));
        let path = self.place.base.join("out").join(&name);
        fs::write(path, content::make(&name, self.next, length as usize)).unwrap();
        (name, self.next)
    }
}

/// An agent that makes `alock.txt` without looking for `lock.txt`, and writes in place.
struct Writer<'a> {
    place: &'a Place,
    random: Random,
}

impl Writer<'_> {
    fn run(&mut self) {
        let folder = self.place.left.folder.path();
        let mut number = 0;
        while Instant::now() < self.place.until {
            sleep(Duration::from_micros(self.random.below(30_000)));
            let lock = folder.join("alock.txt");
            if File::options().write(true).create_new(true).open(&lock).is_err() {
                continue;
            }
            number += 1;
            let name = format!("w{number}.csv");
            self.write(&folder.join(&name), &content::make(&name, number, 5_000));
            fs::remove_file(lock).unwrap();
            self.place.ledger.lock().unwrap().done([(name, number)]);
        }
    }

    fn write(&mut self, path: &Path, bytes: &[u8]) {
        let mut file = File::create(path).unwrap();
        // Files that others may write to are copied into the store, the others are moved.
        let mode = if self.random.percent(50) { 0o666 } else { 0o644 };
        file.set_permissions(fs::Permissions::from_mode(mode)).unwrap();
        for piece in bytes.chunks(1_700) {
            sleep(Duration::from_micros(self.random.below(2_000)));
            file.write_all(piece).unwrap();
        }
    }
}
