//! The public access to rejected files: what a person can do with them, and what nobody can do
//! through it.

use crate::support::{TestFolder, entries, names, now_plus};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::time::Duration;
use sync_ingest::{
    AlarmKind, Arbitration, Attempt, DropFolder, Error, ErrorKind, IfExists, Outcome, RejectReason, RejectedFile,
};

/// A folder in which the store has rejected these files, each with its content as the name.
fn rejecting(files: &[&str]) -> TestFolder {
    let folder = TestFolder::in_memory();
    files.iter().for_each(|name| folder.drop(name, name));
    let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    while let Some(delivery) = collection.next_delivery().unwrap() {
        delivery.reject("not today").unwrap();
    }
    assert_eq!(collection.finish().unwrap().rejected.len(), files.len());
    folder
}

fn list(folder: &DropFolder) -> Vec<RejectedFile> {
    folder.rejected().list().unwrap().collect::<Result<_, _>>().unwrap()
}

fn only(folder: &TestFolder) -> RejectedFile {
    let [file] = <[_; 1]>::try_from(list(&folder.settle_zero())).unwrap();
    file
}

fn area(folder: &TestFolder) -> PathBuf {
    folder.path().join(".sync_ingest")
}

fn kind<T: std::fmt::Debug>(result: Result<T, Error>) -> ErrorKind {
    result.unwrap_err().kind()
}

fn is_put_back(attempt: Result<Attempt<()>, Error>) -> bool {
    matches!(attempt, Ok(Attempt::Granted(())))
}

/// The next collection ends the alarm, and leaves nothing of the rejected folder.
fn ends_the_alarm(folder: &TestFolder) {
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert!(report.ended.iter().any(|alarm| alarm.kind == AlarmKind::RejectedFile), "{:?}", report.ended);
    assert!(report.alarms.is_empty(), "{:?}", report.alarms);
    assert!(!area(folder).join("rejected").exists());
}

#[test]
fn each_rejected_file_is_listed_with_all_that_is_known_of_it() {
    let folder = rejecting(&["a.csv", "b.csv"]);
    let mut files = list(&folder.settle_zero());
    files.sort_by(|a, b| a.name.cmp(&b.name));
    assert_eq!(files.len(), 2);
    for (file, name) in files.iter().zip(["a.csv", "b.csv"]) {
        assert_eq!((file.name.to_str().unwrap(), file.size), (name, 5));
        assert_eq!(file.reason, RejectReason::Store("not today".to_owned()));
        assert_eq!(fs::read_to_string(&file.path).unwrap(), name);
        let age = now_plus(0).wall.seconds - file.rejected_at.seconds;
        assert!((0..60).contains(&age), "{file:?}");
        assert_eq!(folder.settle_zero().rejected().get(&file.id).unwrap(), *file);
    }
}

#[test]
fn without_rejected_files_there_is_nothing_to_list() {
    let folder = TestFolder::new();
    assert!(list(&folder.settle_zero()).is_empty());
    assert_eq!(kind(folder.settle_zero().rejected().get("0123456789abcdef01234567-0")), ErrorKind::NotFound);
    assert!(folder.entries().is_empty(), "a look makes nothing");
}

#[test]
fn more_files_than_one_system_call_lists_are_listed_once_each_also_while_they_go() {
    let folder = rejecting(&["a.csv"]);
    let rejected = area(&folder).join("rejected");
    for number in 0..1_500 {
        let own = rejected.join(format!("{number:024}-{number}"));
        fs::create_dir(&own).unwrap();
        fs::write(own.join("more.csv"), "more").unwrap();
        fs::write(own.with_extension("txt"), "again\n").unwrap();
    }
    let drop_folder = folder.settle_zero();
    let mut ids = std::collections::BTreeSet::new();
    for file in drop_folder.rejected().list().unwrap() {
        let id = file.unwrap().id;
        drop_folder.rejected().delete(&id).unwrap();
        assert!(ids.insert(id));
    }
    assert_eq!((ids.len(), list(&drop_folder).len()), (1_501, 0));
    ends_the_alarm(&folder);
}

