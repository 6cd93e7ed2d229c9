//! What the work area remembers of each claim: one line, of which the start is rewritten in place.
//!
//! ```text
//! sync_ingest claims 1
//! 00001 00000 + 123456 2048 1769846400.000000000 1769846460.123456789 settled students.csv
//! ```
//!
//! Attempts, deaths of the store, `+` while it is offered, then inode, size, mtime, ctime, evidence, name.

use super::percent;
use super::settled::Evidence;
use super::timestamp::Timestamp;
use std::ffi::OsString;

/// The first line of the file.
pub(crate) const HEADER: &str = "sync_ingest claims 1\n";

const MAX_COUNT: u32 = 99_999;

/// How far the offering of a claim has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// How often it was offered.
    pub attempts: u32,
    /// How often its store died over it.
    pub deaths: u32,
    /// Whether it is being offered: whoever finds that set after a crash knows that the store died over it.
    pub offered: bool,
}

impl Progress {
    /// The start of the line.
    pub(crate) fn to_text(self) -> String {
        let sign = if self.offered { '+' } else { '-' };
        format!("{:05} {:05} {sign}", self.attempts.min(MAX_COUNT), self.deaths.min(MAX_COUNT))
    }
}

/// What the work area remembers of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ClaimRecord {
    /// How far its offering has come.
    pub progress: Progress,
    /// Its inode.
    pub inode: u64,
    /// Its size in bytes.
    pub size: u64,
    /// Its modification time.
    pub mtime: Timestamp,
    /// The change time that claiming it has set.
    pub ctime: Timestamp,
    /// What showed that its upload was over.
    pub evidence: Evidence,
    /// Its name.
    pub name: OsString,
}

impl ClaimRecord {
    /// Its line, with the line end.
    pub(crate) fn to_line(&self) -> String {
        format!(
            "{} {} {} {} {} {} {}\n",
            self.progress.to_text(),
            self.inode,
            self.size,
            time_text(self.mtime),
            time_text(self.ctime),
            self.evidence.as_str(),
            percent::encode(&self.name)
        )
    }

    fn from_line(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let attempts = count(words.next()?)?;
        let deaths = count(words.next()?)?;
        let offered = match words.next()? {
            "+" => true,
            "-" => false,
            _ => return None,
        };
        let record = Self {
            progress: Progress { attempts, deaths, offered },
            inode: words.next()?.parse().ok()?,
            size: words.next()?.parse().ok()?,
            mtime: time(words.next()?)?,
            ctime: time(words.next()?)?,
            evidence: Evidence::from_word(words.next()?)?,
            name: percent::decode(words.next()?)?,
        };
        words.next().is_none().then_some(record)
    }
}

/// Reads a whole file of lines, each with the offset at which it begins. `None` when anything in it is not as it was
/// written: then nothing in it is believed.
pub(crate) fn parse(text: &str) -> Option<Vec<(u64, ClaimRecord)>> {
    let mut offset = HEADER.len();
    let lines = text.strip_prefix(HEADER)?;
    if !lines.is_empty() && !lines.ends_with('\n') {
        return None;
    }
    lines
        .lines()
        .map(|line| {
            let record = (offset as u64, ClaimRecord::from_line(line)?);
            offset += line.len() + 1;
            Some(record)
        })
        .collect()
}

fn count(word: &str) -> Option<u32> {
    if word.len() == 5 { word.parse().ok() } else { None }
}

fn time_text(time: Timestamp) -> String {
    format!("{}.{:09}", time.seconds, time.nanoseconds)
}

fn time(word: &str) -> Option<Timestamp> {
    let (seconds, nanoseconds) = word.split_once('.')?;
    let time = Timestamp { seconds: seconds.parse().ok()?, nanoseconds: nanoseconds.parse().ok()? };
    (time.nanoseconds < 1_000_000_000).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::os::unix::ffi::OsStringExt;

    fn any_record() -> impl Strategy<Value = ClaimRecord> {
        let time = || {
            (any::<i64>(), 0..1_000_000_000u32).prop_map(|(seconds, nanoseconds)| Timestamp { seconds, nanoseconds })
        };
        let name = proptest::collection::vec(any::<u8>(), 1..256).prop_map(OsString::from_vec);
        let progress = (0..=MAX_COUNT, 0..=MAX_COUNT, any::<bool>()).prop_map(|(attempts, deaths, offered)| Progress {
            attempts,
            deaths,
            offered,
        });
        let evidence = prop_oneof![Just(Evidence::AgentLock), Just(Evidence::Settled), Just(Evidence::Complete)];
        (progress, any::<u64>(), any::<u64>(), time(), time(), evidence, name).prop_map(
            |(progress, inode, size, mtime, ctime, evidence, name)| ClaimRecord {
                progress,
                inode,
                size,
                mtime,
                ctime,
                evidence,
                name,
            },
        )
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_back_at_its_offset(records in proptest::collection::vec(any_record(), 0..9)) {
            let text = records.iter().fold(HEADER.to_owned(), |text, record| text + &record.to_line());
            let read = parse(&text).expect("readable");
            for (offset, record) in &read {
                prop_assert!(text[*offset as usize..].starts_with(&record.progress.to_text()));
            }
            prop_assert_eq!(read.into_iter().map(|(_, record)| record).collect::<Vec<_>>(), records);
        }

        #[test]
        fn a_torn_file_is_not_believed(record in any_record(), cut in any::<prop::sample::Index>()) {
            let text = HEADER.to_owned() + &record.to_line();
            let cut = cut.index(text.len());
            prop_assume!(cut != HEADER.len());
            prop_assert_eq!(parse(&text[..cut]), None);
        }
    }

    #[test]
    fn the_progress_always_has_the_same_length() {
        for attempts in [0, 7, 99_999, u32::MAX] {
            let progress = Progress { attempts, deaths: attempts, offered: attempts % 2 == 0 };
            assert_eq!(progress.to_text().len(), "00001 00000 +".len());
        }
    }
}
