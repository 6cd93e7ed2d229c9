//! Self-describing contents: name, sequence number, length and a checksum of everything.

use std::fmt::Write;

/// Pseudo-random numbers from a seed (splitmix64), so that a run can be repeated.
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// Returns a separate sequence for each role.
    pub(crate) fn new(seed: u64, role: u64) -> Self {
        let mut random = Self(seed ^ role.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        random.next();
        random
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    pub(crate) fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }
}

/// Returns a content: a first line that describes it, then filler.
pub(crate) fn make(name: &str, sequence: u64, length: usize) -> Vec<u8> {
    let mut filling = String::with_capacity(length + 32);
    while filling.len() < length {
        let _ = write!(filling, "{name}:{sequence}:{};", filling.len());
    }
    let sum = sum(name, sequence, filling.as_bytes());
    format!("{name} {sequence} {} {sum:016x}\n{filling}", filling.len()).into_bytes()
}

/// Returns which content these bytes are; `None` if any byte is missing, superfluous or wrong.
pub(crate) fn check(bytes: &[u8]) -> Option<(&str, u64)> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let mut words = std::str::from_utf8(&bytes[..end]).ok()?.split(' ');
    let (name, sequence) = (words.next()?, words.next()?.parse().ok()?);
    let (length, written): (usize, &str) = (words.next()?.parse().ok()?, words.next()?);
    let filling = &bytes[end + 1..];
    let is_whole = filling.len() == length && format!("{:016x}", sum(name, sequence, filling)) == written;
    is_whole.then_some((name, sequence))
}

fn sum(name: &str, sequence: u64, filling: &[u8]) -> u64 {
    let bytes = name.as_bytes().iter().chain(&sequence.to_le_bytes()).chain(filling).copied().collect::<Vec<_>>();
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
