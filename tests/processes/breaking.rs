//! Breaking a lock never removes the lock of a live process that has taken its place, whichever way
//! it is broken and whenever that one appears.

use crate::support::pause::pause_after;
use crate::support::process::one_at_a_time;
use crate::support::strace::{self, Call};
use crate::support::trial::plant_agent_lock;
use crate::support::{TestFolder, entries};
use std::fs;
use sync_ingest::{Attempt, Error, LockKind};

/// A lock of a remote agent, over SFTP a file, over FTP a folder.
#[derive(Clone, Copy, Debug)]
enum Remote {
    File,
    Folder,
}

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

fn plant(folder: &TestFolder, kind: LockKind, remote: Remote, agent: &str) -> bool {
    let path = folder.path().join(kind.file_name());
    match remote {
        Remote::File => {
            let text = format!("1769846400\nsync-deliver {agent}\nhost erp-1\ntoken {TOKEN}\n");
            // Complete from the first moment on, as far as a look can see.
            fs::write(folder.beside("planted"), text).unwrap();
            let is_planted = fs::hard_link(folder.beside("planted"), &path).is_ok();
            fs::remove_file(folder.beside("planted")).unwrap();
            is_planted
        }
        Remote::Folder => {
            fs::create_dir(&path).is_ok() && fs::write(path.join(format!("agent-{agent}-{TOKEN}")), "").is_ok()
        }
    }
}

fn remove(folder: &TestFolder, kind: LockKind) {
    let path = folder.path().join(kind.file_name());
    let _ = fs::remove_file(&path);
    let _ = fs::remove_dir_all(&path);
}

/// The result of `act` in a process that is paused after that call while `come` is done.
fn outcome_of(
    folder: &TestFolder,
    call: &Call,
    act: impl FnOnce() -> Result<String, Error>,
    come: impl FnOnce(),
) -> String {
    let file = folder.beside("outcome");
    let act = || fs::write(&file, act().unwrap_or_else(|error| format!("{:?}: {error}", error.kind()))).unwrap();
    assert_eq!(pause_after(call, act, come), 0, "{call}");
    fs::read_to_string(&file).unwrap()
}

/// Runs `act` once for each of its system calls, after which its lock is removed and another
/// process's lock appears, which must stay. Calls `look` with each result. Returns how many calls
/// there are.
fn at_each_call_another_lock_comes(
    kind: LockKind,
    set_up: impl Fn() -> TestFolder,
    act: impl Fn(&TestFolder) -> Result<String, Error>,
    mut look: impl FnMut(&TestFolder, &Call, &str),
) -> usize {
    let folder = set_up();
    let calls = strace::calls_of(&folder.beside("log"), || drop(act(&folder).unwrap()));
    for call in &calls {
        let folder = set_up();
        let mut is_there = false;
        let come = || {
            remove(&folder, kind);
            is_there = plant(&folder, kind, Remote::File, "new");
        };
        let outcome = outcome_of(&folder, call, || act(&folder), come);
        assert!(is_there && folder.has(kind.file_name()), "{call}: {outcome}");
        assert!(folder.read(kind.file_name()).contains("sync-deliver new"), "{call}: {outcome}");
        look(&folder, call, &outcome);
    }
    calls.len()
}

fn unlock(folder: &TestFolder, kind: LockKind) -> Result<String, Error> {
    Ok(folder.settle_zero().unlock(kind)?.map_or_else(|| "none".to_owned(), |lock| lock.holder.to_string()))
}

fn hold(folder: &TestFolder) -> Result<String, Error> {
    match folder.settle_zero().take_lock()? {
        Attempt::Granted(lock) => lock.release().map(|()| "released".to_owned()),
        Attempt::Refused(arbitration) => Ok(arbitration.as_str().to_owned()),
    }
}

