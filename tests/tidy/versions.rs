//! Everything that bears the version says the same.

use crate::source::{root, text_of};

const VERSION: &str = env!("CARGO_PKG_VERSION");

#[test]
fn the_crate_says_its_version() {
    assert_eq!(sync_ingest::VERSION, VERSION);
}

#[test]
fn the_changelog_begins_with_this_version() {
    let changelog = text_of("CHANGELOG.md");
    let headings: Vec<&str> = changelog.lines().filter(|line| line.starts_with("## [")).collect();
    let first = headings.iter().find(|line| !line.starts_with("## [Unreleased]")).expect("no version in CHANGELOG.md");
    assert!(
        first.starts_with(&format!("## [{VERSION}] - 20")),
        "CHANGELOG.md begins with {first}, the crate is {VERSION}"
    );
}

#[test]
fn the_php_package_has_no_version_of_its_own_or_this_one() {
    let path = "bindings/php/composer.json";
    assert!(root().join(path).is_file(), "{path} is missing");
    let package: serde_json::Value = serde_json::from_str(&text_of(path)).unwrap();
    assert!(
        package.get("version").is_none_or(|version| version == VERSION),
        "{path} has another version than {VERSION}"
    );
}
