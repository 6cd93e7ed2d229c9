//! What holds for all tables.

use crate::{options, table};
use proptest::prelude::*;
use std::collections::BTreeMap;
use sync_ingest::tables::{ChangeKind, Gone, Jobs, Stamp, Table, TableError, TableOptions};

/// Cases of each property.
fn cases() -> ProptestConfig {
    let at_length = std::env::var_os("SYNC_INGEST_PROOF").is_some_and(|proof| proof == "long");
    ProptestConfig::with_cases(if at_length { 5_000 } else { 200 })
}

/// In memory where there is such a place: to sync takes no time there.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap()
}

/// How a table is written down.
#[derive(Clone, Copy, Debug)]
struct Style {
    delimiter: char,
    line_end: &'static str,
    quotes_all: bool,
    encoding: &'static str,
}

fn style() -> impl Strategy<Value = Style> {
    let encodings =
        prop::sample::select(vec!["utf-8", "utf-8 with mark", "windows-1252", "utf-16le", "utf-16be", "cp850"]);
    (
        prop::sample::select(vec![',', ';', '\t', '|']),
        prop::sample::select(vec!["\n", "\r\n", "\r"]),
        any::<bool>(),
        encodings,
    )
        .prop_map(|(delimiter, line_end, quotes_all, encoding)| Style {
            delimiter,
            line_end,
            quotes_all,
            encoding,
        })
}

/// Cells that every one of those encodings has.
fn cell() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop::sample::select(vec!["a", "B", " ", "é", "Ü", "ñ", ";", ",", "\"", "\n", "\t", "|", "0"]),
        0..6,
    )
    .prop_map(|parts| parts.concat())
}

type Rows = BTreeMap<String, String>;

fn rows() -> impl Strategy<Value = Rows> {
    prop::collection::btree_map("[a-z0-9]{1,4}", cell(), 0..12).prop_map(|rows| {
        rows.into_iter().filter(|(key, name)| (key.as_str(), name.as_str()) != ("id", "name")).collect()
    })
}

impl Style {
    fn text(self, rows: &[(&String, &String)]) -> String {
        let quoted = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
        let cell = |cell: &str| match self.quotes_all || cell.contains([self.delimiter, '"', '\n']) {
            true => quoted(cell),
            false => cell.to_owned(),
        };
        let line =
            |(key, name): (&str, &str)| format!("{}{}{}{}", cell(key), self.delimiter, cell(name), self.line_end);
        let lines = rows.iter().map(|(key, name)| line((key, name)));
        std::iter::once(line(("id", "name"))).chain(lines).collect()
    }

