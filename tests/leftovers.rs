//! What earlier collections left: its order, its bounds, and how it is stored.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]
#![allow(unsafe_code, reason = "limits of a process have no safe wrapper")]

mod support;

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::time::Duration;
use support::process::{die_after, fork, hold, one_at_a_time};
use support::user::{SERVICE, as_user, give, is_root};
use support::{TestFolder, entries, inode, names};
use sync_ingest::{Collection, ErrorKind, Now, Outcome, SkipReason, Timestamp};

fn collecting(folder: &TestFolder) -> Collection {
    let Outcome::Collecting(collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    collection
}

#[test]
fn the_half_copy_of_a_killed_attempt_does_not_stay_in_the_store() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    folder.drop("students.csv", "1");
    fs::set_permissions(folder.path().join("students.csv"), fs::Permissions::from_mode(0o600)).unwrap();
    let offered = || {
        let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
        (collection.next_delivery().unwrap().unwrap(), collection)
    };
    die_after(|| {
        let (delivery, collection) = offered();
        fs::write(folder.store().join(format!(".sync_ingest-{}", delivery.id())), "hal").unwrap();
        hold((delivery, collection));
    });
    folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(entries(&folder.store()), ["students.csv"]);
}

#[test]
fn a_leftover_of_our_own_that_was_never_offered_is_moved_and_not_copied() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    folder.drop("students.csv", "1");
    fs::set_permissions(folder.path().join("students.csv"), fs::Permissions::from_mode(0o600)).unwrap();
    let before = inode(&folder.path().join("students.csv"));
    let Outcome::Collecting(collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    collection.finish().unwrap();
    folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(inode(&folder.store().join("students.csv")), before);
}

#[test]
fn a_file_over_which_the_store_dies_comes_last_and_holds_back_no_later_collection() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    folder.drop("poison.csv", "1");
    die_after(|| {
        let mut collection = collecting(&folder);
        hold((collection.next_delivery().unwrap().unwrap(), collection));
    });
    folder.drop("a.csv", "1");
    folder.drop("z.csv", "1");
    let mut collection = collecting(&folder);
    let mut order = Vec::new();
    while let Some(delivery) = collection.next_delivery().unwrap() {
        order.push(delivery.name().to_str().unwrap().to_owned());
        delivery.acknowledge().unwrap();
    }
    assert_eq!(order.len(), 3);
    assert_eq!(order[2], "poison.csv");
}

#[test]
fn a_younger_file_comes_after_a_suspect_of_its_name_in_the_same_collection() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    folder.drop("a.csv", "old");
    die_after(|| {
        let mut collection = collecting(&folder);
        hold((collection.next_delivery().unwrap().unwrap(), collection));
    });
    folder.drop("a.csv", "new");
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!(names(&report.delivered), ["a.csv", "a.csv"]);
    assert_eq!(folder.stored("a.csv"), "new");
}

#[test]
fn files_of_one_name_keep_their_order_while_they_wait_for_a_suspect() {
    let _turn = one_at_a_time();
    // Whatever the order of the listing, one of them comes last.
    for waiting in ["a.csv", "b.csv", "c.csv"] {
        let folder = TestFolder::new();
        for content in ["first", "second"] {
            folder.drop(waiting, content);
            die_after(|| {
                let mut collection = collecting(&folder);
                // The process dies while storing the first one; the second one waits for it.
                hold((collection.next_delivery().unwrap(), collection));
            });
        }
        for name in ["a.csv", "b.csv", "c.csv"] {
            folder.drop(name, "third");
        }
        let mut collection = collecting(&folder);
        let mut offered = Vec::new();
        while let Some(delivery) = collection.next_delivery().unwrap() {
            if delivery.name() == waiting {
                offered.push(fs::read_to_string(delivery.path()).unwrap());
            }
            delivery.acknowledge().unwrap();
        }
        assert_eq!(offered, ["first", "second", "third"], "{waiting}");
    }
}

#[test]
fn a_file_over_which_the_store_dies_does_not_hold_back_the_name_of_one_that_was_acknowledged_beside_it() {
    let _turn = one_at_a_time();
    for bad in ["a.csv", "b.csv"] {
        let folder = TestFolder::new();
        ["a.csv", "b.csv"].iter().for_each(|name| folder.drop(name, "old"));
        die_after(|| {
            let mut collection = collecting(&folder);
            while let Some(delivery) = collection.next_delivery().unwrap() {
                if delivery.name() == bad { hold(delivery) } else { delivery.acknowledge().unwrap() }
            }
            hold(collection);
        });
        ["a.csv", "b.csv"].iter().filter(|name| **name != bad).for_each(|name| folder.drop(name, "new"));
        let mut collection = collecting(&folder);
        let first = collection.next_delivery().unwrap().unwrap();
        assert_ne!(first.name(), bad);
        drop(first);
    }
}

