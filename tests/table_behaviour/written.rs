//! What is written: normalised tables and bad rows, whole or not at all.

use super::*;
use std::path::Path;
use sync_ingest::ErrorKind;

/// Normalises, and returns good and bad rows as they were written.
fn normalised(bytes: impl AsRef<[u8]>, options: TableOptions) -> (String, Vec<u8>) {
    let place = tempfile::tempdir().unwrap();
    let (good, bad) = (place.path().join("good"), place.path().join("bad"));
    table(bytes, options).run(&Jobs::default().normalise(&good, &bad)).unwrap();
    assert_eq!(names_in(place.path()), ["bad", "good"]);
    (String::from_utf8(std::fs::read(good).unwrap()).unwrap(), std::fs::read(bad).unwrap())
}

pub(super) fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn good_rows_are_quoted_where_needed_alone() {
    let text = "id\tName \t\"x\"\"\"\r\n1\ta,b\t\"l\r\nm\"\r\n2\t\"\"\t \"q\r\n";
    let (good, _) = normalised(text, options().map("NAME", "last, name"));
    assert_eq!(good, "id,\"last, name\",\"x\"\"\"\n1,\"a,b\",\"l\r\nm\"\n2,,\" \"\"q\"\n");
}

#[test]
fn bad_rows_are_written_as_they_were_with_their_lines() {
    let bytes = ["id;name\n1;Zoé\n2;\"x\"y\n".as_bytes(), b"3;Ren\xe9\n4\n"].concat();
    let (good, bad) = normalised(bytes, options());
    assert_eq!(good, "id,name\n1,Zoé\n");
    let expected = [
        &b"line,reason,row\n3,text_after_quote,\"2;\"\"x\"\"y\"\n"[..],
        b"4,undecodable,\"3;Ren\xe9\"\n5,ragged,\"4\"\n",
    ];
    assert_eq!(bad, expected.concat());
}

#[test]
fn rows_that_turn_out_to_be_duplicates_are_taken_out_again() {
    let (good, bad) = normalised("id;n\n1;a\n2;b\n1;A\n2;b\n3\n", options().key("id"));
    assert_eq!(good, "id,n\n2,b\n");
    assert_eq!(bad, b"line,reason,row\n2,duplicate_key,\"1;a\"\n4,duplicate_key,\"1;A\"\n6,ragged,\"3\"\n");
}

#[test]
fn a_lonely_empty_cell_is_still_a_row() {
    let only = options().map("n", "n").only_mapped(true);
    assert_eq!(normalised("id;n\n1;\n2;b\n", only).0, "n\n\"\"\nb\n");
}

#[test]
fn nothing_is_left_of_a_file_that_is_refused() {
    let place = tempfile::tempdir().unwrap();
    let path = |name: &str| place.path().join(name);
    std::fs::write(path("good"), "old").unwrap();
    let jobs = Jobs::default().normalise(path("good"), path("bad")).write(path("hashes"), Default::default());
    let refused = table("id;n\n1;a\n2;\"b\n", options().key("id")).run(&jobs);
    assert!(matches!(refused, Err(TableError::Refused(_))));
    assert_eq!(names_in(place.path()), ["good"]);
    assert_eq!(std::fs::read(path("good")).unwrap(), b"old");
}

#[test]
fn a_full_disk_leaves_nothing_half() {
    let place = tempfile::tempdir().unwrap();
    let jobs = Jobs::default().normalise(place.path().join("good"), "/dev/full");
    let Err(TableError::Failed(error)) = table("id\n1\n", options()).run(&jobs) else { panic!() };
    assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
    assert!(names_in(place.path()).is_empty());
}

#[test]
fn what_is_no_regular_file_is_an_error_with_advice() {
    let place = tempfile::tempdir().unwrap();
    let fifo = place.path().join("fifo");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    for path in [place.path(), &fifo, Path::new("/dev/null")] {
        let Err(TableError::Failed(error)) = Table::open(path, options()) else { panic!() };
        assert!(error.to_string().ends_with("give the path of a regular file"), "{error}");
    }
    let missing = Table::open(place.path().join("none"), options());
    assert!(matches!(missing, Err(TableError::Failed(error)) if error.kind() == ErrorKind::NotFound));
}

#[test]
fn one_path_cannot_take_good_and_bad_rows() {
    assert!(matches!(table("id\n", options()).run(&Jobs::default().normalise("x", "x")), Err(TableError::Failed(_))));
}
