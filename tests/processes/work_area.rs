//! A work area that cannot be used: the message names its owner and the remedy, and the remedy
//! works.

use crate::support::mounts::{mount_memory, remount, with_own_mounts};
use crate::support::process::one_at_a_time;
use crate::support::user::{AGENT, SERVICE, as_user, give, is_root};
use crate::support::{TestFolder, names, now_plus};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use sync_ingest::{Attempt, DropFolder, Error, ErrorKind, Options, Outcome, Report};

/// A drop folder of `owner` with that mode, in which a file of the agent waits.
fn stage(owner: u32, mode: u32) -> TestFolder {
    let folder = TestFolder::new();
    give(&folder.beside("."), 0, 0, 0o755);
    give(&folder.path(), owner, SERVICE, mode);
    give(&folder.store(), SERVICE, SERVICE, 0o755);
    folder.drop("students.csv", "1");
    give(&folder.path().join("students.csv"), AGENT, SERVICE, 0o644);
    folder
}

fn collect(folder: &TestFolder) -> Result<Report, Error> {
    folder.settle_zero().collect_into(&folder.store())
}

/// The command in a message can be typed as it is.
fn type_what_follows(message: &str, start: &str) {
    let command = &message[message.find(start).unwrap_or_else(|| panic!("no {start:?} in {message}"))..];
    let command = command.split(", ").next().unwrap();
    assert!(Command::new("sh").args(["-c", command]).status().unwrap().success(), "{command}");
}

#[test]
fn root_makes_no_work_area_in_a_folder_of_its_own_that_others_write_to() {
    let _turn = one_at_a_time();
    if !is_root("root_makes_no_work_area_in_a_folder_of_its_own_that_others_write_to") {
        return;
    }
    for mode in [0o2770, 0o1777, 0o3777, 0o757] {
        let folder = stage(0, mode);
        let error = collect(&folder).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::WorkArea, "{mode:o}");
        assert!(error.to_string().contains("run as the service's user"), "{error}");
        assert_eq!(folder.entries(), ["students.csv"], "{mode:o}");
        // Named, it is the administrator's decision.
        fs::create_dir(folder.beside("data")).unwrap();
        give(&folder.beside("data"), SERVICE, SERVICE, 0o755);
        let named = folder.with(|options| {
            options.settle = Some(Duration::ZERO);
            options.work_area = Some(folder.beside("data").join("area"));
        });
        assert_eq!(names(&named.collect_into(&folder.store()).unwrap().delivered), ["students.csv"]);
        assert_eq!(fs::metadata(folder.beside("data").join("area")).unwrap().uid(), SERVICE);
    }
    let folder = stage(0, 0o755);
    assert_eq!(names(&collect(&folder).unwrap().delivered), ["students.csv"], "nobody else writes there");
}

#[test]
fn a_work_area_that_a_run_as_root_left_becomes_the_service_s_with_what_is_in_it() {
    let _turn = one_at_a_time();
    if !is_root("a_work_area_that_a_run_as_root_left_becomes_the_service_s_with_what_is_in_it") {
        return;
    }
    let folder = stage(0, 0o755);
    // It claims the file, and puts it back; then the folder is opened to others.
    let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
    collection.next_delivery().unwrap().unwrap().put_back("later").unwrap();
    collection.finish().unwrap();
    give(&folder.path(), 0, SERVICE, 0o2770);
    let message: Vec<String> = as_user(SERVICE, || {
        let status = folder.settle_zero().status().unwrap_err();
        [collect(&folder).unwrap_err(), status].iter().map(ToString::to_string).collect()
    });
    for message in &message {
        assert!(message.contains("belongs to user 0") && message.contains("claimed files may be in it"), "{message}");
        assert!(!message.contains("remove") && !message.contains("2770"), "{message}");
    }
    type_what_follows(&message[0], "find ");
    let report = as_user(SERVICE, || collect(&folder).unwrap());
    assert_eq!((names(&report.delivered), report.delivered[0].attempt), (vec!["students.csv"], 2));
}

#[test]
fn root_is_advised_as_whom_to_run_and_never_to_remove_claimed_files() {
    let _turn = one_at_a_time();
    if !is_root("root_is_advised_as_whom_to_run_and_never_to_remove_claimed_files") {
        return;
    }
    let folder = stage(AGENT, 0o2770);
    as_user(SERVICE, || {
        let Outcome::Collecting(mut collection) = folder.settle_zero().collect().unwrap() else { panic!() };
        collection.next_delivery().unwrap().unwrap().put_back("later").unwrap();
        collection.finish().unwrap();
    });
    for message in [collect(&folder).unwrap_err(), folder.settle_zero().status().unwrap_err()] {
        let message = message.to_string();
        assert!(message.contains(&format!("sudo -u '#{SERVICE}'")) && message.contains("must stay"), "{message}");
        assert!(!message.contains("remove"), "{message}");
    }
    // And a third user, who may not even open it, is not advised to open it up.
    let message = as_user(AGENT, || folder.settle_zero().status().unwrap_err().to_string());
    assert!(message.contains(&format!("belongs to user {SERVICE}")) && !message.contains("2770"), "{message}");
    assert_eq!(as_user(SERVICE, || collect(&folder).unwrap()).delivered.len(), 1);
}

