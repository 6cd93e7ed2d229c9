//! `deliver`: the agent's side, for programs and people on the same host.

use crate::arguments::Deliver;
use crate::exit::Exit;
use crate::output;
use crate::text;
use crate::waiting::Waiting;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use sync_ingest::{AgentSession, Arbitration, Attempt, DropFolder, Options, Result, check_name};

/// The name of this agent in `alock.txt`, by which a later run recognises the lock of one that was
/// killed.
const AGENT: &str = "sync-ingest";

pub(crate) fn run(arguments: &Deliver) -> Exit {
    let files = match named(arguments) {
        Ok(files) => files,
        Err(complaint) => {
            output::complain(complaint);
            return Exit::Usage;
        }
    };
    match begin(arguments) {
        Ok(Attempt::Granted(session)) => deliver(session, &files),
        Ok(Attempt::Refused(arbitration)) => {
            output::complain(match arbitration {
                Arbitration::AgentDelivering => "another agent is delivering (alock.txt is there): try again later",
                _ => "a collector is busy (lock.txt is there): try again later",
            });
            Exit::TryLater
        }
        Err(error) => output::fail(&error),
    }
}

/// Returns the files, each with the name to deliver it under. All are checked before the first is
/// delivered.
fn named(arguments: &Deliver) -> Result<Vec<(&Path, &OsStr)>, String> {
    if arguments.name.is_some() && arguments.files.len() > 1 {
        return Err("--as needs exactly one FILE".to_owned());
    }
    let mut taken = BTreeSet::new();
    let mut files = Vec::new();
    for file in &arguments.files {
        let refused = |why: &str| Err(format!("cannot deliver {}: {why}", text::printable(file.as_os_str())));
        let Some(name) = arguments.name.as_deref().or(file.file_name()) else { return refused("it has no file name") };
        if let Err(reason) = check_name(name.as_bytes()) {
            return refused(&format!("no collector would take it, {}; name it with --as", reason.explanation()));
        }
        if !taken.insert(name) {
            return refused("another FILE has the same name and would be replaced");
        }
        files.push((file.as_path(), name));
    }
    Ok(files)
}

fn begin(arguments: &Deliver) -> Result<Attempt<AgentSession>> {
    let mut options = Options::default();
    options.checksums = arguments.checksum;
    let folder = DropFolder::new(&arguments.folder, options)?;
    let mut waiting = Waiting::at_most(arguments.wait);
    loop {
        match folder.begin_agent_session(AGENT)? {
            Attempt::Refused(arbitration) => {
                if !waiting.step("a lock is there", None) {
                    return Ok(Attempt::Refused(arbitration));
                }
            }
            granted @ Attempt::Granted(_) => return Ok(granted),
        }
    }
}

/// Delivers every file that can be delivered; one that fails does not hold back the others.
fn deliver(mut session: AgentSession, files: &[(&Path, &OsStr)]) -> Exit {
    let mut exit = Exit::Done;
    let mut lines = String::new();
    for &(file, name) in files {
        match session.deliver(file, Some(name)) {
            Ok(()) => lines.push_str(&format!("delivered {}\n", text::printable(name))),
            Err(error) => exit = output::fail(&error),
        }
    }
    if let Err(error) = session.finish() {
        exit = output::fail(&error);
    }
    output::answer(&lines, exit)
}
