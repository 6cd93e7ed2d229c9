//! A delivery on its way into a directory.

use super::target::Target;
use crate::delivery::Delivery;
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{Dir, OpenFile, Wanted};
use crate::options::Options;
use crate::rules::stored_mode::{may_keep_mode, mode_of_copy};
use std::ffi::{OsStr, OsString};

const ADVICE_SEALED: &str = "copy it instead: its agent could still change it in the store";
const ADVICE_MOUNT: &str = "copy it instead: its work area and the store are two mounts or two file systems";
const ADVICE_MODE: &str = "copy it instead: it has a mode that the umask or its special bits forbid to store";

/// A delivery on its way into a directory, complete but for the last rename.
#[derive(Debug)]
pub(super) struct Placing {
    name: OsString,
    /// The copy under its temporary name; `None`: the claimed file itself will be moved.
    copy: Option<String>,
    /// Content to sync before it is placed.
    unsynced: Option<OpenFile>,
}

impl Placing {
    /// Copies the content under a temporary name.
    pub(super) fn copy(delivery: &mut Delivery, target: &mut Target, name: &OsStr) -> Result<Self> {
        target.reserve(delivery.size(), name)?;
        let mode = mode_of_copy(delivery.claim().stat()?.mode);
        let syncs_contents = target.syncs_contents;
        let target = &target.dir;
        let temp = temp_name(delivery.id());
        remove_half_copy(delivery, target)?;
        let copy = target.create_for_store(&temp, mode)?;
        let wanted = wanted(delivery.options());
        if let Err(error) = delivery.copy_content(&copy, wanted, syncs_contents) {
            let _ = target.unlink(&temp);
            return Err(error);
        }
        Ok(Self { name: name.to_owned(), copy: Some(temp), unsynced: syncs_contents.then_some(copy) })
    }

    /// Checks that the file may be moved: on one mount, with a mode that may be stored, and either
    /// from a trusted agent or sealed.
    pub(super) fn movement(
        delivery: &mut Delivery,
        target: &mut Target,
        name: &OsStr,
        sealed: Option<u32>,
    ) -> Result<Self> {
        if sealed.is_none() && !delivery.options().trust_agent {
            return Err(Self::refuse_move(delivery, ADVICE_SEALED));
        }
        if !target.takes_moves_from(&delivery.claim().batch)? {
            return Err(Self::refuse_move(delivery, ADVICE_MOUNT));
        }
        // A file that is moved because its agent is trusted keeps its mode, without special bits.
        let may_keep_mode = match sealed {
            Some(mode) => may_keep_mode(mode, target.umask()),
            None => may_keep_mode(delivery.claim().stat()?.mode, 0),
        };
        if !may_keep_mode {
            return Err(Self::refuse_move(delivery, ADVICE_MODE));
        }
        delivery.check_same()?;
        remove_half_copy(delivery, &target.dir)?;
        let Wanted { sha256, sha1 } = wanted(delivery.options());
        let (has_sha256, has_sha1) = (delivery.digests().sha256.is_some(), delivery.digests().sha1.is_some());
        // A file that was sealed before it was hashed has not changed since.
        let is_sure = sealed.is_some() && delivery.claim().fresh;
        let is_known = is_sure && sha256 <= has_sha256 && sha1 <= has_sha1;
        if !is_known && (sha256 || sha1 || has_sha256 || has_sha1) {
            delivery.hash(Wanted { sha256, sha1 })?;
        }
        let unsynced = target.syncs_contents.then(|| delivery.claim().open()).transpose()?;
        Ok(Self { name: name.to_owned(), copy: None, unsynced })
    }

    fn refuse_move(delivery: &Delivery, advice: &'static str) -> Error {
        Error::refused(ErrorKind::MoveRefused, "move", Some(delivery.path()), advice)
    }

    /// Content to sync.
    pub(super) fn unsynced(&self) -> Option<&OpenFile> {
        self.unsynced.as_ref()
    }

    /// Brings the content to the disk, if the options ask for it. Content that cannot be synced is
    /// not placed.
    pub(super) fn sync(&mut self, target: &Target) -> Result<()> {
        match self.unsynced.take() {
            Some(content) => content.sync().inspect_err(|_| self.discard(target)),
            None => Ok(()),
        }
    }

    /// Returns what still has to be synced, for a caller that does so later.
    pub(super) fn take_unsynced(&mut self) -> Option<OpenFile> {
        self.unsynced.take()
    }

    /// Renames into place. For a move this step cannot be undone.
    pub(super) fn place(&self, delivery: &mut Delivery, target: &mut Target) -> Result<()> {
        if let Some(temp) = &self.copy {
            return target.put(None, temp.as_ref(), &self.name).inspect_err(|_| self.discard(target));
        }
        delivery.check_lock()?;
        let claim = delivery.claim();
        match target.put(Some(claim.batch.dir()), &claim.record.name, &self.name) {
            Err(error) if error.refuses_rename() => {
                target.refuses_moves = true;
                Err(Self::refuse_move(delivery, ADVICE_MOUNT))
            }
            placed => placed.map(|()| delivery.note_moved()),
        }
    }

    /// Removes a copy that will not be placed.
    fn discard(&self, target: &Target) {
        if let Some(temp) = &self.copy {
            let _ = target.dir.unlink(temp);
        }
    }

    /// Places one delivery, and makes that durable.
    pub(super) fn finish(mut self, delivery: &mut Delivery, target: &mut Target) -> Result<()> {
        self.sync(target)?;
        self.place(delivery, target)?;
        if !target.is_durable {
            return Ok(());
        }
        target.dir.sync()?;
        if self.is_move() { delivery.claim().batch.dir().sync() } else { Ok(()) }
    }

    /// Returns whether it is the claimed file itself.
    pub(super) fn is_move(&self) -> bool {
        self.copy.is_none()
    }
}

/// Removes what an earlier attempt at the same delivery has left.
fn remove_half_copy(delivery: &Delivery, target: &Dir) -> Result<()> {
    if delivery.attempt() > 1 {
        half_copies(delivery.id()).iter().try_for_each(|name| target.unlink(name).map(drop))?;
    }
    Ok(())
}

/// Returns the hidden name of an incomplete copy.
pub(super) fn temp_name(id: &str) -> String {
    format!(".sync_ingest-copy-{id}")
}

/// The names that an incomplete copy can have; the second one is that of release 0.1.0.
pub(super) fn half_copies(id: &str) -> [String; 2] {
    [temp_name(id), format!(".sync_ingest-{id}")]
}

fn wanted(options: &Options) -> Wanted {
    Wanted { sha256: options.sha256, sha1: options.sha1 }
}
