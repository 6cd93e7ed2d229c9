//! Generates the C headers into the build folder.

fn main() {}
