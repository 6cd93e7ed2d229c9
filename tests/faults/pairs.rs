//! Which errors are tried at which call, and what must come of them.

use crate::common::at_length;
use crate::common::strace::Call;

/// The errors that are tried at every call.
const ERRORS: [&str; 9] = ["EIO", "EINTR", "ENOSPC", "EACCES", "ENOENT", "ESTALE", "ENOSYS", "EINVAL", "EOPNOTSUPP"];

/// How many of the calls that name a lock, or sync, are tried in any case; and of how many calls on an act is too long for that.
const ALWAYS_TRIED: usize = 40;
const LONG_ACT: usize = 1_000;

/// A system call that fails with an error.
pub(crate) struct Pair {
    pub(crate) call: Call,
    pub(crate) errno: &'static str,
    /// The call after it gives the alarms their name: what was not written down is in the report, and told once more next time.
    is_about_alarms: bool,
}

/// Of how many calls one is tried, in the short and in the long form; the first ones that name a lock or sync always are. The short
/// form tries EIO, EINTR and one of the other errors in turn, the long form all of them.
#[derive(Clone, Copy)]
pub(crate) struct Every {
    pub(crate) short: usize,
    pub(crate) long: usize,
}

/// The pairs of an act, and how many were left out for which reason.
pub(crate) fn of(calls: &[Call], every: Every) -> (Vec<Pair>, Vec<(&'static str, usize)>) {
    let (mut pairs, mut left_out) = (Vec::new(), Vec::<(&'static str, usize)>::new());
    let every = if at_length() { every.long } else { every.short };
    let mut of_weight = 0;
    for (index, call) in calls.iter().enumerate() {
        let has_weight = call.line.contains("lock.txt\"") || call.name.contains("sync");
        of_weight += usize::from(has_weight);
        if index % every != 0 && !(has_weight && of_weight <= ALWAYS_TRIED && calls.len() < LONG_ACT) {
            continue;
        }
        let in_turn = ERRORS[2 + index % (ERRORS.len() - 2)];
        for errno in ERRORS {
            if let Some(reason) = meaningless(call, errno) {
                match left_out.iter_mut().find(|(one, _)| *one == reason) {
                    Some((_, count)) => *count += 1,
                    None => left_out.push((reason, 1)),
                }
            } else if at_length() || ["EIO", "EINTR", in_turn].contains(&errno) {
                let is_about_alarms = calls.get(index + 1).is_some_and(|next| next.line.contains("\"alarms\""));
                pairs.push(Pair { call: call.clone(), errno, is_about_alarms });
            }
        }
    }
    (pairs, left_out)
}

/// Why an error at this call shows nothing.
fn meaningless(call: &Call, errno: &str) -> Option<&'static str> {
    match call.name.as_str() {
        "close" => Some("close: it would leave the descriptor open, which Linux does not do whatever it answers"),
        "getrandom" if !["EINTR", "ENOSYS"].contains(&errno) => Some("getrandom: it fails in no other way"),
        "newfstatat" if errno == "ENOENT" && call.line.contains("\"alock.txt\"") => {
            Some("newfstatat of alock.txt, ENOENT: it is the answer that there is no agent")
        }
        // A repeated request to a file server says so to the one who succeeded.
        "unlinkat" if errno == "ENOENT" => Some("unlinkat, ENOENT: it is the answer that nothing is left to be done"),
        _ => None,
    }
}

impl Pair {
    /// Whether the act must come to the same end as if nothing had happened: an interrupted call is repeated, and for one that
    /// the file system lacks there is another way.
    pub(crate) fn is_invisible(&self) -> bool {
        let unsupported = ["ENOSYS", "EINVAL", "EOPNOTSUPP"].contains(&self.errno);
        match self.call.name.as_str() {
            _ if self.errno == "EINTR" => true,
            // It is tried: what has begun that way is not gone on with in another one.
            "copy_file_range" => unsupported && !self.call.line.ends_with("= 0"),
            "fadvise64" | "faccessat2" | "fcntl" | "renameat2" => unsupported,
            "linkat" => unsupported && self.errno != "EINVAL",
            "getrandom" => true,
            _ => false,
        }
    }

    /// Whether it says that something is not durable, so that the act must not end as if it were. Of folders, some file systems say
    /// that there is no such call and need none.
    pub(crate) fn says_not_durable(&self) -> bool {
        ["fsync", "fdatasync", "syncfs"].contains(&self.call.name.as_str())
            && !self.is_about_alarms
            && !["EINTR", "EINVAL", "EOPNOTSUPP"].contains(&self.errno)
    }

    /// Whether it says that a file has gone, so that nobody has to be told of it.
    pub(crate) fn says_gone(&self) -> bool {
        ["ENOENT", "ESTALE"].contains(&self.errno)
    }
}
