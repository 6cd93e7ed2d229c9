//! Normalised tables, and files of bad rows.

use super::failure::TableResult;
use super::layout::Layout;
use super::reader::DataRow;
use super::reasons::BadReason;
use crate::fs::Replacement;
use std::path::Path;

/// Bytes that are written at a time.
const PIECE: usize = 256 * 1024;

/// A CSV file in the making: `,`, `\n`, quoted only where needed.
pub(super) struct CsvFile {
    file: Replacement,
    buffer: Vec<u8>,
}

impl CsvFile {
    fn create(path: &Path) -> TableResult<Self> {
        Ok(Self { file: Replacement::begin(path, 0o666)?, buffer: Vec::with_capacity(PIECE + PIECE / 8) })
    }

    /// Adds a cell, without what follows it.
    fn cell(&mut self, cell: &[u8]) {
        match cell.iter().any(|byte| NEEDS_QUOTES[usize::from(*byte)]) {
            true => self.quoted(cell),
            false => self.buffer.extend_from_slice(cell),
        }
    }

    fn quoted(&mut self, cell: &[u8]) {
        self.buffer.push(b'"');
        let mut rest = cell;
        while let Some(quote) = memchr::memchr(b'"', rest) {
            self.buffer.extend_from_slice(&rest[..=quote]);
            self.buffer.push(b'"');
            rest = &rest[quote + 1..];
        }
        self.buffer.extend_from_slice(rest);
        self.buffer.push(b'"');
    }

    fn delimiter(&mut self) {
        self.buffer.push(b',');
    }

    fn end_row(&mut self) -> TableResult<()> {
        self.buffer.push(b'\n');
        if self.buffer.len() >= PIECE {
            self.write()?;
        }
        Ok(())
    }

    fn write(&mut self) -> TableResult<()> {
        self.file.write(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }

    fn finish(mut self) -> TableResult<Replacement> {
        self.write()?;
        Ok(self.file)
    }
}

/// The bytes for which a cell is quoted.
const NEEDS_QUOTES: [bool; 256] = {
    let mut needs = [false; 256];
    needs[b',' as usize] = true;
    needs[b'"' as usize] = true;
    needs[b'\n' as usize] = true;
    needs[b'\r' as usize] = true;
    needs
};

/// Good rows, and bad ones beside them.
pub(super) struct NormalFiles {
    good: CsvFile,
    bad: CsvFile,
}

impl NormalFiles {
    pub(super) fn create(good: &Path, bad: &Path, layout: &Layout) -> TableResult<Self> {
        let mut files = Self { good: CsvFile::create(good)?, bad: CsvFile::create(bad)? };
        for (column, name) in layout.names.iter().enumerate() {
            if column > 0 {
                files.good.delimiter();
            }
            // What a file must not begin with, or it would be taken for something else.
            let deceives =
                name.starts_with('<') || name.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sep="));
            match column == 0 && deceives {
                true => files.good.quoted(name.as_bytes()),
                false => files.good.cell(name.as_bytes()),
            }
        }
        files.good.end_row()?;
        files.bad.buffer.extend_from_slice(b"line,reason,row");
        files.bad.end_row()?;
        Ok(files)
    }

    pub(super) fn good(&mut self, row: &DataRow<'_>, layout: &Layout) -> TableResult<()> {
        for (index, column) in layout.delivered.iter().enumerate() {
            if index > 0 {
                self.good.delimiter();
            }
            let cell = row.record.cell(row.text, *column);
            match cell.is_empty() && layout.delivered.len() == 1 {
                // An empty line would be no row.
                true => self.good.quoted(&cell),
                false => self.good.cell(&cell),
            }
        }
        self.good.end_row()
    }

    pub(super) fn bad(&mut self, row: &DataRow<'_>, reason: BadReason) -> TableResult<()> {
        self.bad.buffer.extend_from_slice(format!("{},{reason},", row.line).as_bytes());
        self.bad.quoted(row.text);
        self.bad.end_row()
    }

    /// What is returned has to be put into its place.
    pub(super) fn finish(self) -> TableResult<[Replacement; 2]> {
        Ok([self.bad.finish()?, self.good.finish()?])
    }
}
