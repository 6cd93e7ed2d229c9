//! Every place that holds the version holds the same one.

use crate::source::{self, root, text_of};

const VERSION: &str = env!("CARGO_PKG_VERSION");

#[test]
fn the_crate_has_its_version() {
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

/// The number in `src/capi/version.rs`, from which the build script and the headers take theirs.
fn abi_number() -> String {
    let source = text_of("src/capi/version.rs");
    let (_, value) = source.split_once("SYNC_INGEST_ABI_VERSION: i32 = ").expect("the constant");
    value.split(';').next().unwrap().to_owned()
}

#[test]
fn the_php_package_needs_the_abi_of_the_library() {
    let loader = text_of("bindings/php/src/Native/Loader.php");
    assert!(loader.contains(&format!("public const ABI = {};", abi_number())), "Loader::ABI is another number");
}

#[test]
fn every_file_that_names_the_library_by_its_abi_number_names_the_right_one() {
    let mut wrong = Vec::new();
    let is_history = |path: &str| path == "CHANGELOG.md" || path.starts_with("tests/abi/");
    for source in source::all().into_iter().filter(|source| !is_history(&source.path)) {
        for after in source.text.split("libsync_ingest.so.").skip(1) {
            let number: String = after.chars().take_while(char::is_ascii_digit).collect();
            // No library has the number 0: a test asks for one that is not there.
            if ![String::new(), "0".to_owned(), abi_number()].contains(&number) {
                wrong.push(format!("{}: libsync_ingest.so.{number}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
