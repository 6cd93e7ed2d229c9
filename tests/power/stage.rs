//! The files on the disks before the power is cut, and the work on them.

use crate::machine::Machine;
use crate::plan::{Act, Plan, Random};
use crate::support::user::AGENT;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::io::Write;
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::time::Duration;
use sync_ingest::{Attempt, Delivery, DropFolder, Durability, ErrorKind, Options, Outcome};

/// The name of the agent.
const REGISTRY: &str = "registry";

/// The file that the caller's own store rejects.
const REFUSED: &str = "file-7.csv";

/// A drop folder, its store, and the delivered files. All of it is on the disks before any work
/// begins.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) folder: PathBuf,
    pub(crate) area: PathBuf,
    pub(crate) store: PathBuf,
    /// The delivered contents, by name.
    pub(crate) new: BTreeMap<String, Vec<u8>>,
    /// Contents that were stored before under some of these names, or dropped before an agent
    /// delivers.
    pub(crate) old: BTreeMap<String, Vec<u8>>,
    options: Options,
    act: Act,
    /// Where an agent delivers from.
    export: PathBuf,
    /// The record of what is done, out of reach of the power cut.
    events: PathBuf,
    places: [PathBuf; 2],
}

/// A delivery that the caller's own store has taken and not yet answered.
struct Taken {
    delivery: Delivery,
    id: String,
    name: String,
}

/// An event that a process recorded before the power was cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Offered {
        id: String,
        name: String,
        attempt: u32,
    },
    /// The store has it or, for an agent's file, the drop folder.
    Stored {
        id: String,
        name: String,
    },
    Acknowledged {
        name: String,
    },
    Rejected {
        id: String,
        name: String,
    },
    Failed(String),
}

impl Stage {
    pub(crate) fn set(machine: &Machine, plan: &Plan, random: &mut Random) -> Self {
        let name = format!("round-{}", plan.number);
        let places = [machine.drops().join(&name), machine.stores().join(&name)];
        places.iter().for_each(|place| fs::create_dir(place).unwrap());
        let store = places[usize::from(plan.store_elsewhere)].join("store");
        let mut options = Options::default();
        options.settle = Some(Duration::ZERO);
        options.sha256 = plan.hashes;
        if plan.act == Act::OfferTogether {
            options.durability = Durability::Deferred;
        }
        options.work_area = plan.area_beside.then(|| places[0].join("work"));
        let folder = places[0].join("sync");
        let stage = Self {
            area: options.work_area.clone().unwrap_or_else(|| folder.join(".sync_ingest")),
            export: machine.outside("export"),
            events: machine.outside("events"),
            new: BTreeMap::new(),
            old: BTreeMap::new(),
            act: plan.act,
            folder,
            store,
            options,
            places,
        };
        stage.filled(random)
    }

    fn filled(mut self, random: &mut Random) -> Self {
        fs::create_dir(&self.folder).unwrap();
        fs::create_dir(&self.store).unwrap();
        fs::create_dir_all(&self.export).unwrap();
        File::create(&self.events).unwrap();
        let files = if self.act == Act::CollectMany { 270 } else { 11 };
        for number in 0..files {
            let name = format!("file-{number}.csv");
            let most = if files > 100 { 2_000 } else { 40_000 };
            // Larger than the library's buffer, so that it is copied in other ways.
            let size = if number == 5 { 300_000 } else { 1 + random.below(most) };
            let (new, old) = (content(&name, "new", size), content(&name, "old", 1 + random.below(most)));
            if number % 4 == 1 {
                let before = if self.act == Act::Deliver { &self.folder } else { &self.store };
                fs::write(before.join(&name), &old).unwrap();
                self.old.insert(name.clone(), old);
            }
            self.place(number, &name, &new);
            self.new.insert(name, new);
        }
        self
    }

    fn place(&self, number: usize, name: &str, content: &[u8]) {
        let path = if self.act == Act::Deliver { self.export.join(name) } else { self.folder.join(name) };
        fs::write(&path, content).unwrap();
        // Only files of the first kind may be moved into a store.
        match number % 3 {
            0 => fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap(),
            1 => chown(&path, Some(AGENT), Some(AGENT)).unwrap(),
            _ => fs::set_permissions(&path, Permissions::from_mode(0o666)).unwrap(),
        }
    }

    pub(crate) fn drop_folder(&self) -> DropFolder {
        DropFolder::new(&self.folder, self.options.clone()).unwrap()
    }

    /// Does the work of this stage and records it. When the power is cut, it fails or does not end.
    pub(crate) fn act(&self) {
        let mut events = File::options().append(true).open(&self.events).unwrap();
        let done = match self.act {
            Act::Collect | Act::CollectMany => self.collect(&mut events),
            Act::Offer => self.offer(&mut events),
            Act::OfferTogether => self.offer_together(&mut events),
            Act::Deliver => self.deliver(&mut events),
        };
        if let Err(error) = done {
            record(&mut events, &format!("failed {error:?}"));
        }
    }

    /// Runs a whole collection into the built-in store and records its end.
    pub(crate) fn collect_and_record(&self) {
        let mut events = File::options().append(true).open(&self.events).unwrap();
        if let Err(error) = self.collect(&mut events) {
            record(&mut events, &format!("failed {error:?}"));
        }
    }

