//! Why a file was set aside for a person, and the text beside it that remembers the reason.
//!
//! ```text
//! the store died 5 times while it took this file
//! reason: store_died 5
//! ```
//!
//! The first line is for people. The second one is written only where the first alone would be read
//! as another reason: release 0.1.0 wrote and understands one line
//! (`docs/adr/0024-rejected-files-have-a-door.md`).

use std::fmt;

/// Why a file was set aside for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RejectReason {
    /// The store rejected it, with this text.
    Store(String),
    /// A newer file of its name was delivered before this one was stored.
    Superseded,
    /// The process died so many times while it stored this file.
    StoreDied(u32),
    /// It was swapped for something that is not a file while it was claimed.
    NotAFile,
}

const SUPERSEDED: &str = "superseded: a newer file of this name was delivered";
const NOT_A_FILE: &str = "it was swapped for something that is no file while it was claimed";
const STORE_DIED: (&str, &str) = ("the store died ", " times while it took this file");

const MARKER: &str = "reason: ";
/// The longest text of a store that is kept, in characters.
const LONGEST: usize = 2_000;

impl RejectReason {
    /// Returns the word for the kind of reason, as the command line and JSON use it.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::RejectReason;
    ///
    /// assert_eq!(RejectReason::StoreDied(5).as_str(), "store_died");
    /// ```
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Store(_) => "store",
            Self::Superseded => "superseded",
            Self::StoreDied(_) => "store_died",
            Self::NotAFile => "not_a_file",
        }
    }

    /// The text to keep beside the file.
    pub(crate) fn to_text(&self) -> String {
        let line = one_line(&self.to_string());
        match self.marker() {
            marker if Self::of_sentence(&line).marker() != marker => format!("{line}\n{MARKER}{marker}\n"),
            _ => format!("{line}\n"),
        }
    }

    /// Reads such a text. What cannot be understood is the text of a store.
    pub(crate) fn from_text(text: &str) -> Self {
        let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
        let line = line.trim_end();
        match rest.trim_end().strip_prefix(MARKER) {
            Some(marker) => Self::of_marker(marker).unwrap_or_else(|| Self::Store(line.to_owned())),
            None => Self::of_sentence(line),
        }
    }

    fn marker(&self) -> String {
        match self {
            Self::StoreDied(count) => format!("{} {count}", self.as_str()),
            _ => self.as_str().to_owned(),
        }
    }

    fn of_marker(marker: &str) -> Option<Self> {
        match marker.split_once(' ') {
            None if marker == Self::Superseded.as_str() => Some(Self::Superseded),
            None if marker == Self::NotAFile.as_str() => Some(Self::NotAFile),
            Some((word, count)) if word == Self::StoreDied(0).as_str() => count.parse().ok().map(Self::StoreDied),
            _ => None,
        }
    }

    /// The one place that knows the sentences of release 0.1.0. What is none of them is the text of
    /// a store.
    fn of_sentence(line: &str) -> Self {
        let (before, after) = STORE_DIED;
        let count = line.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)?.parse().ok());
        match (line, count) {
            (SUPERSEDED, _) => Self::Superseded,
            (NOT_A_FILE, _) => Self::NotAFile,
            (_, Some(count)) => Self::StoreDied(count),
            _ => Self::Store(line.to_owned()),
        }
    }
}

impl fmt::Display for RejectReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Store(text) => f.write_str(text),
            Self::Superseded => f.write_str(SUPERSEDED),
            Self::StoreDied(count) => write!(f, "{}{count}{}", STORE_DIED.0, STORE_DIED.1),
            Self::NotAFile => f.write_str(NOT_A_FILE),
        }
    }
}

/// Texts of stores may hold anything: one printable line.
fn one_line(text: &str) -> String {
    let line: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_sentences_of_release_0_1_0_are_recognised() {
        for (line, reason) in [
            ("superseded: a newer file of this name was delivered\n", RejectReason::Superseded),
            ("the store died 5 times while it took this file\n", RejectReason::StoreDied(5)),
            ("it was swapped for something that is no file while it was claimed\n", RejectReason::NotAFile),
            ("infected: Eicar\n", RejectReason::Store("infected: Eicar".to_owned())),
            ("the store died often\n", RejectReason::Store("the store died often".to_owned())),
            ("", RejectReason::Store(String::new())),
        ] {
            assert_eq!(RejectReason::from_text(line), reason, "{line}");
        }
    }

    #[test]
    fn a_store_that_uses_our_words_is_still_the_store() {
        for ours in [RejectReason::Superseded, RejectReason::StoreDied(3), RejectReason::NotAFile] {
            let theirs = RejectReason::Store(ours.to_string());
            assert_eq!(theirs.to_text(), format!("{ours}\nreason: store\n"));
            assert_eq!(RejectReason::from_text(&theirs.to_text()), theirs);
        }
    }

    #[test]
    fn a_reason_is_read_by_its_marker_whatever_its_sentence_is() {
        assert_eq!(RejectReason::from_text("x\nreason: superseded\n"), RejectReason::Superseded);
        assert_eq!(RejectReason::from_text("x\nreason: store_died 7\n"), RejectReason::StoreDied(7));
        assert_eq!(RejectReason::from_text("x\nreason: not_a_file\n"), RejectReason::NotAFile);
        for of_a_later_release in ["x\nreason: too_old\n", "x\nreason: store_died\n", "x\nreason: store_died -1\n"] {
            assert_eq!(RejectReason::from_text(of_a_later_release), RejectReason::Store("x".to_owned()));
        }
    }

    #[test]
    fn no_text_of_a_store_can_pass_for_a_marker() {
        let text = RejectReason::Store("x\nreason: superseded".to_owned()).to_text();
        assert_eq!(RejectReason::from_text(&text), RejectReason::Store("x reason: superseded".to_owned()));
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_back(text in "\\PC{0,40}", count in any::<u32>()) {
            let store = RejectReason::Store(text.trim_end().to_owned());
            for reason in [store, RejectReason::Superseded, RejectReason::StoreDied(count), RejectReason::NotAFile] {
                prop_assert_eq!(RejectReason::from_text(&reason.to_text()), reason);
            }
        }

        #[test]
        fn no_file_that_is_found_there_stops_the_reader(text in any::<String>()) {
            let _ = RejectReason::from_text(&text);
        }
    }
}
