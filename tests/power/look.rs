//! Checks what must hold after the power has come back.

use crate::stage::{Event, Stage, files};
use crate::support::entries;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use sync_ingest::{AlarmKind, Arbitration, Report};

/// Inspects a stage and collects violations.
#[derive(Debug)]
pub(crate) struct Look<'a> {
    stage: &'a Stage,
    /// How many files reported as stored were compared.
    pub(crate) stored: usize,
    pub(crate) broken: Vec<String>,
}

impl<'a> Look<'a> {
    pub(crate) fn new(stage: &'a Stage) -> Self {
        Self { stage, stored: 0, broken: Vec::new() }
    }

    fn must(&mut self, holds: bool, otherwise: impl FnOnce() -> String) {
        if !holds {
            self.broken.push(otherwise());
        }
    }

    /// Checks that nothing is lost or partial, and that files reported as stored are there.
    pub(crate) fn after_the_cut(&mut self) {
        let stage = self.stage;
        let (store, folder) = (files(&stage.store), files(&stage.folder));
        let (claimed, rejected) = (in_folders(&stage.area, "verified-"), in_folders(&stage.area.join("rejected"), "-"));
        let all = || [&store, &folder].into_iter().chain(claimed.values()).chain(rejected.values());
        let reported: BTreeSet<String> = self.reported_stored().into_iter().map(|(name, _)| name).collect();
        for place in all() {
            for (name, content) in place {
                if stage.may_be_unsynced() && std::ptr::eq(place, &store) && !reported.contains(name) {
                    continue;
                }
                let is_whole = stage.new.get(name) == Some(content) || stage.old.get(name) == Some(content);
                self.must(is_whole, || format!("{name} is partial: {} bytes", content.len()));
            }
        }
        let destination = if stage.is_delivery() { &folder } else { &store };
        for (name, _) in self.reported_stored() {
            self.stored += 1;
            let is_there = destination.get(&name) == stage.new.get(&name);
            self.must(is_there, || format!("{name} was reported as stored, and is not there"));
        }
        for (name, content) in &stage.new {
            let is_somewhere = all().any(|place| place.get(name) == Some(content));
            self.must(is_somewhere || stage.is_delivery(), || format!("{name} is lost"));
        }
        for event in stage.events() {
            let Event::Rejected { id, name } = event else { continue };
            let is_there = rejected.get(&id).is_some_and(|place| place.contains_key(&name));
            let note = fs::read_to_string(stage.area.join("rejected").join(format!("{id}.txt"))).unwrap_or_default();
            self.must(is_there && note == "not this one\n", || format!("{name} was reported as rejected: {note:?}"));
        }
        let alarms = fs::read_to_string(stage.area.join("alarms"));
        self.must(!alarms.is_ok_and(|text| text.is_empty()), || "alarms are forgotten".to_owned());
        if let Err(error) = stage.drop_folder().status() {
            self.broken.push(format!("the state is not understood: {error}"));
        }
    }

    /// Checks that everything is in the store once, and nothing is left.
    pub(crate) fn after_the_next_collection(&mut self) {
        let stage = self.stage;
        if stage.is_delivery() {
            stage.act();
            let last = stage.events().pop();
            self.must(matches!(last, Some(Event::Stored { .. })), || format!("the agent cannot continue: {last:?}"));
        }
        let was_locked = stage.folder.join("lock.txt").exists();
        let collect = || stage.drop_folder().collect_into(&stage.store);
        let before = stage.events();
        let had_work = match collect() {
            Ok(report) => {
                self.was_good(&report, &before, was_locked);
                report.arbitration != Arbitration::Nothing
            }
            Err(error) => return self.broken.push(format!("the next collection fails: {error:?}")),
        };
        match collect() {
            _ if !self.broken.is_empty() => return,
            Ok(report) => {
                let is_calm = report.alarms.iter().all(|alarm| alarm.kind == AlarmKind::RejectedFile);
                let is_over = report.arbitration == Arbitration::Nothing && is_calm;
                self.must(is_over, || format!("the collection after it has something to do: {report:?}"));
            }
            Err(error) => self.broken.push(format!("the collection after it fails: {error:?}")),
        }
        self.everything_is_in_its_place(had_work);
    }

