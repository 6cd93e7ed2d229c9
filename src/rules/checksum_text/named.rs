//! Finds out which file a digest belongs to.

use super::digest::to_lower;
use std::borrow::Cow;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

/// Algorithms whose digests have the same length, or that a checksum file may name; without
/// punctuation.
const OTHER_ALGORITHMS: [&str; 22] = [
    "blake2b",
    "blake2b256",
    "blake2s",
    "blake2s256",
    "blake3",
    "crc32",
    "gost",
    "haval256",
    "keccak256",
    "md2",
    "md4",
    "md5",
    "ripemd160",
    "ripemd256",
    "rmd160",
    "sha1",
    "sha224",
    "sha384",
    "sha3256",
    "sha512",
    "sha512256",
    "sm3",
];
/// Words that may appear beside a digest without naming a file.
const PLAIN_WORDS: [&str; 12] =
    ["algorithm", "checksum", "data", "digest", "file", "for", "hash", "of", "sha2256", "sha256", "sha256sum", "sum"];
/// Keys that precede the path of a file in lists and tables.
pub(super) const PATH_KEYS: [&str; 5] = ["file", "filename", "fullname", "name", "path"];

/// The name of a file: exact, folded, and split into words.
pub(super) struct Name<'a> {
    exact: &'a [u8],
    folded: Vec<u8>,
    words: Vec<String>,
}

impl<'a> Name<'a> {
    pub(super) fn new(name: &'a OsStr) -> Self {
        let exact = name.as_bytes();
        Self { exact, folded: fold(exact), words: words(exact).collect() }
    }
}

/// Which file a digest belongs to, according to its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// This one, byte for byte.
    Exactly,
    /// This one, ignoring the case and encoding of letters, or somewhere in a line of a table.
    Loosely,
    Nothing,
    Other,
    /// The digest is not a SHA-256.
    OtherAlgorithm,
}

/// Returns which file a line is about, judged by the text before and after its digest.
pub(super) fn named(before: &[u8], after: &[u8], name: &Name<'_>) -> Named {
    let (is_escaped, before) = match before.strip_prefix(b"\\") {
        Some(rest) => (true, rest),
        None => (false, before),
    };
    if before.is_empty() {
        return gnu(after, is_escaped, name);
    }
    if let Some(named) = tagged(before, after, is_escaped, name) {
        return named;
    }
    let around = [before, b" ", after].concat();
    if has_other_algorithm(&around, name) {
        Named::OtherAlgorithm
    } else if mentions(&around, name) {
        Named::Loosely
    } else if is_plain(&around) || is_cut_off(after) {
        Named::Nothing
    } else {
        Named::Other
    }
}

/// Reads `DIGEST  NAME` and `DIGEST *NAME`, as GNU's `sha256sum` and most tools of other systems
/// write it, some with one blank or a tab, and 7-Zip's format with the file size before the name.
fn gnu(after: &[u8], is_escaped: bool, name: &Name<'_>) -> Named {
    if after.trim_ascii().is_empty() {
        return if is_escaped { Named::Other } else { Named::Nothing };
    }
    let Some(after) = unescaped(after, is_escaped) else { return Named::Other };
    let Some(path) = after.strip_prefix(b" ").or_else(|| after.strip_prefix(b"\t")) else { return Named::Other };
    let marked = path.strip_prefix(b" ").or_else(|| path.strip_prefix(b"*")).unwrap_or(path);
    let bare = marked.trim_ascii();
    let bare = bare.strip_prefix(b"*").unwrap_or(bare);
    let sized = bare.trim_ascii_start();
    let digits = sized.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let sized = sized[digits..].trim_ascii_start();
    if is_path_of(marked, name.exact) || is_path_of(path, name.exact) {
        Named::Exactly
    } else if bare == b"-" || (sized.is_empty() && after.starts_with(b"    ")) {
        Named::Nothing
    } else if [bare, sized, unquoted(bare)].into_iter().any(|path| is_loosely_path_of(path, name)) {
        Named::Loosely
    } else {
        Named::Other
    }
}

/// Reads `SHA256 (NAME) = DIGEST`, as BSD tools, `cksum` and `openssl dgst` write it.
fn tagged(before: &[u8], after: &[u8], is_escaped: bool, name: &Name<'_>) -> Option<Named> {
    let before = before.trim_ascii_end().strip_suffix(b"=")?.trim_ascii_end().strip_suffix(b")")?;
    let open = before.iter().position(|byte| *byte == b'(')?;
    let (algorithm, path) = (word(&before[..open]), unescaped(&before[open + 1..], is_escaped));
    let Some(path) = path.filter(|_| after.trim_ascii().is_empty()) else { return Some(Named::Other) };
    Some(match algorithm.as_str() {
        "" | "sha256" | "sha2256" if is_path_of(&path, name.exact) => Named::Exactly,
        "" | "sha256" | "sha2256" if is_loosely_path_of(&path, name) => Named::Loosely,
        "" | "sha256" | "sha2256" if matches!(&*path, b"stdin" | b"-" | b"") => Named::Nothing,
        "" | "sha256" | "sha2256" => Named::Other,
        _ => Named::OtherAlgorithm,
    })
}

