//! The incidents that are active, kept in the work area, so that each begins once and ends once.

use super::details::Details;
use super::findings::{Finding, Findings};
use super::words;
use crate::error::Result;
use crate::report::{Alarm, Place};
use crate::rules::alarm::AlarmKind;
use crate::rules::percent;
use crate::rules::staleness::Age;
use crate::rules::timestamp::Timestamp;
use crate::work::Area;
use std::collections::BTreeMap;
use std::path::Path;

/// An incident as a line: kind, since, count, diagnosis, a witness if there is one, and details as
/// `key=value`. Release 0.1.0 reads and writes only the first four words; the diagnosis is written
/// for its sake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Incident {
    since: Timestamp,
    pub(super) count: u64,
    details: Details,
    pub(super) witness: Option<String>,
    /// The diagnosis of an incident of which 0.1.0 has recorded nothing else.
    recorded: Option<String>,
}

/// The incidents that are active.
pub(crate) type Ledger = BTreeMap<AlarmKind, Incident>;

/// The file of incidents as a listing of the work area has shown it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Known {
    Inode(u64),
    Nothing,
}

/// The incidents for a report.
#[derive(Debug, Default)]
pub(crate) struct AlarmUpdate {
    pub(crate) active: Vec<Alarm>,
    pub(crate) ended: Vec<Alarm>,
    /// The ledger has recorded them.
    pub(crate) persisted: bool,
}

/// Updates the incidents with what `find` finds; `find` gets the known ones. If nothing can be
/// recorded, the findings are reported every time rather than never.
pub(crate) fn update(
    folder: &Path,
    area: &Area,
    known: Known,
    find: &dyn Fn(&Ledger) -> Findings,
    now: Timestamp,
) -> AlarmUpdate {
    try_update(&place(folder, Some(area)), area, known, find, now).ok().flatten().unwrap_or_else(|| AlarmUpdate {
        active: active(folder, Some(area), find, now),
        ended: Vec::new(),
        persisted: false,
    })
}

/// `None` if another process holds the ledger.
fn try_update(
    place: &Place,
    area: &Area,
    known: Known,
    find: &dyn Fn(&Ledger) -> Findings,
    now: Timestamp,
) -> Result<Option<AlarmUpdate>> {
    let known = match known {
        Known::Inode(inode) => parse(&area.read_alarms_of(inode)?.unwrap_or_default()),
        Known::Nothing => read(area)?,
    };
    let findings = find(&known);
    if findings.recovered_locks.is_empty() && apply(&known, &findings).0 == known {
        return Ok(Some(AlarmUpdate { active: to_alarms(&known, place, now), ended: Vec::new(), persisted: true }));
    }
    // Once more under the lock: an incident that another process has just ended must not begin
    // again because of an older look.
    let Some(_guard) = area.guard()? else { return Ok(None) };
    let before = read(area)?;
    let findings = find(&before);
    let (after, ended) = apply(&before, &findings);
    if after != before {
        area.write_alarms(&to_text(&after, place, now))?;
    }
    findings.recovered_locks.iter().for_each(|name| area.forget_recovered_lock(name));
    let (active, ended) = (to_alarms(&after, place, now), to_alarms(&ended, place, now));
    Ok(Some(AlarmUpdate { active, ended, persisted: true }))
}

fn read(area: &Area) -> Result<Ledger> {
    Ok(parse(&area.read_alarms()?.unwrap_or_default()))
}

/// Returns the active incidents according to the ledger and to what `find` finds, without writing
/// anything.
pub(crate) fn active(
    folder: &Path,
    area: Option<&Area>,
    find: &dyn Fn(&Ledger) -> Findings,
    now: Timestamp,
) -> Vec<Alarm> {
    let known = area.and_then(|area| read(area).ok()).unwrap_or_default();
    to_alarms(&apply(&known, &find(&known)).0, &place(folder, area), now)
}

fn place(folder: &Path, area: Option<&Area>) -> Place {
    let rejected = area.map(Area::rejected_place).unwrap_or_default();
    Place { folder: folder.to_owned(), rejected }
}

fn apply(before: &Ledger, findings: &Findings) -> (Ledger, Ledger) {
    let is_over = |kind: &AlarmKind| {
        findings.looked_for.contains(kind) && !findings.found.iter().any(|finding| finding.kind == *kind)
    };
    let (ended, mut after): (Ledger, Ledger) = before.clone().into_iter().partition(|(kind, _)| is_over(kind));
    for finding in &findings.found {
        if finding.partial && before.contains_key(&finding.kind) {
            continue;
        }
        let incident = continued(after.remove(&finding.kind), finding);
        after.insert(finding.kind, incident);
    }
    (after, ended)
}

