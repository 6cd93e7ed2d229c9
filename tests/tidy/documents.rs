//! Documents are correct: their links lead somewhere, and every promise names tests that exist.

use crate::source::{self, Source, root, text_of};
use std::collections::BTreeSet;

fn markdown() -> Vec<Source> {
    source::all().into_iter().filter(|source| source.path.ends_with(".md")).collect()
}

/// The links `[text](target)` of a text; code is left out.
fn links(text: &str) -> Vec<String> {
    let mut prose = String::new();
    let mut in_code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        } else if !in_code {
            // Every second piece between backticks is code.
            prose.extend(line.split('`').step_by(2));
            prose.push('\n');
        }
    }
    prose.split("](").skip(1).filter_map(|rest| rest.split_once(')').map(|(target, _)| target.to_owned())).collect()
}

/// Returns the anchor that the usual web sites make for a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
    kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_')).collect()
}

#[test]
fn every_link_leads_somewhere() {
    let mut dead = Vec::new();
    for document in markdown() {
        let folder = root().join(&document.path).parent().unwrap().to_owned();
        for link in
            links(&document.text).into_iter().filter(|link| !link.contains("://") && !link.starts_with("mailto:"))
        {
            let (file, fragment) = link.split_once('#').unwrap_or((&link, ""));
            let target = if file.is_empty() { root().join(&document.path) } else { folder.join(file) };
            let text = std::fs::read_to_string(&target).unwrap_or_default();
            let leads = target.exists()
                && (fragment.is_empty() || text.lines().any(|l| l.starts_with('#') && anchor(l) == fragment));
            if !leads {
                dead.push(format!("{}: {link}", document.path));
            }
        }
    }
    assert!(dead.is_empty(), "dead links: {dead:#?}");
}

/// A section of a document of promises: the promise, and its tests as (file, test).
struct Promise {
    name: String,
    tests: Vec<(String, String)>,
}

/// Reads sections that begin with `## P1 exclusive` and hold items that name a file and its tests,
/// all in backticks; an item continues in indented lines. A scenario is itself a test.
fn promises(document: &str) -> Vec<Promise> {
    let mut promises: Vec<Promise> = Vec::new();
    let mut file = String::new();
    for line in text_of(document).lines() {
        if let Some(heading) = line.strip_prefix("## ").or_else(|| line.strip_prefix("### ")) {
            let name = heading.split(' ').next().unwrap_or_default().to_owned();
            promises.push(Promise { name, tests: Vec::new() });
            continue;
        }
        let Some(promise) = promises.last_mut() else { continue };
        let mut quoted = line.split('`').skip(1).step_by(2).map(str::to_owned);
        if line.starts_with("- `") {
            file = quoted.next().expect("an item begins with a file in backticks");
            promise.tests.extend(file.starts_with("tests/scenarios/").then(|| (file.clone(), String::new())));
        } else if !line.starts_with("  ") {
            continue;
        }
        promise.tests.extend(quoted.map(|test| (file.clone(), test)));
    }
    promises
}

const PROMISES: [&str; 3] = ["docs/promises.md", "docs/feeds-promises.md", "docs/moodle-promises.md"];

/// The names of promises that begin with this letter.
fn names(document: &str, letter: char) -> Vec<String> {
    promises(document).into_iter().map(|promise| promise.name).filter(|name| is_promise(name, letter)).collect()
}

/// Whether a heading begins with the short name of a promise, such as `P1`.
fn is_promise(name: &str, letter: char) -> bool {
    name.strip_prefix(letter).is_some_and(|rest| rest.parse::<u8>().is_ok())
}

