//! The agents: one honours `lock.txt`, one creates `alock.txt` without looking for it, and two lock
//! nothing: they write slowly or rename.

use crate::content::{self, Random};
use crate::log::Log;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};
use sync_ingest::{Attempt, DropFolder};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Uses the library: looks at `lock.txt`.
    Honours,
    /// Creates `alock.txt`, and never looks at `lock.txt`.
    Ignores,
    /// Locks nothing; every file under one of its names is whole.
    Renames,
    /// Locks nothing and writes in place, slowly.
    WritesSlowly,
}

/// One agent. Its file names begin with its own name, so that no other agent uses them.
#[derive(Debug)]
pub(crate) struct Agent {
    pub(crate) kind: Kind,
    pub(crate) name: String,
    pub(crate) folder: DropFolder,
    pub(crate) path: PathBuf,
    pub(crate) log: Log,
    pub(crate) random: Random,
    /// The settle time: a slow writer that was delayed for nearly this long cannot rely on it.
    pub(crate) settle: Duration,
    /// It never replaces a file without seeing its content. Where somebody removes `lock.txt`, an
    /// older version may come back to a free name; a plain rename over it would look like a loss.
    pub(crate) sees_what_it_replaces: bool,
    /// The last content of each name.
    last: HashMap<String, u64>,
    sequence: u64,
}

/// A content that was sent: name and sequence number.
type Sent = (String, u64);

impl Agent {
    pub(crate) fn new(
        kind: Kind,
        name: String,
        folder: DropFolder,
        log: Log,
        random: Random,
        settle: Duration,
        sees_what_it_replaces: bool,
    ) -> Self {
        let path = folder.path().to_owned();
        let (last, sequence) = (HashMap::new(), 0);
        Self { kind, name, folder, path, log, random, settle, sees_what_it_replaces, last, sequence }
    }

    /// Delivers until the time is up.
    pub(crate) fn run(&mut self, until: Instant) {
        while Instant::now() < until {
            match self.kind {
                Kind::Honours => self.deliver_by_the_library(),
                Kind::Ignores => self.deliver_under_a_lock(),
                Kind::Renames if self.random.percent(3) => {
                    for _ in 0..60 {
                        let name = self.fresh_name();
                        let sent = self.rename_to(name);
                        self.done(sent);
                    }
                }
                Kind::Renames => {
                    let sent = if self.random.percent(50) { self.exchange() } else { self.rename_over() };
                    self.done(sent);
                }
                Kind::WritesSlowly if self.random.percent(50) => self.write_over_what_has_settled(),
                Kind::WritesSlowly => {
                    let name = self.random_name();
                    let sent = self.write_in_place(&[name], 20, 20);
                    self.done(sent);
                }
            }
            self.rest();
        }
    }

    /// Waits, so that the next delivery may begin just when a collection has begun.
    fn rest(&mut self) {
        match self.kind {
            Kind::Ignores if self.random.percent(50) => self.wait_for_a_collection(),
            Kind::Honours => sleep(Duration::from_micros(self.random.below(10_000))),
            Kind::Ignores => sleep(Duration::from_micros(self.random.below(40_000))),
            Kind::Renames | Kind::WritesSlowly => sleep(Duration::from_micros(500 + self.random.below(4_000))),
        }
    }

    fn wait_for_a_collection(&mut self) {
        let (lock, most) = (self.path.join("lock.txt"), Instant::now() + Duration::from_millis(30));
        while lock.symlink_metadata().is_err() && Instant::now() < most {
            sleep(Duration::from_micros(50));
        }
        let most = if self.random.percent(50) { 300 } else { 2_000 };
        sleep(Duration::from_micros(self.random.below(most)));
    }

    /// Overwrites a file just when it is about to be collected.
    fn write_over_what_has_settled(&mut self) {
        let sent = self.rename_over();
        let name = sent[0].0.clone();
        self.done(sent);
        sleep(self.settle + Duration::from_millis(2));
        self.wait_for_a_collection();
        let sent = self.write_in_place(&[name], 0, 120);
        self.done(sent);
    }

