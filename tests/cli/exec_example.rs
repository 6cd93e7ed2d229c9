//! The documented examples of `collect --exec`: a bucket and a database.

use crate::place::{Answer, Place, names, program, run};
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

fn example(name: &str) -> String {
    format!("{}/examples/exec/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn is_there(program: &str) -> bool {
    let there = Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    if !there {
        println!("SKIPPED: an example of collect --exec: there is no {program}");
    }
    there
}

fn collect(place: &Place, example_name: &str, environment: &[(&str, &str)]) -> Answer {
    let mut command = program();
    command.arg("collect").arg(place.folder()).args(["--settle", "0", "--json", "--jobs", "4"]);
    command.args(["--exec", &example(example_name)]).envs(environment.iter().copied());
    run(command)
}

/// A server that ends with the test.
struct Bucket {
    server: Child,
    url: String,
}

impl Bucket {
    fn begin(place: &Place) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/bucket.py");
        let mut command = Command::new("python3");
        let mut server = command.arg(script).arg(place.store()).stdout(Stdio::piped()).spawn().unwrap();
        let mut port = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut port).unwrap();
        Self { server, url: format!("http://127.0.0.1:{}/bucket", port.trim()) }
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[test]
fn files_go_into_a_bucket_and_what_it_does_not_take_is_rejected_or_stays() {
    if !(is_there("curl") && is_there("python3")) {
        return;
    }
    let place = Place::new();
    let bucket = Bucket::begin(&place);
    for (name, content) in [("étudiants 1.csv", "x"), ("a.csv", "too large"), ("b.csv", "busy")] {
        place.drop_file(name, content);
    }
    let environment =
        |url| [("S3_URL", url), ("S3_REGION", "eu"), ("AWS_ACCESS_KEY_ID", "key"), ("AWS_SECRET_ACCESS_KEY", "secret")];
    let answer = collect(&place, "to-s3", &environment(&bucket.url));
    let output = answer.json();
    assert_eq!((answer.status, &output["delivered"][0]["name"]), (3, &"étudiants 1.csv".into()), "{answer:?}");
    assert_eq!(output["rejected"][0]["reason"], "the bucket does not take a file of 9 bytes", "{answer:?}");
    assert_eq!(output["put_back"][0]["reason"], "the server answered 503: SlowDown", "{answer:?}");
    let id = output["delivered"][0]["id"].as_str().unwrap();
    assert_eq!(fs::read_to_string(place.store().join(id)).unwrap(), "x");
    let name = fs::read_to_string(place.store().join(format!("{id}.name"))).unwrap();
    assert!(name.starts_with("%c3%a9%74"), "{name}");
    assert_eq!(names(&place.store()).len(), 2);
    // A server that is not there, and a wrong secret.
    let output = collect(&place, "to-s3", &environment("http://127.0.0.1:1/bucket")).json();
    assert_eq!(output["put_back"].as_array().unwrap().len(), 1, "{output}");
    let mut wrong = environment(&bucket.url);
    wrong[3].1 = "other";
    let output = collect(&place, "to-s3", &wrong).json();
    assert_eq!(output["put_back"][0]["reason"], "the server answered 403: SignatureDoesNotMatch", "{output}");
}

#[test]
fn files_go_into_a_database_once_each() {
    if !is_there("sqlite3") {
        return;
    }
    let place = Place::new();
    let database = place.beside("database");
    let database = database.to_str().unwrap();
    for name in ["a'b.csv", "'); drop table deliveries; --.csv", "étudiants.csv"] {
        place.drop_file(name, name);
    }
    let answer = collect(&place, "to-database", &[("DATABASE", database)]);
    assert_eq!(answer.status, 0, "{answer:?}");
    let ask = |sql: &str| {
        let output = Command::new("sqlite3").args([database, sql]).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert_eq!(
        ask("select count(*) from deliveries where name = cast(content as text) and length(sha256) = 64"),
        "3\n"
    );
    // The same id once more, as after a crash.
    let id = ask("select id from deliveries where name = 'a''b.csv'");
    let path = place.beside("again");
    fs::write(&path, "a'b.csv").unwrap();
    let again = Command::new(example("to-database"))
        .envs([("DATABASE", database), ("SYNC_INGEST_ID", id.trim()), ("SYNC_INGEST_NAME", "a'b.csv")])
        .envs([("SYNC_INGEST_HASH", "0"), ("SYNC_INGEST_SIZE", "7"), ("SYNC_INGEST_PATH", path.to_str().unwrap())])
        .status();
    assert_eq!((again.unwrap().code(), ask("select count(*) from deliveries").as_str()), (Some(0), "3\n"));
    place.drop_file("c.csv", "x");
    let answer = collect(&place, "to-database", &[("DATABASE", "/no/such/folder/database")]);
    assert_eq!((answer.status, answer.json()["put_back"].as_array().unwrap().len()), (3, 1), "{answer:?}");
}
