//! One run over a table: check, normalise, compare, in one parse.

use super::changes::Changes;
use super::check::{BadRow, Check, Warning};
use super::compare::{Comparison, Fate, Fates, HashFiles, compare};
use super::dialect::{Dialect, Stop, pinned};
use super::entries::{Entries, Entry};
use super::failure::{Refused, TableError, TableResult};
use super::hash_file::{HashReader, HashWriter, Owner};
use super::hashing::Hashing;
use super::jobs::{Jobs, Stamp};
use super::layout::Layout;
use super::normal::NormalFiles;
use super::options::TableOptions;
use super::reader::Reader;
use super::reasons::{BadReason, RefusalReason, WarningKind};
use super::source::failure;
use super::walk::{Known, Standing, Walk, Worth, check_unchanged};
use super::{Findings, Table};
use crate::error::Error;
use crate::fs::Replacement;
use std::path::Path;
use std::sync::Arc;

/// Refuses what makes no sense before anything is read.
pub(super) fn check_options(options: &TableOptions) -> Result<(), Error> {
    if let Some(label) = &options.encoding {
        pinned(label)?;
    }
    let is_delimiter =
        |byte: u8| byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'"' | b'\r' | b'\n' | 0);
    if !options.delimiter.is_none_or(is_delimiter) {
        return Err(Error::invalid(
            "split at that delimiter",
            "give an ASCII character that is no letter, digit, quote or line end",
        ));
    }
    if options.only_mapped && options.map.is_empty() {
        return Err(Error::invalid("deliver mapped columns alone", "map at least one column"));
    }
    Ok(())
}

pub(super) fn run(table: &Table, jobs: &Jobs) -> TableResult<Findings> {
    if jobs.changes && table.options.key.is_empty() {
        return Err(Error::invalid("find changes without a key", "name the columns that identify a row").into());
    }
    if let Some(normalise) = jobs.normalise.as_ref().filter(|normalise| normalise.to == normalise.bad) {
        let advice = "give two paths, one for good rows and one for bad ones";
        let error = Error::refused(
            crate::ErrorKind::InvalidArgument,
            "write good and bad rows to",
            Some(&normalise.to),
            advice,
        );
        return Err(error.into());
    }
    let known = Known {
        source: Arc::clone(&table.source),
        options: Arc::clone(&table.options),
        state: table.source.state().map_err(failure)?,
        dialect: Dialect::new(&*table.source, &table.options)?,
        fates: Arc::default(),
    };
    let mut run = Run { jobs, hashing: Hashing::new(table.options.secret.as_deref(), table.options.rule), known };
    loop {
        match run.pass() {
            Ok(findings) => return Ok(findings),
            // What has changed meanwhile need not make sense.
            Err(Stop::Failed(TableError::Refused(refused))) if run.has_changed()? => {
                return Err(Refused { reason: RefusalReason::ChangedWhileRead, ..refused }.into());
            }
            Err(Stop::Failed(error)) => return Err(error),
            Err(Stop::Again(dialect)) => run.known.dialect = dialect,
        }
    }
}

struct Run<'a> {
    jobs: &'a Jobs,
    hashing: Hashing,
    known: Known,
}

/// What a pass collects of rows.
struct Collected {
    entries: Entries,
    bad: Vec<BadRow>,
    bad_count: u64,
    empty_keys: u64,
    unreadable_since: Option<u64>,
}

