//! Which machine and which user this is.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The name of the host, for people.
pub(crate) fn host_name() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

/// 16 hexadecimal digits that stay the same until the machine restarts, and differ on every other
/// machine; `None` where the kernel does not provide them. Hashed, so that the boot id itself is
/// not disclosed.
pub(crate) fn boot_id_hash() -> Option<String> {
    let boot_id = std::fs::read("/proc/sys/kernel/random/boot_id").ok()?;
    Some(hex(&Sha256::digest(boot_id.trim_ascii())[..8]))
}

/// The same as written into a lock: zeros where the kernel provides no boot id; no machine matches
/// zeros.
pub(crate) fn boot_id_text() -> String {
    boot_id_hash().unwrap_or_else(|| "0".repeat(16))
}

/// Random hexadecimal digits, two for each byte.
pub(crate) fn random_hex<const BYTES: usize>() -> String {
    let mut bytes = [0; BYTES];
    let mut filled = 0;
    while filled < BYTES {
        match rustix::rand::getrandom(&mut bytes[filled..], rustix::rand::GetRandomFlags::empty()) {
            Ok(read) => filled += read,
            Err(rustix::io::Errno::INTR) => {}
            // A sandbox forbids the call. The digits must be unique, not secret.
            Err(_) => return hex(&unique_bytes::<BYTES>()),
        }
    }
    hex(&bytes)
}

/// Bytes that differ between processes, threads and moments.
fn unique_bytes<const BYTES: usize>() -> [u8; BYTES] {
    static CALLS: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
    let call = CALLS.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let moment = format!("{:?} {} {call}", super::now(), std::process::id());
    let mut bytes = [0; BYTES];
    for (byte, random) in bytes.iter_mut().zip(Sha256::digest(moment.as_bytes())) {
        *byte = random;
    }
    bytes
}

/// The id of the current process, which changes after a fork.
pub(super) fn process_id() -> u32 {
    rustix::process::getpid().as_raw_nonzero().get() as u32
}

/// The effective user id of the process.
pub(crate) fn effective_user() -> u32 {
    rustix::process::geteuid().as_raw()
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
