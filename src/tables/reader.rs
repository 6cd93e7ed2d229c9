//! The data rows of a table, one after the other, each with its verdict.

use super::check::Warning;
use super::delimiter::{self, Detected};
use super::dialect::{Dialect, Judged, Stop};
use super::encoding::markup;
use super::failure::{Refused, TableResult};
use super::footer::{Footers, Pattern};
use super::layout::Layout;
use super::options::{Header, Limits, TableOptions};
use super::reasons::{RefusalReason, WarningKind};
use super::scan::{Record, Scan, Scanner};
use super::source::Source;
use super::text::Text;
use super::verdict::{Verdict, judge_row};
use super::warnings::Warnings;
use std::sync::Arc;

/// How much text decides about the delimiter, unless the file is shorter.
const SAMPLE: usize = 1 << 20;

/// The data rows of a table.
#[derive(Debug)]
pub(super) struct Reader {
    source: Arc<dyn Source>,
    pub(super) dialect: Dialect,
    pub(super) delimiter: u8,
    pub(super) layout: Arc<Layout>,
    pub(super) warnings: Warnings,
    /// Data rows so far, good and bad.
    pub(super) rows: u64,
    limits: Limits,
    text: Text,
    scanner: Scanner,
    record: Record,
    footers: Footers,
    /// The footer that turned out to be a row, while it is the current one.
    replayed: Option<Vec<u8>>,
    /// The line of the current row, and the bytes and lines to go on by.
    line: u64,
    step: (usize, u64),
    next_line: u64,
    skipped: u64,
    verdict: Verdict,
}

/// A data row.
#[derive(Clone, Copy, Debug)]
pub(super) struct DataRow<'a> {
    /// What it is in the file, decoded, without its line end.
    pub(super) text: &'a [u8],
    pub(super) record: &'a Record,
    pub(super) line: u64,
    pub(super) verdict: Verdict,
}

impl Reader {
    /// Reads up to the header, and the header.
    pub(super) fn open(source: &Arc<dyn Source>, options: &TableOptions, dialect: Dialect) -> Result<Self, Stop> {
        let limits = options.limits.capped();
        let mut reader = Self {
            source: Arc::clone(source),
            text: Text::new(Arc::clone(source), dialect.encoding, dialect.begin),
            delimiter: b',',
            scanner: Scanner::new(b',', limits),
            layout: Arc::new(Layout::new(Vec::new(), &TableOptions::default())?),
            warnings: Warnings::new(dialect.is_guessed()),
            rows: 0,
            limits,
            record: Record::default(),
            footers: Footers::new(options.footer.as_deref().map(Pattern::new)),
            replayed: None,
            line: 1,
            step: (0, 0),
            next_line: 1,
            skipped: 0,
            verdict: Verdict::default(),
            dialect,
        };
        while reader.text.rest().len() < SAMPLE && !reader.text.is_at_end() {
            reader.fill()?;
        }
        if let Some(reason) = markup(reader.text.rest()) {
            return Err(reader.refused(reason, 1, 0)?.into());
        }
        reader.skip_lines(options.skip_lines)?;
        reader.choose_delimiter(options)?;
        reader.read_header(options)?;
        Ok(reader)
    }

    /// The file is refused for what is at this place of the rest, on this line.
    fn refused(&self, reason: RefusalReason, line: u64, at: usize) -> TableResult<Refused> {
        Ok(Refused { reason, line: Some(line), byte: self.text.byte_of(at)? })
    }

    /// Reads on. The first bytes that are no UTF-8 make it necessary to judge the whole file.
    fn fill(&mut self) -> Result<(), Stop> {
        self.text.read_on()?;
        if self.dialect.is_open() && self.text.has_malformed() {
            match self.dialect.judge(&*self.source)? {
                Judged::Same(dialect) => self.dialect = dialect,
                Judged::Other(dialect) => return Err(Stop::Again(dialect)),
            }
        }
        Ok(())
    }

