//! A drop folder with everything that a collection can meet, and what must hold afterwards in any
//! case.

use super::file_system_fault::FileSystemFault;
use super::process::{die_after, hold};
use super::reported::{Reported, with_fault};
use super::{TestFolder, entries};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use sync_ingest::{AlarmKind, DropFolder, Durability, Error, Outcome};

/// A delivered content, and what must become of it.
#[derive(Clone, Debug)]
struct Content {
    name: String,
    text: String,
    fate: Fate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It was in the store before; a younger one of its name may replace it.
    Kept,
    /// It is stored before a younger one of its name is.
    Overtaken,
    Stored,
    /// Set aside: a younger one was sent before it was stored.
    Superseded,
}

/// A drop folder, and what must hold afterwards. Of one name, older contents come before newer
/// ones.
pub struct CheckedFolder {
    pub folder: TestFolder,
    fault: FileSystemFault,
    durability: Durability,
    contents: Vec<Content>,
    /// The first part of the ids that an earlier collection has offered.
    token: Option<String>,
}

impl AsRef<TestFolder> for CheckedFolder {
    fn as_ref(&self) -> &TestFolder {
        &self.folder
    }
}

/// The violations that were found.
pub type Violations = Vec<String>;

/// The beginning of the violation that a file was left behind without a reported reason.
pub const UNREPORTED: &str = "without a reason: ";

/// Adds a violation unless the condition holds.
pub fn must(violations: &mut Violations, holds: bool, wrong: impl FnOnce() -> String) {
    if !holds {
        violations.push(wrong());
    }
}

impl CheckedFolder {
    pub fn new(fault: FileSystemFault, durability: Durability) -> Self {
        Self { folder: TestFolder::in_memory(), fault, durability, contents: Vec::new(), token: None }
    }

    /// The leftovers of a collection that died while storing two deliveries and their lock, and of
    /// one that died before its last look; and a newer file of one name of each.
    pub fn with_leftovers(mut self) -> Self {
        self.deliver("again.csv", 0o666, "1", Fate::Stored);
        self.deliver("younger.csv", 0o600, "1", Fate::Overtaken);
        die_after(|| {
            let Ok(Outcome::Collecting(mut collection)) = self.drop_folder().collect() else { panic!() };
            hold((collection.next_delivery().unwrap(), collection.next_delivery().unwrap(), collection));
        });
        let verified = entries(&self.area()).into_iter().find(|name| name.starts_with("verified-")).unwrap();
        self.token = verified.rsplit('-').next().map(str::to_owned);
        let batch = self.area().join("unverified-0000000009-0123456789abcdef01234567");
        fs::create_dir(&batch).unwrap();
        for (name, fate) in [("claimed.csv", Fate::Stored), ("superseded.csv", Fate::Superseded)] {
            let content = self.content(name, "1", fate);
            fs::write(batch.join(name), content).unwrap();
        }
        for name in ["younger.csv", "superseded.csv"] {
            self.deliver(name, 0o600, "22", Fate::Stored);
        }
        self
    }

    /// Files that only we can write to, which are moved, and others, which are copied; of some
    /// names the store has one already.
    pub fn with_new_files(mut self) -> Self {
        for (name, mode) in [("replaced-moved.csv", 0o600), ("replaced-copied.csv", 0o666)] {
            let content = self.content(name, "1", Fate::Kept);
            fs::write(self.folder.store().join(name), content).unwrap();
            self.deliver(name, mode, "22", Fate::Stored);
        }
        self.deliver("moved.csv", 0o600, "1", Fate::Stored);
        self.deliver("copied.csv", 0o666, "1", Fate::Stored);
        self.deliver("large.csv", 0o666, &"large".repeat(60_000), Fate::Stored);
        self
    }

    pub fn with_many_files(mut self, count: usize) -> Self {
        (0..count).for_each(|number| self.deliver(&format!("{number}.csv"), 0o666, "1", Fate::Stored));
        self
    }

    fn content(&mut self, name: &str, version: &str, fate: Fate) -> String {
        let text = format!("{name} {version}");
        self.contents.push(Content { name: name.to_owned(), text: text.clone(), fate });
        text
    }

