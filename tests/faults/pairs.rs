//! Which errors are tried at which call, and what outcome each must have.

use crate::support::at_length;
use crate::support::strace::Call;
use std::collections::HashMap;

/// The errors that are tried at every call, grouped by how a caller can react.
const CLASSES: [&[&str]; 4] =
    [&["EIO", "ENOSPC", "EACCES", "ESTALE"], &["EINTR"], &["ENOENT"], &["ENOSYS", "EINVAL", "EOPNOTSUPP"]];

/// A system call that fails with an error.
pub(crate) struct Pair {
    pub(crate) call: Call,
    pub(crate) errno: &'static str,
    /// The next call renames the file of alarms into place: an alarm that was not saved is in the
    /// report, and is reported again next time.
    is_about_alarms: bool,
    /// It opens an entry that was just looked up as a lock, in order to replace it.
    opens_a_lock: bool,
}

/// What is tried. Calls are of the same kind if their lines differ only in numbers.
#[derive(Clone, Copy)]
pub(crate) struct Extent {
    pub(crate) short: Short,
    /// One in so many calls is tried at length, with every error.
    pub(crate) long: usize,
}

#[derive(Clone, Copy)]
pub(crate) enum Short {
    /// Each kind of call is tried with an error of each class; each call that names a lock, syncs
    /// or renames, with one error in turn; and each opening with the two most decisive answers:
    /// there is no such file, and the file is gone.
    EachClass,
    /// One in so many kinds, with one error in turn.
    OneOf(usize),
}

