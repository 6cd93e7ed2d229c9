//! Agents and collectors of different releases share a folder: each honours the other's lock, files
//! from either are collected, and an agent takes back the lock that it left behind under the other
//! release.

use crate::ftp::Ftp;
use crate::programs::{Release, TRY_LATER, base, has_sftp, is_done, run};
use crate::sessions::hidden;
use crate::support::process::one_at_a_time;
use crate::support::{TestFolder, entries, strace};
use std::fs;
use std::process::Command;

/// Returns both pairs of an agent and a collector of different releases.
fn pairs(test: &str) -> Vec<(Release, Release)> {
    let Some(old) = Release::old(test) else { return Vec::new() };
    vec![(old.clone(), Release::new()), (Release::new(), old)]
}

/// Returns a drop folder and a store, with files to deliver in `out`.
fn place() -> TestFolder {
    let folder = TestFolder::in_memory();
    fs::create_dir(folder.beside("out")).unwrap();
    for name in FILES {
        fs::write(folder.beside("out").join(name), name.repeat(20_000)).unwrap();
    }
    folder
}

const FILES: [&str; 2] = ["courses 2026.csv", "students.csv"];

/// Checks that both files are collected on the evidence of their checksum files, leaving nothing
/// behind.
fn both_are_complete(folder: &TestFolder, collector: &Release) {
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

#[test]
fn files_from_sync_deliver_over_ftp_of_one_release_are_collected_by_the_other() {
    let _turn = one_at_a_time();
    let test = "FTP agents and collectors of two releases";
    for (agent, collector) in pairs(test) {
        let folder = place();
        let Some(server) = Ftp::start(&base(&folder), test) else { return };
        is_done(&run(agent.deliver_over_ftp(&base(&folder), &FILES, "registry", &server)));
        both_are_complete(&folder, &collector);
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
        // The first file and its checksum file are in place, the second one is still a hidden
        // upload.
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
