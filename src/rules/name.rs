//! The name rules: may an entry of this name be collected?

use super::lock_name::resembled;
use super::skip::SkipReason;
use super::unfinished::{is_system, is_unfinished};

/// File name of the collector lock.
pub(crate) const COLLECTOR_LOCK: &str = "lock.txt";
/// File name of the agent lock.
pub(crate) const AGENT_LOCK: &str = "alock.txt";

/// Returns whether an entry of this name may be collected, and if not, why not.
///
/// Looks only at the bytes of the name, which need not be UTF-8. Whether the entry *is* collected
/// also depends on its type, on the evidence that its upload is finished, and on the names that
/// [`Options::unfinished_names`](crate::Options::unfinished_names) adds.
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
        Some(b'.') if is_unfinished(name) => return Err(SkipReason::UnfinishedName),
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
    if is_system(name) {
        return Err(SkipReason::Hidden);
    }
    if is_unfinished(name) {
        return Err(SkipReason::UnfinishedName);
    }
    Ok(())
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
        for name in [
            "students.csv",
            "0",
            " ",
            "-rf",
            "lock.txt.csv",
            "my_lock.txt",
            "élèves.csv",
            // A telling word in the middle, or as the whole name, means nothing.
            "part.csv",
            "temp.csv",
            "tmp.csv",
            "tmp1.csv",
            "new",
            "lock",
            "old students.csv",
            "export.new.csv",
            "export.tmp.csv",
            "2024.part1.csv",
            "archive.part01.rar",
            "STUDEN~1.CSV",
            "students.csv~2.csv",
            "#1 in class.csv",
            "~students.csv",
            "~",
            "##",
            "$students.csv",
            "students (1).csv",
            "students - copy.csv",
            "conflicts.csv",
            "report.sb-2024.csv",
            // Dates, versions and numbers are not random parts.
            "students.20240131",
            "students.20240131.csv",
            "students.csv.1",
            "students.v2",
            "students.12345678",
            "students.deadbeef",
            "students.abcdef",
            "tmp.students",
        ] {
            assert_eq!(check_name(name.as_bytes()), Ok(()), "{name}");
        }
        assert_eq!(check_name(b"caf\xe9.csv"), Ok(()));
        assert_eq!(check_name(&[b'a'; 255]), Ok(()));
    }

    #[test]
    fn names_of_what_is_not_finished_or_not_the_data_are_left_alone() {
        for name in [
            // Frameworks and transfer clients.
            "students.csv.filepart",
            "STUDENTS.CSV.PART",
            "students.csv.writing",
            "students.csv.inprogress",
            "students.csv.camelLock",
            "students.csv.BTS-WIP",
            "students.csv._COPYING_",
            "students.csv.tmp",
            "students.csv.k3jx9a2b.partial",
            "students.csv.ocTransferId643653835.part",
            "students.csv_.gstmp",
            "students.csv.incomplete",
            "students.csv.lftp",
            // Browsers, download tools, drives.
            "students.csv.crdownload",
            "Unconfirmed 123456.crdownload",
            "students.csv.opdownload",
            "students.csv.download",
            "students.csv.aria2",
            "students.csv.!qB",
            "~syncthing~students.csv.tmp",
            "students.csv.nextcloud",
            // Editors, locks and backups.
            "~$students.xlsx",
            "#students.csv#",
            "students.csv~",
            "students.csv.~1~",
            "students.csv.swp",
            "students.csv.bak",
            "students.csv.lock",
            "students.csv.new",
            // Random parts.
            "students.csv.6eF5b5da",
            "students.xlsx.sb-1a2b3c4d-AbC123",
            "tmpab3_x9zq",
            "tmp.aB3xYz09Qw",
            // The losers of conflicts.
            "students.sync-conflict-20240131-083000-ABCDEFG.csv",
            "students (Ann's conflicted copy 2024-01-31).csv",
            // Hidden by a program that has not finished.
            ".in.students.csv",
            ".in.students.csv.",
            ".pureftpd-upload.65b9f6c1.15.1a2b.0.3c4d5e6f",
            ".sftpgo-upload.cmqk2s9cb1s3v0h0p0v0.students.csv",
            ".syncthing.students.csv.tmp",
            ".unison.students.csv.0123456789abcdef.unison.tmp",
            ".goutputstream-U6EGP0",
            ".azDownload-0d3f-students.csv",
            ".~lock.students.ods#",
            ".#students.csv",
            ".students.csv.swp",
            ".students.csv.filepart",
            ".students.csv.aB3xYz",
            ".students.csv.~1a2b",
            ".tmpAb3xYz",
            ".sync_ingest-upload-0123456789abcdef",
        ] {
            assert_eq!(check_name(name.as_bytes()), Err(SkipReason::UnfinishedName), "{name}");
        }
    }

    #[test]
    fn what_a_sender_hides_or_a_system_keeps_for_itself_is_hidden() {
        for name in [
            ".hidden",
            "..",
            ".students.csv",
            ".config.backup",
            ".aB3xYz",
            ".nfs000000000012d687",
            ".DS_Store",
            "._students.csv",
            "Thumbs.db",
            "desktop.ini",
            "lost+found",
            "$RECYCLE.BIN",
        ] {
            assert_eq!(check_name(name.as_bytes()), Err(SkipReason::Hidden), "{name}");
        }
    }

    #[test]
    fn every_other_name_has_its_reason() {
        let cases: [(&[u8], SkipReason); 12] = [
            (b"", SkipReason::HostileName),
            (b"_omitted.csv", SkipReason::Omitted),
            (b"lock.txt", SkipReason::LockFile),
            (b"alock.txt", SkipReason::LockFile),
            (b"ALOCK.TXT", SkipReason::LockFile),
            (b"lock.txt.txt", SkipReason::LockFile),
            (b"_students.csv.part", SkipReason::Omitted),
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

    /// Extensions of unfinished files.
    const EXTENSIONS: &str = "!bt !qb !sync !ut _copying_ aria2 aria2__temp aspera-ckpt bak bc! bts-wip camellock copying \
        crdownload ctmp dlpart download downloading dtapart fdmdownload filepart getright gstmp icloud in-progress in_progress \
        incomplete inprogress jc! kate-swp laccdb lck lftp lftp-pget-status lock new nextcloud ob! old opdownload orig owncloud \
        part partial processing receiving save sending swn swo swp swx syncold syncpart synctemp temp tmp transferring \
        unfinished upload upload-part uploading uploadpart wip writing xltd";

    /// The same rules in another formulation, on the name as text.
    fn is_ordinary(name: &[u8]) -> bool {
        let text = String::from_utf8_lossy(name);
        let lower = text.to_ascii_lowercase();
        let deceives =
            |c: char| c.is_control() || "\u{61c}\u{200e}\u{200f}\u{2028}\u{2029}".contains(c) || is_embedding(c);
        let is_embedding_free = !text.chars().any(deceives);
        let (stem, extension) = text.rsplit_once('.').unwrap_or(("", &text));
        let looks_random = match extension.len() {
            8 if !stem.is_empty() => {
                u32::from_str_radix(extension, 16).is_ok()
                    && extension.parse::<u32>().is_err()
                    && extension.contains(char::is_numeric)
            }
            10 => stem == "tmp" && extension.chars().all(|c| c.is_ascii_alphanumeric()),
            11 => {
                let is_random = |c: char| c.is_ascii_digit() || c.is_ascii_lowercase() || c == '_';
                stem.is_empty() && extension.strip_prefix("tmp").is_some_and(|rest| rest.chars().all(is_random))
            }
            _ => false,
        };
        (1..=255).contains(&name.len())
            && !text.starts_with(['.', '_'])
            && resembled(name).is_none()
            && !["thumbs.db", "desktop.ini"].contains(&lower.as_str())
            && !text.contains('/')
            && is_embedding_free
            && !looks_random
            && !(lower.contains('.') && EXTENSIONS.split_whitespace().any(|one| lower.ends_with(&format!(".{one}"))))
            && !(text.len() > 1 && text.ends_with('~'))
            && !(lower.len() > 11 && lower.starts_with("~syncthing~"))
            && !(text.len() > 2 && text.starts_with("~$"))
            && !(text.len() > 2 && text.starts_with('#') && text.ends_with('#'))
            && ![".sync-conflict-", "conflicted copy"].iter().any(|sign| lower.contains(sign))
    }

    fn is_embedding(c: char) -> bool {
        (0x202a..=0x202e).contains(&u32::from(c)) || (0x2066..=0x2069).contains(&u32::from(c))
    }

    /// Names composed of the parts that the rules look for.
    fn any_name() -> impl Strategy<Value = Vec<u8>> {
        let names = [
            ".",
            "_",
            "lock.txt",
            "a",
            "/",
            ".PART",
            ".in.",
            "Z9abcd",
            ".",
            "~",
            "#",
            "~$",
            "tmp",
            "6eF5b5da",
            "20240131",
            "Ab3xYz",
            "thumbs.db",
            "desktop.ini",
            "~syncthing~",
            ".sync-conflict-",
            " conflicted copy",
        ];
        let endings = EXTENSIONS.split_whitespace().map(|one| format!(".{one}").into_bytes()).collect::<Vec<_>>();
        let pieces = ["\u{202e}", "\u{2028}", "\u{2066}", "\u{85}", "\u{e9}", "\n", "\u{7f}", " "];
        let piece = prop_oneof![
            8 => proptest::sample::select(names.map(|piece| piece.as_bytes().to_vec()).to_vec()),
            2 => proptest::sample::select(pieces.map(|piece| piece.as_bytes().to_vec()).to_vec()),
            2 => proptest::sample::select(endings),
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
                _ => prop_assert!(reason != Some(SkipReason::Omitted)),
            }
        }
    }
}
