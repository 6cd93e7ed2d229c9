//! Who owns the work area, who may look into it, and the advice to a person if that is wrong: never
//! to remove it, since claimed files may be in it.

use crate::error::{Error, ErrorKind, Result};
use crate::fs::{self, Dir, Stat};
use crate::options::Options;
use crate::rules::shell::quoted;
use std::path::Path;

const ROOT_REFUSED: &str = "root would have to give it to the owner of the drop folder, which is the agent: run as the service's \
                            user, or name a work area below a folder of that user";
const ROOT_WOULD_LOCK_OUT: &str = "others write to this folder of root's, and one run as root would lock the service that collects \
                                   there out of the work area for good: run as the service's user, or name a work area below a \
                                   folder of that user";
const NO_MODES: &str = "this mount keeps no modes, so that chmod cannot close it: mount it so that it is the collector's alone (SMB and \
                        Azure Files: uid=…,dir_mode=0700,file_mode=0600; FAT and NTFS: uid=…,umask=077), or keep drop folder and \
                        work area on a file system with modes";

/// The user and group of a service.
pub(super) type Owner = (u32, u32);

/// Type and owner, by descriptor: the user and group that own what root makes there.
pub(super) fn check(dir: &Dir, options: &Options) -> Result<Option<Owner>> {
    let stat = dir.metadata()?;
    let user = fs::effective_user();
    // What is found is never given away or opened up: it may be anybody's.
    let service = if user == 0 { service(options)? } else { None };
    if stat.user != service.map_or(user, |service| service.0) {
        return Err(belongs_to_another(&stat, dir.path()));
    }
    if stat.mode & 0o077 != 0 {
        let advice = match fs::may_lack_modes(dir) {
            true => NO_MODES.to_owned(),
            false => format!(
                "others may look into it: chmod 700 {}, unless it is a folder for something else",
                quoted(dir.path())
            ),
        };
        return Err(Error::refused(ErrorKind::WorkArea, "use the work area", Some(dir.path()), advice));
    }
    Ok(service)
}

/// The area of somebody else cannot even be opened: by its name in the folder above.
pub(super) fn explain_denied(error: Error, above: Option<Dir>, path: &Path) -> Error {
    let name = path.file_name().unwrap_or_default();
    let found = above.and_then(|above| above.stat(name).ok().flatten());
    match found {
        Some(stat) if stat.user != fs::effective_user() => belongs_to_another(&stat, path),
        _ => error,
    }
}

fn belongs_to_another(stat: &Stat, path: &Path) -> Error {
    let (owner, user, place) = (stat.user, fs::effective_user(), quoted(path));
    let advice = match (owner, user) {
        // Whatever is not root's stays as it is: another change time would make a claimed file a
        // new delivery.
        (0, _) => format!(
            "a run as root has made it, and claimed files may be in it: as root, find {place} -user 0 -exec chown -h {user} {{}} +, and \
             from then on collect as user {user} alone"
        ),
        (_, 0) => format!(
            "run this as the user of the service that collects here (if that is user {owner}: sudo -u '#{owner}' and this command), or name \
             a work area below a folder of that user; claimed files may be in this one, so it must stay"
        ),
        _ => format!(
            "run this as user {owner} if that is who collects here (sudo -u '#{owner}' and this command), otherwise name another place \
             for the work area, outside the drop folder; claimed files may be in this one, so it must stay"
        ),
    };
    Error::refused(ErrorKind::WorkArea, "use the work area", Some(path), advice)
        .because(format!("it belongs to user {owner} and not to this one ({user})"))
}

/// For root: the user and group of the service, who owns the folder above where the caller named
/// the place.
fn service(options: &Options) -> Result<Option<Owner>> {
    let Some(path) = &options.work_area else { return Ok(None) };
    let above = Dir::open(fs::parent_of(path), "open the folder above the work area")?.metadata()?;
    Ok((above.user != 0).then_some((above.user, above.group)))
}

/// Whether root may make the area inside the drop folder: only where that is root's, and nobody
/// else's to write to.
pub(super) fn check_root_inside(drop_folder: &Stat, path: &Path) -> Result<()> {
    match (fs::effective_user(), drop_folder.user) {
        (0, 0) if drop_folder.mode & 0o022 != 0 => Err(refuse(path, ROOT_WOULD_LOCK_OUT)),
        (0, owner) if owner != 0 => Err(refuse(path, ROOT_REFUSED)),
        _ => Ok(()),
    }
}

/// Returns who gets the area that root makes below `above`.
pub(super) fn owner_below(above: &Stat, drop_folder: &Stat, path: &Path) -> Result<Option<Owner>> {
    let owner = (fs::effective_user() == 0 && above.user != 0).then_some((above.user, above.group));
    if owner.is_some() && above.user == drop_folder.user { Err(refuse(path, ROOT_REFUSED)) } else { Ok(owner) }
}

fn refuse(path: &Path, advice: &'static str) -> Error {
    Error::refused(ErrorKind::WorkArea, "make the work area", Some(path), advice)
}

/// Closes a folder that was just made to everybody else, whatever the umask. Where the mount does
/// not let it be closed, the folder is removed again.
pub(super) fn close_to_others(dir: &Dir, parent: &Dir, name: &std::ffi::OsStr) -> Result<()> {
    let closed = dir.set_mode(0o700);
    // What counts is the mode that it has: a sandbox may forbid the call, and a mount may ignore
    // it.
    if dir.metadata()?.mode & 0o777 == 0o700 {
        return Ok(());
    }
    let _ = parent.remove_dir(name);
    match closed {
        Err(error) if error.kind() != ErrorKind::PermissionDenied && !error.is_unsupported() => Err(error),
        _ => Err(Error::refused(ErrorKind::WorkArea, "close the folder to other users", Some(dir.path()), NO_MODES)),
    }
}
