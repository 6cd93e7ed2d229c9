//! Tests for programs that use the library. They neither fork nor change anything of their process,
//! so they run side by side in one.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]

#[path = "../support/mod.rs"]
mod support;

mod collection;
mod left_alone;
mod permission_advice;
mod rejected;
