//! Quotes paths for a shell, so that commands in messages can be pasted, whatever the path.

use std::path::Path;

/// Returns the path as one word for a POSIX shell. It contains no control character and nothing
/// that reorders or breaks a line of text, so it is safe in terminals, logs and mails.
pub(crate) fn quoted(path: &Path) -> String {
    let bytes = path.as_os_str().as_encoded_bytes();
    // A leading dash would be taken for an option.
    let prefix = if bytes.first() == Some(&b'-') { "./" } else { "" };
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.is_empty() && text.bytes().all(is_plain) && !text.starts_with('~') => {
            format!("{prefix}{text}")
        }
        Ok(text) if text.chars().all(is_printable) => format!("'{prefix}{}'", text.replace('\'', r"'\''")),
        _ => printed(prefix, bytes),
    }
}

/// Returns a word that `printf` builds from octal numbers. A command substitution strips trailing
/// line ends; they are added as the last character of the shell's own IFS.
fn printed(prefix: &str, bytes: &[u8]) -> String {
    let end = bytes.iter().rposition(|byte| *byte != b'\n').map_or(0, |last| last + 1);
    let mut word = format!("\"$(printf '{prefix}");
    for &byte in &bytes[..end] {
        match byte {
            byte if is_plain(byte) => word.push(char::from(byte)),
            byte => word.push_str(&format!("\\{byte:03o}")),
        }
    }
    word.push_str("')");
    (end..bytes.len()).for_each(|_| word.push_str("${IFS#??}"));
    word.push('"');
    word
}

/// Returns whether a byte needs no quoting in any shell.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"/._-+,:@~".contains(&byte)
}

fn is_printable(c: char) -> bool {
    // In double quotes, and anywhere in an interactive csh, an exclamation mark recalls a command;
    // monitoring plugins end their text at a bar.
    let reorders = matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    !c.is_control() && !reorders && c != '\u{ad}' && !matches!(c, '!' | '|')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ordinary_path_stays_as_it_is_and_any_other_is_one_word() {
        for (path, word) in [
            ("/srv/sync", "/srv/sync"),
            ("/srv/my sync", "'/srv/my sync'"),
            ("/srv/d'Eon", r"'/srv/d'\''Eon'"),
            ("$(reboot)", "'$(reboot)'"),
            ("~root", "'~root'"),
            ("-rf", "./-rf"),
            ("-r f", "'./-r f'"),
            ("/srv/élèves", "'/srv/élèves'"),
            ("", "''"),
            ("/a|b", "\"$(printf '/a\\174b')\""),
            ("/a\nb", "\"$(printf '/a\\012b')\""),
            ("/a\u{202e}b", "\"$(printf '/a\\342\\200\\256b')\""),
        ] {
            assert_eq!(quoted(Path::new(path)), word);
        }
    }
}
