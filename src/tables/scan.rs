//! Where a record and its cells end: RFC 4180, strictly.

use super::options::Limits;
use super::reasons::RefusalReason;
use std::borrow::Cow;

/// A record: places are bytes from its beginning.
#[derive(Debug, Default)]
pub(super) struct Record {
    /// The length without the line end.
    pub(super) length: usize,
    /// The cells, at most one more than the limit.
    cells: Vec<Cell>,
    /// How many cells there are.
    pub(super) count: usize,
    /// The line end, if there is one, ends it.
    pub(super) is_terminated: bool,
    /// How many lines it takes.
    pub(super) lines: u64,
    /// The first cell that has text behind its closing quote.
    pub(super) text_after_quote: Option<usize>,
    pub(super) has_control: bool,
    pub(super) has_byte_order_mark: bool,
    pub(super) is_ascii: bool,
    pub(super) has_content: bool,
}

#[derive(Clone, Copy, Debug)]
struct Cell {
    start: u32,
    end: u32,
    has_doubled_quotes: bool,
    is_ascii: bool,
}

/// What comes of a scan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Scan {
    /// There is a record, which with its line end is so many bytes long.
    Record(usize),
    /// It is not complete.
    Incomplete,
    /// Where, and how many lines further on.
    Refused { reason: RefusalReason, at: usize, lines: u64 },
}

/// What a byte may be.
#[derive(Clone, Copy, PartialEq)]
enum Class {
    Plain,
    Delimiter,
    Quote,
    LineFeed,
    CarriageReturn,
    Control,
    BeyondAscii,
}

/// Finds records of one delimiter.
pub(super) struct Scanner {
    classes: [Class; 256],
    limits: Limits,
}

impl std::fmt::Debug for Scanner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scanner").field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl Scanner {
    pub(super) fn new(delimiter: u8, limits: Limits) -> Self {
        let mut classes = [Class::Plain; 256];
        classes[..0x20].fill(Class::Control);
        classes[0x80..].fill(Class::BeyondAscii);
        classes[0x7f] = Class::Control;
        classes[usize::from(b'\t')] = Class::Plain;
        classes[usize::from(b'"')] = Class::Quote;
        classes[usize::from(b'\n')] = Class::LineFeed;
        classes[usize::from(b'\r')] = Class::CarriageReturn;
        classes[usize::from(delimiter)] = Class::Delimiter;
        Self { classes, limits }
    }

    fn class(&self, byte: u8) -> Class {
        self.classes[usize::from(byte)]
    }

    /// Finds the first record of a text, which `is_whole` or continues.
    pub(super) fn scan(&self, text: &[u8], is_whole: bool, record: &mut Record) -> Scan {
        let mut scan = Scanning { scanner: self, text, is_whole, record, at: 0 };
        scan.record.clear();
        match scan.record() {
            Ok(length) => Scan::Record(length),
            Err(Stop::Incomplete) => Scan::Incomplete,
            Err(Stop::Refused { reason, at, lines }) => Scan::Refused { reason, at, lines },
        }
    }
}

impl Record {
    fn clear(&mut self) {
        self.cells.clear();
        (self.length, self.count, self.lines) = (0, 0, 0);
        (self.is_terminated, self.has_control, self.has_byte_order_mark) = (false, false, false);
        (self.is_ascii, self.has_content, self.text_after_quote) = (true, false, None);
    }

    /// The bytes of a cell, without its quotes; empty beyond the last cell.
    pub(super) fn cell<'a>(&self, text: &'a [u8], index: usize) -> Cow<'a, [u8]> {
        let Some(cell) = self.cells.get(index) else { return Cow::default() };
        let bytes = &text[cell.start as usize..cell.end as usize];
        if !cell.has_doubled_quotes {
            return Cow::Borrowed(bytes);
        }
        let mut plain = Vec::with_capacity(bytes.len());
        let mut rest = bytes;
        while let Some(quote) = memchr::memchr(b'"', rest) {
            plain.extend_from_slice(&rest[..=quote]);
            rest = rest.get(quote + 2..).unwrap_or_default();
        }
        plain.extend_from_slice(rest);
        Cow::Owned(plain)
    }

    pub(super) fn is_ascii(&self, index: usize) -> bool {
        self.cells.get(index).is_none_or(|cell| cell.is_ascii)
    }

    /// How many cells have their place.
    pub(super) fn known_cells(&self) -> usize {
        self.cells.len()
    }
}

enum Stop {
    Incomplete,
    Refused { reason: RefusalReason, at: usize, lines: u64 },
}

struct Scanning<'a> {
    scanner: &'a Scanner,
    text: &'a [u8],
    is_whole: bool,
    record: &'a mut Record,
    at: usize,
}

