//! What is refused as a whole, and where.

use super::*;
use std::time::{Duration, Instant};
use sync_ingest::tables::{Header, Limits, RefusalReason, Source};

#[test]
fn files_that_are_no_tables_are_refused_by_name() {
    for (bytes, reason) in [
        (&b""[..], RefusalReason::Empty),
        (b"\xef\xbb\xbf", RefusalReason::Empty),
        (b"\n,,,\n\n", RefusalReason::Empty),
        (b"PK\x03\x04", RefusalReason::Zip),
        (b"\n<!DOCTYPE html><html>", RefusalReason::Html),
        (b"\xef\xbb\xbf<?xml version=\"1.0\"?>", RefusalReason::Xml),
        (b"\xff\xfe\0\0i\0\0\0", RefusalReason::Utf32),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", RefusalReason::Excel97),
    ] {
        assert_eq!(refusal(bytes, options()).reason, reason, "{bytes:?}");
    }
}

#[test]
fn quotes_that_do_not_belong_together_refuse_the_file_where_they_begin() {
    let found = refusal("id;name\n1;a\n2;\"b\n3;c\n4;d\n", options());
    assert_eq!((found.reason, found.line, found.byte), (RefusalReason::UnclosedQuote, Some(3), 14));
    let found = refusal("id;name\n1;a\n2;\"b\n3;c\n4;\"d\"\n", options());
    assert_eq!((found.reason, found.line, found.byte), (RefusalReason::QuoteAcrossLines, Some(3), 14));
    let found = refusal("id;name\n1;\"a\nb\";c\n2;\"x\ny\";\"z\n", options());
    assert_eq!((found.reason, found.line), (RefusalReason::UnclosedQuote, Some(5)));
}

#[test]
fn places_are_bytes_of_the_file_in_every_encoding() {
    let text = "id;nom\n1;Zoé\n2;\"x\n";
    let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [b"\xff\xfe".to_vec(), utf_16.clone()].concat();
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    for (bytes, byte) in [(text.as_bytes().to_vec(), 16), (utf_16, 30), (marked, 32), (latin, 15)] {
        let found = refusal(&bytes, options());
        assert_eq!((found.reason, found.line, found.byte), (RefusalReason::UnclosedQuote, Some(3), byte));
    }
}

#[test]
fn a_file_that_mixes_encodings_is_never_guessed() {
    let bytes = ["id;name\n1;Zoé\n2;Noël\n".as_bytes(), b"3;Ren\xe9\n4;\xc9va\n5;A\xefda\n"].concat();
    let found = refusal(bytes, options());
    assert_eq!((found.reason, found.line, found.byte), (RefusalReason::MixedEncodings, Some(4), 23));
}

#[test]
fn a_separator_line_must_name_a_delimiter_and_the_pinned_one() {
    for text in ["sep=#\nid#n\n", "sep=\nid;n\n", "sep=;;\nid;n\n"] {
        assert_eq!(refusal(text, options()).reason, RefusalReason::SeparatorLine, "{text}");
    }
    assert_eq!(refusal("sep=;\nid;n\n", options().delimiter(b',')).reason, RefusalReason::SeparatorLine);
}

#[test]
fn headers_that_cannot_be_used_are_refused() {
    use RefusalReason::*;
    let pinned = options().header(Header::Expected(vec!["id".into()]));
    let lines = ["1;Zoé\n", "2;Zoé\n"].concat();
    let mixed = [b"id;pr\xe9nom\n".to_vec(), lines.into_bytes()].concat();
    for (bytes, options, reason) in [
        (b"id;name\n".to_vec(), pinned, HeaderDiffers),
        (b"\"id\"x;name\n".to_vec(), options(), HeaderUnreadable),
        (mixed, options(), HeaderUnreadable),
        ("\u{200b};\0\n1;a\n".into(), options(), HeaderUnreadable),
        (b"id;name\n".to_vec(), options().key("number"), ColumnMissing),
        (b"id;Id\n".to_vec(), options().key("id"), ColumnRepeated),
        (b"\xef\xbb\xbfid\n".to_vec(), options().encoding("windows-1252"), EncodingDiffers),
    ] {
        assert_eq!(refusal(bytes, options).reason, reason);
    }
}

