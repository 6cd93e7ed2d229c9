//! The command line's arguments.

pub(crate) mod rejected;
pub(crate) mod table;

use crate::exec::{Exec, Template};
use crate::range::Thresholds;
use crate::{duration, size};
use clap::{Args, Parser, Subcommand, ValueEnum, value_parser};
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;
use sync_ingest::{DropFolder, Durability, LockKind, Options};

/// How long a command may take by default: less than the age at which a lock becomes an alarm.
const TIME_LIMIT: Duration = Duration::from_secs(60 * 60);
/// How long a late command may take by default to end by itself.
const GRACE: Duration = Duration::from_secs(10);

/// Takes the files that a remote system drops into a folder, whole, once, and never loses one.
#[derive(Debug, Parser)]
#[command(
    name = "sync-ingest",
    version,
    after_help = "A DURATION is whole seconds, or numbers with s, m, h or d: 90, 15m, 1h30m.\n\
                  A SIZE is bytes, or a number with K, M, G or T, powers of 1024: 4096, 200M, 2G."
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Take every file that is ready out of a drop folder, into a directory or to a command
    Collect(Collect),
    /// Show who holds which lock, what waits, what is left alone and why; changes nothing
    Status(Status),
    /// Put files into a drop folder, as an agent on the same host
    Deliver(Deliver),
    /// Remove a lock that was left behind and that is never broken automatically
    Unlock(Unlock),
    /// List, put back, store or delete the files that were rejected
    Rejected(rejected::Rejected),
    /// Try how a table (CSV) will be read, before it is sent
    Table(table::Table),
}

#[derive(Args, Debug)]
#[command(after_help = "Exit status: 0 done, or nothing to do; 3 done, but some file was put back or rejected;\n\
    64 wrong usage; 74 input/output error; 75 agent delivering or collector busy: try again later.")]
pub(crate) struct Collect {
    /// The drop folder
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    pub(crate) store: Store,
    #[command(flatten)]
    rules: Rules,
    /// With --exec: run up to this many commands at once [default: 1]
    #[arg(short, long, value_name = "N", value_parser = value_parser!(u16).range(1..=256), conflicts_with = "into")]
    jobs: Option<u16>,
    /// With --exec: end a command that takes longer, and put its file back; 0: never [default: 1h]
    #[arg(long, value_name = "DURATION", value_parser = duration::parse, conflicts_with = "into")]
    timeout: Option<Duration>,
    /// With --exec: kill a command that has not ended this long after --timeout [default: 10s]
    #[arg(long, value_name = "DURATION", value_parser = duration::parse, conflicts_with = "into")]
    kill_after: Option<Duration>,
    /// Try again for this long while an agent is delivering, a collector is busy, or a file has not
    /// settled
    #[arg(long, value_name = "DURATION", value_parser = duration::parse, default_value = "0", hide_default_value = true)]
    pub(crate) wait: Duration,
    /// Take at most this many files [default: all, in batches of 10,000]
    #[arg(long, value_name = "N", value_parser = positive)]
    pub(crate) max_files: Option<usize>,
    /// Crashes tolerated while storing a file before it is rejected; also offers of a file that is
    /// put back before an alarm [default: 5]
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..))]
    max_attempts: Option<u32>,
    /// What reaches the disk before a file leaves the drop folder
    #[arg(long, value_name = "HOW", value_enum, default_value_t = Sync::Automatic)]
    durability: Sync,
    /// Move files of other users instead of copying them: their agents may then still change them
    #[arg(long)]
    trust_agent: bool,
    /// A lock of your own spans all hosts that collect, so an orphan lock of another host may be
    /// recovered
    #[arg(long)]
    cluster_locked: bool,
    /// Answer with one JSON object
    #[arg(long)]
    pub(crate) json: bool,
    /// Do not compute the SHA-256 of each file for the JSON answer or for the command
    #[arg(long)]
    no_hash: bool,
}

/// Where the files go.
#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
pub(crate) struct Store {
    /// The directory that receives the files, each under its own name; a file of that name is
    /// replaced
    #[arg(long, value_name = "DIR")]
    pub(crate) into: Option<PathBuf>,
    /// Run this command for each file: all that follows belongs to it, so this option comes last.
    /// {path}, {name}, {id}, {hash}, {attempt} and {size} are replaced; if there is none of them,
    /// the first five are appended. They are also in the environment, as SYNC_INGEST_PATH and so
    /// on. Its exit status is the answer: 0 stored, 65 rejected, anything else put back
    #[arg(long, value_name = "COMMAND", num_args = 1.., allow_hyphen_values = true)]
    exec: Option<Vec<OsString>>,
}