impl Scanning<'_> {
    fn record(&mut self) -> Result<usize, Stop> {
        loop {
            let (start, lines) = (self.at, self.record.lines);
            let opens = self.text.get(start).is_some_and(|byte| self.scanner.class(*byte) == Class::Quote);
            let cell = if opens { self.quoted(start, lines)? } else { self.unquoted(start)? };
            self.check_limits(start)?;
            self.record.count += 1;
            self.record.has_content |= cell.end > cell.start;
            if self.record.cells.len() <= self.scanner.limits.columns {
                self.record.cells.push(cell);
            }
            match self.text.get(self.at).map(|byte| self.scanner.class(*byte)) {
                Some(Class::Delimiter) => self.at += 1,
                None => {
                    self.record.length = self.at;
                    self.record.lines += 1;
                    return Ok(self.at);
                }
                Some(_) => {
                    self.record.length = self.at;
                    self.record.is_terminated = true;
                    self.line_end()?;
                    return Ok(self.at);
                }
            }
        }
    }

    fn check_limits(&self, start: usize) -> Result<(), Stop> {
        let Limits { field, record, .. } = self.scanner.limits;
        let refused = |reason, at| Err(Stop::Refused { reason, at, lines: 0 });
        match (self.at - start > field, self.at > record) {
            // What comes first.
            (true, is_long) if !is_long || start + field < record => {
                refused(RefusalReason::FieldTooLarge, start + field)
            }
            (_, true) => refused(RefusalReason::RecordTooLarge, record),
            _ => Ok(()),
        }
    }

    /// The text has come to an end within a cell that began at `start`.
    fn incomplete<T>(&self, start: usize) -> Result<T, Stop> {
        self.check_limits(start)?;
        Err(Stop::Incomplete)
    }

    /// Stands at a CR or LF, and goes behind it.
    fn line_end(&mut self) -> Result<(), Stop> {
        if self.text[self.at] == b'\r' {
            match self.text.get(self.at + 1) {
                Some(b'\n') => self.at += 1,
                None if !self.is_whole => return Err(Stop::Incomplete),
                _ => {}
            }
        }
        self.at += 1;
        self.record.lines += 1;
        Ok(())
    }

    /// Goes on to the next byte that is not plain.
    fn skip_plain(&mut self) -> Option<Class> {
        let classes = &self.scanner.classes;
        let skipped = self.text[self.at..].iter().position(|byte| classes[usize::from(*byte)] != Class::Plain);
        self.at = skipped.map_or(self.text.len(), |skipped| self.at + skipped);
        self.text.get(self.at).map(|byte| self.scanner.class(*byte))
    }

    fn unquoted(&mut self, start: usize) -> Result<Cell, Stop> {
        let mut is_ascii = true;
        loop {
            match self.skip_plain() {
                Some(Class::Delimiter | Class::LineFeed | Class::CarriageReturn) => break,
                None if self.is_whole => break,
                None => return self.incomplete(start),
                Some(Class::BeyondAscii) => is_ascii = self.beyond_ascii(),
                Some(Class::Control) => self.control(),
                Some(Class::Quote | Class::Plain) => self.at += 1,
            }
        }
        Ok(self.cell(start, self.at, false, is_ascii))
    }

    fn quoted(&mut self, start: usize, first_line: u64) -> Result<Cell, Stop> {
        self.at += 1;
        let (mut has_doubled_quotes, mut is_ascii) = (false, true);
        loop {
            match self.skip_plain() {
                None if self.is_whole => {
                    self.check_limits(start)?;
                    return Err(Stop::Refused { reason: RefusalReason::UnclosedQuote, at: start, lines: first_line });
                }
                None => return self.incomplete(start),
                Some(Class::LineFeed | Class::CarriageReturn) => self.line_end()?,
                Some(Class::BeyondAscii) => is_ascii = self.beyond_ascii(),
                Some(Class::Control) => self.control(),
                Some(Class::Delimiter | Class::Plain) => self.at += 1,
                Some(Class::Quote) => match self.text.get(self.at + 1).map(|byte| self.scanner.class(*byte)) {
                    Some(Class::Quote) => {
                        has_doubled_quotes = true;
                        self.at += 2;
                    }
                    None if !self.is_whole => return self.incomplete(start),
                    None | Some(Class::Delimiter | Class::LineFeed | Class::CarriageReturn) => break,
                    Some(_) if self.record.lines > first_line => {
                        let reason = RefusalReason::QuoteAcrossLines;
                        return Err(Stop::Refused { reason, at: start, lines: first_line });
                    }
                    Some(_) => return self.text_after_quote(start, is_ascii),
                },
            }
        }
        let end = self.at;
        self.at += 1;
        Ok(self.cell(start + 1, end, has_doubled_quotes, is_ascii))
    }

    /// Stands at a closing quote that has text behind it.
    fn text_after_quote(&mut self, start: usize, is_ascii: bool) -> Result<Cell, Stop> {
        self.record.text_after_quote.get_or_insert(self.record.count);
        self.at += 1;
        let rest = self.unquoted(start)?;
        Ok(Cell { is_ascii: rest.is_ascii && is_ascii, ..rest })
    }

    fn control(&mut self) {
        self.record.has_control = true;
        self.at += 1;
    }

    /// Returns whether this is still ASCII: it is not.
    fn beyond_ascii(&mut self) -> bool {
        self.record.is_ascii = false;
        match self.text[self.at..] {
            // U+0080 to U+009F.
            [0xc2, 0x80..=0x9f, ..] => self.record.has_control = true,
            [0xef, 0xbb, 0xbf, ..] => self.record.has_byte_order_mark = true,
            _ => {}
        }
        self.at += 1;
        false
    }

    #[allow(clippy::cast_possible_truncation, reason = "no record is longer than its limit, 4 MiB")]
    fn cell(&self, start: usize, end: usize, has_doubled_quotes: bool, is_ascii: bool) -> Cell {
        Cell { start: start as u32, end: end as u32, has_doubled_quotes, is_ascii }
    }
}
