//! The signals that this program passes on to the commands that it has started.

use rustix::process::Signal;
use signal_hook::consts::{SIGCHLD, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;
use signal_hook::low_level::emulate_default_handler;
use std::fs;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;

/// These also end this program, once the commands have ended.
const ENDING: [i32; 4] = [SIGHUP, SIGINT, SIGQUIT, SIGTERM];
/// These concern the commands alone, or stop everything and let it go on.
const OTHERS: [i32; 4] = [SIGUSR1, SIGUSR2, SIGTSTP, SIGCONT];

/// The signals that arrive.
pub(crate) struct Signals {
    arriving: SignalDelivery<UnixStream, SignalOnly>,
    /// The first that asks this program to end.
    end: Option<i32>,
}

impl Signals {
    /// Receives signals from now on. What the caller ignores, as `nohup` does, stays ignored.
    pub(crate) fn listen() -> io::Result<Self> {
        let ignored = ignored(&fs::read_to_string("/proc/self/status").unwrap_or_default());
        let passed_on = ENDING.into_iter().chain(OTHERS).filter(|signal| ignored & (1 << (signal - 1)) == 0);
        let (read, write) = UnixStream::pair()?;
        // The end of a command is a signal too.
        let arriving = SignalDelivery::with_pipe(read, write, SignalOnly, passed_on.chain([SIGCHLD]))?;
        Ok(Self { arriving, end: None })
    }

    /// Returns the signals that have arrived and are to be passed on.
    pub(crate) fn received(&mut self) -> Vec<Signal> {
        let arrived: Vec<i32> = self.arriving.pending().filter(|signal| *signal != SIGCHLD).collect();
        self.end = self.end.or_else(|| arrived.iter().copied().find(|signal| ENDING.contains(signal)));
        arrived.into_iter().filter_map(Signal::from_named_raw).collect()
    }

    /// Whether one of those received asks this program to end.
    pub(crate) fn end_requested(&self) -> bool {
        self.end.is_some()
    }

    /// Ends this program as that signal would have, if there was one.
    pub(crate) fn end_if_requested(&self) {
        if let Some(signal) = self.end {
            let _ = emulate_default_handler(signal);
        }
    }
}

/// Stops this program as well where the signal asks for that.
pub(super) fn obey(signal: Signal) {
    if signal == Signal::TSTP {
        let _ = emulate_default_handler(SIGTSTP);
    }
}

impl AsFd for Signals {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.arriving.get_read().as_fd()
    }
}

/// Returns the mask of ignored signals in what the kernel shows of a process.
fn ignored(status: &str) -> u64 {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mask_of_ignored_signals_is_read() {
        assert_eq!(ignored("Name:\tsh\nSigIgn:\t0000000000001001\nSigCgt:\t0\n"), 0x1001);
        assert_eq!(ignored(""), 0);
    }
}
