//! Creates, renames, links and removes entries, lock files and work areas at random. It removes
//! only its own entries, whose names begin with `g`; to agents' files it only adds second names.

use crate::agents::is_agents;
use crate::content::Random;
use crate::log::Log;
use rustix::fs::{CWD, FileType, Mode, mknodat};
use std::fs;
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

#[derive(Debug)]
pub(crate) struct Gremlin {
    pub(crate) folder: PathBuf,
    pub(crate) random: Random,
    pub(crate) log: Log,
    /// It removes `lock.txt`, even if another process created it.
    pub(crate) removes_locks: bool,
}

/// Names under which it tries to mislead the library.
const AREAS: [&str; 5] = [
    ".sync_ingest",
    "_rejected",
    "rejected",
    ".sync_ingest-lock-0123456789abcdef",
    ".sync_ingest-upload-0123456789abcdef",
];

impl Gremlin {
    /// Acts until the time is up, and then removes what would block others forever.
    pub(crate) fn run(&mut self, until: Instant) {
        while Instant::now() < until {
            self.act();
            sleep(Duration::from_micros(self.random.below(600)));
        }
        for number in 0..6 {
            let _ = fs::remove_file(self.folder.join(format!("_g{number}")));
        }
    }

    fn own(&mut self) -> PathBuf {
        let number = self.random.below(24);
        // Some names contain bytes that deceive terminals.
        let name = if number < 20 { format!("g{number}") } else { format!("g\u{202e}\n{number}") };
        self.folder.join(name)
    }

    /// Does one random thing and ignores errors.
    fn act(&mut self) {
        let (one, other) = (self.own(), self.own());
        match self.random.below(20) {
            0..3 => drop(write(&one)),
            3 => drop(fs::create_dir(&one)),
            4 => drop(symlink("/etc/hostname", &one)),
            5 => drop(symlink("lock.txt", &one)),
            6 => drop(mknodat(CWD, &one, FileType::Fifo, Mode::RWXU, 0)),
            7 => drop(UnixListener::bind(&one)),
            8 | 9 => drop(fs::rename(&one, &other)),
            10 => drop(fs::hard_link(&one, &other)),
            11 | 12 => drop(fs::remove_file(&one).or_else(|_| fs::remove_dir(&one))),
            13 if one.symlink_metadata().is_ok_and(|stat| stat.is_file()) => {
                drop(fs::set_permissions(&one, fs::Permissions::from_mode(0o200)));
            }
            14 | 15 => self.link_of_an_agent(),
            16 => self.plant_area(),
            17 => self.plant_lock("alock.txt"),
            13 => {}
            _ if self.removes_locks => {
                if self.random.percent(20) && fs::remove_file(self.folder.join("lock.txt")).is_ok() {
                    self.log.write("unlocked", format_args!(""));
                }
            }
            _ => self.plant_lock("lock.txt"),
        }
    }

    /// Links an agent's file to a name that is never collected.
    fn link_of_an_agent(&mut self) {
        let second = self.folder.join(format!("_g{}", self.random.below(6)));
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        let names = entries.flatten().filter(|entry| entry.file_name().to_str().is_some_and(is_agents));
        let found: Vec<_> = names.map(|entry| entry.path()).collect();
        if !found.is_empty() {
            let _ = fs::hard_link(&found[self.random.below(found.len() as u64) as usize], &second);
            sleep(Duration::from_micros(self.random.below(1_000)));
        }
        let _ = fs::remove_file(second);
    }

    fn plant_area(&mut self) {
        let place = self.folder.join(AREAS[self.random.below(AREAS.len() as u64) as usize]);
        let _ = match self.random.below(5) {
            0 => fs::create_dir(&place).and_then(|()| fs::write(place.join("verified-0000000001-0123"), "gremlin")),
            1 => symlink("/etc", &place),
            2 => write(&place),
            3 => fs::remove_file(&place),
            _ => fs::remove_dir_all(&place),
        };
    }

    /// Plants a lock without content for a moment. Nobody else may remove it, so it is still its
    /// own afterwards.
    fn plant_lock(&mut self, name: &str) {
        let place = self.folder.join(name);
        let kind = self.random.below(3);
        let planted = match kind {
            0 => fs::File::options().write(true).create_new(true).open(&place).map(|_| ()),
            1 => fs::create_dir(&place),
            _ => symlink("/etc/hostname", &place),
        };
        if planted.is_ok() {
            sleep(Duration::from_micros(self.random.below(2_000)));
            let _ = if kind == 1 { fs::remove_dir(&place) } else { fs::remove_file(&place) };
        }
    }
}

/// Writes a file without following links or waiting for a reader.
fn write(place: &Path) -> std::io::Result<()> {
    let flags = libc::O_NOFOLLOW | libc::O_NONBLOCK;
    let mut file = fs::File::options().write(true).create(true).truncate(true).custom_flags(flags).open(place)?;
    file.write_all(b"gremlin")
}