    fn deliver(&mut self, name: &str, mode: u32, version: &str, fate: Fate) {
        let content = self.content(name, version, fate);
        self.folder.drop(name, &content);
        fs::set_permissions(self.folder.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    }

    pub fn drop_folder(&self) -> DropFolder {
        self.folder.with(|options| {
            options.settle = Some(std::time::Duration::ZERO);
            options.durability = self.durability;
        })
    }

    pub fn collect(&self) -> Result<Reported, Error> {
        self.drop_folder().collect_into(&self.folder.store()).map(Reported::from)
    }

    fn area(&self) -> PathBuf {
        self.folder.path().join(".sync_ingest")
    }

    /// What must hold at every instant and, if the act ended, about its report.
    pub fn violations_now(&self, reported: Option<&Reported>) -> Violations {
        let mut violations = Violations::new();
        let (claimed, stored) = (contents(&self.folder.path()), contents(&self.folder.store()));
        for (index, content) in self.contents.iter().enumerate() {
            let is = |found: &[String]| found.contains(&content.text);
            let younger_is_stored = self.contents[index + 1..]
                .iter()
                .any(|other| other.name == content.name && stored.contains(&other.text));
            let may_be_gone = matches!(content.fate, Fate::Kept | Fate::Overtaken) && younger_is_stored;
            must(&mut violations, is(&claimed) || is(&stored) || may_be_gone, || format!("lost: {}", content.name));
            if let Some(reported) = reported.filter(|reported| reported.error.is_none() && content.fate != Fate::Kept) {
                let is_delivered = self.is_delivered(reported, content);
                must(&mut violations, !is_delivered || is(&stored) || younger_is_stored, || {
                    format!("reported as delivered, and not in the store: {}", content.name)
                });
                let is_told = is_delivered || reported.left.iter().any(|(name, _)| *name == content.name);
                must(&mut violations, is_told || !reported.is_collected(), || format!("{UNREPORTED}{}", content.name));
                must(&mut violations, is_delivered || is(&claimed), || {
                    format!("neither reported as delivered nor waiting: {}", content.name)
                });
            }
        }
        for name in entries(&self.folder.store()).iter().filter(|name| !name.starts_with('.')) {
            let text = self.folder.stored(name);
            let is_whole = self.contents.iter().any(|one| one.name == *name && one.text == text);
            must(&mut violations, is_whole, || format!("not whole in the store: {name}, {} bytes", text.len()));
        }
        violations
    }

    /// The next collection takes everything; the one after it finds nothing to do, and nothing that
    /// was left behind.
    pub fn violations_next(&self, before: Option<&Reported>) -> Violations {
        let mut violations = Violations::new();
        self.folder.remove_empty_lock(self.fault, "lock.txt");
        let was_locked = self.folder.has("lock.txt");
        let place = self.folder.beside("report");
        let [next, last] = [(); 2].map(|()| with_fault(self.fault, &place, || self.collect()));
        must(&mut violations, next.error.is_none() && next.is_collected(), || format!("the next collection: {next:?}"));
        must(&mut violations, next.has_alarm(AlarmKind::RecoveredLock) || !was_locked, || {
            "an orphan was not reported".to_owned()
        });
        let mut reported = before.into_iter().chain([&next]);
        must(
            &mut violations,
            self.token.is_none() || reported.any(|reported| reported.has_alarm(AlarmKind::RecoveredLock)),
            || "the orphan of the earlier collection was never reported".to_owned(),
        );
        must(&mut violations, last.error.is_none() && last.outcome == "nothing", || format!("the last one: {last:?}"));
        for content in self.contents.iter().filter(|content| content.fate != Fate::Kept) {
            let reported = before.into_iter().filter(|reported| reported.error.is_none()).chain([&next, &last]);
            let count = reported.filter(|reported| self.is_delivered(reported, content)).count();
            let superseded = usize::from(content.fate == Fate::Superseded);
            // For an act that was killed or failed, its deliveries are unknown.
            let is_known = before.is_some_and(|reported| reported.error.is_none());
            let fits = count + superseded == 1 || (count == 0 && !is_known);
            must(&mut violations, fits, || format!("delivered {count} times: {}", content.name));
        }
        if let Some(token) = &self.token {
            let mut again = next.delivered.iter().filter(|(name, ..)| name == "again.csv");
            must(&mut violations, again.all(|(.., id)| id.starts_with(token)), || {
                "offered again under another id".to_owned()
            });
        }
        violations.extend(self.wrongs_at_the_end());
        violations
    }

    fn wrongs_at_the_end(&self) -> Violations {
        let mut violations = Violations::new();
        let mut wanted: Vec<(String, String)> = Vec::new();
        for content in self.contents.iter().filter(|content| content.fate != Fate::Superseded) {
            wanted.retain(|(name, _)| *name != content.name);
            wanted.push((content.name.clone(), content.text.clone()));
        }
        wanted.sort();
        let stored = entries(&self.folder.store()).into_iter().map(|name| (name.clone(), self.folder.stored(&name)));
        let stored: Vec<_> = stored.collect();
        let names = |of: &[(String, String)]| of.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        must(&mut violations, stored == wanted, || format!("the store: {:?}, {:?}", names(&stored), names(&wanted)));
        let left: Vec<_> = self.folder.entries().into_iter().filter(|name| name != ".sync_ingest").collect();
        must(&mut violations, left.is_empty(), || format!("left in the drop folder: {left:?}"));
        let superseded: Vec<_> =
            self.contents.iter().filter(|one| one.fate == Fate::Superseded).map(|one| &one.text).collect();
        let kept = contents(&self.area().join("superseded"));
        must(&mut violations, superseded.iter().all(|text| kept.contains(text)), || format!("superseded: {kept:?}"));
        let status = self.drop_folder().status().unwrap();
        let (rejected, active) = (&status.rejected, &status.alarms);
        must(&mut violations, rejected.is_empty(), || format!("rejected: {rejected:?}"));
        must(&mut violations, active.is_empty(), || format!("alarms are active: {active:?}"));
        let usual = |name: &String| ["guard", "superseded"].contains(&name.as_str());
        let left: Vec<_> = if self.area().exists() { entries(&self.area()) } else { Vec::new() };
        must(&mut violations, left.iter().all(usual), || format!("left in the work area: {left:?}"));
        violations
    }

    fn is_delivered(&self, reported: &Reported, content: &Content) -> bool {
        reported.delivered.iter().any(|(name, size, _)| *name == content.name && *size == content.text.len() as u64)
    }
}

/// The contents of all files below a folder, sorted.
pub fn contents(path: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(path).into_iter().flatten().map(|entry| entry.unwrap()) {
        match entry.file_type().unwrap().is_dir() {
            true => found.extend(contents(&entry.path())),
            false => found.push(fs::read_to_string(entry.path()).unwrap()),
        }
    }
    found.sort();
    found
}
