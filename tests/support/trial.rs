//! The acts that are tried with a crash or a fault at each of their system calls: collections,
//! custom stores, agents.

use super::checked_folder::{CheckedFolder, Violations, contents, must};
use super::file_system_fault::FileSystemFault;
use super::reported::{Reported, with_fault};
use super::strace::{self, Act, Call};
use super::{TestFolder, entries};
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::time::Duration;
use sync_ingest::{Attempt, Durability, Error, Outcome};

/// Returns the violations in a folder afterwards, given the report of the act unless it was killed.
type Look<S> = Box<dyn Fn(&S, Option<&Reported>) -> Violations>;

/// A trial.
pub struct Trial<S> {
    pub what: String,
    pub fault: FileSystemFault,
    pub set_up: Box<dyn Fn() -> S>,
    pub act: fn(&S) -> Result<Reported, Error>,
    pub look: Look<S>,
}

impl<S: AsRef<TestFolder>> Trial<S> {
    /// The calls of an undisturbed act, and its report.
    pub fn calls_and_report(&self) -> (Vec<Call>, Reported) {
        self.on(&(self.set_up)(), |act| {
            let calls = strace::calls(act);
            assert!(calls.len() >= 10, "these are too few to be all of them: {calls:?}");
            (calls, act.reported())
        })
    }

    pub fn on<T>(&self, stage: &S, run: impl FnOnce(Act<'_>) -> T) -> T {
        run(Act { place: stage.as_ref(), fault: self.fault, act: &|| (self.act)(stage) })
    }
}

/// A collection into the built-in store.
pub fn collection(
    files: &str,
    fault: FileSystemFault,
    durability: Durability,
    add: impl Fn(CheckedFolder) -> CheckedFolder + 'static,
) -> Trial<CheckedFolder> {
    Trial {
        what: format!("a collection of {files} with durability {durability:?}{fault}"),
        fault,
        set_up: Box::new(move || add(CheckedFolder::new(fault, durability))),
        act: CheckedFolder::collect,
        look: Box::new(|stage, reported| {
            let mut violations = stage.violations_now(reported);
            violations.extend(stage.violations_next(reported));
            violations
        }),
    }
}

/// The deliveries offered to a custom store; each file contains its name.
const OF_ONES_OWN: [&str; 4] = ["later.csv", "never.csv", "now.csv", "too.csv"];

/// A store that keeps each delivery under its id, refuses one file for now and one forever.
/// Deliveries that it syncs together it also answers together, all others one by one.
fn store_by_id(folder: &TestFolder, durability: Durability) -> Result<Reported, Error> {
    let drop_folder = folder.with(|options| {
        options.settle = Some(Duration::ZERO);
        options.durability = durability;
    });
    let mut collection = match drop_folder.collect()? {
        Outcome::Collecting(collection) => collection,
        Outcome::Finished(report) => return Ok(report.into()),
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

pub fn store_of_ones_own(durability: Durability) -> Trial<TestFolder> {
    let act: fn(&TestFolder) -> Result<Reported, Error> = match durability {
        Durability::Deferred => |folder| store_by_id(folder, Durability::Deferred),
        _ => |folder| store_by_id(folder, Durability::Automatic),
    };
    let look = move |folder: &TestFolder, reported: Option<&Reported>| {
        let mut violations = Violations::new();
        let found = contents(&folder.beside("."));
        for content in OF_ONES_OWN {
            must(&mut violations, found.iter().any(|one| one == content), || format!("lost: {content}"));
        }
        for (_, _, id) in reported.iter().flat_map(|reported| &reported.delivered) {
            must(&mut violations, folder.store().join(id).exists(), || {
                format!("delivered, and not in the store: {id}")
            });
        }
        let next = Reported::of(act(folder));
        must(&mut violations, next.error.is_none() && next.is_collected(), || format!("the next collection: {next:?}"));
        let kept = contents(&folder.store());
        must(&mut violations, kept == ["now.csv", "too.csv"], || format!("the store: {kept:?}"));
        let half: Vec<_> = entries(&folder.store()).into_iter().filter(|name| name.starts_with('.')).collect();
        must(&mut violations, half.is_empty(), || format!("left in the store: {half:?}"));
        let status = folder.settle_zero().status().unwrap();
        let counts = (status.rejected_count, status.claimed, status.unverified, status.waiting_count);
        must(&mut violations, counts == (1, 1, 0, 0), || format!("left: {counts:?}"));
        let rejected =
            status.rejected.first().is_some_and(|one| one.name == "never.csv" && one.reason.to_string() == "never");
        must(&mut violations, rejected, || format!("rejected: {:?}", status.rejected));
        must(&mut violations, folder.entries() == [".sync_ingest"], || format!("left: {:?}", folder.entries()));
        violations
    };
    Trial {
        what: format!(
            "a store of one's own, which acknowledges, puts back and rejects, with durability {durability:?}"
        ),
        fault: FileSystemFault::None,
        set_up: Box::new(|| {
            let folder = TestFolder::in_memory();
            OF_ONES_OWN.iter().for_each(|name| folder.drop(name, name));
            folder
        }),
        act,
        look: Box::new(look),
    }
}

fn deliver(folder: &TestFolder) -> Result<Reported, Error> {
    let mut session = match folder.settle_zero().begin_agent_session("registry")? {
        Attempt::Granted(session) => session,
        Attempt::Refused(arbitration) => return Ok(Reported::refused(arbitration)),
    };
    for name in ["replaced.csv", "new.csv"] {
        session.deliver(&folder.beside("export"), Some(OsStr::new(name)))?;
    }
    session.finish()?;
    Ok(Reported::default())
}

/// An agent that finds its own lock and half an upload of an earlier run.
pub fn delivery(fault: FileSystemFault) -> Trial<TestFolder> {
    let look = move |folder: &TestFolder, reported: Option<&Reported>| {
        let mut violations = Violations::new();
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap_or_default();
        let (replaced, new) = (read("replaced.csv"), read("new.csv"));
        must(&mut violations, ["old", "new"].contains(&replaced.as_str()), || format!("replaced: {replaced:?}"));
        must(&mut violations, !folder.has("new.csv") || new == "new", || format!("not whole: {new:?}"));
        if reported.is_some_and(|reported| reported.error.is_none() && reported.outcome.is_empty()) {
            must(&mut violations, [replaced, new] == ["new", "new"], || "reported as delivered, and is not".to_owned());
        }
        folder.remove_empty_lock(fault, "alock.txt");
        let next = with_fault(fault, &folder.beside("report"), || deliver(folder));
        must(&mut violations, next == Reported::default(), || format!("the next delivery: {next:?}"));
        must(&mut violations, folder.entries() == ["new.csv", "replaced.csv"], || {
            format!("left: {:?}", folder.entries())
        });
        must(&mut violations, contents(&folder.path()) == ["new", "new"], || {
            "not delivered by the next one".to_owned()
        });
        violations
    };
    Trial {
        what: format!("the agent's side{fault}"),
        fault,
        set_up: Box::new(|| {
            let folder = TestFolder::in_memory();
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
    let other = TestFolder::in_memory();
    let Ok(Attempt::Granted(session)) = other.settle_zero().begin_agent_session("registry") else { panic!() };
    fs::copy(other.path().join("alock.txt"), place.join("alock.txt")).unwrap();
    drop(session);
}