#[test]
fn limits_refuse_the_file_at_the_row_that_passes_them() {
    let few = options().limits(Limits::default().rows(2).field(10).record(20).columns(3));
    let found = refusal("id;n\n1;a\n2;b\n3;c\n", few.clone());
    assert_eq!((found.reason, found.line, found.byte), (RefusalReason::TooManyRows, Some(4), 13));
    let found = refusal("id;n\n1;12345678901\n", few.clone());
    assert_eq!((found.reason, found.line, found.byte), (RefusalReason::FieldTooLarge, Some(2), 17));
    let found = refusal("id;n\n1234567;1234567;1234567\n", few.clone());
    assert_eq!((found.reason, found.line, found.byte), (RefusalReason::RecordTooLarge, Some(2), 25));
    assert_eq!(refusal("a;b;c;d\n", few.clone()).reason, RefusalReason::TooManyColumns);
    assert_eq!(refusal("a;b\n\n\n\n\n", few.clone()).reason, RefusalReason::TooManyRows, "blank ones, too");
    assert_eq!(bad(&check("a;b\n;1;;;;;;;;;;;;;;\n", few)), [(2, BadReason::Ragged)]);
}

/// The same again and again.
#[derive(Debug)]
struct Endless {
    block: Vec<u8>,
    size: u64,
}

impl Source for Endless {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> std::io::Result<usize> {
        let at = usize::try_from(offset % self.block.len() as u64).unwrap();
        let rest = usize::try_from(self.size - offset.min(self.size)).unwrap();
        let length = buffer.len().min(self.block.len() - at).min(rest);
        buffer[..length].copy_from_slice(&self.block[at..at + length]);
        Ok(length)
    }
}

#[test]
fn files_without_end_are_refused_at_the_limits() {
    for (unit, size, reason, byte) in [
        ("a", 1 << 30, RefusalReason::FieldTooLarge, 1 << 20),
        ("\0", 1 << 30, RefusalReason::FieldTooLarge, 1 << 20),
        ("aaaaaaa,", 1 << 30, RefusalReason::RecordTooLarge, 4 << 20),
        ("\"a;\n", 1 << 30, RefusalReason::QuoteAcrossLines, 0),
        ("a\n", 4 << 30, RefusalReason::TooManyRows, 10_000_002),
        ("\n", 4 << 30, RefusalReason::TooManyRows, 5_000_000),
    ] {
        let begin = Instant::now();
        let source = Endless { block: unit.repeat(1 << 17).into_bytes(), size };
        let found = Table::from_source(source, options()).unwrap().check();
        let Err(TableError::Refused(found)) = found else { panic!("{found:?}") };
        assert_eq!((found.reason, found.byte), (reason, byte), "{unit:?}");
        // Without optimisation it takes ten times as long.
        let limit = Duration::from_secs(if cfg!(debug_assertions) { 120 } else { 2 });
        assert!(begin.elapsed() < limit, "{:?} for {unit:?}", begin.elapsed());
    }
}

#[test]
fn a_file_that_shrinks_or_grows_is_refused() {
    #[derive(Debug)]
    struct Moving(Vec<u8>, std::sync::atomic::AtomicU64);
    impl Source for Moving {
        fn read_at(&self, buffer: &mut [u8], offset: u64) -> std::io::Result<usize> {
            self.0.read_at(buffer, offset)
        }
        fn state(&self) -> std::io::Result<sync_ingest::tables::SourceState> {
            let size = self.1.fetch_add(3, std::sync::atomic::Ordering::Relaxed);
            Ok(sync_ingest::tables::SourceState { size: Some(size), changed: 0 })
        }
    }
    for (size, text, byte) in [(9, "id\n1\n2\n3\n", 9), (6, "id\n1\n2\n3\n", 9), (9, "id\n1\n\"2\n", 5)] {
        let source = Moving(text.into(), size.into());
        let found = Table::from_source(source, options()).unwrap().check();
        let Err(TableError::Refused(found)) = found else { panic!("{found:?}") };
        assert_eq!((found.reason, found.byte), (RefusalReason::ChangedWhileRead, byte));
    }
}
