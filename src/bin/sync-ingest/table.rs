//! `table`: how a table is read, which of its rows are bad, and what has changed in it.

use crate::arguments::table::{Changes, Check, Normalise, Source, Table as Arguments, TableCommand};
use crate::exit::Exit;
use crate::{json, output, text};
use std::io::{self, Write};
use std::path::Path;
use sync_ingest::tables::{Findings, Gone, Jobs, RefusalReason, Stamp, Table, TableError, TableOptions, TableResult};

pub(crate) fn run(arguments: &Arguments) -> Exit {
    match &arguments.command {
        TableCommand::Check(arguments) => check(arguments),
        TableCommand::Normalise(arguments) => normalise(arguments),
        TableCommand::Changes(arguments) => changes(arguments),
    }
}

fn check(arguments: &Check) -> Exit {
    match findings(&arguments.source, arguments.source.options(), &Jobs::default()) {
        Ok(found) if arguments.json => output::answer(&json::table::check(&found.check), exit_of(&found)),
        Ok(found) => output::answer(&text::table::check(&found.check), exit_of(&found)),
        Err(error) => failed(&arguments.source.file, &error, arguments.json),
    }
}

fn normalise(arguments: &Normalise) -> Exit {
    if arguments.to == arguments.bad {
        output::complain("--to and --bad must be two files");
        return Exit::Usage;
    }
    let jobs = Jobs::default().normalise(&arguments.to, &arguments.bad);
    match findings(&arguments.source, arguments.source.options(), &jobs) {
        Ok(found) if arguments.json => output::answer(&json::table::check(&found.check), exit_of(&found)),
        Ok(found) => {
            output::answer(&text::table::normalised(&found.check, &arguments.to, &arguments.bad), exit_of(&found))
        }
        Err(error) => failed(&arguments.source.file, &error, arguments.json),
    }
}

fn changes(arguments: &Changes) -> Exit {
    if !arguments.source.has_key() {
        output::complain("give the columns that tell one row from another: --key COLUMNS");
        return Exit::Usage;
    }
    let options = match &arguments.secret {
        Some(path) => match secret(path) {
            Ok(secret) => arguments.source.options().secret(secret),
            Err(exit) => return exit,
        },
        None => arguments.source.options(),
    };
    let mut jobs = Jobs::default().changes();
    if let Some(base) = &arguments.against {
        jobs = jobs.against(base, Stamp::default());
    }
    if let Some(new) = &arguments.write {
        jobs = jobs.write(new, Stamp::default());
    }
    match findings(&arguments.source, options, &jobs) {
        Ok(found) => answer_changes(arguments, &found),
        Err(error) => failed(refused_file(arguments, &error), &error, arguments.json),
    }
}

/// Returns the file that an error is about: what is compared with may be refused, too.
fn refused_file<'a>(arguments: &'a Changes, error: &TableError) -> &'a Path {
    use RefusalReason::{BaseForeign, BaseOtherSecret, BaseOutdated, BaseTorn};
    let is_base = |reason| matches!(reason, BaseForeign | BaseOtherSecret | BaseOutdated | BaseTorn);
    match (error, &arguments.against) {
        (TableError::Refused(refused), Some(base)) if is_base(refused.reason) => base,
        _ => &arguments.source.file,
    }
}

/// What is no object goes to standard error where programs read standard output.
fn answer_changes(arguments: &Changes, found: &Findings) -> Exit {
    let changes = found.changes.as_ref().expect("changes were asked for");
    let as_text = !arguments.json && !arguments.list;
    if arguments.list {
        if let Err(exit) = list(found, &arguments.source.file) {
            return exit;
        }
    }
    let notes = text::table::notes(&found.check, arguments.secret.is_none());
    if as_text {
        return output::answer(&(text::table::changes(changes) + &notes), exit_of(found));
    }
    notes.lines().for_each(output::complain);
    match (arguments.json, &changes.gone) {
        (true, _) => return output::answer(&json::table::changes(changes), exit_of(found)),
        (false, Gone::Unknown { line }) => output::complain(text::table::gone_unknown(*line)),
        (false, Gone::Known(_)) => {}
    }
    exit_of(found)
}

/// Each change is written when it is read, so that memory does not grow with their number.
fn list(found: &Findings, file: &Path) -> Result<(), Exit> {
    let mut stdout = io::BufWriter::new(io::stdout().lock());
    for change in found.change_list() {
        let change = change.map_err(|error| failed(file, &error, false))?;
        if let Err(error) = stdout.write_all(json::table::change(&change).as_bytes()) {
            return Err(output::checked(Err(error), exit_of(found)));
        }
    }
    match output::checked(stdout.flush(), Exit::Done) {
        Exit::Done => Ok(()),
        exit => Err(exit),
    }
}

fn findings(source: &Source, options: TableOptions, jobs: &Jobs) -> TableResult<Findings> {
    Table::open(&source.file, options)?.run(jobs)
}

fn exit_of(found: &Findings) -> Exit {
    if found.check.bad_count == 0 { Exit::Done } else { Exit::Incomplete }
}

/// A secret is all bytes of its file.
fn secret(path: &Path) -> Result<Vec<u8>, Exit> {
    let reason = match std::fs::read(path) {
        Ok(secret) if !secret.is_empty() => return Ok(secret),
        Ok(_) => "the file is empty".to_owned(),
        Err(error) => error.to_string(),
    };
    output::complain(format_args!("cannot read the secret {}: {reason}", text::printable(path)));
    Err(Exit::InputOutput)
}

/// Reports why nothing was done; `file` is the table.
fn failed(file: &Path, error: &TableError, as_json: bool) -> Exit {
    match error {
        TableError::Refused(refused) if as_json => output::answer(&json::table::refused(refused), Exit::Refused),
        TableError::Refused(refused) => {
            output::complain(text::table::refused(file, refused));
            Exit::Refused
        }
        TableError::Failed(error) => {
            let exit = output::fail(error);
            match as_json && exit != Exit::Usage {
                true => output::answer(&json::collection::failed(error), exit),
                false => exit,
            }
        }
        _ => unreachable!("an error is a refusal or a failure"),
    }
}
