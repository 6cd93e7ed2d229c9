//! The JSON answers: one object, on one line. Keys are only ever added.

mod alarm;
pub(crate) mod collection;
mod holder;
mod parts;
pub(crate) mod rejected;
mod status;
pub(crate) mod table;

pub(crate) use status::{status, unknown};

use crate::text::deceives;
use serde::Serialize;

/// Returns the object on one line.
fn line(object: &impl Serialize) -> String {
    let mut line = text(object);
    line.push('\n');
    line
}

/// Characters that could deceive a terminal are escaped; JSON allows that for every character.
fn text(object: &impl Serialize) -> String {
    let plain = serde_json::to_string(object).expect("strings and numbers can always be written as JSON");
    let mut text = String::with_capacity(plain.len() + 1);
    for c in plain.chars() {
        match deceives(c) {
            true => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| text.push_str(&format!("\\u{unit:04x}"))),
            false => text.push(c),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_deceive_a_terminal_are_escaped_and_read_back() {
        let name = "a\u{9b}2J\u{202e}\u{7f}\n\u{1b}é\u{1f600}";
        let text = line(&name);
        assert!(!text.trim_end().chars().any(deceives), "{text:?}");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), name);
    }
}
