//! What can be said of a checksum file by looking at it, before its file is claimed and hashed.

use super::{Closeness, Criteria};
use crate::error::Result;
use crate::fs::{Dir, Kind, Stat};
use crate::rules::checksum::{MOST_BYTES, checksum_name};
use crate::rules::timestamp::Timestamp;
use crate::work::{Looks, Match};
use std::ffi::OsStr;

/// What is known of the checksum file of a file, before the file is hashed.
pub(super) enum Checked {
    Absent,
    Unreadable,
    /// It cannot match, or did not, and nothing has changed.
    Never {
        since: Timestamp,
    },
    /// It did not match, and the file has changed since.
    Growing,
    /// It did not match, and is asked once more when it has settled.
    Doubtful {
        since: Timestamp,
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
        let known = closeness.looks().map_or(Match::Unknown, |looks| looks.matches(stat, &checksum));
        if checksum.kind != Kind::File || checksum.links != 1 || checksum.size > MOST_BYTES {
            let note = |looks: &mut Looks| looks.note_mismatch(stat, &checksum, self.now.wall);
            return Ok(Checked::Never { since: closeness.looks().map_or(self.now.wall, note) });
        }
        Ok(match known {
            Match::Never { since } => Checked::Never { since },
            _ if !self.may_read(folder, &checksum_name, &checksum)? => Checked::Unreadable,
            Match::Growing => Checked::Growing,
            Match::Doubtful { since } => Checked::Doubtful { since },
            Match::Unknown => Checked::ToHash,
        })
    }
}
