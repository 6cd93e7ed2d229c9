//! How a table is to be read.

use super::kinds::sync_ingest_key_rule;
use crate::capi::call::{answer, count, flag, free, look, required};
use crate::capi::code::sync_ingest_code;
use crate::capi::error::{Result, sync_ingest_error};
use crate::capi::guard::Guarded;
use crate::capi::text::{inward, utf8};
use crate::tables::{Header, KeyRule, TableOptions};
use std::ffi::c_char;
use std::mem::MaybeUninit;

/// How a table is to be read. What is not set is found out from the file. Objects that were opened
/// with them have a copy.
pub struct sync_ingest_table_options {
    options: Guarded<TableOptions>,
}

impl sync_ingest_table_options {
    pub(super) fn copy(&self) -> Result<TableOptions> {
        self.options.read().cloned()
    }
}

fn set(
    options: Option<&mut sync_ingest_table_options>,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
    change: impl FnOnce(&mut TableOptions) -> Result<()>,
) -> sync_ingest_code {
    answer(error, || required(options, "options")?.options.run(change))
}

/// The bytes that hexadecimal digits stand for.
fn bytes(digits: &str) -> Option<Vec<u8>> {
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let are_digits = digits.len() % 2 == 0 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    are_digits.then(|| digits.as_bytes().chunks(2).map(pair).collect())?
}

/// Returns options with their defaults, yours to free.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_options_new() -> Option<Box<sync_ingest_table_options>> {
    look(None, || Some(Some(Box::new(sync_ingest_table_options { options: Guarded::new(TableOptions::default()) }))))
}

/// Sets the encoding: a label of the WHATWG encoding standard, as in "windows-1252" or "utf-16le",
/// or "cp850" or "cp437". Default: it is found out. A label that is not known is refused when the
/// table is opened.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_table_options_set_encoding(
    options: Option<&mut sync_ingest_table_options>,
    label: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks.
    let label = unsafe { inward(label) };
    set(options, error, |options| {
        options.encoding = Some(utf8(label, "label")?.to_owned());
        Ok(())
    })
}

/// Sets the delimiter: one ASCII character that is no letter, digit, quote or line end. Default: it
/// is found out among `,` `;` tab and `|`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_table_options_set_delimiter(
    options: Option<&mut sync_ingest_table_options>,
    delimiter: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks.
    let delimiter = unsafe { inward(delimiter) };
    set(options, error, |options| {
        let [delimiter] = *utf8(delimiter, "delimiter")?.as_bytes() else {
            return Err(sync_ingest_error::invalid("the argument `delimiter` is not one ASCII character"));
        };
        options.delimiter = Some(delimiter);
        Ok(())
    })
}

/// Adds a name to the header that the table must have: exactly these, in this order. They are
/// compared trimmed, in Unicode's form NFC, in lower case, without invisible characters. Default:
/// any header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_table_options_add_header(
    options: Option<&mut sync_ingest_table_options>,
    name: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks.
    let name = unsafe { inward(name) };
    set(options, error, |options| {
        let name = utf8(name, "name")?.to_owned();
        match &mut options.header {
            Header::Expected(names) => names.push(name),
            header => *header = Header::Expected(vec![name]),
        }
        Ok(())
    })
}

/// Sets with 1 that the first row is no header; columns are then named 1, 2, … by their position. 0
/// (the default): it is one.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_options_set_headerless(
    options: Option<&mut sync_ingest_table_options>,
    headerless: i32,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    set(options, error, |options| {
        options.header = if flag(headerless, "headerless")? { Header::Absent } else { Header::Present };
        Ok(())
    })
}

/// Sets how many lines at the top are no part of the table, as a title or a `#TYPE` line are.
/// Default: 0.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_options_set_skip_lines(
    options: Option<&mut sync_ingest_table_options>,
    lines: i64,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    set(options, error, |options| {
        options.skip_lines = count(lines, "lines")?;
        Ok(())
    })
}

/// Sets what lines behind the last row look like that are no part of the table, as in
/// "(* rows affected)", where * is any text. Default: there are none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_table_options_set_footer(
    options: Option<&mut sync_ingest_table_options>,
    pattern: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks.
    let pattern = unsafe { inward(pattern) };
    set(options, error, |options| {
        options.footer = Some(utf8(pattern, "pattern")?.to_owned());
        Ok(())
    })
}

