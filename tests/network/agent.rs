//! Agents: one that honours `lock.txt`, and one that does not know it.

use crate::ledger::{Content, Ledger};
use crate::stale::settle_zero;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::time::Duration;
use sync_ingest::{Attempt, DropFolder};

const SIZES: [usize; 9] = [40, 100, 4_095, 4_096, 4_097, 65_536, 100_000, 300_000, 2_000_000];

/// The time that collectors have between two deliveries.
const PAUSE: Duration = Duration::from_millis(250);

/// Returns the contents that one agent sends: every fourth one under a name that it uses
/// repeatedly.
pub(crate) fn contents(agent: u64, count: u64) -> Vec<Content> {
    let content = |turn: u64| {
        let number = agent * 1_000_000 + turn;
        let name = if turn % 4 == 3 { format!("again-{agent}.csv") } else { format!("once-{number}.csv") };
        Content { name, number, size: SIZES[(turn * 7 + agent) as usize % SIZES.len()] }
    };
    (0..count).map(content).collect()
}

/// Delivers politely: looks at `lock.txt`, locks, uploads under hidden names, renames.
pub(crate) fn polite(folder: &Path, ledger: &Ledger, sources: &Path, contents: &[Content]) {
    let folder = DropFolder::new(folder, settle_zero()).unwrap();
    let agent = sources.file_name().unwrap().to_str().unwrap();
    for some in contents.chunks(3) {
        let mut session = loop {
            match folder.begin_agent_session(agent).unwrap() {
                Attempt::Granted(session) => break session,
                Attempt::Refused(_) => std::thread::sleep(Duration::from_millis(3)),
            }
        };
        for content in some {
            let source = sources.join("source");
            fs::write(&source, content.bytes()).unwrap();
            session.deliver(&source, Some(content.name.as_ref())).unwrap();
            ledger.sent(content);
        }
        session.finish().unwrap();
        std::thread::sleep(PAUSE);
    }
}

/// Excludes other agents but ignores collectors: writes in place, slowly, and twice.
pub(crate) fn rude(folder: &Path, ledger: &Ledger, contents: &[Content]) {
    let lock = folder.join("alock.txt");
    for some in contents.chunks(3) {
        loop {
            match File::create_new(&lock) {
                Ok(_) => break,
                Err(error) if error.kind() == ErrorKind::AlreadyExists => std::thread::sleep(Duration::from_millis(3)),
                Err(error) => panic!("{error}"),
            }
        }
        for content in some {
            let bytes = content.bytes();
            let (first, second) = bytes.split_at(bytes.len() / 2);
            let mut file = File::create(folder.join(&content.name)).unwrap();
            file.write_all(first).unwrap();
            file.sync_data().unwrap();
            std::thread::sleep(Duration::from_millis(2));
            file.write_all(second).unwrap();
            drop(file);
            ledger.sent(content);
        }
        fs::remove_file(&lock).unwrap();
        std::thread::sleep(PAUSE);
    }
}
