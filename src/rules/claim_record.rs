//! The record that the work area keeps of each claim: one line, whose start is rewritten in place.
//!
//! ```text
//! sync_ingest claims 1 5f2c6a0e9b1d4c77
//! 00001 00000 + 123456 2048 1769846400.000000000 1769846460.123456789 settled students.csv
//! ```
//!
//! The first line ends with a hash of the machine's boot id. The fields of a claim are: attempts,
//! crashes while it was being stored, `+` while it is being offered, inode, size, mtime, ctime,
//! evidence, name.

use super::percent;
use super::settled::Evidence;
use super::timestamp::Timestamp;
use std::ffi::OsString;

const HEADER: &str = "sync_ingest claims 1 ";
const BOOT_DIGITS: usize = 16;

const MAX_COUNT: u32 = 99_999;

/// The maximum number of claims in a batch; memory grows with it.
pub(crate) const MOST_CLAIMS: usize = 100_000;
/// The longest line: two counts and a sign, inode and size of 20 digits each, two times of 30, the
/// evidence, and a name of 255 escaped bytes.
const LONGEST_LINE: usize = 14 + 2 * 21 + 2 * 31 + 16 + 3 * 255 + 1;
/// The longest record of a batch, in bytes.
pub(crate) const LONGEST: usize = HEADER.len() + BOOT_DIGITS + 1 + MOST_CLAIMS * LONGEST_LINE;

/// How far the offer of a claim has progressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Progress {
    /// How often it was offered.
    pub attempts: u32,
    /// How often the process died while storing it.
    pub deaths: u32,
    /// Whether it is being offered. If this is set after a crash, the process died while storing
    /// the file.
    pub offered: bool,
}

impl Progress {
    /// Returns the start of the line.
    pub(crate) fn to_text(self) -> String {
        let sign = if self.offered { '+' } else { '-' };
        format!("{:05} {:05} {sign}", self.attempts.min(MAX_COUNT), self.deaths.min(MAX_COUNT))
    }
}

/// The record of one claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ClaimRecord {
    /// How far its offer has progressed.
    pub progress: Progress,
    /// Its inode.
    pub inode: u64,
    /// Its size in bytes.
    pub size: u64,
    /// Its modification time.
    pub mtime: Timestamp,
    /// The change time that the claim set.
    pub ctime: Timestamp,
    /// The evidence that its upload was finished.
    pub evidence: Evidence,
    /// Its name.
    pub name: OsString,
}

impl ClaimRecord {
    /// Returns its line, including the line end.
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
            evidence: words.next()?.parse().ok()?,
            name: percent::decode(words.next()?)?,
        };
        words.next().is_none().then_some(record)
    }
}

/// Returns the first line. Progress is not synced; `boot`, a hash of the boot id, shows later
/// whether it may have been lost.
pub(crate) fn header(boot: &str) -> String {
    format!("{HEADER}{boot}\n")
}

/// Parses a whole file into its records, each with its byte offset. `boot` is the current hash:
/// after a reboot the note of a first offer may be lost, so every claim counts as offered at least
/// once. Returns `None` if anything in the file differs from the written format; then none of it is
/// trusted.
pub(crate) fn parse(text: &str, boot: Option<&str>) -> Option<Vec<(u64, ClaimRecord)>> {
    let (written, lines) = text.strip_prefix(HEADER)?.split_once('\n')?;
    if written.len() != BOOT_DIGITS || !(lines.is_empty() || lines.ends_with('\n')) {
        return None;
    }
    let fewest = u32::from(boot != Some(written));
    let mut offset = text.len() - lines.len();
    lines
        .lines()
        .map(|line| {
            let mut record = ClaimRecord::from_line(line)?;
            record.progress.attempts = record.progress.attempts.max(fewest);
            let begin = offset as u64;
            offset += line.len() + 1;
            Some((begin, record))
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

    const BOOT: &str = "0123456789abcdef";

    #[test]
    fn the_longest_line_is_as_long_as_any_can_be() {
        let time = Timestamp { seconds: i64::MIN, nanoseconds: 999_999_999 };
        let record = ClaimRecord {
            progress: Progress { attempts: u32::MAX, deaths: u32::MAX, offered: true },
            inode: u64::MAX,
            size: u64::MAX,
            mtime: time,
            ctime: time,
            evidence: Evidence::AgentLock,
            name: OsString::from_vec(vec![0xff; 255]),
        };
        let length = record.to_line().len();
        assert!((LONGEST_LINE - 16..=LONGEST_LINE).contains(&length), "{length}");
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_back_at_its_offset(records in proptest::collection::vec(any_record(), 0..9)) {
            let text = records.iter().fold(header(BOOT), |text, record| text + &record.to_line());
            let read = parse(&text, Some(BOOT)).expect("readable");
            for (offset, record) in &read {
                prop_assert!(text[*offset as usize..].starts_with(&record.progress.to_text()));
            }
            prop_assert_eq!(read.into_iter().map(|(_, record)| record).collect::<Vec<_>>(), records);
        }

        #[test]
        fn a_torn_file_is_not_believed(record in any_record(), cut in any::<prop::sample::Index>()) {
            let text = header(BOOT) + &record.to_line();
            let cut = cut.index(text.len());
            prop_assume!(cut != header(BOOT).len());
            prop_assert_eq!(parse(&text[..cut], Some(BOOT)), None);
        }
    }

    #[test]
    fn after_a_new_start_of_the_machine_nothing_counts_as_never_offered() {
        let never = ClaimRecord::from_line("00000 00000 - 1 2 3.000000000 4.000000000 settled students.csv").unwrap();
        let often = ClaimRecord { progress: Progress { attempts: 3, deaths: 1, offered: true }, ..never.clone() };
        let text = header(BOOT) + &never.to_line() + &often.to_line();
        let attempts = |boot| parse(&text, boot).unwrap().iter().map(|one| one.1.progress.attempts).collect::<Vec<_>>();
        assert_eq!(attempts(Some(BOOT)), [0, 3]);
        assert_eq!(attempts(Some("fedcba9876543210")), [1, 3]);
        assert_eq!(attempts(None), [1, 3]);
    }

    #[test]
    fn the_progress_always_has_the_same_length() {
        for attempts in [0, 7, 99_999, u32::MAX] {
            let progress = Progress { attempts, deaths: attempts, offered: attempts % 2 == 0 };
            assert_eq!(progress.to_text().len(), "00001 00000 +".len());
        }
    }
}
