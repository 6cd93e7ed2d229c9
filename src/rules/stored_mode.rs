//! The mode of stored files: never more permissions than the delivered file had.

/// Returns the mode with which a copy is created, before the umask. Only the owner may write to it,
/// the owner can always read it, and nobody may execute it.
#[must_use]
pub(crate) fn mode_of_copy(source: u32) -> u32 {
    source & 0o644 | 0o400
}

/// Returns whether a file may be stored with its own mode: it has no special bits, and no
/// permission that the umask removes from copies.
#[must_use]
pub(crate) fn may_keep_mode(source: u32, umask: u32) -> bool {
    source & 0o7000 == 0 && source & 0o777 & umask == 0 && source & 0o400 != 0
}

/// Returns the umask from the text of `/proc/self/status`.
#[must_use]
pub(crate) fn parse_umask(status: &str) -> Option<u32> {
    let umask = status.lines().find_map(|line| line.strip_prefix("Umask:"))?;
    u32::from_str_radix(umask.trim(), 8).ok().filter(|umask| *umask <= 0o777)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_copy_has_more_than_its_source_and_its_owner_can_always_read_it() {
        for source in 0..=0o7777 {
            let mode = mode_of_copy(source);
            assert_eq!(mode & !source & !0o400, 0, "{source:o}");
            assert_eq!(mode & !0o644, 0, "{source:o}");
            assert_eq!(mode & 0o400, 0o400, "{source:o}");
        }
    }

    #[test]
    fn a_mode_is_kept_only_where_a_copy_could_have_it_too() {
        assert!(may_keep_mode(0o100_644, 0o022) && may_keep_mode(0o100_755, 0o022) && may_keep_mode(0o100_400, 0o077));
        for (mode, umask) in [(0o4755, 0o022), (0o2644, 0), (0o1644, 0), (0o644, 0o027), (0o664, 0o022), (0o200, 0)] {
            assert!(!may_keep_mode(mode, umask), "{mode:o} {umask:o}");
        }
    }

    #[test]
    fn the_umask_is_read_as_the_kernel_writes_it() {
        assert_eq!(parse_umask("Name:\tphp-fpm\nUmask:\t0027\nState:\tR\n"), Some(0o027));
        for status in ["", "Name:\tx\n", "Umask:\tx\n", "Umask:\t99999999\n"] {
            assert_eq!(parse_umask(status), None, "{status:?}");
        }
    }
}
