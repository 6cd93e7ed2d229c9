//! The C ABI: a thin, complete translation of the public Rust API. What it promises to C is written
//! in `include/sync_ingest.h`, which is generated from the comments in here; cbindgen.toml holds
//! its beginning.
//!
//! How it is made:
//! - Signatures show the ownership: `Option<&T>` and `Option<&mut T>` lend, `Option<Box<T>>` hands
//!   over, and all may be NULL; `Option<&mut MaybeUninit<T>>` is an output, which C need not have
//!   set. So pointers need no `unsafe` here (text does, which has no length), and nothing can be
//!   freed as what it is not.
//! - Every function runs within [`call::answer`], [`call::look`] or [`call::free`], which let no
//!   panic out.
//! - State that a panic may have left half changed is in a [`guard::Guarded`], which refuses
//!   further use.
//! - Texts are made when their owner is, so they stay where they are until it is freed.

#![allow(unsafe_code, reason = "functions are exported by name, and C's texts have no length")]
#![allow(unreachable_pub, reason = "exported by name, not by path")]
#![allow(non_camel_case_types, reason = "types and constants have the names that C knows")]

#[cfg(not(panic = "unwind"))]
compile_error!(
    "the C ABI turns panics into a status code: build it with panic = \"unwind\", or without feature `capi`"
);

mod agent;
mod alarms;
mod call;
mod code;
mod collection;
mod delivered;
mod delivery;
mod error;
mod folder;
mod guard;
mod holder;
mod lock;
mod locks;
mod name;
mod not_stored;
mod options;
mod reasons;
mod rejected;
mod report;
mod skipped;
mod status;
#[cfg(feature = "tables")]
mod tables;
mod text;
mod version;
mod words;
