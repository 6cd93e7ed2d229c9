//! Checks that no compiler makes: the layers are kept, versions, words and documents agree, and
//! files stay small.
#![allow(clippy::disallowed_methods, reason = "tests read the sources from the file system")]

mod documents;
mod layers;
mod moodle;
mod source;
mod versions;
mod width;
mod words;