#[test]
fn what_is_put_back_has_to_settle_and_comes_again_as_new_content() {
    let folder = rejecting(&["students.csv"]);
    let file = only(&folder);
    assert!(is_put_back(folder.settle_zero().rejected().put_back(&file.id)));
    assert_eq!((folder.read("students.csv"), folder.has("lock.txt")), ("students.csv".to_owned(), false));
    assert!(list(&folder.settle_zero()).is_empty());
    let unsettled = folder.with(|options| options.settle = Some(Duration::from_secs(30)));
    assert_eq!(unsettled.collect_into(&folder.store()).unwrap().arbitration, Arbitration::Nothing);
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(
        (names(&report.delivered), folder.stored("students.csv").as_str()),
        (vec!["students.csv"], "students.csv")
    );
    assert_ne!(report.delivered[0].id, file.id);
    assert_eq!(kind(folder.settle_zero().rejected().put_back(&file.id)), ErrorKind::NotFound);
}

#[test]
fn when_the_last_rejected_file_has_left_the_next_collection_ends_the_alarm() {
    let put_back = rejecting(&["a.csv"]);
    assert!(is_put_back(put_back.settle_zero().rejected().put_back(&only(&put_back).id)));
    ends_the_alarm(&put_back);
    let stored = rejecting(&["a.csv"]);
    stored.settle_zero().rejected().store_as(&only(&stored).id, &stored.store(), "b.csv", IfExists::Refuse).unwrap();
    ends_the_alarm(&stored);
    let deleted = rejecting(&["a.csv"]);
    deleted.settle_zero().rejected().delete(&only(&deleted).id).unwrap();
    ends_the_alarm(&deleted);
}

#[test]
fn nothing_newer_is_overwritten_by_what_is_put_back_wherever_it_is() {
    let folder = rejecting(&["students.csv"]);
    let id = only(&folder).id;
    folder.drop("students.csv", "newer");
    assert_eq!(kind(folder.settle_zero().rejected().put_back(&id)), ErrorKind::AlreadyExists);
    // Claimed, and about to be offered again.
    let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    collection.next_delivery().unwrap().unwrap().put_back("later").unwrap();
    collection.finish().unwrap();
    assert!(!folder.has("students.csv"));
    assert_eq!(kind(folder.settle_zero().rejected().put_back(&id)), ErrorKind::AlreadyExists);
    folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(folder.stored("students.csv"), "newer");
    assert!(is_put_back(folder.settle_zero().rejected().put_back(&id)));
    assert!(!folder.has("lock.txt"));
}

#[test]
fn while_somebody_delivers_or_collects_nothing_is_put_back_but_the_rest_goes_on() {
    let folder = rejecting(&["a.csv", "b.csv", "c.csv"]);
    let ids: Vec<_> = list(&folder.settle_zero()).into_iter().map(|file| file.id).collect();
    folder.drop("alock.txt", "");
    let attempt = folder.settle_zero().rejected().put_back(&ids[0]).unwrap();
    assert!(matches!(attempt, Attempt::Refused(Arbitration::AgentDelivering)), "{attempt:?}");
    fs::remove_file(folder.path().join("alock.txt")).unwrap();
    folder.drop("new.csv", "new");
    let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    let attempt = folder.settle_zero().rejected().put_back(&ids[0]).unwrap();
    assert!(matches!(attempt, Attempt::Refused(Arbitration::CollectorBusy)), "{attempt:?}");
    folder.settle_zero().rejected().store_as(&ids[1], &folder.store(), "x.csv", IfExists::Refuse).unwrap();
    folder.settle_zero().rejected().delete(&ids[2]).unwrap();
    collection.next_delivery().unwrap().unwrap().reject("nor this").unwrap();
    let report = collection.finish().unwrap();
    assert_eq!((report.alarms[0].kind, report.alarms[0].count), (AlarmKind::RejectedFile, 2));
    assert!(is_put_back(folder.settle_zero().rejected().put_back(&ids[0])));
}

