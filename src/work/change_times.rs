//! Making sure that every further change of a claimed file shows in its change time.

use super::area::Area;
use crate::fs;
use crate::rules::change_time::{COARSEST, may_be_coarse};
use crate::rules::timestamp::Timestamp;

/// Exists in the work area while changes of the files claimed last might not show.
const DOUBTFUL: &str = "doubtful-change-times";

impl Area {
    /// Waits until every further change of a file with one of these change times gives it another
    /// one. If that cannot be ensured, it is noted for `status`: the promises do not hold there.
    pub(crate) fn outlast(&self, claimed: impl IntoIterator<Item = Timestamp>, network: bool) {
        let (mut fine, mut coarse) = (None, None);
        for ctime in claimed {
            let last = if network || may_be_coarse(ctime) { &mut coarse } else { &mut fine };
            *last = (*last).max(Some(ctime));
        }
        if fine.is_none() && coarse.is_none() {
            return;
        }
        if let Some(fine) = fine {
            fs::outlast_tick(fine);
        }
        let now = fs::now().wall;
        let is_ahead = fine.and_then(|ctime| ctime.since(now)).is_some_and(|ahead| ahead > COARSEST);
        let is_sure = coarse.is_none_or(|ctime| {
            // On a local file system the stamps are made of the clock that we read ourselves.
            let is_long_ago = !network && now.since(ctime).is_some_and(|age| age > COARSEST * 2);
            is_long_ago || fs::outlast_stamp(self.dir(), ctime).unwrap_or(false)
        });
        // A note that cannot be written or removed now is left to the next collection.
        let _ = match is_sure && !is_ahead {
            true => self.dir().unlink(DOUBTFUL).map(drop),
            false => self.dir().create_file(DOUBTFUL, 0o600).map(drop),
        };
    }

    /// Whether the last collection could not make sure that changes would show.
    pub(crate) fn doubts_change_times(&self) -> bool {
        matches!(self.dir().stat(DOUBTFUL), Ok(Some(_)))
    }
}
