//! What is installed beside the program: man pages, completions and systemd units, each read by the
//! program that it is made for.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros, reason = "tests set the stage by themselves")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn dist(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("dist").join(folder)
}

fn files(folder: &str) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(dist(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

/// Runs a program; prints `SKIPPED:` if it is not there.
fn run(command: &mut Command) -> Option<Output> {
    match command.output() {
        Ok(output) => Some(output),
        Err(error) => {
            println!("SKIPPED: {:?}: {error}", command.get_program());
            None
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn every_man_page_is_rendered_without_a_warning() {
    for page in files("man") {
        let mut man = Command::new("man");
        man.args(["--warnings", "-E", "UTF-8", "-l"]).arg(&page).env("MANWIDTH", "80").env("LC_ALL", "C.UTF-8");
        let Some(output) = run(&mut man) else { return };
        let (rendered, warnings) = (text(&output.stdout), text(&output.stderr));
        assert!(output.status.success() && warnings.is_empty(), "{page:?}: {warnings}");
        let name = page.file_stem().unwrap().to_str().unwrap();
        let words = rendered.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(&format!("NAME {name} - ")), "{rendered}");
    }
}

#[test]
fn the_manual_of_collect_has_its_options_and_its_exit_statuses() {
    let page = fs::read_to_string(dist("man/sync-ingest-collect.1")).unwrap();
    for part in ["\\-\\-exec", "\\-\\-timeout", "\\-\\-settle", "Exit status: 0 done"] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

/// The words that bash offers after a line.
fn completed(line: &[&str]) -> Option<String> {
    let script = format!(
        "source {:?}; COMP_WORDS=({}); COMP_CWORD={}; _sync__ingest sync-ingest {:?} {:?}; echo \"${{COMPREPLY[@]}}\"",
        dist("completions/sync-ingest.bash"),
        line.join(" "),
        line.len() - 1,
        line[line.len() - 1],
        line[line.len() - 2],
    );
    let output = run(Command::new("bash").args(["-euc", &script]))?;
    assert!(output.status.success(), "{}", text(&output.stderr));
    Some(text(&output.stdout).trim().to_owned())
}

#[test]
fn bash_completes_commands_and_options() {
    let Some(commands) = completed(&["sync-ingest", "st"]) else { return };
    assert_eq!(commands, "status");
    assert_eq!(completed(&["sync-ingest", "status", "--prom"]).unwrap(), "--prometheus");
    assert_eq!(completed(&["sync-ingest", "rejected", "put-back", "--wa"]).unwrap(), "--wait");
}

#[test]
fn the_completions_of_other_shells_can_be_read_by_them() {
    for (shell, arguments, name) in [("zsh", ["-n"], "_sync-ingest"), ("fish", ["--no-execute"], "sync-ingest.fish")] {
        let mut command = Command::new(shell);
        let Some(output) = run(command.args(arguments).arg(dist("completions").join(name))) else { continue };
        assert!(output.status.success(), "{name}: {}", text(&output.stderr));
    }
}

/// Verifies a unit as it is installed for `instance`, with a program that is there.
fn verify(unit: &Path, instance: &str) -> Option<()> {
    let place = tempfile::tempdir().unwrap();
    for other in files("systemd") {
        let installed = fs::read_to_string(&other).unwrap().replace("/usr/bin/sync-ingest", "/bin/true");
        let name = other.file_name().unwrap().to_str().unwrap().replace('@', &format!("@{instance}"));
        fs::write(place.path().join(name), installed).unwrap();
    }
    let name = unit.file_name().unwrap().to_str().unwrap().replace('@', &format!("@{instance}"));
    let mut verify = Command::new("systemd-analyze");
    verify.args(["verify", "--man=no", "--generators=no"]).arg(place.path().join(name));
    let output = run(verify.env("SYSTEMD_UNIT_PATH", format!("{}:", place.path().display())))?;
    let complaints = text(&output.stderr);
    assert!(output.status.success() && complaints.is_empty(), "{unit:?}: {complaints}");
    Some(())
}

#[test]
fn systemd_accepts_every_unit() {
    let units = files("systemd");
    let kinds: Vec<_> = units.iter().map(|unit| unit.extension().unwrap().to_str().unwrap()).collect();
    assert_eq!(kinds, ["mount", "path", "service", "timer"]);
    for unit in &units {
        if verify(unit, "srv-drop").is_none() {
            return;
        }
    }
}

#[test]
fn systemd_refuses_a_unit_that_is_wrong() {
    let place = tempfile::tempdir().unwrap();
    let unit = place.path().join("wrong.service");
    fs::write(&unit, "[Service]\nExecStart=/no/such/program\n").unwrap();
    let Some(output) = run(Command::new("systemd-analyze").args(["verify", "--man=no"]).arg(unit)) else { return };
    assert!(!output.status.success(), "{}", text(&output.stderr));
}
