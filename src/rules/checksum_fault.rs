//! Why a checksum file cannot be used.

use super::word::words;

/// Why a checksum file contains no digest to compare a file with. The numbers are those of the C
/// constants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ChecksumFault {
    /// It is a link, a folder, a FIFO, or a file with a second name.
    NotAFile = 1,
    /// It is too large for a checksum file.
    TooLong = 2,
    /// It is empty, apart from comments.
    Empty = 3,
    /// It holds no digest.
    NoDigest = 4,
    /// Its digests are not SHA-256.
    OtherAlgorithm = 5,
    /// It names another file.
    OtherFile = 6,
    /// It contains several digests, each of which could be meant.
    Ambiguous = 7,
}

words!(ChecksumFault {
    NotAFile => "not_a_file",
    TooLong => "too_long",
    Empty => "empty",
    NoDigest => "no_digest",
    OtherAlgorithm => "other_algorithm",
    OtherFile => "other_file",
    Ambiguous => "ambiguous",
});

impl ChecksumFault {
    /// Returns a description of what was found, for a person.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::ChecksumFault;
    ///
    /// assert_eq!(ChecksumFault::Empty.explanation(), "it is empty");
    /// ```
    #[must_use]
    pub const fn explanation(self) -> &'static str {
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
        for one in ChecksumFault::ALL {
            assert_eq!(one.as_str().parse(), Ok(one));
        }
    }
}
