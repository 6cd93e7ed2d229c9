//! The rejected files one by one, however many there are.

use super::area::Area;
use super::reject::listed_id;
use super::rejected_file::RejectedEntry;
use crate::error::Result;
use crate::fs::Dir;
use crate::status::RejectedFile;
use std::sync::Arc;

/// The rejected files one by one: holds the ids that one system call has brought, never all of
/// them.
#[derive(Debug, Default)]
pub(crate) struct RejectedEntries {
    /// `None` where there is no such folder, and at its end.
    rejected: Option<Arc<Dir>>,
    ids: Vec<String>,
}

impl Area {
    pub(crate) fn rejected_entries(&self) -> Result<RejectedEntries> {
        Ok(RejectedEntries { rejected: self.rejected_dir()?.map(Arc::new), ids: Vec::new() })
    }
}

impl RejectedEntries {
    /// The next file; what goes meanwhile may be missing, and what comes too.
    pub(crate) fn next(&mut self) -> Option<Result<RejectedFile>> {
        loop {
            let rejected = Arc::clone(self.rejected.as_ref()?);
            if let Some(id) = self.ids.pop() {
                let described = RejectedEntry::open(&rejected, &id)
                    .and_then(|entry| entry.map(|entry| entry.describe()).transpose());
                if let Some(described) = described.transpose() {
                    return Some(described);
                }
                continue;
            }
            match self.load(&rejected) {
                Ok(true) => {}
                Ok(false) => self.rejected = None,
                Err(error) => {
                    self.rejected = None;
                    return Some(Err(error));
                }
            }
        }
    }

    /// Lists the next ones. Returns whether there was anything left to list.
    fn load(&mut self, rejected: &Dir) -> Result<bool> {
        let ids = &mut self.ids;
        rejected.list_some(&mut |name, entry_type| {
            ids.extend(listed_id(name, entry_type).map(str::to_owned));
        })
    }
}
