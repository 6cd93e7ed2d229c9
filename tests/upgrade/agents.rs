//! Agents and collectors of different releases share a folder: each honours the other's lock, files from either are collected, and an
//! agent takes back the lock that it left behind under the other release.

use crate::common::process::one_at_a_time;
use crate::common::{Folder, entries, strace};
use crate::left::Left;
use crate::programs::{Answer, Release, has_sftp, run};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const TRY_LATER: Option<i32> = Some(75);

/// Returns both pairs of an agent and a collector of different releases.
fn pairs(test: &str) -> Vec<(Release, Release)> {
    let Some(old) = Release::old(test) else { return Vec::new() };
    vec![(old.clone(), Release::new()), (Release::new(), old)]
}

/// Returns a drop folder and a store, with files to deliver in `out`.
fn place() -> Folder {
    let folder = Folder::in_memory();
    fs::create_dir(folder.beside("out")).unwrap();
    for name in FILES {
        fs::write(folder.beside("out").join(name), name.repeat(20_000)).unwrap();
    }
    folder
}

const FILES: [&str; 2] = ["courses 2026.csv", "students.csv"];

fn base(folder: &Folder) -> PathBuf {
    folder.path().parent().unwrap().to_owned()
}

fn is_done(answer: &Answer) {
    assert_eq!(answer.status, Some(0), "{answer:?}");
}

/// Checks that both files are collected on the evidence of their checksum files, leaving nothing behind.
fn both_are_complete(folder: &Folder, collector: &Release) {
    let answer = run(collector.collect(&base(folder), "1h"));
    is_done(&answer);
    let delivered = answer.json()["delivered"].as_array().unwrap().clone();
    assert_eq!(delivered.len(), 2, "{answer:?}");
    assert!(delivered.iter().all(|one| one["evidence"] == "complete" && one["attempt"] == 1), "{answer:?}");
    assert_eq!(entries(&folder.store()), FILES);
    for name in FILES {
        assert!(folder.stored(name) == name.repeat(20_000), "{name}");
    }
    assert!(folder.is_clean(), "{:?}", folder.entries());
}

#[test]
fn files_from_sync_ingest_deliver_of_one_release_are_collected_by_the_other() {
    let _turn = one_at_a_time();
    for (agent, collector) in pairs("agents on the same host and collectors of two releases") {
        let folder = place();
        let mut deliver = agent.deliver(&base(&folder), &FILES);
        deliver.arg("--checksum");
        is_done(&run(deliver));
        both_are_complete(&folder, &collector);
    }
}

#[test]
fn files_from_sync_deliver_of_one_release_are_collected_by_the_other() {
    let _turn = one_at_a_time();
    let test = "remote agents and collectors of two releases";
    for (agent, collector) in pairs(test).into_iter().filter(|_| has_sftp(test)) {
        let folder = place();
        is_done(&run(agent.deliver_remotely(&base(&folder), &FILES, "registry")));
        both_are_complete(&folder, &collector);
        assert_eq!(entries(&folder.beside("state")).iter().filter(|name| name.ends_with(".lock")).count(), 0);
    }
}

/// Runs a program that is killed at a system call.
fn kill(command: &Command, call: &str, count: usize) {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}")]);
    strace.args(["-e", &format!("inject={call}:signal=KILL:when={count}")]);
    strace.arg(command.get_program()).args(command.get_args());
    let status = strace.status().unwrap();
    assert!(!status.success(), "{command:?} was not killed");
}

#[test]
fn agents_of_one_release_honour_the_collector_lock_of_the_other() {
    let _turn = one_at_a_time();
    let test = "agents before the lock of a collector of another release";
    for (agent, collector) in pairs(test).into_iter().filter(|_| strace::is_there(test)) {
        let folder = place();
        folder.drop("grades.csv", "grades");
        kill(&collector.collect(&base(&folder), "0"), "mkdirat", 2);
        let before = folder.entries();
        assert!(folder.has("lock.txt"));
        let mut answers = vec![run(agent.deliver(&base(&folder), &FILES))];
        if has_sftp(test) {
            answers.push(run(agent.deliver_remotely(&base(&folder), &FILES, "registry")));
        }
        for answer in answers {
            assert_eq!(answer.status, TRY_LATER, "{answer:?}");
            assert!(answer.stderr.contains("a collector is busy"), "{answer:?}");
        }
        assert_eq!(folder.entries(), before, "nothing has changed");
    }
}

