//! The name rules: may an entry of this name be collected?

use super::lock_name::resembled;
use super::skip::SkipReason;

/// File name of the collector lock.
pub(crate) const COLLECTOR_LOCK: &str = "lock.txt";
/// File name of the agent lock.
pub(crate) const AGENT_LOCK: &str = "alock.txt";

/// Endings that transfer clients give to unfinished files: WinSCP, browsers and download tools, lftp's state file.
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
        Some(b'.') if is_hidden_upload(name) => return Err(SkipReason::UnfinishedName),
        Some(b'.') => return Err(SkipReason::Hidden),
        Some(b'_') => return Err(SkipReason::Omitted),
        Some(_) => {}
    }
    if resembled(name).is_some() {
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

/// Hidden names of unfinished files: lftp's `.in.NAME`, the upload of an agent of ours, and rsync's `.NAME.XXXXXX`, where the
/// last part is random and so nearly always holds a digit or a capital letter.
fn is_hidden_upload(name: &[u8]) -> bool {
    let random = name.len().checked_sub(7).map_or(&b""[..], |start| &name[start..]);
    let is_rsync = name.len() > 8
        && random.starts_with(b".")
        && random[1..].iter().all(u8::is_ascii_alphanumeric)
        && random[1..].iter().any(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    name.starts_with(b".in.") || name.starts_with(b".sync_ingest-upload-") || is_rsync
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
    use proptest::prelude::*;

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
        let cases: [(&[u8], SkipReason); 20] = [
            (b".in.students.csv", SkipReason::UnfinishedName),
            (b".students.csv.aB3xYz", SkipReason::UnfinishedName),
            (b".sync_ingest-upload-0123456789abcdef", SkipReason::UnfinishedName),
            (b".config.backup", SkipReason::Hidden),
            (b".aB3xYz", SkipReason::Hidden),
            (b"", SkipReason::HostileName),
            (b".hidden", SkipReason::Hidden),
            (b"..", SkipReason::Hidden),
            (b"_omitted.csv", SkipReason::Omitted),
            (b"lock.txt", SkipReason::LockFile),
            (b"alock.txt", SkipReason::LockFile),
            (b"ALOCK.TXT", SkipReason::LockFile),
            (b"lock.txt.txt", SkipReason::LockFile),
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

    /// The same rules, said in another way: by what a name looks like as text.
    fn is_ordinary(name: &[u8]) -> bool {
        let text = String::from_utf8_lossy(name);
        let lower = text.to_ascii_lowercase();
        let deceives =
            |c: char| c.is_control() || "\u{61c}\u{200e}\u{200f}\u{2028}\u{2029}".contains(c) || is_embedding(c);
        let is_embedding_free = !text.chars().any(deceives);
        (1..=255).contains(&name.len())
            && !text.starts_with(['.', '_'])
            && resembled(name).is_none()
            && !text.contains('/')
            && is_embedding_free
            && ![".filepart", ".part", ".partial", ".lftp-pget-status"].iter().any(|end| lower.ends_with(end))
    }

    fn is_embedding(c: char) -> bool {
        (0x202a..=0x202e).contains(&u32::from(c)) || (0x2066..=0x2069).contains(&u32::from(c))
    }

    /// Names that are made of what the rules speak of.
    fn any_name() -> impl Strategy<Value = Vec<u8>> {
        let pieces = [
            ".",
            "_",
            "lock.txt",
            "a",
            "/",
            ".part",
            ".PART",
            ".filepart",
            ".partial",
            ".lftp-pget-status",
            ".in.",
            "Z9abcd",
            "\u{202e}",
            "\u{2028}",
            "\u{2066}",
            "\u{85}",
            "\u{e9}",
            "\n",
            "\u{7f}",
            " ",
        ];
        let piece = prop_oneof![
            8 => proptest::sample::select(pieces.map(|piece| piece.as_bytes().to_vec()).to_vec()),
            1 => proptest::collection::vec(any::<u8>(), 1..4),
            1 => (1..260usize).prop_map(|length| vec![b'x'; length]),
        ];
        proptest::collection::vec(piece, 0..5).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn a_name_is_collected_exactly_if_it_is_ordinary(name in any_name()) {
            prop_assert_eq!(check_name(&name).is_ok(), is_ordinary(&name), "{}", name.escape_ascii());
        }

        #[test]
        fn the_first_character_comes_before_every_other_rule(name in any_name()) {
            let reason = check_name(&name).err();
            match name.first() {
                Some(b'_') => prop_assert_eq!(reason, Some(SkipReason::Omitted)),
                Some(b'.') => prop_assert!(matches!(reason, Some(SkipReason::Hidden | SkipReason::UnfinishedName))),
                _ => prop_assert!(!matches!(reason, Some(SkipReason::Hidden | SkipReason::Omitted))),
            }
        }
    }
}
