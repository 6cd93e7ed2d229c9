//! Names of columns on the command line: separated by commas, in quotes where a name has a comma
//! itself.

/// `a,"b, c"` are two columns.
pub(super) fn columns(text: &str) -> Result<Vec<String>, String> {
    let mut columns = vec![String::new()];
    let mut rest = text.chars().peekable();
    let (mut quoted, mut begins) = (false, true);
    while let Some(c) = rest.next() {
        let column = columns.last_mut().expect("there is always one");
        match c {
            '"' if quoted && rest.peek() == Some(&'"') => {
                rest.next();
                column.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if begins => quoted = true,
            ',' if !quoted => {
                columns.push(String::new());
                begins = true;
                continue;
            }
            c => column.push(c),
        }
        begins = false;
    }
    if quoted { Err("a quote is not closed".to_owned()) } else { Ok(columns) }
}

/// `a=x,b=y`: the last `=` separates, for the new names are the simpler ones.
pub(super) fn renamed(text: &str) -> Result<Vec<(String, String)>, String> {
    let pair = |word: String| match word.rsplit_once('=') {
        Some((from, to)) if !from.is_empty() && !to.is_empty() => Ok((from.to_owned(), to.to_owned())),
        _ => Err(format!("{word:?} is not COLUMN=NAME")),
    };
    columns(text)?.into_iter().map(pair).collect()
}

/// One character of ASCII, or the word for one that is hard to type.
pub(super) fn delimiter(text: &str) -> Result<u8, String> {
    match (text, text.as_bytes()) {
        ("tab" | "\\t", _) => Ok(b'\t'),
        (_, [byte]) if byte.is_ascii() => Ok(*byte),
        _ => Err("it must be one ASCII character, or tab".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_separates_columns_except_in_quotes() {
        assert_eq!(columns("id").unwrap(), ["id"]);
        assert_eq!(columns("id,N° INE").unwrap(), ["id", "N° INE"]);
        assert_eq!(columns("\"Nom, prénom\",id").unwrap(), ["Nom, prénom", "id"]);
        assert_eq!(columns("\"a \"\"b\"\"\",24\" wide,").unwrap(), ["a \"b\"", "24\" wide", ""]);
        assert!(columns("\"a,b").is_err());
    }

    #[test]
    fn the_last_equals_sign_separates_the_new_name() {
        let pairs = renamed("N° INE=idnumber,a=b=c").unwrap();
        let expected = [("N° INE", "idnumber"), ("a=b", "c")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(pairs, expected);
        for wrong in ["a", "=a", "a=", "a=b,"] {
            assert!(renamed(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_delimiter_is_one_character_or_a_word_for_it() {
        assert_eq!((delimiter(";").unwrap(), delimiter("\t").unwrap()), (b';', b'\t'));
        assert_eq!((delimiter("tab").unwrap(), delimiter("\\t").unwrap()), (b'\t', b'\t'));
        assert!(["", ";;", "é"].into_iter().all(|text| delimiter(text).is_err()));
    }
}
