//! The man pages and shell completions, made of the definition of the arguments. They are committed
//! under `dist`; `make manual` writes them again.

use crate::arguments::Arguments;
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

const PROGRAM: &str = "sync-ingest";

/// Each path below `dist`, and what belongs there.
fn files() -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    let mut command = Arguments::command();
    command.build();
    add_pages(&command, PROGRAM, &mut files);
    for (shell, path) in [
        (Shell::Bash, "completions/sync-ingest.bash"),
        (Shell::Zsh, "completions/_sync-ingest"),
        (Shell::Fish, "completions/sync-ingest.fish"),
    ] {
        let mut text = Vec::new();
        clap_complete::generate(shell, &mut Arguments::command(), PROGRAM, &mut text);
        // For bash, clap_complete takes the dash in the program's name for the beginning of a
        // subcommand, but only in one of the two places where it writes the name.
        let text = String::from_utf8(text).unwrap().replace("sync__subcmd__ingest", "sync__ingest");
        files.insert(
            path.into(),
            text.replace("put__subcmd__back", "put__back").replace("store__subcmd__as", "store__as"),
        );
    }
    files
}

/// A page for the command and one for each of its own.
fn add_pages(command: &Command, name: &str, files: &mut BTreeMap<PathBuf, String>) {
    let mut text = Vec::new();
    // The title of a page lives as long as the program.
    let title: &'static str = name.to_owned().leak();
    let page = command.clone().name(title).display_name(title).disable_help_subcommand(true);
    clap_mangen::Man::new(page).title(title).render(&mut text).unwrap();
    let text = String::from_utf8(text).unwrap().replace(".SH EXTRA", ".SH NOTES");
    files.insert(format!("man/{name}.1").into(), text);
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        add_pages(inner, &format!("{name}-{}", inner.get_name()), files);
    }
}

#[test]
fn the_manual_and_the_completions_are_committed_as_generated() {
    let dist = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/dist"));
    let files = files();
    if std::env::var_os("SYNC_INGEST_UPDATE_MANUAL").is_some() {
        for (path, text) in &files {
            fs::create_dir_all(dist.join(path).parent().unwrap()).unwrap();
            fs::write(dist.join(path), text).unwrap();
        }
    }
    for (path, text) in &files {
        let committed = fs::read_to_string(dist.join(path)).unwrap_or_default();
        assert!(committed == *text, "dist/{} is not what the arguments say: make manual", path.display());
    }
    for folder in ["man", "completions"] {
        for entry in fs::read_dir(dist.join(folder)).unwrap() {
            let path = PathBuf::from(folder).join(entry.unwrap().file_name());
            assert!(files.contains_key(&path), "dist/{} belongs to no command: remove it", path.display());
        }
    }
}
