//! Reads checksum files, in the formats of `docs/adr/0014-checksum-formats.md`. The digest is what
//! proves a file, not the layout around it: so parsing is lenient about layout, and strict wherever
//! two readings are possible.

mod digest;
mod named;

use self::digest::{digest, has_other_digest};
use self::named::{Name, Named, PATH_KEYS, has_other_algorithm, is_cut_off, is_plain, mentions, named, word};
use super::checksum_fault::ChecksumFault;
use std::borrow::Cow;
use std::ffi::OsStr;

/// Returns the SHA-256 that a checksum file states for a file of this name, in lower case.
///
/// # Errors
/// Returns the reason why the file states no such digest.
pub(crate) fn read(text: &[u8], name: &OsStr) -> Result<String, ChecksumFault> {
    let name = &Name::new(name);
    let text = decode(text).ok_or(ChecksumFault::NoDigest)?;
    let lines = lines(&text);
    let (mut found, mut context) = (Vec::new(), Vec::new());
    for line in &lines {
        match digest(line) {
            Some((digest, before, after)) => found.push((digest, named(before, after, name))),
            None => context.push(line.as_ref()),
        }
    }
    for wanted in [Named::Exactly, Named::Loosely] {
        if let Some(digest) = only(found.iter().filter(|(_, named)| *named == wanted))? {
            return Ok(digest);
        }
    }
    if found.iter().any(|(_, named)| *named == Named::Other) {
        return Err(ChecksumFault::OtherFile);
    }
    if let Some(digest) = only(found.iter().filter(|(_, named)| *named == Named::Nothing))? {
        return check_context(&context, name).map(|()| digest);
    }
    Err(match (found.is_empty(), context.is_empty()) {
        (false, _) => ChecksumFault::OtherAlgorithm,
        (true, true) => ChecksumFault::Empty,
        (true, false) if context.iter().any(|line| has_other_digest(line)) => ChecksumFault::OtherAlgorithm,
        (true, false) => ChecksumFault::NoDigest,
    })
}

/// Returns the one digest among these, or `None` if there is none.
fn only<'a>(found: impl Iterator<Item = &'a (String, Named)>) -> Result<Option<String>, ChecksumFault> {
    let mut digest: Option<&String> = None;
    for (one, _) in found {
        if digest.is_some_and(|digest| digest != one) {
            return Err(ChecksumFault::Ambiguous);
        }
        digest = Some(one);
    }
    Ok(digest.cloned())
}

/// Returns the text without its byte order mark, and UTF-16 as UTF-8.
fn decode(text: &[u8]) -> Option<Cow<'_, [u8]>> {
    let (units, big): (&[u8], bool) = match text {
        [0xef, 0xbb, 0xbf, rest @ ..] => return Some(Cow::Borrowed(rest)),
        [0xff, 0xfe, rest @ ..] => (rest, false),
        [0xfe, 0xff, rest @ ..] => (rest, true),
        // Without a mark: ASCII in UTF-16 has a zero in every other byte.
        [low, 0, ..] if *low != 0 => (text, false),
        [0, high, ..] if *high != 0 => (text, true),
        _ => return Some(Cow::Borrowed(text)),
    };
    if units.len() % 2 != 0 {
        return None;
    }
    let unit =
        |pair: &[u8]| if big { u16::from_be_bytes([pair[0], pair[1]]) } else { u16::from_le_bytes([pair[0], pair[1]]) };
    let text = char::decode_utf16(units.chunks_exact(2).map(unit)).collect::<Result<String, _>>().ok()?;
    Some(Cow::Owned(text.into_bytes()))
}

/// Returns the lines that are neither empty nor comments. A value that a list continues on the next
/// line, far to the right, is joined to its line.
fn lines(text: &[u8]) -> Vec<Cow<'_, [u8]>> {
    let mut lines: Vec<Cow<'_, [u8]>> = Vec::new();
    for line in text.split(|byte| matches!(byte, b'\n' | b'\r')) {
        let trimmed = line.trim_ascii();
        let is_continued = line.len() - line.trim_ascii_start().len() >= 8;
        match lines.last_mut() {
            _ if trimmed.is_empty() || matches!(trimmed[0], b'#' | b';') || trimmed.starts_with(b"//") => {}
            Some(last) if is_continued && last.windows(3).any(|part| part == b" : ") => last.to_mut().extend(trimmed),
            _ => lines.push(Cow::Borrowed(line)),
        }
    }
    lines
}

/// Checks a digest that has no name beside it against the lines without a digest: they must not
/// name another file or another algorithm.
fn check_context(context: &[&[u8]], name: &Name<'_>) -> Result<(), ChecksumFault> {
    // A line that has a digest is about that digest.
    if context.iter().any(|line| !has_other_digest(line) && has_other_algorithm(line, name)) {
        return Err(ChecksumFault::OtherAlgorithm);
    }
    let names_another = |line: &&[u8]| {
        let line = line.trim_ascii();
        let Some(colon) = line.iter().position(|byte| matches!(byte, b':' | b'=')) else { return false };
        let (key, value) = (word(&line[..colon]), &line[colon + 1..]);
        let is_path = PATH_KEYS.contains(&key.as_str()) && !is_cut_off(value);
        (is_path || line.ends_with(b":")) && !is_plain(line)
    };
    if !context.iter().any(|line| mentions(line, name)) && context.iter().any(names_another) {
        return Err(ChecksumFault::OtherFile);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
