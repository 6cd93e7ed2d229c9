//! The compatibility that scripts rely on: for the same folders the same exit statuses, and JSON in
//! which keys are only added. `recorded/answers.jsonl` holds the answers of the program as it was
//! at commit fd2f723, before 0.2.0.
//!
//! New cases are recorded with that program, never with today's:
//! `SYNC_INGEST_RECORD=PROGRAM cargo test --features cli --test cli recorded`

use crate::place::{Answer, Place, answer, program};
use crate::recorded_cases::CASES;
use serde_json::{Map, Value, json};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A case while it is played: its folder, and the program's answers so far.
pub(crate) struct Play {
    pub(crate) place: Place,
    answers: Vec<Value>,
}

impl Play {
    fn new() -> Self {
        Self { place: Place::new(), answers: Vec::new() }
    }

    /// Runs the program with these words, in which DROP, STORE and BESIDE are replaced by the
    /// folders of the case.
    /// the case.
    pub(crate) fn run(&mut self, line: &str) {
        let base = self.place.beside("");
        let words = line.split_whitespace().map(|word| match word {
            "DROP" => self.place.folder().into_os_string(),
            "STORE" => self.place.store().into_os_string(),
            word => word.replace("BESIDE/", &base.display().to_string()).into(),
        });
        let mut command = recorder().map_or_else(program, Command::new);
        command.args(words).stdin(Stdio::null());
        let Answer { status, stdout, .. } = answer(&command.output().unwrap());
        let json = if line.contains("--json") && !stdout.is_empty() {
            without_chance("", serde_json::from_str(&stdout).unwrap())
        } else {
            Value::Null
        };
        self.answers.push(json!({ "command": line, "exit": status, "json": json }));
    }
}

/// The program whose answers are to be recorded, if requested.
fn recorder() -> Option<PathBuf> {
    std::env::var_os("SYNC_INGEST_RECORD").map(PathBuf::from)
}

fn recording() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cli/recorded/answers.jsonl")
}

/// Replaces everything that differs from run to run, and the sentences, which are for people, by
/// their type.
/// them is their type.
fn without_chance(key: &str, value: Value) -> Value {
    const VARYING: [&str; 10] = [
        "age_seconds",
        "diagnosis",
        "free_bytes",
        "free_inodes",
        "holder",
        "id",
        "message",
        "ready_in_seconds",
        "since",
        "summary",
    ];
    match value {
        Value::Object(object) => {
            // The reason why something was skipped is a word, any other is a sentence.
            let is_answer = object.contains_key("id");
            let value_of = |name: String, value| {
                let varies = key == "file_system" || name == "reason" && is_answer;
                let value = if varies { type_of(&value) } else { without_chance(&name, value) };
                (name, value)
            };
            Value::Object(object.into_iter().map(|(name, value)| value_of(name, value)).collect::<Map<_, _>>())
        }
        Value::Array(elements) => {
            // In the order of the directory, which is that of the file system.
            let mut elements: Vec<Value> = elements.into_iter().map(|element| without_chance("", element)).collect();
            elements.sort_by_key(Value::to_string);
            Value::Array(elements)
        }
        value if VARYING.contains(&key) => type_of(&value),
        value => value,
    }
}

fn type_of(value: &Value) -> Value {
    match value {
        Value::String(_) => json!("TEXT"),
        Value::Number(_) => json!("NUMBER"),
        Value::Bool(_) => json!("BOOLEAN"),
        other => other.clone(),
    }
}

/// Returns the parts of `recorded` that `today` lacks or has in another form.
fn differences(path: &str, recorded: &Value, today: &Value) -> Vec<String> {
    match (recorded, today) {
        (Value::Object(recorded), Value::Object(today)) => recorded
            .iter()
            .flat_map(|(key, value)| {
                let path = format!("{path}.{key}");
                today.get(key).map_or_else(|| vec![format!("{path} is gone")], |today| differences(&path, value, today))
            })
            .collect(),
        (Value::Array(recorded), Value::Array(today)) if recorded.len() == today.len() => {
            let pairs = recorded.iter().zip(today).enumerate();
            pairs.flat_map(|(index, (old, new))| differences(&format!("{path}[{index}]"), old, new)).collect()
        }
        (recorded, today) if recorded == today => Vec::new(),
        (recorded, today) => vec![format!("{path} was {recorded}, is {today}")],
    }
}

#[test]
fn scripts_get_the_exit_statuses_and_the_keys_that_they_got_before() {
    let play_all = CASES.iter().flat_map(|(case, steps)| {
        let mut play = Play::new();
        steps(&mut play);
        play.answers.into_iter().map(move |mut answer| {
            answer["case"] = json!(case);
            answer
        })
    });
    let today: Vec<Value> = play_all.collect();
    if recorder().is_some() {
        let lines: Vec<String> = today.iter().map(Value::to_string).collect();
        fs::write(recording(), lines.join("\n") + "\n").unwrap();
        return;
    }
    let text = fs::read_to_string(recording()).unwrap();
    let recorded: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(recorded.len(), today.len(), "a case was added or removed without a recording");
    let compare = |(old, new): (&Value, &Value)| differences(&format!("{}: {}", old["case"], old["command"]), old, new);
    let changed: Vec<String> = recorded.iter().zip(&today).flat_map(compare).collect();
    assert!(changed.is_empty(), "{changed:#?}");
}

#[test]
fn a_key_may_come_and_none_may_go_or_change() {
    let recorded = json!({ "a": [{ "b": 1 }], "c": null });
    assert!(differences("", &recorded, &json!({ "a": [{ "b": 1, "new": 2 }], "c": null, "new": 3 })).is_empty());
    for changed in
        [json!({ "a": [{ "b": 1 }] }), json!({ "a": [], "c": null }), json!({ "a": [{ "b": "1" }], "c": null })]
    {
        assert_eq!(differences("", &recorded, &changed).len(), 1, "{changed}");
    }
}
