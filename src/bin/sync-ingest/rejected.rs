//! `rejected`: a person lists the rejected files, and deals with each.

use crate::arguments::rejected::{Delete, List, PutBack, Rejected, RejectedCommand, StoreAs};
use crate::exit::Exit;
use crate::waiting::Waiting;
use crate::{json, output, text};
use std::io::{self, Write};
use sync_ingest::{Attempt, DropFolder, Result};

pub(crate) fn run(arguments: &Rejected) -> Exit {
    match &arguments.command {
        RejectedCommand::List(arguments) => list(arguments),
        RejectedCommand::PutBack(arguments) => put_back(arguments),
        RejectedCommand::StoreAs(arguments) => store_as(arguments).unwrap_or_else(|error| output::fail(&error)),
        RejectedCommand::Delete(arguments) => delete(arguments),
    }
}

/// Each is written when it is known, so that memory does not grow with their number.
fn list(arguments: &List) -> Exit {
    let folder = arguments.place.drop_folder();
    let list = match folder.and_then(|folder| folder.rejected().list()) {
        Ok(list) => list,
        Err(error) => return output::fail(&error),
    };
    let mut stdout = io::BufWriter::new(io::stdout().lock());
    let (mut exit, mut count) = (Exit::Done, 0);
    let begin = if arguments.json { json::rejected::BEGINNING } else { "" };
    let mut written = stdout.write_all(begin.as_bytes());
    for file in list {
        match file {
            Ok(file) => {
                let line = if arguments.json { json::rejected::file(&file, count == 0) } else { text::rejected(&file) };
                written = written.and_then(|()| stdout.write_all(line.as_bytes()));
                count += 1;
            }
            Err(error) => exit = output::fail(&error),
        }
        if written.is_err() {
            break;
        }
    }
    let end = if arguments.json { json::rejected::end(count) } else { String::new() };
    output::checked(written.and_then(|()| stdout.write_all(end.as_bytes())).and_then(|()| stdout.flush()), exit)
}

fn put_back(arguments: &PutBack) -> Exit {
    let mut waiting = Waiting::at_most(arguments.wait);
    each(arguments.place.drop_folder(), &arguments.ids, |folder, id| {
        loop {
            match folder.rejected().put_back(id)? {
                Attempt::Granted(()) => return Ok(Some(format!("put back {}\n", text::printable(id)))),
                Attempt::Refused(_) if waiting.step("a lock is there", None) => {}
                Attempt::Refused(arbitration) => {
                    output::complain(text::refusal(arbitration));
                    return Ok(None);
                }
            }
        }
    })
}

fn store_as(arguments: &StoreAs) -> Result<Exit> {
    let folder = arguments.place.drop_folder()?;
    let rejected = folder.rejected();
    let name = match &arguments.name {
        Some(name) => name.clone(),
        None => rejected.get(&arguments.id)?.name,
    };
    rejected.store_as(&arguments.id, &arguments.into, &name, arguments.if_exists())?;
    let line = format!("stored {} as {}\n", text::printable(&arguments.id), text::printable(arguments.into.join(name)));
    Ok(output::answer(&line, Exit::Done))
}

fn delete(arguments: &Delete) -> Exit {
    each(arguments.place.drop_folder(), &arguments.ids, |folder, id| {
        folder.rejected().delete(id).map(|()| Some(format!("deleted {}\n", text::printable(id))))
    })
}

/// Applies it to each file. One that fails does not hold back the others; if another program goes
/// first, it stops there.
fn each(
    folder: Result<DropFolder>,
    ids: &[String],
    mut action: impl FnMut(&DropFolder, &str) -> Result<Option<String>>,
) -> Exit {
    let folder = match folder {
        Ok(folder) => folder,
        Err(error) => return output::fail(&error),
    };
    let (mut exit, mut lines) = (Exit::Done, String::new());
    for id in ids {
        match action(&folder, id) {
            Ok(Some(line)) => lines.push_str(&line),
            Ok(None) => {
                exit = Exit::TryLater;
                break;
            }
            Err(error) => exit = output::fail(&error),
        }
    }
    output::answer(&lines, exit)
}
