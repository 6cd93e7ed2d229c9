//! The entry points of the fuzzer. They are built only for it (`--cfg fuzzing`) and for the test
//! below, which replays `fuzz/corpus`.

use crate::alarms;
use crate::error::Error;
use crate::rules::lock_name::resembled;
use crate::rules::lock_text::{LockText, to_word};
use crate::rules::name::check_name;
use crate::rules::reject_reason::RejectReason;
use crate::rules::skip::SkipReason;
use crate::rules::unfinished::is_system;
use crate::rules::{checksum, checksum_text, claim_record, percent};
use crate::scan::Memory;
use crate::work::BatchName;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// Every reader of a text that somebody may have damaged or made up: writing what was read must
/// give the same again.
pub fn readers(bytes: &[u8]) {
    if let Ok(digest) = checksum_text::read(bytes, OsStr::new("students.csv")) {
        let line = checksum::to_text(&digest, OsStr::new("students.csv"));
        assert_eq!(checksum_text::read(&line, OsStr::new("students.csv")), Ok(digest));
    }
    if let Some(lock) = LockText::parse(bytes) {
        assert_eq!(lock.to_text().as_bytes(), bytes);
    }
    if let Some(name) = BatchName::parse(OsStr::from_bytes(bytes)) {
        assert_eq!(name.to_text().as_bytes(), bytes);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    // Of the boot in which it was written: another boot would be read differently.
    let boot = text.lines().next().and_then(|line| line.get(line.len().checked_sub(16)?..)).unwrap_or_default();
    if let Some(records) = claim_record::parse(text, Some(boot)) {
        for (offset, record) in &records {
            let start = usize::try_from(*offset).unwrap_or(usize::MAX);
            assert!(text.get(..start).is_some_and(|before| before.ends_with('\n')), "a claim begins a line");
            assert_eq!(text.get(start..start + record.progress.to_text().len()), Some(&*record.progress.to_text()));
        }
        let lines = records.iter().map(|(_, record)| record.to_line());
        let again = claim_record::parse(&lines.fold(claim_record::header(boot), |text, line| text + &line), Some(boot));
        let bare = |records: Vec<(u64, _)>| records.into_iter().map(|(_, record)| record).collect::<Vec<_>>();
        assert_eq!(again.map(bare), Some(bare(records)));
    }
    if let Some(name) = percent::decode(text) {
        assert_eq!(percent::encode(&name), text);
    }
    assert!(alarms::reads_back(text));
    let reason = RejectReason::from_text(text);
    assert_eq!(RejectReason::from_text(&reason.to_text()).as_str(), reason.as_str());
    let _ = Memory::parse("5f2c6a0e9b1d4c77".to_owned(), text);
    let word = to_word(text);
    assert_eq!(to_word(&word), word);
}

/// The name rules: admitted names are harmless, and so is a message about any name.
pub fn names(bytes: &[u8]) {
    let name = OsStr::from_bytes(bytes);
    match check_name(bytes) {
        Ok(()) => {
            assert!((1..=255).contains(&bytes.len()) && !bytes.contains(&b'/') && !matches!(bytes[0], b'.' | b'_'));
            assert_eq!(resembled(bytes), None);
            assert!(!String::from_utf8_lossy(bytes).chars().any(char::is_control));
        }
        Err(SkipReason::Hidden) => assert!(bytes[0] == b'.' || is_system(bytes)),
        Err(SkipReason::Omitted) => assert_eq!(bytes[0], b'_'),
        Err(SkipReason::LockFile) => {
            assert!(resembled(bytes).is_some_and(|lock| matches!(lock, "lock.txt" | "alock.txt")))
        }
        Err(SkipReason::HostileName | SkipReason::UnfinishedName) => {}
        Err(other) => panic!("{other} is not about names"),
    }
    assert_eq!(percent::decode(&percent::encode(name)).as_deref(), Some(name));
    let message = Error::missing("look at", Path::new(name)).to_string();
    assert!(!message.chars().any(char::is_control), "{message:?}");
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, reason = "the corpora are files")]

    use std::path::Path;

    #[test]
    fn the_corpus_of_the_fuzzer_does_no_harm_to_the_rules() {
        for (target, play) in [("readers", super::readers as fn(&[u8])), ("names", super::names)] {
            let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
            let files: Vec<_> = std::fs::read_dir(corpus).unwrap().map(|entry| entry.unwrap().path()).collect();
            assert!(files.len() > 10, "the corpus is missing");
            files.iter().for_each(|file| play(&std::fs::read(file).unwrap()));
        }
    }
}
