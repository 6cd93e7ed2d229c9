//! `collect --exec`: one command for each delivery, and what its end answers.

use crate::place::{Place, names, program, run, sync_ingest};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::PermissionsExt;

/// The SHA-256 of "x".
const HASH_OF_X: &str = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";

fn of(list: &Value, key: &str) -> Vec<String> {
    let text = |one: &Value| one[key].as_str().unwrap().to_owned();
    let mut all: Vec<String> = list.as_array().unwrap().iter().map(text).collect();
    all.sort();
    all
}

#[test]
fn a_command_gets_path_name_id_hash_and_attempt_and_its_success_acknowledges() {
    let place = Place::new();
    place.drop_file("a b;$(c).csv", "x");
    let script = r#"
        [ $# = 5 ] && [ "$2" = 'a b;$(c).csv' ] && [ "$5" = 1 ]
        [ "$1" = "$SYNC_INGEST_PATH" ] && [ "$2" = "$SYNC_INGEST_NAME" ] && [ "$3" = "$SYNC_INGEST_ID" ]
        [ "$4" = "$SYNC_INGEST_HASH" ] && [ "$5" = "$SYNC_INGEST_ATTEMPT" ] && [ "$SYNC_INGEST_SIZE" = 1 ]
        case $1 in /*) ;; *) exit 1 ;; esac
        cp "$1" "store/$3"; echo "$4" >hash"#;
    let answer = place.exec(&["--json"], script);
    assert_eq!((answer.status, answer.stderr.as_str()), (0, ""));
    let delivered = &answer.json()["delivered"];
    assert_eq!((&delivered[0]["name"], &delivered[0]["sha256"]), (&json!("a b;$(c).csv"), &json!(HASH_OF_X)));
    assert_eq!(names(&place.store()), of(delivered, "id"));
    assert_eq!(fs::read_to_string(place.beside("hash")).unwrap().trim(), HASH_OF_X);
    assert_eq!(place.names(), [".sync_ingest"]);
    assert_eq!(place.status(&["--json"]).json()["claimed"], 0);
}

#[test]
fn the_path_is_absolute_where_the_folder_is_not() {
    let place = Place::new();
    place.drop_file("a.csv", "x");
    let mut command = program();
    command.args(["collect", "drop", "--settle=0", "--exec", "sh", "-euc", "cd /; cat \"$SYNC_INGEST_PATH\""]);
    command.current_dir(place.beside(""));
    let answer = run(command);
    assert_eq!((answer.status, answer.stdout.as_str()), (0, "xcollected 1 file, 1 byte: a.csv\n"), "{answer:?}");
}

#[test]
fn placeholders_take_the_place_of_the_appended_arguments() {
    let place = Place::new();
    place.drop_file("{id}", "x");
    let folder = place.folder();
    let store = place.store();
    let target = format!("{}/{{name}}.{{size}}", store.display());
    let words = ["collect", folder.to_str().unwrap(), "--settle=0", "--exec", "cp", "--", "{path}", &target];
    assert_eq!(sync_ingest(words).status, 0);
    assert_eq!(names(&store), ["{id}.1"]);
}

#[test]
fn all_that_follows_exec_belongs_to_the_command() {
    let place = Place::new();
    place.drop_file("a.csv", "x");
    let folder = place.folder();
    let words = ["collect", folder.to_str().unwrap(), "--settle=0", "--exec", "echo", "--json", "--", "-x", "{name}"];
    let answer = sync_ingest(words);
    assert_eq!((answer.status, answer.first_line()), (0, "--json -- -x a.csv"), "{answer:?}");
    place.drop_file("b.csv", "x");
    let words = ["collect", folder.to_str().unwrap(), "--settle=0", "--exec", "--", "echo", "{name}"];
    assert_eq!(sync_ingest(words).first_line(), "b.csv");
}

#[test]
fn exit_status_75_puts_back_and_the_next_run_offers_the_same_id_first() {
    let place = Place::new();
    place.drop_file("a.csv", "x");
    let script = r#"echo "$3" >>ids; [ "$5" = 2 ] || { echo "the bucket is full" >&2; exit 75; }"#;
    let answer = place.exec(&["--json"], script);
    assert_eq!(answer.status, 3);
    let put_back = &answer.json()["put_back"][0];
    assert_eq!((&put_back["reason"], &put_back["reason_kind"]), (&json!("the bucket is full"), &json!("store")));
    assert!(answer.stderr.contains("the bucket is full\n"), "{answer:?}");
    place.drop_file("b.csv", "x");
    let answer = place.exec(&["--json"], script);
    // The second one is new.
    assert_eq!((answer.status, &answer.json()["delivered"][0]["attempt"]), (3, &json!(2)), "{answer:?}");
    let ids = fs::read_to_string(place.beside("ids")).unwrap();
    let ids: Vec<&str> = ids.lines().collect();
    assert_eq!((ids.len(), ids[0]), (3, ids[1]), "{ids:?}");
}

#[test]
fn exit_status_65_rejects_with_the_last_line_as_the_reason() {
    let place = Place::new();
    place.drop_file("a.csv", "x");
    let answer = place.exec(&["--json"], r#"printf 'reading\nit has no column "email"\n' >&2; exit 65"#);
    assert_eq!((answer.status, &answer.json()["rejected"][0]["reason"]), (3, &json!("it has no column \"email\"")));
    let folder = place.folder();
    let listed = sync_ingest(["rejected", "list", folder.to_str().unwrap()]);
    assert!(listed.stdout.ends_with("a.csv, 1 byte: it has no column \"email\"\n"), "{listed:?}");
}

#[test]
fn every_other_end_puts_back_and_an_alarm_follows_but_never_a_rejection() {
    for script in ["exit 1", "exit 64", "exit 126", "exit 255", "kill -KILL $$", "kill -TERM $$"] {
        let place = Place::new();
        place.drop_file("a.csv", "x");
        for attempt in 1..=6 {
            let answer = place.exec(&["--json"], script);
            let output = answer.json();
            assert_eq!((answer.status, of(&output["put_back"], "name")), (3, vec!["a.csv".to_owned()]), "{script}");
            let alarms = of(&output["alarms"], "kind");
            assert_eq!(alarms == ["failing_store"], attempt >= 5, "{script}, {attempt}: {alarms:?}");
        }
        assert_eq!(place.exec(&[], "exit 0").status, 0);
        assert_eq!(place.status(&[]).status, 0);
    }
}

#[test]
fn one_bad_file_holds_back_no_other() {
    let place = Place::new();
    ["a.csv", "b.csv", "c.csv"].iter().for_each(|name| drop(place.drop_file(name, "x")));
    let output = place.exec(&["--json"], r#"[ "$2" != b.csv ]"#).json();
    assert_eq!(of(&output["delivered"], "name"), ["a.csv", "c.csv"]);
    assert_eq!(output["put_back"][0]["reason"], "the command ended with exit status 1");
}

#[test]
fn a_newer_file_waits_while_the_older_one_of_its_name_is_put_back() {
    let place = Place::new();
    place.drop_file("a.csv", "old");
    assert_eq!(place.exec(&[], "exit 75").status, 3);
    place.drop_file("a.csv", "new");
    let output = place.exec(&["--json"], "exit 75").json();
    assert_eq!(output["skipped_count"]["waits_for_older"], 1, "{output}");
    assert_eq!(place.exec(&["-j", "4"], r#"cat "$1" >>all"#).status, 0);
    assert_eq!(fs::read_to_string(place.beside("all")).unwrap(), "oldnew");
}

#[test]
fn a_command_that_takes_too_long_is_ended_and_its_file_put_back() {
    let place = Place::new();
    place.drop_file("a.csv", "x");
    let answer = place.exec(&["--json", "--timeout", "100ms"], "trap 'exit 0' TERM; while :; do sleep 0.01; done");
    let reason = answer.json()["put_back"][0]["reason"].as_str().unwrap().to_owned();
    assert!(answer.status == 3 && reason.starts_with("the command was ended after 0 s (--timeout)"), "{answer:?}");
    // One that does not react is killed, with all that it has started.
    let script = "trap '' TERM; (sh -c 'echo $PPID' >started; while :; do sleep 0.01; done) & wait";
    let flags = ["--timeout", "1s", "--kill-after", "100ms"];
    assert_eq!(place.exec(&flags, script).status, 3);
    let started = fs::read_to_string(place.beside("started")).unwrap();
    let status = fs::read_to_string(format!("/proc/{}/status", started.trim())).unwrap_or_default();
    assert!(status.is_empty() || status.contains("State:\tZ"), "what the command has started still runs: {status}");
    assert_eq!(place.exec(&["--timeout", "0"], "exit 0").status, 0);
}

/// Each waits until three run, and notes how many it has seen.
const BARRIER: &str = r#"
    mkdir -p running; : >"running/$3"
    until [ "$(ls running | wc -l)" -ge 3 ] || [ -e enough ]; do sleep 0.01; done
    ls running | wc -l >>seen; : >enough; sleep 0.05; rm "running/$3""#;

#[test]
fn up_to_n_commands_run_at_once_and_never_more() {
    let place = Place::new();
    (0..9).for_each(|number| drop(place.drop_file(format!("{number}.csv"), "x")));
    assert_eq!(place.exec(&["--jobs", "3", "--timeout", "60s"], BARRIER).status, 0);
    let seen = fs::read_to_string(place.beside("seen")).unwrap();
    let seen: Vec<u32> = seen.split_whitespace().map(|count| count.parse().unwrap()).collect();
    assert_eq!((seen.len(), seen.iter().max()), (9, Some(&3)), "{seen:?}");
}

#[test]
fn without_jobs_one_command_runs_at_a_time() {
    let place = Place::new();
    (0..3).for_each(|number| drop(place.drop_file(format!("{number}.csv"), "x")));
    assert_eq!(place.exec(&[], r#"mkdir alone; sleep 0.02; rmdir alone"#).status, 0);
}

#[test]
fn what_a_command_prints_does_not_mix_with_the_json_answer() {
    let place = Place::new();
    place.drop_file("a.csv", "x");
    let answer = place.exec(&["--json"], "echo printed; cat; echo warned >&2");
    assert_eq!((answer.status, answer.stdout.lines().count()), (0, 1));
    assert!(answer.stderr.contains("printed\n") && answer.stderr.contains("warned\n"), "{answer:?}");
    assert_eq!(answer.json()["outcome"], "collected");
}

#[test]
fn content_that_changes_meanwhile_becomes_a_new_delivery() {
    let place = Place::new();
    place.drop_file("a.csv", "x");
    let output = place.exec(&["--json", "--max-files", "1"], r#"echo more >>"$1""#).json();
    assert_eq!((&output["delivered"], &output["skipped_count"]["changed_meanwhile"]), (&json!([]), &json!(1)));
    let output = place.exec(&["--json"], r#"cp "$1" store/"$2""#).json();
    assert_eq!(output["delivered"][0]["attempt"], 1, "{output}");
    assert_eq!(fs::read_to_string(place.store().join("a.csv")).unwrap(), "xmore\n");
}

#[test]
fn no_hash_leaves_the_hash_empty() {
    let place = Place::new();
    place.drop_file("a.csv", "x");
    let answer = place.exec(&["--json", "--no-hash"], r#"[ -z "$4" ] && [ -z "$SYNC_INGEST_HASH" ] && [ $# = 5 ]"#);
    assert_eq!((answer.status, &answer.json()["delivered"][0]["sha256"]), (0, &Value::Null));
}

#[test]
fn a_command_that_cannot_be_run_is_wrong_usage_and_nothing_is_touched() {
    let place = Place::new();
    place.drop_file("a.csv", "x");
    let folder = place.folder();
    fs::write(place.beside("plain"), "").unwrap();
    fs::set_permissions(place.beside("plain"), fs::Permissions::from_mode(0o644)).unwrap();
    for command in ["no-such-program", place.beside("plain").to_str().unwrap(), "/"] {
        let answer = sync_ingest(["collect", folder.to_str().unwrap(), "--settle=0", "--exec", command]);
        assert_eq!((answer.status, answer.stdout.as_str()), (64, ""));
        assert!(answer.stderr.contains("there is no such program, or it is not executable"), "{answer:?}");
    }
    assert_eq!(place.names(), ["a.csv"]);
}

#[test]
fn a_program_that_the_system_refuses_puts_back_and_starts_no_other() {
    let place = Place::new();
    ["a.csv", "b.csv"].iter().for_each(|name| drop(place.drop_file(name, "x")));
    let folder = place.folder();
    let script = place.beside("no-interpreter");
    fs::write(&script, "#!/no/such/interpreter\n").unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let words = ["collect", folder.to_str().unwrap(), "--json", "--settle=0", "--exec", script.to_str().unwrap()];
    let answer = sync_ingest(words);
    let output = answer.json();
    assert_eq!((answer.status, output["put_back"].as_array().unwrap().len()), (3, 2), "{output}");
    let reasons = of(&output["put_back"], "reason");
    assert!(reasons[0].starts_with("cannot start the command \""), "{reasons:?}");
    assert_eq!(reasons[1], "the collection ended before it was offered");
}

#[test]
fn exec_and_into_exclude_each_other_and_their_flags_need_exec() {
    for (words, complaint) in [
        (&["--into", "out", "--exec", "true"][..], "cannot be used with"),
        (&["--into", "out", "--jobs", "2"], "cannot be used with"),
        (&["--into", "out", "--timeout", "1h"], "cannot be used with"),
        (&["--jobs", "0", "--exec", "true"], "0 is not in"),
        (&["--exec"], "a value is required"),
    ] {
        let answer = sync_ingest(["collect", "in"].iter().chain(words));
        assert_eq!(answer.status, 64, "{words:?}");
        assert!(answer.stderr.contains(complaint), "{words:?}: {}", answer.stderr);
    }
}
