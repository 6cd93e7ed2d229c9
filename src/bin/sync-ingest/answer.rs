//! The answer of `collect`: delivered files are printed while the collection goes on, so that
//! memory does not grow with their number.

use crate::exit::Exit;
use crate::{json, output, text};
use std::io::{self, Write};
use sync_ingest::{Arbitration, Error, Report};

/// The answer of `collect`.
#[derive(Debug)]
pub(crate) enum Answer {
    Text(text::Summary),
    Json(JsonAnswer),
}

/// An object whose beginning may already be written.
#[derive(Debug)]
pub(crate) struct JsonAnswer {
    begun: bool,
    is_first: bool,
    written: io::Result<()>,
}

impl Answer {
    pub(crate) fn new(as_json: bool) -> Self {
        match as_json {
            true => Self::Json(JsonAnswer { begun: false, is_first: true, written: Ok(()) }),
            false => Self::Text(text::Summary::default()),
        }
    }

    /// Takes the files that one round has delivered out of its report.
    pub(crate) fn take_delivered(&mut self, report: &mut Report) {
        let delivered = std::mem::take(&mut report.delivered);
        match self {
            Self::Text(summary) => delivered.iter().for_each(|one| summary.add(one)),
            Self::Json(answer) => {
                let mut objects = String::new();
                for one in &delivered {
                    answer.begin(Arbitration::Collecting);
                    objects.push_str(if std::mem::take(&mut answer.is_first) { "" } else { "," });
                    objects.push_str(&json::collection::delivered(one));
                }
                answer.write(&objects);
            }
        }
    }

    /// Writes the rest. `exit` is the exit status unless the answer is lost.
    pub(crate) fn end(self, report: Option<&Report>, failure: Option<&Error>, exit: Exit) -> Exit {
        match (self, report, failure) {
            (Self::Text(summary), Some(report), _) => {
                text::unstored(report).into_iter().for_each(output::complain);
                output::answer(&text::collection(report, &summary), exit)
            }
            (Self::Text(_), None, _) => exit,
            (Self::Json(answer), Some(report), failure) => answer.end(report, failure, exit),
            (Self::Json(_), None, Some(failure)) => output::answer(&json::collection::failed(failure), exit),
            (Self::Json(_), None, None) => exit,
        }
    }
}

impl JsonAnswer {
    fn begin(&mut self, outcome: Arbitration) {
        if !std::mem::replace(&mut self.begun, true) {
            self.write(&json::collection::beginning(outcome));
        }
    }

    /// A failed write must not stop the collection.
    fn write(&mut self, text: &str) {
        if self.written.is_ok() {
            self.written = io::stdout().lock().write_all(text.as_bytes());
        }
    }

    fn end(mut self, report: &Report, failure: Option<&Error>, exit: Exit) -> Exit {
        self.begin(report.arbitration);
        self.write(&json::collection::end(report, failure));
        output::checked(self.written.and_then(|()| io::stdout().lock().flush()), exit)
    }
}
