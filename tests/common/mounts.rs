//! File systems for one test alone: mounted where no other process sees them, and gone with the test.
#![allow(unsafe_code, reason = "a mount namespace of one's own has no safe wrapper")]

use super::process::die_after;
use std::path::Path;
use std::process::{Command, Stdio};

/// Does `act` in a child process with mounts of its own. Says so where that is not permitted.
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

/// A file system on a loop device, made by `mkfs` with these arguments. The device goes with the mount.
pub fn mount_image(at: &Path, image: &Path, mkfs: &[&str]) {
    std::fs::File::create(image).unwrap().set_len(64 << 20).unwrap();
    let made = Command::new(mkfs[0]).args(&mkfs[1..]).arg(image).stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(made.unwrap().success(), "{mkfs:?}");
    mount(&["-o", "loop", image.to_str().unwrap()], at);
}

/// The same folder at a second place.
pub fn mount_again(folder: &Path, at: &Path) {
    mount(&["--bind", folder.to_str().unwrap()], at);
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
