//! Unpacks a folder that release 0.1.0 left behind, as if that had happened on this machine.
//!
//! A claim is valid only while its file has the inode and the ctime that were recorded when it was
//! claimed, and neither survives an archive: 0.1.0 itself would conclude that a writer changed the
//! file, and give it back as new content. So `make-folders` records both in a manifest, and
//! wherever the work area agrees with the manifest, its records are rewritten to match the unpacked
//! file. The hash of the boot id is replaced as well, unless the test is about a machine that was
//! rebooted.

use crate::support::{TestFolder, entries};
use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use sync_ingest::Outcome;

/// An unpacked folder. Next to the drop folder are `store`, and where 0.1.0 used them `out`,
/// `state` and `area`.
#[derive(Debug)]
pub(crate) struct Left {
    pub(crate) folder: TestFolder,
}

/// A claim that 0.1.0 recorded and whose file still exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    pub(crate) id: String,
    pub(crate) name: String,
    /// How often it was offered.
    pub(crate) attempts: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Machine {
    /// It has been up all the time.
    Same,
    Rebooted,
}

/// How the work area identifies the content of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Version {
    inode: u64,
    seconds: i64,
    nanoseconds: i64,
}

/// Returns the names of all archives.
pub(crate) fn all() -> Vec<String> {
    let names = entries(&archives()).into_iter();
    names.filter_map(|name| name.strip_suffix(".tar.gz").map(str::to_owned)).collect()
}

fn archives() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/upgrade/folders")
}

impl Left {
    pub(crate) fn unpack(name: &str) -> Self {
        Self::unpack_on(name, Machine::Same)
    }

    pub(crate) fn unpack_on(name: &str, machine: Machine) -> Self {
        let left = Self { folder: TestFolder::in_memory() };
        let mut tar = Command::new("tar");
        tar.arg("-C").arg(left.folder.beside(".")).args(["--no-same-owner", "--warning=no-timestamp", "-xpzf"]);
        assert!(tar.arg(archives().join(format!("{name}.tar.gz"))).status().unwrap().success());
        left.adapt(machine);
        left
    }

    /// Returns the work area, wherever it is.
    pub(crate) fn area(&self) -> PathBuf {
        let beside = self.folder.beside("area");
        if beside.exists() { beside } else { self.folder.path().join(".sync_ingest") }
    }

    /// Returns what `status` of 0.1.0 reported when the archive was made.
    pub(crate) fn original_status(&self) -> serde_json::Value {
        serde_json::from_slice(&fs::read(self.folder.beside("status.json")).unwrap()).unwrap()
    }

    /// Returns the entries of the work area with this prefix, in order.
    pub(crate) fn batches(&self, begin: &str) -> Vec<PathBuf> {
        let area = self.area();
        let names = if area.exists() { entries(&area) } else { Vec::new() };
        names.into_iter().filter(|name| name.starts_with(begin)).map(|name| area.join(name)).collect()
    }

    /// Returns the outstanding claims of verified batches, oldest first.
    pub(crate) fn claims(&self) -> Vec<Claim> {
        let mut claims = Vec::new();
        for batch in self.batches("verified-") {
            // The record is removed last, once the batch is empty.
            let text = fs::read_to_string(batch.join(".claims")).unwrap_or_default();
            assert!(!text.is_empty() || entries(&batch).is_empty(), "a batch without a record: {batch:?}");
            let token = batch.to_str().unwrap().rsplit('-').next().unwrap().to_owned();
            for (index, line) in text.lines().skip(1).enumerate() {
                let words: Vec<&str> = line.split(' ').collect();
                let (id, name) = (format!("{token}-{index}"), words[8].to_owned());
                if batch.join(&name).exists() {
                    claims.push(Claim { id, name, attempts: words[0].parse().unwrap() });
                }
            }
        }
        claims
    }

    /// Returns whether some file in the work area has this content.
    pub(crate) fn keeps(&self, content: &str) -> bool {
        is_below(&self.area(), content)
    }

    fn adapt(&self, machine: Machine) {
        let versions = self.versions();
        for batch in self.batches("verified-").into_iter().chain(self.batches("unverified-")) {
            rewrite(&batch.join(".claims"), |line| update_claim(line, &versions));
        }
        rewrite(&self.area().join("looks"), |line| update_look(line, &versions));
        if machine == Machine::Same {
            let here = boot();
            for batch in self.batches("verified-").into_iter().chain(self.batches("unverified-")) {
                rewrite(&batch.join(".claims"), |line| match line.strip_prefix("sync_ingest claims 1 ") {
                    Some(_) => format!("sync_ingest claims 1 {here}"),
                    None => line.to_owned(),
                });
            }
            rewrite(&self.area().join("looks"), |line| match line.strip_prefix("ahead ") {
                Some(rest) => format!("ahead {here} {}", rest.split_once(' ').unwrap().1),
                None => line.to_owned(),
            });
        }
    }

