//! Parses a scenario. `tests/scenarios/README.md` describes the format.

use crate::percent;
use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::time::Duration;

/// The names of the drivers.
pub(crate) const DRIVERS: [&str; 4] = ["rust", "cli", "c", "php"];

/// A scenario in one drop folder.
#[derive(Debug)]
pub(crate) struct Scenario {
    /// Its file name without the extension.
    pub(crate) name: String,
    /// The drivers that can play it; empty: all.
    pub(crate) drivers: Vec<String>,
    pub(crate) steps: Vec<Step>,
}

#[derive(Debug)]
pub(crate) enum Step {
    Prepare(Preparation),
    Collect(Collect),
}

/// The modification time of an entry.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Age {
    Past(Duration),
    /// In the future.
    Ahead(Duration),
}

/// A change to the folder or the store before a collection.
#[derive(Debug)]
pub(crate) enum Preparation {
    File { path: OsString, content: Vec<u8>, age: Option<Age> },
    Sparse { path: OsString, size: u64 },
    Directory { path: OsString, age: Option<Age> },
    Link { path: OsString, target: OsString, age: Option<Age> },
    HardLink { path: OsString, existing: OsString },
    Fifo { path: OsString },
    Socket { path: OsString },
    OurLock { path: OsString, age: Option<Age> },
    Remove { path: OsString },
    NoFolder,
}

/// One collection and its expected report.
#[derive(Debug)]
pub(crate) struct Collect {
    /// Its line number in the file.
    pub(crate) line: usize,
    /// `key=value`, as the drivers take them.
    pub(crate) options: Vec<(String, String)>,
    /// Sorted.
    pub(crate) expected: Vec<String>,
}

impl Scenario {
    pub(crate) fn parse(name: &str, text: &str) -> Result<Self, String> {
        let mut scenario = Self { name: name.to_owned(), drivers: Vec::new(), steps: Vec::new() };
        for (index, line) in text.lines().enumerate() {
            scenario.add(index + 1, line).map_err(|reason| format!("{name}, line {}: {reason}", index + 1))?;
        }
        let mut collections = 0;
        for step in &mut scenario.steps {
            if let Step::Collect(collect) = step {
                collections += 1;
                collect.expected.sort();
                // Every collection has an outcome, so that none can be left without expectations.
                if !collect.expected.iter().any(|line| line.starts_with("outcome ") || line.starts_with("error ")) {
                    return Err(format!("{name}, line {}: neither outcome nor error is expected", collect.line));
                }
            }
        }
        if !text.starts_with("# ") || collections == 0 {
            return Err(format!(
                "{name}: a scenario begins with a comment that describes it, and collects at least once"
            ));
        }
        Ok(scenario)
    }

    fn add(&mut self, number: usize, line: &str) -> Result<(), String> {
        let words = line.split_ascii_whitespace().collect::<Vec<_>>();
        let Some((&verb, operands)) = words.split_first() else { return Ok(()) };
        if verb.starts_with('#') {
            return Ok(());
        }
        if line.starts_with(' ') {
            let expected = words.iter().map(|word| expand(word)).collect::<Result<Vec<_>, _>>()?.join(" ");
            return match self.steps.last_mut() {
                Some(Step::Collect(collect)) => {
                    collect.expected.push(expected);
                    Ok(())
                }
                _ => Err("an expected line comes after the collection that it belongs to".to_owned()),
            };
        }
        match verb {
            "drivers" => {
                if let Some(unknown) = operands.iter().find(|driver| !DRIVERS.contains(driver)) {
                    return Err(format!("the driver {unknown:?} is not known"));
                }
                self.drivers = operands.iter().map(|&driver| driver.to_owned()).collect();
            }
            "collect" => {
                let options = operands.iter().map(|&word| option(word)).collect::<Result<_, _>>()?;
                self.steps.push(Step::Collect(Collect { line: number, options, expected: Vec::new() }));
            }
            _ => self.steps.push(Step::Prepare(preparation(verb, operands)?)),
        }
        Ok(())
    }
}

fn preparation(verb: &str, operands: &[&str]) -> Result<Preparation, String> {
    let is_age = |word: &&&str| word.starts_with("age=") || word.starts_with("ahead=");
    let (ages, words): (Vec<&str>, Vec<&str>) = operands.iter().partition(is_age);
    let age = match ages[..] {
        [] => None,
        [age] => Some(Age::parse(age)?),
        _ => return Err("more than one age".to_owned()),
    };
    let words = words.into_iter().map(expand).collect::<Result<Vec<_>, _>>()?;
    let words = words.iter().map(String::as_str).collect::<Vec<_>>();
    Ok(match (verb, &words[..], age) {
        ("file", [path], age) => Preparation::File { path: percent::name(path)?, content: Vec::new(), age },
        ("file", [path, content], age) => {
            Preparation::File { path: percent::name(path)?, content: percent::decode(content)?, age }
        }
        ("sparse", [path, size], None) => Preparation::Sparse {
            path: percent::name(path)?,
            size: size.parse().map_err(|_| format!("size {size:?}"))?,
        },
        ("directory", [path], age) => Preparation::Directory { path: percent::name(path)?, age },
        ("link", [path, target], age) => {
            Preparation::Link { path: percent::name(path)?, target: percent::name(target)?, age }
        }
        ("hard_link", [path, existing], None) => {
            Preparation::HardLink { path: percent::name(path)?, existing: percent::name(existing)? }
        }
        ("fifo", [path], None) => Preparation::Fifo { path: percent::name(path)? },
        ("socket", [path], None) => Preparation::Socket { path: percent::name(path)? },
        ("our_lock", [path], age) => Preparation::OurLock { path: percent::name(path)?, age },
        ("remove", [path], None) => Preparation::Remove { path: percent::name(path)? },
        ("no_folder", [], None) => Preparation::NoFolder,
        _ => return Err(format!("{verb:?} with these words is not known")),
    })
}

fn option(word: &str) -> Result<(String, String), String> {
    let (key, value) = word.split_once('=').ok_or_else(|| format!("{word:?} is not key=value"))?;
    let known = [
        "settle",
        "max_files",
        "max_size",
        "max_age",
        "max_attempts",
        "work_area",
        "unfinished",
        "status",
        "store",
        "now",
    ];
    if !known.contains(&key) {
        return Err(format!("the option {key:?} is not known"));
    }
    Ok((key.to_owned(), value.to_owned()))
}

/// `a*255` is `a` 255 times; `sha256(CONTENT)` is the hash of the content.
fn expand(word: &str) -> Result<String, String> {
    if let Some(content) = word.strip_prefix("sha256(").and_then(|rest| rest.strip_suffix(')')) {
        return Ok(sha256(&percent::decode(&expand(content)?)?));
    }
    match word.split_once('*') {
        None => Ok(word.to_owned()),
        Some((unit, times)) => {
            times.parse().map(|times| unit.repeat(times)).map_err(|_| format!("{word:?}: a number must follow *"))
        }
    }
}

pub(crate) fn sha256(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Age {
    fn parse(word: &str) -> Result<Self, String> {
        let (key, value) = word.split_once('=').unwrap_or_default();
        let (digits, unit) = match value.strip_suffix('h') {
            Some(digits) => (digits, 3600),
            None => (value, 1),
        };
        let number = digits.parse::<u64>().map_err(|_| format!("{word:?}: seconds, or hours as in 4h"))?;
        let time = Duration::from_secs(number * unit);
        Ok(if key == "ahead" { Self::Ahead(time) } else { Self::Past(time) })
    }
}
