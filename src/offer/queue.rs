//! The deliveries that are not offered yet, oldest first.

use crate::work::{BatchName, Claim};
use std::collections::{HashMap, VecDeque};
use std::ffi::{OsStr, OsString};

/// Verified batches, oldest first, and how many files are in them. They are opened one by one, when
/// their turn comes.
#[derive(Debug, Default)]
pub(crate) struct Leftovers {
    pub(crate) batches: VecDeque<BatchName>,
    pub(crate) count: u64,
}

impl Leftovers {
    pub(crate) fn is_empty(&self) -> bool {
        self.batches.is_empty()
    }
}

/// Deliveries in their order. Those that have to wait for an older one of their name are kept
/// apart, so that nobody passes over them again and again.
#[derive(Debug, Default)]
pub(super) struct Queue {
    ready: VecDeque<Claim>,
    /// By name, each in its order.
    waiting: HashMap<OsString, VecDeque<Claim>>,
}

impl Queue {
    pub(super) fn push_back(&mut self, claim: Claim) {
        self.ready.push_back(claim);
    }

    pub(super) fn push_front(&mut self, claim: Claim) {
        self.ready.push_front(claim);
    }

    pub(super) fn pop(&mut self) -> Option<Claim> {
        self.ready.pop_front()
    }

    /// An older one of its name is not answered.
    pub(super) fn keep_waiting(&mut self, claim: Claim) {
        self.waiting.entry(claim.record.name.clone()).or_default().push_back(claim);
    }

    /// The next one of this name no longer waits: its turn comes before all newer ones.
    pub(super) fn release(&mut self, name: &OsStr) {
        let Some(claims) = self.waiting.get_mut(name) else { return };
        if let Some(claim) = claims.pop_front() {
            self.ready.push_front(claim);
        }
        if claims.is_empty() {
            self.waiting.remove(name);
        }
    }

    /// Takes out all that wait for this name.
    pub(super) fn take_waiting(&mut self, name: &OsStr) -> VecDeque<Claim> {
        self.waiting.remove(name).unwrap_or_default()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ready.is_empty() && self.waiting.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Claim> {
        self.ready.iter().chain(self.waiting.values().flatten())
    }

    /// Takes out everything.
    pub(super) fn drain(&mut self) -> impl Iterator<Item = Claim> + use<> {
        let waiting = std::mem::take(&mut self.waiting);
        std::mem::take(&mut self.ready).into_iter().chain(waiting.into_values().flatten())
    }
}
