//! The incidents that are active, kept in the work area, so that each begins once and ends once.

use super::findings::{Finding, Findings};
use crate::error::Result;
use crate::report::Alarm;
use crate::rules::alarm::AlarmKind;
use crate::rules::percent;
use crate::rules::staleness::Age;
use crate::rules::timestamp::Timestamp;
use crate::work::Area;
use std::collections::BTreeMap;

/// An incident as a line: kind, since, count, diagnosis, and a witness where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Incident {
    since: Timestamp,
    pub(super) count: u64,
    diagnosis: String,
    pub(super) witness: Option<String>,
}

/// The incidents that are active.
pub(crate) type Ledger = BTreeMap<AlarmKind, Incident>;

/// What a listing of the work area has shown of the file of incidents.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Known {
    Inode(u64),
    Nothing,
}

/// What a report says of incidents.
#[derive(Debug, Default)]
pub(crate) struct AlarmUpdate {
    pub(crate) active: Vec<Alarm>,
    pub(crate) ended: Vec<Alarm>,
    /// The ledger has them.
    pub(crate) persisted: bool,
}

/// Brings the incidents up to date with what `find` finds, which is given those that are known. Where nothing can be kept, what was
/// found is reported each time rather than never.
pub(crate) fn update(area: &Area, known: Known, find: &dyn Fn(&Ledger) -> Findings, now: Timestamp) -> AlarmUpdate {
    try_update(area, known, find, now).ok().flatten().unwrap_or_else(|| AlarmUpdate {
        active: active(Some(area), find, now),
        ended: Vec::new(),
        persisted: false,
    })
}

/// `None` when somebody else keeps the ledger to himself.
fn try_update(
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
        return Ok(Some(AlarmUpdate { active: to_alarms(&known, now), ended: Vec::new(), persisted: true }));
    }
    // Once more while nobody else can: an incident that somebody has just ended must not begin again because of an older look.
    let Some(_guard) = area.guard()? else { return Ok(None) };
    let before = read(area)?;
    let findings = find(&before);
    let (after, ended) = apply(&before, &findings);
    if after != before {
        area.write_alarms(&to_text(&after))?;
    }
    findings.recovered_locks.iter().for_each(|name| area.forget_recovered_lock(name));
    Ok(Some(AlarmUpdate { active: to_alarms(&after, now), ended: to_alarms(&ended, now), persisted: true }))
}

fn read(area: &Area) -> Result<Ledger> {
    Ok(parse(&area.read_alarms()?.unwrap_or_default()))
}

/// The incidents that are active according to the ledger and to what `find` finds, without writing anything.
pub(crate) fn active(area: Option<&Area>, find: &dyn Fn(&Ledger) -> Findings, now: Timestamp) -> Vec<Alarm> {
    let known = area.and_then(|area| read(area).ok()).unwrap_or_default();
    to_alarms(&apply(&known, &find(&known)).0, now)
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
    let Finding { diagnosis, since, count, event, witness, .. } = finding;
    let fresh = Incident { since: *since, count: *count, diagnosis: diagnosis.clone(), witness: witness.clone() };
    match before {
        Some(before) if *event => Incident { since: before.since, count: before.count.saturating_add(*count), ..fresh },
        Some(before) => Incident { since: before.since.min(*since), ..fresh },
        None => fresh,
    }
}

fn to_alarms(ledger: &Ledger, now: Timestamp) -> Vec<Alarm> {
    ledger
        .iter()
        .map(|(kind, incident)| Alarm {
            kind: *kind,
            diagnosis: incident.diagnosis.clone(),
            since: incident.since,
            age: Age::at(now, incident.since),
            count: incident.count,
        })
        .collect()
}

fn to_text(ledger: &Ledger) -> String {
    ledger
        .iter()
        .map(|(kind, incident)| {
            let Incident { since, count, diagnosis, witness } = incident;
            let witness = witness.as_ref().map(|word| format!(" {word}")).unwrap_or_default();
            format!("{kind} {} {count} {}{witness}\n", since.seconds, percent::encode(diagnosis.as_ref()))
        })
        .collect()
}

/// A line that cannot be read is passed over: the incident, if it is active, begins again and is reported again.
fn parse(text: &str) -> Ledger {
    text.lines().filter_map(parse_line).collect()
}

fn parse_line(line: &str) -> Option<(AlarmKind, Incident)> {
    let mut words = line.split(' ');
    let kind = words.next()?.parse::<AlarmKind>().ok()?;
    let since = Timestamp::from_seconds(words.next()?.parse().ok()?);
    let count = words.next()?.parse().ok()?;
    let diagnosis = percent::decode(words.next()?)?.into_string().ok()?;
    Some((kind, Incident { since, count, diagnosis, witness: words.next().map(str::to_owned) }))
}

/// Whether the ledger that a text stands for comes back once it is written.
#[cfg(any(test, fuzzing))]
pub(crate) fn reads_back(text: &str) -> bool {
    let ledger = parse(text);
    parse(&to_text(&ledger)) == ledger
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn finding(kind: AlarmKind, since: i64, count: u64, event: bool) -> Finding {
        let diagnosis = format!("what to do about {kind}");
        Finding { event, ..Finding::new(kind, diagnosis, Timestamp::from_seconds(since), count) }
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
    fn what_was_not_looked_for_is_not_over() {
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
    fn the_ledger_comes_back_and_a_damaged_line_does_no_harm() {
        let (ledger, _) = apply(&Ledger::new(), &findings(vec![finding(KIND, 100, 3, false)], &[]));
        assert_eq!(parse(&to_text(&ledger)), ledger);
        assert_eq!(parse(&format!("\u{0}nonsense\n{}stale_agent", to_text(&ledger))), ledger);
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
                let (after, ended) = apply(&parse(&to_text(&ledger)), &findings(found, kinds));
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