#[test]
fn the_advice_on_an_open_work_area_can_be_typed_whatever_the_folder_is_called() {
    let _turn = one_at_a_time();
    let place = TestFolder::new();
    let sync = place.beside("it's $(touch owned) `here`");
    fs::create_dir_all(sync.join(".sync_ingest")).unwrap();
    fs::write(sync.join("students.csv"), "1").unwrap();
    fs::set_permissions(sync.join(".sync_ingest"), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let mut options = Options::default();
    options.settle = Some(Duration::ZERO);
    let folder = DropFolder::new(&sync, options).unwrap();
    let error = folder.collect_into(&place.store()).unwrap_err().to_string();
    type_what_follows(&error, "chmod 700");
    assert_eq!(folder.collect_into(&place.store()).unwrap().delivered.len(), 1);
    assert!(!Path::new("owned").exists());
}

#[test]
fn the_advice_on_a_stale_lock_can_be_typed_whatever_the_folder_is_called() {
    let _turn = one_at_a_time();
    let place = TestFolder::new();
    for name in ["it's $(touch owned) `here`", "two\nlines", "a|b", "$HOME"] {
        let sync = place.beside(name);
        fs::create_dir(&sync).unwrap();
        fs::write(sync.join("alock.txt"), "").unwrap();
        let mut options = Options::default();
        options.now = Some(now_plus(4 * 3_600));
        let status = DropFolder::new(&sync, options).unwrap().status().unwrap();
        let message = &status.alarms[0].diagnosis();
        let word = message.split_once("sync-ingest unlock ").unwrap().1.strip_suffix(" --agent").unwrap();
        let read = Command::new("sh").arg("-c").arg(format!("printf %s {word}")).output().unwrap().stdout;
        assert_eq!(read, sync.as_os_str().as_encoded_bytes(), "{message}");
        assert!(!message.contains(['\n', '|']), "{message}");
    }
    assert!(!Path::new("owned").exists());
}

/// As shares of SMB and Azure Files are: chmod does nothing, or is refused.
#[test]
fn where_a_mount_keeps_no_modes_that_is_reported() {
    const NAME: &str = "where_a_mount_keeps_no_modes_that_is_reported";
    let _turn = one_at_a_time();
    let is_there = |program: &str| {
        let asked = Command::new(program).arg("--help").stdout(Stdio::null()).stderr(Stdio::null()).status();
        asked.is_ok()
    };
    if !is_there("bindfs") {
        println!("SKIPPED: {NAME}: there is no bindfs");
        return;
    }
    with_own_mounts(NAME, || {
        for how in ["--chmod-ignore", "--chmod-deny"] {
            let folder = stage(SERVICE, 0o755);
            let mounted = folder.beside("mounted");
            fs::create_dir(&mounted).unwrap();
            let bound = Command::new("bindfs")
                .args([how, "--chown-ignore", "-p", "0777"])
                .args([&folder.path(), &mounted])
                .status();
            assert!(bound.unwrap().success());
            fs::write(folder.beside("export"), "1").unwrap();
            as_user(SERVICE, || {
                let mut options = Options::default();
                options.settle = Some(Duration::ZERO);
                let mount = DropFolder::new(&mounted, options).unwrap();
                let message = |error: Error| {
                    let message = error.to_string();
                    assert!(
                        message.contains("keeps no modes") && message.contains("dir_mode=0700"),
                        "{how}: {message}"
                    );
                };
                message(mount.collect_into(&folder.store()).unwrap_err());
                assert_eq!(folder.entries(), ["students.csv"], "{how}: what cannot be closed does not stay");
                // The same for one that exists already.
                fs::create_dir(mounted.join(".sync_ingest")).unwrap();
                message(mount.collect_into(&folder.store()).unwrap_err());
                message(mount.status().unwrap_err());
                // The agent's side needs no modes.
                let Attempt::Granted(mut session) = mount.begin_agent_session("registry").unwrap() else {
                    panic!("refused")
                };
                session.deliver(&folder.beside("export"), Some("new.csv".as_ref())).unwrap();
                session.finish().unwrap();
                assert!(folder.has("new.csv"));
            });
            assert!(Command::new("umount").arg(&mounted).status().unwrap().success());
        }
    });
}

#[test]
fn on_a_read_only_mount_it_is_the_mount_that_is_reported() {
    const NAME: &str = "on_a_read_only_mount_it_is_the_mount_that_is_reported";
    let _turn = one_at_a_time();
    let place = TestFolder::new();
    with_own_mounts(NAME, || {
        mount_memory(&place.path(), "1m");
        place.drop("students.csv", "1");
        remount(&place.path(), "ro");
        let message = place.settle_zero().collect_into(&place.store()).unwrap_err();
        assert_eq!(message.kind(), ErrorKind::ReadOnly, "{message}");
        let status = place.settle_zero().status().unwrap();
        let message: Vec<_> = status.alarms.iter().map(|alarm| alarm.diagnosis()).collect();
        assert!(
            message.len() == 1 && message[0].contains("remount it writable") && !message[0].contains("chgrp"),
            "{message:?}"
        );
    });
}

#[test]
fn a_file_system_without_a_free_inode_is_known_before_anything_is_tried() {
    const NAME: &str = "a_file_system_without_a_free_inode_is_known_before_anything_is_tried";
    let _turn = one_at_a_time();
    let place = TestFolder::new();
    with_own_mounts(NAME, || {
        mount_memory(&place.path(), "1m,nr_inodes=20");
        place.drop("students.csv", "1");
        let status = place.settle_zero().status().unwrap();
        assert_eq!(status.free_inodes, Some(18));
        assert!(status.free_bytes.is_some_and(|bytes| bytes > 900_000 && bytes <= 1 << 20), "{status:?}");
        (0..18).for_each(|number| place.drop(&format!("_{number}"), ""));
        let status = place.settle_zero().status().unwrap();
        assert_eq!((status.free_inodes, status.waiting_count), (Some(0), 1));
        assert_eq!(place.settle_zero().collect_into(&place.store()).unwrap_err().kind(), ErrorKind::NoSpace);
    });
}