#[test]
fn the_lock_of_a_killed_agent_is_honoured_by_collectors_and_taken_back_by_agents_of_the_other_release() {
    let _turn = one_at_a_time();
    let test = "a killed agent of another release on the same host";
    for (agent, other) in pairs(test).into_iter().filter(|_| strace::is_there(test)) {
        let folder = place();
        let mut deliver = agent.deliver(&base(&folder), &FILES);
        deliver.arg("--checksum");
        // The first file and its checksum file are in place, the second one is still a hidden upload.
        kill(&deliver, "renameat", 4);
        assert!(folder.has(FILES[0]) && folder.has("alock.txt") && !folder.has(FILES[1]), "{:?}", folder.entries());
        let answer = run(other.collect(&base(&folder), "0"));
        assert_eq!((answer.status, answer.json()["outcome"].as_str()), (TRY_LATER, Some("agent_delivering")));
        assert_eq!(entries(&folder.store()), [""; 0]);
        let mut again = other.deliver(&base(&folder), &FILES);
        again.arg("--checksum");
        is_done(&run(again));
        assert!(!folder.has("alock.txt") && hidden(&folder).is_empty(), "{:?}", folder.entries());
        both_are_complete(&folder, &agent);
    }
}

/// Returns the names of temporary files of agents.
fn hidden(folder: &Folder) -> Vec<String> {
    folder.entries().into_iter().filter(|name| name.starts_with(".sync_ingest-")).collect()
}

#[test]
fn the_session_of_a_killed_sync_ingest_deliver_is_taken_back_and_its_partial_upload_removed() {
    let _turn = one_at_a_time();
    let left = Left::unpack("local_agent");
    let (folder, new) = (&left.folder, Release::new());
    assert_eq!(hidden(folder).len(), 1);
    nothing_is_taken(folder, &new);
    is_done(&run(new.deliver(&base(folder), &["students.csv", "courses.csv"])));
    assert_eq!(folder.entries(), ["courses.csv", "students.csv"]);
    both_are_collected(folder, &new);
}

#[test]
fn the_session_of_a_killed_sync_deliver_is_taken_back_by_the_same_agent_only() {
    let _turn = one_at_a_time();
    if !has_sftp("the session of a killed sync-deliver") {
        return;
    }
    let left = Left::unpack("remote_agent");
    let (folder, new) = (&left.folder, Release::new());
    assert_eq!(hidden(folder).len(), 1);
    nothing_is_taken(folder, &new);
    let files = ["students.csv", "courses.csv"];
    for other in [new.deliver_remotely(&base(folder), &files, "erp"), new.deliver(&base(folder), &files)] {
        let answer = run(other);
        assert_eq!(answer.status, TRY_LATER, "{answer:?}");
        assert!(answer.stderr.contains("another agent is delivering"), "{answer:?}");
        assert!(folder.has("alock.txt"));
    }
    let answer = run(new.deliver_remotely(&base(folder), &files, "registry"));
    is_done(&answer);
    assert_eq!(answer.stdout, "delivered students.csv\ndelivered courses.csv\n");
    assert_eq!((hidden(folder), folder.has("alock.txt")), (vec![], false), "{answer:?}");
    both_are_collected(folder, &new);
}

fn nothing_is_taken(folder: &Folder, collector: &Release) {
    let before = folder.entries();
    let answer = run(collector.collect(&base(folder), "0"));
    assert_eq!((answer.status, answer.json()["outcome"].as_str()), (TRY_LATER, Some("agent_delivering")), "{answer:?}");
    assert_eq!(
        folder.entries().iter().filter(|name| *name != ".sync_ingest").collect::<Vec<_>>(),
        before.iter().collect::<Vec<_>>()
    );
    assert_eq!(entries(&folder.store()), [""; 0]);
}

fn both_are_collected(folder: &Folder, collector: &Release) {
    let answer = run(collector.collect(&base(folder), "0"));
    is_done(&answer);
    assert_eq!(answer.json()["alarms"].as_array().unwrap().len(), 0, "{answer:?}");
    assert_eq!(entries(&folder.store()), ["courses.csv", "students.csv"]);
    for name in ["courses.csv", "students.csv"] {
        assert!(folder.stored(name) == read(&folder.beside("out").join(name)), "{name}");
    }
    assert!(folder.is_clean(), "{:?}", folder.entries());
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

#[test]
fn partial_uploads_without_a_lock_are_not_collected_and_removed_by_the_next_delivery() {
    let _turn = one_at_a_time();
    if !has_sftp("half uploads") {
        return;
    }
    let left = Left::unpack("half_uploads");
    let (folder, new) = (&left.folder, Release::new());
    let halves = hidden(folder);
    assert_eq!(halves.len(), 2);
    let answer = run(new.collect(&base(folder), "0"));
    is_done(&answer);
    assert_eq!(answer.json()["alarms"].as_array().unwrap().len(), 0, "{answer:?}");
    assert_eq!((entries(&folder.store()), hidden(folder)), (vec!["students.csv".to_owned()], halves));
    is_done(&run(new.deliver_remotely(&base(folder), &["courses.csv"], "registry")));
    is_done(&run(new.deliver(&base(folder), &["students.csv"])));
    assert_eq!(hidden(folder), [""; 0]);
    both_are_collected(folder, &new);
}
