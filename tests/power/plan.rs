//! The plan of each round. The same seed gives the same rounds.

use crate::machine::Cut;
use crate::moment::Meanwhile;

/// Pseudo-random numbers.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

/// The work that is in progress when the power is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Act {
    /// The caller's own store takes file by file.
    Offer,
    /// The same, but its copies are synced together, with the first answer.
    OfferTogether,
    /// The built-in store, which syncs file by file.
    Collect,
    /// The built-in store, with so many files that it syncs them together.
    CollectMany,
    /// An agent delivers.
    Deliver,
}

const ACTS: [Act; 5] = [Act::Offer, Act::OfferTogether, Act::Collect, Act::CollectMany, Act::Deliver];

/// The plan of one round.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) number: usize,
    pub(crate) act: Act,
    pub(crate) store_elsewhere: bool,
    pub(crate) area_beside: bool,
    pub(crate) hashes: bool,
    pub(crate) drops: Cut,
    pub(crate) stores: Cut,
    pub(crate) meanwhile: Meanwhile,
    /// The power is cut again while the next collection clears up.
    pub(crate) cut_again: bool,
    /// The power is cut right after the work is done, when the last event has just been recorded.
    pub(crate) at_the_end: bool,
}

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }

    fn cut(&mut self) -> Cut {
        if self.one_in(2) { Cut::LogIsWritten } else { Cut::AsItIs }
    }
}

impl Plan {
    /// Returns each act up to its end, and so many rounds with random moments.
    pub(crate) fn all(rounds: usize, random: &mut Random) -> Vec<Self> {
        let ends = ACTS.iter().enumerate().map(|(number, act)| Self::to_the_end_of(number, *act));
        let moments = (0..rounds).map(|number| Self::new(number + ACTS.len(), random));
        ends.chain(moments).collect()
    }

    /// Only synced data is on the disk, and no later call can have synced more.
    fn to_the_end_of(number: usize, act: Act) -> Self {
        Self {
            number,
            act,
            store_elsewhere: true,
            area_beside: false,
            hashes: true,
            drops: Cut::AsItIs,
            stores: Cut::AsItIs,
            meanwhile: Meanwhile::Stopped,
            cut_again: false,
            at_the_end: true,
        }
    }

    fn new(number: usize, random: &mut Random) -> Self {
        // Most callers use the built-in store.
        let acts = [Act::Offer, Act::Collect, Act::OfferTogether, Act::CollectMany, Act::Collect, Act::Deliver];
        Self {
            number,
            act: acts[number % acts.len()],
            store_elsewhere: random.one_in(2),
            area_beside: random.one_in(2),
            hashes: random.one_in(2),
            drops: random.cut(),
            stores: random.cut(),
            meanwhile: if random.one_in(3) { Meanwhile::GoesOn } else { Meanwhile::Stopped },
            cut_again: random.one_in(3),
            at_the_end: false,
        }
    }
}
