//! The sentences that explain an alarm to a person: the one place where its data becomes words.

use super::alarm::{Alarm, AlarmFile, AlarmLock, Cause};
use crate::error::Refusal;
use crate::rules::alarm::AlarmKind;
use crate::rules::permission::Obstacle;
use crate::rules::shell::quoted;
use crate::rules::staleness::Age;
use std::fmt;
use std::io;

impl fmt::Display for Alarm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.recorded, &self.lock) {
            (Some(recorded), _) => f.write_str(recorded),
            (None, Some(lock)) => self.about_a_lock(f, lock),
            (None, None) => self.about_files(f),
        }
    }
}

impl Alarm {
    fn about_a_lock(&self, f: &mut fmt::Formatter<'_>, lock: &AlarmLock) -> fmt::Result {
        let (name, holder) = (lock.kind.file_name(), &lock.holder);
        match (self.kind, lock.disagreement, lock.age) {
            (AlarmKind::StaleCollectorLock, ..) => write!(
                f,
                "lock.txt is {} old; it was made by {holder}. The collector keeps failing to finish and to remove its lock, and \
                 agents that honour it cannot deliver. Look at the log of the collector on that host. If no collection is running \
                 there: sync-ingest unlock {} --collector",
                hours_and_minutes(lock.age),
                quoted(&self.place.folder)
            ),
            (AlarmKind::StaleAgentLock, ..) => write!(
                f,
                "alock.txt is {} old; it was made by {holder}. The remote delivery process is at fault: it has died or hangs, and \
                 nothing is collected until the lock is gone. Ask its operator. If no delivery is going on: sync-ingest unlock \
                 {} --agent",
                hours_and_minutes(lock.age),
                quoted(&self.place.folder)
            ),
            (AlarmKind::RecoveredLock, ..) => write!(
                f,
                "A collector of sync_ingest {} on host {} died at or after {} without removing lock.txt. The lock was recovered \
                 and its files are offered again: nothing was lost. Look at that host's logs for the reason.",
                holder.version().unwrap_or("?"),
                holder.host().unwrap_or("?"),
                lock.since.to_rfc3339()
            ),
            (_, Some((mtime, ctime)), _) => write!(
                f,
                "{name} was modified at {} by its own account and changed at {} by that of the file system; its age counts from \
                 the later one. The agent preserves modification times, or a clock is wrong.",
                mtime.to_rfc3339(),
                ctime.to_rfc3339()
            ),
            (_, None, age) => write!(
                f,
                "{name} has a time {}in the future, so its age is not known: the clock of this host, of the file server or of \
                 the agent is wrong. Compare them with `date`.",
                if let Age::Future(ahead) = age { format!("{} s ", ahead.as_secs()) } else { String::new() }
            ),
        }
    }

    fn about_files(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.count;
        match (self.kind, self.files.first()) {
            (AlarmKind::LostLock, _) => f.write_str(
                "Somebody removed or replaced lock.txt while a collection was going on. It stopped and nothing was lost. Only the \
                 collector may remove lock.txt: look for another sync tool or a script that does.",
            ),
            (AlarmKind::RejectedFile, Some(AlarmFile { name, cause })) => write!(
                f,
                "{count} rejected file(s) wait in {:?} for a person to look at; the first one is {name:?}: {}. Remove them there \
                 once they have been dealt with.",
                self.place.rejected,
                words(cause)
            ),
            (AlarmKind::FailingStore, Some(AlarmFile { name, cause })) => write!(
                f,
                "The store has put {count} file(s) back again and again; the first one is {name:?}: {}. They stay claimed and are \
                 offered again with each collection.",
                words(cause)
            ),
            (AlarmKind::UnreadableFile, None) => {
                let advice = self.obstacles.iter().filter_map(|one| one.advice(&self.place.folder)).collect::<Vec<_>>();
                write!(f, "{count} file(s) wait, but {}.", advice.join("; "))
            }
            (kind, oldest) => {
                write!(f, "{count} {}", entry_text(kind))?;
                if let Some(AlarmFile { name, .. }) = oldest {
                    write!(f, " The oldest is {name:?}.")?;
                }
                match kind {
                    AlarmKind::UnreadableChecksum => self.example(f),
                    AlarmKind::UnreadableFile => self.remedies(f),
                    _ => Ok(()),
                }
            }
        }
    }

    /// One of the checksum files, and what is wrong with it.
    fn example(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let example = self.files.iter().find_map(|file| match &file.cause {
            Cause::Checksum(fault) => Some((&file.name, fault)),
            _ => None,
        });
        example.map_or(Ok(()), |(name, fault)| write!(f, " Of {name:?}: {}.", fault.explanation()))
    }

