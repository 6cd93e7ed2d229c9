//! Why a checksum file cannot be used.

/// Why a checksum file contains no digest to compare a file with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotUnderstood {
    /// It is a link, a folder, a FIFO, or a file with a second name.
    NotAFile,
    /// It is too large for a checksum file.
    TooLong,
    /// It is empty, apart from comments.
    Empty,
    /// It holds no digest.
    NoDigest,
    /// Its digests are not SHA-256.
    OtherAlgorithm,
    /// It names another file.
    OtherFile,
    /// It contains several digests, each of which could be meant.
    Ambiguous,
}

impl NotUnderstood {
    const ALL: [Self; 7] = [
        Self::NotAFile,
        Self::TooLong,
        Self::Empty,
        Self::NoDigest,
        Self::OtherAlgorithm,
        Self::OtherFile,
        Self::Ambiguous,
    ];

    /// Returns the word that records it in the work area, from one pass to the next.
    pub(crate) const fn as_str(self) -> &'static str {
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

    /// Returns a description of what was found, for a person.
    pub(crate) const fn explanation(self) -> &'static str {
        match self {
            Self::NotAFile => "it is a link, a folder, or a file with a second name",
            Self::TooLong => "it is larger than 16 KiB",
            Self::Empty => "it is empty",
            Self::NoDigest => "it contains no SHA-256, or only the beginning of one",
            Self::OtherAlgorithm => "its digest is not a SHA-256",
            Self::OtherFile => "what it names is not this file",
            Self::Ambiguous => "it contains several digests, each of which could be meant",
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