#[test]
fn every_promise_is_there_in_order() {
    assert_eq!(names(PROMISES[0], 'P'), ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9"]);
    assert_eq!(names(PROMISES[1], 'R'), ["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8"]);
    assert_eq!(names(PROMISES[2], 'F'), (1..=12).map(|number| format!("F{number}")).collect::<Vec<_>>());
}

#[test]
fn everything_that_the_field_asks_of_feeds_names_a_test() {
    let text = text_of(PROMISES[1]);
    let (_, asked) = text.split_once("\n## What the field asks for\n").expect("what the field asks for");
    let sections: Vec<&str> = asked.split("\n### ").skip(1).collect();
    assert!(sections.len() > 10, "{sections:?}");
    let bare: Vec<&&str> = sections.iter().filter(|section| !section.contains("\n- `")).collect();
    assert!(bare.is_empty(), "{bare:?} name no test");
}

#[test]
fn every_promise_names_tests_that_exist() {
    let mut missing = Vec::new();
    for promise in PROMISES.into_iter().flat_map(promises) {
        let is_one = ['P', 'R', 'F'].into_iter().any(|letter| is_promise(&promise.name, letter));
        if is_one && promise.tests.is_empty() {
            missing.push(format!("{} names no test", promise.name));
        }
        for (file, test) in &promise.tests {
            match std::fs::read_to_string(root().join(file)) {
                Ok(text) if defines(file, &text, test) => {}
                Ok(_) => missing.push(format!("{}: {file} has no test {test}", promise.name)),
                Err(error) => missing.push(format!("{}: {file}: {error}", promise.name)),
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn the_last_figures_are_those_of_every_proof_and_promise() {
    let parts = text_of("scripts/figures").split_once("parts='").unwrap().1.split_once("\n'").unwrap().0.to_owned();
    let parts: Vec<_> =
        parts.lines().filter_map(|line| line.split_once('|')).map(|(part, _)| part.to_owned()).collect();
    let proof = text_of("scripts/proof");
    let text = text_of("docs/figures.md");
    let (_, table) = text.split_once("| proof | promises |").expect("the table of figures");
    let (mut wrong, mut rows, mut promised) = (Vec::new(), Vec::new(), String::new());
    for row in table.lines().skip(2).take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = row.trim_matches(['|', ' ']).split(" | ").collect();
        let [name, promises, _, cases, violated, tests, seconds] = cells[..] else { panic!("seven cells: {row}") };
        let name = name.trim_matches('`').to_owned();
        let is_number =
            |cell: &str| cell.split(',').next().is_some_and(|number| number.parse::<u64>().is_ok_and(|n| n > 0));
        if violated != "0" || ![cases, tests, seconds].into_iter().all(is_number) {
            wrong.push(row.to_owned());
        }
        if !proof.lines().any(|line| line.split_whitespace().take(2).eq(["suite", &name])) {
            wrong.push(format!("scripts/proof has no part {name}"));
        }
        promised = promised + " " + promises;
        rows.push(name);
    }
    assert_eq!(rows, parts, "a row for each part that scripts/figures knows");
    wrong.extend((1..=9).map(|n| format!("P{n}")).filter(|promise| !promised.contains(promise.as_str())));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Where the defence is, and the tests as (file, test).
type Attack = (Vec<String>, Vec<(String, String)>);

/// The rows of the table of attacks in `docs/security.md`. Of a cell of tests
/// `file: test, test; file: test` everything is in backticks.
fn attacks() -> Vec<Attack> {
    let text = text_of("docs/security.md");
    let (_, table) = text.split_once("| attack | defence | tests |").expect("the table of attacks");
    let quoted = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let cells: Vec<&str> = row.split(" | ").collect();
        let [_, defence, tests] = cells[..] else { panic!("three cells: {row}") };
        let files = quoted(defence).into_iter().filter(|word| word.contains('/')).collect();
        let tests = tests.split("; ").flat_map(|item| {
            let mut words = quoted(item).into_iter();
            let file = words.next().unwrap_or_default();
            words.map(move |test| (file.clone(), test))
        });
        (files, tests.collect())
    })
    .collect()
}

#[test]
fn every_attack_names_its_defence_and_tests_that_exist() {
    let attacks = attacks();
    assert!(attacks.len() > 15, "the table of attacks has not been understood");
    let mut missing = Vec::new();
    for (files, tests) in attacks {
        if files.is_empty() || tests.is_empty() {
            missing.push(format!("a row without a defence or without a test: {files:?} {tests:?}"));
        }
        missing.extend(files.into_iter().filter(|file| !root().join(file).is_file()));
        for (file, test) in tests {
            let text = std::fs::read_to_string(root().join(&file)).unwrap_or_default();
            if !defines(&file, &text, &test) {
                missing.push(format!("{file} has no test {test}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Returns whether the file contains that test: a function, or just its name where tests are not
/// functions.
fn defines(file: &str, text: &str, test: &str) -> bool {
    let definition = match file.rsplit('.').next() {
        Some("rs") => format!("fn {test}("),
        Some("php") => format!("function {test}("),
        Some("c") => format!("{test}("),
        _ => test.to_owned(),
    };
    text.contains(&definition)
}

#[test]
fn links_in_code_are_not_links_and_headings_have_their_anchors() {
    assert_eq!(links("[a](b.md) `[c](d)`\n```\n[e](f)\n```\n[g](#h-i)"), ["b.md", "#h-i"]);
    assert_eq!(anchor("## What is left, and `why`"), "what-is-left-and-why");
}

/// The lines of doc comment right above this line.
fn doc_above(lines: &[&str], at: usize) -> String {
    let above = lines[..at].iter().rev().map(|line| line.trim_start());
    above.take_while(|line| line.starts_with("///") || line.starts_with("#[")).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_public_function_has_an_example_that_runs() {
    let mut seen = 0;
    for source in source::all().iter().filter(|source| source.path.starts_with("src/") && source.is_rust()) {
        // C has examples of its own, the fuzzer's entry points are hidden, and the setters are
        // shown with their type.
        let others =
            ["src/capi/", "src/bin/", "src/fuzzed.rs", "src/options.rs", "src/tables/options.rs", "src/tables/jobs.rs"];
        if others.iter().any(|path| source.path.starts_with(path)) {
            continue;
        }
        let lines: Vec<&str> = source.text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let line = line.trim_start();
            if line.starts_with("pub fn ") || line.starts_with("pub const fn ") {
                seen += 1;
                assert!(doc_above(&lines, at).contains("# Examples"), "{}:{}: {line}", source.path, at + 1);
            }
        }
    }
    assert!(seen > 40, "only {seen} functions were found");
}

#[test]
fn the_guide_to_the_tests_names_every_folder_and_file() {
    let guide = text_of("tests/README.md");
    let first_of = |path: &str| {
        let (name, inside) = path.split_once('/').map_or((path, false), |(folder, _)| (folder, true));
        if inside { format!("`{name}/`") } else { format!("`{name}`") }
    };
    let sources = source::all();
    let present: BTreeSet<String> =
        sources.iter().filter_map(|source| source.path.strip_prefix("tests/")).map(first_of).collect();
    let named: BTreeSet<String> = guide
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|line| line.split(" | ").next())
        .flat_map(|cell| cell.split(", ").map(|name| format!("`{}`", name.trim_matches('`'))).collect::<Vec<_>>())
        .collect();
    let missing: Vec<_> = present.iter().filter(|name| !named.contains(*name) && *name != "`README.md`").collect();
    assert!(missing.is_empty(), "tests/README.md does not name {missing:?}");
    let gone: Vec<_> = named.difference(&present).collect();
    assert!(gone.is_empty(), "tests/README.md names {gone:?}");
}

#[test]
fn every_stage_has_a_budget_and_a_line_in_the_guide() {
    let script = text_of("scripts/test");
    let stage = |line: &str| {
        // `beside LANE` comes before what a stage is.
        let mut words = line.split_whitespace().skip(if line.starts_with("beside ") { 2 } else { 0 });
        match words.next()? {
            "check" | "suite" => words.next().map(str::to_owned),
            "lint" => words.nth(1).map(str::to_owned),
            _ => None,
        }
    };
    let stages: Vec<String> = script.lines().filter_map(stage).collect();
    assert!(stages.len() > 25, "{stages:?}");
    let budgets = text_of("scripts/budgets");
    let budgets: Vec<_> = budgets.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
    let budgeted: Vec<_> = budgets.iter().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(budgeted, stages, "scripts/budgets has the stages of scripts/test in their order");
    let guide = text_of("CONTRIBUTING.md");
    let missing: Vec<_> = stages.iter().filter(|stage| !guide.contains(&format!("`{stage}`"))).collect();
    assert!(missing.is_empty(), "CONTRIBUTING.md does not say what fails {missing:?}");
}
