//! What several processes meet that share a folder, and what one leaves that dies: tests that fork,
//! each in its turn (see `one_at_a_time`), which no test in here may leave out.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]

#[path = "../support/mod.rs"]
mod support;

mod agent;
mod breaking;
mod change_times;
mod checksums;
mod file_systems;
mod locks;
mod one_entry;
mod recovery;
mod sandboxes;
mod sources;
mod spelling;
mod tidying;
mod work_area;
