//! The shared library exports exactly what the committed header declares, under its ABI number.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]
#![cfg(all(feature = "capi", feature = "tables"))]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The library that cargo built along with this test.
fn library() -> PathBuf {
    let test = std::env::current_exe().expect("the path of this test");
    let library = test.with_file_name("libsync_ingest.so");
    assert!(library.is_file(), "{} is missing", library.display());
    library
}

/// tests/headers.rs compares it with the declarations of src/capi; no header generator is needed
/// here.
fn committed(header: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("include").join(header);
    fs::read_to_string(path).expect("the header is committed")
}

fn output_of(program: &str, arguments: &[&str], library: &Path) -> String {
    let output = Command::new(program)
        .args(arguments)
        .arg(library)
        .output()
        .unwrap_or_else(|error| panic!("{program} (of binutils) cannot be run: {error}"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("symbols are ASCII")
}

#[test]
fn the_exported_symbols_are_the_declared_functions_and_nothing_else() {
    let symbols = output_of("nm", &["--dynamic", "--defined-only", "--format=posix"], &library());
    let exported: BTreeSet<&str> = symbols.lines().filter_map(|line| line.split(' ').next()).collect();

    let header = committed("sync_ingest_ffi.h");
    let declared: BTreeSet<&str> =
        header.lines().filter_map(|line| line.split_once('(')?.0.rsplit([' ', '*']).next()).collect();

    assert!(declared.len() > 100, "{declared:?}");
    assert_eq!(exported, declared);
    assert!(exported.iter().all(|name| name.starts_with("sync_ingest_")), "{exported:?}");
}

#[test]
fn the_soname_has_the_abi_number() {
    let header = committed("sync_ingest.h");
    let number = header
        .lines()
        .find_map(|line| line.strip_prefix("#define SYNC_INGEST_ABI_VERSION "))
        .expect("the header states which ABI it describes");
    let dynamic = output_of("readelf", &["--dynamic"], &library());
    assert!(dynamic.contains(&format!("Library soname: [libsync_ingest.so.{number}]")), "{dynamic}");
}
