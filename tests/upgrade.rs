//! Upgrades from release 0.1.0: what its programs left behind is finished (see
//! `upgrade/README.md`), and they share a folder with the new ones, both concurrently and
//! alternately.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]

mod support;

#[cfg(feature = "cli")]
#[path = "upgrade/agents.rs"]
mod agents;
#[path = "upgrade/alarms.rs"]
mod alarms;
#[cfg(feature = "cli")]
#[path = "upgrade/alternation.rs"]
mod alternation;
#[cfg(feature = "cli")]
#[path = "races/content.rs"]
mod content;
#[path = "upgrade/finish.rs"]
mod finish;
#[cfg(feature = "cli")]
#[path = "upgrade/ftp.rs"]
mod ftp;
#[cfg(feature = "cli")]
#[path = "upgrade/kills.rs"]
mod kills;
#[cfg(feature = "cli")]
#[path = "upgrade/ledger.rs"]
mod ledger;
#[path = "upgrade/left.rs"]
mod left;
#[cfg(feature = "cli")]
#[path = "upgrade/programs.rs"]
mod programs;
#[cfg(feature = "cli")]
#[path = "upgrade/same.rs"]
mod same;
#[cfg(feature = "cli")]
#[path = "upgrade/sessions.rs"]
mod sessions;

// Half of this needs the program; a build without it must not look like a pass.
#[cfg(not(feature = "cli"))]
#[test]
#[ignore = "the program is not built: add --features cli"]
fn the_programs_of_two_releases() {}
