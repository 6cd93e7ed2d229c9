//! The delimiter, by what splits header and rows alike; and Excel's line that names it.

use super::options::Limits;
use super::scan::{Record, Scan, Scanner};

/// What is tried.
const CANDIDATES: [u8; 4] = *b",;\t|";
/// How many rows are looked at.
const ROWS: usize = 1_000;

/// The delimiter that splits the header and most rows of a text alike; `None` where none does.
pub(super) fn detect(text: &[u8], is_whole: bool, limits: Limits) -> Option<u8> {
    let splits =
        CANDIDATES.iter().filter_map(|delimiter| Some((alike(text, is_whole, *delimiter, limits)?, *delimiter)));
    // The first of several that are as good.
    splits.rev().max_by_key(|(score, _)| *score).map(|(_, delimiter)| delimiter)
}

/// How many rows have as many cells as the header, and how many that is; `None` where it is one cell, or most rows are not split at
/// all.
fn alike(text: &[u8], is_whole: bool, delimiter: u8, limits: Limits) -> Option<(usize, usize)> {
    let scanner = Scanner::new(delimiter, limits);
    let (mut record, mut rest) = (Record::default(), text);
    let (mut header, mut rows, mut alike, mut split) = (None, 0, 0, 0);
    while rows < ROWS && !rest.is_empty() {
        let Scan::Record(length) = scanner.scan(rest, is_whole, &mut record) else { break };
        let last = record.cell(rest, record.count - 1);
        match header {
            _ if !record.has_content => {}
            None => header = Some(record.count),
            Some(cells) => {
                rows += 1;
                split += usize::from(record.count > 1);
                alike += usize::from(record.count == cells || record.count == cells + 1 && last.is_empty());
            }
        }
        rest = &rest[length..];
    }
    header.filter(|cells| *cells > 1 && split * 2 >= rows).map(|cells| (alike, cells))
}

/// What the `sep=` line names, if the text begins with one: the rest of that line.
pub(super) fn separator_line(line: &[u8]) -> Option<&[u8]> {
    line.get(..4).filter(|start| start.eq_ignore_ascii_case(b"sep=")).map(|_| &line[4..])
}

/// The delimiter that a `sep=` line names; `None` where it is none.
pub(super) fn named_by(separator: &[u8]) -> Option<u8> {
    match separator {
        [delimiter] if CANDIDATES.contains(delimiter) => Some(*delimiter),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(text: &str) -> Option<u8> {
        detect(text.as_bytes(), true, Limits::default())
    }

    #[test]
    fn header_and_rows_decide_together() {
        for (text, delimiter) in [
            ("id;name\n1;a\n", b';'),
            ("id;mark;mean\n1;12,5;13,5\n2;11,0;9,5\n", b';'),
            ("name, first;id\nAda;1\n", b';'),
            ("id\tname\n1\ta,b\n", b'\t'),
            ("id|name\n1|a;b\n", b'|'),
            ("id,\"a;b;c;d\"\n1,\"x;y\"\n", b','),
            ("id;name;x\n", b';'),
            ("id;name\n1;a;\n2;b;\n", b';'),
            ("\n\nid;name\r1;a\r", b';'),
        ] {
            assert_eq!(detected(text), Some(delimiter), "{text:?}");
        }
    }

    #[test]
    fn a_table_of_one_column_has_none() {
        for text in ["id\n1\n2\n", "name, first\nAda\nGrace\n", "", "id"] {
            assert_eq!(detected(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_tie_goes_to_what_splits_the_header_more() {
        assert_eq!(detected("a,b;c;d\n1,b;c;d\n"), Some(b';'));
        assert_eq!(detected("a,b\tc;d\n"), Some(b','), "the first of equals");
    }

    #[test]
    fn the_separator_line_names_a_delimiter() {
        assert_eq!(separator_line(b"SEP=;"), Some(&b";"[..]));
        assert_eq!(separator_line(b"separator"), None);
        assert_eq!((named_by(b"\t"), named_by(b"#"), named_by(b""), named_by(b";x")), (Some(b'\t'), None, None, None));
    }
}
