//! Checksum files: `_NAME.sha256` beside `NAME`, in the format of `sha256sum`, which prove that an upload is over.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use super::name::check_name;

/// What is longer is no checksum file: a digest and a path, of which every byte may be escaped.
pub(crate) const MOST_BYTES: u64 = 16 << 10;

const ENDING: &[u8] = b".sha256";
const DIGITS: usize = 64;

/// The name of the checksum file of `name`; `None` where that would be too long for a name.
pub(crate) fn checksum_name(name: &OsStr) -> Option<OsString> {
    let checksum = [b"_", name.as_bytes(), ENDING].concat();
    (checksum.len() <= 255).then(|| OsString::from_vec(checksum))
}

/// The name of the file that a checksum file of this name belongs to, if that is one that may be collected.
pub(crate) fn file_of(checksum: &OsStr) -> Option<&OsStr> {
    let name = checksum.as_bytes().strip_prefix(b"_")?.strip_suffix(ENDING)?;
    check_name(name).is_ok().then(|| OsStr::from_bytes(name))
}

/// The digest that a checksum file gives for `name`, in lower case. It holds one line as `sha256sum` writes it, for text or binary
/// mode, with whatever path before the name; a digest without a name will do, and `-`, which stands for standard input. Line
/// ends of other systems and capital digits do no harm. `None` for everything else.
pub(crate) fn parse(text: &[u8], name: &OsStr) -> Option<String> {
    let line = text.strip_suffix(b"\n").unwrap_or(text);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.contains(&b'\n') {
        return None;
    }
    let (line, is_escaped) = match line.strip_prefix(b"\\") {
        Some(line) => (line, true),
        None => (line, false),
    };
    let (digits, rest) = line.split_at_checked(DIGITS)?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let is_named = match rest {
        [] => !is_escaped,
        [b' ', b' ' | b'*', named @ ..] if is_escaped => is_path_of(&unescape(named)?, name),
        [b' ', b' ' | b'*', named @ ..] => named == b"-" || is_path_of(named, name),
        _ => false,
    };
    is_named.then(|| String::from_utf8_lossy(digits).to_ascii_lowercase())
}

fn is_path_of(path: &[u8], name: &OsStr) -> bool {
    path.rsplit(|byte| *byte == b'/').next() == Some(name.as_bytes())
}

fn unescape(text: &[u8]) -> Option<Vec<u8>> {
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
    Some(plain)
}

/// The content of the checksum file of `name`.
pub(crate) fn to_text(sha256: &str, name: &OsStr) -> Vec<u8> {
    let mut escaped = Vec::with_capacity(name.len());
    for byte in name.as_bytes() {
        match byte {
            b'\\' => escaped.extend(b"\\\\"),
            b'\n' => escaped.extend(b"\\n"),
            b'\r' => escaped.extend(b"\\r"),
            byte => escaped.push(*byte),
        }
    }
    let sign: &[u8] = if escaped.len() > name.len() { b"\\" } else { b"" };
    [sign, sha256.as_bytes(), b"  ", &escaped, b"\n"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DIGEST: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    fn read(text: &str, name: &str) -> Option<String> {
        parse(text.as_bytes(), name.as_ref())
    }

    #[test]
    fn what_sha256sum_writes_is_read() {
        for line in [
            format!("{DIGEST}  students.csv\n"),
            format!("{DIGEST} *students.csv\n"),
            format!("{DIGEST}  /var/export/students.csv\n"),
            format!("{DIGEST}  -\n"),
            format!("{DIGEST}\n"),
            DIGEST.to_owned(),
            format!("{}  students.csv\r\n", DIGEST.to_ascii_uppercase()),
        ] {
            assert_eq!(read(&line, "students.csv").as_deref(), Some(DIGEST), "{line:?}");
        }
        assert_eq!(read(&format!("\\{DIGEST}  a\\\\b.csv\n"), "a\\b.csv").as_deref(), Some(DIGEST));
        assert_eq!(read(&format!("\\{DIGEST} *x\\n/a\\rb.csv\n"), "a\rb.csv").as_deref(), Some(DIGEST));
    }

    #[test]
    fn everything_else_proves_nothing() {
        for text in [
            "",
            "\n",
            "students.csv",
            &DIGEST[1..],
            &format!("{DIGEST} students.csv"),
            &format!("{DIGEST}students.csv"),
            &format!("{DIGEST}  courses.csv"),
            &format!("{DIGEST}  students.csv.old"),
            &format!("{DIGEST}  old-students.csv"),
            &format!("{DIGEST}  students.csv\n{DIGEST}  students.csv\n"),
            &format!("\\{DIGEST}"),
            &format!("\\{DIGEST}  students\\.csv"),
            &format!("\\{DIGEST}  students.csv\\"),
            &format!("g{}  students.csv", &DIGEST[1..]),
            &format!("SHA256 (students.csv) = {DIGEST}"),
            &format!("\u{feff}{DIGEST}  students.csv"),
        ] {
            assert_eq!(read(text, "students.csv"), None, "{text:?}");
        }
    }

    #[test]
    fn a_checksum_file_is_known_by_its_name() {
        for (checksum, name) in [
            ("_students.csv.sha256", Some("students.csv")),
            ("_a.sha256.sha256", Some("a.sha256")),
            ("__draft.csv.sha256", None),
            ("_.hidden.sha256", None),
            ("_lock.txt.sha256", None),
            ("_.sha256", None),
            ("_students.csv", None),
            ("students.csv.sha256", None),
        ] {
            assert_eq!(file_of(checksum.as_ref()), name.map(OsStr::new), "{checksum}");
        }
        assert_eq!(checksum_name("a".repeat(247).as_ref()).unwrap().len(), 255);
        assert_eq!(checksum_name("a".repeat(248).as_ref()), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back_for_every_name(bytes in proptest::collection::vec(1..=255u8, 1..200)) {
            let name = OsString::from_vec(bytes.into_iter().filter(|byte| *byte != b'/').collect());
            prop_assume!(!name.is_empty());
            let text = to_text(DIGEST, &name);
            prop_assert_eq!(parse(&text, &name), Some(DIGEST.to_owned()));
        }

        #[test]
        fn no_bytes_do_harm(text in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&text, "students.csv".as_ref());
        }
    }
}
