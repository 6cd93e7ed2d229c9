//! Keys, and what has changed.

use super::*;
use std::path::PathBuf;
use sync_ingest::tables::{ChangeKind, Gone, KeyRule, RefusalReason, Stamp};
use tempfile::TempDir;

/// A file of hashes in a folder of its own.
struct Base(TempDir);

impl Base {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("base")
    }

    /// Writes it for a table.
    fn of(bytes: &str, options: TableOptions) -> Self {
        let base = Self::new();
        table(bytes, options).run(&Jobs::default().write(base.path(), Stamp::default())).unwrap();
        base
    }

    fn compare(&self, bytes: &str, options: TableOptions) -> Findings {
        self.try_compare(bytes, options, Stamp::default()).unwrap()
    }

    fn try_compare(
        &self,
        bytes: &str,
        options: TableOptions,
        stamp: Stamp,
    ) -> sync_ingest::tables::TableResult<Findings> {
        table(bytes, options).run(&Jobs::default().against(self.path(), stamp.clone()).write(self.path(), stamp))
    }
}

/// Added, changed, unchanged, gone.
fn counts(findings: &Findings) -> (u64, u64, u64, Option<u64>) {
    let changes = findings.changes.as_ref().unwrap();
    (changes.added, changes.changed, changes.unchanged, changes.gone.count())
}

fn list(findings: &Findings) -> Vec<(ChangeKind, Option<u64>, Vec<String>)> {
    findings.change_list().map(|change| change.map(|one| (one.kind, one.line, one.key)).unwrap()).collect()
}

fn by_id() -> TableOptions {
    options().key("id")
}

#[test]
fn changes_are_found_in_any_order_encoding_and_delimiter() {
    let base = Base::of("id;name\n1;Zoé\n2;Bob\n3;Eve\n4;Max\n", by_id());
    let latin: Vec<u8> = "id\tname\r\n4\tMaxi\r\n5\tNew\r\n1\tZoé\r\n2\tBob\r\n".chars().map(|c| c as u8).collect();
    let jobs = Jobs::default().against(base.path(), Stamp::default());
    let findings = table(latin, by_id()).run(&jobs).unwrap();
    assert_eq!(counts(&findings), (1, 1, 2, Some(1)));
    let key = |key: &str| vec![key.to_owned()];
    use ChangeKind::*;
    assert_eq!(list(&findings), [(Changed, Some(2), key("4")), (Added, Some(3), key("5")), (Gone, None, vec![])]);
}

#[test]
fn without_a_base_everything_is_added() {
    let findings = table("id;n\n1;a\n2;b\n", by_id()).run(&Jobs::default().changes()).unwrap();
    assert_eq!(counts(&findings), (2, 0, 0, Some(0)));
    let change = findings.change_list().next().unwrap().unwrap();
    assert_eq!((change.cells, change.line), (vec!["1".to_owned(), "a".to_owned()], Some(2)));
}

#[test]
fn a_bad_row_counts_as_present_and_keeps_its_old_hash() {
    let base = Base::of("id;name;x\n1;a;\n2;b;\n3;c;\n", by_id());
    let findings = base.compare("id;name;x\n1;a;\n2;b\u{1};\n3;c;;y\n", by_id());
    assert_eq!(counts(&findings), (0, 0, 1, Some(0)), "their keys can be read");
    let mended = base.compare("id;name;x\n1;a;\n2;b;\n3;C;\n", by_id());
    assert_eq!(counts(&mended), (0, 1, 2, Some(0)));
}

#[test]
fn while_a_key_cannot_be_read_what_is_gone_is_not_known() {
    let base = Base::of("id;name\n1;a\n2;b\n3;c\n", by_id());
    let findings = base.compare("id;name\n1;a\n2\n", by_id());
    assert_eq!(findings.changes.as_ref().unwrap().gone, Gone::Unknown { line: 3 });
    assert_eq!(list(&findings), []);
    let mended = base.compare("id;name\n1;a\n2;b\n", by_id());
    assert_eq!(counts(&mended), (0, 0, 2, Some(1)), "all old hashes were kept");
}

#[test]
fn which_keys_can_be_read() {
    let last = || options().key("n");
    for (text, options, unknown_since) in [
        ("id;n\n1;a;x\n2;b\n", by_id(), None),
        ("id;n\n1;a;x\n2;b\n", last(), Some(2)),
        ("id;n\n1;a\n2\n", by_id(), Some(3)),
        ("id;n\n1;a\n2;b;c", by_id(), Some(3)),
        ("id;n\n1;a\n2;b", last(), None),
        ("id;n\n1;a\n;b\n", by_id(), Some(3)),
        ("id;n\n1;a\n\u{0};b\n", by_id(), Some(3)),
        ("id;n\n1;a\n2;\u{0}\n", by_id(), None),
        ("id;n\n1;a\n\"2\"x;b\n", by_id(), Some(3)),
        ("id;n\n1;a\n2;\"b\"x\n", by_id(), None),
        ("id;n\n1;a\n\u{feff}2;b\n", by_id(), Some(3)),
        ("id;n\n1;a\nid;n\n", by_id(), None),
        ("id;n\n1;a\n1;b\n", by_id(), None),
    ] {
        let findings = table(text, options).run(&Jobs::default().changes()).unwrap();
        let since = match findings.changes.unwrap().gone {
            Gone::Known(_) => None,
            Gone::Unknown { line } => Some(line),
        };
        assert_eq!(since, unknown_since, "{text:?}");
    }
}

