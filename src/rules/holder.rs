//! Who made a lock.

use super::word::words;
use std::fmt;

/// Who made a lock, as far as the lock shows it. `Display` writes it for a person.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Holder {
    /// A collector that uses this library.
    Collector {
        /// The version of the library.
        version: String,
        /// The name of its host.
        host: String,
    },
    /// An agent that uses this library.
    Agent {
        /// The name that the agent has given itself.
        name: String,
        /// The name of its host.
        host: String,
        /// The version of the library.
        version: String,
    },
    /// `sync-deliver`, the script for agents on other hosts.
    RemoteAgent {
        /// The name that the agent has given itself.
        name: String,
        /// The name of its host; `None` if it delivers over FTP, where the lock does not hold it.
        host: Option<String>,
    },
    /// Other software: only the id of the user who owns the lock is known.
    User(u32),
    /// Unknown: the entry with the name of the lock is not a readable file.
    Odd(Oddity),
}

/// What has the name of a lock, if it is not a readable file. The numbers are those of the C
/// constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Oddity {
    /// A file that this user cannot read.
    UnreadableFile = 1,
    /// A directory.
    Directory = 2,
    /// A symbolic link.
    SymbolicLink = 3,
    /// A FIFO, a socket or a device.
    SpecialFile = 4,
}

impl Holder {
    /// Returns the word for its kind that JSON uses: `collector`, `agent`, `remote_agent`, `user`
    /// or `odd`.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::Holder;
    ///
    /// assert_eq!(Holder::User(33).kind(), "user");
    /// ```
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Collector { .. } => "collector",
            Self::Agent { .. } => "agent",
            Self::RemoteAgent { .. } => "remote_agent",
            Self::User(_) => "user",
            Self::Odd(_) => "odd",
        }
    }

    /// Returns the name that an agent has given itself.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::Holder;
    ///
    /// let agent = Holder::RemoteAgent { name: "registry".into(), host: Some("erp-1".into()) };
    /// assert_eq!(agent.name(), Some("registry"));
    /// ```
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Agent { name, .. } | Self::RemoteAgent { name, .. } => Some(name),
            _ => None,
        }
    }

    /// Returns the name of its host, where the lock holds it.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::Holder;
    ///
    /// let agent = Holder::RemoteAgent { name: "registry".into(), host: Some("erp-1".into()) };
    /// assert_eq!(agent.host(), Some("erp-1"));
    /// ```
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        match self {
            Self::Collector { host, .. } | Self::Agent { host, .. } => Some(host),
            Self::RemoteAgent { host, .. } => host.as_deref(),
            _ => None,
        }
    }

    /// Returns the version of this library that wrote the lock, where this library did.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::Holder;
    ///
    /// let collector = Holder::Collector { version: "0.2.0".into(), host: "front-1".into() };
    /// assert_eq!(collector.version(), Some("0.2.0"));
    /// ```
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        match self {
            Self::Collector { version, .. } | Self::Agent { version, .. } => Some(version),
            _ => None,
        }
    }

    /// Returns the id of the user who owns the lock, where nothing else is known.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::Holder;
    ///
    /// assert_eq!(Holder::User(33).user(), Some(33));
    /// ```
    #[must_use]
    pub const fn user(&self) -> Option<u32> {
        match self {
            Self::User(user) => Some(*user),
            _ => None,
        }
    }

    /// Returns what has the name of the lock, if it is not a readable file.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::{Holder, Oddity};
    ///
    /// assert_eq!(Holder::Odd(Oddity::Directory).oddity(), Some(Oddity::Directory));
    /// ```
    #[must_use]
    pub const fn oddity(&self) -> Option<Oddity> {
        match self {
            Self::Odd(oddity) => Some(*oddity),
            _ => None,
        }
    }
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Collector { version, host } => write!(f, "sync_ingest {version} on host {host}"),
            Self::Agent { name, host, version } => write!(f, "agent {name} on host {host} (sync_ingest {version})"),
            Self::RemoteAgent { name, host: Some(host) } => write!(f, "agent {name} on host {host} (sync-deliver)"),
            Self::RemoteAgent { name, host: None } => write!(f, "agent {name} (sync-deliver over FTP)"),
            Self::User(user) => write!(f, "somebody else (user {user})"),
            Self::Odd(oddity) => write!(f, "unknown: it is {}", oddity.explanation()),
        }
    }
}

words!(Oddity {
    UnreadableFile => "unreadable_file",
    Directory => "directory",
    SymbolicLink => "symbolic_link",
    SpecialFile => "special_file",
});

impl Oddity {
    /// Returns a noun phrase for a person.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::Oddity;
    ///
    /// assert_eq!(Oddity::Directory.explanation(), "a directory");
    /// ```
    #[must_use]
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::UnreadableFile => "a file that this user cannot read",
            Self::Directory => "a directory",
            Self::SymbolicLink => "a symbolic link",
            Self::SpecialFile => "a FIFO, socket or device",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_holder_has_its_sentence_and_its_data() {
        let text = str::to_owned;
        let collector = Holder::Collector { version: text("0.2.0"), host: text("front-1") };
        assert_eq!(collector.to_string(), "sync_ingest 0.2.0 on host front-1");
        assert_eq!((collector.version(), collector.host(), collector.name()), (Some("0.2.0"), Some("front-1"), None));

        let agent = Holder::Agent { name: text("registry"), host: text("erp-1"), version: text("0.2.0") };
        assert_eq!(agent.to_string(), "agent registry on host erp-1 (sync_ingest 0.2.0)");
        assert_eq!((agent.name(), agent.host(), agent.version()), (Some("registry"), Some("erp-1"), Some("0.2.0")));

        let remote = Holder::RemoteAgent { name: text("registry"), host: Some(text("erp-1")) };
        assert_eq!(remote.to_string(), "agent registry on host erp-1 (sync-deliver)");
        assert_eq!((remote.name(), remote.host(), remote.version()), (Some("registry"), Some("erp-1"), None));

        let over_ftp = Holder::RemoteAgent { name: text("registry"), host: None };
        assert_eq!(over_ftp.to_string(), "agent registry (sync-deliver over FTP)");
        assert_eq!((over_ftp.name(), over_ftp.host()), (Some("registry"), None));

        let user = Holder::User(33);
        assert_eq!(user.to_string(), "somebody else (user 33)");
        assert_eq!((user.user(), user.oddity(), user.host()), (Some(33), None, None));

        for (oddity, sentence) in Oddity::ALL.into_iter().zip([
            "unknown: it is a file that this user cannot read",
            "unknown: it is a directory",
            "unknown: it is a symbolic link",
            "unknown: it is a FIFO, socket or device",
        ]) {
            let odd = Holder::Odd(oddity);
            assert_eq!(odd.to_string(), sentence);
            assert_eq!((odd.oddity(), odd.user()), (Some(oddity), None));
        }
    }

    #[test]
    fn the_list_of_oddities_holds_every_number_once_in_order_and_every_word_leads_back() {
        for (index, oddity) in Oddity::ALL.into_iter().enumerate() {
            assert_eq!(oddity as usize, index + 1);
            assert_eq!(oddity.as_str().parse(), Ok(oddity));
        }
    }
}
