//! `collect`: every file that is ready, into a directory or to a command.

use crate::answer::Answer;
use crate::arguments::Collect;
use crate::exec::{self, Exec, Signals};
use crate::exit::Exit;
use crate::output;
use crate::waiting::Waiting;
use std::path::Path;
use std::time::Duration;
use sync_ingest::{Arbitration, DropFolder, Error, Report, Result, SkipReason};

pub(crate) fn run(arguments: &Collect) -> Exit {
    match (&arguments.store.into, arguments.exec()) {
        (Some(directory), _) => into(arguments, &mut Directory { path: directory }),
        (None, Ok(Some(exec))) => match Signals::listen() {
            Ok(signals) => {
                let mut store = Command { exec, signals };
                let exit = into(arguments, &mut store);
                store.signals.end_if_requested();
                exit
            }
            Err(error) => {
                output::complain(format_args!("cannot listen to signals: {error}"));
                Exit::InputOutput
            }
        },
        (None, Ok(None)) => unreachable!("clap requires one of them"),
        (None, Err(complaint)) => {
            output::complain(complaint);
            Exit::Usage
        }
    }
}

/// Where the files go.
trait Store {
    /// One collection.
    fn collect(&mut self, folder: &DropFolder) -> Result<Report>;

    /// Whether this program has been asked to end.
    fn end_requested(&mut self) -> bool {
        false
    }
}

struct Directory<'a> {
    path: &'a Path,
}

impl Store for Directory<'_> {
    fn collect(&mut self, folder: &DropFolder) -> Result<Report> {
        folder.collect_into(self.path)
    }
}

struct Command {
    exec: Exec,
    signals: Signals,
}

impl Store for Command {
    fn collect(&mut self, folder: &DropFolder) -> Result<Report> {
        exec::collect(folder, &self.exec, &mut self.signals)
    }

    fn end_requested(&mut self) -> bool {
        // No command is running that they could be passed on to.
        let _ = self.signals.received();
        self.signals.end_requested()
    }
}

fn into(arguments: &Collect, store: &mut dyn Store) -> Exit {
    let mut answer = Answer::new(arguments.json);
    let (report, failure) = match DropFolder::new(&arguments.folder, arguments.options()) {
        Ok(folder) => collect(arguments, &mut answer, &folder, store),
        Err(error) => (None, Some(error)),
    };
    let done = report.as_ref().map_or(Exit::Done, exit_of);
    let exit = failure.as_ref().map_or(done, output::fail);
    if exit == Exit::Usage {
        return exit;
    }
    answer.end(report.as_ref(), failure.as_ref(), exit)
}

fn exit_of(report: &Report) -> Exit {
    match report.arbitration {
        Arbitration::AgentDelivering | Arbitration::CollectorBusy => Exit::TryLater,
        _ if report.put_back.is_empty() && report.rejected.is_empty() => Exit::Done,
        _ => Exit::Incomplete,
    }
}

/// Collects again and again until there is nothing left to take or to wait for. Work that has been
/// done is reported even when a later collection fails.
fn collect(
    arguments: &Collect,
    answer: &mut Answer,
    folder: &DropFolder,
    store: &mut dyn Store,
) -> (Option<Report>, Option<Error>) {
    let mut waiting = Waiting::at_most(arguments.wait);
    let mut merged: Option<Report> = None;
    let mut idle = 0;
    loop {
        let mut report = match store.collect(folder) {
            Ok(report) => report,
            Err(error) => return (merged, Some(error)),
        };
        let next = Next::after(&report, arguments.max_files);
        idle = if report.delivered.is_empty() { idle + 1 } else { 0 };
        answer.take_delivered(&mut report);
        merged = Some(match merged {
            None => report,
            Some(earlier) => merge(earlier, report),
        });
        let again = match next {
            Next::Stop => false,
            Next::AtOnce => idle < MOST_IDLE,
            Next::Wait(reason, ready_in) => waiting.step(reason, ready_in),
        };
        if !again || store.end_requested() {
            return (merged, None);
        }
    }
}

/// How many collections in a row may take nothing although more files are reported as ready.
const MOST_IDLE: u32 = 16;

/// The next step after one collection.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    Stop,
    /// The batch was full: more is ready.
    AtOnce,
    /// Another try may find more, if there is time to wait: what for, and how long until it is
    /// ready if that is known.
    Wait(&'static str, Option<Duration>),
}