/// The pairs of an act, and how many were omitted for which reason.
pub(crate) fn of(calls: &[Call], extent: Extent) -> (Vec<Pair>, Vec<(&'static str, usize)>) {
    let mut tried: Vec<(usize, &'static str)> = match (at_length(), extent.short) {
        (true, _) => {
            (0..calls.len()).step_by(extent.long).flat_map(|index| errors().map(move |errno| (index, errno))).collect()
        }
        (false, Short::EachClass) => each_class(calls),
        (false, Short::OneOf(every)) => one_of(calls, every),
    };
    tried.sort_unstable();
    tried.dedup();
    let (mut pairs, mut left_out) = (Vec::new(), Vec::<(&'static str, usize)>::new());
    for (index, errno) in tried {
        let call = &calls[index];
        match meaningless(call, errno) {
            None => {
                let is_about_alarms = calls.get(index + 1).is_some_and(|next| next.line.contains("\"alarms\""));
                let before = index.saturating_sub(2);
                let opens_a_lock = call.name.starts_with("open")
                    && calls[before].line.contains("lock.txt\", O_RDONLY")
                    && calls[index..].iter().any(|later| later.line.contains(".sync_ingest-lock-"));
                pairs.push(Pair { call: call.clone(), errno, is_about_alarms, opens_a_lock });
            }
            Some(reason) => match left_out.iter_mut().find(|(one, _)| *one == reason) {
                Some((_, count)) => *count += 1,
                None => left_out.push((reason, 1)),
            },
        }
    }
    (pairs, left_out)
}

fn errors() -> impl Iterator<Item = &'static str> + Clone {
    CLASSES.into_iter().flatten().copied()
}

fn each_class(calls: &[Call]) -> Vec<(usize, &'static str)> {
    let mut tried = Vec::new();
    for (number, indices) in kinds(calls).into_iter().enumerate() {
        let of_classes = CLASSES.iter().enumerate().map(|(class, errors)| {
            // Spread evenly over the calls of this kind.
            (indices[class * indices.len() / CLASSES.len()], errors[number % errors.len()])
        });
        tried.extend(of_classes);
        let line = &calls[indices[0]].line;
        if line.contains("lock.txt\"") || line.contains("sync(") || line.contains("rename") {
            tried.extend(indices.iter().copied().zip(errors().cycle().skip(number)));
        }
        if line.starts_with("open") {
            tried.extend(indices.into_iter().flat_map(|index| [(index, "ENOENT"), (index, "ESTALE")]));
        }
    }
    tried
}

fn one_of(calls: &[Call], every: usize) -> Vec<(usize, &'static str)> {
    let kinds = kinds(calls).into_iter().enumerate().step_by(every);
    kinds
        .filter_map(|(number, indices)| {
            let index = indices[number % indices.len()];
            let mut in_turn = errors().cycle().skip(number / every).take(errors().count());
            in_turn.find(|errno| meaningless(&calls[index], errno).is_none()).map(|errno| (index, errno))
        })
        .collect()
}

/// Returns the indices of the calls of each kind, in the order in which the kinds first occur.
fn kinds(calls: &[Call]) -> Vec<Vec<usize>> {
    let (mut kinds, mut numbers) = (Vec::<Vec<usize>>::new(), HashMap::new());
    for (index, call) in calls.iter().enumerate() {
        let number = *numbers.entry(kind(call)).or_insert(kinds.len());
        if number == kinds.len() {
            kinds.push(Vec::new());
        }
        kinds[number].push(index);
    }
    kinds
}

/// Returns the line without its answer and its numbers; random numbers are hexadecimal, and long.
fn kind(call: &Call) -> String {
    let asked = call.line.rsplit_once(" = ").map_or(call.line.as_str(), |(asked, _)| asked);
    let words = asked.split_inclusive(|c: char| !c.is_ascii_hexdigit());
    let is_number = |word: &str| word.len() > 8 || word.starts_with(|c: char| c.is_ascii_digit());
    words.map(|word| if is_number(word) { &word[word.len() - 1..] } else { word }).collect()
}

/// Returns why an error at this call proves nothing.
fn meaningless(call: &Call, errno: &str) -> Option<&'static str> {
    match call.name.as_str() {
        "close" => Some("close: it would leave the descriptor open, which Linux does not do whatever it answers"),
        "getrandom" if !["EINTR", "ENOSYS"].contains(&errno) => Some("getrandom: it fails in no other way"),
        "newfstatat" if errno == "ENOENT" && call.line.contains("\"alock.txt\"") => {
            Some("newfstatat of alock.txt, ENOENT: it is the answer that there is no agent")
        }
        // A file server may return this to a repeated request whose first attempt succeeded.
        "unlinkat" if errno == "ENOENT" => Some("unlinkat, ENOENT: it is the answer that nothing is left to be done"),
        _ => None,
    }
}

impl Pair {
    /// Returns whether the act must end as if nothing had happened: an interrupted call is
    /// repeated, and an unsupported one has an alternative.
    pub(crate) fn is_invisible(&self) -> bool {
        let unsupported = ["ENOSYS", "EINVAL", "EOPNOTSUPP"].contains(&self.errno);
        match self.call.name.as_str() {
            _ if self.errno == "EINTR" => true,
            // On a file server, somebody else may have removed the lock in between.
            "open" | "openat" => self.opens_a_lock && self.errno == "ESTALE",
            // Only its first use may be unsupported: a copy that has begun this way is not
            // continued in another.
            "copy_file_range" => unsupported && !self.call.line.ends_with("= 0"),
            "fadvise64" | "faccessat2" | "fcntl" | "renameat2" => unsupported,
            "linkat" => unsupported && self.errno != "EINVAL",
            "getrandom" => true,
            _ => false,
        }
    }

    /// Returns whether the error means that something is not durable, so that the act must not end
    /// as if it were. Some file systems do not support syncing folders, and need not.
    pub(crate) fn says_not_durable(&self) -> bool {
        ["fsync", "fdatasync", "syncfs"].contains(&self.call.name.as_str())
            && !self.is_about_alarms
            // A call that a file system or a sandbox lacks has an alternative.
            && !["EINTR", "EINVAL", "EOPNOTSUPP", "ENOSYS"].contains(&self.errno)
    }

    /// Returns whether the error means that a file is gone, so that nothing has to be reported.
    pub(crate) fn says_gone(&self) -> bool {
        ["ENOENT", "ESTALE"].contains(&self.errno)
    }
}
