//! What is read: encodings, lines, quotes, nobody's rows, warnings.

use super::*;
use sync_ingest::tables::{EncodingEvidence, Header};

#[test]
fn a_plain_table_is_read_row_by_row() {
    let found = rows("id;name\n1;Ada\n2;Grace\n", options());
    assert_eq!(found, [(2, vec!["1".into(), "Ada".into()]), (3, vec!["2".into(), "Grace".into()])]);
}

#[test]
fn lines_are_physical_whatever_ends_them() {
    let text = "sep=;\r\nid;name\r\n1;\"a\r\nb\rc\nd\"\r\n\r\n2;x;y\r\n3;z\r\n";
    let found = check(text, options());
    assert_eq!(bad(&found), [(8, BadReason::Ragged)]);
    assert_eq!((found.rows, found.delimiter), (3, b';'));
    assert_eq!(bad(&check("id;name\r1;a\r2\r3;b\r", options())), [(3, BadReason::Ragged)]);
    assert_eq!(rows(text, options()).last().unwrap().0, 9);
}

#[test]
fn encodings_are_found_out() {
    let utf_16: Vec<u8> = "id;né\n1;’\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xff\xfe".to_vec(), utf_16.clone()].concat();
    for (bytes, name, evidence) in [
        (b"id\n1\n".to_vec(), "UTF-8", EncodingEvidence::ValidUtf8),
        (b"\xef\xbb\xbfid\n1\n".to_vec(), "UTF-8", EncodingEvidence::ByteOrderMark),
        (utf_16, "UTF-16LE", EncodingEvidence::NulBytes),
        (marked, "UTF-16LE", EncodingEvidence::ByteOrderMark),
        (b"id;name\n1;Ren\xe9\n2;\xc9lodie\n".to_vec(), "windows-1252", EncodingEvidence::Guessed),
    ] {
        let found = check(&bytes, options());
        assert_eq!((found.encoding, found.encoding_evidence), (name, evidence));
        let is_guess = matches!(evidence, EncodingEvidence::Guessed | EncodingEvidence::NulBytes);
        assert_eq!(warnings(&found).contains(&WarningKind::EncodingGuessed), is_guess);
    }
}

#[test]
fn a_guessed_encoding_shows_which_cells_to_look_at() {
    let found = check(b"id;name\n1;Ren\xe9\n2;Bob\n3;\xc9lodie\n", options());
    let warning = &found.warnings[0];
    assert_eq!((warning.kind, warning.count), (WarningKind::EncodingGuessed, 2));
    let shown: Vec<_> = warning.cells.iter().map(|cell| (cell.line, cell.column, cell.text.as_str())).collect();
    assert_eq!(shown, [(2, 2, "René"), (4, 2, "Élodie")]);
}

#[test]
fn one_other_line_spoils_no_utf_8_file() {
    let bytes = ["id;name\n1;Zoé\n2;Noël\n".as_bytes(), b"3;Ren\xe9\n", "4;Éva\n".as_bytes()].concat();
    let found = check(&bytes, options());
    assert_eq!((found.encoding, bad(&found)), ("UTF-8", vec![(4, BadReason::Undecodable)]));
    assert_eq!(cells(&bytes, options())[2], ["4", "Éva"]);
}

#[test]
fn code_pages_can_be_pinned() {
    for label in ["cp850", "IBM437", "windows-1252", "macintosh", "iso-8859-15"] {
        assert!(Table::from_source(Vec::new(), options().encoding(label)).is_ok(), "{label}");
    }
    assert_eq!(cells(b"id;nom\n1;Andr\x82\n", options().encoding("cp850"))[0][1], "André");
    assert_eq!(check(b"id\n1\n", options().encoding("cp437")).encoding, "CP437");
    assert!(Table::from_source(Vec::new(), options().encoding("utf-7")).is_err());
}

