//! Content that changes through a shared mapping, which leaves a trace only in the content: the
//! report describes what was stored.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]

mod support;

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::Duration;
use support::mapping::Mapping;
use support::process::{die_after, hold, one_at_a_time};
use support::user::{AGENT, SERVICE, as_user, give, is_root};
use support::{TestFolder, entries};
use sync_ingest::{Arbitration, Collection, Delivery, DropFolder, Error, ErrorKind, Evidence, Outcome, SkipReason};

const A: &str = "AAAA";
const NAME: &str = "students.csv";

fn sha256(content: &str) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A way to read a delivery.
type Reading = fn(&TestFolder, &mut Delivery) -> Result<(), Error>;

/// A drop folder with one file, which its agent has mapped.
struct Stage {
    folder: TestFolder,
    mapping: Mapping,
}

/// With its checksum file if requested.
fn deliver(checksum: bool) -> Stage {
    let folder = TestFolder::in_memory();
    give(&folder.beside("."), 0, 0, 0o755);
    give(&folder.path(), AGENT, SERVICE, 0o2770);
    give(&folder.store(), SERVICE, SERVICE, 0o700);
    let path = folder.path().join(NAME);
    let mapping = as_user(AGENT, || {
        folder.drop(NAME, "____");
        give(&path, AGENT, SERVICE, 0o644);
        let mapping = Mapping::new(&File::options().read(true).write(true).open(&path).unwrap(), A.len());
        // From here on these pages are writable for the agent: its writes leave no trace in the
        // times.
        (0..A.len()).for_each(|at| mapping.set(at, b'A'));
        if checksum {
            folder.drop("_students.csv.sha256", &format!("{}  {NAME}\n", sha256(A)));
        }
        mapping
    });
    Stage { folder, mapping }
}

fn collector(folder: &TestFolder, trust_agent: bool) -> DropFolder {
    folder.with(|options| {
        options.settle = Some(Duration::ZERO);
        options.trust_agent = trust_agent;
    })
}

fn begin(collector: &DropFolder) -> (Collection, Delivery) {
    match collector.collect().unwrap() {
        Outcome::Collecting(mut collection) => {
            let delivery = collection.next_delivery().unwrap().unwrap();
            (collection, delivery)
        }
        Outcome::Finished(report) => panic!("{report:?}"),
    }
}

impl Stage {
    /// Changes the claimed content. Prints a message if that leaves a trace, because the test then
    /// proves nothing.
    fn flip(&self, test: &str, claimed: &Path) -> bool {
        let ctime = || fs::metadata(claimed).map(|stat| (stat.ctime(), stat.ctime_nsec())).unwrap();
        let before = ctime();
        (0..A.len()).for_each(|at| self.mapping.set(at, b'B'));
        let no_trace = before == ctime();
        if !no_trace {
            println!("SKIPPED: {test}: there is no file system in memory here");
        }
        no_trace
    }
}

/// Every way to store it refuses; after either answer nothing of it counts as delivered, and it is
/// new content.
#[track_caller]
fn goes_back(folder: &TestFolder, collection: Collection, delivery: Delivery, answer: impl FnOnce(Delivery)) {
    let id = delivery.id().to_owned();
    answer(delivery);
    let report = collection.finish().unwrap();
    assert!(report.delivered.is_empty() && report.put_back.is_empty(), "{report:?}");
    assert_eq!(report.skipped.names(SkipReason::ChangedMeanwhile), [NAME]);
    assert_eq!((folder.read(NAME), entries(&folder.store())), ("BBBB".to_owned(), vec![]));
    let _ = fs::remove_file(folder.path().join("_students.csv.sha256"));
    let (_collection, delivery) = begin(&collector(folder, false));
    assert_ne!(delivery.id(), id);
    assert_eq!(delivery.attempt(), 1);
}

fn is_changed<T: std::fmt::Debug>(result: Result<T, Error>) {
    assert_eq!(result.unwrap_err().kind(), ErrorKind::Changed);
}

