//! A collector that runs until the ledger is stopped, or until it is killed.

use crate::ledger::Ledger;
use crate::stale::settle_zero;
use std::io::Read;
use std::path::Path;
use std::time::Duration;
use sync_ingest::{DropFolder, Outcome, Result};

/// Collects repeatedly.
pub(crate) fn collect_until_stopped(folder: &Path, ledger: &Ledger, seed: u64) {
    let mut options = settle_zero();
    // Deaths are frequent here, and never caused by a file.
    options.max_attempts = 1_000_000;
    let folder = DropFolder::new(folder, options).unwrap();
    let mut pause = seed;
    while !ledger.is_over() {
        if let Err(error) = collect_once(&folder, ledger) {
            ledger.violation(&format!("a collection failed: {error}"));
        }
        pause = pause.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_millis(pause >> 32 & 31));
    }
}

/// Runs one collection and reads each delivery to its end. Returns whether there was anything to
/// do.
pub(crate) fn collect_once(folder: &DropFolder, ledger: &Ledger) -> Result<bool> {
    let mut collection = match folder.collect()? {
        Outcome::Collecting(collection) => collection,
        Outcome::Finished(report) => {
            ledger.event(report.arbitration.as_str());
            return Ok(false);
        }
    };
    let alone = ledger.collect_alone();
    ledger.event("collection");
    while let Some(delivery) = collection.next_delivery()? {
        let mut bytes = Vec::new();
        if let Err(error) = delivery.open()?.read_to_end(&mut bytes) {
            ledger.violation(&format!("{:?} cannot be read: {error}", delivery.name()));
        }
        ledger.arrived(&delivery.name().to_string_lossy(), delivery.id(), &bytes);
        delivery.acknowledge()?;
    }
    drop(alone);
    let report = collection.finish()?;
    let put_back = report.put_back.iter().map(|one| (&one.name, one.reason.to_string()));
    for (name, reason) in put_back.chain(report.rejected.iter().map(|one| (&one.name, one.reason.to_string()))) {
        if !name.to_string_lossy().starts_with("again-") {
            ledger.violation(&format!("{name:?} was not taken: {reason}"));
        }
    }
    Ok(true)
}
