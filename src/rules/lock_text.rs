//! The text of a lock file.
//!
//! The first line is the Unix time in decimal, which is all that older collectors write. Our own
//! lines follow:
//!
//! ```text
//! 1769846400
//! sync_ingest 0.1.0
//! host front-1
//! boot 5f2c6a0e9b1d4c77
//! token 0123456789abcdef0123456789abcdef
//! ```
//!
//! Our own agent adds `agent NAME`. A writer that cannot hold a flock there adds `flock none`: its
//! death cannot be detected, so such a lock is never recovered, not even by release 0.1.0, which
//! does not recognise it. A text that differs in any way is a foreign lock.

use super::timestamp::Timestamp;

/// The maximum number of bytes read from a lock file: many times what we write.
pub(crate) const MAX_LEN: usize = 4096;

const SOFTWARE: &str = "sync_ingest";
const NO_FLOCK: &str = "flock none";

/// The lines of a lock that this library wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LockText {
    /// When it was written, by the writer's clock.
    pub written: Timestamp,
    /// Version of the library that wrote it.
    pub version: String,
    /// Host name, for people; no decision depends on it.
    pub host: String,
    /// Hash of the boot id of the machine: 16 hexadecimal digits.
    pub boot: String,
    /// Random, so that a writer recognises its own lock: 32 hexadecimal digits.
    pub token: String,
    /// Name of the agent, if this is an agent's lock.
    pub agent: Option<String>,
    /// The writer holds a flock on it for as long as it runs.
    pub flocked: bool,
}

impl LockText {
    /// Returns the content of the file.
    #[must_use]
    pub(crate) fn to_text(&self) -> String {
        let Self { written, version, host, boot, token, agent, flocked } = self;
        let mut text = format!("{}\n{SOFTWARE} {version}\nhost {host}\nboot {boot}\ntoken {token}\n", written.seconds);
        if let Some(agent) = agent {
            text.push_str(&format!("agent {agent}\n"));
        }
        if !flocked {
            text.push_str(NO_FLOCK);
            text.push('\n');
        }
        text
    }

    /// Parses our own lock; returns `None` for anything else.
    #[must_use]
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > MAX_LEN {
            return None;
        }
        let text = std::str::from_utf8(bytes).ok()?.strip_suffix('\n')?;
        let mut lines = text.split('\n');
        let written = Timestamp::from_seconds(decimal(lines.next()?)?);
        let version = word(field(&mut lines, SOFTWARE)?)?;
        let host = word(field(&mut lines, "host")?)?;
        let boot = hex(field(&mut lines, "boot")?, 16)?;
        let token = hex(field(&mut lines, "token")?, 32)?;
        let mut line = lines.next();
        let agent = match line.and_then(|line| line.strip_prefix("agent ")) {
            None => None,
            Some(agent) => {
                line = lines.next();
                Some(word(agent)?)
            }
        };
        let flocked = match line {
            None => true,
            Some(NO_FLOCK) if lines.next().is_none() => false,
            Some(_) => return None,
        };
        Some(Self { written, version, host, boot, token, agent, flocked })
    }
}

/// Returns the text as a single printable word of at most 255 bytes, as host and agent names must
/// be: every other character becomes `-`.
#[must_use]
pub(crate) fn to_word(text: &str) -> String {
    let mut clean: String = text.chars().take(63).map(|c| if is_word_character(c) { c } else { '-' }).collect();
    if clean.is_empty() {
        clean.push('-');
    }
    clean
}

fn is_word_character(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '@')
}

fn field<'a>(lines: &mut std::str::Split<'a, char>, key: &str) -> Option<&'a str> {
    lines.next()?.strip_prefix(key)?.strip_prefix(' ')
}

pub(super) fn word(text: &str) -> Option<String> {
    (!text.is_empty() && text.len() <= 255 && text.chars().all(is_word_character)).then(|| text.to_owned())
}

pub(super) fn hex(text: &str, digits: usize) -> Option<String> {
    let is_hex = text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    (text.len() == digits && is_hex).then(|| text.to_owned())
}

/// Parses a number as we write it: without a plus sign or leading zeros.
fn decimal(text: &str) -> Option<i64> {
    text.parse().ok().filter(|number: &i64| number.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sample(agent: Option<&str>) -> LockText {
        LockText {
            written: Timestamp::from_seconds(1_769_846_400),
            version: "0.1.0".into(),
            host: "front-1".into(),
            boot: "5f2c6a0e9b1d4c77".into(),
            token: "0123456789abcdef0123456789abcdef".into(),
            agent: agent.map(str::to_owned),
            flocked: true,
        }
    }

    #[test]
    fn what_was_written_is_read_back() {
        let without_flock = |text| LockText { flocked: false, ..text };
        let all = [sample(None), sample(Some("registry"))];
        for text in all.clone().into_iter().chain(all.map(without_flock)) {
            assert_eq!(LockText::parse(text.to_text().as_bytes()), Some(text));
        }
    }

    #[test]
    fn the_first_line_is_the_unix_time_alone() {
        assert_eq!(sample(None).to_text().lines().next(), Some("1769846400"));
    }

    #[test]
    fn a_lock_of_somebody_else_is_not_taken_for_ours() {
        let ours = sample(None).to_text();
        let cases = [
            String::new(),
            "1769846400".to_owned(),
            "1769846400\n".to_owned(),
            ours.replace("sync_ingest", "sync_tool"),
            ours.replace("front-1", "front 1"),
            ours.trim_end().to_owned(),
            format!("{ours}more\n"),
            format!("{ours}flock none\nagent registry\n"),
            format!("{ours}flock none\nflock none\n"),
            format!(" {ours}"),
            ours.replace('\n', "\r\n"),
            ours.replace("1769846400", "99999999999999999999"),
            ours.replace("1769846400", "01769846400"),
        ];
        for text in cases {
            assert_eq!(LockText::parse(text.as_bytes()), None, "{text:?}");
        }
    }

    #[test]
    fn host_names_become_one_word() {
        assert_eq!(to_word("front 1\n"), "front-1-");
        assert_eq!(to_word(""), "-");
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..5000)) {
            if let Some(text) = LockText::parse(&bytes) {
                prop_assert_eq!(text.to_text().into_bytes(), bytes);
            }
        }

        #[test]
        fn every_agent_and_host_name_survives_once_it_is_a_word(agent in ".*", host in ".*") {
            let text = LockText { host: to_word(&host), ..sample(Some(&to_word(&agent))) };
            prop_assert_eq!(LockText::parse(text.to_text().as_bytes()), Some(text));
        }
    }
}
