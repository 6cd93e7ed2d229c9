//! Which machine and which user this is.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The name of the host, for people.
pub(crate) fn host_name() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

/// 16 hexadecimal digits that are the same until the machine restarts, and on no other machine; `None` where the kernel does not
/// tell. Hashed, because a boot id is nobody else's business.
pub(crate) fn boot_id_hash() -> Option<String> {
    let boot_id = std::fs::read("/proc/sys/kernel/random/boot_id").ok()?;
    Some(hex(&Sha256::digest(boot_id.trim_ascii())[..8]))
}

/// Random hexadecimal digits, two for each byte.
pub(crate) fn random_hex<const BYTES: usize>() -> String {
    let mut bytes = [0; BYTES];
    let mut filled = 0;
    while filled < BYTES {
        // The kernel's generator cannot fail once the machine has started; an interrupted call is repeated.
        filled += rustix::rand::getrandom(&mut bytes[filled..], rustix::rand::GetRandomFlags::empty()).unwrap_or(0);
    }
    hex(&bytes)
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
