//! `sync-ingest`: the command line program, for administrators, cron and monitoring. Scripts rely
//! on its exit statuses and its JSON; `docs/command-line.md` is their manual. It uses only the
//! public Rust API.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "a program owns its process and its terminal")]

mod answer;
mod arguments;
mod collect;
mod deliver;
mod duration;
mod exec;
mod exit;
mod json;
#[cfg(test)]
mod manual;
mod output;
mod prometheus;
mod range;
mod rejected;
mod size;
mod status;
mod table;
mod text;
mod unlock;
mod waiting;

use arguments::{Arguments, Command};
use clap::Parser;
use exit::Exit;
use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(answer) => return help_or_usage(&answer).into(),
    };
    match arguments.command {
        Command::Collect(arguments) => collect::run(&arguments),
        Command::Status(arguments) => status::run(&arguments),
        Command::Deliver(arguments) => deliver::run(&arguments),
        Command::Unlock(arguments) => unlock::run(&arguments),
        Command::Rejected(arguments) => rejected::run(&arguments),
        Command::Table(arguments) => table::run(&arguments),
    }
    .into()
}

/// Prints what clap answers with: help that was asked for, or a usage error.
fn help_or_usage(answer: &clap::Error) -> Exit {
    let printed = answer.print();
    let words: Vec<_> = env::args_os().skip(1).collect();
    match answer.use_stderr() {
        true if status::is_plugin(&words) => status::wrong_usage(answer),
        true => Exit::Usage,
        false => output::checked(printed, Exit::Done),
    }
}
