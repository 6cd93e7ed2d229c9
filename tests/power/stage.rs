//! What lies on the disks before the power is cut, and who works there.

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

/// The name of our agent.
const REGISTRY: &str = "registry";

/// What a store of the caller's does not want.
const REFUSED: &str = "file-7.csv";

/// A drop folder, its store, and what is delivered. All of it has reached the disks before anybody begins to work.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) folder: PathBuf,
    pub(crate) area: PathBuf,
    pub(crate) store: PathBuf,
    /// What is delivered, by name.
    pub(crate) new: BTreeMap<String, Vec<u8>>,
    /// What has been stored, or for an agent dropped, under some of these names before.
    pub(crate) old: BTreeMap<String, Vec<u8>>,
    options: Options,
    act: Act,
    /// Where an agent delivers from.
    export: PathBuf,
    /// Where whoever works tells what is done: out of reach of the power cut.
    events: PathBuf,
    places: [PathBuf; 2],
}

/// It lies in a store of the caller's, and waits for the answer.
struct Taken {
    delivery: Delivery,
    id: String,
    name: String,
}

/// What a process has told before the power went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Offered {
        id: String,
        name: String,
        attempt: u32,
    },
    /// The store has it; an agent's file: the drop folder has it.
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
            // Beyond what the library reads at a time there are other ways to copy.
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
        // Only the first kind may be moved into a store.
        match number % 3 {
            0 => fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap(),
            1 => chown(&path, Some(AGENT), Some(AGENT)).unwrap(),
            _ => fs::set_permissions(&path, Permissions::from_mode(0o666)).unwrap(),
        }
    }

    pub(crate) fn drop_folder(&self) -> DropFolder {
        DropFolder::new(&self.folder, self.options.clone()).unwrap()
    }

    /// Does the work of this stage and tells of it. When the power goes it fails, or comes to no end.
    pub(crate) fn act(&self) {
        let mut events = File::options().append(true).open(&self.events).unwrap();
        let done = match self.act {
            Act::Collect | Act::CollectMany => self.collect(&mut events),
            Act::Offer => self.offer(&mut events),
            Act::OfferTogether => self.offer_together(&mut events),
            Act::Deliver => self.deliver(&mut events),
        };
        if let Err(error) = done {
            tell(&mut events, &format!("failed {error:?}"));
        }
    }

    /// A whole collection into the built-in store, which tells at its end.
    pub(crate) fn collect_and_tell(&self) {
        let mut events = File::options().append(true).open(&self.events).unwrap();
        if let Err(error) = self.collect(&mut events) {
            tell(&mut events, &format!("failed {error:?}"));
        }
    }

    fn collect(&self, events: &mut File) -> sync_ingest::Result<()> {
        for delivered in self.drop_folder().collect_into(&self.store)?.delivered {
            let name = delivered.name.to_str().unwrap();
            tell(events, &format!("stored {} {name}\nacknowledged {name}", delivered.id));
        }
        Ok(())
    }

    /// A store of the caller's, file by file.
    fn offer(&self, events: &mut File) -> sync_ingest::Result<()> {
        let Outcome::Collecting(mut collection) = self.drop_folder().collect()? else { return Ok(()) };
        while let Some(delivery) = collection.next_delivery()? {
            if let Some(Taken { delivery, id, name }) = self.take_or_refuse(delivery, events)? {
                tell(events, &format!("stored {id} {name}"));
                delivery.acknowledge()?;
                tell(events, &format!("acknowledged {name}"));
            }
        }
        collection.finish().map(|_| ())
    }

    /// A store of the caller's that takes all before it answers.
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
                tell(events, &format!("stored {id} {name}\nacknowledged {name}"));
            }
        }
    }

    fn take_or_refuse(&self, mut delivery: Delivery, events: &mut File) -> sync_ingest::Result<Option<Taken>> {
        let (id, name) = (delivery.id().to_owned(), delivery.name().to_str().unwrap().to_owned());
        tell(events, &format!("offered {id} {name} {}", delivery.attempt()));
        if name == REFUSED {
            delivery.reject("not this one")?;
            tell(events, &format!("rejected {id} {name}"));
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
            tell(events, "failed: the agent is turned away");
            return Ok(());
        };
        for name in self.new.keys() {
            session.deliver(&self.export.join(name), Some(OsStr::new(name)))?;
            tell(events, &format!("stored - {name}"));
        }
        session.finish()
    }

    /// How much has been told up to now.
    pub(crate) fn told(&self) -> u64 {
        fs::metadata(&self.events).unwrap().len()
    }

    /// What was told later, it was told without power: a file system that is cut off may say that it has synced.
    pub(crate) fn forget_after(&self, told: u64) {
        File::options().write(true).open(&self.events).unwrap().set_len(told).unwrap();
    }

    /// What has been told, in its order.
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

    /// A copy may lie in the store that has not reached the disk: its delivery is not acknowledged yet.
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

/// In one call: whoever is killed has told the whole of it, or nothing.
fn tell(events: &mut File, line: &str) {
    events.write_all(format!("{line}\n").as_bytes()).unwrap();
}

/// Different for each name and version, and at each place.
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

/// The files of a folder by name, without hidden ones and locks.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let Ok(entries) = fs::read_dir(folder) else { return BTreeMap::new() };
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let is_file = |name: &String| !name.starts_with('.') && !name.ends_with("lock.txt") && folder.join(name).is_file();
    names.filter(is_file).map(|name| (name.clone(), fs::read(folder.join(&name)).unwrap())).collect()
}
