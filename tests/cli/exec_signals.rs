//! Signals to `collect --exec` are passed on to the commands that run; those that end a program end
//! it once its commands have ended.

use crate::place::{Place, names};
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

/// Reports which signals it gets, and ends with the last of them.
const TRAPS: &str = r#"
    for signal in HUP INT QUIT TERM; do trap "echo $signal >>got; exit 75" $signal; done
    for signal in USR1 USR2; do trap "echo $signal >>got" $signal; done
    : >"ready-$2"
    until [ -e go-on ]; do sleep 0.01 || true; done"#;

struct Collector {
    place: Place,
    child: Child,
}

impl Collector {
    /// Two commands run, and a third file waits.
    fn begin() -> Self {
        Self::run("env --default-signal", TRAPS)
    }

    /// `starter` is a command that starts another one in its own process, as the tests may have
    /// been started with signals ignored.
    fn run(starter: &str, script: &str) -> Self {
        let place = Place::new();
        ["a.csv", "b.csv", "c.csv"].iter().for_each(|name| drop(place.drop_file(name, "x")));
        let collect = place.exec_command(&["--jobs", "2"], script);
        let mut words = starter.split(' ');
        let mut command = Command::new(words.next().unwrap());
        command.args(words).arg(collect.get_program()).args(collect.get_args()).current_dir(place.beside(""));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let collector = Self { child: command.spawn().unwrap(), place };
        collector.until(|all| all.iter().filter(|name| name.starts_with("ready-")).count() == 2);
        collector
    }

    fn until(&self, ready: impl Fn(&[String]) -> bool) {
        for _ in 0..6_000 {
            if ready(&names(&self.place.beside(""))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("it does not happen: {:?}", names(&self.place.beside("")));
    }

    fn signal(&self, signal: &str) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([format!("-{signal}"), pid]).status().unwrap().success());
    }

    /// What the commands have got so far, in alphabetical order.
    fn got(&self) -> Vec<String> {
        let text = fs::read_to_string(self.place.beside("got")).unwrap_or_default();
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    }

    fn end(&mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }
}

#[test]
fn signals_that_end_a_program_reach_every_command_and_then_end_it() {
    for (signal, number) in [("HUP", 1), ("INT", 2), ("QUIT", 3), ("TERM", 15)] {
        let mut collector = Collector::begin();
        collector.signal(signal);
        assert_eq!(collector.end().signal(), Some(number), "{signal}");
        assert_eq!(collector.got(), [signal, signal]);
        // Nobody holds the lock, nothing is lost, and no third command was started.
        assert_eq!(collector.place.names(), [".sync_ingest"], "{signal}");
        assert!(!names(&collector.place.beside("")).contains(&"ready-c.csv".to_owned()));
        let output = collector.place.exec(&["--json"], "exit 0").json();
        let attempts: Vec<_> =
            output["delivered"].as_array().unwrap().iter().map(|one| one["attempt"].as_u64().unwrap()).collect();
        assert_eq!(attempts, [2, 2, 1], "{output}");
        assert_eq!(output["alarms"].as_array().unwrap().len(), 0, "{output}");
    }
}

#[test]
fn a_command_that_ends_well_after_a_signal_is_acknowledged() {
    let finishes = r#"trap "exit 0" TERM; : >"ready-$2"; while :; do sleep 0.01 || true; done"#;
    let mut collector = Collector::run("env --default-signal", finishes);
    collector.signal("TERM");
    assert_eq!(collector.end().signal(), Some(15));
    let output = collector.place.exec(&["--json"], "exit 0").json();
    assert_eq!(output["delivered"].as_array().unwrap().len(), 1, "{output}");
}

#[test]
fn signals_of_ones_own_reach_every_command_and_end_nothing() {
    let mut collector = Collector::begin();
    for (signal, so_far) in [("USR1", 2), ("USR2", 4)] {
        collector.signal(signal);
        let got = |_: &[String]| collector.got().len() == so_far;
        collector.until(got);
    }
    assert_eq!(collector.got(), ["USR1", "USR1", "USR2", "USR2"]);
    fs::write(collector.place.beside("go-on"), "").unwrap();
    assert_eq!(collector.end().code(), Some(0));
}

#[test]
fn a_signal_that_the_caller_ignores_stays_ignored() {
    let mut collector = Collector::run("nohup", TRAPS);
    collector.signal("HUP");
    fs::write(collector.place.beside("go-on"), "").unwrap();
    assert_eq!((collector.end().code(), collector.got().len()), (Some(0), 0));
}
