//! The pure rules: what a name, an age or a lock text means. They know no file system, no clock and no
//! environment; whatever they need is passed in.

pub mod alarm;
pub mod lock_text;
pub mod name;
pub mod settled;
pub mod skip;
pub mod staleness;
pub mod timestamp;