#[test]
fn it_is_stored_under_another_name_and_replaces_nothing_unless_it_may() {
    let folder = rejecting(&["students.csv"]);
    let (id, drop_folder) = (only(&folder).id, folder.settle_zero());
    let rejected = drop_folder.rejected();
    fs::write(folder.store().join("kept.csv"), "kept").unwrap();
    let refused = rejected.store_as(&id, &folder.store(), "kept.csv", IfExists::Refuse);
    assert_eq!((kind(refused), folder.stored("kept.csv").as_str()), (ErrorKind::AlreadyExists, "kept"));
    assert_eq!(entries(&folder.store()), ["kept.csv"]);
    rejected.store_as(&id, &folder.store(), "kept.csv", IfExists::Replace).unwrap();
    assert_eq!(
        (folder.stored("kept.csv").as_str(), entries(&folder.store())),
        ("students.csv", vec!["kept.csv".to_owned()])
    );
    assert_eq!(kind(rejected.get(&id)), ErrorKind::NotFound);
    assert_eq!(kind(rejected.delete(&id)), ErrorKind::NotFound);
}

#[test]
fn names_that_are_paths_and_the_drop_folder_itself_are_no_place_to_store() {
    let folder = rejecting(&["students.csv"]);
    let (id, drop_folder) = (only(&folder).id, folder.settle_zero());
    for name in ["", ".", "..", "../out.csv", "/out.csv", "a/b", "a\0b"] {
        let refused = drop_folder.rejected().store_as(&id, &folder.store(), name, IfExists::Replace);
        assert_eq!(kind(refused), ErrorKind::InvalidArgument, "{name:?}");
    }
    for place in [folder.path(), area(&folder)] {
        let refused = drop_folder.rejected().store_as(&id, &place, "out.csv", IfExists::Refuse);
        assert_eq!(kind(refused), ErrorKind::InvalidArgument, "{place:?}");
    }
    let nowhere = drop_folder.rejected().store_as(&id, &folder.beside("nowhere"), "out.csv", IfExists::Refuse);
    assert_eq!(kind(nowhere), ErrorKind::NotFound);
    assert_eq!(only(&folder).id, id);
    assert!(entries(&folder.store()).is_empty());
}

#[test]
fn what_is_not_an_id_is_refused_and_reaches_no_file() {
    let folder = rejecting(&["students.csv"]);
    let drop_folder = folder.settle_zero();
    let long = "a".repeat(65);
    for id in ["", ".", "..", "../rejected", "../../sync", "a/b", "/", "a\0b", "a.txt", "é", "a b", "a\n", &long] {
        let rejected = drop_folder.rejected();
        assert_eq!(kind(rejected.get(id)), ErrorKind::InvalidArgument, "{id:?}");
        assert_eq!(kind(rejected.put_back(id)), ErrorKind::InvalidArgument, "{id:?}");
        assert_eq!(kind(rejected.store_as(id, &folder.store(), "x", IfExists::Replace)), ErrorKind::InvalidArgument);
        assert_eq!(kind(rejected.delete(id)), ErrorKind::InvalidArgument, "{id:?}");
    }
    assert_eq!(only(&folder).name, "students.csv");
}

