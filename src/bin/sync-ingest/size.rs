//! Sizes as people write them: `4096`, `200M`, `2G`, `1.5 GiB`.

use bytesize::ByteSize;
use std::num::NonZeroUsize;

/// Reads bytes, or a number with a unit. As in `ls`, `dd` and PHP's settings, `K`, `M`, `G` and `T`
/// are powers of 1024, and so are `KiB` and its like; `kB` and its like are powers of 1000.
pub(crate) fn parse(text: &str) -> Result<u64, String> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').trim_start();
    let is_bare = unit.len() == 1 && !unit.eq_ignore_ascii_case("b");
    let size = match is_plain {
        true => text.parse().ok(),
        false if !text.starts_with(|c: char| c.is_ascii_digit()) => None,
        // One that does not fit becomes the largest.
        false => format!("{text}{}", if is_bare { "i" } else { "" })
            .parse::<ByteSize>()
            .ok()
            .map(|size| size.as_u64())
            .filter(|size| *size < u64::MAX),
    };
    size.ok_or_else(|| "a size is bytes, or a number with K, M, G or T, as in 4096, 200M, 2G".to_owned())
}

/// The same for a limit, which is at least one byte.
pub(crate) fn parse_limit(text: &str) -> Result<NonZeroUsize, String> {
    let size = usize::try_from(parse(text)?).unwrap_or(usize::MAX);
    NonZeroUsize::new(size).ok_or_else(|| "it must be at least 1".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_every_unit_are_read() {
        let cases = [
            ("0", 0),
            ("4096", 4096),
            ("18446744073709551615", u64::MAX),
            ("10B", 10),
            ("1K", 1 << 10),
            ("1k", 1 << 10),
            ("200M", 200 << 20),
            ("2G", 2 << 30),
            ("2 G", 2 << 30),
            ("2GiB", 2 << 30),
            ("1.5G", 3 << 29),
            ("1T", 1 << 40),
            ("2GB", 2_000_000_000),
        ];
        for (text, bytes) in cases {
            assert_eq!(parse(text), Ok(bytes), "{text}");
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "G", "-1", "+1", "4X", "1.5", "4G 1M", "99999999999G", "18446744073709551616", "٣"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