    fn collect(&self, events: &mut File) -> sync_ingest::Result<()> {
        for delivered in self.drop_folder().collect_into(&self.store)?.delivered {
            let name = delivered.name.to_str().unwrap();
            record(events, &format!("stored {} {name}\nacknowledged {name}", delivered.id));
        }
        Ok(())
    }

    /// Collects into the caller's own store, file by file.
    fn offer(&self, events: &mut File) -> sync_ingest::Result<()> {
        let Outcome::Collecting(mut collection) = self.drop_folder().collect()? else { return Ok(()) };
        while let Some(delivery) = collection.next_delivery()? {
            if let Some(Taken { delivery, id, name }) = self.take_or_refuse(delivery, events)? {
                record(events, &format!("stored {id} {name}"));
                delivery.acknowledge()?;
                record(events, &format!("acknowledged {name}"));
            }
        }
        collection.finish().map(|_| ())
    }

    /// Collects into the caller's own store, which takes everything before it answers.
    fn offer_together(&self, events: &mut File) -> sync_ingest::Result<()> {
        let Outcome::Collecting(mut collection) = self.drop_folder().collect()? else { return Ok(()) };
        loop {
            let mut taken = Vec::new();
            while let Some(delivery) = collection.next_delivery()? {
                taken.extend(self.take_or_refuse(delivery, events)?);
            }
            if taken.is_empty() {
                return collection.finish().map(|_| ());
            }
            for Taken { delivery, id, name } in taken {
                delivery.acknowledge()?;
                record(events, &format!("stored {id} {name}\nacknowledged {name}"));
            }
        }
    }

    fn take_or_refuse(&self, mut delivery: Delivery, events: &mut File) -> sync_ingest::Result<Option<Taken>> {
        let (id, name) = (delivery.id().to_owned(), delivery.name().to_str().unwrap().to_owned());
        record(events, &format!("offered {id} {name} {}", delivery.attempt()));
        if name == REFUSED {
            delivery.reject("not this one")?;
            record(events, &format!("rejected {id} {name}"));
            return Ok(None);
        }
        let destination = self.store.join(&name);
        match delivery.move_to(&destination) {
            Err(error) if error.kind() == ErrorKind::MoveRefused => delivery.copy_to(&destination)?,
            moved => moved?,
        }
        Ok(Some(Taken { delivery, id, name }))
    }

    fn deliver(&self, events: &mut File) -> sync_ingest::Result<()> {
        let Attempt::Granted(mut session) = self.drop_folder().begin_agent_session(REGISTRY)? else {
            record(events, "failed: the agent is turned away");
            return Ok(());
        };
        for name in self.new.keys() {
            session.deliver(&self.export.join(name), Some(OsStr::new(name)))?;
            record(events, &format!("stored - {name}"));
        }
        session.finish()
    }

    /// Returns the size of the record up to now.
    pub(crate) fn recorded(&self) -> u64 {
        fs::metadata(&self.events).unwrap().len()
    }

    /// Drops later events, which were recorded without power: a file system that is cut off may
    /// report a sync.
    pub(crate) fn forget_after(&self, recorded: u64) {
        File::options().write(true).open(&self.events).unwrap().set_len(recorded).unwrap();
    }

    /// Returns the recorded events, in order.
    pub(crate) fn events(&self) -> Vec<Event> {
        let event = |line: &str| match line.split(' ').collect::<Vec<_>>()[..] {
            ["offered", id, name, attempt] => {
                Event::Offered { id: id.into(), name: name.into(), attempt: attempt.parse().unwrap() }
            }
            ["stored", id, name] => Event::Stored { id: id.into(), name: name.into() },
            ["rejected", id, name] => Event::Rejected { id: id.into(), name: name.into() },
            ["acknowledged", name] => Event::Acknowledged { name: name.into() },
            _ => Event::Failed(line.to_owned()),
        };
        fs::read_to_string(&self.events).unwrap().lines().map(event).collect()
    }

    /// Returns whether the store may hold copies that have not reached the disk: their deliveries
    /// are not acknowledged yet.
    pub(crate) fn may_be_unsynced(&self) -> bool {
        self.options.durability == Durability::Deferred
    }

    pub(crate) fn is_delivery(&self) -> bool {
        self.act == Act::Deliver
    }

    pub(crate) fn clear(self) {
        self.places.iter().for_each(|place| fs::remove_dir_all(place).unwrap());
        fs::remove_dir_all(self.export).unwrap();
    }
}

/// Writes a line in one call: a process that is killed has written all of it, or nothing.
fn record(events: &mut File, line: &str) {
    events.write_all(format!("{line}\n").as_bytes()).unwrap();
}

/// Returns a content that differs for each name and version, and in each part.
fn content(name: &str, version: &str, size: usize) -> Vec<u8> {
    let mut content = Vec::with_capacity(size + 64);
    for number in 0.. {
        content.extend(format!("{version} {name} line {number}\n").as_bytes());
        if content.len() > size {
            break;
        }
    }
    content
}

/// Returns the files of a folder by name, without hidden ones and locks.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = fs::read_dir(folder) else { return BTreeMap::new() };
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let is_file = |name: &String| !name.starts_with('.') && !name.ends_with("lock.txt") && folder.join(name).is_file();
    names.filter(is_file).map(|name| (name.clone(), fs::read(folder.join(&name)).unwrap())).collect()
}
