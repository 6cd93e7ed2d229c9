//! Prose and comments are narrow enough to be read side by side with other files.

use crate::source::{self, Source};

/// Characters in a line of prose or of a comment.
const MAX_WIDTH: usize = 100;
/// The width of PHP's own coding style.
const MAX_WIDTH_OF_PHP: usize = 132;
/// A list of names, each of which is one word; and history.
const LISTS: [&str; 4] = ["docs/promises.md", "docs/feeds-promises.md", "docs/moodle-promises.md", "CHANGELOG.md"];

#[test]
fn no_line_of_prose_or_comment_is_wide() {
    let mut wide = Vec::new();
    for source in source::all().iter().filter(|source| is_checked(source)) {
        let max = if source.path.ends_with(".php") { MAX_WIDTH_OF_PHP } else { MAX_WIDTH };
        let mut is_code = false;
        for (number, line) in source.text.lines().enumerate() {
            let Some(prose) = prose(source, line) else { continue };
            is_code ^= prose.starts_with("```");
            // One long word, such as an address, cannot be wrapped.
            if !is_code && line.chars().count() > max && prose.split_whitespace().nth(1).is_some() {
                wide.push(format!("{}:{}", source.path, number + 1));
            }
        }
    }
    assert!(wide.is_empty(), "wrap these lines:\n{}", wide.join("\n"));
}

fn is_checked(source: &Source) -> bool {
    !source.is_generated() && !LISTS.contains(&source.path.as_str())
}

/// Returns the text of a line of prose, or of a line that is nothing but a comment.
fn prose<'a>(source: &Source, line: &'a str) -> Option<&'a str> {
    let text = line.trim_start();
    let after = |markers: &[&str]| {
        let marker = markers.iter().find(|marker| text.starts_with(**marker))?;
        Some(text[marker.len()..].trim_start())
    };
    match source.path.rsplit(['.', '/']).next() {
        // Tables cannot be wrapped, and indented lines are code.
        Some("md") => (!text.starts_with('|') && !line.starts_with("    ")).then_some(text),
        Some("rs" | "c" | "h" | "php" | "js" | "mjs") => after(&["///", "//!", "//", "/**", "/*", "* "]),
        Some("pml") => after(&["/*", "* "]),
        Some("toml" | "py" | "sh" | "run" | "yml") => after(&["# "]),
        _ => source.text.starts_with("#!").then(|| after(&["# "])).flatten(),
    }
}