#[test]
fn unlock_never_removes_a_lock_that_came_after_its_look() {
    const NAME: &str = "unlock_never_removes_a_lock_that_came_after_its_look";
    let _turn = one_at_a_time();
    if !strace::is_there(NAME) {
        return;
    }
    let (mut tried, mut spared) = (0, 0);
    // Both where the number of a removed inode is reused for the next file, and where it is not.
    for place in [TestFolder::new as fn() -> TestFolder, TestFolder::in_memory] {
        for kind in [LockKind::Collector, LockKind::Agent] {
            for remote in [Remote::File, Remote::Folder] {
                let folder = place();
                assert!(plant(&folder, kind, remote, "old"));
                let calls = strace::calls_of(&folder.beside("log"), || drop(unlock(&folder, kind).unwrap()));
                for call in &calls {
                    let folder = place();
                    assert!(plant(&folder, kind, remote, "old"));
                    let mut is_there = false;
                    let outcome = outcome_of(
                        &folder,
                        call,
                        || unlock(&folder, kind),
                        || {
                            remove(&folder, kind);
                            is_there = plant(&folder, kind, remote, "new");
                        },
                    );
                    assert!(is_there, "{call}");
                    // A process that looked only then has removed the lock that it saw.
                    let was_seen = outcome.contains("agent new");
                    assert_eq!(folder.has(kind.file_name()), !was_seen, "{kind:?} {remote:?} {call}: {outcome}");
                    if !was_seen {
                        let left = unlock(&folder, kind).unwrap();
                        assert!(left.contains("agent new"), "{kind:?} {remote:?} {call}: {outcome}, {left}");
                    }
                    assert!(folder.entries().is_empty(), "{call}: {outcome} {:?}", folder.entries());
                    spared += usize::from(outcome.starts_with("Held"));
                    tried += 1;
                }
            }
        }
    }
    println!("FIGURE: a lock that comes at each of {tried} calls of unlock: {spared} times given back, 0 violations");
    assert!(spared > 0);
}

#[test]
fn an_agent_that_takes_back_its_own_lock_never_takes_that_of_another() {
    const NAME: &str = "an_agent_that_takes_back_its_own_lock_never_takes_that_of_another";
    let _turn = one_at_a_time();
    if !strace::is_there(NAME) {
        return;
    }
    let begin = |folder: &TestFolder| {
        folder.settle_zero().begin_agent_session("registry").map(|attempt| match attempt {
            Attempt::Granted(session) => {
                drop(session);
                "granted".to_owned()
            }
            Attempt::Refused(arbitration) => arbitration.as_str().to_owned(),
        })
    };
    let set_up = || {
        let folder = TestFolder::in_memory();
        plant_agent_lock(&folder.path());
        folder
    };
    let mut turned_away = 0;
    let calls = at_each_call_another_lock_comes(LockKind::Agent, set_up, begin, |folder, call, outcome| {
        turned_away += usize::from(outcome == "agent_delivering");
        remove(folder, LockKind::Agent);
        assert_eq!(begin(folder).unwrap(), "granted");
        assert!(folder.entries().is_empty(), "{call}: {outcome} {:?}", folder.entries());
    });
    println!("FIGURE: a lock that comes at each of {calls} calls of an agent: {turned_away} times turned away");
    assert!(turned_away > 0);
}

#[test]
fn releasing_a_lock_never_removes_that_of_another() {
    const NAME: &str = "releasing_a_lock_never_removes_that_of_another";
    let _turn = one_at_a_time();
    if !strace::is_there(NAME) {
        return;
    }
    let set_up = || {
        let folder = TestFolder::in_memory();
        assert_eq!(hold(&folder).unwrap(), "released");
        folder
    };
    let mut lost = 0;
    at_each_call_another_lock_comes(LockKind::Collector, set_up, hold, |_, _, outcome| {
        lost += usize::from(outcome.starts_with("LockLost"));
    });
    assert!(lost > 0);
}