#[test]
fn equal_rows_of_one_key_count_once_and_different_ones_are_all_bad() {
    let text = "id;n\n1;a\n2;b\n1;a\n3;c\n2;B\n";
    let findings = table(text, by_id()).run(&Jobs::default().changes()).unwrap();
    assert_eq!(counts(&findings), (2, 0, 0, Some(0)));
    let check = &findings.check;
    assert_eq!(bad(check), [(3, BadReason::DuplicateKey), (6, BadReason::DuplicateKey)]);
    assert_eq!((check.rows, check.bad_count, check.duplicate_keys), (5, 2, Some(1)));
    assert_eq!(warnings(check), [WarningKind::RepeatedRow]);
    assert_eq!(rows_of(&findings).iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 5]);
    let base = Base::of("id;n\n2;b\n9;z\n", by_id());
    assert_eq!(counts(&base.compare(text, by_id())), (2, 0, 0, Some(1)), "the key is present");
}

#[test]
fn keys_are_compared_by_their_rule() {
    let text = "id;n\nABC;x\n abc ;x\nE\u{301}1;y\né1;z\n";
    let folded = by_id().rule(KeyRule::Folded);
    let found = check(text, folded.clone());
    assert_eq!((found.duplicate_keys, warnings(&found)), (Some(1), vec![WarningKind::RepeatedRow]));
    assert_eq!(check(text, by_id()).duplicate_keys, Some(0));
    let base = Base::of("id;n\nABC;x\n", folded.clone());
    assert_eq!(counts(&base.compare("id;n\nabc;x\n", folded)), (0, 0, 1, Some(0)), "keys count by their rule");
}

#[test]
fn an_empty_key_is_a_bad_row() {
    let found = check("id;n\n;a\n  ;b\n1;c\n", by_id().rule(KeyRule::Folded));
    assert_eq!(bad(&found), [(2, BadReason::EmptyKey), (3, BadReason::EmptyKey)]);
    assert_eq!(found.empty_keys, Some(2));
    assert_eq!(check("a;b;c\n1;;x\n", options().key("a").key("b")).empty_keys, Some(1), "one of two is not enough");
    assert_eq!(check("id;n\n;a\n", options()).empty_keys, None, "no keys are judged");
}

#[test]
fn another_owner_or_secret_or_a_damaged_base_is_refused_and_made_anew() {
    let text = "id;n\n1;a\n2;b\n";
    let base = Base::of(text, by_id());
    let reason = |options: TableOptions, stamp: Stamp| match base.try_compare(text, options, stamp) {
        Err(TableError::Refused(refused)) => refused.reason,
        other => panic!("{other:?}"),
    };
    use RefusalReason::*;
    assert_eq!(reason(by_id().secret("s"), Stamp::default()), BaseOtherSecret);
    assert_eq!(reason(options().key("n"), Stamp::default()), BaseForeign);
    assert_eq!(reason(by_id().rule(KeyRule::Folded), Stamp::default()), BaseForeign);
    assert_eq!(reason(by_id(), Stamp::new("feed", 0, "")), BaseForeign);
    assert_eq!(reason(by_id(), Stamp::new("", 0, "f")), BaseForeign);
    assert_eq!(reason(by_id(), Stamp::new("", 1, "")), BaseOutdated);
    let whole = std::fs::read(base.path()).unwrap();
    for length in 0..whole.len() {
        std::fs::write(base.path(), &whole[..length]).unwrap();
        assert_eq!(reason(by_id(), Stamp::default()), BaseTorn, "the first {length} bytes");
    }
    for at in 0..whole.len() {
        let mut spoiled = whole.clone();
        spoiled[at] ^= 1;
        std::fs::write(base.path(), &spoiled).unwrap();
        reason(by_id(), Stamp::default());
    }
    std::fs::write(base.path(), "id;name\n1;Ada\nthis is no file of hashes at all, but a table\n").unwrap();
    assert_eq!(reason(by_id(), Stamp::default()), BaseForeign);
    table(text, by_id()).run(&Jobs::default().write(base.path(), Stamp::default())).unwrap();
    assert_eq!(counts(&base.compare(text, by_id())), (0, 0, 2, Some(0)));
}

#[test]
fn hashes_depend_on_the_secret_and_show_no_key() {
    let base = Base::of("id;n\nstudent-0001;a\n", by_id().secret("one"));
    let other = Base::of("id;n\nstudent-0001;a\n", by_id().secret("two"));
    let (one, two) = (std::fs::read(base.path()).unwrap(), std::fs::read(other.path()).unwrap());
    assert_eq!(one.len(), two.len());
    assert_ne!(one[one.len() - 64..], two[two.len() - 64..]);
}

#[test]
fn changes_need_a_key() {
    assert!(matches!(table("id\n1\n", options()).run(&Jobs::default().changes()), Err(TableError::Failed(_))));
}

#[test]
fn columns_that_are_not_delivered_change_nothing() {
    let mapped = by_id().map("id", "i").map("n", "m").only_mapped(true);
    let base = Base::of("id;n;x\n1;a;u\n", mapped.clone());
    assert_eq!(counts(&base.compare("x;n;id\nv;a;1\n", mapped)), (0, 0, 1, Some(0)));
}