    fn deliver_by_the_library(&mut self) {
        let session = match self.folder.begin_agent_session(&self.name) {
            Ok(Attempt::Granted(session)) => session,
            Ok(Attempt::Refused(_)) => return,
            Err(error) => return self.log.write("error", format_args!("{error}")),
        };
        self.log.write("granted", format_args!(""));
        let mut session = session;
        let mut sent = Vec::new();
        for _ in 0..1 + self.random.below(3) {
            if self.random.percent(40) {
                let name = if self.sees_what_it_replaces { self.fresh_name() } else { self.random_name() };
                let before = self.last.get(&name).copied();
                let (sequence, bytes) = self.content_for(&name);
                let source = self.path.with_file_name("sources").join(&self.name);
                fs::write(&source, bytes).unwrap();
                self.may_replace(&name, before);
                match session.deliver(&source, Some(name.as_ref())) {
                    Ok(()) => sent.push((name, sequence)),
                    Err(error) => self.log.write("error", format_args!("{error}")),
                }
            } else {
                sent.extend(self.send_under_lock());
            }
        }
        self.closing(&sent);
        self.log.write("over", format_args!(""));
        if let Err(error) = session.finish() {
            self.log.write("error", format_args!("{error}"));
        }
        self.done(sent);
    }

    fn deliver_under_a_lock(&mut self) {
        let lock = self.path.join("alock.txt");
        if File::options().write(true).create_new(true).open(&lock).is_err() {
            return;
        }
        let mut sent = Vec::new();
        for _ in 0..1 + self.random.below(2) {
            sent.extend(self.send_under_lock());
        }
        self.closing(&sent);
        fs::remove_file(&lock).unwrap();
        self.done(sent);
    }

    fn send_under_lock(&mut self) -> Vec<Sent> {
        match self.random.below(4) {
            0 => self.rename_over(),
            1 => self.exchange(),
            2 => {
                let name = self.random_name();
                self.write_in_place(&[name], 1, 1)
            }
            _ => {
                let names: Vec<_> = (0..4).map(|number| format!("{}-p{number}.csv", self.name)).collect();
                self.write_in_place(&names, 15, 1)
            }
        }
    }

    /// Marks the last moment before `alock.txt` is removed: none of these contents may have been
    /// offered yet.
    fn closing(&self, sent: &[Sent]) {
        for (name, sequence) in sent {
            self.log.write("closing", format_args!("{name} {sequence}"));
        }
    }

    fn done(&self, sent: Vec<Sent>) {
        for (name, sequence) in sent {
            self.log.write("done", format_args!("{name} {sequence}"));
        }
    }

    /// Half of the names are used once; the others are used repeatedly.
    fn random_name(&mut self) -> String {
        match self.random.below(8) {
            number @ 0..4 => format!("{}-p{number}.csv", self.name),
            _ => self.fresh_name(),
        }
    }

    fn fresh_name(&mut self) -> String {
        self.sequence += 1;
        format!("{}-u{}.csv", self.name, self.sequence)
    }

    fn content_for(&mut self, name: &str) -> (u64, Vec<u8>) {
        self.sequence += 1;
        self.last.insert(name.to_owned(), self.sequence);
        let length = if self.random.percent(90) { self.random.below(2_000) } else { self.random.below(60_000) };
        (self.sequence, content::make(name, self.sequence, length as usize))
    }

    /// Records the content that is about to be replaced: it may only be the last content of that
    /// name.
    fn note_replaced(&self, name: &str, before: Option<u64>, old: &[u8]) {
        let Some((_, sequence)) = content::check(old) else { return };
        match before {
            Some(before) if sequence < before => self.log.write("older", format_args!("{name} {sequence} {before}")),
            _ => self.log.write("replaced", format_args!("{name} {sequence}")),
        }
    }

    /// Records that a plain rename may replace the last content.
    fn may_replace(&self, name: &str, before: Option<u64>) {
        if let Some(before) = before {
            self.log.write("replaced", format_args!("{name} {before}"));
        }
    }

    fn hidden(&self) -> PathBuf {
        self.path.join(format!(".{}-upload", self.name))
    }

