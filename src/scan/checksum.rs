//! What is known of a checksum file from looking at it, before its file is claimed and hashed.

use super::inspect::{Closeness, Verdict};
use super::{Criteria, Skips};
use crate::error::Result;
use crate::fs::{Dir, Kind, Stat};
use crate::rules::checksum::{MOST_BYTES, checksum_name};
use crate::rules::checksum_fault::ChecksumFault;
use crate::rules::skip::SkipReason;
use crate::rules::timestamp::Timestamp;
use std::ffi::OsStr;

/// What is known of the checksum file of a file, before the file is hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// There is none.
    Absent,
    /// This user may not read it.
    Unreadable,
    /// Only hashing the file will show.
    ToHash,
    /// The file did not match, or its checksum file was not understood, and nothing has changed.
    Failed { since: Timestamp, why: Option<ChecksumFault> },
    /// The same, but the file had not settled then: it is asked once more when it has.
    Doubtful { since: Timestamp, why: Option<ChecksumFault> },
    /// The file did not match, and has changed since: somebody is writing to it in its place.
    Growing,
}

impl Criteria {
    /// Judges the checksum file of a file before anything is read. One that is not a plain file is
    /// never touched.
    pub(super) fn judge_checksum(
        &self,
        folder: &Dir,
        name: &OsStr,
        stat: &Stat,
        closeness: &mut Closeness<'_>,
    ) -> Result<Proof> {
        if !self.checksums {
            return Ok(Proof::Absent);
        }
        let Some(checksum_name) = checksum_name(name) else { return Ok(Proof::Absent) };
        let Some(checksum) = folder.stat(&checksum_name)? else { return Ok(Proof::Absent) };
        let known = closeness.memory().map_or(Proof::ToHash, |memory| memory.recall(stat, &checksum));
        let failed = |why| Ok(Proof::Failed { since: checksum.ctime, why: Some(why) });
        if checksum.kind != Kind::File || checksum.links != 1 {
            return failed(ChecksumFault::NotAFile);
        }
        if checksum.size > MOST_BYTES {
            return failed(ChecksumFault::TooLong);
        }
        match known {
            Proof::Failed { .. } => Ok(known),
            _ if !self.may_read(folder, &checksum_name, &checksum)? => Ok(Proof::Unreadable),
            known => Ok(known),
        }
    }

    /// A file whose checksum file does not match, or is not understood.
    pub(super) fn without_proof(
        &self,
        skips: &mut Skips,
        name: &OsStr,
        stat: &Stat,
        since: Timestamp,
        why: Option<ChecksumFault>,
    ) -> Verdict {
        let reason = match why {
            Some(why) => {
                skips.not_understood(name, why);
                SkipReason::UnreadableChecksum
            }
            None => SkipReason::ChecksumMismatch,
        };
        Verdict::Skip(reason, Some(Stat { ctime: since, ..*stat }))
    }
}
