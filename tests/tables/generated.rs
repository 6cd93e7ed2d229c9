//! Tables that are too large to be stored.

use crate::drivers::Driver;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// A file of that size which begins with `unit`, repeated. The rest is a hole, which nothing may
/// read.
fn generated(unit: &str, times: usize, size: u64) -> (tempfile::TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("generated.csv");
    let mut file = File::create(&path).unwrap();
    file.write_all(unit.repeat(times).as_bytes()).unwrap();
    file.set_len(size.max(file.metadata().unwrap().len())).unwrap();
    (place, path)
}

fn check(path: &Path) -> Vec<String> {
    Driver::Rust.check(path, &[])
}

#[test]
fn a_gigabyte_without_a_line_end_is_refused_where_the_limit_is() {
    let (_place, path) = generated("abcdefg,", (5 << 20) / 8, 1 << 30);
    assert_eq!(check(&path), [format!("refused record_too_large 1 {}", 4 << 20)]);
    let (_place, path) = generated("a", 5 << 20, 1 << 30);
    assert_eq!(check(&path), [format!("refused field_too_large 1 {}", 1 << 20)]);
}

#[test]
fn four_gigabytes_of_short_rows_are_refused_at_the_limit_in_two_seconds() {
    let (_place, path) = generated("a\n", 6_000_000, 4 << 30);
    let began = Instant::now();
    assert_eq!(check(&path), ["refused too_many_rows 5000002 10000002"]);
    let seconds = began.elapsed().as_secs_f64();
    // Without optimisation the figure means nothing.
    assert!(cfg!(debug_assertions) || seconds < 2.0, "{seconds} s");
    println!("FIGURE: 4 GiB of short rows are refused in {seconds:.2} s");
}

#[test]
fn a_thousand_columns_are_read_and_one_more_is_refused() {
    let row = |columns: usize| vec!["x"; columns].join(",") + "\n";
    let header = |columns: usize| (0..columns).map(|n| format!("c{n}")).collect::<Vec<_>>().join(",") + "\n";
    let (_place, path) = generated(&(header(1_000) + &row(1_000)), 1, 0);
    let lines = check(&path);
    assert!(lines.contains(&"rows 1".to_owned()) && lines.contains(&"bad_count 0".to_owned()), "{lines:?}");
    assert_eq!(lines.iter().filter(|line| line.starts_with("header ")).count(), 1_000);
    let (_place, path) = generated(&(header(1_001) + &row(1_001)), 1, 0);
    assert_eq!(check(&path), ["refused too_many_columns 1 0"]);
}