/// The result of `act`, paused after each of its system calls while `come` is done.
fn at_each_call_somebody_comes(
    set_up: impl Fn() -> TestFolder,
    act: impl Fn(&TestFolder) -> Result<String, Error>,
    come: impl Fn(&TestFolder),
) -> Vec<(Call, String)> {
    let folder = set_up();
    let calls = strace::calls_of(&folder.beside("log"), || drop(act(&folder).unwrap()));
    let play = |call: Call| {
        let folder = set_up();
        let outcome = outcome_of(&folder, &call, || act(&folder), || come(&folder));
        let left: Vec<_> = folder.entries().into_iter().filter(|name| name != ".sync_ingest").collect();
        assert!(left.is_empty(), "{call}: {outcome} {left:?}");
        (call, outcome)
    };
    calls.into_iter().map(play).collect()
}

/// The next holder of the lock removes locks that were taken aside, even while their breaker is
/// still at work.
#[test]
fn a_lock_that_is_given_back_is_not_lost_because_the_next_collector_tidies() {
    const NAME: &str = "a_lock_that_is_given_back_is_not_lost_because_the_next_collector_tidies";
    let _turn = one_at_a_time();
    if !strace::is_there(NAME) {
        return;
    }
    let set_up = || {
        let folder = TestFolder::in_memory();
        assert_eq!(hold(&folder).unwrap(), "released");
        folder
    };
    let collect = |folder: &TestFolder| {
        fs::write(folder.path().join("students.csv"), "id;name\n").unwrap();
        folder.settle_zero().collect_into(&folder.store()).unwrap();
        let _ = fs::remove_file(folder.path().join("students.csv"));
    };
    let mut released = 0;
    for (call, outcome) in at_each_call_somebody_comes(set_up, hold, collect) {
        assert!(["released", "collector_busy"].contains(&outcome.as_str()), "{call}: {outcome}");
        released += usize::from(outcome == "released");
    }
    assert!(released > 0);
}

#[test]
fn a_lock_that_a_person_removes_is_named_although_an_agent_that_begins_tidies() {
    const NAME: &str = "a_lock_that_a_person_removes_is_named_although_an_agent_that_begins_tidies";
    let _turn = one_at_a_time();
    if !strace::is_there(NAME) {
        return;
    }
    for remote in [Remote::File, Remote::Folder] {
        let set_up = || {
            let folder = TestFolder::in_memory();
            assert!(plant(&folder, LockKind::Agent, remote, "old"));
            folder
        };
        let begin = |folder: &TestFolder| drop(folder.settle_zero().begin_agent_session("registry").unwrap());
        let unlock = |folder: &TestFolder| unlock(folder, LockKind::Agent);
        for (call, outcome) in at_each_call_somebody_comes(set_up, unlock, begin) {
            assert!(outcome.contains("agent old"), "{remote:?} {call}: {outcome}");
        }
    }
}

/// Killed in the middle, it leaves the lock where it was, or a hidden name that the next holder of
/// the lock removes.
#[test]
fn an_unlock_that_is_killed_at_any_call_leaves_nothing_that_stays() {
    const NAME: &str = "an_unlock_that_is_killed_at_any_call_leaves_nothing_that_stays";
    let _turn = one_at_a_time();
    if !strace::is_there(NAME) {
        return;
    }
    for remote in [Remote::File, Remote::Folder] {
        let set_up = || {
            let folder = TestFolder::in_memory();
            assert!(plant(&folder, LockKind::Agent, remote, "old"));
            folder
        };
        let folder = set_up();
        let calls = strace::calls_of(&folder.beside("log"), || drop(unlock(&folder, LockKind::Agent).unwrap()));
        for call in calls.iter().filter(|call| call.changes_something()) {
            let folder = set_up();
            strace::kill_in(call, || drop(unlock(&folder, LockKind::Agent).unwrap()));
            let left = entries(&folder.path());
            let is_known = |name: &String| name == "alock.txt" || name.starts_with(".sync_ingest-unlocked-");
            assert!(left.len() == 1 && left.iter().all(is_known), "{call}: {left:?}");
            unlock(&folder, LockKind::Agent).unwrap();
            let Attempt::Granted(session) = folder.settle_zero().begin_agent_session("registry").unwrap() else {
                panic!()
            };
            session.finish().unwrap();
            assert!(folder.entries().is_empty(), "{call}: {:?}", folder.entries());
        }
    }
}
