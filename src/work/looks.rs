//! First looks at files whose change time is ahead of the clock.
//!
//! Their age says nothing, so two looks must find them unchanged, the settle time apart on a clock that does not jump.
//! Collectors are short-lived, so the first look is written down.

use super::area::Area;
use crate::error::Result;
use crate::fs::{self, Stat};
use crate::rules::settled::{Evidence, Settling};
use crate::rules::timestamp::Timestamp;
use std::collections::HashMap;
use std::time::Duration;

/// Beyond this many, further files wait for their turn.
const MOST: usize = 10_000;

/// The looks that were written down, and those of this collection.
#[derive(Debug, Default)]
pub(crate) struct Looks {
    boot: String,
    before: HashMap<(u64, Timestamp), Duration>,
    now: HashMap<(u64, Timestamp), Duration>,
}

impl Looks {
    /// Reads what was written since the machine was started.
    pub(crate) fn read(area: &Area) -> Result<Self> {
        let boot = fs::boot_id_hash().unwrap_or_default();
        let text = area.read_looks()?.unwrap_or_default();
        let before = text.lines().filter_map(|line| parse_line(line, &boot)).collect();
        Ok(Self { boot, before, now: HashMap::new() })
    }

    /// Judges a file whose change time is ahead of the clock.
    pub(crate) fn judge(&mut self, stat: &Stat, monotonic: Duration, settle: Duration) -> Settling {
        let key = (stat.inode, stat.ctime);
        let first = self.before.get(&key).copied().unwrap_or(monotonic);
        if self.now.len() < MOST {
            self.now.insert(key, first);
        }
        let age = monotonic.saturating_sub(first);
        if age > settle {
            Settling::Over(Evidence::Settled)
        } else {
            Settling::Needs(settle - age + Duration::from_secs(1))
        }
    }

    /// Writes down what the next collection has to know.
    pub(crate) fn write(&self, area: &Area) -> Result<()> {
        if self.before == self.now {
            return Ok(());
        }
        let line = |(key, first): (&(u64, Timestamp), &Duration)| {
            format!("{} {} {} {} {}\n", self.boot, key.0, key.1.seconds, key.1.nanoseconds, first.as_secs())
        };
        area.write_looks(&self.now.iter().map(line).collect::<String>())
    }
}

fn parse_line(line: &str, boot: &str) -> Option<((u64, Timestamp), Duration)> {
    let mut words = line.split(' ');
    if words.next()? != boot {
        return None;
    }
    let inode = words.next()?.parse().ok()?;
    let ctime = Timestamp { seconds: words.next()?.parse().ok()?, nanoseconds: words.next()?.parse().ok()? };
    Some(((inode, ctime), Duration::from_secs(words.next()?.parse().ok()?)))
}