    /// Maps the original inode of each file to its original and its current version.
    fn versions(&self) -> HashMap<u64, (Version, Version)> {
        let manifest = fs::read(self.folder.beside("manifest")).unwrap();
        let mut versions = HashMap::new();
        for record in manifest.split(|byte| *byte == 0).filter(|record| !record.is_empty()) {
            let mut words = record.splitn(3, |byte| *byte == b' ');
            let mut word = || std::str::from_utf8(words.next().unwrap()).unwrap();
            let inode = word().parse().unwrap();
            // find(1) prints ten decimals, the last of which is always zero.
            let (seconds, fraction) = word().split_once('.').unwrap();
            let (seconds, nanoseconds) = (seconds.parse().unwrap(), fraction[..9].parse().unwrap());
            let stat =
                fs::symlink_metadata(self.folder.beside(".").join(OsStr::from_bytes(words.next().unwrap()))).unwrap();
            let now = Version { inode: stat.ino(), seconds: stat.ctime(), nanoseconds: stat.ctime_nsec() };
            versions.insert(inode, (Version { inode, seconds, nanoseconds }, now));
        }
        assert!(!versions.is_empty(), "a manifest without files");
        versions
    }
}

/// Returns whether some file below a folder has this content. Links are passed over: a release may
/// keep notes of its own in them.
pub(crate) fn is_below(folder: &Path, content: &str) -> bool {
    let found = |entry: fs::DirEntry| {
        let kind = entry.file_type().unwrap();
        (kind.is_dir() && is_below(&entry.path(), content))
            || (kind.is_file() && fs::read(entry.path()).unwrap() == content.as_bytes())
    };
    fs::read_dir(folder).unwrap().any(|entry| found(entry.unwrap()))
}

/// Returns the hash of the boot id, as a lock made on this machine has it.
fn boot() -> String {
    let other = TestFolder::in_memory();
    other.drop("students.csv", "1");
    let Ok(Outcome::Collecting(_collection)) = other.settle_zero().collect() else { panic!("nobody else is there") };
    let text = other.read("lock.txt");
    text.lines().find_map(|line| line.strip_prefix("boot ")).unwrap().to_owned()
}

fn rewrite(path: &Path, update: impl Fn(&str) -> String) {
    let Ok(text) = fs::read_to_string(path) else { return };
    let lines: String = text.lines().map(|line| update(line) + "\n").collect();
    fs::write(path, lines).unwrap();
}

/// Rewrites a line of `.claims`: attempts, deaths, sign, inode, size, mtime, ctime, evidence, name.
fn update_claim(line: &str, versions: &HashMap<u64, (Version, Version)>) -> String {
    let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
    let known = words.get(3).and_then(|word| word.parse().ok()).and_then(|inode: u64| versions.get(&inode));
    let Some((before, now)) = known.filter(|_| words.len() == 9) else { return line.to_owned() };
    if words[6] == format!("{}.{:09}", before.seconds, before.nanoseconds) {
        words[3] = now.inode.to_string();
        words[6] = format!("{}.{:09}", now.seconds, now.nanoseconds);
    }
    words.join(" ")
}

/// Rewrites a line of `looks`: `ahead BOOT VERSION …`, `open INODE …` or
/// `mismatch SINCE WORD VERSION VERSION`, where a version is an inode and its ctime.
fn update_look(line: &str, versions: &HashMap<u64, (Version, Version)>) -> String {
    let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
    let places: &[usize] = match words[0].as_str() {
        "ahead" => &[2],
        "open" => &[1],
        "mismatch" => &[3, 6],
        _ => panic!("an unknown kind of line: {line:?}"),
    };
    for &place in places {
        let Some((before, now)) = words[place].parse().ok().and_then(|inode: u64| versions.get(&inode)) else {
            continue;
        };
        words[place] = now.inode.to_string();
        if words[0] != "open" {
            assert_eq!(
                words[place + 1..=place + 2],
                [before.seconds.to_string(), before.nanoseconds.to_string()],
                "{line}"
            );
            words.splice(place + 1..=place + 2, [now.seconds.to_string(), now.nanoseconds.to_string()]);
        }
    }
    words.join(" ")
}
