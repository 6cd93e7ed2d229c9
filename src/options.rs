//! How a drop folder is to be collected.

use crate::rules::settled::{DEFAULT_SETTLE_LOCAL, DEFAULT_SETTLE_NETWORK};
use crate::rules::staleness::DEFAULT_MAX_AGE;
use crate::rules::timestamp::Now;
use crate::rules::word::words;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// How a drop folder is to be collected. Every option has a default that is safe; each is set by
/// the method of its name.
///
/// # Examples
/// ```
/// use std::time::Duration;
/// use sync_ingest::{Durability, Options};
///
/// let options = Options::default()
///     .work_area("/srv/ingest/work")
///     .max_age(Duration::from_secs(30 * 60))
///     .unfinished_name("*.busy")
///     .unfinished_name("tmp-*")
///     .durability(Durability::PerFile);
/// assert_eq!(options.max_files, 10_000, "what is not set keeps its default");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// Where claimed and rejected files are kept: on the same mount as the drop folder, and best
    /// outside the agent's reach. One work area serves one drop folder. `None`: `.sync_ingest`
    /// inside the drop folder.
    pub work_area: Option<PathBuf>,
    /// How long a file must have been left alone. `None`: 30 s on local, 90 s on network file
    /// systems. Zero means that agents always use `alock.txt`, so that nothing else has to be
    /// waited for.
    pub settle: Option<Duration>,
    /// Age at which a lock, or an upload that does not finish, becomes an alarm. Default: three
    /// hours.
    pub max_age: Duration,
    /// Count the age of a lock from the later of its mtime and ctime, for agents that preserve
    /// modification times.
    pub lock_age_from_ctime: bool,
    /// More names of unfinished files to leave alone, besides the known ones
    /// (`docs/adr/0013-names-that-say-not-finished.md`): an ending as in `*.busy`, a beginning as
    /// in `tmp-*`, both as in `new_*.csv`, or a whole name. The case of ASCII letters does not
    /// matter.
    pub unfinished_names: Vec<OsString>,
    /// How many files one collection claims at most, leftovers included; 1 to 100,000. Default:
    /// 10,000.
    pub max_files: usize,
    /// Largest file that is collected, in bytes. Default: 4 GiB.
    pub max_size: u64,
    /// How often a process may die while storing a delivery before the delivery is rejected; and
    /// after how many offers one that is put back again and again becomes an alarm. Default: 5.
    pub max_attempts: u32,
    /// What reaches the disk before a delivery is acknowledged. Default: everything.
    pub durability: Durability,
    /// Allow files of other users to be moved into a store: their agents may then still change
    /// them.
    pub trust_agent: bool,
    /// The caller already holds a lock of its own that spans all hosts, so an orphan lock of
    /// another host is recovered.
    pub cluster_locked: bool,
    /// Compute the SHA-256 of what the built-in store takes.
    pub sha256: bool,
    /// Compute the SHA-1 of what the built-in store takes.
    pub sha1: bool,
    /// Deliver each file with a checksum file, so that it is collected at once: the agent's side.
    pub checksums: bool,
    /// The time to decide by. `None`: the clocks of the machine, and of the file system if it has
    /// its own.
    pub now: Option<Now>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            work_area: None,
            settle: None,
            max_age: DEFAULT_MAX_AGE,
            lock_age_from_ctime: false,
            unfinished_names: Vec::new(),
            max_files: 10_000,
            max_size: 4 << 30,
            max_attempts: 5,
            durability: Durability::Automatic,
            trust_agent: false,
            cluster_locked: false,
            sha256: false,
            sha1: false,
            checksums: false,
            now: None,
        }
    }
}

impl Options {
    /// Sets [`work_area`](Self#structfield.work_area).
    #[must_use]
    pub fn work_area(mut self, path: impl Into<PathBuf>) -> Self {
        self.work_area = Some(path.into());
        self
    }

    /// Sets [`settle`](Self#structfield.settle).
    #[must_use]
    pub fn settle(mut self, time: Duration) -> Self {
        self.settle = Some(time);
        self
    }

    /// Adds one of [`unfinished_names`](Self#structfield.unfinished_names).
    #[must_use]
    pub fn unfinished_name(mut self, pattern: impl Into<OsString>) -> Self {
        self.unfinished_names.push(pattern.into());
        self
    }

    /// Sets [`now`](Self#structfield.now).
    #[must_use]
    pub fn now(mut self, now: Now) -> Self {
        self.now = Some(now);
        self
    }
}

/// The options that are plain values.
macro_rules! setters {
    ($($option:ident: $value:ty),+ $(,)?) => {
        impl Options {
            $(
                #[doc = concat!("Sets [`", stringify!($option), "`](Self#structfield.", stringify!($option), ").")]
                #[must_use]
                pub fn $option(mut self, value: $value) -> Self {
                    self.$option = value;
                    self
                }
            )+
        }
    };
}

setters! {
    max_age: Duration,
    lock_age_from_ctime: bool,
    max_files: usize,
    max_size: u64,
    max_attempts: u32,
    durability: Durability,
    trust_agent: bool,
    cluster_locked: bool,
    sha256: bool,
    sha1: bool,
    checksums: bool,
}

impl Options {
    /// Returns the settle time on a file system of this kind.
    #[must_use]
    pub(crate) fn settle_on(&self, network: bool) -> Duration {
        self.settle.unwrap_or(if network { DEFAULT_SETTLE_NETWORK } else { DEFAULT_SETTLE_LOCAL })
    }
}

/// What reaches the disk before a delivery is acknowledged. The numbers are those of the C
/// constants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Durability {
    /// Nothing is synced: a power cut may lose what was stored last, a crash of the process may
    /// not.
    None = 0,
    /// Every file and folder by itself. Right for web requests: a busy neighbour on the same file
    /// system does not slow it down.
    PerFile = 1,
    /// File by file up to 256 files, one `syncfs` for more.
    #[default]
    Automatic = 2,
    /// As `PerFile`, but [`copy_to`](crate::Delivery::copy_to) leaves the copy to be synced later,
    /// together with others: by [`Collection::sync`](crate::Collection::sync), or at the latest
    /// when the first of them is acknowledged. For stores that take several deliveries at a time
    /// and then copy them on: until the sync a power cut may leave an empty file.
    Deferred = 3,
}

words!(Durability {
    None => "none",
    PerFile => "per-file",
    Automatic => "automatic",
    Deferred => "deferred",
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;

    #[test]
    fn each_option_is_set_by_the_method_of_its_name() {
        let now = Now { wall: Timestamp::from_seconds(1), monotonic: Duration::from_secs(2) };
        let set = Options::default()
            .work_area("w")
            .settle(Duration::ZERO)
            .max_age(Duration::from_secs(1))
            .lock_age_from_ctime(true)
            .unfinished_name("*.busy")
            .max_files(1)
            .max_size(2)
            .max_attempts(3)
            .durability(Durability::Deferred)
            .trust_agent(true)
            .cluster_locked(true)
            .sha256(true)
            .sha1(true)
            .checksums(true)
            .now(now);
        let expected = Options {
            work_area: Some("w".into()),
            settle: Some(Duration::ZERO),
            max_age: Duration::from_secs(1),
            lock_age_from_ctime: true,
            unfinished_names: vec!["*.busy".into()],
            max_files: 1,
            max_size: 2,
            max_attempts: 3,
            durability: Durability::Deferred,
            trust_agent: true,
            cluster_locked: true,
            sha256: true,
            sha1: true,
            checksums: true,
            now: Some(now),
        };
        assert_eq!(set, expected);
    }
}
