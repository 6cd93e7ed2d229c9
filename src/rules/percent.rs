//! Percent-encodes names for lines of text: every byte that could be misread becomes `%XX`.

use std::ffi::{OsStr, OsString};
use std::fmt::Write;
use std::os::unix::ffi::{OsStrExt, OsStringExt};

/// Returns a name of arbitrary bytes as one printable ASCII word.
pub(crate) fn encode(name: &OsStr) -> String {
    name.as_bytes().iter().fold(String::with_capacity(name.len()), |mut text, &byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-') {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

/// Returns the name behind a word, or `None` for a word that [`encode`] does not produce.
pub(crate) fn decode(word: &str) -> Option<OsString> {
    let mut name = Vec::with_capacity(word.len());
    let mut bytes = word.bytes();
    while let Some(byte) = bytes.next() {
        name.push(if byte == b'%' { hex_digit(bytes.next()?)? << 4 | hex_digit(bytes.next()?)? } else { byte });
    }
    let name = OsString::from_vec(name);
    (encode(&name) == word).then_some(name)
}

fn hex_digit(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_name_comes_back_and_is_one_printable_word(name in proptest::collection::vec(any::<u8>(), 0..256)) {
            let name = OsString::from_vec(name);
            let word = encode(&name);
            prop_assert!(word.bytes().all(|byte| byte.is_ascii_graphic()));
            prop_assert_eq!(decode(&word), Some(name));
        }

        #[test]
        fn no_word_makes_the_reader_panic(word in ".*") {
            let _ = decode(&word);
        }
    }
}
