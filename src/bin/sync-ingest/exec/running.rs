//! A command that is running for a delivery, and what its end answers.

use super::Exec;
use super::errors::Errors;
use crate::duration;
use rustix::process::{Pid, Signal, kill_process_group};
use std::io;
use std::os::fd::BorrowedFd;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, ExitStatus, Stdio};
use std::time::{Duration, Instant};
use sync_ingest::Delivery;

const ACKNOWLEDGES: i32 = 0;
const REJECTS: i32 = 65;
const PUTS_BACK: i32 = 75;

/// The answer to a delivery.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    Acknowledge,
    PutBack(String),
    Reject(String),
}

/// The process of a command.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    errors: Errors,
}

impl Process {
    /// Starts the command in a process group of its own; otherwise returns what prevents that.
    pub(super) fn start(exec: &Exec, delivery: &Delivery) -> Result<Self, String> {
        let Exec { template, keeps_output, .. } = exec;
        let mut command = template.command(delivery);
        command.process_group(0).stdin(Stdio::null()).stderr(Stdio::piped());
        if *keeps_output {
            command.stdout(io::stderr());
        }
        let started = command.spawn().and_then(|mut child| match Errors::new(child.stderr.take()) {
            Ok(errors) => Ok(Self { child, errors }),
            Err(error) => {
                let _ = child.kill();
                let _ = child.wait();
                Err(error)
            }
        });
        started.map_err(|error| format!("cannot start the command {:?}: {error}", template.program()))
    }
}

/// A command that is running.
#[derive(Debug)]
pub(super) struct Running {
    child: Child,
    delivery: Delivery,
    errors: Errors,
    time_limit: Duration,
    grace: Duration,
    /// When it is asked to end, and later, when it is killed. `None`: never.
    deadline: Option<Instant>,
    /// It took too long.
    late: bool,
}

impl Running {
    pub(super) fn new(exec: &Exec, delivery: Delivery, process: Process) -> Self {
        let Exec { time_limit, grace, .. } = *exec;
        let Process { child, errors } = process;
        let deadline = Instant::now().checked_add(time_limit).filter(|_| !time_limit.is_zero());
        Self { child, delivery, errors, time_limit, grace, deadline, late: false }
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        self.deadline
    }

    pub(super) fn errors(&self) -> Option<BorrowedFd<'_>> {
        self.errors.as_fd()
    }

    /// Sends a signal to the command and to everything that it has started.
    pub(super) fn signal(&self, signal: Signal) {
        if let Some(group) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            // It may just have ended by itself.
            let _ = kill_process_group(group, signal);
        }
    }

    /// Asks it to end when its time is over, and kills it if it does not.
    pub(super) fn enforce_time_limit(&mut self) {
        let now = Instant::now();
        if self.deadline.is_none_or(|deadline| deadline > now) {
            return;
        }
        if self.late {
            self.signal(Signal::KILL);
            self.deadline = None;
        } else {
            self.late = true;
            self.signal(Signal::TERM);
            // A command that is stopped does not notice otherwise.
            self.signal(Signal::CONT);
            self.deadline = now.checked_add(self.grace);
        }
    }

    /// Returns the answer once the command has ended.
    pub(super) fn answer(&mut self) -> Option<Answer> {
        let ended = self.child.try_wait();
        self.errors.forward();
        let exceeded = self.late.then_some(self.time_limit);
        match ended {
            Ok(None) => None,
            Ok(Some(status)) => Some(answer(status, exceeded, self.errors.last_line())),
            Err(error) => Some(Answer::PutBack(format!("cannot find out how the command has ended: {error}"))),
        }
    }

    pub(super) fn into_delivery(self) -> Delivery {
        self.delivery
    }
}

/// Only 0 and 65 are final: whatever else happens may go well next time, and after some attempts
/// there is an alarm. `exceeded`: the time limit, if the command was ended for it; then its exit
/// status proves nothing.
fn answer(status: ExitStatus, exceeded: Option<Duration>, last_line: Option<String>) -> Answer {
    let ended = match (exceeded, status.code()) {
        (Some(limit), _) => format!("the command was ended after {} (--timeout)", duration::in_words(limit)),
        (None, Some(ACKNOWLEDGES)) => return Answer::Acknowledge,
        (None, Some(REJECTS)) => {
            return Answer::Reject(last_line.unwrap_or_else(|| "the command has rejected it".to_owned()));
        }
        (None, Some(PUTS_BACK)) => {
            return Answer::PutBack(last_line.unwrap_or_else(|| "the command has put it back".to_owned()));
        }
        (None, Some(code)) => format!("the command ended with exit status {code}"),
        (None, None) => format!("the command was ended by signal {}", status.signal().unwrap_or_default()),
    };
    Answer::PutBack(match last_line {
        Some(line) => format!("{ended}: {line}"),
        None => ended,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(wait_status: i32, exceeded: Option<u64>, line: Option<&str>) -> Answer {
        answer(ExitStatus::from_raw(wait_status), exceeded.map(Duration::from_secs), line.map(str::to_owned))
    }

    fn put_back(reason: &str) -> Answer {
        Answer::PutBack(reason.to_owned())
    }

    #[test]
    fn zero_acknowledges_75_puts_back_and_65_rejects_with_the_last_line_as_the_reason() {
        assert_eq!(of(0, None, Some("uploaded")), Answer::Acknowledge);
        assert_eq!(of(75 << 8, None, Some("the bucket is full")), put_back("the bucket is full"));
        assert_eq!(of(75 << 8, None, None), put_back("the command has put it back"));
        assert_eq!(of(65 << 8, None, Some("no column id")), Answer::Reject("no column id".to_owned()));
        assert_eq!(of(65 << 8, None, None), Answer::Reject("the command has rejected it".to_owned()));
    }

    #[test]
    fn every_other_end_puts_back() {
        for code in (1..=255).filter(|code| ![65, 75].contains(code)) {
            assert_eq!(of(code << 8, None, None), put_back(&format!("the command ended with exit status {code}")));
        }
        assert_eq!(of(9, None, Some("x")), put_back("the command was ended by signal 9: x"));
    }

    #[test]
    fn a_late_command_is_put_back_whatever_its_status() {
        for status in [0, 65 << 8, 15] {
            assert_eq!(of(status, Some(90), None), put_back("the command was ended after 1 min (--timeout)"));
        }
    }
}
