//! Since when names have been on their way: what one look at the drop folder remembers for the
//! next.
//!
//! A file that keeps growing, or is sent again and again, always looks recent by its own time. So
//! the first look that meets a name on its way writes it down, and the first complete look that no
//! longer does forgets it:
//!
//! ```text
//! 9f86d081884c7d65 FIRST_SEEN_SECONDS
//! ```
//!
//! The digits are the start of the SHA-256 of the name. Nothing is synced: after a power cut the
//! time starts again.

use super::skips::{MOST_ON_THEIR_WAY, Skips};
use crate::error::Result;
use crate::rules::timestamp::Timestamp;
use crate::work::Area;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt::Write;

/// Since when names have been on their way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FirstSeen {
    seconds: BTreeMap<u64, i64>,
}

impl FirstSeen {
    /// Reads what earlier looks have written; what cannot be read counts as not seen.
    pub(crate) fn read(area: &Area) -> Self {
        Self::parse(&area.read_first_seen().ok().flatten().unwrap_or_default())
    }

    /// A line that cannot be read is passed over.
    pub(crate) fn parse(text: &str) -> Self {
        let line = |line: &str| {
            let (digits, seconds) = line.split_once(' ')?;
            Some((u64::from_str_radix(digits, 16).ok()?, seconds.parse().ok()?))
        };
        Self { seconds: text.lines().filter_map(line).collect() }
    }

    pub(crate) fn of(&self, name: &OsStr) -> Option<Timestamp> {
        self.seconds.get(&key(name)).copied().map(Timestamp::from_seconds)
    }

    /// Returns what is to be remembered after a look at `now`, in which `first_seen` returns since
    /// when a name has been on its way. Only a complete look forgets what it has not met.
    pub(crate) fn after(
        &self,
        left: &Skips,
        complete: bool,
        first_seen: &dyn Fn(&OsStr) -> Option<Timestamp>,
        now: Timestamp,
    ) -> Self {
        let mut after = if complete { Self::default() } else { self.clone() };
        for entry in left.on_their_way() {
            let key = key(&entry.name);
            let since = entry.since.min(now);
            let since = first_seen(&entry.name).map_or(since, |first| first.min(since)).seconds;
            if after.seconds.len() < MOST_ON_THEIR_WAY || after.seconds.contains_key(&key) {
                after.seconds.insert(key, since);
            }
        }
        after
    }

    /// Writes it down.
    pub(crate) fn write(&self, area: &Area) -> Result<()> {
        area.write_first_seen(&self.to_text())
    }

    fn to_text(&self) -> String {
        self.seconds.iter().fold(String::new(), |mut text, (key, seconds)| {
            let _ = writeln!(text, "{key:016x} {seconds}");
            text
        })
    }
}

fn key(name: &OsStr) -> u64 {
    let digest = Sha256::digest(name.as_encoded_bytes());
    u64::from_be_bytes([digest[0], digest[1], digest[2], digest[3], digest[4], digest[5], digest[6], digest[7]])
}

#[cfg(test)]
mod tests {
    use super::super::skips::Patience;
    use super::*;
    use crate::rules::skip::SkipReason;
    use std::time::Duration;

    fn look(names: &[&str], at: i64) -> Skips {
        let (mut left, at) = (Skips::default(), Timestamp::from_seconds(at));
        let patience = Patience { now: at, settle: Duration::ZERO, max_age: Duration::ZERO };
        names.iter().for_each(|name| left.skip(name.as_ref(), SkipReason::Unsettled, at, patience));
        left
    }

    fn after(before: &FirstSeen, names: &[&str], complete: bool, at: i64) -> FirstSeen {
        let now = Timestamp::from_seconds(at);
        before.after(&look(names, at), complete, &|name| before.of(name), now)
    }

    #[test]
    fn a_name_is_remembered_from_the_first_look_that_meets_it_to_the_first_that_does_not() {
        let at = Timestamp::from_seconds;
        let first = after(&FirstSeen::default(), &["a"], true, 100);
        let second = after(&FirstSeen::parse(&first.to_text()), &["a", "b"], true, 200);
        assert_eq!((second.of("a".as_ref()), second.of("b".as_ref())), (Some(at(100)), Some(at(200))));
        let partial = after(&second, &[], false, 300);
        assert_eq!(partial, second);
        assert_eq!(after(&partial, &[], true, 300), FirstSeen::default());
    }

    #[test]
    fn a_time_ahead_of_the_clock_is_not_remembered_and_a_damaged_line_does_no_harm() {
        let seen = FirstSeen::default().after(&look(&["a"], 900), true, &|_| None, Timestamp::from_seconds(100));
        assert_eq!(seen.of("a".as_ref()), Some(Timestamp::from_seconds(100)));
        assert_eq!(FirstSeen::parse(&format!("x\nzz 1\n{}12", seen.to_text())), seen);
    }
}
