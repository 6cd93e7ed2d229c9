//! Upgrades from release 0.1.0: what its programs left behind is finished (see `upgrade/README.md`).
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]

mod common;

#[path = "upgrade/alarms.rs"]
mod alarms;
#[path = "upgrade/finish.rs"]
mod finish;
#[path = "upgrade/left.rs"]
mod left;
