//! Lines behind the last row that are no rows.

use std::collections::VecDeque;

/// How many lines a footer has at most.
const LINES: usize = 16;
/// How long one of its lines is at most, in bytes.
const LENGTH: usize = 4 * 1024;

/// What a line looks like: parts of it, in order, with any text between them.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    parts: Vec<Vec<u8>>,
}

impl Pattern {
    /// In a pattern `*` is any text; spaces around it do not count.
    pub(super) fn new(pattern: &str) -> Self {
        Self { parts: pattern.trim().split('*').map(|part| part.as_bytes().to_vec()).collect() }
    }

    fn matches(&self, line: &[u8]) -> bool {
        let line = line.trim_ascii();
        let [first, rest @ ..] = &self.parts[..] else { return false };
        let [middle @ .., last] = rest else { return line == first };
        let Some(mut line) = line.strip_prefix(&first[..]).and_then(|line| line.strip_suffix(&last[..])) else {
            return false;
        };
        for part in middle {
            let Some(at) = memchr::memmem::find(line, part) else { return false };
            line = &line[at + part.len()..];
        }
        true
    }
}

/// A line that looks like one of a footer.
#[derive(Debug)]
pub(super) struct Footer {
    pub(super) text: Vec<u8>,
    pub(super) line: u64,
    pub(super) is_terminated: bool,
}

/// Lines that are a footer unless a row follows.
#[derive(Debug)]
pub(super) struct Footers {
    pattern: Option<Pattern>,
    lines: VecDeque<Footer>,
}

impl Footers {
    pub(super) fn new(pattern: Option<Pattern>) -> Self {
        Self { pattern, lines: VecDeque::new() }
    }

    pub(super) fn matches(&self, line: &[u8]) -> bool {
        line.len() <= LENGTH && self.pattern.as_ref().is_some_and(|pattern| pattern.matches(line))
    }

    pub(super) fn push(&mut self, text: &[u8], line: u64, is_terminated: bool) {
        self.lines.push_back(Footer { text: text.to_vec(), line, is_terminated });
    }

    pub(super) fn are_too_many(&self) -> bool {
        self.lines.len() > LINES
    }

    pub(super) fn pop(&mut self) -> Option<Footer> {
        self.lines.pop_front()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_has_any_text_at_its_stars() {
        for (pattern, line, is) in [
            ("(* rows affected)", " (3 rows affected) ", true),
            ("(* rows affected)", "(3 rows affected);", false),
            ("*rows*selected*", "12 rows were selected.", true),
            ("total", "total", true),
            ("total", "totals", false),
            ("ab*ba", "aba", false),
            ("*", "anything", true),
        ] {
            assert_eq!(Pattern::new(pattern).matches(line.as_bytes()), is, "{pattern} and {line}");
        }
    }
}
