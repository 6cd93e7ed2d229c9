//! How a drop folder is to be collected.

use super::call::{answer, count, flag, free, look, required};
use super::code::sync_ingest_code;
use super::error::{Result, sync_ingest_error};
use super::guard::Guarded;
use super::text::{inward, name};
use crate::{Durability, Now, Options, Timestamp};
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::time::Duration;

/// What reaches the disk before a delivery is acknowledged.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum sync_ingest_durability {
    /// Nothing is synced: a power cut may lose what was stored last, a crash of the process may
    /// not.
    SYNC_INGEST_DURABILITY_NONE = 0,
    /// Every file and folder by itself. Right for web requests: a busy neighbour on the same file
    /// system does not slow it down.
    SYNC_INGEST_DURABILITY_PER_FILE = 1,
    /// File by file up to 256 files, one syncfs() for more. The default.
    SYNC_INGEST_DURABILITY_AUTOMATIC = 2,
    /// As SYNC_INGEST_DURABILITY_PER_FILE, but sync_ingest_delivery_copy_to() leaves the copy to be
    /// synced later, together with others: by sync_ingest_collection_sync(), or at the latest when
    /// the first of them is acknowledged. For stores that take several deliveries at a time and
    /// copy them to a place of their own: until then a power cut may leave an empty file there.
    SYNC_INGEST_DURABILITY_DEFERRED = 3,
}

impl From<Durability> for sync_ingest_durability {
    fn from(durability: Durability) -> Self {
        match durability {
            Durability::None => Self::SYNC_INGEST_DURABILITY_NONE,
            Durability::PerFile => Self::SYNC_INGEST_DURABILITY_PER_FILE,
            Durability::Automatic => Self::SYNC_INGEST_DURABILITY_AUTOMATIC,
            Durability::Deferred => Self::SYNC_INGEST_DURABILITY_DEFERRED,
        }
    }
}

fn durability(number: i32) -> Result<Durability> {
    [Durability::None, Durability::PerFile, Durability::Automatic, Durability::Deferred]
        .into_iter()
        .find(|durability| sync_ingest_durability::from(*durability) as i32 == number)
        .ok_or_else(|| sync_ingest_error::invalid(format!("the argument `durability` is none of them: {number}")))
}

/// How a drop folder is to be collected: defaults that are safe, and what you set. A folder copies
/// them when it is opened, so they may be changed and freed afterwards.
pub struct sync_ingest_options {
    options: Guarded<Options>,
}

/// The frame of every setter.
fn set(
    options: Option<&mut sync_ingest_options>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
    change: impl FnOnce(&mut Options) -> Result<()>,
) -> sync_ingest_code {
    answer(error, || required(options, "options")?.options.run(change))
}

/// Returns options with their defaults, yours to free.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_options_new() -> Option<Box<sync_ingest_options>> {
    look(None, || Some(Some(Box::new(sync_ingest_options { options: Guarded::new(Options::default()) }))))
}

/// Sets where claimed and rejected files are kept: a folder on the same mount as the drop folder,
/// best outside the agent's reach. It is made if need be, and serves one drop folder. NULL (the
/// default): `.sync_ingest` inside the drop folder.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_options_set_work_area(
    options: Option<&mut sync_ingest_options>,
    path: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks.
    let path = unsafe { inward(path) };
    set(options, error, |options| {
        options.work_area = path.map(|path| name(path).into());
        Ok(())
    })
}

/// Sets how many seconds a file must have been left alone before it is collected: 0 or more. -1
/// (the default): 30 on local, 90 on network file systems. 0: agents always use `alock.txt`, so
/// that nothing else needs to be waited for.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_options_set_settle_seconds(
    options: Option<&mut sync_ingest_options>,
    seconds: i64,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    set(options, error, |options| {
        options.settle = if seconds == -1 { None } else { Some(Duration::from_secs(count(seconds, "seconds")?)) };
        Ok(())
    })
}

/// Sets the age in seconds at which a lock, or an upload that does not finish, becomes an alarm: 0
/// or more. Default: 10800 (three hours).
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_options_set_max_age_seconds(
    options: Option<&mut sync_ingest_options>,
    seconds: i64,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    set(options, error, |options| {
        options.max_age = Duration::from_secs(count(seconds, "seconds")?);
        Ok(())
    })
}

/// Sets from which time the age of a lock counts. 1: from the later of its mtime and ctime, for
/// agents that preserve modification times (WinSCP and lftp do). 0 (the default): from its mtime.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_options_set_lock_age_from_ctime(
    options: Option<&mut sync_ingest_options>,
    wanted: i32,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    set(options, error, |options| {
        options.lock_age_from_ctime = flag(wanted, "wanted")?;
        Ok(())
    })
}