    fn rename_over(&mut self) -> Vec<Sent> {
        if self.sees_what_it_replaces {
            return self.exchange();
        }
        let name = self.random_name();
        self.rename_to(name)
    }

    fn rename_to(&mut self, name: String) -> Vec<Sent> {
        let before = self.last.get(&name).copied();
        let (sequence, bytes) = self.content_for(&name);
        fs::write(self.hidden(), bytes).unwrap();
        self.may_replace(&name, before);
        fs::rename(self.hidden(), self.path.join(&name)).unwrap();
        vec![(name, sequence)]
    }

    /// Renames over a file in a way that shows what was replaced.
    fn exchange(&mut self) -> Vec<Sent> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        let name = self.random_name();
        let before = self.last.get(&name).copied();
        let (sequence, bytes) = self.content_for(&name);
        let (hidden, place) = (self.hidden(), self.path.join(&name));
        fs::write(&hidden, bytes).unwrap();
        loop {
            if renameat_with(CWD, &hidden, CWD, &place, RenameFlags::NOREPLACE).is_ok() {
                break;
            }
            if renameat_with(CWD, &hidden, CWD, &place, RenameFlags::EXCHANGE).is_ok() {
                self.note_replaced(&name, before, &fs::read(&hidden).unwrap());
                fs::remove_file(&hidden).unwrap();
                break;
            }
        }
        vec![(name, sequence)]
    }

    /// Opens all files before it writes to any, each in pieces, like a client that overwrites
    /// existing files. It pauses for at most `at_first` milliseconds after opening, and `between`
    /// between the pieces.
    fn write_in_place(&mut self, names: &[String], at_first: u64, between: u64) -> Vec<Sent> {
        let mut files: Vec<(File, &String, Instant)> = Vec::new();
        for name in names {
            let mut options = File::options();
            let file = options.read(true).write(true).create(true).truncate(false).open(self.path.join(name)).unwrap();
            files.push((file, name, Instant::now()));
        }
        self.pause(at_first);
        files.into_iter().filter_map(|(file, name, since)| self.write_over(file, name, since, between)).collect()
    }

    fn write_over(&mut self, mut file: File, name: &str, opened: Instant, between: u64) -> Option<Sent> {
        let mut old = Vec::new();
        file.read_to_end(&mut old).unwrap();
        self.note_replaced(name, self.last.get(name).copied(), &old);
        let (sequence, bytes) = self.content_for(name);
        // A new empty file counts as changed when it was opened.
        let mut before = if old.is_empty() { opened } else { Instant::now() };
        let mut longest = Duration::ZERO;
        file.set_len(0).unwrap();
        file.rewind().unwrap();
        let pieces = 1 + self.random.below(5) as usize;
        for piece in bytes.chunks(bytes.len().div_ceil(pieces)) {
            self.pause(between);
            let now = Instant::now();
            file.write_all(piece).unwrap();
            longest = longest.max(before.elapsed());
            before = now;
        }
        if self.kind == Kind::WritesSlowly && longest + Duration::from_millis(50) >= self.settle {
            self.log.write("late", format_args!("{name}"));
        }
        if file.metadata().unwrap().nlink() == 0 {
            let is_locked = self.kind != Kind::WritesSlowly;
            self.log.write(if is_locked { "removed" } else { "nowhere" }, format_args!("{name} {sequence}"));
            return None;
        }
        Some((name.to_owned(), sequence))
    }

    fn pause(&mut self, most: u64) {
        sleep(Duration::from_micros(self.random.below(1 + most * 1_000)));
    }
}

/// Returns whether a name belongs to an agent.
pub(crate) fn is_agents(name: &str) -> bool {
    name.starts_with("agent")
}

/// Calls `found` with each whole content below a folder.
pub(crate) fn contents_below(path: &Path, found: &mut dyn FnMut(&str, u64)) {
    for entry in fs::read_dir(path).unwrap().map(|entry| entry.unwrap()) {
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            contents_below(&entry.path(), found);
        } else if kind.is_file() {
            let bytes = fs::read(entry.path()).unwrap();
            if let Some((name, sequence)) = content::check(&bytes) {
                found(name, sequence);
            }
        }
    }
}
