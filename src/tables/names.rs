//! How names of columns and keys are compared.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// A name of a column as it is written: trimmed, in Unicode's normalisation form C, without
/// invisible characters.
pub(super) fn clean_name(name: &str) -> String {
    let visible: String = name.chars().filter(|c| !is_invisible(*c)).collect();
    visible.trim().nfc().collect()
}

/// A name of a column as it is compared: clean, in lower case.
pub(super) fn fold_name(name: &str) -> String {
    fold(&clean_name(name)).into_owned()
}

/// A key as it is compared: trimmed, in Unicode's normalisation form C, in lower case.
pub(super) fn fold(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim();
    match trimmed.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        true => Cow::Borrowed(trimmed),
        false if trimmed.is_ascii() => Cow::Owned(trimmed.to_ascii_lowercase()),
        // Lower case may take a letter apart, as that of U+0130.
        false => Cow::Owned(trimmed.nfc().collect::<String>().to_lowercase().nfc().collect()),
    }
}

/// Whether nobody can see it: control and format characters, and letters that take no room.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_whatever_cannot_be_seen_of_them() {
        for name in ["Prénom", " PRE\u{301}NOM\u{a0}", "\u{feff}pré\u{200b}nom", "pré\u{ad}nom\0"] {
            assert_eq!(fold_name(name), "prénom", "{name:?}");
        }
        assert_eq!(clean_name("\u{200e} Pre\u{301}nom\t"), "Prénom");
        assert_eq!(clean_name("nom de famille"), "nom de famille");
    }

    #[test]
    fn a_folded_key_folds_into_itself() {
        for key in ["  ABC ", "É", "E\u{301}", "İ", "ẞ", "Ω", "a b"] {
            let folded = fold(key).into_owned();
            assert_eq!(fold(&folded), folded, "{key:?}");
        }
        assert_eq!(fold(" E\u{301}LODIE\u{a0}"), "élodie");
    }
}
