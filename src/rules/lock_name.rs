//! Names that are nearly those of the locks.
//!
//! A file system that compares names in its own way (CIFS, exFAT, APFS, a case-insensitive ext4) finds `ALOCK.TXT` under the name
//! `alock.txt`: there it is that lock. Elsewhere it is none, but somebody thinks that it is: nobody honours it, and it never is
//! data. See `docs/adr/0022-names-like-locks.md`.

use super::name::{AGENT_LOCK, COLLECTOR_LOCK};

/// More than what is added to a name below; a name of a lock is short.
const LONGEST: usize = 64;

/// The lock whose name a person, a client or a file system may take this one for. The names of the locks themselves are such, too.
pub(crate) fn resembled(name: &[u8]) -> Option<&'static str> {
    if name.len() > LONGEST {
        return None;
    }
    let folded: String = std::str::from_utf8(name).ok()?.chars().filter(|c| !is_ignorable(*c)).map(fold).collect();
    let name = without_number(folded.trim_matches([' ', '.']));
    // Where endings are not shown, somebody adds one that is there already.
    let stem = name.strip_suffix(".txt")?.trim_end_matches(".txt");
    [COLLECTOR_LOCK, AGENT_LOCK].into_iter().find(|lock| lock.strip_suffix(".txt") == Some(without_copy(stem)))
}

/// `NAME;1`: the versions of OpenVMS, which its FTP clients send along.
fn without_number(name: &str) -> &str {
    match name.rsplit_once(';') {
        Some((name, version)) if is_number(version) => name,
        _ => name,
    }
}

/// `NAME - Copy`, `NAME (1)`, or both: what is made of a name that was there already.
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

/// As Unicode folds case, for the letters of these names: besides the capital letters, the sign for Kelvin is a `k`. Through SMB, a
/// space or dot at an end is written as a character of private use.
fn fold(c: char) -> char {
    match c {
        '\u{212a}' => 'k',
        '\u{f028}' => ' ',
        '\u{f029}' => '.',
        c => c.to_ascii_lowercase(),
    }
}

/// What a file system that normalises names leaves out when it compares them.
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
