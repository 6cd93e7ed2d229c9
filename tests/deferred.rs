//! Copies that are left to be synced later, together: they reach the disk before the first of them
//! is acknowledged.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]

mod support;

use std::time::Duration;
use support::file_system_fault::FileSystemFault;
use support::process::one_at_a_time;
use support::reported::Reported;
use support::strace::{self, Act};
use support::{TestFolder, names};
use sync_ingest::{Collection, Delivery, Durability, Error, Outcome};

/// A collection with all its deliveries copied into the store, and none of them answered.
fn all_copied(folder: &TestFolder) -> Result<(Collection, Vec<Delivery>), Error> {
    let drop_folder = folder.with(|options| {
        options.settle = Some(Duration::ZERO);
        options.durability = Durability::Deferred;
    });
    let Outcome::Collecting(mut collection) = drop_folder.collect()? else { panic!("there is something to collect") };
    let mut copied = Vec::new();
    while let Some(mut delivery) = collection.next_delivery()? {
        delivery.copy_to(&folder.store().join(delivery.name()))?;
        copied.push(delivery);
    }
    Ok((collection, copied))
}

/// Acknowledges each whose copy has reached the disk.
fn acknowledge_all(copied: Vec<Delivery>) {
    for delivery in copied {
        // Deliveries that cannot be acknowledged are in the report.
        let _ = delivery.acknowledge();
    }
}

fn sync_and_acknowledge(folder: &TestFolder) -> Result<Reported, Error> {
    let (mut collection, copied) = all_copied(folder)?;
    let synced = collection.sync();
    acknowledge_all(copied);
    let reported = collection.finish()?.into();
    synced.map(|()| reported)
}

fn acknowledge_only(folder: &TestFolder) -> Result<Reported, Error> {
    let (collection, copied) = all_copied(folder)?;
    acknowledge_all(copied);
    Ok(collection.finish()?.into())
}

fn of_three_files() -> TestFolder {
    let folder = TestFolder::in_memory();
    ["a.csv", "b.csv", "c.csv"].iter().for_each(|name| folder.drop(name, name));
    folder
}

/// Summarises the calls from the last renaming of a copy on.
fn story(folder: &TestFolder, act: &dyn Fn() -> Result<Reported, Error>) -> Vec<String> {
    let calls = strace::calls(Act { place: folder, fault: FileSystemFault::None, act });
    let last = calls
        .iter()
        .rposition(|call| call.name.starts_with("renameat") && call.line.contains(".sync_ingest-copy-"))
        .unwrap();
    let reported = calls[last + 1..].iter().filter_map(|call| match call.name.as_str() {
        "sync_file_range" | "fsync" => Some(call.name.clone()),
        "unlinkat" if call.line.contains(".csv") => Some("remove".to_owned()),
        _ => None,
    });
    reported.collect()
}

const STORY: [&str; 10] = [
    "sync_file_range",
    "sync_file_range",
    "sync_file_range",
    "fsync",
    "fsync",
    "fsync",
    // The folder.
    "fsync",
    "remove",
    "remove",
    "remove",
];

#[test]
fn copies_reach_the_disk_together_and_before_anything_is_removed() {
    if !strace::is_there("copies that are synced together") {
        return;
    }
    let _turn = one_at_a_time();
    let (asked, not_asked) = (of_three_files(), of_three_files());
    assert_eq!(story(&asked, &|| sync_and_acknowledge(&asked)), STORY);
    assert_eq!(story(&not_asked, &|| acknowledge_only(&not_asked)), STORY, "the first acknowledgement syncs all");
}

#[test]
fn a_delivery_whose_copy_cannot_be_synced_stays_and_the_others_are_delivered() {
    if !strace::is_there("a copy that cannot be synced") {
        return;
    }
    let _turn = one_at_a_time();
    for act in [sync_and_acknowledge, acknowledge_only] {
        let before = of_three_files();
        let calls = strace::calls(Act { place: &before, fault: FileSystemFault::None, act: &|| act(&before) });
        let first = calls.iter().position(|call| call.name == "sync_file_range").unwrap();
        let syncs: Vec<_> = calls[first..].iter().filter(|call| call.name == "fsync").collect();
        for (number, left) in [(0, 1), (2, 1), (3, 3)] {
            let folder = of_three_files();
            strace::fail_at(
                syncs[number],
                "EIO",
                Act { place: &folder, fault: FileSystemFault::None, act: &|| act(&folder) },
            );
            let status = folder.settle_zero().status().unwrap();
            assert_eq!(status.claimed, left, "after a failure of sync {number}");
            let again = Reported::of(sync_and_acknowledge(&folder));
            assert_eq!(again.delivered.len() as u64, left);
            assert_eq!(folder.stored("a.csv") + &folder.stored("c.csv"), "a.csvc.csv");
        }
    }
}

#[test]
fn hundreds_of_copies_are_held_open_by_a_bounded_number_of_descriptors() {
    let open = || std::fs::read_dir("/proc/self/fd").unwrap().count();
    let _turn = one_at_a_time();
    let folder = TestFolder::in_memory();
    (0..300).for_each(|number| folder.drop(&format!("{number}.csv"), "content"));
    let before = open();
    let (collection, copied) = all_copied(&folder).unwrap();
    assert!(open() - before < 200, "{} descriptors", open() - before);
    acknowledge_all(copied);
    assert_eq!(names(&collection.finish().unwrap().delivered).len(), 300);
    assert!(open() <= before, "descriptors are left open");
}

/// Otherwise the disk is idle during the copies, and the sync takes all the time afterwards.
#[test]
fn a_large_copy_begins_to_reach_the_disk_while_it_is_made_unless_nobody_waits_for_that() {
    if !strace::is_there("a large copy") {
        return;
    }
    let _turn = one_at_a_time();
    for (durability, begins) in [(Durability::Deferred, true), (Durability::PerFile, true), (Durability::None, false)] {
        let folder = TestFolder::in_memory();
        std::fs::File::create(folder.path().join("large.csv")).unwrap().set_len(80 << 20).unwrap();
        let act = || {
            let collector = folder.with(|options| {
                options.settle = Some(Duration::ZERO);
                options.durability = durability;
                // In one thread.
                options.sha256 = false;
            });
            let Outcome::Collecting(mut collection) = collector.collect()? else { panic!("there is a file") };
            let mut delivery = collection.next_delivery()?.unwrap();
            delivery.copy_to(&folder.store().join("large.csv"))?;
            delivery.acknowledge()?;
            Ok(collection.finish()?.into())
        };
        let calls = strace::calls(Act { place: &folder, fault: FileSystemFault::None, act: &act });
        let last = calls.iter().rposition(|call| call.name == "copy_file_range").unwrap();
        let began = calls[..last].iter().any(|call| call.name == "sync_file_range");
        assert_eq!(began, begins, "{durability:?}");
        assert_eq!(std::fs::metadata(folder.store().join("large.csv")).unwrap().len(), 80 << 20);
    }
}

#[test]
fn what_was_copied_and_put_back_need_not_reach_the_disk() {
    let folder = of_three_files();
    let (mut collection, copied) = all_copied(&folder).unwrap();
    copied.into_iter().for_each(|delivery| delivery.put_back("later").unwrap());
    collection.sync().unwrap();
    assert_eq!(collection.finish().unwrap().put_back.len(), 3);
}
