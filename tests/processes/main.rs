//! Several processes that share a folder, and the remains of processes that die: tests that fork,
//! one at a time (see `one_at_a_time`, which every test here must use).
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
mod rejected_crashes;
mod sandboxes;
mod sources;
mod spelling;
mod tidying;
mod work_area;