/// Adds to the names of unfinished files, which are left alone: an ending as in "*.busy", a
/// beginning as in "tmp-*", both as in "new_*.csv", or a whole name. The case of ASCII letters does
/// not matter. By default none are added to those that are known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_options_add_unfinished_name(
    options: Option<&mut sync_ingest_options>,
    pattern: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks.
    let pattern = unsafe { inward(pattern) };
    set(options, error, |options| {
        options.unfinished_names.push(name(required(pattern, "pattern")?).to_owned());
        Ok(())
    })
}

/// Sets how many files one collection claims at most, leftovers included: 1 to 100000, which
/// sync_ingest_folder_open() checks. Default: 10000.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_options_set_max_files(
    options: Option<&mut sync_ingest_options>,
    files: i64,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    set(options, error, |options| {
        options.max_files = count(files, "files")?;
        Ok(())
    })
}

/// Sets the size in bytes of the largest file that is collected: 0 or more. Default: 4294967296 (4
/// GiB).
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_options_set_max_size(
    options: Option<&mut sync_ingest_options>,
    bytes: i64,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    set(options, error, |options| {
        options.max_size = count(bytes, "bytes")?;
        Ok(())
    })
}

/// Sets how often a process may die while it stores a delivery before the delivery is rejected, and
/// how often one may be put back before that is an alarm: 1 or more, which
/// sync_ingest_folder_open() checks. Default: 5.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_options_set_max_attempts(
    options: Option<&mut sync_ingest_options>,
    attempts: i64,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    set(options, error, |options| {
        options.max_attempts = count(attempts, "attempts")?;
        Ok(())
    })
}

/// Sets what reaches the disk before a delivery is acknowledged: a sync_ingest_durability.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_options_set_durability(
    options: Option<&mut sync_ingest_options>,
    durability: i32,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    set(options, error, |options| {
        options.durability = self::durability(durability)?;
        Ok(())
    })
}

/// Sets whether files of other users may be moved into a store. 1: they may; their agents may then
/// still change them. 0 (the default): they are copied.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_options_set_trust_agent(
    options: Option<&mut sync_ingest_options>,
    trusted: i32,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    set(options, error, |options| {
        options.trust_agent = flag(trusted, "trusted")?;
        Ok(())
    })
}

/// Sets whether the caller already holds a lock of its own that spans all hosts. 1: it does, so
/// that an orphan lock of another host is recovered. Default: 0.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_options_set_cluster_locked(
    options: Option<&mut sync_ingest_options>,
    locked: i32,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    set(options, error, |options| {
        options.cluster_locked = flag(locked, "locked")?;
        Ok(())
    })
}

/// Sets whether to compute the SHA-256 of what is copied, moved or collected into a directory. 1:
/// yes. Default: 0.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_options_set_sha256(
    options: Option<&mut sync_ingest_options>,
    wanted: i32,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    set(options, error, |options| {
        options.sha256 = flag(wanted, "wanted")?;
        Ok(())
    })
}

/// Sets whether to compute the SHA-1 of what is copied, moved or collected into a directory. 1:
/// yes. Default: 0.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_options_set_sha1(
    options: Option<&mut sync_ingest_options>,
    wanted: i32,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    set(options, error, |options| {
        options.sha1 = flag(wanted, "wanted")?;
        Ok(())
    })
}

/// Sets whether an agent delivers each file with a checksum file (`_NAME.sha256`), so that it is
/// collected at once. 1: yes. Default: 0.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_options_set_checksums(
    options: Option<&mut sync_ingest_options>,
    wanted: i32,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    set(options, error, |options| {
        options.checksums = flag(wanted, "wanted")?;
        Ok(())
    })
}

/// Sets the time to decide by, for tests: calendar time as seconds since 1970-01-01 00:00:00 UTC
/// (negative before it) and nanoseconds (0 to 999999999), and seconds on a clock that never jumps.
/// By default the clocks of the machine decide, and that of the file system where it has its own.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_options_set_now(
    options: Option<&mut sync_ingest_options>,
    wall_seconds: i64,
    wall_nanoseconds: i64,
    monotonic_seconds: i64,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    set(options, error, |options| {
        let nanoseconds = count(wall_nanoseconds, "wall_nanoseconds")?;
        if nanoseconds > 999_999_999 {
            return Err(sync_ingest_error::invalid("the argument `wall_nanoseconds` is a whole second or more"));
        }
        let wall = Timestamp { seconds: wall_seconds, nanoseconds };
        let monotonic = Duration::from_secs(count(monotonic_seconds, "monotonic_seconds")?);
        options.now = Some(Now { wall, monotonic });
        Ok(())
    })
}

