//! Tables in C: how one is read, what is done with it, and its rows and changes, in batches.

mod batch;
mod findings;
mod jobs;
mod kinds;
mod options;
mod reasons;
mod refused;
mod rows;
mod table;

#[cfg(test)]
pub(super) use {
    jobs::sync_ingest_table_jobs,
    options::sync_ingest_table_options,
    rows::{sync_ingest_table_changes, sync_ingest_table_rows},
    table::sync_ingest_table,
};
