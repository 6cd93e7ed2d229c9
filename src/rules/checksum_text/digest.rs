//! Finds the digest in a line.

/// Number of hexadecimal digits in a SHA-256.
const DIGITS: usize = 64;

/// Returns the digest in a line, in lower case, with the text before and after it.
pub(super) fn digest(line: &[u8]) -> Option<(String, &[u8], &[u8])> {
    if let Some(joined) = grouped(line.trim_ascii()) {
        return Some((to_lower(&joined), &line[..0], &line[..0]));
    }
    let found = hex_runs(line).filter(|(start, end)| end - start == DIGITS).collect::<Vec<_>>();
    // The name of the file may itself look like a digest.
    let (start, end) = match found[..] {
        [one] => one,
        [first, ..] if matches!(line[..first.0], [] | [b'\\']) => first,
        [.., last] if line[last.1..].trim_ascii().is_empty() => last,
        _ => return None,
    };
    Some((to_lower(&line[start..end]), &line[..start], &line[end..]))
}

/// Returns the digits of a digest that fills the line in pairs or groups, as older Windows versions
/// write it.
fn grouped(line: &[u8]) -> Option<Vec<u8>> {
    let groups = || line.split(|byte| matches!(byte, b' ' | b':' | b'-')).filter(|group| !group.is_empty());
    let size = groups().next()?.len();
    let are_even = matches!(size, 2 | 4 | 8 | 16) && groups().all(|group| group.len() == size);
    let digits = are_even.then(|| groups().flatten().copied().collect::<Vec<_>>())?;
    (digits.len() == DIGITS && digits.iter().all(u8::is_ascii_hexdigit)).then_some(digits)
}

/// Yields the start and end of each word that consists of hexadecimal digits.
fn hex_runs(line: &[u8]) -> impl Iterator<Item = (usize, usize)> {
    let is_word = |index: usize| line[index].is_ascii_alphanumeric() || line[index] >= 0x80 || line[index] == b'_';
    let starts = (0..line.len()).filter(move |index| is_word(*index) && (*index == 0 || !is_word(index - 1)));
    starts.filter_map(move |start| {
        let end = (start..line.len()).find(|index| !is_word(*index)).unwrap_or(line.len());
        line[start..end].iter().all(u8::is_ascii_hexdigit).then_some((start, end))
    })
}

pub(super) fn has_other_digest(line: &[u8]) -> bool {
    hex_runs(line).any(|(start, end)| matches!(end - start, 32 | 40 | 48 | 56 | 96 | 128))
}

pub(super) fn to_lower(digits: &[u8]) -> String {
    String::from_utf8_lossy(digits).to_ascii_lowercase()
}
