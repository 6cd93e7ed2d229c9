//! Reads the log of all participants and finds violations of the promises.

use crate::agents::{contents_below, is_agents};
use crate::log::{self, Record};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// The promises that hold in a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Promised {
    /// Nobody else removes `lock.txt`: P1, P4 and the order of contents hold.
    pub(crate) exclusive: bool,
    /// Every content is logged before it is stored, even if it is later overwritten in the store.
    pub(crate) each_content: bool,
}

type Content = (String, u64);

#[derive(Debug)]
pub(crate) struct Judge {
    promised: Promised,
    pub(crate) violations: Vec<String>,
    /// How often each word was logged.
    pub(crate) counts: HashMap<String, u64>,
    /// Names of files that were written to after they had lost the name.
    nowhere: HashSet<String>,
    /// Names with which a slow writer was delayed: nothing is promised for them.
    late: HashSet<String>,
    collecting: Option<String>,
    /// A process that is being killed: whatever it still logs, it holds nothing once its death is
    /// logged.
    dying: Option<String>,
    delivering: Option<String>,
    attempts: HashMap<String, u64>,
    done: Vec<Content>,
    last: HashMap<String, u64>,
    replaced: HashSet<Content>,
    /// Each content that was found, with the id under which the store has it; empty for a content
    /// elsewhere.
    found: HashMap<Content, String>,
    newest: HashMap<String, u64>,
    acknowledged: HashSet<String>,
    changed: HashSet<String>,
}

impl Judge {
    pub(crate) fn new(promised: Promised) -> Self {
        Self {
            promised,
            violations: Vec::new(),
            counts: HashMap::new(),
            late: HashSet::new(),
            nowhere: HashSet::new(),
            collecting: None,
            dying: None,
            delivering: None,
            attempts: HashMap::new(),
            done: Vec::new(),
            last: HashMap::new(),
            replaced: HashSet::new(),
            found: HashMap::new(),
            newest: HashMap::new(),
            acknowledged: HashSet::new(),
            changed: HashSet::new(),
        }
    }

    pub(crate) fn count(&self, what: &str) -> u64 {
        self.counts.get(what).copied().unwrap_or_default()
    }

    pub(crate) fn read(&mut self, path: &Path) {
        log::read(path, &mut |record| {
            if record.what == "late" {
                self.late.insert(record.about[0].clone());
            }
        });
        log::read(path, &mut |record| self.judge(&record));
    }

    /// Notes the contents of a folder after all have stopped: they are not lost.
    pub(crate) fn look_into(&mut self, path: &Path) {
        if path.exists() {
            contents_below(path, &mut |name, sequence| {
                self.found.entry((name.to_owned(), sequence)).or_default();
            });
        }
    }

    /// Checks that each delivered content is somewhere, unless its own agent replaced it before it
    /// was collected.
    pub(crate) fn look_for_losses(&mut self) {
        for (name, sequence) in std::mem::take(&mut self.done) {
            let is_last = self.last[&name] == sequence;
            // Its agent overwrote it, in a file that was removed at that moment: this is counted,
            // not promised.
            let is_written_over = self.nowhere.contains(&name);
            let content = (name, sequence);
            let must_be_there = (is_last && !(is_written_over && self.replaced.contains(&content)))
                || (self.promised.each_content && !self.replaced.contains(&content));
            if must_be_there && !self.found.contains_key(&content) {
                self.violations.push(format!("lost: {content:?}"));
            }
        }
    }

    fn violated(&mut self, is_promised: bool, what: &str, record: &Record) {
        if is_promised {
            self.violations.push(format!("{what}: {} {} {:?}", record.who, record.what, record.about));
        }
        *self.counts.entry(what.to_owned()).or_default() += 1;
    }

    fn judge(&mut self, record: &Record) {
        *self.counts.entry(record.what.clone()).or_default() += 1;
        let exclusive = self.promised.exclusive;
        let about = |index: usize| record.about[index].clone();
        let content = |index: usize| (about(index), record.about[index + 1].parse::<u64>().unwrap());
        match record.what.as_str() {
            "begin" => {
                if self.is_somebody_at_work() {
                    self.violated(exclusive, "two at once", record);
                }
                self.collecting = Some(record.who.clone());
            }
            "end" => self.collecting = None,
            "granted" => {
                if self.is_somebody_at_work() {
                    self.violated(exclusive, "two at once", record);
                }
                self.delivering = Some(record.who.clone());
            }
            "over" => self.delivering = None,
            "killing" => self.dying = Some(format!("{}.", about(0))),
            "killed" => {
                if self.is_dying_collecting() {
                    self.collecting = None;
                }
                self.dying = None;
            }
            "offered" => {
                let attempt = record.about[1].parse().unwrap();
                if self.attempts.insert(about(0), attempt).is_some_and(|before| before >= attempt) {
                    self.violated(exclusive, "not a higher attempt", record);
                }
            }
            "stored" => self.stored(record, about(0), content(1)),
            "acknowledged" | "took" if !self.acknowledged.insert(about(0)) => {
                self.violated(exclusive, "doubled", record);
            }
            "changed" => drop(self.changed.insert(about(0))),
            "partial" if !self.late.contains(&record.about[1]) => self.violated(true, "partial content", record),
            "closing" if self.found.contains_key(&content(0)) => {
                self.violated(true, "offered before its agent lock was gone", record);
            }
            "removed" => self.violated(true, "lost: removed while its agent wrote it under a lock", record),
            "older" => {
                self.violated(exclusive, "older over newer in the folder", record);
                self.replaced.insert(content(0));
            }
            "misnamed" => self.violated(true, "under another's name", record),
            "error" => self.violated(exclusive, "an error without a fault", record),
            "done" => {
                let (name, sequence) = content(0);
                self.last.insert(name.clone(), sequence);
                self.done.push((name, sequence));
            }
            "nowhere" => drop(self.nowhere.insert(about(0))),
            "replaced" => drop(self.replaced.insert(content(0))),
            _ => {}
        }
    }

    fn is_dying_collecting(&self) -> bool {
        let dying = self.dying.as_deref();
        dying.is_some_and(|dying| self.collecting.as_ref().is_some_and(|who| who.starts_with(dying)))
    }

    fn is_somebody_at_work(&self) -> bool {
        (self.collecting.is_some() && !self.is_dying_collecting()) || self.delivering.is_some()
    }

    fn stored(&mut self, record: &Record, id: String, content: Content) {
        let exclusive = self.promised.exclusive;
        if !is_agents(&content.0) {
            return self.violated(true, "nobody has delivered it", record);
        }
        if self.acknowledged.contains(&id) {
            self.violated(exclusive, "doubled", record);
        }
        if self.newest.get(&content.0).is_some_and(|newest| *newest > content.1) {
            self.violated(exclusive, "older over newer in the store", record);
        }
        self.newest.insert(content.0.clone(), content.1);
        // A file that a writer touched during its claim was reported to the store as changed: it is
        // a new delivery.
        if let Some(before) = self.found.insert(content, id.clone()).filter(|before| *before != id) {
            if !self.changed.contains(&before) {
                self.violated(exclusive, "doubled under another id", record);
            }
        }
    }
}
