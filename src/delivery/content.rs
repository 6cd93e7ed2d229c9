//! Reading a delivery: the reader compares the content with everything that is known of it.

use super::Delivery;
use crate::error::Result;
use crate::fs::{self, OpenFile, Wanted};
use crate::offer::locked;
use crate::report::Digests;
use std::sync::Arc;

impl Delivery {
    /// Copies the content and keeps its hashes.
    pub(crate) fn copy_content(&mut self, target: &OpenFile, wanted: Wanted, will_be_synced: bool) -> Result<()> {
        let wanted = self.with_known(wanted)?;
        let source = self.claim.open()?;
        let size = self.size();
        let mut tick = self.tick();
        let digests = fs::copy(&source, target, size, wanted, will_be_synced, &mut tick)?;
        self.claim.check_unchanged(&source)?;
        self.keep(digests)
    }

    /// Hashes the content and keeps its hashes.
    pub(crate) fn hash(&mut self, wanted: Wanted) -> Result<()> {
        let wanted = self.with_known(wanted)?;
        let source = self.claim.open()?;
        let mut tick = self.tick();
        let digests = fs::hash(&source, self.size(), wanted, &mut tick)?;
        self.claim.check_unchanged(&source)?;
        self.keep(digests)
    }

    /// Its reader compares it with everything that is known of it.
    fn with_known(&self, wanted: Wanted) -> Result<Wanted> {
        self.check_same()?;
        Ok(Wanted {
            sha256: wanted.sha256 || self.digests.sha256.is_some(),
            sha1: wanted.sha1 || self.digests.sha1.is_some(),
        })
    }

    /// Refuses to continue with a content that has changed.
    pub(crate) fn check_same(&self) -> Result<()> {
        if self.changed { Err(self.claim.changed()) } else { Ok(()) }
    }

    /// Between chunks of a long transfer the lock is refreshed. Whether it is still ours shows with
    /// the answer.
    fn tick(&self) -> impl FnMut() + use<> {
        let session = Arc::clone(&self.session);
        move || {
            let _ = locked(&session).refresh_lock_if_due();
        }
    }

    /// A writer with a shared mapping leaves no trace but in the content.
    fn keep(&mut self, digests: Digests) -> Result<()> {
        let differs = |known: &Option<String>, read: &Option<String>| known.is_some() && known != read;
        if differs(&self.digests.sha256, &digests.sha256) || differs(&self.digests.sha1, &digests.sha1) {
            self.changed = true;
            locked(&self.session).note_changed(&self.claim);
            return Err(self.claim.changed());
        }
        self.digests = digests;
        Ok(())
    }
}
