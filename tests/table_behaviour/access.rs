//! What the system does not allow: reading a table, or writing beside what is there.

use super::support::user::{AGENT, SERVICE, as_user, give, is_root};
use super::{options, table};
use std::path::Path;
use sync_ingest::ErrorKind;
use sync_ingest::tables::{Jobs, Stamp, Table, TableError, TableResult};

/// Returns the kind and the path of an error that the system caused.
fn denied<T>(result: TableResult<T>) -> (ErrorKind, Option<std::path::PathBuf>) {
    match result {
        Err(TableError::Failed(error)) => (error.kind(), error.path().map(Path::to_owned)),
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was allowed"),
    }
}

#[test]
fn a_table_that_this_user_may_not_read_is_an_error_with_its_path() {
    if !is_root("a_table_that_this_user_may_not_read_is_an_error_with_its_path") {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    give(place.path(), SERVICE, SERVICE, 0o755);
    let file = place.path().join("students.csv");
    std::fs::write(&file, "id\n1\n").unwrap();
    give(&file, AGENT, AGENT, 0o600);
    let opened = as_user(SERVICE, || denied(Table::open(&file, options())));
    assert_eq!(opened, (ErrorKind::PermissionDenied, Some(file)));
}

#[test]
fn where_this_user_may_not_write_nothing_is_left_and_what_was_there_stays() {
    if !is_root("where_this_user_may_not_write_nothing_is_left_and_what_was_there_stays") {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let path = |name: &str| place.path().join(name);
    std::fs::write(path("good"), "old").unwrap();
    give(place.path(), AGENT, AGENT, 0o755);
    let jobs =
        [Jobs::default().normalise(path("good"), path("bad")), Jobs::default().write(path("hashes"), Stamp::default())];
    for jobs in jobs {
        let kind = as_user(SERVICE, || denied(table("id\n1\n", options().key("id")).run(&jobs)).0);
        assert_eq!(kind, ErrorKind::PermissionDenied);
    }
    assert_eq!(super::written::names_in(place.path()), ["good"]);
    assert_eq!(std::fs::read(path("good")).unwrap(), b"old");
}
