//! What a person should look at, collected row by row.

use super::check::{Warning, WarningCell};
use super::encoding::is_double_encoded;
use super::layout::Layout;
use super::reasons::WarningKind;
use super::scan::Record;
use std::collections::BTreeMap;

/// How many cells each kind of warning shows.
const CELLS: usize = 5;
/// How many characters of a cell.
const CHARACTERS: usize = 100;

/// What a person should look at.
#[derive(Debug)]
pub(super) struct Warnings {
    by_kind: BTreeMap<WarningKind, (u64, Vec<WarningCell>)>,
    encoding_is_guessed: bool,
    scratch: Vec<u8>,
}

impl Warnings {
    pub(super) fn new(encoding_is_guessed: bool) -> Self {
        let mut warnings = Self { by_kind: BTreeMap::new(), encoding_is_guessed, scratch: Vec::new() };
        if encoding_is_guessed {
            warnings.by_kind.insert(WarningKind::EncodingGuessed, (0, Vec::new()));
        }
        warnings
    }

    /// Counts what no cell shows.
    pub(super) fn count(&mut self, kind: WarningKind, count: u64) {
        if count > 0 {
            self.by_kind.entry(kind).or_default().0 += count;
        }
    }

    fn cell(&mut self, kind: WarningKind, line: u64, column: usize, text: &str) {
        let (count, cells) = self.by_kind.entry(kind).or_default();
        *count += 1;
        if cells.len() < CELLS {
            cells.push(WarningCell { line, column: column + 1, text: text.chars().take(CHARACTERS).collect() });
        }
    }

    /// Looks at the names of the columns.
    pub(super) fn about_header(&mut self, layout: &Layout, line: u64) {
        let names = &layout.header;
        let repeated =
            |name: &str, all: &[String]| !name.is_empty() && all.iter().filter(|one| *one == name).count() > 1;
        for column in layout.columns_where(repeated) {
            self.cell(WarningKind::RepeatedColumn, line, column, &names[column]);
        }
        for column in layout.columns_where(|name, _| name.is_empty()) {
            self.cell(WarningKind::UnnamedColumn, line, column, &names[column]);
        }
        if self.encoding_is_guessed {
            for (column, name) in names.iter().enumerate().filter(|(_, name)| !name.is_ascii()) {
                self.cell(WarningKind::EncodingGuessed, line, column, name);
            }
        }
    }

    /// Looks at the cells of a row that has more than ASCII.
    pub(super) fn about_row(&mut self, text: &[u8], record: &Record, line: u64) {
        for column in (0..record.known_cells()).filter(|column| !record.is_ascii(*column)) {
            let bytes = record.cell(text, column);
            let Ok(cell) = std::str::from_utf8(&bytes) else { continue };
            if self.encoding_is_guessed {
                self.cell(WarningKind::EncodingGuessed, line, column, cell);
            }
            if cell.contains('\u{fffd}') {
                self.cell(WarningKind::ReplacementCharacter, line, column, cell);
            }
            if record.has_control && cell.contains(|c| ('\u{80}'..='\u{9f}').contains(&c)) {
                self.cell(WarningKind::C1Character, line, column, cell);
            }
            if is_double_encoded(cell, &mut self.scratch) {
                self.cell(WarningKind::DoubleEncoded, line, column, cell);
            }
        }
    }

    /// All of them, each kind once.
    pub(super) fn finish(&self) -> Vec<Warning> {
        let warning = |(kind, (count, cells)): (&WarningKind, &(u64, Vec<WarningCell>))| Warning {
            kind: *kind,
            count: (*count).max(1),
            cells: cells.clone(),
        };
        self.by_kind.iter().map(warning).collect()
    }
}