/// Adds a column to the key, by its name in the file or the one that it is mapped to. Default: no
/// keys are judged, and nothing is compared.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_table_options_add_key(
    options: Option<&mut sync_ingest_table_options>,
    column: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks.
    let column = unsafe { inward(column) };
    set(options, error, |options| {
        options.key.push(utf8(column, "column")?.to_owned());
        Ok(())
    })
}

/// Sets how keys are compared: a sync_ingest_key_rule. Default: SYNC_INGEST_KEY_EXACT.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_options_set_key_rule(
    options: Option<&mut sync_ingest_table_options>,
    rule: i32,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    set(options, error, |options| {
        let known = KeyRule::ALL.into_iter().find(|one| sync_ingest_key_rule::from(*one) as i32 == rule);
        options.rule =
            known.ok_or_else(|| sync_ingest_error::invalid(format!("the argument `rule` is no key rule: {rule}")))?;
        Ok(())
    })
}

/// Adds a new name for a column: `from` in the file becomes `to`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_table_options_add_mapping(
    options: Option<&mut sync_ingest_table_options>,
    from: *const c_char,
    to: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks, for both.
    let (from, to) = unsafe { (inward(from), inward(to)) };
    set(options, error, |options| {
        options.map.push((utf8(from, "from")?.to_owned(), utf8(to, "to")?.to_owned()));
        Ok(())
    })
}

/// Sets with 1 that only columns with a new name are handed over and compared, in the order in
/// which they were added. 0 (the default): all columns, in the order of the file.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_options_set_only_mapped(
    options: Option<&mut sync_ingest_table_options>,
    only: i32,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    set(options, error, |options| {
        options.only_mapped = flag(only, "only")?;
        Ok(())
    })
}

/// Sets how many bad rows are listed at most; all are counted. Default: 100.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_options_set_bad_listed(
    options: Option<&mut sync_ingest_table_options>,
    rows: i64,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    set(options, error, |options| {
        options.bad_listed = count(rows, "rows")?;
        Ok(())
    })
}

/// Sets how many rows a table has at most, good and bad ones. Default, and the most:
/// 5000000.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_options_set_max_rows(
    options: Option<&mut sync_ingest_table_options>,
    rows: i64,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    set(options, error, |options| {
        options.limits.rows = count(rows, "rows")?;
        Ok(())
    })
}

/// Sets how many bytes in UTF-8 a cell has at most. Default, and the most: 1048576 (1 MiB).
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_options_set_max_field(
    options: Option<&mut sync_ingest_table_options>,
    bytes: i64,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    set(options, error, |options| {
        options.limits.field = count(bytes, "bytes")?;
        Ok(())
    })
}

/// Sets how many bytes in UTF-8 a row has at most, delimiters and quotes included.
/// Default, and the most: 4194304 (4 MiB).
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_options_set_max_record(
    options: Option<&mut sync_ingest_table_options>,
    bytes: i64,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    set(options, error, |options| {
        options.limits.record = count(bytes, "bytes")?;
        Ok(())
    })
}

/// Sets how many columns a table has at most. Default, and the most: 1000.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_options_set_max_columns(
    options: Option<&mut sync_ingest_table_options>,
    columns: i64,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    set(options, error, |options| {
        options.limits.columns = count(columns, "columns")?;
        Ok(())
    })
}

/// Sets the secret of the hashes that keys and rows are compared by, as hexadecimal digits, two for
/// each byte: 32 digits are a good length. Default: one that everybody knows, with which the hashes
/// of student numbers can be guessed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sync_ingest_table_options_set_secret(
    options: Option<&mut sync_ingest_table_options>,
    digits: *const c_char,
    error: Option<&mut MaybeUninit<Option<Box<sync_ingest_error>>>>,
) -> sync_ingest_code {
    // SAFETY: as the header asks.
    let digits = unsafe { inward(digits) };
    set(options, error, |options| {
        let secret = bytes(utf8(digits, "digits")?);
        options.secret =
            Some(secret.ok_or_else(|| {
                sync_ingest_error::invalid("the argument `digits` is not pairs of hexadecimal digits")
            })?);
        Ok(())
    })
}

/// Frees options.
#[unsafe(no_mangle)]
pub extern "C" fn sync_ingest_table_options_free(options: Option<Box<sync_ingest_table_options>>) {
    free(options);
}