    fn bytes(self, rows: &[(&String, &String)]) -> Vec<u8> {
        let text = self.text(rows);
        match self.encoding {
            "utf-8" => text.into_bytes(),
            "utf-8 with mark" => format!("\u{feff}{text}").into_bytes(),
            "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            "cp850" => {
                let byte = |c| match c {
                    'é' => 0x82,
                    'Ü' => 0x9a,
                    'ñ' => 0xa4,
                    c => c as u8,
                };
                text.chars().map(byte).collect()
            }
            _ => text.chars().map(|c| c as u8).collect(),
        }
    }

    /// What a person would have pinned.
    fn options(self) -> TableOptions {
        let options = options().key("id").delimiter(self.delimiter as u8);
        match self.encoding {
            "utf-8 with mark" => options,
            encoding => options.encoding(encoding),
        }
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn changes_applied_to_the_old_table_give_the_new_one(
        old in rows(), new in rows(), (written, read) in (style(), style()), order in any::<u64>()
    ) {
        let place = folder();
        let base = place.path().join("base");
        let ordered: Vec<_> = old.iter().collect();
        table(written.bytes(&ordered), written.options()).run(&Jobs::default().write(&base, Stamp::default())).unwrap();
        let mut shuffled: Vec<_> = new.iter().collect();
        shuffled.sort_by_key(|(key, _)| key.bytes().fold(order, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)));
        let jobs = Jobs::default().against(&base, Stamp::default());
        let findings = table(read.bytes(&shuffled), read.options()).run(&jobs).unwrap();
        prop_assert_eq!(findings.check.bad_count, 0, "{:?}", findings.check);

        let mut applied = old.clone();
        let changes = findings.changes.as_ref().unwrap();
        let counts = (changes.added, changes.changed, changes.unchanged);
        for change in findings.change_list() {
            let change = change.unwrap();
            match change.kind {
                ChangeKind::Added => prop_assert!(applied.insert(change.key[0].clone(), change.cells[1].clone()).is_none()),
                ChangeKind::Changed => {
                    let before = applied.insert(change.key[0].clone(), change.cells[1].clone());
                    prop_assert_ne!(before, Some(change.cells[1].clone()));
                }
                _ => {}
            }
        }
        // Of what is gone only the hashes are known: of the keys that the new table lacks.
        let gone: Vec<&String> = old.keys().filter(|key| !new.contains_key(*key)).collect();
        prop_assert_eq!(changes.gone.count(), Some(gone.len() as u64));
        gone.iter().for_each(|key| drop(applied.remove(*key)));
        prop_assert_eq!(&applied, &new);
        let same = old.iter().filter(|(key, name)| new.get(*key) == Some(name)).count() as u64;
        prop_assert_eq!(counts.2, same);
        prop_assert_eq!(counts.0 + counts.1 + counts.2, new.len() as u64);
    }

    #[test]
    fn what_is_written_strangely_is_read_as_it_was_meant(rows in rows(), style in style()) {
        let ordered: Vec<_> = rows.iter().collect();
        let expected: Vec<Vec<String>> = ordered.iter().map(|(key, name)| vec![(*key).clone(), (*name).clone()]).collect();
        prop_assert_eq!(crate::cells(style.bytes(&ordered), style.options()), expected);
    }

    #[test]
    fn well_formed_tables_are_read_as_the_csv_crate_does(rows in rows(), style in style()) {
        let text = style.text(&rows.iter().collect::<Vec<_>>());
        let mut judge = csv::ReaderBuilder::new().delimiter(style.delimiter as u8).from_reader(text.as_bytes());
        let expected: Vec<Vec<String>> =
            judge.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
        prop_assert_eq!(crate::cells(&text, options().delimiter(style.delimiter as u8)), expected);
    }

    #[test]
    fn normalising_twice_changes_nothing_and_every_row_is_delivered_or_told_as_bad(
        parts in prop::collection::vec(prop::sample::select(PARTS.to_vec()), 0..40), key in any::<bool>()
    ) {
        let bytes = parts.concat();
        let keyed = if key { options().key("id").delimiter(b';') } else { options() };
        let place = folder();
        let path = |name: &str| place.path().join(name);
        let jobs = Jobs::default().normalise(path("good"), path("bad"));
        let findings = match Table::from_source([b"id;name\n".as_slice(), &bytes].concat(), keyed.bad_listed(usize::MAX)).unwrap().run(&jobs) {
            Ok(findings) => findings,
            Err(TableError::Refused(_)) => {
                prop_assert!(!path("good").exists() && !path("bad").exists());
                return Ok(());
            }
            Err(error) => panic!("{error}"),
        };
        let check = &findings.check;
        let mut lines: Vec<u64> = check.bad.iter().map(|row| row.line).collect();
        prop_assert_eq!(lines.len() as u64, check.bad_count);
        let good = crate::rows_of(&findings);
        lines.extend(good.iter().map(|(line, _)| *line));
        lines.sort_unstable();
        lines.dedup();
        let repeated = check.warnings.iter().find(|warning| warning.kind.as_str() == "repeated_row").map_or(0, |one| one.count);
        prop_assert_eq!(lines.len() as u64 + repeated, check.rows, "{:?}", check);

        let pinned = options().delimiter(b',').encoding("utf-8");
        let again = Jobs::default().normalise(path("again"), path("again bad"));
        let twice = Table::open(path("good"), pinned).unwrap().run(&again).unwrap();
        prop_assert_eq!((twice.check.bad_count, twice.check.rows), (0, good.len() as u64), "{:?}", twice.check);
        prop_assert_eq!(std::fs::read(path("good")).unwrap(), std::fs::read(path("again")).unwrap());
        let mut bad = csv::ReaderBuilder::new().from_path(path("bad")).unwrap();
        prop_assert_eq!(bad.byte_records().count() as u64, check.bad_count);
    }

    #[test]
    fn a_key_that_cannot_be_read_takes_nobody_away(rows in rows(), spoiled in any::<prop::sample::Index>()) {
        prop_assume!(!rows.is_empty());
        let style = Style { delimiter: ';', line_end: "\n", quotes_all: false, encoding: "utf-8" };
        let all: Vec<_> = rows.iter().collect();
        let place = folder();
        let base = place.path().join("base");
        table(style.bytes(&all), style.options()).run(&Jobs::default().write(&base, Stamp::default())).unwrap();
        let mut left = all.clone();
        let (key, _) = left.remove(spoiled.index(all.len()));
        let jobs = Jobs::default().against(&base, Stamp::default()).write(&base, Stamp::default());
        let short = [style.bytes(&left), format!("{key}\n").into_bytes()].concat();
        let findings = table(short, style.options()).run(&jobs).unwrap();
        let is_unknown = matches!(findings.changes.unwrap().gone, Gone::Unknown { .. });
        prop_assert!(is_unknown);
        let mended = table(style.bytes(&all), style.options()).run(&jobs).unwrap().changes.unwrap();
        prop_assert_eq!((mended.added, mended.changed, mended.unchanged), (0, 0, all.len() as u64));
    }
}

/// What tables, and what is none, are made of.
const PARTS: [&[u8]; 24] = [
    b"1;a\n",
    b"2;b\r\n",
    b"3;c\r",
    b"1;b\n",
    b"id;name\n",
    b";",
    b"\n",
    b"\"",
    b"x",
    b" ",
    b"\xe9",
    b"\0",
    b"\x1a",
    "\u{feff}".as_bytes(),
    "é".as_bytes(),
    b"4;\"q\"\n",
    b"5;\"q\nr\"\n",
    b"6;\"q\"r\n",
    b";z\n",
    b"7;h;i\n",
    b"8;\n",
    b",",
    b"\t",
    b"9\n",
];