#[test]
fn quotes_are_those_of_rfc_4180() {
    let text = "id;text\n1;\"a;b\"\n2;\"say \"\"hi\"\"\"\n3;5\" wide\n4;\"\"\n5;\"x\"y\n6; \"z\"\n";
    let found = check(text, options());
    assert_eq!(bad(&found), [(6, BadReason::TextAfterQuote)]);
    let found: Vec<String> = cells(text, options()).into_iter().map(|row| row[1].clone()).collect();
    assert_eq!(found, ["a;b", "say \"hi\"", "5\" wide", "", " \"z\""]);
}

#[test]
fn control_characters_make_a_bad_row_and_format_characters_none() {
    let text = "id;t\n1;a\u{0}\n2;a\tb\n3;\"a\nb\"\n4;a\u{85}b\n5;a\u{7f}\n6;\u{200b}a\u{a0}\u{202e}\n7;a\u{1a}b\n";
    let found = check(text, options());
    let lines: Vec<u64> = found.bad.iter().map(|row| row.line).collect();
    assert_eq!(lines, [2, 6, 7, 9]);
    assert!(found.bad.iter().all(|row| row.reason == BadReason::ControlCharacter));
    assert!(warnings(&found).contains(&WarningKind::C1Character));
    assert_eq!(cells(text, options())[2][1], "\u{200b}a\u{a0}\u{202e}");
}

#[test]
fn what_is_nobodys_row_is_skipped_and_counted() {
    let found = check("\n id;name\n1;a\n;\n\"\";\"\"\n  \n;;;\n2;b\n\n\u{1a}\u{1a}", options().key("id"));
    assert_eq!((found.rows, found.bad_count, found.empty_keys), (2, 0, Some(0)));
    let skipped = found.warnings.iter().find(|warning| warning.kind == WarningKind::SkippedRows).unwrap();
    assert_eq!(skipped.count, 7);
}

#[test]
fn a_cell_of_spaces_is_data_where_there_is_one_column() {
    assert_eq!(cells("name\n  \nAda\n", options()), [["  "], ["Ada"]]);
}

#[test]
fn lines_at_the_top_and_the_footer_are_no_rows() {
    let text = "#TYPE x\r\n\"not a quote\r\nid;name\r\n1;a\r\n\r\n(1 rows affected)\r\n";
    let with = options().skip_lines(2).footer("(* rows affected)").key("id");
    let found = check(text, with.clone());
    assert_eq!((found.rows, found.bad_count), (1, 0));
    let joined = format!("{text}2;b\r\n(1 rows affected)\r\n");
    let found = check(joined, with);
    assert_eq!(bad(&found), [(6, BadReason::Ragged)], "a row follows it");
    assert_eq!(found.rows, 3);
}

#[test]
fn an_empty_cell_more_is_accepted_in_every_row_alone() {
    let found = check("id;name\n1;a;\n2;b;\n", options());
    assert_eq!((found.bad_count, warnings(&found)), (0, vec![WarningKind::TrailingCell]));
    assert_eq!(cells("id;name\n1;a;\n", options()), [["1", "a"]]);
    let found = check("id;name\n1;a;\n2;b\n3;c;\n", options());
    assert_eq!(bad(&found), [(2, BadReason::Ragged), (4, BadReason::Ragged)]);
    let found = check("id;name\n1;a;\n2;b;x\n", options());
    assert_eq!(bad(&found), [(2, BadReason::Ragged), (3, BadReason::Ragged)]);
    let found = check("id;name\n1;a\n2;b;\n", options());
    assert_eq!(bad(&found), [(3, BadReason::Ragged)]);
    let found = check("id;name\n1;a;\n2\n3;c;\n", options());
    assert_eq!(bad(&found), [(3, BadReason::Ragged)], "no other row suffers for a ragged one");
    let found = check("id;name\n1;a;\n2;b;\n3;c", options());
    assert_eq!(bad(&found), [(4, BadReason::Ragged)], "the last row was cut");
    let found = check("id;name\n1;a;\nid;name\n2;b;\n", options());
    assert_eq!(bad(&found), [(3, BadReason::HeaderRepeated)], "the header of a joined file");
}

