//! What one collection has to remember of files for the next one.
//!
//! The age of a file whose change time is ahead of the clock says nothing: two looks must find it unchanged, the settle time
//! apart on a clock that does not jump. And a file that turned out to be open for writing when it was claimed has to be
//! asked before it is claimed again. Collectors are short-lived, so both are written down:
//!
//! ```text
//! ahead 5f2c6a0e9b1d4c77 INODE CTIME_SECONDS CTIME_NANOSECONDS FIRST_LOOK_MONOTONIC_SECONDS
//! open INODE FIRST_SEEN_SECONDS
//! ```

use super::area::Area;
use crate::error::Result;
use crate::fs::{self, Stat};
use crate::rules::settled::{Evidence, Settling};
use crate::rules::timestamp::Timestamp;
use std::collections::HashMap;
use std::fmt::Write;
use std::time::Duration;

/// Beyond this many, further files wait for their turn.
const MOST: usize = 10_000;

type Ahead = HashMap<(u64, Timestamp), Duration>;
type Open = HashMap<u64, Timestamp>;

/// What was written down, and what this collection has seen.
#[derive(Debug, Default)]
pub(crate) struct Looks {
    boot: String,
    ahead_before: Ahead,
    ahead: Ahead,
    open_before: Open,
    open: Open,
}

impl Looks {
    /// Reads what was written, as far as it holds: the monotonic clock begins anew with each start of the machine.
    pub(crate) fn read(area: &Area) -> Result<Self> {
        Ok(Self::parse(fs::boot_id_hash().unwrap_or_default(), &area.read_looks()?.unwrap_or_default()))
    }

    /// A line that cannot be read is passed over.
    pub(crate) fn parse(boot: String, text: &str) -> Self {
        let mut looks = Self { boot, ..Self::default() };
        for line in text.lines() {
            let _ = looks.read_line(line);
        }
        looks
    }

    fn read_line(&mut self, line: &str) -> Option<()> {
        let mut words = line.split(' ');
        match words.next()? {
            "ahead" if words.next()? == self.boot => {
                let inode = words.next()?.parse().ok()?;
                let ctime =
                    Timestamp { seconds: words.next()?.parse().ok()?, nanoseconds: words.next()?.parse().ok()? };
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

    /// Since when a file is known to be open for writing. It goes on being known only if it is noted again.
    pub(crate) fn open_since(&self, stat: &Stat) -> Option<Timestamp> {
        self.open.get(&stat.inode).or(self.open_before.get(&stat.inode)).copied()
    }

    /// Notes that a file is open for writing.
    pub(crate) fn note_open(&mut self, stat: &Stat, since: Timestamp) {
        if self.open.len() < MOST {
            self.open.insert(stat.inode, since);
        }
    }

    /// Forgets a file that was claimed: its inode may soon be another file's.
    pub(crate) fn forget(&mut self, stat: &Stat) {
        self.open.remove(&stat.inode);
    }

    /// Adds what another part of this collection has seen.
    pub(crate) fn absorb(&mut self, other: Self) {
        self.ahead.extend(other.ahead);
        self.open.extend(other.open);
    }

    /// Writes down what the next collection has to know.
    pub(crate) fn write(&self, area: &Area) -> Result<()> {
        if self.ahead_before == self.ahead && self.open_before == self.open {
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
        area.write_looks(&text)
    }
}
