//! A process that handles a rejected file is killed at each of its system calls in turn, or one of
//! them fails: the file is whole, in its old place or in its new one, and repeating the operation
//! completes it.

use crate::support::checked_folder::Violations;
use crate::support::file_system_fault::FileSystemFault;
use crate::support::process::one_at_a_time;
use crate::support::reported::Reported;
use crate::support::strace::{self, Act};
use crate::support::{TestFolder, at_length, entries};
use std::fs;
use sync_ingest::{Attempt, Error, ErrorKind, IfExists, Outcome};

const CONTENT: &str = "id;name\n1;Ada\n";

/// An operation on a rejected file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    PutBack,
    StoreAs,
    Replace,
}

impl Way {
    fn go(self, folder: &TestFolder, id: &str) -> Result<(), Error> {
        let (drop_folder, store) = (folder.settle_zero(), folder.store());
        match self {
            Self::PutBack => match drop_folder.rejected().put_back(id)? {
                Attempt::Granted(()) => Ok(()),
                Attempt::Refused(arbitration) => panic!("{arbitration:?}"),
            },
            Self::StoreAs => drop_folder.rejected().store_as(id, &store, "other.csv", IfExists::Refuse),
            Self::Replace => drop_folder.rejected().store_as(id, &store, "other.csv", IfExists::Replace),
        }
    }

    fn act<'a>(self, folder: &'a TestFolder, id: &'a str) -> impl Fn() -> Result<Reported, Error> + 'a {
        move || self.go(folder, id).map(|()| Reported::default())
    }

    /// The content under the name in the new place.
    fn arrived(self, folder: &TestFolder) -> Option<String> {
        let path =
            if self == Self::PutBack { folder.path().join("students.csv") } else { folder.store().join("other.csv") };
        fs::read_to_string(path).ok()
    }

    /// The violations now, and after the operation has been repeated.
    fn violations(self, folder: &TestFolder, id: &str) -> Violations {
        let mut violations = Violations::new();
        let whole = Some(CONTENT.to_owned());
        let before = if self == Self::Replace { Some("older".to_owned()) } else { None };
        let stays = folder.settle_zero().rejected().get(id).map(|file| fs::read_to_string(file.path).unwrap());
        let arrived = self.arrived(folder);
        if arrived != whole && (arrived != before || stays.as_ref().ok() != whole.as_ref()) {
            violations.push(format!("neither place has the whole file: {stays:?}, {arrived:?}"));
        }
        match self.go(folder, id).map_err(|error| error.kind()) {
            Ok(()) if stays.is_ok() => {}
            // The operation was already complete.
            Err(ErrorKind::NotFound) if stays.is_err() => {}
            // It is in both places, and a person sees that.
            Err(ErrorKind::AlreadyExists) if self == Self::StoreAs && arrived == whole => {
                folder.settle_zero().rejected().delete(id).unwrap();
            }
            again => violations.push(format!("once more: {again:?}")),
        }
        if self.arrived(folder) != whole || folder.settle_zero().rejected().list().unwrap().count() > 0 {
            violations.push(format!("once more: it has not arrived: {:?}", self.arrived(folder)));
        }
        let hidden = |path| entries(path).into_iter().filter(|name| name.starts_with(".sync_ingest-"));
        violations.extend(hidden(&folder.store()).map(|name| format!("{name} is left in the store")));
        // The second one ends the alarm about the lock of the one that died.
        for _ in 0..2 {
            folder.drop("next.csv", "next");
            folder.settle_zero().collect_into(&folder.store()).unwrap();
        }
        if !folder.is_clean() || folder.path().join(".sync_ingest/rejected").exists() {
            violations.push(format!("left behind: {:?}", entries(&folder.path().join(".sync_ingest"))));
        }
        violations
    }
}

fn stage(way: Way) -> (TestFolder, String) {
    let folder = TestFolder::in_memory();
    folder.drop("students.csv", CONTENT);
    if way == Way::Replace {
        fs::write(folder.store().join("other.csv"), "older").unwrap();
    }
    let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    collection.next_delivery().unwrap().unwrap().reject("not today").unwrap();
    let id = collection.finish().unwrap().rejected[0].id.clone();
    (folder, id)
}

const WAYS: [(Way, FileSystemFault); 5] = [
    (Way::PutBack, FileSystemFault::None),
    (Way::PutBack, FileSystemFault::NoRenameWithoutOverwriting),
    (Way::StoreAs, FileSystemFault::None),
    (Way::StoreAs, FileSystemFault::NoRenameWithoutOverwriting),
    (Way::Replace, FileSystemFault::None),
];

fn calls(way: Way, fault: FileSystemFault) -> Vec<strace::Call> {
    let (folder, id) = stage(way);
    strace::calls(Act { place: &folder, fault, act: &way.act(&folder, &id) })
}

#[test]
fn a_rejected_file_is_whole_wherever_the_process_that_moves_it_is_killed() {
    if !strace::is_there("killing who deals with rejected files") {
        return;
    }
    let _turn = one_at_a_time();
    let mut violations = Violations::new();
    for (way, fault) in WAYS {
        let calls = calls(way, fault);
        for call in calls.iter().filter(|call| call.changes_something() || at_length()) {
            let (folder, id) = stage(way);
            strace::kill_at(call, Act { place: &folder, fault, act: &way.act(&folder, &id) });
            violations.extend(
                way.violations(&folder, &id).into_iter().map(|w| format!("{way:?}{fault}, killed at {call}: {w}")),
            );
        }
    }
    assert!(violations.is_empty(), "{violations:#?}");
}

#[test]
fn a_rejected_file_is_whole_whichever_call_fails_and_the_error_is_reported() {
    if !strace::is_there("failing who deals with rejected files") {
        return;
    }
    let _turn = one_at_a_time();
    let mut violations = Violations::new();
    for (way, fault) in WAYS {
        let calls = calls(way, fault);
        for call in calls.iter().filter(|call| call.changes_something() || at_length()) {
            let (folder, id) = stage(way);
            let act = way.act(&folder, &id);
            let act = Act { place: &folder, fault, act: &act };
            assert_eq!(strace::fail_at(call, "EIO", act), 0, "{call}");
            let is_done = folder.settle_zero().rejected().get(&id).is_err() && way.arrived(&folder).is_some();
            if act.reported().error.is_none() && !is_done {
                violations.push(format!("{way:?}{fault}, failed at {call}: nothing was reported"));
            }
            violations.extend(
                way.violations(&folder, &id).into_iter().map(|w| format!("{way:?}{fault}, failed at {call}: {w}")),
            );
        }
    }
    assert!(violations.is_empty(), "{violations:#?}");
}
