//! Thresholds as the guidelines of the monitoring plugins have them, for ages.

use crate::duration;
use std::fmt;
use std::str::FromStr;

/// A range of ages in seconds, whose ends belong to it. `10m` is 0 to 10 minutes, `10m:` all from
/// there on, `~:10m` all up to there, `@10m:20m` alerts inside instead of outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    /// `None`: from minus infinity on.
    start: Option<u64>,
    /// `None`: up to infinity.
    end: Option<u64>,
    inside: bool,
}

impl Range {
    /// Returns whether an age raises an alert.
    pub(crate) fn alerts(self, seconds: u64) -> bool {
        let is_within = self.start.is_none_or(|start| seconds >= start) && self.end.is_none_or(|end| seconds <= end);
        is_within == self.inside
    }
}

impl FromStr for Range {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (inside, bounds) = text.strip_prefix('@').map_or((false, text), |bounds| (true, bounds));
        let seconds = |text: &str| duration::parse(text).map(|duration| duration.as_secs());
        let (start, end) = match bounds.split_once(':') {
            None => (Some(0), Some(seconds(bounds)?)),
            Some((start, end)) => {
                let start = if start == "~" { None } else { Some(seconds(start)?) };
                (start, if end.is_empty() { None } else { Some(seconds(end)?) })
            }
        };
        if start.zip(end).is_some_and(|(start, end)| start > end) {
            return Err(format!("in the range {text} the start is greater than the end"));
        }
        Ok(Self { start, end, inside })
    }
}

/// As performance data have it: in seconds.
impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.inside { "@" } else { "" })?;
        match self.start {
            None => f.write_str("~:")?,
            Some(0) if self.end.is_some() => {}
            Some(start) => write!(f, "{start}:")?,
        }
        self.end.map_or(Ok(()), |end| write!(f, "{end}"))
    }
}

/// The ranges for the oldest file that waits and for the last good collection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Thresholds {
    pub(crate) oldest_waiting: Option<Range>,
    pub(crate) last_good_collection: Option<Range>,
}

impl FromStr for Thresholds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (first, second) = text.split_once(',').unwrap_or((text, ""));
        let range = |text: &str| if text.is_empty() { Ok(None) } else { text.parse().map(Some) };
        match text {
            "" | "," => Err("a threshold is a RANGE, or two with a comma".to_owned()),
            _ => Ok(Self { oldest_waiting: range(first)?, last_good_collection: range(second)? }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of the guidelines, with the ages that alert among 0, 9, 10, 11, 20 and 21.
    const RANGES: [(&str, &[u64]); 7] = [
        ("10", &[11, 20, 21]),
        ("10:", &[0, 9]),
        ("~:10", &[11, 20, 21]),
        ("10:20", &[0, 9, 21]),
        ("@10:20", &[10, 11, 20]),
        ("@10", &[0, 9, 10]),
        ("0:", &[]),
    ];

    #[test]
    fn ranges_alert_as_the_guidelines_have_it() {
        for (text, alerting) in RANGES {
            let range: Range = text.parse().unwrap();
            let found: Vec<u64> = [0, 9, 10, 11, 20, 21].into_iter().filter(|age| range.alerts(*age)).collect();
            assert_eq!((found.as_slice(), range.to_string().as_str()), (alerting, text));
        }
    }

    #[test]
    fn ages_have_units_and_are_written_in_seconds() {
        assert_eq!("@1h30m:2h".parse::<Range>().unwrap().to_string(), "@5400:7200");
        assert_eq!("10m".parse::<Range>().unwrap().to_string(), "600");
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["x", "20:10", ":", ":10", "1:2:3", "-5", "@", "~", "~10"] {
            assert!(text.parse::<Range>().is_err(), "{text}");
        }
        for text in ["", ",", "1,2,3", "1,x"] {
            assert!(text.parse::<Thresholds>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_second_range_is_for_the_last_good_collection() {
        let both: Thresholds = "15m,26h".parse().unwrap();
        assert_eq!((both.oldest_waiting, both.last_good_collection), ("15m".parse().ok(), "26h".parse().ok()));
        let second: Thresholds = ",26h".parse().unwrap();
        assert_eq!((second.oldest_waiting, second.last_good_collection), (None, "26h".parse().ok()));
    }
}
