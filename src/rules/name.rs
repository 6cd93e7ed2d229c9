//! The name rules: may an entry of this name be collected?

use super::skip::SkipReason;

/// File name of the collector lock.
pub(crate) const COLLECTOR_LOCK: &str = "lock.txt";
/// File name of the agent lock.
pub(crate) const AGENT_LOCK: &str = "alock.txt";

/// Endings that transfer clients give to unfinished files: WinSCP, browsers and download tools, lftp's state file. Hidden
/// temporary names (lftp, vsftpd, rsync) are already left alone for their dot.
const UNFINISHED_ENDINGS: [&[u8]; 4] = [b".filepart", b".part", b".partial", b".lftp-pget-status"];

/// Says whether an entry of this name may be collected, and if not, why not.
///
/// Looks at the bytes of the name alone; a name need not be UTF-8. Whether the entry *is* collected depends also on what
/// it is and on the evidence that its upload is over.
///
/// # Errors
/// The reason why an entry of this name is left alone.
///
/// # Examples
/// ```
/// use sync_ingest::{SkipReason, check_name};
/// assert_eq!(check_name(b"students.csv"), Ok(()));
/// assert_eq!(check_name(b"_draft.csv"), Err(SkipReason::Omitted));
/// ```
pub fn check_name(name: &[u8]) -> Result<(), SkipReason> {
    match name.first() {
        None => return Err(SkipReason::HostileName),
        Some(b'.') => return Err(SkipReason::Hidden),
        Some(b'_') => return Err(SkipReason::Omitted),
        Some(_) => {}
    }
    if name == COLLECTOR_LOCK.as_bytes() || name == AGENT_LOCK.as_bytes() {
        return Err(SkipReason::LockFile);
    }
    if name.len() > 255 || name.contains(&b'/') || has_deceptive_characters(name) {
        return Err(SkipReason::HostileName);
    }
    if UNFINISHED_ENDINGS.iter().any(|ending| ends_with_ignoring_case(name, ending)) {
        return Err(SkipReason::UnfinishedName);
    }
    Ok(())
}

fn ends_with_ignoring_case(name: &[u8], ending: &[u8]) -> bool {
    name.len() >= ending.len() && name[name.len() - ending.len()..].eq_ignore_ascii_case(ending)
}

/// Control characters, and the Unicode characters that reorder or break a line of text.
fn has_deceptive_characters(name: &[u8]) -> bool {
    if name.iter().any(u8::is_ascii_control) {
        return true;
    }
    if name.is_ascii() {
        return false;
    }
    String::from_utf8_lossy(name).chars().any(|c| {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_names_are_collected_whatever_they_contain() {
        let names: [&[u8]; 9] = [
            b"students.csv",
            b"0",
            b" ",
            b"-rf",
            b"lock.txt.csv",
            b"my_lock.txt",
            "élèves.csv".as_bytes(),
            b"caf\xe9.csv",
            b"part.csv",
        ];
        for name in names {
            assert_eq!(check_name(name), Ok(()), "{}", name.escape_ascii());
        }
        assert_eq!(check_name(&[b'a'; 255]), Ok(()));
    }

    #[test]
    fn every_other_name_has_its_reason() {
        let cases: [(&[u8], SkipReason); 13] = [
            (b"", SkipReason::HostileName),
            (b".hidden", SkipReason::Hidden),
            (b"..", SkipReason::Hidden),
            (b"_omitted.csv", SkipReason::Omitted),
            (b"lock.txt", SkipReason::LockFile),
            (b"alock.txt", SkipReason::LockFile),
            (b"students.csv.filepart", SkipReason::UnfinishedName),
            (b"STUDENTS.CSV.PART", SkipReason::UnfinishedName),
            (b"a\nb", SkipReason::HostileName),
            (b"\x1b[2J.csv", SkipReason::HostileName),
            (b"a/b", SkipReason::HostileName),
            ("a\u{202e}vsc.exe".as_bytes(), SkipReason::HostileName),
            ("a\u{85}b".as_bytes(), SkipReason::HostileName),
        ];
        for (name, reason) in cases {
            assert_eq!(check_name(name), Err(reason), "{}", name.escape_ascii());
        }
        assert_eq!(check_name(&[b'a'; 256]), Err(SkipReason::HostileName));
    }
}
