//! Keeps account of the alternation: what was delivered, what reached the store, and with which id.
//! It trusts neither release: it reads the files themselves and compares the reports with them.

use crate::content;
use crate::left::Claim;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// A content: its name, which is used only once, and its number.
pub(crate) type Content = (String, u64);

#[derive(Debug, Default)]
pub(crate) struct Ledger {
    /// Whatever an agent reported as delivered.
    done: HashSet<Content>,
    /// Whatever has reached the store, by name.
    taken: HashMap<String, Content>,
    /// The ids of reported deliveries, by name.
    reported: HashMap<String, String>,
    /// The verified claims that were outstanding after the previous look, by name.
    claimed: HashMap<String, Claim>,
    pub(crate) violations: Vec<String>,
}

impl Ledger {
    pub(crate) fn done(&mut self, contents: impl IntoIterator<Item = Content>) {
        self.done.extend(contents);
    }

    pub(crate) fn is_done(&self, name: &str) -> bool {
        self.done.iter().any(|content| content.0 == name)
    }

    pub(crate) fn counts(&self) -> (usize, usize) {
        (self.done.len(), self.taken.len())
    }

    pub(crate) fn violation(&mut self, violation: String) {
        self.violations.push(violation);
    }

    /// Takes everything out of the store, so that whatever arrives a second time is noticed. To be
    /// called while no collector runs. `reports`: those of the collectors that were not killed.
    /// `claims`: the claims that are outstanding now.
    pub(crate) fn look(&mut self, store: &Path, reports: &[Value], claims: Vec<Claim>) {
        let mut digests = HashMap::new();
        for path in visible(store) {
            let (name, bytes) = (file_name(&path), fs::read(&path).unwrap());
            fs::remove_file(&path).unwrap();
            digests.insert(name.clone(), hex(&Sha256::digest(&bytes)));
            match content::check(&bytes) {
                Some((written, number)) if written == name => self.take(name, number),
                Some((written, _)) => self.violation(format!("misnamed: {written} as {name}")),
                None => self.violation(format!("partial: {name}, {} bytes", bytes.len())),
            }
        }
        for report in reports {
            for one in report["delivered"].as_array().unwrap() {
                self.report(one, &digests);
            }
        }
        self.claimed = claims.into_iter().map(|claim| (claim.name.clone(), claim)).collect();
    }

    fn take(&mut self, name: String, number: u64) {
        // A file whose collector died before it was acknowledged is still claimed, and is stored
        // once more.
        if self.taken.contains_key(&name) && !self.claimed.contains_key(&name) {
            self.violation(format!("doubled: {name} was stored again although it was no longer claimed"));
        }
        self.taken.insert(name.clone(), (name, number));
    }

    fn report(&mut self, one: &Value, digests: &HashMap<String, String>) {
        let (name, id) = (one["name"].as_str().unwrap().to_owned(), one["id"].as_str().unwrap().to_owned());
        if digests.get(&name).map(String::as_str) != one["sha256"].as_str() {
            self.violation(format!("the reported digest is not that of the stored file: {name}"));
        }
        if let Some(claim) = self.claimed.get(&name) {
            if claim.id != id || one["attempt"].as_u64() <= Some(claim.attempts) {
                self.violation(format!("the claim was {claim:?}, the delivery is {one}"));
            }
        }
        if let Some(before) = self.reported.insert(name.clone(), id) {
            self.violation(format!("doubled: {name} had been delivered as {before}: {one}"));
        }
    }

    /// To be called when nothing is left to collect.
    pub(crate) fn look_for_losses(&mut self) {
        let is_lost = |content: &&Content| self.taken.get(&content.0) != Some(content);
        let mut lost: Vec<_> = self.done.iter().filter(is_lost).map(|content| format!("lost: {content:?}")).collect();
        lost.sort();
        self.violations.extend(lost);
    }
}

/// Returns the files that are not hidden.
fn visible(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| !file_name(path).starts_with('.')).collect()
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

mod tests {
    use super::*;
    use serde_json::json;

    /// Files in the store, reported deliveries, and outstanding claims.
    type Look<'a> = (&'a [(&'a str, Vec<u8>)], Value, Vec<Claim>);

    /// Returns the violations that these looks reveal.
    fn found(looks: &[Look<'_>]) -> Vec<String> {
        let mut ledger = Ledger::default();
        ledger.done([("a.csv".to_owned(), 1)]);
        for (files, delivered, claims) in looks {
            let store = tempfile::tempdir().unwrap();
            for (name, bytes) in *files {
                fs::write(store.path().join(name), bytes).unwrap();
            }
            ledger.look(store.path(), &[json!({ "delivered": delivered })], claims.clone());
        }
        ledger.look_for_losses();
        ledger.violations
    }

    fn delivered(id: &str, attempt: u64) -> Value {
        let digest = hex(&Sha256::digest(whole()));
        json!([{ "name": "a.csv", "id": id, "attempt": attempt, "sha256": digest }])
    }

    fn whole() -> Vec<u8> {
        content::make("a.csv", 1, 100)
    }

    fn claimed(id: &str) -> Vec<Claim> {
        vec![Claim { id: id.to_owned(), name: "a.csv".to_owned(), attempts: 1 }]
    }

    #[test]
    fn the_ledger_notices_lost_doubled_partial_and_renumbered_deliveries() {
        let none = || (&[] as &[_], json!([]), vec![]);
        let once: &[(&str, Vec<u8>)] = &[("a.csv", whole())];
        assert_eq!(found(&[none()]).len(), 1, "lost");
        assert_eq!(found(&[(once, delivered("x", 1), vec![])]), [""; 0]);
        assert_eq!(
            found(&[(once, json!([]), claimed("x")), (once, delivered("x", 2), vec![])]),
            [""; 0],
            "killed before it was acknowledged"
        );
        assert_eq!(found(&[(once, json!([]), vec![]), none()]), [""; 0], "killed afterwards");
        assert_eq!(found(&[(once, json!([]), vec![]), (once, delivered("y", 1), vec![])]).len(), 1, "doubled");
        assert_eq!(found(&[(once, delivered("x", 1), vec![]), (once, delivered("y", 1), vec![])]).len(), 2, "doubled");
        assert_eq!(found(&[(once, json!([]), claimed("x")), (once, delivered("y", 2), vec![])]).len(), 1, "another id");
        assert_eq!(
            found(&[(once, json!([]), claimed("x")), (once, delivered("x", 1), vec![])]).len(),
            1,
            "the attempt is not counted"
        );
        let half: &[(&str, Vec<u8>)] = &[("a.csv", whole()[..50].to_vec())];
        assert_eq!(found(&[(half, json!([]), vec![])]).len(), 2, "partial, and lost");
        assert_eq!(found(&[(&[], delivered("x", 1), vec![])]).len(), 2, "reported, but not stored");
    }
}
