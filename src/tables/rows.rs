//! The normalised rows, one after the other.

use super::failure::TableResult;
use super::layout::Layout;
use super::reader::DataRow;
use super::walk::{Known, Standing, Walk};

/// The good rows in the order of the file, pulled one after the other. Reads the file again, and
/// fails if it has changed.
#[derive(Debug)]
pub struct Rows {
    known: Known,
    /// `None` before the first row and after the last one.
    walk: Option<Walk>,
    is_done: bool,
    cells: Cells,
}

/// The cells of a row, in one text.
#[derive(Debug, Default)]
struct Cells {
    line: u64,
    text: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Cells {
    fn set(&mut self, row: &DataRow<'_>, layout: &Layout) {
        self.text.clear();
        self.ends.clear();
        self.line = row.line;
        for column in &layout.delivered {
            self.text.push_str(std::str::from_utf8(&row.record.cell(row.text, *column)).unwrap_or_default());
            self.ends.push(self.text.len());
        }
    }
}

/// A good row: its cells in the order of [`Check::columns`](super::Check#structfield.columns).
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    line: u64,
    text: &'a str,
    ends: &'a [usize],
}

impl Rows {
    pub(super) fn new(known: Known) -> Self {
        Self { known, walk: None, is_done: false, cells: Cells::default() }
    }

    /// Returns the next row, which is valid until the next call; `None` after the last one, and
    /// after an error.
    ///
    /// # Errors
    /// The file has changed since it was checked, or cannot be read.
    ///
    /// # Examples
    /// ```
    /// use sync_ingest::tables::{Jobs, Table, TableOptions};
    ///
    /// let table = Table::from_source(b"id;name\n1;Ada\n".to_vec(), TableOptions::default())?;
    /// let mut rows = table.run(&Jobs::default())?.rows();
    /// while let Some(row) = rows.next_row()? {
    ///     assert_eq!((row.line(), row.iter().collect::<Vec<_>>()), (2, vec!["1", "Ada"]));
    /// }
    /// # Ok::<(), sync_ingest::tables::TableError>(())
    /// ```
    pub fn next_row(&mut self) -> TableResult<Option<Row<'_>>> {
        if self.is_done {
            return Ok(None);
        }
        // An error ends it, too.
        self.is_done = true;
        let mut walk = match self.walk.take() {
            Some(walk) => walk,
            None => Walk::new(&self.known)?,
        };
        while let Some((standing, _)) = walk.advance()? {
            if let Standing::Good(_) = standing {
                self.cells.set(&walk.reader.row(), &walk.reader.layout);
                self.walk = Some(walk);
                self.is_done = false;
                let Cells { line, text, ends } = &self.cells;
                return Ok(Some(Row { line: *line, text, ends }));
            }
        }
        Ok(None)
    }
}

impl<'a> Row<'a> {
    /// Returns the physical line on which it begins, from 1.
    ///
    /// # Examples
    /// ```
    /// # use sync_ingest::tables::{Jobs, Table, TableOptions};
    /// # let table = Table::from_source(b"id\n\n7\n".to_vec(), TableOptions::default())?;
    /// # let mut rows = table.run(&Jobs::default())?.rows();
    /// # let Some(row) = rows.next_row()? else { panic!() };
    /// assert_eq!(row.line(), 3);
    /// # Ok::<(), sync_ingest::tables::TableError>(())
    /// ```
    #[must_use]
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Returns how many cells it has.
    ///
    /// # Examples
    /// ```
    /// # use sync_ingest::tables::{Jobs, Table, TableOptions};
    /// # let table = Table::from_source(b"id,name\n7,Ada\n".to_vec(), TableOptions::default())?;
    /// # let mut rows = table.run(&Jobs::default())?.rows();
    /// # let Some(row) = rows.next_row()? else { panic!() };
    /// assert_eq!((row.len(), row.is_empty()), (2, false));
    /// # Ok::<(), sync_ingest::tables::TableError>(())
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns whether it has no cells, which no row has.
    ///
    /// # Examples
    /// See [`len`](Self::len).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Returns a cell, `None` beyond the last one.
    ///
    /// # Examples
    /// ```
    /// # use sync_ingest::tables::{Jobs, Table, TableOptions};
    /// # let table = Table::from_source(b"id,name\n7,Ada\n".to_vec(), TableOptions::default())?;
    /// # let mut rows = table.run(&Jobs::default())?.rows();
    /// # let Some(row) = rows.next_row()? else { panic!() };
    /// assert_eq!((row.get(1), row.get(2)), (Some("Ada"), None));
    /// # Ok::<(), sync_ingest::tables::TableError>(())
    /// ```
    #[must_use]
    pub fn get(&self, column: usize) -> Option<&'a str> {
        let start = column.checked_sub(1).map_or(0, |before| self.ends.get(before).copied().unwrap_or_default());
        self.text.get(start..*self.ends.get(column)?)
    }

    /// Returns the cells one after the other.
    ///
    /// # Examples
    /// See [`Rows::next_row`].
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &'a str> + use<'a> {
        let row = *self;
        (0..row.len()).map(move |column| row.get(column).unwrap_or_default())
    }
}
