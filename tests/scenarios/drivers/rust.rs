//! The driver for the public Rust API.

use crate::percent::encode;
use crate::place::Place;
use crate::scenario::Collect;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use sync_ingest::{Age, Collection, Delivery, DropFolder, Now, Options, Outcome, Report, Result, Status, Timestamp};

pub(crate) fn collect(place: &Place, collect: &Collect) -> Vec<String> {
    let (options, store) = options(place, collect);
    let asks_for_status = collect.options.iter().any(|(key, _)| key == "status");
    let looking = options.clone();
    match run(place, options, store) {
        Ok(report) => {
            let mut lines = lines(&report);
            if asks_for_status {
                lines.extend(status_lines(&DropFolder::new(place.folder(), looking).unwrap().status().unwrap()));
            }
            lines
        }
        Err(error) => vec![format!("error {}", super::constant(&format!("{:?}", error.kind())))],
    }
}

fn run(place: &Place, options: Options, store: &str) -> Result<Report> {
    match DropFolder::new(place.folder(), options)?.collect()? {
        Outcome::Finished(report) => Ok(report),
        Outcome::Collecting(collection) => answer_all(collection, &place.store(), store),
    }
}

fn answer_all(mut collection: Collection, directory: &Path, store: &str) -> Result<Report> {
    while let Some(delivery) = collection.next_delivery()? {
        match store {
            "fail" => delivery.put_back("the store failed")?,
            "reject" => delivery.reject("the store refused")?,
            _ => keep(delivery, directory)?,
        }
    }
    collection.finish()
}

fn keep(mut delivery: Delivery, directory: &Path) -> Result<()> {
    match delivery.copy_to(&directory.join(delivery.name())) {
        Ok(()) => delivery.acknowledge(),
        Err(error) => delivery.put_back(&error.to_string()),
    }
}

fn options<'a>(place: &Place, collect: &'a Collect) -> (Options, &'a str) {
    let mut options = Options::default();
    let mut store = "ok";
    options.sha256 = true;
    for (key, value) in &collect.options {
        let number = || value.parse::<u64>().expect("a number");
        match key.as_str() {
            "settle" => options.settle = Some(Duration::from_secs(number())),
            "max_files" => options.max_files = number() as usize,
            "max_size" => options.max_size = number(),
            "max_age" => options.max_age = Duration::from_secs(number()),
            "max_attempts" => options.max_attempts = number() as u32,
            "work_area" => options.work_area = Some(place.resolve(value)),
            "unfinished" => options.unfinished_names.push(value.into()),
            "now" => options.now = Some(later(value)),
            "store" => store = value,
            "status" => {}
            _ => panic!("the Rust driver does not know {key:?}"),
        }
    }
    (options, store)
}

fn status_lines(status: &Status) -> [String; 3] {
    [
        format!("waiting {}", status.waiting_count),
        super::recent("oldest_waiting", status.oldest_waiting_age.map(Age::seconds)),
        super::recent("good_collection", status.last_good_collection_age.map(Age::seconds)),
    ]
}

/// `+31`: 31 s from now.
fn later(value: &str) -> Now {
    let ahead = Duration::from_secs(value.strip_prefix('+').expect("now=+SECONDS").parse().expect("a number"));
    let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap() + ahead;
    let booted = std::fs::read_to_string("/proc/uptime").expect("the time since the machine started");
    let monotonic = booted.split('.').next().and_then(|seconds| seconds.parse().ok()).expect("whole seconds");
    Now {
        wall: Timestamp { seconds: i64::try_from(wall.as_secs()).unwrap(), nanoseconds: wall.subsec_nanos() },
        monotonic: Duration::from_secs(monotonic) + ahead,
    }
}

fn lines(report: &Report) -> Vec<String> {
    let mut lines = vec![format!("outcome {}", report.arbitration.as_str())];
    for one in &report.delivered {
        let (name, sha256) = (encode(&one.name), one.digests.sha256.as_deref().unwrap_or("-"));
        lines.push(format!("delivered {name} {} {sha256} {} {}", one.size, one.evidence.as_str(), one.attempt));
    }
    lines.extend(report.put_back.iter().map(|one| format!("put_back {}", encode(&one.name))));
    lines.extend(report.rejected.iter().map(|one| format!("rejected {}", encode(&one.name))));
    for (reason, count) in report.skipped.reasons() {
        lines.push(format!("skipped {reason} {count}"));
        lines.extend(report.skipped.names(reason).iter().map(|name| format!("skipped_name {reason} {}", encode(name))));
    }
    lines.extend(report.alarms.iter().map(|alarm| format!("alarm {} {}", alarm.kind, alarm.count)));
    lines.extend(report.ended.iter().map(|alarm| format!("ended {}", alarm.kind)));
    lines
}