    /// What to do about files that resist: the error of the system decides.
    fn remedies(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let errno = self.obstacles.iter().find_map(|one| match one {
            Obstacle::Refused { errno } => Some(*errno),
            _ => None,
        });
        let look_at = match errno.map(Refusal::of) {
            None | Some(Refusal::Permissions) => None,
            Some(Refusal::Attributes) => Some("the attributes of the file (lsattr), and whether the folder is sticky"),
            Some(Refusal::OtherPlace) => Some("its project (lsattr -p), and at mounts below the folder"),
            Some(Refusal::Failure) => Some("the log of the kernel (dmesg), and at the disk"),
        };
        match errno.map(io::Error::from_raw_os_error).zip(look_at) {
            Some((error, look_at)) => write!(f, " The system reports: {error}. Look at {look_at}.")?,
            None => f.write_str(
                " Let the agent upload with mode 0640 or 0660 into a folder of a group that both share (mode 2770, not sticky).",
            )?,
        }
        let advice = self.obstacles.iter().filter_map(|one| one.advice(&self.place.folder));
        advice.into_iter().try_for_each(|advice| write!(f, " Here {advice}."))
    }
}

fn words(cause: &Cause) -> &str {
    match cause {
        Cause::Answered(reason) => reason,
        Cause::Skipped(reason) => reason.explanation(),
        Cause::Checksum(fault) => fault.explanation(),
    }
}

fn entry_text(kind: AlarmKind) -> &'static str {
    match kind {
        AlarmKind::UnfinishedFile => {
            "file(s) have the name of an unfinished upload, a temporary file or a backup, are open for writing, or go on \
             changing, and that for longer than the threshold. The transfer was probably cut off, or never ends: let the agent upload them again, then remove the remains."
        }
        AlarmKind::UnreadableFile => {
            "file(s) cannot be read, looked at or moved by the collector's user, so they are not collected."
        }
        AlarmKind::OversizedFile => {
            "file(s) are larger than the size limit, so they are not collected. Raise the limit if they are meant to be that large."
        }
        AlarmKind::ChecksumMismatch => {
            "file(s) have not matched their checksum files (_NAME.sha256) for longer than the threshold, so they are not collected. \
             Either was cut off, or one was replaced without the other: let the agent deliver both again, the checksum file first."
        }
        AlarmKind::UnreadableChecksum => {
            "file(s) have checksum files (_NAME.sha256) that cannot be understood, so they are not collected. Expected is one line as \
             sha256sum writes it: 64 hexadecimal digits, two spaces, and the name of the file. Let the agent deliver it again, or remove it."
        }
        _ => {
            "entries have been left alone for longer than the threshold, because they are not plain files, have a name that could \
             deceive, or are checksum files without a file: nobody collects them. Remove them, or rename what is to stay so that \
             it begins with an underscore."
        }
    }
}