#[derive(Args, Debug)]
#[command(
    after_help = "A RANGE is that of the monitoring plugins: 15m alerts above 15 minutes, 10m: below 10, 10m:20m outside,\n\
    @10m:20m inside; ~ is minus infinity.\n\n\
    Exit status: 0 OK, 1 warning, 2 critical (an alarm is active), 3 unknown (the folder cannot be read, or wrong usage);\n\
    with --prometheus 0 unless it is wrong usage. Ages are read against the clock of this host."
)]
pub(crate) struct Status {
    /// The drop folder
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    rules: Rules,
    /// Warn if the age of the oldest file that waits is in this range, or after the comma, that of
    /// the last good collection
    #[arg(short, long, value_name = "RANGE[,RANGE]")]
    warning: Option<Thresholds>,
    /// The same for the state critical
    #[arg(short, long, value_name = "RANGE[,RANGE]")]
    critical: Option<Thresholds>,
    /// Answer with one JSON object
    #[arg(long, conflicts_with = "prometheus")]
    pub(crate) json: bool,
    /// Answer with metrics for the textfile collector of Prometheus' node exporter
    #[arg(long)]
    pub(crate) prometheus: bool,
}

#[derive(Args, Debug)]
#[command(after_help = "Exit status: 0 delivered; 64 wrong usage; 74 input/output error;\n\
    75 a collector is collecting or another agent delivering: try again later.")]
pub(crate) struct Deliver {
    /// The files to deliver, each under its own file name
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The drop folder
    #[arg(long = "to", value_name = "FOLDER")]
    pub(crate) folder: PathBuf,
    /// Deliver the one file under this name
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) name: Option<OsString>,
    /// Write a checksum file (_NAME.sha256) before each file, so that it is collected at once
    #[arg(long)]
    pub(crate) checksum: bool,
    /// Try again for this long while a lock is there
    #[arg(long, value_name = "DURATION", value_parser = duration::parse, default_value = "0", hide_default_value = true)]
    pub(crate) wait: Duration,
}

#[derive(Args, Debug)]
#[command(after_help = "Exit status: 0 removed, or no such lock; 64 wrong usage; 74 input/output error;\n\
    75 a live process holds the lock: it is not removed.")]
pub(crate) struct Unlock {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// The drop folder to use.
#[derive(Args, Debug)]
pub(crate) struct Place {
    /// The drop folder
    folder: PathBuf,
    /// Where the work area of this drop folder is, unless hidden inside it
    #[arg(long, value_name = "DIR")]
    work_area: Option<PathBuf>,
}

#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
struct Which {
    /// Remove lock.txt, the collector's
    #[arg(long)]
    collector: bool,
    /// Remove alock.txt, the agent's
    #[arg(long)]
    agent: bool,
}

/// The options that a collection and a look at the folder must share.
#[derive(Args, Debug)]
struct Rules {
    /// Where claimed and rejected files are kept, unless hidden inside the drop folder
    #[arg(long, value_name = "DIR")]
    work_area: Option<PathBuf>,
    /// How long a file must have been left alone; 0: agents always use alock.txt [default: 30s, on
    /// network file systems 90s]
    #[arg(long, value_name = "DURATION", value_parser = duration::parse)]
    settle: Option<Duration>,
    /// Age at which a lock or an unfinished upload becomes an alarm [default: 3h]
    #[arg(long, value_name = "DURATION", value_parser = duration::parse)]
    max_age: Option<Duration>,
    /// Largest file that is collected [default: 4 GiB]
    #[arg(long, value_name = "SIZE", value_parser = size::parse)]
    max_size: Option<u64>,
    /// Leave files with such a name alone, as unfinished: *.busy, tmp-*, new_*.csv, besides the
    /// known names; repeatable
    #[arg(long = "unfinished", value_name = "PATTERN")]
    unfinished_names: Vec<OsString>,
    /// Count the age of a lock from its ctime if that is later, for agents that preserve
    /// modification times
    #[arg(long)]
    lock_age_from_ctime: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Sync {
    /// nothing is synced
    None,
    /// every file and folder by itself
    PerFile,
    /// file by file up to 256 files, one syncfs for more
    Automatic,
}

impl Rules {
    fn options(&self) -> Options {
        let mut options = Options::default();
        options.work_area.clone_from(&self.work_area);
        options.settle = self.settle;
        options.max_age = self.max_age.unwrap_or(options.max_age);
        options.max_size = self.max_size.unwrap_or(options.max_size);
        options.unfinished_names.clone_from(&self.unfinished_names);
        options.lock_age_from_ctime = self.lock_age_from_ctime;
        options
    }
}

impl Collect {
    pub(crate) fn options(&self) -> Options {
        let mut options = self.rules.options();
        options.max_files = self.max_files.unwrap_or(options.max_files);
        options.max_attempts = self.max_attempts.unwrap_or(options.max_attempts);
        options.durability = match self.durability {
            Sync::None => Durability::None,
            Sync::PerFile => Durability::PerFile,
            Sync::Automatic => Durability::Automatic,
        };
        options.trust_agent = self.trust_agent;
        options.cluster_locked = self.cluster_locked;
        options.sha256 = self.json && !self.no_hash;
        options
    }

