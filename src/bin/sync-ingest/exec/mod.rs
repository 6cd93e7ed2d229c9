//! `collect --exec`: a store that is any command, started once for each delivery.

mod command;
mod errors;
mod running;
mod signals;

pub(crate) use command::Template;
pub(crate) use signals::Signals;

use running::{Answer, Process, Running};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::Signal;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};
use sync_ingest::{Collection, Delivery, DropFolder, Error, ErrorKind, Outcome, Report, Result};

/// How long the lock is left alone while nothing happens.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// How deliveries are handed to a command.
#[derive(Debug)]
pub(crate) struct Exec {
    pub(crate) template: Template,
    /// How many commands may run at once.
    pub(crate) jobs: usize,
    /// How long each may take; zero: as long as it likes.
    pub(crate) time_limit: Duration,
    /// How long a late command may take to end once it has been asked to.
    pub(crate) grace: Duration,
    /// Standard output is for the answer alone: what a command writes there goes to standard error.
    pub(crate) keeps_output: bool,
    /// Each content is hashed before its command starts, and again once the command has stored it.
    pub(crate) hash: bool,
}

/// One collection, with the command as its store.
pub(crate) fn collect(folder: &DropFolder, exec: &Exec, signals: &mut Signals) -> Result<Report> {
    match folder.collect()? {
        Outcome::Finished(report) => Ok(report),
        Outcome::Collecting(collection) => {
            let mut store = Store { exec, signals, collection, running: Vec::new(), stopped: None };
            store.run();
            store.finish()
        }
    }
}

/// A collection, and the commands that are running for its deliveries.
struct Store<'a> {
    exec: &'a Exec,
    signals: &'a mut Signals,
    collection: Collection,
    running: Vec<Running>,
    /// No further command is started.
    stopped: Option<Stop>,
}

/// Why no further command is started.
enum Stop {
    /// A signal has asked this program to end.
    Signal,
    /// No process can be started now.
    NoProcess,
    Failed(Error),
}

impl Store<'_> {
    /// Starts commands and takes their answers until nothing is offered and nothing runs.
    fn run(&mut self) {
        loop {
            // The end of a command is a signal as well: what is looked at after this either shows
            // it or interrupts the next wait.
            self.pass_signals_on();
            // Before the time limits: a command that has ended in time is not late.
            self.take_answers();
            self.running.iter_mut().for_each(Running::enforce_time_limit);
            self.start_commands();
            if self.running.is_empty() {
                return;
            }
            self.wait();
            // The lock must not grow old, nor be lost unnoticed, while commands run: each call
            // refreshes it when that is due.
            if let Err(error) = self.collection.sync() {
                self.fail(error);
            }
        }
    }

    fn finish(self) -> Result<Report> {
        let report = self.collection.finish()?;
        match self.stopped {
            // The report mentions a lost lock, with an alarm.
            Some(Stop::Failed(error)) if error.kind() != ErrorKind::LockLost => Err(error),
            _ => Ok(report),
        }
    }

    fn start_commands(&mut self) {
        while self.stopped.is_none() && self.running.len() < self.exec.jobs {
            match self.collection.next_delivery() {
                Ok(Some(delivery)) => self.start(delivery),
                Ok(None) => return,
                Err(error) => self.fail(error),
            }
        }
    }

    fn start(&mut self, mut delivery: Delivery) {
        if self.exec.hash {
            if let Err(error) = delivery.digest(true, false) {
                return self.answered(delivery.put_back(&error.to_string()));
            }
        }
        match Process::start(self.exec, &delivery) {
            Ok(process) => self.running.push(Running::new(self.exec, delivery, process)),
            // The same would happen to every other delivery.
            Err(reason) => {
                self.stopped = Some(Stop::NoProcess);
                self.answered(delivery.put_back(&reason));
            }
        }
    }

    /// Waits until a command writes an error or ends, a signal arrives, or a time limit is over.
    fn wait(&mut self) {
        let now = Instant::now();
        let deadline = self.running.iter().filter_map(Running::deadline).min();
        let left = deadline.map_or(LONGEST_WAIT, |deadline| deadline.duration_since(now).min(LONGEST_WAIT));
        let left = Timespec::try_from(left).ok();
        let watched = std::iter::once(self.signals.as_fd()).chain(self.running.iter().filter_map(Running::errors));
        let mut watched: Vec<_> = watched.map(|fd| PollFd::from_borrowed_fd(fd, PollFlags::IN)).collect();
        // It is interrupted only by a signal, which is taken next.
        let _ = poll(&mut watched, left.as_ref());
    }

    fn pass_signals_on(&mut self) {
        for signal in self.signals.received() {
            self.running.iter().for_each(|running| running.signal(signal));
            signals::obey(signal);
        }
        if self.signals.end_requested() && self.stopped.is_none() {
            self.stopped = Some(Stop::Signal);
        }
    }

    fn take_answers(&mut self) {
        for mut running in std::mem::take(&mut self.running) {
            match running.answer() {
                Some(answer) => self.answer(running.into_delivery(), answer),
                None => self.running.push(running),
            }
        }
    }

    fn answer(&mut self, mut delivery: Delivery, answer: Answer) {
        match answer {
            Answer::Acknowledge => {
                if self.exec.hash {
                    // A writer with a shared mapping leaves no trace but in the content. Content
                    // that has changed becomes a new delivery, whatever is answered.
                    let _ = delivery.digest(true, false);
                }
                self.answered(delivery.acknowledge());
            }
            Answer::PutBack(reason) => self.answered(delivery.put_back(&reason)),
            Answer::Reject(reason) => self.answered(delivery.reject(&reason)),
        }
    }

    /// An error with one answer concerns that delivery alone, unless the lock is gone.
    fn answered(&mut self, result: Result<()>) {
        match result {
            Err(error) if matches!(error.kind(), ErrorKind::LockLost | ErrorKind::AlreadyOver) => self.fail(error),
            _ => {}
        }
    }

    fn fail(&mut self, error: Error) {
        if matches!(self.stopped, Some(Stop::Failed(_))) {
            return;
        }
        if error.kind() == ErrorKind::LockLost {
            // Somebody else may be offered the same files from now on.
            self.running.iter().for_each(|running| running.signal(Signal::TERM));
        }
        self.stopped = Some(Stop::Failed(error));
    }
}
