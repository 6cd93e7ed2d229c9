//! What a program meets that uses the library: tests that neither fork nor change anything of their
//! process, so that they run side by side in one.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]

#[path = "../support/mod.rs"]
mod support;

mod collection;
mod left_alone;
mod permission_advice;
