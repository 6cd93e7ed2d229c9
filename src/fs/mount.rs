//! Which file system a folder is on.

use super::dir::Dir;
use crate::error::Result;
use crate::status::FileSystem;
use rustix::fs::{AtFlags, StatxFlags};

/// Magic numbers of statfs(2): name, shared with other hosts, promises verified on it.
const KNOWN: [(u64, &str, bool, bool); 9] = [
    (0xef53, "ext4", false, true),
    (0x5846_5342, "xfs", false, true),
    (0x9123_683e, "btrfs", false, true),
    (0x0102_1994, "tmpfs", false, true),
    (0x6969, "nfs", true, true),
    (0x794c_7630, "overlay", false, false),
    (0x2fc1_2fc1, "zfs", false, false),
    (0xf2f5_2010, "f2fs", false, false),
    (0x6573_5546, "fuse", true, false),
];

/// Returns whether a rename from one folder into the other can succeed, as far as that is known
/// beforehand: the kernel refuses it between two mounts, even if both show the same file system.
pub(crate) fn may_rename(from: &Dir, to: &Dir) -> Result<bool> {
    let mounts = [from, to].map(|dir| rustix::fs::statx(dir, "", AtFlags::EMPTY_PATH, StatxFlags::MNT_ID));
    let same_mount = match mounts {
        [Ok(from), Ok(to)] if from.stx_mask & to.stx_mask & StatxFlags::MNT_ID.bits() != 0 => {
            from.stx_mnt_id == to.stx_mnt_id
        }
        // Before Linux 5.8, or in a sandbox that does not know the call: only the rename will show.
        _ => true,
    };
    Ok(same_mount && from.metadata()?.device == to.metadata()?.device)
}

/// Returns which file system a folder is on. An unknown one is treated like a network file system,
/// of which nothing is assumed.
pub(crate) fn file_system(dir: &Dir) -> Result<FileSystem> {
    // Some FUSE file systems, and some sandboxes, have no such call.
    let Ok(magic) = dir.magic() else {
        return Ok(FileSystem { name: "unknown".to_owned(), network: true, verified: false });
    };
    Ok(match KNOWN.iter().find(|known| known.0 == magic) {
        Some(&(_, name, network, verified)) => FileSystem { name: name.to_owned(), network, verified },
        None => FileSystem { name: format!("unknown (0x{magic:x})"), network: true, verified: false },
    })
}
