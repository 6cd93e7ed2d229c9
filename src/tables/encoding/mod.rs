//! What bytes mean: by name, by signature, by the lines of the whole file.

mod code_pages;
mod judge;
mod signature;

pub(super) use judge::{Verdict, judge};
pub(super) use signature::{Signature, markup, signature};

use encoding_rs::DecoderResult;

/// A way to read bytes as text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Encoding {
    /// One of the WHATWG standard.
    Standard(&'static encoding_rs::Encoding),
    /// A code page: its name, and its characters from 0x80 on.
    CodePage(&'static str, &'static [char; 128]),
}

impl Encoding {
    pub(super) const UTF_8: Self = Self::Standard(encoding_rs::UTF_8);
    pub(super) const UTF_16LE: Self = Self::Standard(encoding_rs::UTF_16LE);
    pub(super) const UTF_16BE: Self = Self::Standard(encoding_rs::UTF_16BE);

    /// The one that a label names, `None` where none does.
    pub(super) fn for_label(label: &str) -> Option<Self> {
        match label.trim().to_ascii_lowercase().as_str() {
            "cp850" | "ibm850" | "850" => Some(Self::CodePage("CP850", &code_pages::CP850)),
            "cp437" | "ibm437" | "437" => Some(Self::CodePage("CP437", &code_pages::CP437)),
            other => encoding_rs::Encoding::for_label_no_replacement(other.as_bytes()).map(Self::Standard),
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Standard(encoding) => encoding.name(),
            Self::CodePage(name, _) => name,
        }
    }

    pub(super) fn decoder(self) -> Decoder {
        match self {
            Self::Standard(encoding) => Decoder::Standard(encoding.new_decoder_without_bom_handling()),
            Self::CodePage(_, upper) => Decoder::CodePage(upper),
        }
    }
}

/// Decodes piece by piece.
pub(super) enum Decoder {
    Standard(encoding_rs::Decoder),
    CodePage(&'static [char; 128]),
}

impl Decoder {
    /// Appends the text of these bytes, the last ones or not. What is malformed becomes U+FFFD, and
    /// `malformed` gets the position of each in `text`.
    pub(super) fn decode(
        &mut self,
        mut bytes: &[u8],
        last: bool,
        text: &mut Vec<u8>,
        mut malformed: impl FnMut(usize),
    ) {
        let decoder = match self {
            Self::Standard(decoder) => decoder,
            Self::CodePage(upper) => return decode_code_page(bytes, upper, text),
        };
        // More than any of these encodings needs.
        let room = bytes.len() * 3 + 32;
        let mut filled = text.len();
        text.resize(filled + room, 0);
        loop {
            let (result, read, written) = decoder.decode_to_utf8_without_replacement(bytes, &mut text[filled..], last);
            filled += written;
            bytes = &bytes[read..];
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => text.resize(text.len() + room, 0),
                DecoderResult::Malformed(..) => {
                    malformed(filled);
                    text.resize(text.len().max(filled + 3 + bytes.len()), 0);
                    text[filled..filled + 3].copy_from_slice("\u{fffd}".as_bytes());
                    filled += 3;
                }
            }
        }
        text.truncate(filled);
    }
}

fn decode_code_page(bytes: &[u8], upper: &[char; 128], text: &mut Vec<u8>) {
    text.reserve(bytes.len());
    for byte in bytes {
        match byte.checked_sub(0x80) {
            None => text.push(*byte),
            Some(index) => {
                let mut utf8 = [0; 4];
                text.extend_from_slice(upper[usize::from(index)].encode_utf8(&mut utf8).as_bytes());
            }
        }
    }
}

/// Whether a text that has more than ASCII is UTF-8 that was once read as Windows-1252: taken back,
/// it is valid again.
pub(super) fn is_double_encoded(text: &str, scratch: &mut Vec<u8>) -> bool {
    // A first byte of UTF-8 is one of these letters then, and another letter beyond ASCII follows
    // it.
    let mut letters = text.chars().peekable();
    let mut is_likely = false;
    while let Some(letter) = letters.next() {
        is_likely |= ('\u{c2}'..='\u{f4}').contains(&letter) && letters.peek().is_some_and(|next| !next.is_ascii());
    }
    if !is_likely {
        return false;
    }
    let mut encoder = encoding_rs::WINDOWS_1252.new_encoder();
    scratch.clear();
    scratch.resize(text.len() + 16, 0);
    let (result, _, written) = encoder.encode_from_utf8_without_replacement(text, scratch, true);
    matches!(result, encoding_rs::EncoderResult::InputEmpty) && std::str::from_utf8(&scratch[..written]).is_ok()
}

/// How many bytes of the encoding come before a position in the text that they decode to.
pub(super) fn bytes_before(
    encoding: Encoding,
    position: u64,
    mut next: impl FnMut(&mut [u8]) -> std::io::Result<usize>,
) -> std::io::Result<u64> {
    let (mut decoder, mut text, mut chunk) = (encoding.decoder(), Vec::new(), vec![0; 64 * 1024]);
    let (mut bytes, mut decoded, mut character) = (0, 0, 0);
    loop {
        let read = next(&mut chunk)?;
        if read == 0 || decoded >= position {
            return Ok(character);
        }
        // By the byte, within the chunk that reaches it.
        let far = position - decoded > 3 * chunk.len() as u64 + 64;
        for piece in chunk[..read].chunks(if far { read } else { 1 }) {
            text.clear();
            decoder.decode(piece, false, &mut text, |_| {});
            if decoded + text.len() as u64 > position {
                return Ok(character);
            }
            decoded += text.len() as u64;
            bytes += piece.len() as u64;
            if !text.is_empty() {
                // The next character begins here.
                character = bytes;
            }
        }
    }
}
