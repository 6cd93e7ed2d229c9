//! What is tried with a crash or a fault at each of its system calls: collections, stores of one's own, agents.

use super::stage::{Stage, Wrongs, contents, must};
use super::strace::{self, Act, Call};
use super::told::{Told, in_world};
use super::world::World;
use super::{Folder, entries};
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::time::Duration;
use sync_ingest::{Attempt, Durability, Error, Outcome};

/// What is wrong with a stage; it gets what the act said, unless that was killed.
type Look<S> = Box<dyn Fn(&S, Option<&Told>) -> Wrongs>;

/// What is tried.
pub struct Trial<S> {
    pub what: String,
    pub world: World,
    pub set_up: Box<dyn Fn() -> S>,
    pub act: fn(&S) -> Result<Told, Error>,
    pub look: Look<S>,
}

impl<S: AsRef<Folder>> Trial<S> {
    /// The calls of an act that nothing disturbs, and what it says.
    pub fn calls_and_told(&self) -> (Vec<Call>, Told) {
        self.on(&(self.set_up)(), |act| {
            let calls = strace::calls(act);
            assert!(calls.len() >= 10, "these are too few to be all of them: {calls:?}");
            (calls, act.told())
        })
    }

    pub fn on<T>(&self, stage: &S, run: impl FnOnce(Act<'_>) -> T) -> T {
        run(Act { place: stage.as_ref(), world: self.world, act: &|| (self.act)(stage) })
    }
}

/// A collection into the built-in store.
pub fn collection(
    files: &str,
    world: World,
    durability: Durability,
    add: impl Fn(Stage) -> Stage + 'static,
) -> Trial<Stage> {
    Trial {
        what: format!("a collection of {files} with durability {durability:?}{world}"),
        world,
        set_up: Box::new(move || add(Stage::new(world, durability))),
        act: Stage::collect,
        look: Box::new(|stage, told| {
            let mut wrongs = stage.wrongs_now(told);
            wrongs.extend(stage.wrongs_next(told));
            wrongs
        }),
    }
}

/// What a store of one's own is offered; each file holds its name.
const OF_ONES_OWN: [&str; 4] = ["later.csv", "never.csv", "now.csv", "too.csv"];

/// A store that keeps what it gets under the id, refuses one file for now and one for ever. What is synced together it takes
/// together, all else one by one.
fn store_by_id(folder: &Folder, durability: Durability) -> Result<Told, Error> {
    let drop_folder = folder.with(|options| {
        options.settle = Some(Duration::ZERO);
        options.durability = durability;
    });
    let mut collection = match drop_folder.collect()? {
        Outcome::Collecting(collection) => collection,
        Outcome::NotCollecting(report) => return Ok(report.into()),
    };
    let at_once = if durability == Durability::Deferred { usize::MAX } else { 1 };
    loop {
        let mut batch = Vec::new();
        while batch.len() < at_once {
            let Some(mut delivery) = collection.next_delivery()? else { break };
            if !["later.csv", "never.csv"].contains(&delivery.name().to_str().unwrap()) {
                delivery.copy_to(&folder.store().join(delivery.id()))?;
            }
            batch.push(delivery);
        }
        if batch.is_empty() {
            return Ok(collection.finish()?.into());
        }
        collection.sync()?;
        for delivery in batch {
            match delivery.name().to_str().unwrap() {
                "later.csv" => delivery.put_back("later")?,
                "never.csv" => delivery.reject("never")?,
                _ => delivery.acknowledge()?,
            }
        }
    }
}

pub fn store_of_ones_own(durability: Durability) -> Trial<Folder> {
    let act: fn(&Folder) -> Result<Told, Error> = match durability {
        Durability::Deferred => |folder| store_by_id(folder, Durability::Deferred),
        _ => |folder| store_by_id(folder, Durability::Automatic),
    };
    let look = move |folder: &Folder, told: Option<&Told>| {
        let mut wrongs = Wrongs::new();
        let found = contents(&folder.beside("."));
        for content in OF_ONES_OWN {
            must(&mut wrongs, found.iter().any(|one| one == content), || format!("lost: {content}"));
        }
        for (_, _, id) in told.iter().flat_map(|told| &told.delivered) {
            must(&mut wrongs, folder.store().join(id).exists(), || format!("delivered, and not in the store: {id}"));
        }
        let next = Told::of(act(folder));
        must(&mut wrongs, next.error.is_none() && next.is_collected(), || format!("the next collection: {next:?}"));
        let kept = contents(&folder.store());
        must(&mut wrongs, kept == ["now.csv", "too.csv"], || format!("the store: {kept:?}"));
        let half: Vec<_> = entries(&folder.store()).into_iter().filter(|name| name.starts_with('.')).collect();
        must(&mut wrongs, half.is_empty(), || format!("left in the store: {half:?}"));
        let status = folder.settle_zero().status().unwrap();
        let counts = (status.rejected_count, status.claimed, status.unverified, status.waiting_count);
        must(&mut wrongs, counts == (1, 1, 0, 0), || format!("left: {counts:?}"));
        let rejected =
            status.rejected.first().is_some_and(|one| one.name == "never.csv" && one.reason.to_string() == "never");
        must(&mut wrongs, rejected, || format!("rejected: {:?}", status.rejected));
        must(&mut wrongs, folder.entries() == [".sync_ingest"], || format!("left: {:?}", folder.entries()));
        wrongs
    };
    Trial {
        what: format!(
            "a store of one's own, which acknowledges, puts back and rejects, with durability {durability:?}"
        ),
        world: World::Complete,
        set_up: Box::new(|| {
            let folder = Folder::in_memory();
            OF_ONES_OWN.iter().for_each(|name| folder.drop(name, name));
            folder
        }),
        act,
        look: Box::new(look),
    }
}

fn deliver(folder: &Folder) -> Result<Told, Error> {
    let mut session = match folder.settle_zero().begin_delivery("registry")? {
        Attempt::Granted(session) => session,
        Attempt::Refused(arbitration) => return Ok(Told::refused(arbitration)),
    };
    for name in ["replaced.csv", "new.csv"] {
        session.deliver(&folder.beside("export"), Some(OsStr::new(name)))?;
    }
    session.finish()?;
    Ok(Told::default())
}

/// An agent that finds its own lock and half an upload of an earlier life.
pub fn delivery(world: World) -> Trial<Folder> {
    let look = move |folder: &Folder, told: Option<&Told>| {
        let mut wrongs = Wrongs::new();
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap_or_default();
        let (replaced, new) = (read("replaced.csv"), read("new.csv"));
        must(&mut wrongs, ["old", "new"].contains(&replaced.as_str()), || format!("replaced: {replaced:?}"));
        must(&mut wrongs, !folder.has("new.csv") || new == "new", || format!("not whole: {new:?}"));
        if told.is_some_and(|told| told.error.is_none() && told.outcome.is_empty()) {
            must(&mut wrongs, [replaced, new] == ["new", "new"], || "said to be delivered, and is not".to_owned());
        }
        folder.remove_empty_lock(world, "alock.txt");
        let next = in_world(world, &folder.beside("told"), || deliver(folder));
        must(&mut wrongs, next == Told::default(), || format!("the next delivery: {next:?}"));
        must(&mut wrongs, folder.entries() == ["new.csv", "replaced.csv"], || format!("left: {:?}", folder.entries()));
        must(&mut wrongs, contents(&folder.path()) == ["new", "new"], || "not delivered by the next one".to_owned());
        wrongs
    };
    Trial {
        what: format!("the agent's side{world}"),
        world,
        set_up: Box::new(|| {
            let folder = Folder::in_memory();
            fs::write(folder.beside("export"), "new").unwrap();
            folder.drop("replaced.csv", "old");
            folder.drop(".sync_ingest-upload-0123456789abcdef", "half of it");
            plant_agent_lock(&folder.path());
            folder
        }),
        act: deliver,
        look: Box::new(look),
    }
}

/// The lock of an agent that was killed.
pub fn plant_agent_lock(place: &Path) {
    let other = Folder::in_memory();
    let Ok(Attempt::Granted(session)) = other.settle_zero().begin_delivery("registry") else { panic!() };
    fs::copy(other.path().join("alock.txt"), place.join("alock.txt")).unwrap();
    drop(session);
}
