//! Measures: `table FILE [KEY [BASE OUT BAD]]` checks, or checks, normalises and compares in one call.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a program talks to the terminal and to files"
)]

use sync_ingest::tables::{Jobs, Stamp, Table, TableOptions};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (mut options, mut jobs) = (TableOptions::default(), Jobs::default());
    if let Some(key) = arguments.get(1) {
        options = options.key(key);
    }
    if let Some([base, good, bad]) = arguments.get(2..5) {
        jobs = jobs.normalise(good, bad).write(format!("{base}.new"), Stamp::default());
        if std::path::Path::new(base).exists() {
            jobs = jobs.against(base, Stamp::default());
        }
    }
    let findings = Table::open(&arguments[0], options)?.run(&jobs)?;
    let check = &findings.check;
    println!("{} rows, {} bad", check.rows, check.bad_count);
    if let Some(changes) = &findings.changes {
        let gone = changes.gone.count();
        println!(
            "added {}, changed {}, unchanged {}, gone {gone:?}",
            changes.added, changes.changed, changes.unchanged
        );
    }
    Ok(())
}
