//! Applies the events of a scenario to a real drop folder.

use crate::reference::{Lock, MAX_ATTEMPTS, Reference};
use crate::support::process::{die_after, hold};
use crate::support::{TestFolder, now_plus};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::time::Duration;
use sync_ingest::{Arbitration, DropFolder, Outcome, Report};

pub(crate) const NAMES: [&str; 6] = ["a.csv", "b.csv", "c.csv", ".hidden", "_omitted.csv", "d.csv.part"];

/// The time since the last change of everything in the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Time {
    AtOnce,
    AfterAMinute,
    AfterHours,
}

/// The answer of the store. `Drop`: none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Answer {
    Acknowledge,
    PutBack,
    Reject,
    Drop,
}

/// An event.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    Write(usize),
    Replace(usize),
    Rename(usize, usize),
    Remove(usize),
    AgentLock(bool),
    ForeignLock(bool),
    /// The answers, repeated; the process dies after so many of them.
    Collect(Time, Vec<Answer>, Option<usize>),
}

/// A delivery when it was offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Offer {
    pub(crate) name: String,
    pub(crate) id: String,
    pub(crate) attempt: u32,
    pub(crate) content: u64,
}

pub(crate) fn any_event() -> impl Strategy<Value = Event> {
    let name = || 0..NAMES.len();
    let plain = || 0..3usize;
    let time = prop_oneof![1 => Just(Time::AtOnce), 4 => Just(Time::AfterAMinute), 1 => Just(Time::AfterHours)];
    let answer = prop_oneof![
        5 => Just(Answer::Acknowledge), 2 => Just(Answer::PutBack), 1 => Just(Answer::Reject), 2 => Just(Answer::Drop)
    ];
    let death = prop_oneof![3 => Just(None), 1 => (0..4usize).prop_map(Some)];
    prop_oneof![
        4 => plain().prop_map(Event::Write),
        3 => plain().prop_map(Event::Replace),
        1 => name().prop_map(Event::Write),
        1 => (name(), name()).prop_map(|(from, to)| Event::Rename(from, to)),
        1 => name().prop_map(Event::Remove),
        1 => prop_oneof![1 => Just(true), 2 => Just(false)].prop_map(Event::AgentLock),
        1 => prop_oneof![1 => Just(true), 3 => Just(false)].prop_map(Event::ForeignLock),
        9 => (time, prop::collection::vec(answer, 1..5), death).prop_map(|(t, a, d)| Event::Collect(t, a, d)),
    ]
}

/// The real folder, next to the reference.
#[derive(Debug)]
pub(crate) struct Play {
    folder: TestFolder,
    reference: Reference,
    contents: u64,
    pub(crate) collections: u64,
    pub(crate) deaths: u64,
}

impl Play {
    pub(crate) fn new() -> Self {
        let (folder, reference) = (TestFolder::in_memory(), Reference::default());
        Self { folder, reference, contents: 0, collections: 0, deaths: 0 }
    }

    pub(crate) fn happen(&mut self, event: &Event) {
        let path = |name: &str| self.folder.path().join(name);
        let name = |index: &usize| NAMES[*index].to_owned();
        let reference = &mut self.reference;
        self.contents += 1;
        let content = self.contents.to_string();
        match event {
            Event::Write(to) => {
                fs::write(path(NAMES[*to]), content).unwrap();
                reference.folder.insert(name(to), self.contents);
            }
            Event::Replace(to) => {
                fs::write(self.folder.beside("new"), content).unwrap();
                fs::rename(self.folder.beside("new"), path(NAMES[*to])).unwrap();
                reference.folder.insert(name(to), self.contents);
            }
            Event::Rename(from, to) => {
                if let Some(content) = reference.folder.remove(&name(from)) {
                    fs::rename(path(NAMES[*from]), path(NAMES[*to])).unwrap();
                    reference.folder.insert(name(to), content);
                }
            }
            Event::Remove(one) => {
                if reference.folder.remove(&name(one)).is_some() {
                    fs::remove_file(path(NAMES[*one])).unwrap();
                }
            }
            Event::AgentLock(there) if *there != reference.agent_lock => {
                reference.agent_lock = *there;
                set(&path("alock.txt"), *there);
            }
            Event::ForeignLock(true) if reference.collector_lock.is_none() => {
                reference.collector_lock = Some(Lock::Foreign);
                set(&path("lock.txt"), true);
            }
            Event::ForeignLock(false) if reference.collector_lock == Some(Lock::Foreign) => {
                reference.collector_lock = None;
                set(&path("lock.txt"), false);
            }
            Event::AgentLock(_) | Event::ForeignLock(_) => {}
            Event::Collect(time, answers, death) => self.collect(*time, answers, *death),
        }
        self.compare();
    }

    fn collector(&self, time: Time) -> DropFolder {
        let seconds = match time {
            Time::AtOnce => 0,
            Time::AfterAMinute => 60,
            Time::AfterHours => 4 * 3600,
        };
        self.folder.with(|options| {
            options.now = Some(now_plus(seconds));
            options.settle = Some(Duration::from_secs(30));
            options.max_attempts = MAX_ATTEMPTS;
        })
    }

