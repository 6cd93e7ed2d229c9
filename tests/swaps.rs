//! The agent, which owns the drop folder, swaps its entries while the service collects: the
//! collection is stopped at every system call, the agent acts, and it continues.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]

mod support;

use rustix::fs::{CWD, FileType, Mode, mknodat};
use std::fs;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, symlink};
use std::path::{Path, PathBuf};
use std::time::Duration;
use support::pause::pause_after;
use support::process::{die_after, hold, one_at_a_time};
use support::reported::{self, Reported};
use support::user::{AGENT, SERVICE, as_user, become_user, give, is_root};
use support::{TestFolder, entries, in_short_or_long, now_plus, strace};
use sync_ingest::{Now, Outcome, Timestamp};

/// Somebody who shares a file with everybody, so that even `fs.protected_hardlinks` lets the agent
/// link it.
const STRANGER: u32 = 12_003;

/// A drop folder of the agent, and files beside it that it must not reach.
struct Stage {
    folder: TestFolder,
    before: Vec<Trait>,
}

/// The properties of a file or folder out of the agent's reach that must not change: inode, mode,
/// owner, size, mtime.
type Trait = (u64, u32, u32, u64, i64);

impl Stage {
    fn new(leftover: bool) -> Self {
        let folder = TestFolder::in_memory();
        give(&folder.beside("."), 0, 0, 0o755);
        give(&folder.path(), AGENT, SERVICE, 0o2770);
        give(&folder.store(), SERVICE, SERVICE, 0o700);
        fs::write(folder.beside("secret"), "secret").unwrap();
        give(&folder.beside("secret"), SERVICE, SERVICE, 0o600);
        fs::write(folder.beside("shared"), "shared").unwrap();
        give(&folder.beside("shared"), STRANGER, STRANGER, 0o666);
        fs::create_dir(folder.beside("private")).unwrap();
        fs::write(folder.beside("private/students.csv"), "private").unwrap();
        give(&folder.beside("private"), SERVICE, SERVICE, 0o700);
        let before = Self::bystanders(&folder).iter().map(|path| trait_of(path)).collect();
        let stage = Self { folder, before };
        if leftover {
            // A collector that died during its work: an orphan lock, and a batch that may be
            // offered.
            stage.deliver("older.csv");
            die_after(|| {
                as_user(SERVICE, || {
                    let Outcome::Collecting(collection) = stage.folder.settle_zero().collect().unwrap() else {
                        panic!()
                    };
                    hold(collection);
                });
            });
        }
        stage.deliver("other.csv");
        stage.deliver("students.csv");
        stage
    }

    fn bystanders(folder: &TestFolder) -> [PathBuf; 4] {
        ["secret", "shared", "private", "private/students.csv"].map(|name| folder.beside(name))
    }

    fn deliver(&self, name: &str) {
        as_user(AGENT, || {
            self.folder.drop(name, "good");
            give(&self.folder.path().join(name), AGENT, SERVICE, 0o644);
        });
    }

    /// Errors are acceptable; a panic is not.
    fn collect(&self) {
        let _ = self.folder.settle_zero().collect_into(&self.folder.store());
    }

    /// The promises, whatever the agent did.
    fn check(&self, what: &str) {
        for name in entries(&self.folder.store()) {
            let path = self.folder.store().join(&name);
            let stat = fs::symlink_metadata(&path).unwrap();
            assert!(stat.is_file() && stat.nlink() == 1, "{what}: {name}");
            // An interrupted copy has a hidden name.
            let is_whole = name.starts_with('.') || fs::read_to_string(&path).unwrap() == "good";
            assert!(is_whole, "{what}: {name} is {:?}", fs::read_to_string(&path));
        }
        let after: Vec<Trait> = Self::bystanders(&self.folder).iter().map(|path| trait_of(path)).collect();
        assert_eq!(self.before, after, "{what}: something outside the folder was touched");
        assert_eq!(entries(&self.folder.beside("private")), ["students.csv"], "{what}");
    }

    /// The agent removes what it has planted, and all of its files come through.
    fn recover(&self, what: &str) {
        as_user(AGENT, || {
            let place = |name: &str| self.folder.path().join(name);
            if place(".taken").exists() {
                remove(&place(".sync_ingest"));
                fs::rename(place(".taken"), place(".sync_ingest")).unwrap();
            }
            for name in self.folder.entries() {
                let stat = fs::symlink_metadata(place(&name)).unwrap();
                let planted = stat.uid() == AGENT && (stat.nlink() != 1 || !stat.is_file());
                if planted || stat.uid() == STRANGER || name == "alock.txt" {
                    remove(&place(&name));
                }
            }
        });
        // One to put doubtful files back, one to take them.
        as_user(SERVICE, || (self.collect(), self.collect()));
        self.check(what);
        assert!(entries(&self.folder.store()).contains(&"other.csv".to_owned()), "{what}: other.csv is lost");
        assert!(!self.folder.has("lock.txt"), "{what}: the lock stays");
        let status = as_user(SERVICE, || self.folder.settle_zero().status()).unwrap();
        assert_eq!((status.claimed, status.unverified), (0, 0), "{what}");
    }
}

