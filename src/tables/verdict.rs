//! Whether a row is good, why not, and whether its key can be read.

use super::layout::Layout;
use super::names::fold_name;
use super::reasons::BadReason;
use super::scan::Record;

/// What is known of a row by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) bad: Option<BadReason>,
    /// The key columns can be read; whether the key is empty depends on the key rule.
    pub(super) has_key: bool,
}

/// Judges a row. `trailing` is whether every row has an empty cell more than the header: the first
/// row that can tell decides it, and a later one that contradicts is the error.
pub(super) fn judge_row(
    text: &[u8],
    record: &Record,
    is_malformed: bool,
    layout: &Layout,
    trailing: &mut Option<bool>,
) -> Result<Verdict, ()> {
    if is_malformed {
        return Ok(Verdict { bad: Some(BadReason::Undecodable), has_key: false });
    }
    let width = layout.width();
    let is_repeated_header = is_header(text, record, layout);
    let has_empty_cell_more = record.count == width + 1 && record.cell(text, width).is_empty();
    if !is_repeated_header && (record.count == width || record.count == width + 1) {
        match *trailing {
            None => *trailing = Some(has_empty_cell_more),
            // A last row without a line end may have been cut.
            Some(true) if !has_empty_cell_more && record.is_terminated => return Err(()),
            Some(_) => {}
        }
    }
    let is_even = match *trailing {
        Some(true) if !is_repeated_header => has_empty_cell_more,
        _ => record.count == width,
    };
    let bad = if is_repeated_header {
        Some(BadReason::HeaderRepeated)
    } else if record.has_byte_order_mark {
        Some(BadReason::ByteOrderMark)
    } else if record.text_after_quote.is_some() {
        Some(BadReason::TextAfterQuote)
    } else if !is_even {
        Some(BadReason::Ragged)
    } else if record.has_control {
        Some(BadReason::ControlCharacter)
    } else {
        None
    };
    let may_have_key = is_even || record.count > width && layout.key_is_first && record.is_terminated;
    let has_key = may_have_key && (bad.is_none() || layout.key.iter().all(|column| is_sound(text, record, *column)));
    Ok(Verdict { bad, has_key })
}

/// A cell that cannot have been spoiled by what makes its row bad.
fn is_sound(text: &[u8], record: &Record, column: usize) -> bool {
    if record.text_after_quote.is_some_and(|first| column >= first) || column >= record.known_cells() {
        return false;
    }
    let cell = record.cell(text, column);
    let spoils = |c: char| c == '\u{feff}' || c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    std::str::from_utf8(&cell).is_ok_and(|cell| !cell.contains(spoils))
}

/// Whether a row equals the header, by the rule for names; a byte order mark before it does not
/// count, nor does a delimiter after it.
fn is_header(text: &[u8], record: &Record, layout: &Layout) -> bool {
    let names = &layout.folded;
    if names.is_empty() || record.count < names.len() || record.count > names.len() + 1 {
        return false;
    }
    let is_name = |(column, name): (usize, &String)| {
        let cell = record.cell(text, column);
        match cell.is_ascii() && !record.has_control {
            true => cell.trim_ascii().eq_ignore_ascii_case(name.as_bytes()),
            false => std::str::from_utf8(&cell).is_ok_and(|cell| fold_name(cell) == *name),
        }
    };
    names.iter().enumerate().all(is_name) && (record.count == names.len() || record.cell(text, names.len()).is_empty())
}
