//! Names that resemble those of the locks.
//!
//! A file system that folds names (CIFS, exFAT, APFS, a case-insensitive ext4) finds `ALOCK.TXT`
//! under the name `alock.txt`: there it is that lock. Elsewhere it is not a lock, although its
//! sender believes so: it is not honoured, and it is never data. See
//! `docs/adr/0022-names-like-locks.md`.

use super::name::{AGENT_LOCK, COLLECTOR_LOCK};

/// Longer than any name that the rules below recognise.
const LONGEST: usize = 64;

/// Returns the lock that a person, a client or a file system may take this name for. The names of
/// the locks themselves are included.
pub(crate) fn resembled(name: &[u8]) -> Option<&'static str> {
    if name.len() > LONGEST {
        return None;
    }
    let folded: String = std::str::from_utf8(name).ok()?.chars().filter(|c| !is_ignorable(*c)).map(fold).collect();
    let name = without_number(folded.trim_matches([' ', '.']));
    // Where file extensions are hidden, people add one that is already there.
    let stem = name.strip_suffix(".txt")?.trim_end_matches(".txt");
    [COLLECTOR_LOCK, AGENT_LOCK].into_iter().find(|lock| lock.strip_suffix(".txt") == Some(without_copy(stem)))
}

/// Strips a version number as in `NAME;1`, which FTP clients on OpenVMS send.
fn without_number(name: &str) -> &str {
    match name.rsplit_once(';') {
        Some((name, version)) if is_number(version) => name,
        _ => name,
    }
}

/// Strips the marks of a copy: `NAME - Copy`, `NAME (1)`, or both.
fn without_copy(stem: &str) -> &str {
    let numbered = |stem: &'_ str| match stem.strip_suffix(')').and_then(|stem| stem.rsplit_once(" (")) {
        Some((name, number)) if is_number(number) => name.len(),
        _ => stem.len(),
    };
    let stem = &stem[..numbered(stem)];
    let stem = stem.strip_suffix(" - copy").unwrap_or(stem);
    &stem[..numbered(stem)]
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Folds case as Unicode does, for the letters of these names: besides the capital letters, the
/// Kelvin sign is a `k`. SMB writes a space or dot at the end of a name as a private-use character.
fn fold(c: char) -> char {
    match c {
        '\u{212a}' => 'k',
        '\u{f028}' => ' ',
        '\u{f029}' => '.',
        c => c.to_ascii_lowercase(),
    }
}

/// Returns whether a file system that normalises names ignores this character when it compares
/// them.
fn is_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_a_lock_is_spelled_it_is_known() {
        for name in [
            "lock.txt",
            "LOCK.TXT",
            "Lock.txt",
            "lock.txt.txt",
            "lock.TXT.txt",
            "lock.txt ",
            "lock.txt.",
            " lock.txt",
            "lock.txt\u{f029}",
            "LOCK.TXT;1",
            "lock (2).txt",
            "lock - Copy.txt",
            "lock - Copy (2).txt.txt",
            "loc\u{212a}.txt",
            "l\u{ad}ock.txt",
        ] {
            assert_eq!(resembled(name.as_bytes()), Some("lock.txt"), "{name}");
            assert_eq!(resembled(format!("a{}", name.trim_start()).as_bytes()), Some("alock.txt"), "a{name}");
        }
    }

    #[test]
    fn what_is_called_otherwise_is_no_lock() {
        for name in [
            "lock",
            "lock.csv",
            "lock.txt.csv",
            "my_lock.txt",
            "block.txt",
            "clock.txt",
            "locks.txt",
            "lock-2.txt",
            "élock.txt",
        ] {
            assert_eq!(resembled(name.as_bytes()), None, "{name}");
        }
        assert_eq!(resembled(b"lock\xff.txt"), None);
    }
}
