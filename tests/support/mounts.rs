//! File systems for a single test: mounted where no other process sees them, and gone with the
//! test.
#![allow(unsafe_code, reason = "a mount namespace of one's own has no safe wrapper")]

use super::process::die_after;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs `act` in a child process with separate mounts. Prints `SKIPPED:` if that is not permitted.
pub fn with_own_mounts(test: &str, act: impl FnOnce()) {
    let may = Command::new("unshare")
        .args(["--mount", "true"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !may {
        println!("SKIPPED: {test}: only root can mount file systems");
        return;
    }
    die_after(|| {
        // SAFETY: takes an integer, and changes nothing but what this child sees.
        assert_eq!(unsafe { libc::unshare(libc::CLONE_NEWNS) }, 0);
        mount(&["--make-rprivate", "/"], Path::new(""));
        act();
    });
}

/// A small file system in memory; `size` as `mount` takes it.
pub fn mount_memory(at: &Path, size: &str) {
    mount(&["-t", "tmpfs", "-o", &format!("size={size},mode=755"), "tmpfs"], at);
}

/// A file system on a loop device, made by `mkfs` with these arguments. The device goes with the
/// mount.
pub fn mount_image(at: &Path, image: &Path, mkfs: &[&str]) {
    std::fs::File::create(image).unwrap().set_len(320 << 20).unwrap();
    let made = Command::new(mkfs[0]).args(&mkfs[1..]).arg(image).stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(made.unwrap().success(), "{mkfs:?}");
    mount(&["-o", "loop", image.to_str().unwrap()], at);
}

/// Mounts the same folder at a second place.
pub fn mount_again(folder: &Path, at: &Path) {
    mount(&["--bind", folder.to_str().unwrap()], at);
}

/// A file system in memory that does not report its size.
pub fn mount_ramfs(at: &Path) {
    mount(&["-t", "ramfs", "ramfs"], at);
}

pub fn remount(at: &Path, options: &str) {
    mount(&["-o", &format!("remount,{options}")], at);
}

fn mount(words: &[&str], at: &Path) {
    let mut command = Command::new("mount");
    command.args(words);
    if at != Path::new("") {
        command.arg(at);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// A file system that compares names as other systems do, and does not report its free space. It
/// ends with the test.
#[derive(Debug)]
pub struct FoldingStore(std::process::Child);

impl FoldingStore {
    pub fn mount(at: &Path) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/folding_store.py");
        let mut server = Command::new("python3").arg(script).arg(at).stdout(Stdio::piped()).spawn().unwrap();
        let mut output = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut output).unwrap();
        assert_eq!(output, "mounted\n");
        Self(server)
    }
}

impl Drop for FoldingStore {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// A file system that finds a name however it is spelled, as those of Windows and macOS do:
/// whichever kind this kernel supports. Returns the folder in which it does so; `None` if it
/// supports none.
pub fn mount_folding(place: &Path) -> Option<std::path::PathBuf> {
    let quiet = |words: &[&str]| {
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).env("PATH", "/usr/sbin:/sbin:/usr/bin:/bin").stdout(Stdio::null());
        command.stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    };
    let kinds: [&[&str]; 3] =
        [&["mkfs.ext4", "-q", "-F", "-O", "casefold"], &["mkfs.xfs", "-q", "-f", "-n", "version=ci"], &["mkfs.vfat"]];
    let (image, at) = (place.join("image"), place.join("folding"));
    std::fs::create_dir(&at).unwrap();
    for kind in kinds {
        std::fs::File::create(&image).unwrap().set_len(400 << 20).unwrap();
        let (image, at) = (image.to_str().unwrap(), at.to_str().unwrap());
        if quiet(&[kind, &[image]].concat()) && quiet(&["mount", "-o", "loop", image, at]) {
            let folder = Path::new(at).join("sync");
            std::fs::create_dir(&folder).unwrap();
            quiet(&["chattr", "+F", folder.to_str().unwrap()]);
            std::fs::write(folder.join("PROBE"), "").unwrap();
            let folds = folder.join("probe").exists();
            std::fs::remove_file(folder.join("PROBE")).unwrap();
            if folds {
                return Some(folder);
            }
            quiet(&["umount", at]);
        }
    }
    None
}
