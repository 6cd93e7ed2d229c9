//! The answer of `collect`.

use super::{NAMES_SHOWN, alarms, left_alone, names, not_stored, plural, ready, refusal};
use std::ffi::OsString;
use sync_ingest::{Arbitration, Delivered, Report};

/// Summarises the delivered files.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    count: u64,
    bytes: u64,
    first: Vec<OsString>,
}

impl Summary {
    pub(crate) fn add(&mut self, delivered: &Delivered) {
        self.count += 1;
        self.bytes += delivered.size;
        if self.first.len() < NAMES_SHOWN {
            self.first.push(delivered.name.clone());
        }
    }
}

/// The answer of `collect`.
pub(crate) fn collection(report: &Report, delivered: &Summary) -> String {
    let mut text = match report.arbitration {
        Arbitration::Nothing => "nothing to collect\n".to_owned(),
        refused @ (Arbitration::AgentDelivering | Arbitration::CollectorBusy) => format!("{}\n", refusal(refused)),
        Arbitration::Collecting => {
            let Summary { count, bytes, first } = delivered;
            let names = names(first, *count);
            format!("collected {}, {}{names}\n", plural(*count, "file"), plural(*bytes, "byte"))
        }
        other => format!("{other}\n"),
    };
    report.superseded.iter().for_each(|file| text.push_str(&format!("{}\n", not_stored("set aside", file))));
    text.push_str(&left_alone(&report.skipped));
    text.push_str(&ready(report.ready_in));
    text.push_str(&alarms("alarm", &report.alarms));
    text.push_str(&alarms("ended", &report.ended));
    text
}

/// The deliveries that the store did not take, one line each.
pub(crate) fn unstored(report: &Report) -> Vec<String> {
    let put_back = report.put_back.iter().map(|file| not_stored("put back", file));
    put_back.chain(report.rejected.iter().map(|file| not_stored("rejected", file))).collect()
}
