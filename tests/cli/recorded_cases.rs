//! The folders for which the program's answers were recorded, and the commands that were run there.

use crate::recorded::Play;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::time::Duration;
use sync_ingest::{Attempt, DropFolder, Options, Outcome};

const COLLECT: &str = "collect DROP --into STORE --settle 0 --json";
const STATUS: &str = "status DROP --settle 0 --json";
const FOUR_HOURS: Duration = Duration::from_secs(4 * 60 * 60);
const SHA256_OF_X: &str = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";

type Case = (&'static str, fn(&mut Play));

pub(crate) const CASES: [Case; 33] = [
    ("an empty folder", |play| looked_at_and_collected(play)),
    ("files of all sizes", |play| {
        play.place.drop_file("empty.csv", "");
        play.place.drop_file("students.csv", "x");
        play.place.drop_file(OsStr::from_bytes(b"\xe9.csv"), "xyz");
        looked_at_and_collected(play);
    }),
    ("without hashing, moved, nothing synced", |play| {
        play.place.drop_file("students.csv", "x");
        play.run("collect DROP --into STORE --settle 0 --json --no-hash --trust-agent --durability none");
    }),
    ("a work area beside the folder", |play| {
        play.place.drop_file("students.csv", "x");
        play.run("collect DROP --into STORE --settle 0 --json --work-area BESIDE/work --durability per-file");
        play.run("status DROP --json --work-area BESIDE/work");
    }),
    ("names that are never collected", |play| {
        for name in [".hidden", "_omitted", "a.part", "a.filepart", "a.tmp", "tab\t.csv", "ALOCK.TXT", "new.busy"] {
            play.place.drop_file(name, "x");
        }
        play.run("collect DROP --into STORE --settle 0 --json --unfinished *.busy");
        play.run("status DROP --settle 0 --json --unfinished *.busy");
    }),
    ("entries that are never collected", |play| {
        let (folder, outside) = (play.place.folder(), play.place.beside("outside"));
        fs::write(&outside, "x").unwrap();
        symlink(&outside, folder.join("link.csv")).unwrap();
        fs::hard_link(&outside, folder.join("hard.csv")).unwrap();
        fs::create_dir(folder.join("folder.csv")).unwrap();
        std::os::unix::net::UnixListener::bind(folder.join("socket.csv")).unwrap();
        looked_at_and_collected(play);
    }),
    ("too large", |play| {
        play.place.drop_file("students.csv", "xyz");
        play.run("collect DROP --into STORE --settle 0 --json --max-size 2");
        play.run("status DROP --settle 0 --json --max-size 2");
    }),
    ("not settled", |play| {
        play.place.drop_file("students.csv", "x");
        play.run("collect DROP --into STORE --settle 1h --json");
        play.run("status DROP --settle 1h --json");
        play.run("collect DROP --into STORE --json");
    }),
    ("more files than asked for", |play| {
        play.place.drop_file("a.csv", "x");
        play.place.drop_file("b.csv", "x");
        play.run("collect DROP --into STORE --settle 0 --json --max-files 1");
        play.run(COLLECT);
    }),
    ("a checksum that matches", |play| {
        play.place.drop_file("a.csv", "x");
        play.place.drop_file("_a.csv.sha256", &format!("{SHA256_OF_X}  a.csv\n"));
        play.run("collect DROP --into STORE --settle 1h --json");
    }),
    ("a checksum that does not match", |play| {
        play.place.drop_file("a.csv", "y");
        play.place.drop_file("_a.csv.sha256", &format!("{SHA256_OF_X}  a.csv\n"));
        looked_at_and_collected(play);
        play.run("collect DROP --into STORE --settle 0 --json --max-age 0");
    }),
    ("a checksum file that cannot be understood", |play| {
        play.place.drop_file("a.csv", "y");
        play.place.drop_file("_a.csv.sha256", "?");
        looked_at_and_collected(play);
    }),
    ("an agent is delivering", |play| {
        play.place.drop_file("alock.txt", "");
        play.place.drop_file("students.csv", "x");
        looked_at_and_collected(play);
        play.run("unlock DROP --agent");
        looked_at_and_collected(play);
    }),
    ("a remote agent is delivering", |play| {
        let token = "0123456789abcdef0123456789abcdef";
        play.place.drop_file("alock.txt", &format!("1769846400\nsync-deliver registry\nhost erp-1\ntoken {token}\n"));
        looked_at_and_collected(play);
    }),
    ("an agent lock that is a folder", |play| {
        fs::create_dir(play.place.folder().join("alock.txt")).unwrap();
        looked_at_and_collected(play);
        play.run("unlock DROP --agent");
    }),
    ("a foreign collector is busy", |play| {
        play.place.drop_file("lock.txt", "1769846400");
        play.place.drop_file("students.csv", "x");
        looked_at_and_collected(play);
        play.run("unlock DROP --collector");
        play.run(COLLECT);
    }),
    ("a live collector is busy", |play| {
        let folder = DropFolder::new(play.place.folder(), Options::default()).unwrap();
        let Attempt::Granted(_lock) = folder.take_lock().unwrap() else { panic!("the lock was free") };
        looked_at_and_collected(play);
        play.run("unlock DROP --collector");
        play.run("deliver BESIDE/a.csv --to DROP");
    }),
    ("the lock of a dead collector", |play| {
        let folder = DropFolder::new(play.place.folder(), Options::default()).unwrap();
        let Attempt::Granted(lock) = folder.take_lock().unwrap() else { panic!("the lock was free") };
        let text = fs::read_to_string(play.place.folder().join("lock.txt")).unwrap();
        drop(lock);
        play.place.drop_file("lock.txt", &text);
        play.place.drop_file("students.csv", "x");
        looked_at_and_collected(play);
        play.run(COLLECT);
    }),
    ("both locks", |play| {
        play.place.drop_file("lock.txt", "1769846400");
        play.place.drop_file("alock.txt", "");
        looked_at_and_collected(play);
    }),
    ("an agent lock that is too old", |play| {
        play.place.drop_old_file("alock.txt", "", FOUR_HOURS);
        looked_at_and_collected(play);
        play.run("status DROP --json --max-age 5h");
        play.run("unlock DROP --agent");
        looked_at_and_collected(play);
    }),
    ("a collector lock that is too old", |play| {
        play.place.drop_old_file("lock.txt", "1769846400", FOUR_HOURS);
        looked_at_and_collected(play);
        play.run("status DROP --json --max-age 5h");
    }),
    ("a lock from the future", |play| {
        let lock = play.place.drop_file("lock.txt", "1769846400");
        let tomorrow = std::time::SystemTime::now() + Duration::from_secs(24 * 60 * 60);
        fs::File::options().write(true).open(lock).unwrap().set_modified(tomorrow).unwrap();
        looked_at_and_collected(play);
    }),
    ("unfinished for too long", |play| {
        play.place.drop_file("a.part", "x");
        play.run("collect DROP --into STORE --settle 0 --json --max-age 0");
        play.run("status DROP --settle 0 --json --max-age 0");
    }),
    ("a store that cannot take a file", |play| {
        play.place.drop_file("students.csv", "x");
        play.place.drop_file("courses.csv", "x");
        fs::create_dir(play.place.store().join("students.csv")).unwrap();
        looked_at_and_collected(play);
        looked_at_and_collected(play);
        play.run("collect DROP --into STORE --settle 0 --json --max-attempts 1");
        play.run(STATUS);
    }),
    ("a newer file of a name that was put back", |play| {
        play.place.drop_file("students.csv", "x");
        fs::create_dir(play.place.store().join("students.csv")).unwrap();
        play.run(COLLECT);
        play.place.drop_file("students.csv", "xy");
        looked_at_and_collected(play);
        fs::remove_dir(play.place.store().join("students.csv")).unwrap();
        play.run(COLLECT);
        play.run(STATUS);
    }),
    ("a rejected file", |play| {
        play.place.drop_file("students.csv", "x");
        let mut options = Options::default();
        options.settle = Some(Duration::ZERO);
        let folder = DropFolder::new(play.place.folder(), options).unwrap();
        let Outcome::Collecting(mut collection) = folder.collect().unwrap() else { panic!("a file waits") };
        collection.next_delivery().unwrap().unwrap().reject("no students in it").unwrap();
        collection.finish().unwrap();
        looked_at_and_collected(play);
    }),
    ("a folder that is not there", |play| {
        fs::remove_dir(play.place.folder()).unwrap();
        looked_at_and_collected(play);
        play.run("unlock DROP --agent");
        fs::write(play.place.beside("a.csv"), "x").unwrap();
        play.run("deliver BESIDE/a.csv --to DROP");
    }),
    ("a folder that is a file", |play| {
        fs::remove_dir(play.place.folder()).unwrap();
        fs::write(play.place.folder(), "").unwrap();
        looked_at_and_collected(play);
    }),
    ("a store that is not there", |play| {
        play.place.drop_file("students.csv", "x");
        fs::remove_dir(play.place.store()).unwrap();
        looked_at_and_collected(play);
    }),
    ("a work area that is a file", |play| {
        play.place.drop_file("students.csv", "x");
        fs::write(play.place.beside("work"), "").unwrap();
        play.run("collect DROP --into STORE --settle 0 --json --work-area BESIDE/work");
        play.run("status DROP --json --work-area BESIDE/work");
    }),
    ("locks that are not there", |play| {
        play.run("unlock DROP --agent");
        play.run("unlock DROP --collector");
    }),
    ("an agent on the same host", |play| {
        fs::write(play.place.beside("a.csv"), "x").unwrap();
        play.run("deliver BESIDE/a.csv --to DROP");
        play.run("deliver BESIDE/a.csv --to DROP --as b.csv --checksum");
        play.run("deliver BESIDE/a.csv --to DROP --as .hidden");
        play.run("deliver BESIDE/a.csv --to DROP --as _omitted");
        play.run("deliver BESIDE/a.csv --to DROP --as lock.txt");
        play.run("deliver BESIDE/nowhere.csv --to DROP");
        play.place.drop_file("alock.txt", "");
        play.run("deliver BESIDE/a.csv --to DROP");
        play.run("unlock DROP --agent");
        looked_at_and_collected(play);
    }),
    ("wrong usage", |play| {
        for line in [
            "",
            "ingest",
            "collect DROP --json",
            "collect DROP --into STORE --settle soon --json",
            "collect DROP --into STORE --max-files 0 --json",
            "collect DROP --into STORE --unfinished * --json",
            "collect DROP --into STORE --no-such-flag --json",
            "status --json",
            "deliver --to DROP",
            "unlock DROP",
            "unlock DROP --collector --agent",
        ] {
            play.run(line);
        }
        play.run("--help");
        play.run("--version");
        play.run("help collect");
    }),
];

fn looked_at_and_collected(play: &mut Play) {
    play.run(STATUS);
    play.run(COLLECT);
    play.run(STATUS);
}
