//! The answer of `collect`.

use super::{alarms, answered, left_alone, names, plural, ready};
use sync_ingest::{Arbitration, Report};

/// The answer of `collect`.
pub(crate) fn collection(report: &Report) -> String {
    let mut text = match report.arbitration {
        Arbitration::Nothing => "nothing to collect\n".to_owned(),
        Arbitration::AgentDelivering => "an agent is delivering (alock.txt is there): try again later\n".to_owned(),
        Arbitration::CollectorBusy => "a collector is busy (lock.txt is there): try again later\n".to_owned(),
        Arbitration::Collecting => {
            let bytes = report.delivered.iter().map(|delivered| delivered.size).sum::<u64>();
            let count = report.delivered.len() as u64;
            let names = names(report.delivered.iter().map(|delivered| &delivered.name), count);
            format!("collected {}, {}{names}\n", plural(count, "file"), plural(bytes, "byte"))
        }
    };
    text.push_str(&left_alone(&report.skipped));
    text.push_str(&ready(report.ready_in));
    text.push_str(&alarms("alarm", &report.alarms));
    text.push_str(&alarms("ended", &report.ended));
    text
}

/// What the store did not take, one line each.
pub(crate) fn unstored(report: &Report) -> Vec<String> {
    let put_back = report.put_back.iter().map(|file| answered("put back", file));
    put_back.chain(report.rejected.iter().map(|file| answered("rejected", file))).collect()
}
