//! The delimiter, by what splits header and rows alike; and Excel's line that names it.

use super::options::Limits;
use super::scan::{Record, Scan, Scanner};

/// What is tried.
const CANDIDATES: [u8; 4] = *b",;\t|";
/// How many rows are looked at.
const ROWS: usize = 1_000;

/// The delimiter of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Detected {
    pub(super) delimiter: u8,
    /// It splits at least half of the rows.
    pub(super) is_agreed: bool,
}

/// The delimiter that splits the header and most rows of a text alike, otherwise that of the
/// header; `None` where nothing splits the header.
pub(super) fn detect(text: &[u8], is_whole: bool, limits: Limits) -> Option<Detected> {
    let splits =
        CANDIDATES.iter().filter_map(|delimiter| Some((alike(text, is_whole, *delimiter, limits)?, *delimiter)));
    // The first of several that are as good.
    let best = splits.rev().max_by_key(|(score, _)| *score);
    best.map(|((is_agreed, ..), delimiter)| Detected { delimiter, is_agreed })
}

/// Whether at least half of the rows are split at all, how many have as many cells as the header,
/// and how many cells that is; `None` where it is one cell.
fn alike(text: &[u8], is_whole: bool, delimiter: u8, limits: Limits) -> Option<(bool, usize, usize)> {
    let scanner = Scanner::new(delimiter, limits);
    let (mut record, mut rest) = (Record::default(), text);
    let (mut header, mut rows, mut alike, mut split) = (None, 0, 0, 0);
    while rows < ROWS && !rest.is_empty() {
        let Scan::Record(length) = scanner.scan(rest, is_whole, &mut record) else { break };
        let last = record.cell(rest, record.count - 1);
        let is_sound = record.text_after_quote.is_none();
        match header {
            _ if !record.has_content => {}
            None if !is_sound => return None,
            None => header = Some(record.count),
            Some(cells) => {
                rows += 1;
                split += usize::from(is_sound && record.count > 1);
                let is_alike = record.count == cells || record.count == cells + 1 && last.is_empty();
                alike += usize::from(is_sound && is_alike);
            }
        }
        rest = &rest[length..];
    }
    header.filter(|cells| *cells > 1).map(|cells| (split * 2 >= rows, alike, cells))
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
        detect(text.as_bytes(), true, Limits::default()).map(|found| found.delimiter)
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
        for text in ["id\n1\n2\n", "id\na,b\nc,d\n", "", "id"] {
            assert_eq!(detected(text), None, "{text:?}");
        }
    }

    #[test]
    fn rows_that_disagree_leave_it_to_the_header() {
        let found = |text: &str| detect(text.as_bytes(), true, Limits::default());
        assert_eq!(
            found("id|name\n1|Ada\n2\n"),
            Some(Detected { delimiter: b'|', is_agreed: true }),
            "half of them agree"
        );
        assert_eq!(found("id;name\n1\n2\n3;Ada\n"), Some(Detected { delimiter: b';', is_agreed: false }));
        assert_eq!(found("id;name, first\n1\n2\n"), Some(Detected { delimiter: b',', is_agreed: false }));
    }

    #[test]
    fn what_leaves_text_behind_quotes_splits_nothing() {
        assert_eq!(detected("\"id\";\"a, b, c\"\n\"1\";\"d, e, f\"\n"), Some(b';'));
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