fn continued(before: Option<Incident>, finding: &Finding) -> Incident {
    let Finding { details, since, count, event, witness, .. } = finding;
    let (details, witness) = (details.clone(), witness.clone());
    let fresh = Incident { since: *since, count: *count, details, witness, recorded: None };
    match before {
        Some(before) if *event => Incident { since: before.since, count: before.count.saturating_add(*count), ..fresh },
        Some(before) => Incident { since: before.since.min(*since), ..fresh },
        None => fresh,
    }
}

fn to_alarms(ledger: &Ledger, place: &Place, now: Timestamp) -> Vec<Alarm> {
    ledger.iter().map(|(kind, incident)| to_alarm(*kind, incident, place, now)).collect()
}

fn to_alarm(kind: AlarmKind, incident: &Incident, place: &Place, now: Timestamp) -> Alarm {
    let Incident { since, count, details: Details { lock, files, obstacles }, recorded, .. } = incident;
    Alarm {
        kind,
        since: *since,
        age: Age::at(now, *since),
        count: *count,
        lock: lock.as_ref().map(|lock| lock.at(now)),
        files: files.clone(),
        obstacles: obstacles.clone(),
        place: place.clone(),
        recorded: recorded.clone(),
    }
}

fn to_text(ledger: &Ledger, place: &Place, now: Timestamp) -> String {
    let line = |(kind, incident): (&AlarmKind, &Incident)| {
        let Incident { since, count, details, witness, .. } = incident;
        let diagnosis = percent::encode(to_alarm(*kind, incident, place, now).diagnosis().as_ref());
        let mut line = format!("{kind} {} {count} {diagnosis}", since.seconds);
        witness.iter().cloned().chain(words::of(details)).for_each(|word| line.push_str(&format!(" {word}")));
        line + "\n"
    };
    ledger.iter().map(line).collect()
}

/// Skips a line that cannot be read: its incident, if it is still active, begins again and is
/// reported again.
fn parse(text: &str) -> Ledger {
    text.lines().filter_map(parse_line).collect()
}

fn parse_line(line: &str) -> Option<(AlarmKind, Incident)> {
    let mut words = line.split(' ');
    let kind = words.next()?.parse::<AlarmKind>().ok()?;
    let since = Timestamp::from_seconds(words.next()?.parse().ok()?);
    let count = words.next()?.parse().ok()?;
    let diagnosis = percent::decode(words.next()?)?.into_string().ok()?;
    let (details, others): (Vec<&str>, Vec<&str>) = words.partition(|word| word.contains('='));
    let (details, witness) = (words::read(&details), others.first().map(|word| (*word).to_owned()));
    // Nothing more is known of a lost lock.
    let is_bare = details == Details::default() && kind != AlarmKind::LostLock;
    Some((kind, Incident { since, count, details, witness, recorded: is_bare.then_some(diagnosis) }))
}

