//! Killing a process at each of its system calls, with strace.
#![allow(unsafe_code, reason = "permission to trace has no safe wrapper")]

use super::process::fork;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Command, Stdio};

/// Between two looks at this name lies what counts.
const MARK: &str = "/what-is-traced-begins-or-ends-here";
/// These change nothing that another process can see.
const HARMLESS: [&str; 10] =
    ["brk", "mmap", "munmap", "mprotect", "mremap", "madvise", "futex", "clock_gettime", "sched_yield", "getrandom"];

/// One system call of a process: its name, and the how manieth of that name it is.
pub type Call = (String, usize);

/// Whether processes can be traced here; says so where they cannot.
pub fn is_there(test: &str) -> bool {
    let traced = |program: &mut Command| program.stdout(Stdio::null()).stderr(Stdio::null()).status();
    let works = traced(Command::new("strace").args(["-o", "/dev/null", "true"])).is_ok_and(|status| status.success());
    if !works {
        println!("SKIPPED: {test}: there is no strace, or it may not trace");
    }
    works
}

/// The system calls that `act` makes, in their order.
pub fn calls(log: &Path, act: impl FnOnce()) -> Vec<Call> {
    assert_eq!(traced(&["-o", log.to_str().unwrap()], act), 0, "nobody killed it");
    let text = String::from_utf8_lossy(&std::fs::read(log).unwrap()).into_owned();
    let (mut counts, mut calls, mut marks) = (HashMap::<&str, usize>::new(), Vec::new(), 0);
    for line in text.lines() {
        let Some((name, _)) = line.split_once(' ').and_then(|(_, call)| call.trim_start().split_once('(')) else {
            continue;
        };
        let count = counts.entry(name).or_default();
        *count += 1;
        if line.contains(MARK) {
            marks += 1;
        } else if marks == 1 && !HARMLESS.contains(&name) {
            calls.push((name.to_owned(), *count));
        }
    }
    assert_eq!(marks, 2, "{text}");
    calls
}

/// Does `act` in a process of its own that is killed at that call, before it takes place.
pub fn kill_at((name, count): &Call, act: impl FnOnce()) {
    let inject = format!("inject={name}:signal=KILL:when={count}");
    let status = traced(&["-o", "/dev/null", "-e", &format!("trace={name}"), "-e", &inject], act);
    assert_eq!(status, libc::SIGKILL, "it was not killed at {name} {count}");
}

/// How `act` ends in a process of its own under strace.
fn traced(options: &[&str], act: impl FnOnce()) -> i32 {
    let (mut ours, mut theirs) = UnixStream::pair().unwrap();
    let child = fork(|| {
        // SAFETY: takes integers. Without it, some systems let only root trace what is not one's own child.
        unsafe { libc::prctl(libc::PR_SET_PTRACER, libc::PR_SET_PTRACER_ANY, 0, 0, 0) };
        theirs.read_exact(&mut [0]).unwrap();
        mark();
        act();
        mark();
    });
    let mut strace = Command::new("strace")
        .args(["-f", "-p", &child.id().to_string()])
        .args(options)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(strace.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("attached") {
        line.clear();
        assert_ne!(said.read_line(&mut line).unwrap(), 0, "strace has not attached");
    }
    ours.write_all(&[1]).unwrap();
    let status = child.end();
    said.read_to_string(&mut line).unwrap();
    strace.wait().unwrap();
    status
}

pub(super) fn mark() {
    let _ = std::fs::symlink_metadata(MARK);
}