#[test]
fn what_matched_its_checksum_file_is_not_stored_once_it_has_another_content() {
    let test = "what_matched_its_checksum_file_is_not_stored_once_it_has_another_content";
    if !is_root(test) {
        return;
    }
    let answers: [fn(Delivery); 4] = [
        |delivery| is_changed(delivery.acknowledge()),
        |delivery| delivery.put_back("no").unwrap(),
        |delivery| is_changed(delivery.reject("no")),
        drop,
    ];
    for answer in answers {
        let stage = deliver(true);
        as_user(SERVICE, || {
            let folder = &stage.folder;
            let (collection, mut delivery) = begin(&collector(folder, false));
            assert_eq!(delivery.evidence(), Evidence::Complete);
            if !stage.flip(test, delivery.path()) {
                return;
            }
            is_changed(delivery.copy_to(&folder.store().join(NAME)));
            assert_eq!(delivery.digests().sha256.as_deref(), Some(sha256(A).as_str()));
            // Nor the second time.
            is_changed(delivery.copy_to(&folder.store().join(NAME)));
            goes_back(folder, collection, delivery, answer);
        });
    }
}

#[test]
fn what_was_hashed_before_is_compared_by_everything_that_reads_it() {
    let test = "what_was_hashed_before_is_compared_by_everything_that_reads_it";
    if !is_root(test) {
        return;
    }
    let readings: [Reading; 4] = [
        |folder, delivery| delivery.copy_to(&folder.store().join(NAME)),
        |folder, delivery| delivery.move_to(&folder.store().join(NAME)),
        |_, delivery| delivery.digest(true, false).map(drop),
        |_, delivery| delivery.digest(false, true).map(drop),
    ];
    for reading in readings {
        let stage = deliver(false);
        as_user(SERVICE, || {
            let folder = &stage.folder;
            // From a trusted agent, it may be moved although others may write to it.
            let (collection, mut delivery) = begin(&collector(folder, true));
            delivery.digest(true, false).unwrap();
            if !stage.flip(test, delivery.path()) {
                return;
            }
            is_changed(reading(folder, &mut delivery));
            goes_back(folder, collection, delivery, |delivery| is_changed(delivery.acknowledge()));
        });
    }
}

#[test]
fn a_collector_that_takes_over_from_a_dead_one_compares_what_that_one_has_compared() {
    let _turn = one_at_a_time();
    let test = "a_collector_that_takes_over_from_a_dead_one_compares_what_that_one_has_compared";
    if !is_root(test) {
        return;
    }
    let stage = deliver(true);
    as_user(SERVICE, || {
        let folder = &stage.folder;
        die_after(|| hold(begin(&collector(folder, false))));
        let (collection, mut delivery) = begin(&collector(folder, false));
        assert_eq!((delivery.evidence(), delivery.attempt()), (Evidence::Complete, 2));
        assert_eq!(delivery.digests().sha256.as_deref(), Some(sha256(A).as_str()));
        if !stage.flip(test, delivery.path()) {
            return;
        }
        is_changed(delivery.copy_to(&folder.store().join(NAME)));
        goes_back(folder, collection, delivery, |delivery| is_changed(delivery.acknowledge()));
    });
}

#[test]
fn what_the_built_in_store_finds_changed_goes_back_and_the_next_collection_goes_on() {
    let _turn = one_at_a_time();
    let test = "what_the_built_in_store_finds_changed_goes_back_and_the_next_collection_goes_on";
    if !is_root(test) {
        return;
    }
    let stage = deliver(true);
    as_user(SERVICE, || {
        let folder = &stage.folder;
        // The process dies while storing it. A forked child does not share the pages that its
        // parent may write to.
        die_after(|| hold(begin(&collector(folder, false))));
        let area = folder.path().join(".sync_ingest");
        let batch = entries(&area).into_iter().find(|name| name.starts_with("verified-")).unwrap();
        if !stage.flip(test, &area.join(batch).join(NAME)) {
            return;
        }
        let report = collector(folder, false).collect_into(&folder.store()).unwrap();
        assert_eq!((report.arbitration, report.delivered.len()), (Arbitration::Collecting, 0), "{report:?}");
        assert_eq!(report.skipped.names(SkipReason::ChangedMeanwhile), [NAME]);
        assert_eq!(entries(&folder.store()), [""; 0]);
        fs::remove_file(folder.path().join("_students.csv.sha256")).unwrap();
        let report = collector(folder, false).collect_into(&folder.store()).unwrap();
        assert_eq!((report.delivered[0].attempt, folder.stored(NAME)), (1, "BBBB".to_owned()));
    });
}