fn hours_and_minutes(age: Age) -> String {
    let minutes = age.seconds() / 60;
    format!("{} h {:02} min", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::super::alarm::Place;
    use super::*;
    use crate::rules::checksum_fault::ChecksumFault;
    use crate::rules::holder::Holder;
    use crate::rules::lock_kind::LockKind;
    use crate::rules::skip::SkipReason;
    use crate::rules::timestamp::Timestamp;
    use std::time::Duration;

    fn alarm(kind: AlarmKind) -> Alarm {
        Alarm {
            kind,
            since: Timestamp::default(),
            age: Age::Known(Duration::ZERO),
            count: 2,
            lock: None,
            files: Vec::new(),
            obstacles: Vec::new(),
            place: Place { folder: "/srv/my sync".into(), rejected: "/srv/area/rejected".into() },
            recorded: None,
        }
    }

    fn of_lock(kind: AlarmKind, lock: LockKind, holder: Holder, age: Age) -> String {
        let (since, disagreement) = (Timestamp::from_seconds(1_769_846_400), None);
        Alarm { lock: Some(AlarmLock { kind: lock, holder, since, age, disagreement }), ..alarm(kind) }.diagnosis()
    }

    fn of_file(kind: AlarmKind, cause: Cause, obstacles: Vec<Obstacle>) -> String {
        Alarm { files: vec![AlarmFile { name: "a\n.csv".into(), cause }], obstacles, ..alarm(kind) }.diagnosis()
    }

    #[test]
    fn a_lock_is_described_with_its_age_its_holder_and_the_line_that_removes_it() {
        let age = Age::Known(Duration::from_secs(4 * 3_600 + 12 * 60));
        assert_eq!(
            of_lock(AlarmKind::StaleAgentLock, LockKind::Agent, Holder::User(33), age),
            "alock.txt is 4 h 12 min old; it was made by somebody else (user 33). The remote delivery process is at fault: it has \
             died or hangs, and nothing is collected until the lock is gone. Ask its operator. If no delivery is going on: \
             sync-ingest unlock '/srv/my sync' --agent"
        );
        let collector = Holder::Collector { version: "0.2.0".into(), host: "front-1".into() };
        assert_eq!(
            of_lock(AlarmKind::StaleCollectorLock, LockKind::Collector, collector.clone(), age),
            "lock.txt is 4 h 12 min old; it was made by sync_ingest 0.2.0 on host front-1. The collector keeps failing to finish \
             and to remove its lock, and agents that honour it cannot deliver. Look at the log of the collector on that host. If \
             no collection is running there: sync-ingest unlock '/srv/my sync' --collector"
        );
        assert_eq!(
            of_lock(AlarmKind::RecoveredLock, LockKind::Collector, collector.clone(), age),
            "A collector of sync_ingest 0.2.0 on host front-1 died at or after 2026-01-31T08:00:00Z without removing lock.txt. The \
             lock was recovered and its files are offered again: nothing was lost. Look at that host's logs for the reason."
        );
        let ahead = Age::Future(Duration::from_secs(90));
        assert_eq!(
            of_lock(AlarmKind::ClockSkew, LockKind::Collector, collector, ahead),
            "lock.txt has a time 90 s in the future, so its age is not known: the clock of this host, of the file server or of \
             the agent is wrong. Compare them with `date`."
        );
    }

    #[test]
    fn both_times_are_named_if_they_disagree() {
        let disagreement = Some((Timestamp::from_seconds(0), Timestamp::from_seconds(3_600)));
        let lock = AlarmLock {
            kind: LockKind::Agent,
            holder: Holder::User(33),
            since: Timestamp::from_seconds(3_600),
            age: Age::Known(Duration::ZERO),
            disagreement,
        };
        assert_eq!(
            Alarm { lock: Some(lock), ..alarm(AlarmKind::ClockSkew) }.diagnosis(),
            "alock.txt was modified at 1970-01-01T00:00:00Z by its own account and changed at 1970-01-01T01:00:00Z by that of the \
             file system; its age counts from the later one. The agent preserves modification times, or a clock is wrong."
        );
    }

    #[test]
    fn files_are_counted_and_the_first_is_named_harmlessly_with_its_reason() {
        let answered = |reason: &str| Cause::Answered(reason.to_owned());
        assert_eq!(
            of_file(AlarmKind::RejectedFile, answered("no column id"), vec![]),
            "2 rejected file(s) wait in \"/srv/area/rejected\" for a person to look at; the first one is \"a\\n.csv\": no column \
             id. Remove them there once they have been dealt with."
        );
        assert_eq!(
            of_file(AlarmKind::FailingStore, answered("no space"), vec![]),
            "The store has put 2 file(s) back again and again; the first one is \"a\\n.csv\": no space. They stay claimed and are \
             offered again with each collection."
        );
        let text = of_file(AlarmKind::OversizedFile, Cause::Skipped(SkipReason::TooLarge), vec![]);
        assert!(
            text.starts_with("2 file(s) are larger than the size limit")
                && text.ends_with("The oldest is \"a\\n.csv\".")
        );
        let text = of_file(AlarmKind::UnreadableChecksum, Cause::Checksum(ChecksumFault::Empty), vec![]);
        assert!(text.ends_with("The oldest is \"a\\n.csv\". Of \"a\\n.csv\": it is empty."), "{text}");
        assert!(alarm(AlarmKind::LostLock).diagnosis().starts_with("Somebody removed or replaced lock.txt"));
    }

    #[test]
    fn what_keeps_the_collector_from_a_file_decides_what_to_do() {
        let unreadable =
            |obstacles| of_file(AlarmKind::UnreadableFile, Cause::Skipped(SkipReason::Unreadable), obstacles);
        let text = unreadable(vec![Obstacle::PrivateFile { mode: 0o600 }]);
        assert!(
            text.contains("Let the agent upload with mode 0640") && text.contains(" Here a file has mode 0600"),
            "{text}"
        );
        for (errno, expected) in [
            (13, "Let the agent upload with mode 0640"),
            (1, "The system reports: Operation not permitted (os error 1). Look at the attributes"),
            (18, "The system reports: Invalid cross-device link (os error 18). Look at its project"),
            (5, "The system reports: Input/output error (os error 5). Look at the log of the kernel"),
        ] {
            let text = unreadable(vec![Obstacle::Refused { errno }]);
            assert!(text.contains(expected), "{text}");
        }
        let obstacles = vec![Obstacle::StickyFolder];
        assert_eq!(
            Alarm { obstacles, ..alarm(AlarmKind::UnreadableFile) }.diagnosis(),
            "2 file(s) wait, but the folder is sticky (+t), so that only owners may move their files: chmod -t '/srv/my sync'."
        );
    }

    #[test]
    fn what_an_older_release_has_recorded_is_repeated_verbatim() {
        let recorded = Some("as it was".to_owned());
        assert_eq!(Alarm { recorded, ..alarm(AlarmKind::OversizedFile) }.diagnosis(), "as it was");
    }
}
