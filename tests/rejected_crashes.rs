//! A process that deals with a rejected file is killed at each of its system calls in turn, or one
//! of them fails: the file is whole, where it was or where it was to go, and the same again brings
//! it there.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]

mod common;

use common::Folder;
use common::process::one_at_a_time;
use common::strace::{self, Act};
use common::told::Told;
use common::world::World;
use std::fs;
use sync_ingest::{Attempt, Error, ErrorKind, IfExists, Outcome};

const CONTENT: &str = "id;name\n1;Ada\n";

/// A way out for a rejected file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    PutBack,
    StoreAs,
    Replace,
}

impl Way {
    fn go(self, folder: &Folder, id: &str) -> Result<(), Error> {
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

    fn act<'a>(self, folder: &'a Folder, id: &'a str) -> impl Fn() -> Result<Told, Error> + 'a {
        move || self.go(folder, id).map(|()| Told::default())
    }

    /// The content that bears the name where the file was to go.
    fn arrived(self, folder: &Folder) -> Option<String> {
        let path =
            if self == Self::PutBack { folder.path().join("students.csv") } else { folder.store().join("other.csv") };
        fs::read_to_string(path).ok()
    }

    /// What is wrong now, and after the same has been done again.
    fn wrongs(self, folder: &Folder, id: &str) -> Vec<String> {
        let mut wrongs = Vec::new();
        let whole = Some(CONTENT.to_owned());
        let before = if self == Self::Replace { Some("older".to_owned()) } else { None };
        let stays = folder.settle_zero().rejected().get(id).map(|file| fs::read_to_string(file.path).unwrap());
        let arrived = self.arrived(folder);
        if arrived != whole && (arrived != before || stays.as_ref().ok() != whole.as_ref()) {
            wrongs.push(format!("neither place has the whole file: {stays:?}, {arrived:?}"));
        }
        match self.go(folder, id).map_err(|error| error.kind()) {
            Ok(()) if stays.is_ok() => {}
            // It had left, and that was all.
            Err(ErrorKind::NotFound) if stays.is_err() => {}
            // It is in both places, and a person sees that.
            Err(ErrorKind::AlreadyExists) if self == Self::StoreAs && arrived == whole => {
                folder.settle_zero().rejected().delete(id).unwrap();
            }
            again => wrongs.push(format!("once more: {again:?}")),
        }
        if self.arrived(folder) != whole || folder.settle_zero().rejected().list().unwrap().count() > 0 {
            wrongs.push(format!("once more: it has not arrived: {:?}", self.arrived(folder)));
        }
        let hidden = |path| common::entries(path).into_iter().filter(|name| name.starts_with(".sync_ingest-"));
        wrongs.extend(hidden(&folder.store()).map(|name| format!("{name} is left in the store")));
        // The second one ends the alarm about the lock of the one that died.
        for _ in 0..2 {
            folder.drop("next.csv", "next");
            folder.settle_zero().collect_into(&folder.store()).unwrap();
        }
        if !folder.is_clean() || folder.path().join(".sync_ingest/rejected").exists() {
            wrongs.push(format!("left behind: {:?}", common::entries(&folder.path().join(".sync_ingest"))));
        }
        wrongs
    }
}

fn stage(way: Way) -> (Folder, String) {
    let folder = Folder::in_memory();
    folder.drop("students.csv", CONTENT);
    if way == Way::Replace {
        fs::write(folder.store().join("other.csv"), "older").unwrap();
    }
    let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    collection.next_delivery().unwrap().unwrap().reject("not today").unwrap();
    let id = collection.finish().unwrap().rejected[0].id.clone();
    (folder, id)
}

const WAYS: [(Way, World); 5] = [
    (Way::PutBack, World::Complete),
    (Way::PutBack, World::NoRenameWithoutOverwriting),
    (Way::StoreAs, World::Complete),
    (Way::StoreAs, World::NoRenameWithoutOverwriting),
    (Way::Replace, World::Complete),
];

fn calls(way: Way, world: World) -> Vec<strace::Call> {
    let (folder, id) = stage(way);
    strace::calls(Act { place: &folder, world, act: &way.act(&folder, &id) })
}

#[test]
fn a_rejected_file_is_whole_wherever_the_process_that_moves_it_is_killed() {
    if !strace::is_there("killing who deals with rejected files") {
        return;
    }
    let _turn = one_at_a_time();
    let mut wrongs = Vec::new();
    for (way, world) in WAYS {
        let calls = calls(way, world);
        for call in calls.iter().filter(|call| call.changes_something() || common::at_length()) {
            let (folder, id) = stage(way);
            strace::kill_at(call, Act { place: &folder, world, act: &way.act(&folder, &id) });
            wrongs
                .extend(way.wrongs(&folder, &id).into_iter().map(|w| format!("{way:?}{world}, killed at {call}: {w}")));
        }
    }
    assert!(wrongs.is_empty(), "{wrongs:#?}");
}

#[test]
fn a_rejected_file_is_whole_whichever_call_fails_and_the_error_says_so() {
    if !strace::is_there("failing who deals with rejected files") {
        return;
    }
    let _turn = one_at_a_time();
    let mut wrongs = Vec::new();
    for (way, world) in WAYS {
        let calls = calls(way, world);
        for call in calls.iter().filter(|call| call.changes_something() || common::at_length()) {
            let (folder, id) = stage(way);
            let act = way.act(&folder, &id);
            let act = Act { place: &folder, world, act: &act };
            assert_eq!(strace::fail_at(call, "EIO", act), 0, "{call}");
            let is_done = folder.settle_zero().rejected().get(&id).is_err() && way.arrived(&folder).is_some();
            if act.told().error.is_none() && !is_done {
                wrongs.push(format!("{way:?}{world}, failed at {call}: nobody was told"));
            }
            wrongs
                .extend(way.wrongs(&folder, &id).into_iter().map(|w| format!("{way:?}{world}, failed at {call}: {w}")));
        }
    }
    assert!(wrongs.is_empty(), "{wrongs:#?}");
}