/// Returns whether a path in a table ends in dots because the window was too narrow for it.
pub(super) fn is_cut_off(path: &[u8]) -> bool {
    let path = path.trim_ascii_end();
    path.ends_with(b"...") || path.ends_with("…".as_bytes())
}

/// Returns whether nothing in a line can be the name of a file.
pub(super) fn is_plain(line: &[u8]) -> bool {
    words(line).all(|word| PLAIN_WORDS.contains(&word.as_str()) || word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Returns whether a line names an algorithm other than SHA-256, outside the name of the file.
pub(super) fn has_other_algorithm(line: &[u8], name: &Name<'_>) -> bool {
    words(line).any(|word| OTHER_ALGORITHMS.contains(&word.as_str()) && !name.words.contains(&word))
        && !words(line).any(|word| matches!(word.as_str(), "sha256" | "sha2256"))
}

/// Yields the words of a line, each normalised by [`word`].
fn words(line: &[u8]) -> impl Iterator<Item = String> + '_ {
    line.split(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'_' | b'/' | b'.') && byte.is_ascii())
        .map(word)
        .filter(|word| !word.is_empty())
}

/// Returns a word in lower case without punctuation: `SHA2-256` and `sha2_256` become equal.
pub(super) fn word(text: &[u8]) -> String {
    let plain = text.iter().filter(|byte| !byte.is_ascii_punctuation() && !byte.is_ascii_whitespace());
    to_lower(&plain.copied().collect::<Vec<_>>())
}

/// Returns whether a line holds the name as a whole word or as the end of a path.
pub(super) fn mentions(line: &[u8], name: &Name<'_>) -> bool {
    let (line, name) = (fold(line), &name.folded);
    let is_before = |byte: &u8| byte.is_ascii_whitespace() || b"/\\\"'(,;:=|*".contains(byte);
    let is_behind = |byte: &u8| byte.is_ascii_whitespace() || b"\"'),;:=|".contains(byte);
    let fits = |start: usize| {
        let end = start + name.len();
        line[start..end] == name[..]
            && (start == 0 || is_before(&line[start - 1]))
            && line.get(end).is_none_or(is_behind)
    };
    !name.is_empty() && (0..(line.len() + 1).saturating_sub(name.len())).any(fits)
}

/// Returns whether `path` ends in this name, after `/` or `\`.
fn is_path_of(path: &[u8], name: &[u8]) -> bool {
    path.strip_suffix(name).is_some_and(|folder| folder.is_empty() || folder.ends_with(b"/") || folder.ends_with(b"\\"))
}

fn is_loosely_path_of(path: &[u8], name: &Name<'_>) -> bool {
    is_path_of(&fold(path), &name.folded)
}

/// Folds a name for comparison: ignores the case of ASCII letters, and maps all other characters to
/// one, because Windows writes those in code pages that the file does not declare.
fn fold(text: &[u8]) -> Vec<u8> {
    const LETTER: u8 = 0xff;
    match std::str::from_utf8(text) {
        Ok(text) => text.chars().map(|c| if c.is_ascii() { c.to_ascii_lowercase() as u8 } else { LETTER }).collect(),
        Err(_) => text.iter().map(|byte| if byte.is_ascii() { byte.to_ascii_lowercase() } else { LETTER }).collect(),
    }
}

fn unquoted(path: &[u8]) -> &[u8] {
    path.strip_prefix(b"\"").and_then(|path| path.strip_suffix(b"\"")).unwrap_or(path)
}

/// Undoes the escaping that GNU's tools apply to backslashes and line ends.
fn unescaped(text: &[u8], is_escaped: bool) -> Option<Cow<'_, [u8]>> {
    if !is_escaped {
        return Some(Cow::Borrowed(text));
    }
    let mut plain = Vec::with_capacity(text.len());
    let mut bytes = text.iter();
    while let Some(byte) = bytes.next() {
        plain.push(match byte {
            b'\\' => match bytes.next()? {
                b'\\' => b'\\',
                b'n' => b'\n',
                b'r' => b'\r',
                _ => return None,
            },
            byte => *byte,
        });
    }
    Some(Cow::Owned(plain))
}
