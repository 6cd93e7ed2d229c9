//! Sessions and uploads that agents of 0.1.0 left behind when they were killed.

use crate::ftp::Ftp;
use crate::left::Left;
use crate::programs::{Release, TRY_LATER, base, has_sftp, is_done, run};
use crate::support::process::one_at_a_time;
use crate::support::{TestFolder, entries};
use std::fs;
use std::path::Path;
use std::time::SystemTime;
use sync_ingest::{Arbitration, Attempt, LockKind};

/// Returns the names of temporary files of agents.
pub(crate) fn hidden(folder: &TestFolder) -> Vec<String> {
    folder.entries().into_iter().filter(|name| name.starts_with(".sync_ingest-")).collect()
}

/// Returns the entries but the work area.
fn visible(folder: &TestFolder) -> Vec<String> {
    folder.entries().into_iter().filter(|name| *name != ".sync_ingest").collect()
}

fn nothing_is_taken(folder: &TestFolder, collector: &Release) {
    let before = folder.entries();
    let answer = run(collector.collect(&base(folder), "0"));
    assert_eq!((answer.status, answer.json()["outcome"].as_str()), (TRY_LATER, Some("agent_delivering")), "{answer:?}");
    assert_eq!(visible(folder), before);
    assert_eq!(entries(&folder.store()), [""; 0]);
}

fn both_are_collected(folder: &TestFolder, collector: &Release) {
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
fn the_session_of_a_killed_sync_ingest_deliver_is_taken_back_and_its_partial_upload_removed() {
    let _turn = one_at_a_time();
    let left = Left::unpack("local_agent");
    let (folder, new) = (&left.folder, Release::new());
    assert_eq!(hidden(folder).len(), 1);
    // As if the agent had just been killed: an old lock would be an alarm, which the work area
    // keeps.
    fs::File::options()
        .write(true)
        .open(folder.path().join("alock.txt"))
        .unwrap()
        .set_modified(SystemTime::now())
        .unwrap();
    nothing_is_taken(folder, &new);
    is_done(&run(new.deliver(&base(folder), &["students.csv", "courses.csv"])));
    // The lock in the archive is stale by now: its alarm is remembered in the work area.
    assert_eq!(visible(folder), ["courses.csv", "students.csv"]);
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

#[test]
fn the_session_of_a_killed_sync_deliver_over_ftp_is_taken_back_by_the_same_agent_only() {
    let _turn = one_at_a_time();
    let left = Left::unpack("remote_agent_over_ftp");
    let (folder, new) = (&left.folder, Release::new());
    let lock = folder.path().join("alock.txt");
    let owner = entries(&lock);
    assert!(owner.len() == 1 && owner[0].starts_with("agent-registry-"), "{owner:?}");
    nothing_is_taken(folder, &new);
    let status = left.folder.settle_zero().status().unwrap();
    assert_eq!(status.agent_lock.unwrap().holder.to_string(), "agent registry (sync-deliver over FTP)");
    let Some(server) = Ftp::start(&base(folder), "the session of a killed sync-deliver over FTP") else { return };
    // The name of its memory depends on the destination, and the port is another one now.
    let of_registry = format!("registry-{}.lock", server.memory());
    let memory = entries(&folder.beside("state")).remove(0);
    fs::rename(folder.beside("state").join(memory), folder.beside("state").join(of_registry)).unwrap();
    let files = ["students.csv", "courses.csv"];
    for other in [new.deliver_over_ftp(&base(folder), &files, "erp", &server), new.deliver(&base(folder), &files)] {
        let answer = run(other);
        assert_eq!(answer.status, TRY_LATER, "{answer:?}");
        assert_eq!(entries(&lock), owner);
    }
    let answer = run(new.deliver_over_ftp(&base(folder), &files, "registry", &server));
    is_done(&answer);
    assert_eq!(answer.stdout, "delivered students.csv\ndelivered courses.csv\n");
    assert_eq!((hidden(folder), folder.has("alock.txt")), (vec![], false), "{answer:?}");
    both_are_collected(folder, &new);
}

#[test]
fn the_session_of_a_killed_program_is_taken_back_by_an_agent_of_its_name_only() {
    let _turn = one_at_a_time();
    let left = Left::unpack("library_agent");
    let folder = left.folder.settle_zero();
    for (agent, is_granted) in [("erp", false), ("registry", true)] {
        match folder.begin_agent_session(agent).unwrap() {
            Attempt::Granted(session) => session.finish().map(|()| assert!(is_granted, "{agent}")).unwrap(),
            Attempt::Refused(arbitration) => {
                assert_eq!((arbitration, is_granted), (Arbitration::AgentDelivering, false), "{agent}");
            }
        }
    }
    assert_eq!(left.folder.entries(), [""; 0]);
}

#[test]
fn a_person_can_remove_every_lock_that_was_left_behind() {
    let _turn = one_at_a_time();
    let agents = ["library_agent", "local_agent", "remote_agent", "remote_agent_over_ftp", "alarms_of_an_agent_lock"];
    let agents = agents.map(|name| (name, LockKind::Agent));
    let collectors =
        ["orphan_lock", "everything", "alarms_of_a_collector_lock"].map(|name| (name, LockKind::Collector));
    for (name, kind) in agents.into_iter().chain(collectors) {
        let left = Left::unpack(name);
        let removed = left.folder.settle_zero().unlock(kind).unwrap();
        let holder =
            left.original_status()[if kind == LockKind::Agent { "agent_lock" } else { "collector_lock" }]["holder"]
                .clone();
        assert_eq!(removed.map(|lock| lock.holder.to_string()).as_deref(), holder.as_str(), "{name}");
        assert!(!left.folder.has(kind.file_name()), "{name}");
    }
}

#[test]
fn partial_uploads_without_a_lock_are_not_collected_and_removed_by_the_next_delivery() {
    let _turn = one_at_a_time();
    if !has_sftp("partial uploads") {
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
