//! What the first bytes of a file give away.

use super::Encoding;
use crate::tables::reasons::RefusalReason;

/// How far UTF-16 without a byte order mark is looked for.
const WINDOW: usize = 4 * 1024;

/// What the first bytes of a file give away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Signature {
    /// A byte order mark of so many bytes.
    ByteOrderMark(Encoding, usize),
    /// NUL bytes at line ends and delimiters: UTF-16.
    NulBytes(Encoding),
    /// It is no table.
    Refused(RefusalReason),
    Nothing,
}

/// Looks at the first bytes; 4 KiB are enough.
pub(crate) fn signature(first: &[u8]) -> Signature {
    let refused = [
        (&b"\xff\xfe\0\0"[..], RefusalReason::Utf32),
        (b"\0\0\xfe\xff", RefusalReason::Utf32),
        (b"PK\x03\x04", RefusalReason::Zip),
        (b"PK\x05\x06", RefusalReason::Zip),
        (b"PK\x07\x08", RefusalReason::Zip),
        (b"\xd0\xcf\x11\xe0", RefusalReason::Excel97),
    ];
    if let Some((_, reason)) = refused.iter().find(|(magic, _)| first.starts_with(magic)) {
        return Signature::Refused(*reason);
    }
    let marks =
        [(&b"\xef\xbb\xbf"[..], Encoding::UTF_8), (b"\xff\xfe", Encoding::UTF_16LE), (b"\xfe\xff", Encoding::UTF_16BE)];
    if let Some((mark, encoding)) = marks.iter().find(|(mark, _)| first.starts_with(mark)) {
        return Signature::ByteOrderMark(*encoding, mark.len());
    }
    let first = &first[..first.len().min(WINDOW)];
    if is_utf_32(first) {
        return Signature::Refused(RefusalReason::Utf32);
    }
    utf_16(first).map_or(Signature::Nothing, Signature::NulBytes)
}

/// Whether a text is a page or a document, and no table.
pub(crate) fn markup(text: &[u8]) -> Option<RefusalReason> {
    let text = text.trim_ascii_start();
    let begins = |with: &str| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()));
    if begins("<?xml") {
        return Some(RefusalReason::Xml);
    }
    let html = ["<!doctype", "<html", "<head", "<body", "<table", "<meta", "<script", "<title", "<div", "<!--"];
    html.into_iter().any(begins).then_some(RefusalReason::Html)
}

/// Three of four bytes are NUL, always the same three or, for the fourth, always those two at the
/// end or the beginning.
fn is_utf_32(first: &[u8]) -> bool {
    let units = first.chunks_exact(4);
    let is = |high: [usize; 2], some: usize| {
        let mut units = units.clone();
        let mut plain = units.clone().filter(|unit| unit[some] == 0);
        first.len() >= 8 && units.all(|unit| high.iter().all(|byte| unit[*byte] == 0)) && plain.next().is_some()
    };
    first.iter().any(|byte| *byte != 0) && (is([2, 3], 1) && not_zero(first, 0) || is([0, 1], 2) && not_zero(first, 3))
}

/// Whether this byte of each four is something in most of them.
fn not_zero(first: &[u8], byte: usize) -> bool {
    let units = first.chunks_exact(4);
    let (all, something) = (units.len(), units.filter(|unit| unit[byte] != 0).count());
    something * 10 >= all * 9
}

/// UTF-16 without a byte order mark: NUL only at even, or only at odd offsets, at line ends and
/// delimiters. Not at every other byte: Cyrillic letters and ’ have none.
fn utf_16(first: &[u8]) -> Option<Encoding> {
    let units = || first.chunks_exact(2);
    let is_line_end = |byte: u8| matches!(byte, b'\n' | b'\r');
    let is_either = |byte: u8| is_line_end(byte) || matches!(byte, b',' | b';' | b'\t' | b'|');
    let count = |byte: usize, of: &dyn Fn(u8) -> bool| {
        units().filter(|unit| of(unit[byte])).fold((0, 0), |(with, without), unit| match unit[1 - byte] {
            0 => (with + 1, without),
            _ => (with, without + 1),
        })
    };
    let lines = [count(0, &is_line_end), count(1, &is_line_end)];
    let either = [count(0, &is_either), count(1, &is_either)];
    for (byte, encoding) in [(0, Encoding::UTF_16LE), (1, Encoding::UTF_16BE)] {
        let ((with, without), other) = (lines[byte], 1 - byte);
        // Without a line end in sight, delimiters have to do.
        let is = match lines {
            [(0, 0), (0, 0)] => either[byte].0 > 1 && either[byte].1 == 0,
            _ => with > 0 && without <= with / 8,
        };
        if is && either[other].0 == 0 && lines[other].1 <= with / 8 {
            return Some(encoding);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn little_endian(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    fn big_endian(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_be_bytes).collect()
    }

    #[test]
    fn utf_16_without_a_mark_is_known_by_its_line_ends() {
        for text in ["id;name\r\n1;Ada\r\n", "номер;имя\r\n1;Б’лла\r\n2;лл\r\n", "id,name\n1,Āda\n"] {
            assert_eq!(signature(&little_endian(text)), Signature::NulBytes(Encoding::UTF_16LE), "{text}");
            assert_eq!(signature(&big_endian(text)), Signature::NulBytes(Encoding::UTF_16BE), "{text}");
        }
    }

    #[test]
    fn stray_nul_bytes_make_no_utf_16() {
        for bytes in [&b"id;name\n1;\0Ada\n2;Bob\n"[..], b"a\0\n\0b\nc;d\n", b"\0\0\0\0\0\0\0\0", b"a;\0;b\n", b""] {
            assert_eq!(signature(bytes), Signature::Nothing, "{bytes:?}");
        }
    }

    #[test]
    fn utf_32_and_archives_are_refused_by_name() {
        let utf_32: Vec<u8> = "id;né\n1;2\n".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        let other: Vec<u8> = "id;né\n1;2\n".chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        for bytes in [&utf_32[..], &other, b"\xff\xfe\0\0i\0\0\0"] {
            assert_eq!(signature(bytes), Signature::Refused(RefusalReason::Utf32));
        }
        assert_eq!(signature(b"PK\x03\x04rest"), Signature::Refused(RefusalReason::Zip));
        assert_eq!(signature(b"PK;name\n1;Ada\n"), Signature::Nothing);
        assert_eq!(markup(b"\n <!DOCTYPE html>"), Some(RefusalReason::Html));
        assert_eq!(markup(b"<?xml version"), Some(RefusalReason::Xml));
        assert_eq!(markup(b"<id>;name"), None);
    }
}
