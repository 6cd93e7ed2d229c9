//! Names of files that are not finished, or were never meant to be data: uploads in progress,
//! temporary files, locks, backups and the losers of conflicts, as transfer clients, servers,
//! browsers, sync tools and editors name them. Which program uses which, and what was left out on
//! purpose: `docs/adr/0013-names-that-say-not-finished.md`.

/// A name with at most one `*`, which matches one character or more. The case of ASCII letters
/// does not matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pattern<'a> {
    start: &'a [u8],
    /// What follows the `*`; `None` without one, so that the whole name must match.
    end: Option<&'a [u8]>,
}

impl<'a> Pattern<'a> {
    /// Parses a pattern. A second `*` is taken literally: see [`check`].
    pub(crate) const fn new(text: &'a [u8]) -> Self {
        let mut index = 0;
        while index < text.len() {
            if text[index] == b'*' {
                let (start, rest) = text.split_at(index);
                return Self { start, end: Some(rest.split_at(1).1) };
            }
            index += 1;
        }
        Self { start: text, end: None }
    }

    pub(crate) fn matches(self, name: &[u8]) -> bool {
        let Some(end) = self.end else { return name.eq_ignore_ascii_case(self.start) };
        name.len() > self.start.len() + end.len()
            && name[name.len() - end.len()..].eq_ignore_ascii_case(end)
            && name[..self.start.len()].eq_ignore_ascii_case(self.start)
    }
}

/// Checks a pattern that a caller has supplied.
///
/// # Errors
/// Returns what is wrong with it.
pub(crate) fn check(text: &[u8]) -> Result<(), &'static str> {
    if text.iter().all(|byte| *byte == b'*') {
        return Err("it would match every file, or none: write an ending as in *.busy, or a beginning as in tmp-*");
    }
    if text.iter().filter(|byte| **byte == b'*').count() > 1 {
        return Err("it may contain only one *: write an ending as in *.busy, or a beginning as in tmp-*");
    }
    if text.len() > 255 || text.contains(&b'/') || text.contains(&0) {
        return Err("no file name matches it: write only the name, without its folder");
    }
    Ok(())
}

/// Returns whether programs use this name for unfinished files, or for files that are not data.
pub(crate) fn is_unfinished(name: &[u8]) -> bool {
    let is_hidden = name.first() == Some(&b'.');
    let may_end_so = name.last().is_some_and(|byte| LAST[usize::from(*byte)]);
    (may_end_so && ENDINGS.iter().any(|pattern| pattern.matches(name)))
        || BEGINNINGS.iter().any(|pattern| pattern.matches(name))
        || (is_hidden && HIDDEN.iter().any(|pattern| pattern.matches(name)))
        || is_random(name)
        || is_conflict(name)
}

/// Returns whether an operating system reserves this name for entries that it hides from people.
pub(crate) fn is_system(name: &[u8]) -> bool {
    SYSTEM.iter().any(|system| name.eq_ignore_ascii_case(system.as_bytes()))
}

macro_rules! patterns {
    ($($text:literal)*) => {
        &[$(Pattern::new($text.as_bytes())),*]
    };
}

const ENDINGS: &[Pattern<'_>] = patterns![
    // Transfers in progress, and the files kept beside them.
    "*.!bt" "*.!qb" "*.!sync" "*.!ut" "*._copying_" "*.aria2" "*.aria2__temp" "*.aspera-ckpt" "*.bc!" "*.bts-wip" "*.camellock"
    "*.copying" "*.crdownload" "*.dlpart" "*.download" "*.downloading" "*.dtapart" "*.fdmdownload" "*.filepart" "*.getright"
    "*.gstmp" "*.in-progress" "*.in_progress" "*.incomplete" "*.inprogress" "*.jc!" "*.lftp" "*.lftp-pget-status" "*.ob!"
    "*.opdownload" "*.part" "*.partial" "*.processing" "*.receiving" "*.sending" "*.syncpart" "*.synctemp" "*.transferring"
    "*.unfinished" "*.upload" "*.upload-part" "*.uploading" "*.uploadpart" "*.wip" "*.writing" "*.xltd"
    // Placeholders for files whose content is elsewhere.
    "*.icloud" "*.nextcloud" "*.owncloud"
    // Temporary files and locks.
    "#*#" "*.ctmp" "*.kate-swp" "*.laccdb" "*.lck" "*.lock" "*.new" "*.swn" "*.swo" "*.swp" "*.swx" "*.temp" "*.tmp"
    "*___jb_old___" "*___jb_tmp___"
    // Backups: the program that made one may still need it to undo its changes.
    "*.bak" "*.old" "*.orig" "*.save" "*.syncold" "*~"
];

