//! The Moodle plugin, as far as it can be checked without a Moodle: its strings, its version, its
//! licence headers.

use crate::source::{self, Source, text_of};
use std::collections::BTreeSet;
use sync_ingest::{AlarmKind, Evidence, SkipReason};

const PLUGIN: &str = "bindings/moodle/";

/// The files of the plugin that end like that.
fn files(ending: &str) -> Vec<Source> {
    source::all().into_iter().filter(|s| s.path.starts_with(PLUGIN) && s.path.ends_with(ending)).collect()
}

/// Returns the keys of a language file, in the order of the file.
fn keys(language: &str) -> Vec<String> {
    let text = text_of(&format!("{PLUGIN}lang/{language}/tool_syncingest.php"));
    let lines = text.lines().filter_map(|line| line.strip_prefix("$string['"));
    lines.filter_map(|rest| rest.split_once('\'')).map(|(key, _)| key.to_owned()).collect()
}

/// The words that follow `before` and end at `after`, each one complete: a key that is put together
/// is left out.
fn words_between(text: &str, before: &str, after: &str) -> Vec<String> {
    let pieces = text.split(before).skip(1).filter_map(|rest| rest.split_once(after)).map(|(word, _)| word.trim());
    let is_key = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || "_:".contains(c));
    pieces.filter(|word| is_key(word)).map(str::to_owned).collect()
}

/// The strings that the plugin asks for by their whole name.
fn used() -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for file in files(".php") {
        used.extend(words_between(&file.text, "get_string('", "', 'tool_syncingest'"));
        used.extend(words_between(&file.text, "lang_string('", "', 'tool_syncingest'"));
        used.extend(words_between(&file.text, "moodle_exception('", "', 'tool_syncingest'"));
        used.extend(words_between(&file.text, "$say('", "'"));
        used.extend(words_between(&file.text, "$label('", "')"));
        used.extend(words_between(&file.text, "add_subsystem_link('core_files', [], '", "'"));
    }
    for file in files(".mustache") {
        used.extend(words_between(&file.text, "{{#str}}", ", tool_syncingest"));
    }
    used
}

#[test]
fn every_string_that_the_plugin_uses_exists() {
    let there: BTreeSet<String> = keys("en").into_iter().collect();
    let used = used();
    assert!(used.contains("pluginname") && used.contains("nofolder") && used.contains("locks"), "{used:?}");
    let missing: Vec<&String> = used.difference(&there).collect();
    assert!(missing.is_empty(), "not in lang/en: {missing:?}");
}

#[test]
fn strings_that_are_put_together_exist_for_every_word() {
    let there: BTreeSet<String> = keys("en").into_iter().collect();
    let mut missing = Vec::new();
    let mut need = |key: String| missing.extend((!there.contains(&key)).then_some(key));
    AlarmKind::ALL.into_iter().for_each(|kind| need(format!("alarm_{kind}")));
    SkipReason::ALL.into_iter().for_each(|reason| need(format!("skip_{reason}")));
    Evidence::ALL.into_iter().for_each(|evidence| need(format!("evidence_{evidence}")));
    for key in there.iter().filter(|key| key.starts_with("alarm_") && !key.ends_with("_advice")) {
        need(format!("{key}_advice"));
    }
    for state in words_between(&text_of("bindings/moodle/classes/outcome.php"), "public const ", ";") {
        need(format!("outcome_{state}"));
    }
    assert!(missing.is_empty(), "not in lang/en: {missing:?}");
}

#[test]
fn both_languages_have_the_same_strings_in_order() {
    let english = keys("en");
    assert_eq!(english, keys("fr"));
    let mut sorted = english.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(english, sorted);
}

#[test]
fn translations_have_the_placeholders_of_the_original() {
    let placeholders = |language: &str| -> Vec<(String, BTreeSet<String>)> {
        let text = text_of(&format!("{PLUGIN}lang/{language}/tool_syncingest.php"));
        let entries = text.split("\n$string['").skip(1).filter_map(|entry| entry.split_once('\''));
        let of = |text: &str| text.split("{$a").skip(1).filter_map(|r| r.split_once('}')).map(|r| r.0.into()).collect();
        entries.map(|(key, rest)| (key.to_owned(), of(rest))).collect()
    };
    assert_eq!(placeholders("en"), placeholders("fr"));
}

#[test]
fn the_plugin_has_the_version_of_the_crate() {
    let version = env!("CARGO_PKG_VERSION");
    assert!(text_of("bindings/moodle/version.php").contains(&format!("$plugin->release = '{version}';")));
    assert!(text_of("bindings/moodle/thirdpartylibs.xml").contains(&format!("<version>{version}</version>")));
}

#[test]
fn every_file_of_the_plugin_has_its_licence() {
    let bare: Vec<String> = files(".php")
        .into_iter()
        .filter(|file| {
            let head: String = file.text.chars().take(2000).collect();
            !head.contains("This file is part of Moodle")
                || !head.contains("either version 3 of the License, or")
                || !["@package    tool_syncingest", "@copyright  ", "@license    "]
                    .iter()
                    .all(|tag| file.text.contains(tag))
        })
        .map(|file| file.path)
        .collect();
    assert!(bare.is_empty(), "no header: {bare:?}");
}
