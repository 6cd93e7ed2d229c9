//! Enumerations whose members have a word, for logs, JSON, the command line and the disk.

/// The error that [`str::parse`] returns for a word that names no member of an enumeration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{word:?} is none of {}", known.join(", "))]
pub struct UnknownWord {
    pub(crate) word: String,
    pub(crate) known: &'static [&'static str],
}

/// Implements `ALL`, `as_str`, `Display` and `FromStr` for an enumeration from one list of words.
/// One that is not public at the root of the crate names its public module:
/// `words!(KeyRule of tables { … })`.
macro_rules! words {
    ($name:ident $(of $module:ident)? { $($member:ident => $word:literal),+ $(,)? }) => {
        impl $name {
            /// Every member, in the order of the numbers.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$member),+];

            /// Returns the word that the command line, logs and JSON use.
            ///
            /// # Examples
            /// ```
            #[doc = concat!("use sync_ingest::", $(stringify!($module), "::",)? stringify!($name), ";")]
            ///
            #[doc = concat!("for one in ", stringify!($name), "::ALL {")]
            ///     assert_eq!(one.as_str().parse(), Ok(one));
            /// }
            /// ```
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$member => $word),+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::rules::word::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                let unknown = || Self::Err { word: word.to_owned(), known: &[$($word),+] };
                Self::ALL.into_iter().find(|one| one.as_str() == word).ok_or_else(unknown)
            }
        }
    };
}

pub(crate) use words;

#[cfg(test)]
mod tests {
    use crate::Evidence;

    #[test]
    fn a_word_that_names_nothing_is_an_error_that_names_what_there_is() {
        let error = "finished".parse::<Evidence>().unwrap_err();
        assert_eq!(error.to_string(), "\"finished\" is none of agent_lock, settled, complete");
    }

    #[test]
    fn a_word_can_be_aligned_as_any_text() {
        assert_eq!(format!("{:>9}|", Evidence::Settled), "  settled|");
    }
}
