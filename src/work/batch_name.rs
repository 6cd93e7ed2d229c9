//! The names of batches, which carry their order and their state.

use std::ffi::OsStr;

/// The name of a batch's folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BatchName {
    /// Batches are numbered in the order in which they were claimed.
    pub(crate) number: u64,
    /// Random: the first part of the ids of its deliveries.
    pub(crate) token: String,
    /// Whether its files may be offered.
    pub(crate) verified: bool,
}

const TOKEN_DIGITS: usize = 24;

impl BatchName {
    pub(crate) fn to_text(&self) -> String {
        let state = if self.verified { "verified" } else { "unverified" };
        format!("{state}-{:010}-{}", self.number, self.token)
    }

    pub(crate) fn parse(name: &OsStr) -> Option<Self> {
        let name = name.to_str()?;
        let (verified, rest) = match name.strip_prefix("unverified-") {
            Some(rest) => (false, rest),
            None => (true, name.strip_prefix("verified-")?),
        };
        let (number, token) = rest.split_once('-')?;
        let is_token = token.len() == TOKEN_DIGITS && token.bytes().all(|byte| byte.is_ascii_hexdigit());
        let parsed = Self { number: number.parse().ok()?, token: token.to_owned(), verified };
        (is_token && parsed.to_text() == name).then_some(parsed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_and_others_are_left_alone() {
        for verified in [false, true] {
            let name = BatchName { number: 7, token: "0123456789abcdef01234567".into(), verified };
            assert_eq!(BatchName::parse(name.to_text().as_ref()), Some(name));
        }
        for other in ["verified-7-0123456789abcdef01234567", "verified-0000000007-x", "rejected", "unverified-"] {
            assert_eq!(BatchName::parse(other.as_ref()), None, "{other}");
        }
    }
}
