//! Whatever bytes are read as a table, and as a file of hashes: every row is delivered or told as bad, exactly once, what is
//! written reads back, and nothing is written of what is refused.

use sync_ingest::tables::{Jobs, KeyRule, Limits, Rows, Stamp, Table, TableError, TableOptions};

/// What the first byte chooses among.
const ENCODINGS: [Option<&str>; 8] = [
    None,
    None,
    Some("utf-8"),
    Some("windows-1252"),
    Some("utf-16le"),
    Some("cp850"),
    Some("gb18030"),
    Some("iso-2022-jp"),
];

pub(crate) fn play(bytes: &[u8]) {
    let Some((choice, bytes)) = bytes.split_first() else { return };
    let mut options = TableOptions::default().bad_listed(usize::MAX).footer("(* rows)");
    options = options.limits(Limits::default().rows(200).field(300).record(900).columns(20));
    options.encoding = ENCODINGS[usize::from(choice & 7)].map(str::to_owned);
    if choice & 8 != 0 {
        options = options.key("id").rule(if choice & 16 == 0 { KeyRule::Exact } else { KeyRule::Folded });
    }
    if choice & 32 != 0 {
        options = options.delimiter(b';');
    }
    if choice & 64 != 0 {
        return base(bytes);
    }
    let jobs = Jobs::default();
    let findings = match Table::from_source(bytes.to_vec(), options).and_then(|table| table.run(&jobs)) {
        Ok(findings) => findings,
        Err(TableError::Refused(refused)) => {
            assert!(refused.line.is_some_and(|line| line > 0 && line <= bytes.len() as u64 + 1), "{refused}");
            assert!(refused.byte <= bytes.len() as u64, "{refused}");
            return;
        }
        Err(error) => panic!("{error}"),
    };
    let check = &findings.check;
    assert_eq!(check.bad.len() as u64, check.bad_count);
    let repeated = check.warnings.iter().find(|one| one.kind.as_str() == "repeated_row").map_or(0, |one| one.count);
    let (good, mut lines) = delivered(findings.rows(), check.columns.len());
    lines.extend(check.bad.iter().map(|row| row.line));
    lines.sort_unstable();
    assert!(lines.windows(2).all(|pair| pair[0] < pair[1]), "a row is delivered or bad, and once: {check:?}");
    assert_eq!(lines.len() as u64 + repeated, check.rows);
    // Written down, it reads back.
    let written = csv(&check.columns, &good);
    let pinned = TableOptions::default().encoding("utf-8").delimiter(b',');
    let again = Table::from_source(written, pinned).unwrap().run(&jobs).unwrap();
    assert_eq!(delivered(again.rows(), check.columns.len()).0, good);
    assert_eq!(again.check.bad_count, 0);
}

/// The good rows, and their lines.
fn delivered(mut rows: Rows, width: usize) -> (Vec<Vec<String>>, Vec<u64>) {
    let (mut cells, mut lines) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next_row().unwrap() {
        assert_eq!(row.len(), width);
        assert!(row.iter().all(|cell| !cell.contains(|c: char| c.is_control() && !"\t\r\n".contains(c))));
        lines.push(row.line());
        cells.push(row.iter().map(str::to_owned).collect());
    }
    (cells, lines)
}

/// Every cell quoted.
fn csv(names: &[String], rows: &[Vec<String>]) -> Vec<u8> {
    let line = |cells: &[String]| {
        let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect();
        quoted.join(",") + "\n"
    };
    let text: String = std::iter::once(line(names)).chain(rows.iter().map(|row| line(row))).collect();
    text.into_bytes()
}

/// These bytes as a file of hashes: refused, or read to its end.
fn base(bytes: &[u8]) {
    let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
    let path = folder.path().join("base");
    std::fs::write(&path, bytes).unwrap();
    let jobs = Jobs::default().against(&path, Stamp::default());
    let table = Table::from_source(b"id\n1\n".to_vec(), TableOptions::default().key("id").secret("fuzz")).unwrap();
    match table.run(&jobs) {
        Ok(findings) => assert!(findings.changes.is_some_and(|changes| changes.gone.count().is_some())),
        Err(TableError::Refused(refused)) => assert!(refused.line.is_none(), "{refused}"),
        Err(error) => panic!("{error}"),
    }
}