#[test]
fn a_first_look_at_a_file_ahead_of_the_clock_is_not_remembered_as_older_than_it_was() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    folder.drop("a.csv", "1");
    let delivered = |milliseconds| {
        let collector = folder.with(|options| {
            options.settle = Some(Duration::from_millis(500));
            options.now = Some(Now { wall: Timestamp::default(), monotonic: Duration::from_millis(milliseconds) });
        });
        collector.collect_into(&folder.store()).unwrap().delivered.len()
    };
    assert_eq!([1_900, 2_300, 2_600].map(delivered), [0, 0, 1], "at 1.9 s, at 2.3 s, and at 2.6 s");
}

#[test]
fn a_changed_file_does_not_overtake_the_younger_one_of_its_name() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    folder.drop("a.csv", "older");
    let mut collection = collecting(&folder);
    let delivery = collection.next_delivery().unwrap().unwrap();
    let place = delivery.path().to_owned();
    delivery.put_back("not now").unwrap();
    collection.finish().unwrap();
    // A writer that had it open when it was claimed continues; then a newer one is delivered.
    fs::write(place, "older, changed").unwrap();
    folder.drop("a.csv", "newer");
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!((names(&report.delivered), names(&report.superseded)), (vec!["a.csv"], vec!["a.csv"]));
    for _ in 0..2 {
        folder.settle_zero().collect_into(&folder.store()).unwrap();
    }
    assert_eq!(folder.stored("a.csv"), "newer");
}

#[test]
fn what_is_claimed_stays_bounded_while_a_store_takes_nothing() {
    let folder = TestFolder::new();
    let small = folder.with(|options| {
        options.settle = Some(Duration::ZERO);
        options.max_files = 300;
        options.durability = sync_ingest::Durability::None;
    });
    for round in 0..6 {
        for index in 0..300 {
            folder.drop(&format!("{round}-{index}.csv"), "1");
        }
        let Outcome::Collecting(collection) = small.collect().unwrap() else { panic!() };
        drop(collection);
    }
    let status = small.status().unwrap();
    assert!((300..=310).contains(&status.claimed), "{}", status.claimed);
    assert_eq!(status.claimed + status.waiting_count, 1_800, "the others wait where they are");
}

#[test]
fn many_leftover_batches_need_few_descriptors_and_keep_their_order() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    // In each batch one name that the store does not take, so that all later files of that name
    // wait.
    for round in 0..150 {
        folder.drop("same.csv", &round.to_string());
        folder.drop(&format!("{round:03}.csv"), "1");
        drop(collecting(&folder));
    }
    die_after(|| {
        let limit = libc::rlimit { rlim_cur: 64, rlim_max: 64 };
        // SAFETY: reads one struct; this process is a child that ends soon.
        assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &limit) }, 0);
        let mut collection = collecting(&folder);
        let mut order = Vec::new();
        while let Some(delivery) = collection.next_delivery().unwrap() {
            match delivery.name().to_str().unwrap() {
                "same.csv" => {
                    assert_eq!(fs::read_to_string(delivery.path()).unwrap(), "0", "only the oldest one is offered");
                    delivery.put_back("not now").unwrap();
                }
                name => {
                    order.push(name.to_owned());
                    delivery.acknowledge().unwrap();
                }
            }
        }
        assert_eq!(order.len(), 150);
        assert!(order.is_sorted(), "{order:?}");
        let report = collection.finish().unwrap();
        assert_eq!(report.skipped.count(SkipReason::WaitsForOlder), 149);
    });
}

#[test]
fn a_forked_child_can_neither_take_nor_move_nor_answer_what_is_its_parents() {
    let _turn = one_at_a_time();
    let folder = TestFolder::new();
    folder.drop("a.csv", "1");
    folder.drop("b.csv", "1");
    let mut collection = collecting(&folder);
    let mut delivery = collection.next_delivery().unwrap().unwrap();
    fork(|| {
        assert_eq!(collection.next_delivery().unwrap_err().kind(), ErrorKind::AlreadyOver);
        assert_eq!(delivery.move_to(&folder.store().join("a.csv")).unwrap_err().kind(), ErrorKind::AlreadyOver);
    })
    .wait();
    delivery.acknowledge().unwrap();
    assert!(entries(&folder.store()).is_empty());
}

