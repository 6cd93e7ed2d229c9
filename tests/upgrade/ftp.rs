//! An FTP server on this host, for one test.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// A running server, which ends with this value.
#[derive(Debug)]
pub(crate) struct Ftp {
    server: Child,
    port: u16,
}

impl Ftp {
    /// Serves a folder to anybody on this host; prints `SKIPPED:` where that is not possible.
    pub(crate) fn start(folder: &Path, test: &str) -> Option<Self> {
        let is_there = |program: &str| {
            let found = Command::new("which").arg(program).env("PATH", path()).stdout(Stdio::null()).status();
            found.is_ok_and(|status| status.success())
        };
        if !is_there("vsftpd") || !is_there("lftp") {
            println!("SKIPPED: {test}: vsftpd or lftp is missing");
            return None;
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let settings = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/upgrade/vsftpd.conf");
        let mut command = Command::new("vsftpd");
        command.env("PATH", path()).arg(settings).arg(format!("-olisten_port={port}"));
        command.arg(format!("-oanon_root={}", folder.to_str().unwrap()));
        let server = Self { server: command.spawn().unwrap(), port };
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(server);
            }
            sleep(Duration::from_millis(20));
        }
        panic!("vsftpd does not listen");
    }

    /// The destination for `sync-deliver`.
    pub(crate) fn to(&self) -> String {
        format!("ftp://anonymous@127.0.0.1:{}/sync", self.port)
    }

    /// Returns the part of the name of `sync-deliver`'s state file that identifies this
    /// destination.
    pub(crate) fn memory(&self) -> String {
        let script = r#"printf '%s' "$1" | cksum | tr -c '0-9\n' -"#;
        let output = Command::new("sh").args(["-c", script, "sh", &self.to()]).output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }
}

impl Drop for Ftp {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Debian installs servers in a folder that is not on every user's PATH.
fn path() -> String {
    format!("{}:/usr/sbin", std::env::var("PATH").unwrap_or_default())
}