#[test]
fn joined_files_show() {
    let found = check("id;name\n1;a\nID; Name\n\u{feff}id;name\n\u{feff}2;b\n3;c\n", options().key("id"));
    use BadReason::*;
    assert_eq!(bad(&found), [(3, HeaderRepeated), (4, HeaderRepeated), (5, ByteOrderMark)]);
}

#[test]
fn spoiled_text_is_a_warning_with_its_count() {
    let found = check("id;name\n1;Ren\u{fffd}\n2;FranÃ§ois\n3;ZoÃ©\n4;Zoé\n5;Ãcole\n6;â‚¬\n", options());
    let counts: Vec<_> = found.warnings.iter().map(|warning| (warning.kind, warning.count)).collect();
    assert_eq!(counts, [(WarningKind::ReplacementCharacter, 1), (WarningKind::DoubleEncoded, 3)]);
    assert_eq!(found.bad_count, 0);
}

#[test]
fn a_missing_newline_is_a_warning() {
    assert_eq!(warnings(&check("id;n\n1;a", options())), [WarningKind::NoFinalNewline]);
    assert_eq!(warnings(&check("id;n\n1;a\n\n", options())), [WarningKind::SkippedRows]);
    assert_eq!(warnings(&check("id;n", options())), [WarningKind::NoFinalNewline]);
}

#[test]
fn a_table_of_one_column_is_a_warning() {
    let found = check("id\n1\n2\n", options());
    assert_eq!((found.rows, warnings(&found)), (2, vec![WarningKind::NoDelimiter]));
    assert!(warnings(&check("id\n1\n", options().delimiter(b';'))).is_empty(), "it is pinned");
}

#[test]
fn a_table_may_have_no_header() {
    let found = check("1;a\n2;b\n", options().header(Header::Absent).key("1"));
    assert_eq!((found.rows, found.header), (2, vec!["1".to_owned(), "2".to_owned()]));
    assert_eq!(rows("1;a\n", options().header(Header::Absent)), [(1, vec!["1".into(), "a".into()])]);
}

#[test]
fn headers_are_told_as_they_are_and_columns_as_they_are_written() {
    let found = check("\u{200b}ID ;Name;Name\n1;a;b\n", options().map("id", "idnumber"));
    assert_eq!(found.header, ["\u{200b}ID ", "Name", "Name"]);
    assert_eq!(found.columns, ["idnumber", "Name", "Name"]);
    assert_eq!(warnings(&found), [WarningKind::RepeatedColumn]);
    assert_eq!(warnings(&check("id;\n1;a\n", options())), [WarningKind::UnnamedColumn]);
}

#[test]
fn rows_and_header_alone_are_counted_rightly() {
    assert_eq!(check("id;name\n", options().key("id")).rows, 0);
}

#[test]
fn text_is_read_alike_in_pieces_of_any_size() {
    #[derive(Debug)]
    struct Slow(Vec<u8>, usize);
    impl sync_ingest::tables::Source for Slow {
        fn read_at(&self, buffer: &mut [u8], offset: u64) -> std::io::Result<usize> {
            let piece = buffer.len().min(self.1);
            self.0.read_at(&mut buffer[..piece], offset)
        }
    }
    let text = "id;name\r\n1;\"Zoé \"\"x\"\"\r\n\"\r\n2;€uro\r\n3\r\n4;𝄞\r\n\u{1a}";
    let bytes = [text.as_bytes().to_vec(), text.encode_utf16().flat_map(u16::to_be_bytes).collect()];
    for bytes in bytes {
        let expected = table(&bytes, options()).check().unwrap();
        assert_eq!((expected.rows, expected.bad_count), (4, 1));
        for size in 1..9 {
            let slow = Table::from_source(Slow(bytes.clone(), size), options()).unwrap();
            assert_eq!(slow.check().unwrap(), expected, "{size}");
        }
    }
}
