//! Durations as people write them: `90`, `90s`, `15m`, `1h30m`, `2 days`.

use std::time::Duration;

/// Reads whole seconds, or numbers with units. `M`, a month to `humantime`, would be taken for
/// minutes.
pub(crate) fn parse(text: &str) -> Result<Duration, String> {
    let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let duration = match is_plain {
        true => text.parse().map(Duration::from_secs).ok(),
        false if text.bytes().any(|byte| byte.is_ascii_uppercase()) => None,
        false => humantime::parse_duration(text).ok(),
    };
    // The C interface and JSON count in signed 64-bit numbers.
    duration.filter(|duration| i64::try_from(duration.as_secs()).is_ok()).ok_or_else(|| {
        "a duration is whole seconds, or numbers with s, m, h or d, as in 90, 15m, 1h30m; below 2^63 seconds".to_owned()
    })
}

/// Returns the seconds after which it has certainly passed.
pub(crate) fn whole_seconds(duration: Duration) -> u64 {
    duration.as_secs().saturating_add(u64::from(duration.subsec_nanos() > 0))
}

/// Returns it for people: the largest whole units that are precise enough, as in `45 s`, `12 min`,
/// `3 h 20 min`, `2 d 4 h`.
pub(crate) fn in_words(duration: Duration) -> String {
    let seconds = duration.as_secs();
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    let two = |large: u64, unit: &str, small: u64, part: &str| match small {
        0 => format!("{large} {unit}"),
        _ => format!("{large} {unit} {small} {part}"),
    };
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) => format!("{minutes} min"),
        (0, _, _) => two(hours, "h", minutes % 60, "min"),
        _ => two(days, "d", hours % 24, "h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_and_every_unit_are_read() {
        let cases = [
            ("0", 0),
            ("90", 90),
            ("90s", 90),
            ("15m", 900),
            ("3h", 10_800),
            ("2d", 172_800),
            ("1h30m", 5_400),
            ("1h 30min", 5_400),
            ("1.5h", 5_400),
            ("2 days", 172_800),
            ("1w", 604_800),
        ];
        for (text, seconds) in cases {
            assert_eq!(parse(text), Ok(Duration::from_secs(seconds)), "{text}");
        }
        assert_eq!(parse("250ms"), Ok(Duration::from_millis(250)));
    }

    #[test]
    fn anything_else_is_refused() {
        let cases = [
            "",
            " ",
            "s",
            "-1",
            "-1h",
            "+1",
            "1.5",
            "1h30",
            "3H",
            "3M",
            "99999999999999999999",
            "9223372036854775808",
            "213503982334602d",
            "٣",
            "3é",
        ];
        for text in cases {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn words_name_at_most_two_units() {
        let cases =
            [(0, "0 s"), (59, "59 s"), (60, "1 min"), (3600, "1 h"), (12_000, "3 h 20 min"), (187_200, "2 d 4 h")];
        for (seconds, words) in cases {
            assert_eq!(in_words(Duration::from_secs(seconds)), words);
        }
    }

    #[test]
    fn seconds_to_wait_are_rounded_up() {
        assert_eq!(whole_seconds(Duration::from_millis(1_001)), 2);
        assert_eq!(whole_seconds(Duration::from_secs(1)), 1);
        assert_eq!(whole_seconds(Duration::ZERO), 0);
    }
}
