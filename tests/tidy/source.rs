//! The files of this repository, and their code without comments and strings.

use std::fs;
use std::path::Path;

/// A text file of this repository.
pub(crate) struct Source {
    /// Path from the root of the repository, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    /// Written by a program: its size is not a choice.
    pub(crate) fn is_generated(&self) -> bool {
        ["include/", "dist/man/", "dist/completions/"].iter().any(|folder| self.path.starts_with(folder))
            || [".lock", ".abi", ".jsonl"].iter().any(|ending| self.path.ends_with(ending))
    }

    /// The Rust code without comments, contents of strings, and unit tests.
    pub(crate) fn code(&self) -> String {
        let mut code = code_of(&self.text);
        while let Some(begin) = code.find("#[cfg(test)]\nmod ") {
            let end = end_of_item(&code[begin..]);
            code.replace_range(begin..begin + end, "");
        }
        code
    }

    /// The top-level module under `src/` that it belongs to, as in `rules` for `src/rules/name.rs`.
    pub(crate) fn module(&self) -> Option<&str> {
        let path = self.path.strip_prefix("src/")?;
        Some(path.split('/').next().unwrap_or(path).trim_end_matches(".rs"))
    }
}

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of one file that must be there.
pub(crate) fn text_of(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every text file, in the order of the paths; build output, vendored code and version control are
/// left out.
pub(crate) fn all() -> Vec<Source> {
    let mut sources = Vec::new();
    walk("", &mut sources);
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(sources.iter().any(|source| source.path == "src/lib.rs"), "the walk has not found the sources");
    sources
}

fn walk(folder: &str, sources: &mut Vec<Source>) {
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().expect("names in the repository are UTF-8");
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            if !matches!(name.as_str(), ".git" | "target" | "demo" | "vendor" | "node_modules")
                || path == "scripts/demo"
            {
                walk(&path, sources);
            }
        } else if kind.is_file() && path != ".git" {
            // A binary file has no words and no layers.
            if let Ok(text) = fs::read_to_string(entry.path()) {
                sources.push(Source { path, text });
            }
        }
    }
}

/// Where an item ends: after its `;`, or after the brace that closes its first one.
fn end_of_item(code: &str) -> usize {
    let mut depth = 0;
    for (at, c) in code.char_indices() {
        match c {
            ';' if depth == 0 => return at + 1,
            '{' => depth += 1,
            '}' if depth == 1 => return at + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

/// Rust code with comments removed and strings and character literals emptied.
fn code_of(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = comment(rest).or_else(|| string(rest)).or_else(|| character(rest));
        match skipped {
            Some(length) => {
                let kept = if first == '/' { "" } else { "\"\"" };
                code.push_str(kept);
                // Line breaks stay, so that the beginnings of lines stay.
                code.extend(rest[..length].chars().filter(|c| *c == '\n'));
                rest = &rest[length..];
            }
            None => {
                // An identifier is taken whole: the r of `for"…"` begins no raw string.
                let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                let length = word.max(first.len_utf8());
                code.push_str(&rest[..length]);
                rest = &rest[length..];
            }
        }
    }
    code
}

fn comment(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    text.starts_with("/*").then(|| text.find("*/").map_or(text.len(), |end| end + 2))
}

fn string(text: &str) -> Option<usize> {
    let after_prefix = text.trim_start_matches(['b', 'c', 'r']);
    let prefix = &text[..text.len() - after_prefix.len()];
    if !matches!(prefix, "" | "b" | "c" | "r" | "br" | "cr") {
        return None;
    }
    let hashes = after_prefix.len() - after_prefix.trim_start_matches('#').len();
    let body = after_prefix[hashes..].strip_prefix('"')?;
    let begin = text.len() - body.len();
    if prefix.ends_with('r') {
        let end = format!("\"{}", "#".repeat(hashes));
        return Some(body.find(&end).map_or(text.len(), |at| begin + at + end.len()));
    }
    if hashes > 0 {
        return None;
    }
    let mut escaped = false;
    for (at, c) in body.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(begin + at + 1),
            _ => {}
        }
    }
    Some(text.len())
}

/// A character literal, as opposed to a lifetime.
fn character(text: &str) -> Option<usize> {
    let body = text.strip_prefix('\'')?;
    let length = match body.strip_prefix('\\') {
        Some(escape) => 1 + escape[1..].find('\'')? + 1,
        None => body.chars().next()?.len_utf8(),
    };
    body[length..].starts_with('\'').then_some(length + 2)
}

#[test]
fn comments_and_strings_are_not_taken_for_code() {
    let text = r##"let a = "unsafe \" // x"; // unsafe
/* unsafe */ let b: &'static str = r#"unsafe " {"#;
let c = ('"', '\'', b'\\', '\u{7f}'); for"unsafe" {}
//! unsafe
fn d<'a>() {}"##;
    assert_eq!(
        code_of(text),
        "let a = \"\"; \n let b: &'static str = \"\";\nlet c = (\"\", \"\", b\"\", \"\"); for\"\" {}\n\nfn d<'a>() {}"
    );
}

#[test]
fn unit_tests_are_left_out_and_what_follows_them_is_not() {
    let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { \"}\"; }\n}\nfn c() {}\n#[cfg(test)]\nmod more;\nfn d() {}\n";
    let source = Source { path: "src/x.rs".to_owned(), text: text.to_owned() };
    assert_eq!(source.code(), "fn a() {}\n\nfn c() {}\n\nfn d() {}\n");
}
