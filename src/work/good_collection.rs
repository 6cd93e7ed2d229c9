//! When a collection last went well: an attribute of the work area, so that noting it costs one
//! system call, and no crash leaves half of it. On a network file system without attributes it is
//! the modification time of an empty file.

use super::area::Area;
use crate::error::Result;
use crate::rules::timestamp::Timestamp;

const ATTRIBUTE: &str = "user.sync_ingest.good_collection";
const FILE: &str = "last-good-collection";

impl Area {
    /// Notes that a collection has gone well at `now`. Nothing depends on it: what cannot be noted
    /// is left to the next one.
    pub(crate) fn note_good_collection(&self, now: Timestamp, network: bool) {
        if !self.dir().set_attribute(ATTRIBUTE, &now.seconds.to_string()) && network {
            let _ = self.note_in_file(now);
        }
    }

    fn note_in_file(&self, now: Timestamp) -> Result<()> {
        match self.dir().set_modified(FILE, now) {
            Ok(true) => return Ok(()),
            Ok(false) => {}
            // Root has made it, and was killed before it could give it away.
            Err(_) => drop(self.dir().unlink(FILE)?),
        }
        if let Some(file) = self.dir().create_file(FILE, 0o600)? {
            self.adopt(&file)?;
        }
        self.dir().set_modified(FILE, now).map(drop)
    }

    /// Returns when a collection last went well, if that is known.
    pub(crate) fn last_good_collection(&self) -> Option<Timestamp> {
        let noted = self.dir().attribute(ATTRIBUTE).and_then(|seconds| seconds.parse().ok());
        match noted {
            Some(seconds) => Some(Timestamp::from_seconds(seconds)),
            None => self.dir().stat(FILE).ok().flatten().map(|stat| stat.mtime),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::Dir;
    use crate::options::Options;

    #[test]
    fn the_last_one_is_remembered_with_attributes_and_without() {
        let place = tempfile::tempdir().unwrap();
        let folder = Dir::open(place.path(), "open the drop folder").unwrap();
        let area = Area::make(&folder, &Options::default()).unwrap();
        assert_eq!(area.last_good_collection(), None);
        for seconds in [100, 200] {
            area.note_in_file(Timestamp::from_seconds(seconds)).unwrap();
            assert_eq!(area.last_good_collection(), Some(Timestamp::from_seconds(seconds)));
        }
        area.note_good_collection(Timestamp::from_seconds(300), false);
        let last = area.last_good_collection();
        // Some file systems for temporary files have no attributes.
        assert!([200, 300].map(Timestamp::from_seconds).map(Some).contains(&last), "{last:?}");
    }
}