/// Frees options.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_options_free(options: Option<Box<sync_ingest_options>>) {
    free(options);
}

impl sync_ingest_options {
    /// A copy of what was set.
    pub(super) fn copy(&self) -> Result<Options> {
        self.options.read().cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_setter_sets_its_own_field() {
        let mut handle = sync_ingest_options_new().expect("options");
        let set: [sync_ingest_code; 15] = [
            // SAFETY: a C string literal.
            unsafe { sync_ingest_options_set_work_area(Some(&mut handle), c"/area".as_ptr(), None) },
            sync_ingest_options_set_settle_seconds(Some(&mut handle), 1, None),
            sync_ingest_options_set_max_age_seconds(Some(&mut handle), 2, None),
            sync_ingest_options_set_lock_age_from_ctime(Some(&mut handle), 1, None),
            // SAFETY: a C string literal.
            unsafe { sync_ingest_options_add_unfinished_name(Some(&mut handle), c"*.busy".as_ptr(), None) },
            sync_ingest_options_set_max_files(Some(&mut handle), 3, None),
            sync_ingest_options_set_max_size(Some(&mut handle), 4, None),
            sync_ingest_options_set_max_attempts(Some(&mut handle), 5, None),
            sync_ingest_options_set_durability(Some(&mut handle), 1, None),
            sync_ingest_options_set_trust_agent(Some(&mut handle), 1, None),
            sync_ingest_options_set_cluster_locked(Some(&mut handle), 1, None),
            sync_ingest_options_set_sha256(Some(&mut handle), 1, None),
            sync_ingest_options_set_sha1(Some(&mut handle), 1, None),
            sync_ingest_options_set_checksums(Some(&mut handle), 1, None),
            sync_ingest_options_set_now(Some(&mut handle), 6, 7, 8, None),
        ];
        assert_eq!(set, [sync_ingest_code::SYNC_INGEST_OK; 15]);
        let expected = Options {
            work_area: Some("/area".into()),
            settle: Some(Duration::from_secs(1)),
            max_age: Duration::from_secs(2),
            lock_age_from_ctime: true,
            unfinished_names: vec!["*.busy".into()],
            max_files: 3,
            max_size: 4,
            max_attempts: 5,
            durability: Durability::PerFile,
            trust_agent: true,
            cluster_locked: true,
            sha256: true,
            sha1: true,
            checksums: true,
            now: Some(Now { wall: Timestamp { seconds: 6, nanoseconds: 7 }, monotonic: Duration::from_secs(8) }),
        };
        assert_eq!(format!("{:?}", handle.copy().unwrap()), format!("{expected:?}"));
    }

    #[test]
    fn the_flags_are_not_mixed_up() {
        type Setter = extern "C" fn(
            Option<&mut sync_ingest_options>,
            i32,
            Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
        ) -> sync_ingest_code;
        type Field = fn(&Options) -> bool;
        let flags: [(Setter, Field); 6] = [
            (sync_ingest_options_set_lock_age_from_ctime, |options| options.lock_age_from_ctime),
            (sync_ingest_options_set_trust_agent, |options| options.trust_agent),
            (sync_ingest_options_set_cluster_locked, |options| options.cluster_locked),
            (sync_ingest_options_set_sha256, |options| options.sha256),
            (sync_ingest_options_set_sha1, |options| options.sha1),
            (sync_ingest_options_set_checksums, |options| options.checksums),
        ];
        for (set, _) in flags {
            let mut handle = sync_ingest_options_new().expect("options");
            assert_eq!(set(Some(&mut handle), 1, None), sync_ingest_code::SYNC_INGEST_OK);
            let options = handle.copy().unwrap();
            for (other, is_set) in flags {
                assert_eq!(is_set(&options), std::ptr::fn_addr_eq(set, other));
            }
        }
    }

    #[test]
    fn a_handle_whose_call_panicked_refuses_later_calls_and_can_be_freed() {
        let mut handle = sync_ingest_options_new().expect("options");
        let panic = set(Some(&mut handle), None, |_| panic!("a test of panics"));
        assert_eq!(panic, sync_ingest_code::SYNC_INGEST_PANIC);
        assert_eq!(sync_ingest_options_set_sha1(Some(&mut handle), 1, None), sync_ingest_code::SYNC_INGEST_PANIC);
        assert_eq!(handle.copy().unwrap_err().code(), sync_ingest_code::SYNC_INGEST_PANIC);
        sync_ingest_options_free(Some(handle));
    }

    #[test]
    fn durability_constants_are_the_numbers_of_the_rust_enumeration() {
        for number in 0..4 {
            assert_eq!(durability(number).unwrap() as i32, number);
        }
        assert!(durability(-1).is_err() && durability(4).is_err());
    }
}
