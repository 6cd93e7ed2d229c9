//! The details of an incident as words in the file of incidents: `key=value`, values with colons
//! between their parts.
//!
//! ```text
//! lock=agent:1769846400.000000000:-:-:remote_agent:registry:erp-1
//! file=students.csv:skipped:too_large
//! obstacle=private_file:384
//! ```
//!
//! Unknown words are skipped: a later release may have written them.

use super::details::{Details, SeenLock};
use crate::report::{AlarmFile, Cause};
use crate::rules::holder::Holder;
use crate::rules::percent::{decode, encode};
use crate::rules::permission::Obstacle;
use crate::rules::timestamp::Timestamp;

const NONE: &str = "-";

/// Returns the words for these details, in their order.
pub(super) fn of(details: &Details) -> impl Iterator<Item = String> + '_ {
    let Details { lock, files, obstacles } = details;
    let lock = lock.iter().map(|lock| format!("lock={}", of_lock(lock)));
    let files = files.iter().map(|file| format!("file={}:{}", encode(&file.name), of_cause(&file.cause)));
    lock.chain(files).chain(obstacles.iter().map(|one| format!("obstacle={}", of_obstacle(*one))))
}

/// Returns the details that these words describe.
pub(super) fn read(words: &[&str]) -> Details {
    let mut details = Details::default();
    for (key, value) in words.iter().filter_map(|word| word.split_once('=')) {
        let parts: Vec<&str> = value.split(':').collect();
        match key {
            "lock" => details.lock = lock(&parts),
            "file" => details.files.extend(file(&parts)),
            "obstacle" => details.obstacles.extend(obstacle(&parts)),
            _ => {}
        }
    }
    details
}

fn of_lock(lock: &SeenLock) -> String {
    let SeenLock { kind, holder, since, disagreement } = lock;
    let either = |time: Option<Timestamp>| time.map_or_else(|| NONE.to_owned(), of_time);
    let (mtime, ctime) = disagreement.unzip();
    format!("{kind}:{}:{}:{}:{}", of_time(*since), either(mtime), either(ctime), of_holder(holder))
}

fn lock(parts: &[&str]) -> Option<SeenLock> {
    let [kind, since, mtime, ctime, holder @ ..] = parts else { return None };
    Some(SeenLock {
        kind: kind.parse().ok()?,
        holder: self::holder(holder)?,
        since: time(since)?,
        disagreement: time(mtime).zip(time(ctime)),
    })
}

fn of_holder(holder: &Holder) -> String {
    let kind = holder.kind();
    match holder {
        Holder::Collector { version, host } => format!("{kind}:{}:{}", of_text(version), of_text(host)),
        Holder::Agent { name, host, version } => {
            format!("{kind}:{}:{}:{}", of_text(name), of_text(host), of_text(version))
        }
        Holder::RemoteAgent { name, host: Some(host) } => format!("{kind}:{}:{}", of_text(name), of_text(host)),
        Holder::RemoteAgent { name, host: None } => format!("{kind}:{}", of_text(name)),
        Holder::User(user) => format!("{kind}:{user}"),
        Holder::Odd(oddity) => format!("{kind}:{oddity}"),
    }
}

fn holder(parts: &[&str]) -> Option<Holder> {
    Some(match parts {
        ["collector", version, host] => Holder::Collector { version: text(version)?, host: text(host)? },
        ["agent", name, host, version] => {
            Holder::Agent { name: text(name)?, host: text(host)?, version: text(version)? }
        }
        ["remote_agent", name] => Holder::RemoteAgent { name: text(name)?, host: None },
        ["remote_agent", name, host] => Holder::RemoteAgent { name: text(name)?, host: Some(text(host)?) },
        ["user", user] => Holder::User(user.parse().ok()?),
        ["odd", oddity] => Holder::Odd(oddity.parse().ok()?),
        _ => return None,
    })
}

fn of_cause(cause: &Cause) -> String {
    match cause {
        Cause::Skipped(reason) => format!("skipped:{reason}"),
        Cause::Checksum(fault) => format!("checksum:{fault}"),
        Cause::Answered(reason) => format!("answered:{}", of_text(reason)),
    }
}

fn file(parts: &[&str]) -> Option<AlarmFile> {
    let [name, kind, value] = parts else { return None };
    let cause = match *kind {
        "skipped" => Cause::Skipped(value.parse().ok()?),
        "checksum" => Cause::Checksum(value.parse().ok()?),
        "answered" => Cause::Answered(text(value)?),
        _ => return None,
    };
    Some(AlarmFile { name: decode(name)?, cause })
}

fn of_obstacle(obstacle: Obstacle) -> String {
    let word = obstacle.as_str();
    match obstacle {
        Obstacle::ReadOnlyFileSystem | Obstacle::StickyFolder => word.to_owned(),
        Obstacle::FolderNotWritable { user } => format!("{word}:{user}"),
        Obstacle::PrivateFile { mode } => format!("{word}:{mode}"),
        Obstacle::GroupNotInherited { file_group, folder_group } => format!("{word}:{file_group}:{folder_group}"),
        Obstacle::Refused { errno } => format!("{word}:{errno}"),
    }
}

