//! The advice of `status` on permissions that keep a collector from collecting.

use crate::support::TestFolder;
use crate::support::user::{AGENT, SERVICE, as_user, give, is_root};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use sync_ingest::Obstacle;

/// Run as the user that collects, it shows what to change.
#[test]
fn status_knows_the_usual_mistakes_with_permissions() {
    if !is_root("status_knows_the_usual_mistakes_with_permissions") {
        return;
    }
    let cases =
        [(0o2770, 0o640, ""), (0o3770, 0o640, "chmod -t"), (0o2750, 0o640, "chmod 2770"), (0o2770, 0o600, "0600")];
    for (folder_mode, file_mode, expected) in cases {
        let folder = TestFolder::new();
        folder.drop("students.csv", "1");
        give(&folder.path(), AGENT, SERVICE, folder_mode);
        give(&folder.path().join("students.csv"), AGENT, SERVICE, file_mode);
        fs::set_permissions(folder.beside("."), fs::Permissions::from_mode(0o755)).unwrap();
        let status = as_user(SERVICE, || folder.settle_zero().status().unwrap());
        let advice: Vec<_> = status.alarms.iter().map(|alarm| alarm.diagnosis()).collect();
        assert_eq!(advice.is_empty(), expected.is_empty(), "{advice:?}");
        assert!(advice.join(" ").contains(expected), "{expected}: {advice:?}");
        let of_alarms: Vec<_> = status.alarms.iter().flat_map(|alarm| alarm.obstacles.clone()).collect();
        assert_eq!(status.obstacles, of_alarms);
    }
}

#[test]
fn what_would_keep_files_of_others_from_being_collected_is_known_before_they_come() {
    if !is_root("what_would_keep_files_of_others_from_being_collected_is_known_before_they_come") {
        return;
    }
    for (mode, expected) in [
        (0o2770, vec![]),
        (0o3770, vec![Obstacle::StickyFolder]),
        (0o2750, vec![Obstacle::FolderNotWritable { user: SERVICE }]),
    ] {
        let folder = TestFolder::new();
        give(&folder.path(), AGENT, SERVICE, mode);
        fs::set_permissions(folder.beside("."), fs::Permissions::from_mode(0o755)).unwrap();
        let status = as_user(SERVICE, || folder.settle_zero().status().unwrap());
        assert_eq!((status.obstacles, status.alarms.len()), (expected, 0));
    }
}

#[test]
fn in_a_sticky_folder_of_others_ones_own_files_are_no_trouble() {
    if !is_root("in_a_sticky_folder_of_others_ones_own_files_are_no_trouble") {
        return;
    }
    let folder = TestFolder::new();
    folder.drop("students.csv", "1");
    give(&folder.path(), 0, 0, 0o1777);
    give(&folder.path().join("students.csv"), SERVICE, SERVICE, 0o600);
    fs::set_permissions(folder.beside("."), fs::Permissions::from_mode(0o755)).unwrap();
    let status = as_user(SERVICE, || folder.settle_zero().status().unwrap());
    assert_eq!((status.waiting_count, status.alarms.len()), (1, 0), "{:?}", status.alarms);
}
