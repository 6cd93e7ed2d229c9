//! What one collection has to remember of files for the next one.
//!
//! The age of a file whose change time is ahead of the clock is unknown: two looks must find it
//! unchanged, the settle time apart on a clock that does not jump. And a file that turned out to be
//! open for writing when it was claimed has to be asked before it is claimed again. A file that
//! does not match its checksum file is not hashed again before one of the two has changed
//! (`docs/adr/0009-checksum-files.md`). Collectors are short-lived, so all of that is written down:
//!
//! ```text
//! ahead 5f2c6a0e9b1d4c77 INODE CTIME_SECONDS CTIME_NANOSECONDS FIRST_LOOK_MONOTONIC_SECONDS
//! open INODE FIRST_SEEN_SECONDS
//! mismatch FIRST_SEEN_SECONDS (sure or doubtful) INODE CTIME_SECONDS CTIME_NANOSECONDS, and
//!     the last three of the checksum file
//! unread SINCE_SECONDS WHY (sure or doubtful) …, as above
//! ```

use super::checksum::Proof;
use crate::error::Result;
use crate::fs::{self, Stat};
use crate::rules::checksum_fault::ChecksumFault;
use crate::rules::settled::{Evidence, Settling};
use crate::rules::timestamp::Timestamp;
use crate::work::{Area, FailedProof};
use std::collections::HashMap;
use std::fmt::Write;
use std::time::Duration;

/// Beyond this many, further files wait for their turn.
const MOST: usize = 10_000;

type Ahead = HashMap<(u64, Timestamp), Duration>;
type Open = HashMap<u64, Timestamp>;

/// A content, as far as inode and change time distinguish it from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Version {
    inode: u64,
    ctime: Timestamp,
}

impl Version {
    fn of(stat: &Stat) -> Self {
        Self { inode: stat.inode, ctime: stat.ctime }
    }
}

/// A file that did not match its checksum file, or whose checksum file was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pair {
    since: Timestamp,
    why: Option<ChecksumFault>,
    /// It had settled before it was compared. A change at the moment a file is given back does not
    /// show.
    sure: bool,
    file: Version,
    checksum: Version,
}

/// What was written down, and what this collection has seen.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    boot: String,
    ahead_before: Ahead,
    ahead: Ahead,
    open_before: Open,
    open: Open,
    mismatches_before: HashMap<u64, Pair>,
    mismatches: HashMap<u64, Pair>,
}

impl Memory {
    /// Reads what was written, as far as it holds: the monotonic clock starts again with each boot
    /// of the machine.
    pub(crate) fn read(area: &Area) -> Result<Self> {
        Ok(Self::parse(fs::boot_id_hash().unwrap_or_default(), &area.read_looks()?.unwrap_or_default()))
    }

    /// A line that cannot be read is passed over.
    pub(crate) fn parse(boot: String, text: &str) -> Self {
        let mut memory = Self { boot, ..Self::default() };
        for line in text.lines() {
            let _ = memory.read_line(line);
        }
        memory
    }

    fn read_line(&mut self, line: &str) -> Option<()> {
        let mut words = line.split(' ');
        match words.next()? {
            kind @ ("mismatch" | "unread") => {
                let since = Timestamp::from_seconds(words.next()?.parse().ok()?);
                let why = if kind == "unread" { Some(words.next()?.parse().ok()?) } else { None };
                let sure = words.next()? == "sure";
                let pair = Pair { since, why, sure, file: version(&mut words)?, checksum: version(&mut words)? };
                self.mismatches_before.insert(pair.file.inode, pair);
            }
            "ahead" if words.next()? == self.boot => {
                let Version { inode, ctime } = version(&mut words)?;
                self.ahead_before.insert((inode, ctime), Duration::from_secs(words.next()?.parse().ok()?));
            }
            "open" => {
                let inode = words.next()?.parse().ok()?;
                self.open_before.insert(inode, Timestamp::from_seconds(words.next()?.parse().ok()?));
            }
            _ => {}
        }
        Some(())
    }

    /// Judges a file whose change time is ahead of the clock.
    pub(crate) fn judge(&mut self, stat: &Stat, monotonic: Duration, settle: Duration) -> Settling {
        let key = (stat.inode, stat.ctime);
        let first = self.ahead_before.get(&key).copied().unwrap_or(monotonic);
        if self.ahead.len() < MOST {
            self.ahead.insert(key, first);
        }
        let age = monotonic.saturating_sub(first);
        if age > settle {
            Settling::Over(Evidence::Settled)
        } else {
            Settling::Needs((settle - age).saturating_add(Duration::from_secs(1)))
        }
    }

    /// Since when a file is known to be open for writing. It goes on being known only if it is
    /// noted again.
    pub(crate) fn open_since(&self, stat: &Stat) -> Option<Timestamp> {
        self.open.get(&stat.inode).or(self.open_before.get(&stat.inode)).copied()
    }