impl Next {
    fn after(report: &Report, max_files: Option<usize>) -> Self {
        // Files that were put back would be offered again at once, and fail again: that is for the
        // next run.
        if !report.put_back.is_empty() {
            return Self::Stop;
        }
        let took_some = !report.delivered.is_empty();
        if took_some && max_files.is_some() {
            return Self::Stop;
        }
        let is_full = report.skipped.count(SkipReason::BatchFull) > 0;
        // If nothing was taken, the hashed files did not match: others waited behind them.
        if is_full && (took_some || report.arbitration == Arbitration::Nothing) {
            return Self::AtOnce;
        }
        match report.arbitration {
            Arbitration::AgentDelivering => Self::Wait("an agent is delivering", None),
            Arbitration::CollectorBusy => Self::Wait("a collector is busy", None),
            _ if report.ready_in.is_some() => Self::Wait("a file has not settled", report.ready_in),
            _ => Self::Stop,
        }
    }
}

/// Combines two reports: delivered files are already in the answer, other work adds up, and alarms
/// and skipped entries are those of the later one.
fn merge(earlier: Report, later: Report) -> Report {
    let looked = matches!(later.arbitration, Arbitration::Collecting | Arbitration::Nothing);
    let collected = earlier.arbitration == Arbitration::Collecting;
    let mut merged = later;
    merged.put_back = joined(earlier.put_back, merged.put_back);
    merged.rejected = joined(earlier.rejected, merged.rejected);
    merged.superseded = joined(earlier.superseded, merged.superseded);
    merged.ended = joined(earlier.ended, merged.ended);
    if collected {
        merged.arbitration = Arbitration::Collecting;
    }
    // A collection that could not start has not seen the entries.
    if collected && !looked {
        merged.skipped = earlier.skipped;
        merged.ready_in = merged.ready_in.or(earlier.ready_in);
    }
    merged
}

fn joined<T>(mut earlier: Vec<T>, later: Vec<T>) -> Vec<T> {
    earlier.extend(later);
    earlier
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::{Arguments, Command};
    use clap::Parser;
    use sync_ingest::Options;

    fn report(arbitration: Arbitration, ready_in: Option<Duration>) -> Report {
        let mut report = Report::default();
        report.arbitration = arbitration;
        report.ready_in = ready_in;
        report
    }

    /// The outcomes of collections, the last one first.
    struct Passes(Vec<Result<Report>>);

    impl Store for Passes {
        fn collect(&mut self, _folder: &DropFolder) -> Result<Report> {
            self.0.pop().expect("no third collection")
        }
    }

    #[test]
    fn nothing_left_ends_it() {
        assert_eq!(Next::after(&report(Arbitration::Nothing, None), None), Next::Stop);
        assert_eq!(Next::after(&report(Arbitration::Collecting, None), None), Next::Stop);
    }

    #[test]
    fn a_lock_and_an_unsettled_file_are_waited_for() {
        let second = Some(Duration::from_secs(1));
        assert!(matches!(Next::after(&report(Arbitration::AgentDelivering, None), None), Next::Wait(_, None)));
        assert!(matches!(Next::after(&report(Arbitration::CollectorBusy, None), None), Next::Wait(_, None)));
        assert!(
            matches!(Next::after(&report(Arbitration::Nothing, second), None), Next::Wait(_, ready) if ready == second)
        );
    }

    #[test]
    fn a_later_refusal_does_not_undo_what_was_collected() {
        let merged = merge(report(Arbitration::Collecting, None), report(Arbitration::AgentDelivering, None));
        assert_eq!((merged.arbitration, exit_of(&merged)), (Arbitration::Collecting, Exit::Done));
    }

    #[test]
    fn finished_work_is_reported_even_when_a_later_collection_fails() {
        let words = ["sync-ingest", "collect", "in", "--into", "out", "--wait", "1h"];
        let Command::Collect(arguments) = Arguments::try_parse_from(words).unwrap().command else { panic!() };
        let failure = DropFolder::new("", Options::default()).map(|_| Report::default());
        let mut passes = Passes(vec![failure, Ok(report(Arbitration::Collecting, Some(Duration::ZERO)))]);
        let (mut answer, folder) = (Answer::new(false), DropFolder::new("in", Options::default()).unwrap());
        let (report, failed) = collect(&arguments, &mut answer, &folder, &mut passes);
        assert_eq!(report.unwrap().arbitration, Arbitration::Collecting);
        assert!(failed.is_some());
    }

    #[test]
    fn the_later_look_decides_what_is_still_waited_for() {
        let second = Some(Duration::from_secs(1));
        let merged = merge(report(Arbitration::Collecting, second), report(Arbitration::Nothing, None));
        assert_eq!(merged.ready_in, None);
    }
}
