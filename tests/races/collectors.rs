//! The collectors, each with a store that logs what it receives before it answers.

use crate::agents::is_agents;
use crate::content::{self, Random};
use crate::log::Log;
use std::io::Read;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};
use sync_ingest::{Attempt, Collection, Delivery, DropFolder, ErrorKind, Outcome};

#[derive(Debug)]
pub(crate) struct Collector {
    pub(crate) folder: DropFolder,
    pub(crate) log: Log,
    pub(crate) random: Random,
    /// Some collections go into this directory, by the built-in store.
    pub(crate) directory: Option<PathBuf>,
}

impl Collector {
    /// Collects until the time is up.
    pub(crate) fn run(&mut self, until: Instant) {
        while Instant::now() < until {
            self.pass();
            sleep(Duration::from_micros(self.random.below(2_000)));
        }
    }

    fn pass(&mut self) {
        let directory = self.directory.clone().filter(|_| self.random.percent(50));
        let done = match (directory, self.random.below(20)) {
            (Some(directory), _) => self.folder.collect_into(&directory).map(|report| {
                for one in report.delivered {
                    self.log.write("took", format_args!("{}", one.id));
                }
            }),
            (None, 0) => self.folder.take_lock().and_then(|attempt| {
                let Attempt::Granted(lock) = attempt else { return Ok(()) };
                self.log.write("begin", format_args!(""));
                sleep(Duration::from_micros(self.random.below(500)));
                self.log.write("end", format_args!(""));
                lock.release()
            }),
            (None, _) => self.folder.collect().and_then(|outcome| match outcome {
                Outcome::Collecting(collection) => self.collect(collection, false),
                Outcome::Finished(_) => Ok(()),
            }),
        };
        if let Err(error) = done {
            self.log.write("error", format_args!("{:?} {error}", error.kind()));
        }
    }

    /// Runs one collection; if `patient`, every delivery is acknowledged.
    pub(crate) fn collect(&mut self, mut collection: Collection, patient: bool) -> sync_ingest::Result<()> {
        self.log.write("begin", format_args!(""));
        let mut offered = Ok(());
        loop {
            match collection.next_delivery() {
                Ok(Some(delivery)) => self.answer(delivery, patient),
                Ok(None) => break,
                Err(error) => {
                    offered = Err(error);
                    break;
                }
            }
            if !patient && self.random.percent(10) {
                sleep(Duration::from_micros(self.random.below(3_000)));
            }
        }
        self.log.write("end", format_args!(""));
        collection.finish()?;
        offered
    }

    fn answer(&mut self, delivery: Delivery, patient: bool) {
        let id = delivery.id().to_owned();
        self.log.write("offered", format_args!("{id} {}", delivery.attempt()));
        let answer = if patient { 100 } else { self.random.below(200) };
        let answered = match answer {
            0..8 => delivery.put_back("later").map(|()| "put-back"),
            8 => delivery.reject("never").map(|()| "rejected"),
            9..12 => {
                drop(delivery);
                Ok("dropped")
            }
            _ => self.store(&delivery).and_then(|()| delivery.acknowledge()).map(|()| "acknowledged"),
        };
        match answered {
            Ok(answer) => self.log.write(answer, format_args!("{id}")),
            Err(error) if error.kind() == ErrorKind::Changed => self.log.write("changed", format_args!("{id}")),
            Err(error) => self.log.write("failed", format_args!("{id} {:?} {error}", error.kind())),
        }
    }

    /// Reads a delivery and makes sure that it was still unchanged when the last byte was read.
    fn store(&mut self, delivery: &Delivery) -> sync_ingest::Result<()> {
        let mut bytes = Vec::new();
        delivery.open()?.read_to_end(&mut bytes).unwrap();
        drop(delivery.open()?);
        let (id, entry) = (delivery.id(), delivery.name().to_string_lossy());
        match content::check(&bytes) {
            Some((name, sequence)) if name == entry => self.log.write("stored", format_args!("{id} {name} {sequence}")),
            Some((name, sequence)) => self.log.write("misnamed", format_args!("{id} {name} {sequence} {entry:?}")),
            None if !is_agents(&entry) => self.log.write("gremlins", format_args!("{id}")),
            None => self.log.write("partial", format_args!("{id} {entry} {}", bytes.len())),
        }
        Ok(())
    }
}