static BEGINNINGS: &[Pattern<'_>] = patterns!["~$*" "~syncthing~*"];

/// The last bytes of the endings. Most names end in none of them and need no further comparison.
static LAST: [bool; 256] = last_bytes(ENDINGS);

const fn last_bytes(patterns: &[Pattern<'_>]) -> [bool; 256] {
    let mut last = [false; 256];
    let mut index = 0;
    while index < patterns.len() {
        if let Some([.., byte]) = patterns[index].end {
            last[byte.to_ascii_lowercase() as usize] = true;
            last[byte.to_ascii_uppercase() as usize] = true;
        }
        index += 1;
    }
    last
}

/// Uploads that servers and clients hide until they are complete, and files that editors hide
/// beside another.
static HIDDEN: &[Pattern<'_>] = patterns![
    ".#*" ".azdownload-*" ".davfs.tmp*" ".gedit-save-*" ".getxfer.*" ".goutputstream-*" ".in.*" ".pending-*" ".pureftpd-upload.*"
    ".rsync-partial" ".rsync-tmp" ".sftpgo-upload.*" ".sync_ingest-upload-*" ".syncthing.*" ".temp*" ".tmp*" ".unison.*" ".~*"
];

const SYSTEM: [&str; 11] = [
    "#recycle",
    "$recycle.bin",
    "@eadir",
    "desktop.ini",
    "ehthumbs.db",
    "ehthumbs_vista.db",
    "lost+found",
    "recycler",
    "system volume information",
    "temporary items",
    "thumbs.db",
];

/// Recognises names by a random part at their end: rsync's `.NAME.XXXXXX`, whose random part nearly
/// always contains a digit or a capital letter; those of Python's `tempfile`, of `mktemp`, and of
/// safe saves on macOS; those of the AWS command line, whose eight hexadecimal digits differ from a
/// date by containing a letter; and those of the Nextcloud client, which begin with `~`.
fn is_random(name: &[u8]) -> bool {
    let is_hidden = name.starts_with(b".");
    let any = |part: &[u8], wanted: fn(&u8) -> bool| part.iter().any(wanted);
    let all = |part: &[u8], wanted: fn(&u8) -> bool| part.iter().all(wanted);
    let (before, last) = match name.iter().rposition(|byte| *byte == b'.') {
        Some(dot) => (&name[..dot], &name[dot + 1..]),
        None => (&name[..0], name),
    };
    match (last.len(), before) {
        _ if is_hidden && last.starts_with(b"~") => true,
        (6, [b'.', _, ..]) => {
            all(last, u8::is_ascii_alphanumeric) && any(last, |byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        }
        (11, []) => {
            last.starts_with(b"tmp") && all(&last[3..], |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
        }
        (10, b"tmp") => all(last, u8::is_ascii_alphanumeric),
        (18, _) if last.starts_with(b"sb-") && last[11] == b'-' => {
            all(&last[3..11], u8::is_ascii_hexdigit) && all(&last[12..], u8::is_ascii_alphanumeric)
        }
        (8, [_, ..]) if !is_hidden => {
            all(last, u8::is_ascii_hexdigit) && any(last, u8::is_ascii_digit) && any(last, u8::is_ascii_alphabetic)
        }
        _ => false,
    }
}

/// Recognises the names that Syncthing, Dropbox and Nextcloud give to the loser of a conflict. A
/// person has to decide about it.
fn is_conflict(name: &[u8]) -> bool {
    let holds = |sign: &[u8]| name.windows(sign.len()).any(|part| part.eq_ignore_ascii_case(sign));
    // One search is enough for nearly every name.
    holds(b"conflict") && (holds(b".sync-conflict-") || holds(b"conflicted copy"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_pattern_is_an_ending_a_beginning_both_or_a_whole_name() {
        for (pattern, name, wanted) in [
            ("*.busy", "students.csv.busy", true),
            ("*.busy", "STUDENTS.CSV.BUSY", true),
            ("*.busy", ".busy", false),
            ("*.busy", "students.busy.csv", false),
            ("tmp-*", "tmp-students.csv", true),
            ("tmp-*", "students.tmp-", false),
            ("new_*.csv", "new_students.csv", true),
            ("ab*ba", "aba", false),
            ("marker", "Marker", true),
            ("marker", "marker.csv", false),
            ("", "a", false),
        ] {
            assert_eq!(Pattern::new(pattern.as_bytes()).matches(name.as_bytes()), wanted, "{pattern} {name}");
        }
    }

    #[test]
    fn every_pattern_of_the_lists_is_found_in_small_and_in_capital_letters() {
        for pattern in ENDINGS.iter().chain(BEGINNINGS).chain(HIDDEN) {
            let middle = if pattern.end.is_some() { b"x".as_slice() } else { b"" };
            let name = [pattern.start, middle, pattern.end.unwrap_or_default()].concat();
            assert!(is_unfinished(&name), "{}", name.escape_ascii());
            assert!(is_unfinished(&name.to_ascii_uppercase()), "{}", name.escape_ascii());
        }
    }

    #[test]
    fn a_pattern_that_can_only_be_a_mistake_is_refused() {
        for good in ["*.busy", "tmp-*", "a*b", "marker", "*~", "caf\u{e9}*"] {
            assert_eq!(check(good.as_bytes()), Ok(()), "{good}");
        }
        let long = "x".repeat(256);
        for bad in ["", "*", "**", "*a*", "a**", "folder/*.csv", "a\0", &long] {
            assert!(check(bad.as_bytes()).is_err(), "{bad}");
        }
    }

    proptest! {
        /// The same rule in another formulation: what remains when both ends are stripped.
        #[test]
        fn a_pattern_matches_what_begins_and_ends_as_it_does(
            start in "[aB.~]{0,3}", star in any::<bool>(), end in "[aB.~]{0,3}", name in "[aAbB.~]{0,8}"
        ) {
            let text = format!("{start}{}{end}", if star { "*" } else { "" });
            let (name, lower) = (name.as_bytes(), name.to_lowercase());
            let rest = lower.strip_prefix(&start.to_lowercase()).and_then(|rest| rest.strip_suffix(&end.to_lowercase()));
            let wanted = if star { rest.is_some_and(|rest| !rest.is_empty()) } else { rest == Some("") };
            prop_assert_eq!(Pattern::new(text.as_bytes()).matches(name), wanted, "{} {:?}", text, lower);
        }
    }
}
