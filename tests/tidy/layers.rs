//! Imports run one way: rules, then the file system, then the modules on top of it, then the C
//! functions on the public API alone.

use crate::source::{self, Source};
use std::collections::{BTreeMap, BTreeSet};

/// Everything under `src/` but the command line.
fn library() -> Vec<Source> {
    source::all()
        .into_iter()
        .filter(|s| s.path.starts_with("src/") && !s.path.starts_with("src/bin/") && s.is_rust())
        .collect()
}

/// The first names that follow `crate::` in a file, groups such as `crate::{a, b::c}` included.
fn names_after_crate(code: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, marker) in code.match_indices("crate::") {
        // `$crate::` in a macro is the same; `my_crate::` is not.
        if code[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at + marker.len()..];
        match rest.strip_prefix('{') {
            None => names.insert(identifier(rest)),
            Some(group) => {
                names.extend(first_names_of_group(group));
                true
            }
        };
    }
    names.remove("");
    names
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn first_names_of_group(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut names = Vec::new();
    let mut begins = true;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => begins = true,
            c if begins && !c.is_whitespace() => {
                names.push(identifier(&group[at..]));
                begins = false;
            }
            _ => {}
        }
    }
    names
}

/// What each top-level module uses of the crate, by module; names that the root re-exports lead to
/// their module.
fn uses() -> BTreeMap<String, BTreeSet<String>> {
    let home = home_of_public_names();
    let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in library() {
        let module = source.module().unwrap().to_owned();
        let used = names_after_crate(&source.code()).into_iter().map(|name| home.get(&name).cloned().unwrap_or(name));
        uses.entry(module.clone()).or_default().extend(used.filter(|used| *used != module));
    }
    uses.remove("lib");
    uses
}

/// The public names in `src/lib.rs`, each with the module that it is re-exported from, and the
/// public module itself.
fn home_of_public_names() -> BTreeMap<String, String> {
    let code = source::all().into_iter().find(|s| s.path == "src/lib.rs").unwrap().code();
    let mut home = BTreeMap::new();
    for statement in code.split(';').filter_map(|s| s.trim().rsplit_once("pub use ").map(|(_, path)| path)) {
        let module = identifier(statement);
        let names = match statement.split_once('{') {
            Some((_, group)) => first_names_of_group(group),
            None => vec![identifier(statement.rsplit("::").next().unwrap())],
        };
        home.extend(names.into_iter().map(|name| (name, module.clone())));
    }
    home.insert("tables".to_owned(), "tables".to_owned());
    assert!(home.contains_key("DropFolder") && code.contains("pub mod tables;"), "src/lib.rs has not been understood");
    home.insert("VERSION".to_owned(), "lib".to_owned());
    home
}

#[test]
fn rules_use_nothing_but_rules() {
    let used = &uses()["rules"];
    assert!(used.is_empty(), "src/rules uses {used:?}");
    for source in library().iter().filter(|s| s.module() == Some("rules")) {
        for foreign in
            ["std::fs", "std::env", "std::io", "std::net", "std::process", "std::thread", "libc::", "rustix::", "fs2::"]
        {
            assert!(!source.code().contains(foreign), "{}: rules know no {foreign}", source.path);
        }
    }
}

/// What the modules above and below the file system talk about: plain data, without a way to any
/// system.
const WORDS: [&str; 6] = ["arbitration", "error", "options", "report", "rules", "status"];

#[test]
fn words_use_words_and_the_file_system_module_nothing_else() {
    let uses = uses();
    let words: BTreeSet<String> = WORDS.map(str::to_owned).into();
    for module in WORDS.iter().chain(&["fs"]) {
        let others: Vec<&String> = uses[*module].difference(&words).collect();
        assert!(others.is_empty(), "src/{module} uses {others:?}");
    }
}

#[test]
fn no_module_uses_one_that_uses_it() {
    let uses = uses();
    for module in uses.keys() {
        let mut reached = BTreeSet::new();
        let mut pending: Vec<&String> = uses[module].iter().collect();
        while let Some(next) = pending.pop() {
            if reached.insert(next) {
                pending.extend(uses.get(next).into_iter().flatten());
            }
        }
        assert!(!reached.contains(module), "src/{module} uses itself through {reached:?}");
    }
}