impl Run<'_> {
    fn has_changed(&self) -> TableResult<bool> {
        Ok(self.known.source.state().map_err(failure)? != self.known.state)
    }

    fn pass(&mut self) -> Result<Findings, Stop> {
        let known = &self.known;
        let mut reader = Reader::open(&known.source, &known.options, known.dialect)?;
        let layout = Arc::clone(&reader.layout);
        let mut hashes = HashFiles::default();
        if let Some((path, stamp)) = &self.jobs.against {
            hashes.base = Some(HashReader::open(path, &self.owner(stamp, &layout), &self.hashing)?);
        }
        let mut files = self.create_files(&layout)?;
        let collected = self.collect(&mut reader, &layout, files.as_mut())?;
        check_unchanged(&*self.known.source, self.known.state, &reader)?;
        if let Some((path, stamp)) = &self.jobs.write {
            hashes.new = Some(HashWriter::create(path, &self.owner(stamp, &layout), &self.hashing)?);
        }
        let Collected { entries, bad, bad_count, empty_keys, unreadable_since } = collected;
        let mut found = compare(entries, &mut hashes, self.jobs.changes, unreadable_since)?;
        self.known.dialect = reader.dialect;
        self.known.fates = Arc::new(std::mem::take(&mut found.fates));
        if found.withholds_rows() && files.is_some() {
            drop(files.take());
            files = self.write_again(&layout)?;
        }
        let mut placed: Vec<Replacement> = Vec::new();
        if let Some(files) = files {
            placed.extend(files.finish()?);
        }
        if let Some(new) = hashes.new {
            placed.push(new.finish()?);
        }
        Replacement::place_all(placed)?;

        let is_keyed = !layout.key.is_empty();
        let check = Check {
            encoding: reader.dialect.encoding.name(),
            encoding_evidence: reader.dialect.evidence,
            delimiter: reader.delimiter,
            header: layout.header.clone(),
            columns: layout.names.clone(),
            rows: reader.rows,
            bad_count: bad_count + found.duplicates,
            bad: with_duplicates(bad, &self.known.fates, self.known.options.bad_listed),
            duplicate_keys: is_keyed.then_some(found.duplicate_keys),
            empty_keys: is_keyed.then_some(empty_keys),
            warnings: warnings(reader, &found),
        };
        let Comparison { added, changed, unchanged, gone, .. } = found;
        let changes = self.jobs.changes.then_some(Changes { added, changed, unchanged, gone });
        Ok(Findings { check, changes, known: self.known.clone() })
    }

    fn owner<'a>(&self, stamp: &'a Stamp, layout: &'a Layout) -> Owner<'a> {
        Owner { stamp, keys: &layout.key_names, rule: self.known.options.rule.as_str() }
    }

    fn create_files(&self, layout: &Layout) -> TableResult<Option<NormalFiles>> {
        let create = |(good, bad): (&Path, &Path)| NormalFiles::create(good, bad, layout);
        self.jobs.normalise.as_ref().map(|normalise| create((&normalise.to, &normalise.bad))).transpose()
    }

    fn collect(
        &mut self,
        reader: &mut Reader,
        layout: &Layout,
        mut files: Option<&mut NormalFiles>,
    ) -> Result<Collected, Stop> {
        let (is_keyed, listed) = (!layout.key.is_empty(), self.known.options.bad_listed);
        let mut all =
            Collected { entries: Entries::new(), bad: Vec::new(), bad_count: 0, empty_keys: 0, unreadable_since: None };
        while reader.advance()? {
            let row = reader.row();
            let worth = Worth::of(&row, reader, &mut self.hashing);
            all.empty_keys += u64::from(worth.is_empty_key);
            match (worth.bad, worth.key) {
                (None, Some(key)) => {
                    all.entries.push(Entry::good(key, row.line, self.hashing.row(row.text, row.record, layout)));
                }
                (Some(_), Some(key)) => all.entries.push(Entry::bad(key, row.line)),
                (_, None) if is_keyed => all.unreadable_since = all.unreadable_since.or(Some(row.line)),
                _ => {}
            }
            if let Some(reason) = worth.bad {
                all.bad_count += 1;
                if all.bad.len() < listed {
                    all.bad.push(BadRow { line: row.line, reason });
                }
            }
            match (&mut files, worth.bad) {
                (None, _) => {}
                (Some(files), None) => files.good(&row, layout)?,
                (Some(files), Some(reason)) => files.bad(&row, reason)?,
            }
        }
        Ok(all)
    }

    /// Rows that turned out to be bad because of later ones have to be taken out of what was
    /// written.
    fn write_again(&self, layout: &Layout) -> TableResult<Option<NormalFiles>> {
        let Some(mut files) = self.create_files(layout)? else { return Ok(None) };
        let mut walk = Walk::new(&self.known)?;
        while let Some((standing, _)) = walk.advance()? {
            let row = walk.reader.row();
            match standing {
                Standing::Good(_) => files.good(&row, layout)?,
                Standing::Bad(reason) => files.bad(&row, reason)?,
                Standing::Repeated => {}
            }
        }
        Ok(Some(files))
    }
}

/// Bad rows in the order of the file: those that are bad by themselves, and those whose key has
/// rows that differ.
fn with_duplicates(mut bad: Vec<BadRow>, fates: &Fates, listed: usize) -> Vec<BadRow> {
    let duplicates = fates.iter().filter(|(_, fate)| *fate == Fate::Duplicate);
    bad.extend(duplicates.take(listed).map(|(line, _)| BadRow { line, reason: BadReason::DuplicateKey }));
    bad.sort_unstable_by_key(|row| row.line);
    bad.truncate(listed);
    bad
}

fn warnings(mut reader: Reader, found: &Comparison) -> Vec<Warning> {
    reader.warnings.count(WarningKind::RepeatedRow, found.repeated);
    reader.finish()
}

impl From<TableError> for std::io::Error {
    fn from(error: TableError) -> Self {
        match error {
            TableError::Refused(refused) => Self::new(std::io::ErrorKind::InvalidData, refused.to_string()),
            TableError::Failed(error) => error.into(),
        }
    }
}
