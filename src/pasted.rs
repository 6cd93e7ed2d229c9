//! Checks that a shell reads the same path back from the line that a message asks a person to type.

#![allow(clippy::disallowed_methods, reason = "shells are asked")]

use crate::rules::shell::quoted;
use proptest::prelude::*;
use std::ffi::OsStr;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::Path;
use std::process::Command;

/// POSIX shells that may be installed; `sh` always is.
const SHELLS: [&[&str]; 4] = [&["sh"], &["bash"], &["busybox", "sh"], &["ksh"]];

/// Returns the words as a shell reads them; `None` if there is no such shell.
fn read_back(shell: &[&str], words: &[String]) -> Option<Vec<Vec<u8>>> {
    let script = format!("printf '%s\\0' {}", words.join(" "));
    let output = Command::new(shell[0]).args(&shell[1..]).arg("-c").arg(script).output().ok()?;
    assert!(output.status.success(), "{shell:?}: {}", String::from_utf8_lossy(&output.stderr));
    Some(output.stdout.strip_suffix(b"\0")?.split(|byte| *byte == 0).map(<[u8]>::to_vec).collect())
}

fn any_path() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        4 => proptest::sample::select(vec![
            "/", "a", " ", "'", "\"", "$(reboot)", "`reboot`", "\\", "%s", "%", "!", "~", "-", "*", ";", "&", "\n", "\t", "\u{1b}[2J",
            "\u{202e}", "\u{e9}", "#", "\\n", "${HOME}", "\r", "=", "{a,b}",
        ]).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => proptest::collection::vec(1..=255u8, 1..4),
    ];
    proptest::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_shell_reads_back_the_very_paths_and_no_terminal_is_deceived(
        paths in proptest::collection::vec(any_path(), 1..30)
    ) {
        let words: Vec<String> = paths.iter().map(|path| quoted(Path::new(OsStr::from_bytes(path)))).collect();
        prop_assert!(!words.iter().any(|word| word.chars().any(char::is_control)), "{words:?}");
        let mut shells = 0;
        for shell in SHELLS {
            let Some(read) = read_back(shell, &words) else { continue };
            shells += 1;
            let meant: Vec<Vec<u8>> = paths
                .iter()
                .map(|path| if path.first() == Some(&b'-') { [b"./", &path[..]].concat() } else { path.clone() })
                .collect();
            let show = |all: &[Vec<u8>]| all.iter().map(|one| std::ffi::OsString::from_vec(one.clone())).collect::<Vec<_>>();
            prop_assert_eq!(show(&read), show(&meant), "{:?}: {:?}", shell, words);
        }
        prop_assert!(shells > 0);
    }
}