    fn everything_is_in_its_place(&mut self, had_work: bool) {
        let stage = self.stage;
        let (store, rejected) = (files(&stage.store), in_folders(&stage.area.join("rejected"), "-"));
        for (name, content) in &stage.new {
            let is_stored = store.get(name) == Some(content);
            let is_rejected = rejected.values().any(|place| place.get(name) == Some(content));
            self.must(is_stored != is_rejected, || format!("in the end {name} is not stored, or rejected besides"));
        }
        let is_known = |name: &String| match name.as_str() {
            // The folder of rejected files stays, even after an interrupted rejection.
            ".sync_ingest" | "guard" | "rejected" => true,
            "alarms" => !rejected.is_empty(),
            // A lock that was being prepared: only the holder of the lock tidies up.
            other => !had_work && other.starts_with(".sync_ingest-"),
        };
        let there = |place: &PathBuf| if place.exists() { entries(place) } else { Vec::new() };
        let mut left = there(&stage.store);
        left.retain(|name| name.starts_with('.'));
        left.extend([&stage.folder, &stage.area].into_iter().flat_map(there).filter(|name| !is_known(name)));
        self.must(left.is_empty(), || format!("left behind: {left:?}"));
    }

    fn was_good(&mut self, report: &Report, before: &[Event], was_locked: bool) {
        let stage = self.stage;
        let is_free = report.arbitration != Arbitration::CollectorBusy;
        self.must(is_free, || "the lock of the dead collector is not recovered".to_owned());
        let is_reported = report.alarms.iter().chain(&report.ended).any(|alarm| alarm.kind == AlarmKind::RecoveredLock);
        self.must(is_reported || !was_locked || !is_free, || "a recovered lock is not reported".to_owned());
        let is_smooth = report.put_back.is_empty() && report.rejected.is_empty();
        self.must(is_smooth, || format!("put back {:?}, rejected {:?}", report.put_back, report.rejected));
        for delivered in &report.delivered {
            let name = delivered.name.to_str().unwrap();
            let is_right =
                delivered.digests.sha256.as_ref().is_none_or(|sha256| *sha256 == sha256_of(&stage.new[name]));
            self.must(is_right, || format!("{name} has another hash"));
        }
        let again: BTreeMap<_, _> =
            report.delivered.iter().map(|one| (one.name.to_str().unwrap(), (&one.id, one.attempt))).collect();
        for event in before {
            match event {
                Event::Offered { id, name, attempt } => {
                    let is_higher =
                        again.get(name.as_str()).is_none_or(|(other, count)| *other != id || count > attempt);
                    self.must(is_higher, || format!("{name} is offered again with attempt {attempt} as before"));
                }
                Event::Stored { id, name } if id != "-" => {
                    let is_same = again.get(name.as_str()).is_none_or(|(other, _)| *other == id);
                    self.must(is_same, || format!("{name} is stored again under another id"));
                }
                _ => {}
            }
        }
    }

    /// Returns the names and ids of files that a process reported as stored. Its failures happened
    /// without power.
    fn reported_stored(&self) -> BTreeSet<(String, String)> {
        let stored = self.stage.events().into_iter().filter_map(|event| match event {
            Event::Stored { id, name } => Some((name, id)),
            _ => None,
        });
        stored.collect()
    }
}

/// Returns the files of each folder in `place` whose name contains `part`.
fn in_folders(place: &Path, part: &str) -> BTreeMap<String, BTreeMap<String, Vec<u8>>> {
    let Ok(entries) = fs::read_dir(place) else { return BTreeMap::new() };
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.contains(part)).map(|name| (name.clone(), files(&place.join(name)))).collect()
}

fn sha256_of(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}