/// The owner of the drop folder, and thus of a work area inside, may plant anything there.
#[test]
fn links_and_folders_that_were_planted_there_are_not_followed_and_can_be_removed() {
    let folder = rejecting(&["students.csv"]);
    let id = only(&folder).id;
    fs::write(folder.beside("secret"), "secret").unwrap();
    fs::create_dir(folder.beside("elsewhere")).unwrap();
    fs::write(folder.beside("elsewhere").join("secret"), "secret").unwrap();
    let own = area(&folder).join("rejected").join(&id);
    type Plant<'a> = (&'a str, &'a dyn Fn());
    let plants: [Plant<'_>; 3] = [
        ("symbolic link", &|| symlink(folder.beside("secret"), own.join("students.csv")).unwrap()),
        ("hard link", &|| fs::hard_link(folder.beside("secret"), own.join("students.csv")).unwrap()),
        ("folder", &|| fs::create_dir(own.join("students.csv")).unwrap()),
    ];
    for (what, plant) in plants {
        let _ = fs::remove_dir_all(&own);
        fs::create_dir(&own).unwrap();
        plant();
        let drop_folder = folder.settle_zero();
        let rejected = drop_folder.rejected();
        assert_eq!(kind(rejected.put_back(&id)), ErrorKind::Changed, "{what}");
        assert_eq!(kind(rejected.store_as(&id, &folder.store(), "x", IfExists::Refuse)), ErrorKind::Changed, "{what}");
        rejected.delete(&id).unwrap();
        assert!(!own.exists() && list(&drop_folder).is_empty(), "{what}");
    }
    fs::create_dir(&own).unwrap();
    fs::write(own.join("students.csv"), "plain").unwrap();
    symlink(folder.beside("secret"), own.with_extension("txt")).unwrap();
    assert_eq!(only(&folder).reason, RejectReason::Store(String::new()));
    folder.settle_zero().rejected().delete(&id).unwrap();
    symlink(folder.beside("elsewhere"), &own).unwrap();
    assert!(list(&folder.settle_zero()).is_empty());
    assert_eq!(kind(folder.settle_zero().rejected().delete(&id)), ErrorKind::NotADirectory);
    fs::remove_file(&own).unwrap();
    fs::remove_dir_all(area(&folder).join("rejected")).unwrap();
    symlink(folder.beside("elsewhere"), area(&folder).join("rejected")).unwrap();
    assert_eq!(kind(folder.settle_zero().rejected().delete(&id)), ErrorKind::NotADirectory);
    assert!(folder.settle_zero().rejected().list().is_err());
    assert_eq!((entries(&folder.store()), folder.entries()), (Vec::<String>::new(), vec![".sync_ingest".to_owned()]));
    assert_eq!(entries(&folder.beside("elsewhere")), ["secret"]);
    assert_eq!(fs::read_to_string(folder.beside("secret")).unwrap(), "secret");
}

/// As NFS leaves it while a removed file is still being read.
#[test]
fn a_hidden_remainder_of_a_file_that_is_gone_is_no_rejected_file() {
    let folder = rejecting(&["students.csv"]);
    let file = only(&folder);
    fs::rename(&file.path, file.path.with_file_name(".nfs0000000000000001")).unwrap();
    assert!(list(&folder.settle_zero()).is_empty());
    assert_eq!(folder.settle_zero().status().unwrap().rejected_count, 0);
    assert_eq!(kind(folder.settle_zero().rejected().delete(&file.id)), ErrorKind::NotFound);
}

#[test]
fn a_folder_with_something_in_it_is_not_deleted() {
    let folder = rejecting(&["students.csv"]);
    let file = only(&folder);
    fs::remove_file(&file.path).unwrap();
    fs::create_dir(&file.path).unwrap();
    fs::write(file.path.join("more"), "more").unwrap();
    assert!(folder.settle_zero().rejected().delete(&file.id).is_err());
    assert_eq!((only(&folder).size, fs::read_to_string(file.path.join("more")).unwrap().as_str()), (0, "more"));
}

#[test]
fn the_words_of_a_store_cannot_pass_for_a_reason_of_ours() {
    let folder = TestFolder::new();
    for text in [RejectReason::Superseded.to_string(), "x\nreason: store_died 5".to_owned()] {
        folder.drop("students.csv", "x");
        let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
        collection.next_delivery().unwrap().unwrap().reject(&text).unwrap();
        collection.finish().unwrap();
        let file = only(&folder);
        assert_eq!(file.reason, RejectReason::Store(text.replace('\n', " ")));
        assert_eq!(folder.settle_zero().status().unwrap().rejected[0].reason, file.reason);
        folder.settle_zero().rejected().delete(&file.id).unwrap();
    }
}
