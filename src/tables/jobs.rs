//! What is to be done with a table beside checking it.

use std::path::PathBuf;

/// What is to be done beside the check, all in one parse. Each job is added by the method of its
/// name.
///
/// # Examples
/// ```
/// use sync_ingest::tables::{Jobs, Stamp};
///
/// let jobs = Jobs::default()
///     .normalise("students.csv", "students.bad.csv")
///     .against("students.hashes", Stamp::default())
///     .write("students.hashes", Stamp::default());
/// assert!(jobs.changes);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Jobs {
    /// Where good and bad rows are written to.
    pub normalise: Option<Normalise>,
    /// Compare with the base, or, without one, with nothing: then everything is added.
    pub changes: bool,
    /// The file of hashes to compare with, and the stamp that it must have.
    pub against: Option<(PathBuf, Stamp)>,
    /// The file of hashes to write, and its stamp. It may be the one that is compared with.
    pub write: Option<(PathBuf, Stamp)>,
}

/// Where good and bad rows are written to. Both appear whole, under their names, once everything
/// has succeeded; what is there already is replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Normalise {
    /// Good rows in UTF-8, with `,` and `\n`, quoted only where needed, below the mapped header.
    pub to: PathBuf,
    /// Bad rows, below the header `line,reason,row`: the physical line, the code, and the row as it
    /// was.
    pub bad: PathBuf,
}

impl Jobs {
    /// Writes good rows to `to` and bad ones to `bad`.
    #[must_use]
    pub fn normalise(mut self, to: impl Into<PathBuf>, bad: impl Into<PathBuf>) -> Self {
        self.normalise = Some(Normalise { to: to.into(), bad: bad.into() });
        self
    }

    /// Finds changes. Without [`against`](Self::against) everything is added.
    #[must_use]
    pub fn changes(mut self) -> Self {
        self.changes = true;
        self
    }

    /// Finds changes against a file of hashes.
    #[must_use]
    pub fn against(mut self, base: impl Into<PathBuf>, stamp: Stamp) -> Self {
        self.against = Some((base.into(), stamp));
        self.changes()
    }

    /// Writes a file of hashes to compare with the next time.
    #[must_use]
    pub fn write(mut self, path: impl Into<PathBuf>, stamp: Stamp) -> Self {
        self.write = Some((path.into(), stamp));
        self.changes()
    }
}

/// What a file of hashes belongs to. One with another stamp is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stamp {
    /// Whose rows these are; at most 1,024 bytes.
    pub feed: String,
    /// Which state of them.
    pub generation: u64,
    /// What decides how rows are taken, such as a hash of options; at most 1,024 bytes. Key columns
    /// and rule need not be in it.
    pub fingerprint: String,
}

impl Stamp {
    /// A stamp.
    #[must_use]
    pub fn new(feed: impl Into<String>, generation: u64, fingerprint: impl Into<String>) -> Self {
        Self { feed: feed.into(), generation, fingerprint: fingerprint.into() }
    }
}
