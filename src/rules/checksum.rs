//! Checksum files: `_NAME.sha256` beside `NAME` proves that the upload of `NAME` is finished.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

use super::name::check_name;

/// The maximum size of a checksum file: a digest and a path in which every byte may be escaped.
pub(crate) const MOST_BYTES: u64 = 16 << 10;

const ENDING: &[u8] = b".sha256";

/// Returns the name of the checksum file of `name`, or `None` if it would be too long.
pub(crate) fn checksum_name(name: &OsStr) -> Option<OsString> {
    let checksum = [b"_", name.as_bytes(), ENDING].concat();
    (checksum.len() <= 255).then(|| OsString::from_vec(checksum))
}

/// Returns the name of the file that this checksum file belongs to, if that name may be collected.
pub(crate) fn file_of(checksum: &OsStr) -> Option<&OsStr> {
    let name = checksum.as_bytes().strip_prefix(b"_")?.strip_suffix(ENDING)?;
    check_name(name).is_ok().then(|| OsStr::from_bytes(name))
}

/// Returns the content of the checksum file of `name`.
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
    use crate::rules::checksum_text;
    use proptest::prelude::*;

    const DIGEST: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

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
            prop_assert_eq!(checksum_text::read(&text, &name), Ok(DIGEST.to_owned()));
        }
    }
}
