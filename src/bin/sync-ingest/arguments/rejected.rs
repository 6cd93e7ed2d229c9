//! The arguments of `sync-ingest rejected`.

use super::Place;
use crate::duration;
use clap::{Args, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;
use sync_ingest::IfExists;

#[derive(Args, Debug)]
pub(crate) struct Rejected {
    #[command(subcommand)]
    pub(crate) command: RejectedCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RejectedCommand {
    /// List the files that were rejected and wait for a person
    List(List),
    /// Move rejected files back into the drop folder, where they are collected again
    PutBack(PutBack),
    /// Store a rejected file in a directory, and remove it from the rejected files
    StoreAs(StoreAs),
    /// Delete rejected files for good
    Delete(Delete),
}

#[derive(Args, Debug)]
#[command(after_help = "Exit status: 0 done; 64 wrong usage; 74 input/output error.")]
pub(crate) struct List {
    #[command(flatten)]
    pub(crate) place: Place,
    /// Answer with one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
#[command(
    after_help = "Exit status: 0 done; 64 wrong usage; 74 input/output error, no such file, or its name is taken;\n\
    75 agent delivering or collector busy: try again later."
)]
pub(crate) struct PutBack {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The ids, as `list` shows them
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<String>,
    /// Try again for this long while an agent is delivering or a collector is busy
    #[arg(long, value_name = "DURATION", value_parser = duration::parse, default_value = "0", hide_default_value = true)]
    pub(crate) wait: Duration,
}

#[derive(Args, Debug)]
#[command(
    after_help = "Exit status: 0 done; 64 wrong usage; 74 input/output error, no such file, or the name is taken;\n\
    75 somebody else is storing this file there: try again later."
)]
pub(crate) struct StoreAs {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The id, as `list` shows it
    pub(crate) id: String,
    /// The directory that receives the file
    #[arg(long, value_name = "DIR")]
    pub(crate) into: PathBuf,
    /// The name to store it under [default: its own]
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) name: Option<OsString>,
    /// Replace a file of that name
    #[arg(long)]
    replace: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "Exit status: 0 done; 64 wrong usage; 74 input/output error, or no such file.")]
pub(crate) struct Delete {
    #[command(flatten)]
    pub(crate) place: Place,
    /// The ids, as `list` shows them
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<String>,
}

impl StoreAs {
    pub(crate) fn if_exists(&self) -> IfExists {
        if self.replace { IfExists::Replace } else { IfExists::Refuse }
    }
}
