//! A process that is paused at one of its system calls, so that others can act at that moment.
#![allow(unsafe_code, reason = "signals have no safe wrapper")]

use super::strace::{Call, mark, waiting_child};
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

/// Seconds after which the test gives up on a process that does not pause.
const LIMIT: &str = "20";

/// Runs `act`, which starts no thread, in a separate process that is paused after that call until
/// `meanwhile` is done. Returns its exit status, as the system reports it.
pub fn pause_after(Call { name, count, .. }: &Call, act: impl FnOnce(), meanwhile: impl FnOnce()) -> i32 {
    let (child, mut ours) = waiting_child(|| {
        mark();
        act();
        mark();
    });
    let id = child.id();
    let mut strace = Command::new("timeout")
        .args([LIMIT, "strace", "-p", &id.to_string(), "-e", &format!("trace={name}")])
        .args(["-e", &format!("inject={name}:signal=STOP:when={count}")])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(strace.stderr.take().unwrap());
    let mut wait_for = |what: &str| {
        let mut line = String::new();
        while !line.contains(what) {
            line.clear();
            if output.read_line(&mut line).unwrap() == 0 {
                // SAFETY: takes integers; the process is our own child, which nobody has waited
                // for.
                unsafe { libc::kill(id, libc::SIGKILL) };
                panic!("strace has not printed {what:?} at {name} {count}");
            }
        }
    };
    wait_for("attached");
    ours.write_all(&[1]).unwrap();
    wait_for("stopped by SIGSTOP");
    meanwhile();
    // SAFETY: takes integers; the process is our own child, which nobody has waited for.
    unsafe { libc::kill(id, libc::SIGCONT) };
    let mut rest = String::new();
    let _ = output.read_to_string(&mut rest);
    let status = child.end();
    strace.wait().unwrap();
    status
}