    fn collect(&mut self, time: Time, answers: &[Answer], death: Option<usize>) {
        self.collections += 1;
        let mut pass = self.reference.begin(time);
        let collector = self.collector(time);
        let mut offers = Vec::new();
        let report = match death {
            None => self.offer_all(&collector, answers, None, &mut |offer| offers.push(offer)),
            Some(_) => {
                self.deaths += 1;
                let notes = self.folder.beside("notes");
                fs::write(&notes, "").unwrap();
                die_after(|| {
                    let mut file = fs::File::options().append(true).open(&notes).unwrap();
                    self.offer_all(&collector, answers, death, &mut |offer| {
                        let Offer { name, id, attempt, content } = offer;
                        file.write_all(format!("{name} {id} {attempt} {content}\n").as_bytes()).unwrap();
                    });
                });
                offers.extend(fs::read_to_string(&notes).unwrap().lines().map(read_offer));
                None
            }
        };
        for (number, offer) in offers.iter().enumerate() {
            let answer = (death != Some(number)).then(|| answers[number % answers.len()]);
            self.reference.offered(&mut pass, offer, answer);
        }
        match report {
            Some(report) => self.reference.end(pass, &report),
            None => {
                let rejected = self.collector(time).status().unwrap().rejected;
                let rejected: Vec<_> = rejected.into_iter().map(|one| one.id).collect();
                self.reference.died(&pass, &rejected);
            }
        }
    }

    /// Returns no report if the process is to die.
    fn offer_all(
        &self,
        collector: &DropFolder,
        answers: &[Answer],
        death: Option<usize>,
        record: &mut dyn FnMut(Offer),
    ) -> Option<Report> {
        let mut collection = match collector.collect().unwrap() {
            Outcome::Collecting(collection) => collection,
            Outcome::Finished(report) => return Some(report),
        };
        let mut number = 0;
        while let Some(mut delivery) = collection.next_delivery().unwrap() {
            let content = fs::read_to_string(delivery.path()).unwrap().parse().unwrap();
            let name = delivery.name().to_str().unwrap().to_owned();
            record(Offer { name, id: delivery.id().to_owned(), attempt: delivery.attempt(), content });
            if death == Some(number) {
                hold((delivery, collection));
                return None;
            }
            match answers[number % answers.len()] {
                Answer::Acknowledge => {
                    delivery.copy_to(&self.folder.store().join(delivery.name())).unwrap();
                    delivery.acknowledge().unwrap();
                }
                Answer::PutBack => delivery.put_back("later").unwrap(),
                Answer::Reject => delivery.reject("never").unwrap(),
                Answer::Drop => drop(delivery),
            }
            number += 1;
        }
        if death.is_some() {
            hold(collection);
            return None;
        }
        Some(collection.finish().unwrap())
    }

    /// Checks that folder and store agree with the reference.
    fn compare(&self) {
        let reference = &self.reference;
        let contents = |path: &std::path::Path| -> BTreeMap<String, u64> {
            let files = fs::read_dir(path).unwrap().map(|entry| entry.unwrap());
            let read = |entry: fs::DirEntry| {
                let content = fs::read_to_string(entry.path()).ok().and_then(|text| text.parse().ok());
                Some((entry.file_name().into_string().unwrap(), content?))
            };
            files.filter_map(read).collect()
        };
        assert_eq!(contents(&self.folder.path()), reference.folder, "in the folder");
        assert_eq!(contents(&self.folder.store()), reference.store, "in the store");
        let status = self.collector(Time::AtOnce).status().unwrap();
        assert_eq!((status.claimed, status.unverified), (reference.claimed(), 0));
        assert_eq!(status.rejected_count, reference.rejected.len() as u64);
        assert!(status.rejected.iter().all(|one| reference.rejected.contains_key(&one.id)), "{status:?}");
        assert_eq!(status.agent_lock.is_some(), reference.agent_lock);
        assert_eq!(
            status.collector_lock.map(|lock| lock.ours),
            reference.collector_lock.map(|lock| lock == Lock::Orphan)
        );
    }

    /// Runs one last collection, which takes what is left.
    pub(crate) fn drain(&mut self) {
        for event in [Event::AgentLock(false), Event::ForeignLock(false)] {
            self.happen(&event);
        }
        for _ in 0..2 {
            self.happen(&Event::Collect(Time::AfterAMinute, vec![Answer::Acknowledge], None));
        }
        assert_eq!(self.reference.claimed(), 0, "stuck: {self:#?}");
        let report = self.collector(Time::AfterAMinute).collect().unwrap();
        assert!(matches!(report, Outcome::Finished(report) if report.arbitration == Arbitration::Nothing));
    }
}

fn set(lock: &std::path::Path, there: bool) {
    if there { fs::write(lock, "somebody else\n").unwrap() } else { fs::remove_file(lock).unwrap() }
}

fn read_offer(line: &str) -> Offer {
    let words: Vec<_> = line.split(' ').collect();
    let [name, id, attempt, content] = words[..] else { panic!("{line}") };
    Offer { name: name.into(), id: id.into(), attempt: attempt.parse().unwrap(), content: content.parse().unwrap() }
}