    /// Returns the command that stores the files, unless a directory does; an error if it cannot
    /// be run.
    pub(crate) fn exec(&self) -> Result<Option<Exec>, String> {
        let Some(words) = &self.store.exec else { return Ok(None) };
        // `--exec -- COMMAND`, as other programs have it.
        let words = words.split_first().filter(|(first, _)| *first == "--").map_or(&words[..], |(_, command)| command);
        Ok(Some(Exec {
            template: Template::new(words)?,
            jobs: usize::from(self.jobs.unwrap_or(1)),
            time_limit: self.timeout.unwrap_or(TIME_LIMIT),
            grace: self.kill_after.unwrap_or(GRACE),
            keeps_output: self.json,
            hash: !self.no_hash,
        }))
    }
}

impl Status {
    pub(crate) fn warning(&self) -> Thresholds {
        self.warning.unwrap_or_default()
    }

    pub(crate) fn critical(&self) -> Thresholds {
        self.critical.unwrap_or_default()
    }

    pub(crate) fn options(&self) -> Options {
        self.rules.options()
    }
}

impl Place {
    pub(crate) fn drop_folder(&self) -> sync_ingest::Result<DropFolder> {
        let mut options = Options::default();
        options.work_area.clone_from(&self.work_area);
        DropFolder::new(&self.folder, options)
    }
}

impl Unlock {
    pub(crate) fn which(&self) -> LockKind {
        if self.which.collector { LockKind::Collector } else { LockKind::Agent }
    }
}

fn positive(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("it must be at least 1".to_owned()),
        Ok(number) => Ok(number),
        Err(error) => Err(format!("{error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn collect(line: &[&str]) -> Collect {
        let words = ["sync-ingest", "collect", "in", "--into", "out"].iter().chain(line);
        match Arguments::try_parse_from(words).unwrap().command {
            Command::Collect(arguments) => arguments,
            _ => panic!("not a collection"),
        }
    }

    #[test]
    fn the_definition_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn without_flags_the_defaults_of_the_library_hold() {
        assert_eq!(format!("{:?}", collect(&[]).options()), format!("{:?}", Options::default()));
    }

    #[test]
    fn every_flag_reaches_its_option() {
        let flags = "--work-area w --settle 0 --max-age 1h --max-size 7 --unfinished *.busy --unfinished tmp-* --lock-age-from-ctime --max-files 3 --max-attempts 2 \
                     --durability per-file --trust-agent --cluster-locked --json";
        let options = collect(&flags.split_whitespace().collect::<Vec<_>>()).options();
        let mut expected = Options::default();
        expected.work_area = Some("w".into());
        expected.settle = Some(Duration::ZERO);
        expected.max_age = Duration::from_secs(3600);
        expected.max_size = 7;
        expected.unfinished_names = vec!["*.busy".into(), "tmp-*".into()];
        expected.lock_age_from_ctime = true;
        expected.max_files = 3;
        expected.max_attempts = 2;
        expected.durability = Durability::PerFile;
        expected.trust_agent = true;
        expected.cluster_locked = true;
        expected.sha256 = true;
        assert_eq!(format!("{options:?}"), format!("{expected:?}"));
    }

    #[test]
    fn hashes_are_computed_only_for_json_and_unless_the_caller_declines() {
        assert!(collect(&["--json"]).options().sha256);
        assert!(!collect(&[]).options().sha256);
        assert!(!collect(&["--json", "--no-hash"]).options().sha256);
    }
}
