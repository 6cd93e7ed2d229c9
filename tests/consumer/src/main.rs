//! `consumer DIRECTORY` delivers a file there and collects it; it panics if that fails.

use std::path::PathBuf;
use std::time::Duration;
use std::{env, fs};
use sync_ingest::{DropFolder, Options};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let directory = PathBuf::from(env::args_os().nth(1).ok_or("usage: consumer DIRECTORY")?);
    let (sync, store) = (directory.join("sync"), directory.join("store"));
    fs::create_dir_all(&sync)?;
    fs::create_dir_all(&store)?;
    fs::write(sync.join("students.csv"), "id;name\n1;Ada\n")?;

    let options = Options::default().settle(Duration::ZERO);
    let report = DropFolder::new(&sync, options)?.collect_into(&store)?;

    assert_eq!(report.delivered.len(), 1);
    assert_eq!(fs::read(store.join("students.csv"))?, b"id;name\n1;Ada\n");
    assert!(!sync.join("students.csv").exists());
    println!("sync_ingest {} has collected {} file", sync_ingest::VERSION, report.delivered.len());
    Ok(())
}
