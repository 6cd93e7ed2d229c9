//! A delivery on its way into a directory.

use super::target::Target;
use crate::delivery::Delivery;
use crate::error::{Error, ErrorKind, Result};
use crate::fs::{Dir, Wanted, file};
use crate::options::Options;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::path::PathBuf;

const MOVE_ADVICE: &str = "copy it instead: whoever delivered it could still change it in the store";

/// A delivery on its way into a directory: everything is prepared but the last rename.
#[derive(Debug)]
pub(super) struct Placing {
    name: OsString,
    /// The copy under its temporary name; `None`: the claimed file itself will be moved.
    copy: Option<String>,
    /// Content that is to be synced before it is placed.
    unsynced: Option<(File, PathBuf)>,
}

impl Placing {
    /// Copies the content under a temporary name.
    pub(super) fn copy(delivery: &mut Delivery, target: &mut Target, name: &OsStr, sync: bool) -> Result<Self> {
        target.reserve(delivery.size(), name)?;
        let target = &target.dir;
        let temp = temp_name(delivery.id());
        let path = target.path_of(&temp);
        remove_half_copy(delivery, target)?;
        let copy = target.create_new(&temp, 0o644)?;
        let wanted = wanted(delivery.options());
        if let Err(error) = delivery.copy_content((&copy, &path), wanted, sync) {
            let _ = target.unlink(&temp);
            return Err(error);
        }
        Ok(Self { name: name.to_owned(), copy: Some(temp), unsynced: sync.then_some((copy, path)) })
    }

    /// Makes sure that moving is allowed: on one file system, and either the agent is trusted, or the file is sealed.
    pub(super) fn movement(
        delivery: &mut Delivery,
        target: &Target,
        name: &OsStr,
        sealed: bool,
        sync: bool,
    ) -> Result<Self> {
        let may_move = sealed || delivery.options().trust_agent;
        if !may_move || delivery.claim().stat()?.device != target.stat.device {
            return Err(Error::refused(ErrorKind::MoveRefused, "move", Some(delivery.path()), MOVE_ADVICE));
        }
        delivery.check_same()?;
        remove_half_copy(delivery, &target.dir)?;
        let Wanted { sha256, sha1 } = wanted(delivery.options());
        let (has_sha256, has_sha1) = (delivery.digests().sha256.is_some(), delivery.digests().sha1.is_some());
        // What was sealed before it was hashed has not changed since.
        let is_sure = sealed && delivery.claim().fresh;
        let is_known = is_sure && sha256 <= has_sha256 && sha1 <= has_sha1;
        if !is_known && (sha256 || sha1 || has_sha256 || has_sha1) {
            delivery.hash(Wanted { sha256, sha1 })?;
        }
        let unsynced = sync.then(|| delivery.claim().open()).transpose()?;
        let unsynced = unsynced.map(|file| (file, delivery.path().to_owned()));
        Ok(Self { name: name.to_owned(), copy: None, unsynced })
    }

    /// Content that is to be synced.
    pub(super) fn unsynced(&self) -> Option<&File> {
        self.unsynced.as_ref().map(|(content, _)| content)
    }

    /// Brings the content to the disk, where that is asked for. What cannot be synced is not placed.
    pub(super) fn sync(&mut self, target: &Target) -> Result<()> {
        match self.unsynced.take() {
            Some((content, path)) => file::sync(&content, &path).inspect_err(|_| self.discard(target)),
            None => Ok(()),
        }
    }

    /// What is still to be synced, for whoever does that later.
    pub(super) fn take_unsynced(&mut self) -> Option<File> {
        self.unsynced.take().map(|(file, _)| file)
    }

    /// Renames into place. For a move this is the step that cannot be taken back.
    pub(super) fn place(&self, delivery: &mut Delivery, target: &Target) -> Result<()> {
        match &self.copy {
            Some(temp) => target.dir.rename(temp, &target.dir, &self.name).inspect_err(|_| self.discard(target)),
            None => {
                delivery.check_lock()?;
                let claim = delivery.claim();
                claim.batch.dir().rename(&claim.record.name, &target.dir, &self.name)?;
                delivery.note_moved();
                Ok(())
            }
        }
    }

    /// Removes the copy that will not be placed.
    fn discard(&self, target: &Target) {
        if let Some(temp) = &self.copy {
            let _ = target.dir.unlink(temp);
        }
    }

    /// Places a single one, and makes that durable.
    pub(super) fn finish(mut self, delivery: &mut Delivery, target: &Target, durable: bool) -> Result<()> {
        self.sync(target)?;
        self.place(delivery, target)?;
        if !durable {
            return Ok(());
        }
        target.dir.sync()?;
        if self.is_move() { delivery.claim().batch.dir().sync() } else { Ok(()) }
    }

    /// Whether it is the claimed file itself.
    pub(super) fn is_move(&self) -> bool {
        self.copy.is_none()
    }
}

/// Removes what an earlier attempt at the same delivery has left.
fn remove_half_copy(delivery: &Delivery, target: &Dir) -> Result<()> {
    if delivery.attempt() > 1 {
        target.unlink(temp_name(delivery.id()))?;
    }
    Ok(())
}

/// The hidden name of a copy that is not complete.
pub(super) fn temp_name(id: &str) -> String {
    format!(".sync_ingest-{id}")
}

fn wanted(options: &Options) -> Wanted {
    Wanted { sha256: options.sha256, sha1: options.sha1 }
}