fn trait_of(path: &Path) -> Trait {
    let stat = fs::symlink_metadata(path).unwrap();
    (stat.ino(), stat.mode(), stat.uid(), stat.size(), stat.mtime_nsec())
}

fn remove(path: &Path) {
    fs::remove_file(path).or_else(|_| fs::remove_dir_all(path)).unwrap_or_default();
}

/// The actions of the agent, by name.
type Attack = (&'static str, fn(&TestFolder));

/// Puts something in the place of a name, whatever has it.
fn plant(folder: &TestFolder, name: &str, make: impl FnOnce(&Path)) {
    remove(&folder.path().join(name));
    make(&folder.path().join(name));
}

fn open_dir(path: &Path) {
    fs::DirBuilder::new().mode(0o777).create(path).unwrap();
    give(path, AGENT, SERVICE, 0o777);
}

/// Takes the work area away, if it exists, and plants something in its place.
fn take_area(folder: &TestFolder, make: impl FnOnce(&Path)) {
    let area = folder.path().join(".sync_ingest");
    let _ = fs::rename(&area, folder.path().join(".taken"));
    make(&area);
}

const ATTACKS: [Attack; 10] = [
    ("a symbolic link for the file", |folder| {
        plant(folder, "students.csv", |path| symlink(folder.beside("secret"), path).unwrap());
    }),
    ("a hard link for the file", |folder| {
        plant(folder, "students.csv", |path| fs::hard_link(folder.beside("shared"), path).unwrap());
    }),
    ("a FIFO for the file", |folder| {
        plant(folder, "students.csv", |path| {
            mknodat(CWD, path, FileType::Fifo, Mode::from_raw_mode(0o666), 0).unwrap()
        });
    }),
    ("a folder for the file", |folder| {
        plant(folder, "students.csv", |path| {
            open_dir(path);
            symlink(folder.beside("secret"), path.join("students.csv")).unwrap();
        });
    }),
    ("a symbolic link for the collector lock", |folder| {
        plant(folder, "lock.txt", |path| symlink(folder.beside("secret"), path).unwrap());
    }),
    ("a hard link for the collector lock", |folder| {
        plant(folder, "lock.txt", |path| fs::hard_link(folder.beside("shared"), path).unwrap());
    }),
    ("a link to a folder of the service for the work area", |folder| {
        take_area(folder, |area| symlink(folder.beside("private"), area).unwrap());
    }),
    ("a folder of its own for the work area", |folder| {
        take_area(folder, |area| {
            open_dir(area);
            symlink(folder.beside("private"), area.join("rejected")).unwrap();
            symlink(folder.beside("secret"), area.join("alarms")).unwrap();
        });
    }),
    ("an agent lock, and links where the files were", |folder| {
        plant(folder, "alock.txt", |path| symlink(folder.beside("secret"), path).unwrap());
        plant(folder, "students.csv", |path| symlink(folder.beside("secret"), path).unwrap());
    }),
    ("an agent lock, and a folder where the file was", |folder| {
        plant(folder, "alock.txt", |path| fs::write(path, "").unwrap());
        plant(folder, "students.csv", open_dir);
    }),
];

#[test]
fn whatever_is_swapped_at_any_system_call_leads_nowhere_and_loses_nothing_else() {
    const NAME: &str = "whatever_is_swapped_at_any_system_call_leads_nowhere_and_loses_nothing_else";
    let _turn = one_at_a_time();
    if !is_root(NAME) || !strace::is_there(NAME) {
        return;
    }
    let all = in_short_or_long(false, true);
    let (mut points, mut runs) = (0, 0);
    for leftover in [false, true] {
        let calls = {
            let stage = Stage::new(leftover);
            let collect = || (become_user(SERVICE), stage.collect()).0;
            strace::calls_of(&stage.folder.beside("log"), collect)
        };
        points += calls.len();
        for (number, call) in calls.iter().enumerate() {
            for (turn, (attack, act)) in ATTACKS.iter().enumerate() {
                // The short form tries one attack at each call, each in its turn.
                if !all && number % ATTACKS.len() != turn {
                    continue;
                }
                let what = format!("{attack}, after {} {}, leftover: {leftover}", call.name, call.count);
                let stage = Stage::new(leftover);
                let collect = || (become_user(SERVICE), stage.collect()).0;
                let swap = || as_user(AGENT, || act(&stage.folder));
                assert_eq!(pause_after(call, collect, swap), 0, "{what}");
                stage.check(&what);
                stage.recover(&what);
                runs += 1;
            }
        }
    }
    println!(
        "FIGURE: swaps in a hostile folder: {} attacks at {points} system calls, {runs} runs, 0 violations",
        ATTACKS.len()
    );
}

/// A batch that is filled from the whole folder lists it twice; the second time a newer file of a
/// claimed name may be there.
#[test]
fn a_newer_file_of_a_claimed_name_never_takes_the_place_of_the_older_one() {
    const NAME: &str = "a_newer_file_of_a_claimed_name_never_takes_the_place_of_the_older_one";
    let _turn = one_at_a_time();
    if !strace::is_there(NAME) {
        return;
    }
    let names = ["1.csv", "2.csv", "3.csv", "4.csv"];
    let set_up = || {
        let folder = TestFolder::in_memory();
        names.iter().for_each(|name| folder.drop(name, "old"));
        // A file that cannot be claimed makes room in a full batch.
        let open: Vec<_> = names[..2]
            .iter()
            .map(|name| fs::File::options().append(true).open(folder.path().join(name)).unwrap())
            .collect();
        (folder, open)
    };
    let collect = |folder: &TestFolder| {
        let collector = folder.with(|options| {
            options.settle = Some(Duration::ZERO);
            options.max_files = 3;
        });
        Reported::of(collector.collect_into(&folder.store()).map(Reported::from))
    };
    let (folder, open) = set_up();
    let calls = strace::calls_of(&folder.beside("log"), || drop(collect(&folder)));
    drop(open);
    let claims: Vec<_> = calls.iter().filter(|call| call.name == "renameat" && call.line.contains(".csv")).collect();
    let mut newer = 0;
    for call in &claims {
        let (folder, open) = set_up();
        let mut dropped = Vec::new();
        let drop_anew = || {
            for name in names.iter().filter(|name| !folder.has(name)) {
                folder.drop(name, "new");
                dropped.push((*name).to_owned());
            }
        };
        assert_eq!(pause_after(call, || reported::write(&folder.beside("report"), Ok(collect(&folder))), drop_anew), 0);
        drop(open);
        let mut answered = Vec::new();
        for reported in [reported::read(&folder.beside("report")), collect(&folder), collect(&folder), collect(&folder)]
        {
            answered.extend(reported.delivered.into_iter().map(|(name, ..)| name));
            // A file that was still being written when a newer one arrived was given up.
            let given_up = reported.left.into_iter().filter(|(_, reason)| reason.starts_with("superseded"));
            answered.extend(given_up.map(|(name, _)| name));
        }
        for name in names {
            let wanted = 1 + usize::from(dropped.iter().any(|one| one == name));
            assert_eq!(answered.iter().filter(|one| *one == name).count(), wanted, "{name}, after {call}");
        }
        newer += dropped.len();
    }
    println!("FIGURE: newer files of claimed names: {newer} in {} runs, 0 violations", claims.len());
    assert!(newer > 0);
}

/// The clock is where the first file has just settled; whatever the agent puts in its place has
/// not.
#[test]
fn a_file_that_is_replaced_at_any_system_call_is_not_stored_before_it_has_settled() {
    const NAME: &str = "a_file_that_is_replaced_at_any_system_call_is_not_stored_before_it_has_settled";
    let _turn = one_at_a_time();
    if !strace::is_there(NAME) {
        return;
    }
    let settle = Duration::from_secs(5);
    let set_up = || {
        let folder = TestFolder::in_memory();
        folder.drop("students.csv", "whole");
        let status = fs::metadata(folder.path().join("students.csv")).unwrap();
        let since =
            Duration::new(status.ctime() as u64, status.ctime_nsec() as u32) + settle + Duration::from_micros(1);
        let wall = Timestamp { seconds: since.as_secs() as i64, nanoseconds: since.subsec_nanos() };
        let collector = folder.with(|options| {
            options.settle = Some(settle);
            options.now = Some(Now { wall, ..now_plus(0) });
        });
        (folder, collector)
    };
    let (folder, collector) = set_up();
    let calls = strace::calls_of(&folder.beside("log"), || drop(collector.collect_into(&folder.store()).unwrap()));
    assert_eq!(folder.stored("students.csv"), "whole");
    let mut left = 0;
    for call in &calls {
        let (folder, collector) = set_up();
        let replace = || {
            fs::write(folder.beside("half"), "hal").unwrap();
            fs::rename(folder.beside("half"), folder.path().join("students.csv")).unwrap();
        };
        let status = pause_after(call, || drop(collector.collect_into(&folder.store()).unwrap()), replace);
        assert_eq!((status, folder.read("students.csv")), (0, "hal".to_owned()), "{call}");
        match folder.store().join("students.csv").exists() {
            true => assert_eq!(folder.stored("students.csv"), "whole", "{call}"),
            false => left += 1,
        }
    }
    println!(
        "FIGURE: a file replaced while it is collected: {} system calls, {left} times left in the folder, 0 violations",
        calls.len()
    );
    assert!(left > 0 && left < calls.len());
}