fn obstacle(parts: &[&str]) -> Option<Obstacle> {
    Some(match parts {
        ["read_only_file_system"] => Obstacle::ReadOnlyFileSystem,
        ["sticky_folder"] => Obstacle::StickyFolder,
        ["folder_not_writable", user] => Obstacle::FolderNotWritable { user: user.parse().ok()? },
        ["private_file", mode] => Obstacle::PrivateFile { mode: mode.parse().ok()? },
        ["group_not_inherited", file, folder] => {
            Obstacle::GroupNotInherited { file_group: file.parse().ok()?, folder_group: folder.parse().ok()? }
        }
        ["refused", errno] => Obstacle::Refused { errno: errno.parse().ok()? },
        _ => return None,
    })
}

fn of_time(time: Timestamp) -> String {
    format!("{}.{:09}", time.seconds, time.nanoseconds)
}

fn time(word: &str) -> Option<Timestamp> {
    let (seconds, nanoseconds) = word.split_once('.')?;
    let time = Timestamp { seconds: seconds.parse().ok()?, nanoseconds: nanoseconds.parse().ok()? };
    (time.nanoseconds < 1_000_000_000).then_some(time)
}

fn of_text(text: &str) -> String {
    encode(text.as_ref())
}

fn text(word: &str) -> Option<String> {
    decode(word)?.into_string().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::checksum_fault::ChecksumFault;
    use crate::rules::holder::Oddity;
    use crate::rules::skip::SkipReason;
    use crate::status::LockKind;
    use proptest::prelude::*;
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;

    fn any_time() -> impl Strategy<Value = Timestamp> {
        (any::<i64>(), 0..1_000_000_000u32).prop_map(|(seconds, nanoseconds)| Timestamp { seconds, nanoseconds })
    }

    fn any_holder() -> impl Strategy<Value = Holder> {
        let host = proptest::option::of(".*");
        prop_oneof![
            (".*", ".*").prop_map(|(version, host)| Holder::Collector { version, host }),
            (".*", ".*", ".*").prop_map(|(name, host, version)| Holder::Agent { name, host, version }),
            (".*", host).prop_map(|(name, host)| Holder::RemoteAgent { name, host }),
            any::<u32>().prop_map(Holder::User),
            proptest::sample::select(&Oddity::ALL[..]).prop_map(Holder::Odd),
        ]
    }

    fn any_lock() -> impl Strategy<Value = SeenLock> {
        let kind = prop_oneof![Just(LockKind::Collector), Just(LockKind::Agent)];
        let disagreement = proptest::option::of((any_time(), any_time()));
        (kind, any_holder(), any_time(), disagreement).prop_map(|(kind, holder, since, disagreement)| SeenLock {
            kind,
            holder,
            since,
            disagreement,
        })
    }

    fn any_file() -> impl Strategy<Value = AlarmFile> {
        let name = proptest::collection::vec(any::<u8>(), 0..256).prop_map(OsString::from_vec);
        let cause = prop_oneof![
            proptest::sample::select(&SkipReason::ALL[..]).prop_map(Cause::Skipped),
            proptest::sample::select(&ChecksumFault::ALL[..]).prop_map(Cause::Checksum),
            ".*".prop_map(Cause::Answered),
        ];
        (name, cause).prop_map(|(name, cause)| AlarmFile { name, cause })
    }

    fn any_obstacle() -> impl Strategy<Value = Obstacle> {
        prop_oneof![
            Just(Obstacle::ReadOnlyFileSystem),
            Just(Obstacle::StickyFolder),
            any::<u32>().prop_map(|user| Obstacle::FolderNotWritable { user }),
            any::<u32>().prop_map(|mode| Obstacle::PrivateFile { mode }),
            any::<(u32, u32)>()
                .prop_map(|(file_group, folder_group)| Obstacle::GroupNotInherited { file_group, folder_group }),
            any::<i32>().prop_map(|errno| Obstacle::Refused { errno }),
        ]
    }

    proptest! {
        #[test]
        fn the_details_of_an_incident_survive_being_written_and_read(
            lock in proptest::option::of(any_lock()),
            files in proptest::collection::vec(any_file(), 0..4),
            obstacles in proptest::collection::vec(any_obstacle(), 0..4),
        ) {
            let details = Details { lock, files, obstacles };
            let words: Vec<String> = of(&details).collect();
            prop_assert!(words.iter().all(|word| word.contains('=') && !word.contains([' ', '\n'])), "{words:?}");
            prop_assert_eq!(read(&words.iter().map(String::as_str).collect::<Vec<_>>()), details);
        }

        #[test]
        fn no_words_make_the_reader_panic(words in proptest::collection::vec("(lock|file|obstacle)=.*", 0..4)) {
            let _ = read(&words.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }
}
