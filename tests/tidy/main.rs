//! What no compiler checks: that the layers are kept, that versions, words and documents agree, and
//! that files stay small.
#![allow(clippy::disallowed_methods, reason = "tests read the sources from the file system")]

mod documents;
mod layers;
mod moodle;
mod source;
mod versions;
mod words;
