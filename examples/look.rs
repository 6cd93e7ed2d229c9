//! Looks at a drop folder a number of times, which is all that a scheduled collection does most of
//! the time. `make bench` counts its system calls: `look FOLDER TIMES`.
#![allow(clippy::disallowed_macros, reason = "a program talks to the terminal")]

use std::time::Duration;
use sync_ingest::{DropFolder, Options, Outcome};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(folder), Some(times)) = (arguments.next(), arguments.next()) else {
        return Err("usage: look FOLDER TIMES".into());
    };
    let times: u32 = times.to_str().ok_or("TIMES is no number")?.parse()?;

    let options = Options::default().settle(Duration::ZERO);
    let folder = DropFolder::new(folder, options)?;
    for _ in 0..times {
        match folder.collect()? {
            Outcome::Finished(_) => {}
            Outcome::Collecting(_) => return Err("the folder is not empty".into()),
        }
    }
    Ok(())
}