#[test]
fn a_work_area_that_others_may_look_into_is_refused_and_left_as_it_is() {
    let folder = TestFolder::new();
    folder.drop("a.csv", "1");
    let area = folder.beside("area");
    fs::create_dir(&area).unwrap();
    fs::set_permissions(&area, fs::Permissions::from_mode(0o755)).unwrap();
    let with_area = folder.with(|options| {
        options.settle = Some(Duration::ZERO);
        options.work_area = Some(area.clone());
    });
    assert_eq!(with_area.collect().unwrap_err().kind(), ErrorKind::WorkArea);
    assert_eq!(with_area.status().unwrap_err().kind(), ErrorKind::WorkArea);
    assert_eq!(fs::metadata(&area).unwrap().permissions().mode() & 0o777, 0o755);
}

#[test]
fn root_gives_away_nothing_that_it_has_found() {
    let _turn = one_at_a_time();
    if !is_root("root_gives_away_nothing_that_it_has_found") {
        return;
    }
    let folder = TestFolder::new();
    folder.drop("a.csv", "1");
    let (secret, above) = (folder.beside("secret"), folder.beside("above"));
    for path in [&secret, &above] {
        fs::create_dir(path).unwrap();
    }
    give(&secret, 0, 0, 0o700);
    give(&above, SERVICE, SERVICE, 0o755);
    let owner = |path| {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(path).unwrap().uid()
    };
    symlink(&secret, above.join("link")).unwrap();
    fs::create_dir(above.join("private")).unwrap();
    give(&above.join("private"), 0, 0, 0o700);
    for name in ["link", "private"] {
        let with_area = folder.with(|options| {
            options.settle = Some(Duration::ZERO);
            options.work_area = Some(above.join(name));
        });
        assert_eq!(with_area.collect().unwrap_err().kind(), ErrorKind::WorkArea, "{name}");
        assert!(with_area.status().is_err(), "{name}");
    }
    assert_eq!((owner(secret), owner(above.join("private"))), (0, 0));
}

#[test]
fn no_umask_makes_a_work_area_that_its_owner_cannot_use() {
    let _turn = one_at_a_time();
    if !is_root("no_umask_makes_a_work_area_that_its_owner_cannot_use") {
        return;
    }
    let folder = TestFolder::new();
    give(&folder.beside("."), 0, 0, 0o755);
    give(&folder.path(), SERVICE, SERVICE, 0o700);
    give(&folder.store(), SERVICE, SERVICE, 0o700);
    folder.drop("students.csv", "1");
    give(&folder.path().join("students.csv"), SERVICE, SERVICE, 0o600);
    die_after(|| {
        // SAFETY: takes an integer; this process is a child that ends soon.
        unsafe { libc::umask(0o777) };
        as_user(SERVICE, || drop(folder.settle_zero().collect_into(&folder.store())));
    });
    as_user(SERVICE, || folder.settle_zero().collect_into(&folder.store())).unwrap();
    assert_eq!(folder.stored("students.csv"), "1");
}

#[test]
fn a_younger_file_is_not_claimed_while_the_older_one_of_its_name_cannot_be_recovered() {
    let folder = TestFolder::new();
    folder.drop("other.csv", "1");
    folder.settle_zero().collect_into(&folder.store()).unwrap();
    let area = folder.path().join(".sync_ingest");
    let batch = area.join("unverified-0000000009-0123456789abcdef01234567");
    fs::create_dir(&batch).unwrap();
    fs::write(batch.join("students.csv"), "older").unwrap();
    folder.drop("students.csv", "younger");
    // The older one is superseded, but cannot be set aside.
    fs::write(area.join("superseded"), "in the way").unwrap();
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!((report.skipped.count(SkipReason::WaitsForOlder), report.delivered.len()), (1, 0));
    fs::remove_file(area.join("superseded")).unwrap();
    let report = folder.settle_zero().collect_into(&folder.store()).unwrap();
    assert_eq!((names(&report.delivered), names(&report.superseded)), (vec!["students.csv"], vec!["students.csv"]));
    assert_eq!(folder.stored("students.csv"), "younger");
}