    /// Notes that a file is open for writing.
    pub(crate) fn note_open(&mut self, stat: &Stat, since: Timestamp) {
        if self.open.len() < MOST {
            self.open.insert(stat.inode, since);
        }
    }

    /// What is known of a file and its checksum file. That goes on being known.
    pub(super) fn recall(&mut self, stat: &Stat, checksum: &Stat) -> Proof {
        let Some(mut pair) = self.mismatch(stat.inode).copied() else { return Proof::ToHash };
        let checksum = pair.checksum == Version::of(checksum);
        // What is not understood does not depend on the file.
        let known = (pair.file == Version::of(stat) || (pair.why.is_some() && checksum), checksum);
        pair.sure &= known == (true, true);
        if self.mismatches.len() < MOST {
            self.mismatches.insert(stat.inode, pair);
        }
        match known {
            (true, true) if pair.sure => Proof::Failed { since: pair.since, why: pair.why },
            (true, true) => Proof::Doubtful { since: pair.since, why: pair.why },
            (false, true) => Proof::Growing,
            (_, false) => Proof::ToHash,
        }
    }

    /// A file that did not match is asked again now that it has settled: that answer holds until
    /// one of the two changes.
    pub(crate) fn ask_again(&mut self, stat: &Stat) {
        if let Some(pair) = self.mismatches.get_mut(&stat.inode) {
            pair.sure = true;
        }
    }

    fn mismatch(&self, inode: u64) -> Option<&Pair> {
        self.mismatches.get(&inode).or(self.mismatches_before.get(&inode))
    }

    /// Notes a file that does not match its checksum file, or has one that is not understood.
    /// Returns since when that is known.
    pub(crate) fn note_failed(&mut self, proof: &FailedProof, now: Timestamp) -> Timestamp {
        let FailedProof { not_understood, pair } = *proof;
        let (why, since) = not_understood.map_or((None, now), |(why, since)| (Some(why), since));
        let Some((stat, checksum)) = pair else { return since };
        let before = self.mismatch(stat.inode).filter(|pair| pair.why.is_some() == why.is_some());
        // A checksum file that was asked again, and so claimed again, has not changed but by that.
        let before = before.filter(|pair| why.is_none() || pair.checksum.ctime == since);
        let (since, sure) = before.map_or((since, false), |pair| (pair.since, pair.sure));
        if self.mismatches.len() < MOST {
            let pair = Pair { since, why, sure, file: Version::of(&stat), checksum: Version::of(&checksum) };
            self.mismatches.insert(stat.inode, pair);
        }
        since
    }

    /// Forgets a file that was claimed: its inode may soon be another file's.
    pub(crate) fn forget(&mut self, stat: &Stat) {
        self.open.remove(&stat.inode);
        self.mismatches.remove(&stat.inode);
    }

    /// Adds what another part of this collection has seen.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.ahead.extend(other.ahead);
        self.open.extend(other.open);
        for (inode, mut pair) in other.mismatches {
            pair.since = self.mismatch(inode).map_or(pair.since, |before| before.since.min(pair.since));
            self.mismatches.insert(inode, pair);
        }
    }

    /// Writes down what the next collection has to know.
    pub(crate) fn write(&self, area: &Area) -> Result<()> {
        let is_known = self.ahead_before == self.ahead && self.open_before == self.open;
        if is_known && self.mismatches_before == self.mismatches {
            return Ok(());
        }
        let mut text = String::new();
        for ((inode, ctime), first) in &self.ahead {
            let Timestamp { seconds, nanoseconds } = ctime;
            // Rounded up: rounded down, the second look could come too early.
            let first = first.as_secs() + u64::from(first.subsec_nanos() > 0);
            let _ = writeln!(text, "ahead {} {inode} {seconds} {nanoseconds} {first}", self.boot);
        }
        for (inode, since) in &self.open {
            let _ = writeln!(text, "open {inode} {}", since.seconds);
        }
        for Pair { since, why, sure, file, checksum } in self.mismatches.values() {
            let words = [file, checksum]
                .map(|Version { inode, ctime }| format!("{inode} {} {}", ctime.seconds, ctime.nanoseconds));
            let sure = if *sure { "sure" } else { "doubtful" };
            let (kind, why) = why.map_or(("mismatch", String::new()), |why| ("unread", format!("{} ", why.as_str())));
            let _ = writeln!(text, "{kind} {} {why}{sure} {}", since.seconds, words.join(" "));
        }
        area.write_looks(&text)
    }
}

fn version<'a>(words: &mut impl Iterator<Item = &'a str>) -> Option<Version> {
    let inode = words.next()?.parse().ok()?;
    let ctime = Timestamp { seconds: words.next()?.parse().ok()?, nanoseconds: words.next()?.parse().ok()? };
    Some(Version { inode, ctime })
}
