//! Records what was sent and what has arrived, on a disk that all processes share. A line is
//! written in one call: a process that is killed leaves it whole or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// The record of what was sent and what has arrived.
pub(crate) struct Ledger {
    place: PathBuf,
}

/// One content: its name, its number and its size.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Content {
    pub(crate) name: String,
    pub(crate) number: u64,
    pub(crate) size: usize,
}

impl Content {
    /// No two contents have the same bytes.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = format!("{} {} {}\n", self.name, self.number, self.size).into_bytes();
        let mut state = self.number.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        while bytes.len() < self.size {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            bytes.extend_from_slice(&state.to_le_bytes());
        }
        bytes.truncate(self.size);
        bytes
    }

    /// Returns which content these bytes are, if they are whole.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let mut words = std::str::from_utf8(&bytes[..end]).ok()?.split(' ');
        let name = words.next()?.to_owned();
        let content = Self { name, number: words.next()?.parse().ok()?, size: words.next()?.parse().ok()? };
        (content.bytes() == bytes).then_some(content)
    }
}

/// The result of a run.
#[derive(Debug, Default)]
pub(crate) struct Balance {
    pub(crate) sent: usize,
    pub(crate) arrived: usize,
    pub(crate) offered_again: usize,
    pub(crate) collections: usize,
    pub(crate) turned_away: usize,
}

impl Ledger {
    pub(crate) fn new(place: &Path) -> Self {
        fs::create_dir(place).unwrap();
        fs::set_permissions(place, fs::Permissions::from_mode(0o777)).unwrap();
        for name in ["token", "sent", "arrived", "events", "violations"] {
            fs::write(place.join(name), "").unwrap();
            fs::set_permissions(place.join(name), fs::Permissions::from_mode(0o666)).unwrap();
        }
        Self { place: place.to_owned() }
    }

    fn note(&self, name: &str, line: &str) {
        let mut file = File::options().append(true).open(self.place.join(name)).unwrap();
        file.write_all(format!("{line}\n").as_bytes()).unwrap();
    }

    fn lines(&self, name: &str) -> Vec<String> {
        fs::read_to_string(self.place.join(name)).unwrap().lines().map(str::to_owned).collect()
    }

    pub(crate) fn violation(&self, what: &str) {
        self.note("violations", what);
    }

    pub(crate) fn event(&self, what: &str) {
        self.note("events", what);
    }

    /// Returns the size of the recorded events in bytes, which grows when something happens.
    pub(crate) fn events(&self) -> u64 {
        fs::metadata(self.place.join("events")).unwrap().len()
    }

    pub(crate) fn stop(&self) {
        fs::write(self.place.join("stop"), "").unwrap();
    }

    pub(crate) fn is_over(&self) -> bool {
        self.place.join("stop").exists()
    }

    /// A lock held during a collection; if it is already taken, there are two at once. It ends with
    /// the process.
    pub(crate) fn collect_alone(&self) -> File {
        let token = File::options().write(true).open(self.place.join("token")).unwrap();
        if fs2::FileExt::try_lock_exclusive(&token).is_err() {
            self.violation("P1: two collections at the same time");
        }
        token
    }

    pub(crate) fn sent(&self, content: &Content) {
        self.note("sent", &format!("{} {}", content.name, content.number));
    }

    /// Records a content that has arrived in the store.
    pub(crate) fn arrived(&self, name: &str, id: &str, bytes: &[u8]) {
        match Content::read(bytes) {
            Some(content) if content.name == name => self.note("arrived", &format!("{name} {} {id}", content.number)),
            other => self.violation(&format!("P2: {name} ({id}) is not whole: {} bytes, {other:?}", bytes.len())),
        }
    }

    /// Compares what has arrived with what was sent. A name that begins with `again-` is used
    /// repeatedly: some of its contents may be replaced before they are collected, but the order is
    /// kept and the last one arrives.
    pub(crate) fn balance(&self) -> Balance {
        let mut ids: BTreeMap<(String, u64), BTreeSet<String>> = BTreeMap::new();
        let mut numbers: BTreeMap<u64, String> = BTreeMap::new();
        let mut last: BTreeMap<String, u64> = BTreeMap::new();
        let arrived = self.lines("arrived");
        for line in &arrived {
            let [name, number, id] = line.split(' ').collect::<Vec<_>>().try_into().unwrap();
            let number: u64 = number.parse().unwrap();
            let of_content = ids.entry((name.to_owned(), number)).or_default();
            let is_new = of_content.insert(id.to_owned());
            if is_new && numbers.insert(number, id.to_owned()).is_some_and(|other| other != id) {
                self.violation(&format!("P4: {name} {number} arrived twice, as {of_content:?}"));
            }
            let before = last.insert(name.to_owned(), number).unwrap_or(number);
            if before > number {
                self.violation(&format!("P3: {name} {number} arrived after {before}"));
            }
        }
        let sent: BTreeMap<(String, u64), ()> = self
            .lines("sent")
            .iter()
            .map(|line| line.split_once(' ').unwrap())
            .map(|(name, number)| ((name.to_owned(), number.parse().unwrap()), ()))
            .collect();
        for (name, number) in sent.keys() {
            let later = sent.range((name.clone(), number + 1)..=(name.clone(), u64::MAX)).next().is_some();
            let is_replaced = name.starts_with("again-") && later;
            if !is_replaced && !ids.contains_key(&(name.clone(), *number)) {
                self.violation(&format!("P3: {name} {number} is lost"));
            }
        }
        for unknown in ids.keys().filter(|content| !sent.contains_key(content)) {
            self.violation(&format!("{unknown:?} arrived and was not sent"));
        }
        let violations = self.lines("violations");
        assert!(violations.is_empty(), "{} violations:\n{}", violations.len(), violations.join("\n"));
        let events = self.lines("events");
        let collections = events.iter().filter(|event| *event == "collection").count();
        Balance {
            sent: sent.len(),
            arrived: ids.len(),
            offered_again: arrived.len() - ids.len(),
            collections,
            turned_away: events.len() - collections,
        }
    }
}
