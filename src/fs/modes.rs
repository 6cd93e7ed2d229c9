//! File systems that may keep no modes.

use super::dir::Dir;

/// Magic numbers of statfs(2) of file systems where chmod may do nothing, depending on the mount or
/// on what is mounted.
const MAY_LACK_MODES: [u64; 13] = [
    0x517b,      // smbfs
    0xff53_4d42, // cifs
    0xfe53_4d42, // smb2
    0x4d44,      // FAT
    0x2011_bab0, // exFAT
    0x5346_544e, // ntfs
    0x7366_746e, // ntfs3
    0x6573_5546, // FUSE
    0x0102_1997, // 9p, also of WSL
    0x786f_4256, // vboxsf
    0xbacb_acbc, // vmhgfs
    0x7c7c_6673, // prl_fs
    0x5346_414f, // afs
];

/// Returns whether this is a file system on which chmod may do nothing, or is refused.
pub(crate) fn may_lack_modes(dir: &Dir) -> bool {
    dir.magic().is_ok_and(|magic| MAY_LACK_MODES.contains(&magic))
}