#[test]
fn the_c_functions_use_the_public_names_alone() {
    let public = home_of_public_names();
    for source in library().iter().filter(|s| s.module() == Some("capi")) {
        let code = source.code();
        let inner: Vec<String> =
            names_after_crate(&code).into_iter().filter(|name| name != "capi" && !public.contains_key(name)).collect();
        assert!(inner.is_empty(), "{}: not public: {inner:?}", source.path);
    }
}

#[test]
fn nobody_uses_the_c_functions() {
    let users: Vec<String> =
        uses().into_iter().filter(|(_, used)| used.contains("capi")).map(|(module, _)| module).collect();
    assert!(users.is_empty(), "{users:?} use src/capi");
}

#[test]
fn system_calls_stay_in_the_file_system_module() {
    for source in library().iter().filter(|s| s.module() != Some("fs")) {
        let mut code = source.code();
        // A type in a signature opens nothing, and numbers of errors are only numbers.
        for harmless in ["std::fs::File;", "std::fs::File>", "std::fs::{File};"] {
            code = code.replace(harmless, "");
        }
        if source.module() == Some("error") {
            code = code.replace("libc::E", "");
        }
        if source.module() == Some("capi") {
            code = code.replace("libc::c_", "");
        }
        for call in ["std::fs", "libc::", "rustix::", "fs2::", "tempfile::"] {
            assert!(!code.contains(call), "{}: {call} belongs to src/fs", source.path);
        }
    }
}

#[test]
fn the_command_line_uses_the_public_api_alone() {
    for source in source::all().iter().filter(|s| s.path.starts_with("src/bin/") && s.is_rust()) {
        let mut code = source.code();
        if source.path.starts_with("src/bin/sync-ingest/exec/") {
            // The processes that it starts are its own, and no business of the library's.
            for own in ["rustix::event", "rustix::io", "rustix::process"] {
                code = code.replace(own, "");
            }
        }
        for inner in [
            "#[path",
            "include!",
            "libc::",
            "rustix::",
            "fs2::",
            "sha2::",
            "sha1::",
            "sync_ingest::capi",
            "sync_ingest_",
        ] {
            assert!(!code.contains(inner), "{}: {inner} is not the public API", source.path);
        }
    }
}

#[test]
fn unsafe_code_stays_where_the_design_allows_it() {
    for source in library().iter().filter(|s| !matches!(s.module(), Some("fs" | "capi"))) {
        let code = source.code();
        let found =
            code.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| matches!(word, "unsafe" | "unsafe_code"));
        assert!(!found, "{}: unsafe belongs to src/fs and src/capi", source.path);
    }
}

/// The crates that somebody who depends on this one builds, with these features.
fn dependencies(features: &[&str]) -> BTreeSet<String> {
    let mut cargo = std::process::Command::new(env!("CARGO"));
    cargo.current_dir(source::root());
    cargo.args(["tree", "--locked", "--offline", "--edges=normal,build", "--prefix=none", "--format={p}"]);
    let tree = String::from_utf8(cargo.args(features).output().unwrap().stdout).unwrap();
    tree.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[test]
fn a_dependent_crate_builds_no_header_generator_and_no_command_line() {
    for features in [&[][..], &["--no-default-features"], &["--features=capi"]] {
        let built = dependencies(features);
        assert!(built.contains("rustix"), "{built:?}");
        for foreign in ["cbindgen", "clap", "serde", "serde_json"] {
            assert!(!built.contains(foreign), "{features:?} builds {foreign}");
        }
    }
    assert!(dependencies(&["--features=headers"]).contains("cbindgen"));
    assert!(dependencies(&["--features=cli"]).contains("clap"));
}

#[test]
fn names_are_found_in_groups_too() {
    let code = "use crate::{error::{A, B}, rules::x,\n report}; fn f() -> crate::status::S { other_crate::y() }";
    assert_eq!(names_after_crate(code), ["error", "report", "rules", "status"].map(str::to_owned).into());
}