/// Returns whether the ledger that a text holds is the same after it is written.
#[cfg(any(test, fuzzing))]
pub(crate) fn reads_back(text: &str) -> bool {
    let ledger = parse(text);
    parse(&to_text(&ledger, &Place::default(), Timestamp::default())) == ledger
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{AlarmFile, Cause};
    use crate::rules::skip::SkipReason;
    use proptest::prelude::*;

    fn finding(kind: AlarmKind, since: i64, count: u64, event: bool) -> Finding {
        let file = AlarmFile { name: "a.csv".into(), cause: Cause::Skipped(SkipReason::Directory) };
        let details = Details::of_files(vec![file]);
        Finding { event, ..Finding::new(kind, details, Timestamp::from_seconds(since), count) }
    }

    fn text(ledger: &Ledger) -> String {
        to_text(ledger, &Place::default(), Timestamp::default())
    }

    fn findings(found: Vec<Finding>, looked_for: &[AlarmKind]) -> Findings {
        Findings { found, looked_for: looked_for.to_vec(), ..Findings::default() }
    }

    const KIND: AlarmKind = AlarmKind::StaleAgentLock;

    #[test]
    fn an_incident_begins_once_lasts_and_ends_once() {
        let (ongoing, ended) = apply(&Ledger::new(), &findings(vec![finding(KIND, 100, 1, false)], &[KIND]));
        assert_eq!((ongoing.len(), ended.len()), (1, 0));
        let (ongoing, ended) = apply(&ongoing, &findings(vec![finding(KIND, 200, 1, false)], &[KIND]));
        assert_eq!(ongoing[&KIND].since, Timestamp::from_seconds(100), "the same incident");
        assert!(ended.is_empty());
        let (ongoing, ended) = apply(&ongoing, &findings(vec![], &[KIND]));
        assert_eq!((ongoing.len(), ended.len()), (0, 1));
        let (_, ended) = apply(&ongoing, &findings(vec![], &[KIND]));
        assert!(ended.is_empty());
    }

    #[test]
    fn a_kind_that_was_not_looked_for_has_not_ended() {
        let (ongoing, _) = apply(&Ledger::new(), &findings(vec![finding(KIND, 100, 1, false)], &[KIND]));
        let (ongoing, ended) = apply(&ongoing, &findings(vec![], &[AlarmKind::LostLock]));
        assert_eq!((ongoing.len(), ended.len()), (1, 0));
    }

    #[test]
    fn events_are_counted_into_one_incident() {
        let event = || findings(vec![finding(AlarmKind::RecoveredLock, 100, 1, true)], &[AlarmKind::RecoveredLock]);
        let (once, _) = apply(&Ledger::new(), &event());
        let (twice, _) = apply(&once, &event());
        assert_eq!(twice[&AlarmKind::RecoveredLock].count, 2);
    }

    #[test]
    fn the_ledger_survives_a_damaged_line() {
        let (ledger, _) = apply(&Ledger::new(), &findings(vec![finding(KIND, 100, 3, false)], &[]));
        assert_eq!(parse(&text(&ledger)), ledger);
        assert_eq!(parse(&format!("\u{0}nonsense\n{}stale_agent", text(&ledger))), ledger);
    }

    /// What 0.1.0 has written: four words, and no more.
    const OF_0_1_0: &str = "stale_agent_lock 100 3 alock.txt%20is%20old\n";

    #[test]
    fn an_incident_recorded_by_0_1_0_is_kept_and_continues_when_it_is_seen_again() {
        let recorded = parse(OF_0_1_0);
        let [alarm] = &to_alarms(&recorded, &Place::default(), Timestamp::from_seconds(200))[..] else { panic!() };
        assert_eq!((alarm.diagnosis().as_str(), alarm.count, alarm.files.len()), ("alock.txt is old", 3, 0));
        assert_eq!(text(&recorded), OF_0_1_0);
        let (seen, ended) = apply(&recorded, &findings(vec![finding(KIND, 150, 1, false)], &[KIND]));
        assert!(ended.is_empty());
        assert_eq!((seen[&KIND].since, seen[&KIND].recorded.as_deref()), (Timestamp::from_seconds(100), None));
    }

    #[test]
    fn release_0_1_0_reads_the_words_that_it_would_have_written() {
        let (ledger, _) = apply(&Ledger::new(), &findings(vec![finding(AlarmKind::LeftBehind, 100, 3, false)], &[]));
        let written = text(&ledger);
        let words: Vec<&str> = written.trim_end().split(' ').collect();
        assert_eq!(words[..3], ["left_behind", "100", "3"]);
        let diagnosis = percent::decode(words[3]).unwrap().into_string().unwrap();
        assert!(diagnosis.starts_with("3 entries have been left alone"), "{diagnosis}");
        // Another program may add words of its own.
        assert_eq!(parse(&format!("{} colour=blue\n", written.trim_end())), ledger);
    }

    proptest! {
        #[test]
        fn whatever_is_found_in_whatever_order_each_incident_begins_once_and_ends_once(
            looks in proptest::collection::vec((any::<bool>(), any::<bool>(), any::<bool>(), 0..9i64, 1..4u64), 0..30)
        ) {
            // The ledger beside one incident as a plain value: since when, and how often.
            let (mut ledger, mut ongoing) = (Ledger::new(), None::<(i64, u64)>);
            for (is_found, is_looked_for, event, since, count) in looks {
                let found = if is_found { vec![finding(KIND, since, count, event)] } else { vec![] };
                let kinds: &[AlarmKind] = if is_looked_for || is_found { &[KIND] } else { &[] };
                let (after, ended) = apply(&parse(&text(&ledger)), &findings(found, kinds));
                let ends = ongoing.is_some() && is_looked_for && !is_found;
                prop_assert_eq!(ended.len(), usize::from(ends));
                ongoing = match ongoing {
                    _ if ends => None,
                    Some((before, counted)) if is_found && event => Some((before, counted + count)),
                    Some((before, _)) if is_found => Some((before.min(since), count)),
                    None if is_found => Some((since, count)),
                    unchanged => unchanged,
                };
                let now = after.get(&KIND).map(|incident| (incident.since.seconds, incident.count));
                prop_assert_eq!(now, ongoing);
                ledger = after;
            }
        }
    }
}
