//! Why a checksum file is not understood.

/// Why a checksum file says nothing that a file could be compared with. The numbers are those of the C constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChecksumFault {
    /// A link, a folder, a FIFO, or a file with a second name.
    NotAFile = 1,
    /// It is larger than a checksum file is.
    TooLong = 2,
    /// It is empty, but for comments.
    Empty = 3,
    /// It holds no digest.
    NoDigest = 4,
    /// It holds digests that are no SHA-256.
    OtherAlgorithm = 5,
    /// What it names is not this file.
    OtherFile = 6,
    /// It gives several digests, each of which could be meant.
    Ambiguous = 7,
}

/// The name by which the steps of a look call it.
pub(crate) use ChecksumFault as NotUnderstood;

impl ChecksumFault {
    /// Every member, in the order of the numbers.
    pub const ALL: [Self; 7] = [
        Self::NotAFile,
        Self::TooLong,
        Self::Empty,
        Self::NoDigest,
        Self::OtherAlgorithm,
        Self::OtherFile,
        Self::Ambiguous,
    ];

    /// Returns the word that JSON uses, and under which one look remembers it for the next.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotAFile => "not_a_file",
            Self::TooLong => "too_long",
            Self::Empty => "empty",
            Self::NoDigest => "no_digest",
            Self::OtherAlgorithm => "other_algorithm",
            Self::OtherFile => "other_file",
            Self::Ambiguous => "ambiguous",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }

    /// Returns what was found, for a person.
    #[must_use]
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::NotAFile => "it is a link, a folder, or a file with a second name",
            Self::TooLong => "it is larger than 16 KiB",
            Self::Empty => "it is empty",
            Self::NoDigest => "it holds no SHA-256, or only the beginning of one",
            Self::OtherAlgorithm => "its digest is no SHA-256",
            Self::OtherFile => "what it names is not this file",
            Self::Ambiguous => "it gives several digests, each of which could be meant",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_leads_back() {
        for one in NotUnderstood::ALL {
            assert_eq!(NotUnderstood::from_word(one.as_str()), Some(one));
        }
    }
}
