//! Names and contents as words: every byte outside `[A-Za-z0-9._-]` is `%XX`.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

/// Returns the word for a name.
pub(crate) fn encode(name: impl AsRef<OsStr>) -> String {
    let word = |byte: &u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-' => char::from(*byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    name.as_ref().as_bytes().iter().map(word).collect()
}

/// Returns the bytes of a word, in which further characters may be unescaped.
pub(crate) fn decode(word: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut rest = word.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        if first != b'%' {
            bytes.push(first);
            rest = tail;
            continue;
        }
        let digits = tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => bytes.push(byte),
            None => return Err(format!("{word:?}: after % two hexadecimal digits must follow")),
        }
        rest = &tail[2..];
    }
    Ok(bytes)
}

/// Returns the name for a word.
pub(crate) fn name(word: &str) -> Result<OsString, String> {
    decode(word).map(OsString::from_vec)
}
