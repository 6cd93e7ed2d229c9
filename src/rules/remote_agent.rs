//! How `sync-deliver`, the script for remote agents, marks its locks.
//!
//! Over SFTP `alock.txt` is a file of four lines:
//!
//! ```text
//! 1769846400
//! sync-deliver registry
//! host erp-1
//! token 0123456789abcdef0123456789abcdef
//! ```
//!
//! Over FTP, where a rename replaces a file but never a non-empty folder, it is a folder. It
//! contains a file with that text, named `agent-registry-0123456789abcdef0123456789abcdef`.

use super::holder::Holder;
use super::lock_text::{hex, word};

/// Returns the agent that wrote this lock; `None` if it was not that script.
pub(crate) fn from_text(bytes: &[u8]) -> Option<Holder> {
    let mut lines = std::str::from_utf8(bytes).ok()?.strip_suffix('\n')?.split('\n').skip(1);
    let name = word(lines.next()?.strip_prefix("sync-deliver ")?)?;
    let host = word(lines.next()?.strip_prefix("host ")?)?;
    hex(lines.next()?.strip_prefix("token ")?, 32)?;
    lines.next().is_none().then_some(Holder::RemoteAgent { name, host: Some(host) })
}

/// The same of a file in a lock that is a folder, by its name.
pub(crate) fn from_name(name: &[u8]) -> Option<Holder> {
    let (agent, token) = std::str::from_utf8(name).ok()?.strip_prefix("agent-")?.rsplit_once('-')?;
    hex(token, 32)?;
    word(agent).map(|name| Holder::RemoteAgent { name, host: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TOKEN: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn what_the_script_writes_is_read() {
        let text = format!("1769846400\nsync-deliver registry\nhost erp-1\ntoken {TOKEN}\n");
        assert_eq!(from_text(text.as_bytes()).unwrap().to_string(), "agent registry on host erp-1 (sync-deliver)");
        let name = format!("agent-re-gistry-{TOKEN}");
        assert_eq!(from_name(name.as_bytes()).unwrap().to_string(), "agent re-gistry (sync-deliver over FTP)");
    }

    #[test]
    fn everything_else_is_somebody_else() {
        let text = format!("1\nsync-deliver registry\nhost erp-1\ntoken {TOKEN}\n");
        for other in [
            String::new(),
            "1769846400\n".to_owned(),
            text.replace("sync-deliver", "sync-tool"),
            text.replace("registry", "reg\u{1b}[2Jistry"),
            text.replace("token 0", "token g"),
            format!("{text}more\n"),
        ] {
            assert_eq!(from_text(other.as_bytes()), None, "{other:?}");
        }
        for other in ["inside", "agent-registry", &format!("agent--{TOKEN}"), &format!("agent-a b-{TOKEN}")] {
            assert_eq!(from_name(other.as_bytes()), None, "{other:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..5000)) {
            let _ = (from_text(&bytes), from_name(&bytes));
        }
    }
}