    fn skip_lines(&mut self, lines: u64) -> Result<(), Stop> {
        for _ in 0..lines {
            self.skip_line()?;
        }
        Ok(())
    }

    /// Skips a physical line, without regard to quotes.
    fn skip_line(&mut self) -> Result<(), Stop> {
        loop {
            let rest = self.text.rest();
            let end = memchr::memchr2(b'\n', b'\r', rest);
            let length = match end.map(|end| (end, &rest[end..])) {
                Some((end, [b'\r', b'\n', ..])) => end + 2,
                Some((end, [b'\r'])) if !self.text.is_at_end() => end,
                Some((end, _)) => end + 1,
                None => rest.len(),
            };
            let is_done = self.text.is_at_end() || length > end.unwrap_or(length);
            self.text.consume(length);
            if is_done {
                self.next_line += u64::from(end.is_some());
                return Ok(());
            }
            self.fill()?;
        }
    }

    fn choose_delimiter(&mut self, options: &TableOptions) -> Result<(), Stop> {
        let rest = self.text.rest();
        let line = &rest[..memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())];
        let mut named = None;
        if let Some(separator) = delimiter::separator_line(line) {
            named = delimiter::named_by(separator);
            if named.is_none() || options.delimiter.is_some_and(|pinned| Some(pinned) != named) {
                return Err(self.refused(RefusalReason::SeparatorLine, self.next_line, 4)?.into());
            }
            self.skip_line()?;
        }
        let known = options.delimiter.or(named);
        let known = known.map(|delimiter| Detected { delimiter, is_agreed: true });
        let found = known.or_else(|| delimiter::detect(self.text.rest(), self.text.is_at_end(), self.limits));
        if !found.is_some_and(|found| found.is_agreed) {
            self.warnings.count(WarningKind::NoDelimiter, 1);
        }
        self.delimiter = found.map_or(b',', |found| found.delimiter);
        self.scanner = Scanner::new(self.delimiter, self.limits);
        Ok(())
    }

    fn read_header(&mut self, options: &TableOptions) -> Result<(), Stop> {
        if !self.next_record()? {
            return Err(Refused { reason: RefusalReason::Empty, line: Some(1), byte: 0 }.into());
        }
        if self.record.count > self.limits.columns {
            return Err(self.refused(RefusalReason::TooManyColumns, self.line, 0)?.into());
        }
        let header: Vec<String> = match options.header {
            Header::Absent => (1..=self.record.count).map(|column| column.to_string()).collect(),
            _ => {
                let is_malformed = self.text.is_malformed_within(self.step.0);
                if is_malformed || self.record.text_after_quote.is_some() {
                    return Err(self.refused(RefusalReason::HeaderUnreadable, self.line, 0)?.into());
                }
                let cell = |column| String::from_utf8_lossy(&self.record.cell(self.text.rest(), column)).into_owned();
                (0..self.record.count).map(cell).collect()
            }
        };
        let layout = match Layout::new(header, options) {
            Ok(layout) => layout,
            Err(reason) => return Err(self.refused(reason, self.line, 0)?.into()),
        };
        self.warnings.about_header(&layout, self.line);
        self.layout = Arc::new(layout);
        self.next_line = self.line + self.step.1;
        if options.header == Header::Absent {
            // It is a row: the next step comes back to it.
            (self.step, self.next_line) = ((0, 0), self.line);
        } else {
            self.note_end();
        }
        Ok(())
    }

    /// Finds the next record that is somebody's. Returns `false` at the end.
    fn next_record(&mut self) -> Result<bool, Stop> {
        loop {
            self.replayed = None;
            self.text.consume(self.step.0);
            self.step = (0, 0);
            if !self.scan()? {
                return Ok(false);
            }
            self.line = self.next_line;
            let length = self.record.length;
            let text = &self.text.rest()[..length];
            let is_blank = !self.record.has_content
                || self.layout.width() != 1
                    && self.record.count == 1
                    && text.iter().all(|byte| matches!(byte, b' ' | b'\t'));
            let is_footer = !is_blank
                && self.layout.width() > 0
                && self.record.lines == 1
                && self.footers.matches(text)
                && !self.text.is_malformed_within(length);
            if is_footer {
                self.footers.push(text, self.line, self.record.is_terminated);
            }
            if !is_blank && (!is_footer || self.footers.are_too_many()) {
                if let Some(footer) = self.footers.pop() {
                    // What looked like a footer is none: a row follows it.
                    match is_footer {
                        true => self.go_on(),
                        false => self.step = (0, 0),
                    }
                    self.line = footer.line;
                    self.scanner.scan(&footer.text, true, &mut self.record);
                    self.record.is_terminated = footer.is_terminated;
                    self.replayed = Some(footer.text);
                    return Ok(true);
                }
            }
            self.go_on();
            if !is_blank && !is_footer {
                return Ok(true);
            }
            self.note_end();
            self.skipped += u64::from(is_blank);
            if self.skipped > self.limits.rows {
                return Err(self.refused(RefusalReason::TooManyRows, self.line, 0)?.into());
            }
        }
    }

    /// The current record is done with the next step.
    fn go_on(&mut self) {
        self.next_line += self.record.lines;
    }

    fn scan(&mut self) -> Result<bool, Stop> {
        loop {
            if self.text.rest().is_empty() {
                if self.text.is_at_end() {
                    return Ok(false);
                }
            } else {
                match self.scanner.scan(self.text.rest(), self.text.is_at_end(), &mut self.record) {
                    Scan::Record(length) => {
                        self.step = (length, self.record.lines);
                        return Ok(true);
                    }
                    Scan::Incomplete => {}
                    Scan::Refused { reason, at, lines } => {
                        return Err(self.refused(reason, self.next_line + lines, at)?.into());
                    }
                }
            }
            self.fill()?;
        }
    }

    fn note_end(&mut self) {
        if !self.record.is_terminated {
            self.warnings.count(WarningKind::NoFinalNewline, 1);
        }
    }

    /// What a person should look at, after the last row.
    pub(super) fn finish(mut self) -> Vec<Warning> {
        self.warnings.count(WarningKind::SkippedRows, self.skipped + u64::from(self.text.had_end_mark));
        self.warnings.count(WarningKind::TrailingCell, u64::from(self.dialect.has_trailing_cell == Some(true)));
        self.warnings.finish()
    }

    /// Goes to the next data row. Returns `false` at the end.
    pub(super) fn advance(&mut self) -> Result<bool, Stop> {
        if !self.next_record()? {
            return Ok(false);
        }
        self.rows += 1;
        if self.rows > self.limits.rows {
            return Err(self.refused(RefusalReason::TooManyRows, self.line, 0)?.into());
        }
        let is_malformed = self.replayed.is_none() && self.text.is_malformed_within(self.step.0);
        let text = self.replayed.as_deref().unwrap_or(&self.text.rest()[..self.record.length]);
        self.verdict = judge_row(text, &self.record, is_malformed, &self.layout, &mut self.dialect.has_trailing_cell)
            .map_err(|()| Stop::Again(self.dialect.without_trailing_cell()))?;
        if !self.record.is_ascii && !is_malformed {
            self.warnings.about_row(text, &self.record, self.line);
        }
        if self.replayed.is_none() {
            self.note_end();
        }
        Ok(true)
    }

    /// The current row.
    pub(super) fn row(&self) -> DataRow<'_> {
        let text = self.replayed.as_deref().unwrap_or(&self.text.rest()[..self.record.length]);
        DataRow { text, record: &self.record, line: self.line, verdict: self.verdict }
    }

    /// The line of the current row.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// How far the source has been read.
    pub(super) fn offset(&self) -> u64 {
        self.text.offset()
    }
}
