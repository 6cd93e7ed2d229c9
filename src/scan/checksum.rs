//! What can be said of a checksum file by looking at it, before its file is claimed and hashed.

use super::inspect::{Closeness, Verdict};
use super::memory::Match;
use super::{Criteria, Skips};
use crate::error::Result;
use crate::fs::{Dir, Kind, Stat};
use crate::rules::checksum::{MOST_BYTES, checksum_name};
use crate::rules::not_understood::NotUnderstood;
use crate::rules::skip::SkipReason;
use crate::rules::timestamp::Timestamp;
use std::ffi::OsStr;

/// What is known of the checksum file of a file, before the file is hashed.
pub(super) enum Checked {
    Absent,
    Unreadable,
    /// It did not match, or was not understood, and nothing has changed.
    Never {
        since: Timestamp,
        why: Option<NotUnderstood>,
    },
    /// It did not match, and the file has changed since.
    Growing,
    /// It did not match, and is asked once more when it has settled.
    Doubtful {
        since: Timestamp,
        why: Option<NotUnderstood>,
    },
    ToHash,
}

impl Criteria {
    /// What the checksum file of a file says, before anything is read. One that is no plain file is never touched.
    pub(super) fn judge_checksum(
        &self,
        folder: &Dir,
        name: &OsStr,
        stat: &Stat,
        closeness: &mut Closeness<'_>,
    ) -> Result<Checked> {
        if !self.checksums {
            return Ok(Checked::Absent);
        }
        let Some(checksum_name) = checksum_name(name) else { return Ok(Checked::Absent) };
        let Some(checksum) = folder.stat(&checksum_name)? else { return Ok(Checked::Absent) };
        let known = closeness.memory().map_or(Match::Unknown, |memory| memory.matches(stat, &checksum));
        let never = |why| Ok(Checked::Never { since: checksum.ctime, why: Some(why) });
        if checksum.kind != Kind::File || checksum.links != 1 {
            return never(NotUnderstood::NotAFile);
        }
        if checksum.size > MOST_BYTES {
            return never(NotUnderstood::TooLong);
        }
        Ok(match known {
            Match::Never { since, why } => Checked::Never { since, why },
            _ if !self.may_read(folder, &checksum_name, &checksum)? => Checked::Unreadable,
            Match::Growing => Checked::Growing,
            Match::Doubtful { since, why } => Checked::Doubtful { since, why },
            Match::Unknown => Checked::ToHash,
        })
    }

    /// A file whose checksum file does not match, or is not understood.
    pub(super) fn without_proof(
        &self,
        left: &mut Skips,
        name: &OsStr,
        stat: &Stat,
        since: Timestamp,
        why: Option<NotUnderstood>,
    ) -> Verdict {
        let reason = match why {
            Some(why) => {
                left.not_understood(name, why);
                SkipReason::UnreadableChecksum
            }
            None => SkipReason::ChecksumMismatch,
        };
        Verdict::Skip(reason, Some(Stat { ctime: since, ..*stat }))
    }
}
