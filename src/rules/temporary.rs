//! The names of our own temporary entries, one prefix for each purpose.
//!
//! Tidying removes only names of exactly this format: a prefix and 16 hexadecimal digits. A name
//! that merely begins this way may be work in progress: a remote agent uploads as
//! `.sync_ingest-upload-<32 hexadecimal digits>-<number>`, and only that agent knows whether it is
//! still running. See `docs/adr/0015-tidying.md`.

use super::lock_text::hex;

/// How many hexadecimal digits follow the prefix.
const DIGITS: usize = 16;

/// What a temporary entry is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Temporary {
    /// A lock that is being prepared. Release 0.1.0 used this name for everything in the work area.
    Lock,
    /// A lock that has been renamed out of the way, to be removed.
    Unlocked,
    /// A delivery of an agent on this host.
    Upload,
    /// A small text file in the work area.
    Text,
    /// A file that probes a file system's clock, or whether it can be written to and moved.
    Probe,
    /// A folder that root is about to give to the service's user.
    Folder,
    /// A table or a file of hashes that is being written.
    Table,
}

impl Temporary {
    const ALL: [Self; 7] =
        [Self::Lock, Self::Unlocked, Self::Upload, Self::Text, Self::Probe, Self::Folder, Self::Table];

    /// Returns the start of its names.
    pub(crate) const fn prefix(self) -> &'static str {
        match self {
            Self::Lock => ".sync_ingest-lock-",
            Self::Unlocked => ".sync_ingest-unlocked-",
            Self::Upload => ".sync_ingest-upload-",
            Self::Text => ".sync_ingest-text-",
            Self::Probe => ".sync_ingest-probe-",
            Self::Folder => ".sync_ingest-folder-",
            Self::Table => ".sync_ingest-table-",
        }
    }

    /// Returns the name with these 16 hexadecimal digits.
    pub(crate) fn name(self, digits: &str) -> String {
        format!("{}{digits}", self.prefix())
    }

    /// Returns the purpose of an entry of this name, or `None` if the name has none of these
    /// formats.
    pub(crate) fn of(name: &[u8]) -> Option<Self> {
        let name = std::str::from_utf8(name).ok()?;
        Self::ALL.into_iter().find(|one| name.strip_prefix(one.prefix()).is_some_and(|end| hex(end, DIGITS).is_some()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_meaning_is_known_by_its_name_and_no_two_share_one() {
        for one in Temporary::ALL {
            assert_eq!(Temporary::of(one.name("0123456789abcdef").as_bytes()), Some(one));
        }
    }

    #[test]
    fn the_upload_of_a_remote_agent_and_whatever_else_begins_like_ours_is_not_ours() {
        for name in [
            ".sync_ingest",
            ".sync_ingest-upload-",
            ".sync_ingest-upload-0",
            ".sync_ingest-upload-0123456789abcde",
            ".sync_ingest-upload-0123456789abcdef0",
            ".sync_ingest-upload-0123456789ABCDEF",
            ".sync_ingest-upload-0123456789abcdeg",
            ".sync_ingest-upload-0123456789abcdef-1",
            ".sync_ingest-upload-0123456789abcdef0123456789abcdef-1",
            ".sync_ingest-upload-0123456789abcdef.csv",
            ".sync_ingest-0123456789abcdef",
            "sync_ingest-lock-0123456789abcdef",
            ".SYNC_INGEST-LOCK-0123456789abcdef",
        ] {
            assert_eq!(Temporary::of(name.as_bytes()), None, "{name}");
        }
    }

    proptest! {
        #[test]
        fn a_name_is_ours_only_if_it_is_one_that_we_write(end in "[-0-9a-g]{0,40}", which in 0..Temporary::ALL.len()) {
            let name = Temporary::ALL[which].name(&end);
            let is_written = end.len() == 16 && end.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
            prop_assert_eq!(Temporary::of(name.as_bytes()), is_written.then_some(Temporary::ALL[which]));
        }
    }
}
