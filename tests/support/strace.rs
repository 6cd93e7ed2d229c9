//! Killing a process at each of its system calls, or letting one of them fail, with strace.
#![allow(unsafe_code, reason = "permission to trace has no safe wrapper")]

use super::TestFolder;
use super::file_system_fault::FileSystemFault;
use super::process::{Child, fork};
use super::reported::{self, Reported};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use sync_ingest::Error;

/// The calls between two looks at this name count.
const MARK: &str = "/what-is-traced-begins-or-ends-here";
/// These change nothing that another process can see, and can only fail without memory.
const HARMLESS: [&str; 16] = [
    "brk",
    "clock_gettime",
    // Occurs only if the clock has not ticked since the claim.
    "clock_nanosleep",
    "exit",
    "futex",
    "geteuid",
    "getpid",
    "madvise",
    "mmap",
    "mprotect",
    "mremap",
    "munmap",
    "rt_sigprocmask",
    "sched_yield",
    "sigaltstack",
    "uname",
];

/// How a debug build makes sure that a descriptor is open before it closes it.
const DEBUGGING: &str = "F_GETFD";

/// One system call of a process.
#[derive(Clone, Debug)]
pub struct Call {
    pub name: String,
    /// Its position among the calls of that name.
    pub count: usize,
    /// As strace shows it.
    pub line: String,
}

impl Call {
    /// Returns whether another process can see its effect. Being killed at one of the others is the
    /// same as being killed at the next of these.
    pub fn changes_something(&self) -> bool {
        const CHANGES: [&str; 12] = [
            "copy_file_range",
            "fchmod",
            "fchown",
            "ftruncate",
            "linkat",
            "mkdirat",
            "pwrite64",
            "renameat",
            "renameat2",
            "unlinkat",
            "utimensat",
            "write",
        ];
        CHANGES.contains(&self.name.as_str()) || self.line.contains("O_CREAT")
    }
}

impl std::fmt::Display for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {}", self.name, self.count, self.line)
    }
}

/// Returns whether processes can be traced here; prints `SKIPPED:` if not.
pub fn is_there(test: &str) -> bool {
    let traced = |program: &mut Command| program.stdout(Stdio::null()).stderr(Stdio::null()).status();
    let works = traced(Command::new("strace").args(["-o", "/dev/null", "true"])).is_ok_and(|status| status.success());
    if !works {
        println!("SKIPPED: {test}: there is no strace, or it may not trace");
    }
    works
}

/// The work of a separate process between the two marks, with the places of its report and of
/// strace's log.
#[derive(Clone, Copy)]
pub struct Act<'a> {
    pub place: &'a TestFolder,
    pub fault: FileSystemFault,
    pub act: &'a dyn Fn() -> Result<Reported, Error>,
}

impl Act<'_> {
    /// Returns the report at its end.
    pub fn reported(&self) -> Reported {
        reported::read(&self.place.beside("report"))
    }

    fn log(&self) -> PathBuf {
        self.place.beside("log")
    }

    fn run(self) {
        self.fault.begin();
        mark();
        let result = (self.act)();
        mark();
        reported::write(&self.place.beside("report"), result);
    }
}

/// Returns the system calls of an act in their order, without the harmless ones.
pub fn calls(act: Act<'_>) -> Vec<Call> {
    logged_calls(&act.log(), || act.run())
}

/// The same for any work in a separate process; strace writes its log to `log`.
pub fn calls_of(log: &Path, act: impl FnOnce()) -> Vec<Call> {
    logged_calls(log, || {
        mark();
        act();
        mark();
    })
}

fn logged_calls(log: &Path, act: impl FnOnce()) -> Vec<Call> {
    assert_eq!(traced(&["-o", log.to_str().unwrap()], act), 0, "nobody killed it");
    let text = String::from_utf8_lossy(&std::fs::read(log).unwrap()).into_owned();
    let (mut counts, mut calls, mut marks) = (HashMap::<&str, usize>::new(), Vec::new(), 0);
    for line in text.lines() {
        let Some((_, line)) = line.split_once(' ') else { continue };
        let Some((name, _)) = line.trim_start().split_once('(') else { continue };
        let count = counts.entry(name).or_default();
        *count += 1;
        if line.contains(MARK) {
            marks += 1;
        } else if marks == 1 && !HARMLESS.contains(&name) && !line.contains(DEBUGGING) {
            calls.push(Call { name: name.to_owned(), count: *count, line: line.trim().to_owned() });
        }
    }
    assert_eq!(marks, 2, "{text}");
    calls
}

/// Kills the process at that call, before it takes place.
pub fn kill_at(call: &Call, act: Act<'_>) {
    let (trace, inject) = (format!("trace={}", call.name), format!("signal=KILL:when={}", call.count));
    let inject = format!("inject={}:{inject}", call.name);
    let status = traced(&["-o", "/dev/null", "-e", &trace, "-e", &inject], || act.run());
    assert_eq!(status, libc::SIGKILL, "it was not killed at {call}");
}

/// The same for a call of what [`calls_of`] has listed.
pub fn kill_in(call: &Call, act: impl FnOnce()) {
    let (trace, inject) =
        (format!("trace={}", call.name), format!("inject={}:signal=KILL:when={}", call.name, call.count));
    let status = traced(&["-o", "/dev/null", "-e", &trace, "-e", &inject], || {
        mark();
        act();
        mark();
    });
    assert_eq!(status, libc::SIGKILL, "it was not killed at {call}");
}

/// The call does not take place, but fails. Returns the exit status of the process.
pub fn fail_at(call: &Call, errno: &str, act: Act<'_>) -> i32 {
    let trace = format!("trace={}", call.name);
    let inject = format!("inject={}:error={errno}:when={}", call.name, call.count);
    let log = act.log();
    let status = traced(&["-o", log.to_str().unwrap(), "-e", &trace, "-e", &inject], || act.run());
    let text = std::fs::read_to_string(log).unwrap();
    assert_eq!(text.matches("(INJECTED)").count(), 1, "{errno} was not injected at {call}: {text}");
    status
}

/// A separate process that runs `act` when a byte is written to the other end: until then strace
/// can attach to it.
pub(super) fn waiting_child(act: impl FnOnce()) -> (Child, UnixStream) {
    let (ours, mut theirs) = UnixStream::pair().unwrap();
    let child = fork(|| {
        // SAFETY: takes integers. Without it, some systems let only root trace a process that is
        // not its own child.
        unsafe { libc::prctl(libc::PR_SET_PTRACER, libc::PR_SET_PTRACER_ANY, 0, 0, 0) };
        theirs.read_exact(&mut [0]).unwrap();
        act();
    });
    (child, ours)
}

/// The result of an act in a separate process under strace.
fn traced(options: &[&str], act: impl FnOnce()) -> i32 {
    // Each thread draws the keys of its hash maps once: do that before the first of these
    // processes.
    drop(HashMap::<u8, u8>::new());
    let (child, mut ours) = waiting_child(act);
    let mut strace = Command::new("strace")
        .args(["-f", "-p", &child.id().to_string()])
        .args(options)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(strace.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("attached") {
        line.clear();
        assert_ne!(output.read_line(&mut line).unwrap(), 0, "strace has not attached");
    }
    ours.write_all(&[1]).unwrap();
    let status = child.end();
    output.read_to_string(&mut line).unwrap();
    strace.wait().unwrap();
    status
}

pub(super) fn mark() {
    let _ = std::fs::symlink_metadata(MARK);
}
