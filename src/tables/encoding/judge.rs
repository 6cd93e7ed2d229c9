//! UTF-8 or not, judged over the lines of the whole file.

use super::Encoding;
use chardetng::EncodingDetector;

/// How many bytes of lines with more than ASCII the detector gets.
const SAMPLE: usize = 64 * 1024;

/// What the lines of a file say together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Verdict {
    Utf8,
    Guessed(Encoding),
    /// Some lines are UTF-8, others are not.
    Mixed {
        /// The offset of the first line that is not.
        byte: u64,
        /// The number of that line, from 1.
        line: u64,
    },
}

/// Judges a file from its first byte on, piece by piece; `next` returns 0 at the end.
pub(crate) fn judge(mut next: impl FnMut(&mut [u8]) -> std::io::Result<usize>) -> std::io::Result<Verdict> {
    let mut judge = Judge::default();
    let (mut buffer, mut filled) = (vec![0; 256 * 1024], 0);
    loop {
        let read = next(&mut buffer[filled..])?;
        filled += read;
        let last = read == 0;
        // A line that fills the buffer is judged in pieces.
        let end = match memchr::memrchr2(b'\n', b'\r', &buffer[..filled]) {
            _ if last => filled,
            Some(end) => end + 1,
            None if filled == buffer.len() => filled - 3,
            None => continue,
        };
        judge.lines(&buffer[..end]);
        buffer.copy_within(end..filled, 0);
        filled -= end;
        if last {
            return Ok(judge.verdict());
        }
    }
}

#[derive(Default)]
struct Judge {
    /// Lines with more than ASCII that are UTF-8, and that are not.
    valid: u64,
    invalid: u64,
    sample: Vec<u8>,
    /// Bytes and line ends before the current piece.
    bytes: u64,
    line_ends: u64,
    after_cr: bool,
    first_invalid: Option<(u64, u64)>,
}

impl Judge {
    fn lines(&mut self, text: &[u8]) {
        let mut start = 0;
        while let Some(offset) = first_beyond_ascii(&text[start..]) {
            let at = start + offset;
            let begin = memchr::memrchr2(b'\n', b'\r', &text[start..at]).map_or(start, |end| start + end + 1);
            let end = memchr::memchr2(b'\n', b'\r', &text[at..]).map_or(text.len(), |end| at + end);
            self.line(&text[begin..end], begin, text);
            start = end;
        }
        if self.first_invalid.is_none() {
            self.count_line_ends(text);
        }
        self.bytes += text.len() as u64;
    }

    fn line(&mut self, line: &[u8], begin: usize, text: &[u8]) {
        if std::str::from_utf8(line).is_ok() {
            self.valid += 1;
        } else {
            self.invalid += 1;
            if self.first_invalid.is_none() {
                self.count_line_ends(&text[..begin]);
                self.first_invalid = Some((self.bytes + begin as u64, self.line_ends + 1));
            }
        }
        if self.sample.len() < SAMPLE {
            self.sample.extend_from_slice(&line[..line.len().min(SAMPLE - self.sample.len())]);
            self.sample.push(b'\n');
        }
    }

    fn count_line_ends(&mut self, text: &[u8]) {
        for at in memchr::memchr2_iter(b'\n', b'\r', text) {
            let after_cr = if at == 0 { self.after_cr } else { text[at - 1] == b'\r' };
            self.line_ends += u64::from(!(text[at] == b'\n' && after_cr));
        }
        self.after_cr = text.last().map_or(self.after_cr, |last| *last == b'\r');
    }

    fn verdict(self) -> Verdict {
        let (valid, invalid) = (self.valid, self.invalid);
        let all = valid + invalid;
        // A few bad lines make no other encoding, as long as there are good ones.
        let few = if all < 40 { invalid <= 2 } else { invalid * 20 <= all };
        match self.first_invalid {
            None => Verdict::Utf8,
            Some(_) if valid > 0 && few => Verdict::Utf8,
            // One line in a thousand may be valid by accident.
            Some(_) if valid * 1_000 <= all => Verdict::Guessed(guess(&self.sample)),
            Some((byte, line)) => Verdict::Mixed { byte, line },
        }
    }
}

fn guess(sample: &[u8]) -> Encoding {
    let mut detector = EncodingDetector::new();
    detector.feed(sample, true);
    let guess = detector.guess(None, false);
    // Few letters may fit several encodings alike: then it is the one that most programs write.
    let is_western = guess.is_single_byte() && guess.decode(sample).0 == encoding_rs::WINDOWS_1252.decode(sample).0;
    Encoding::Standard(if is_western { encoding_rs::WINDOWS_1252 } else { guess })
}

fn first_beyond_ascii(text: &[u8]) -> Option<usize> {
    // Word by word: most files are ASCII nearly everywhere.
    let mut words = text.chunks_exact(64);
    let mut at = 0;
    for word in &mut words {
        if !word.is_ascii() {
            break;
        }
        at += 64;
    }
    text[at..].iter().position(|byte| !byte.is_ascii()).map(|offset| at + offset)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict_of(bytes: &[u8], piece: usize) -> Verdict {
        let mut rest = bytes;
        judge(|buffer| {
            let read = rest.len().min(buffer.len()).min(piece);
            buffer[..read].copy_from_slice(&rest[..read]);
            rest = &rest[read..];
            Ok(read)
        })
        .unwrap()
    }

    /// Lines of which so many are UTF-8, and so many Windows-1252, after a header.
    fn lines(valid: usize, invalid: usize) -> Vec<u8> {
        let mut bytes = b"id;name\r\n".to_vec();
        (0..valid).for_each(|_| bytes.extend_from_slice("1;Zoé\r\n".as_bytes()));
        (0..invalid).for_each(|_| bytes.extend_from_slice(b"2;Ren\xe9\r\n"));
        bytes
    }

    #[test]
    fn a_few_bad_lines_leave_a_file_utf_8() {
        for (valid, invalid) in [(5, 0), (1, 1), (1, 2), (37, 2), (38, 2), (95, 5), (1_900, 100)] {
            assert_eq!(verdict_of(&lines(valid, invalid), 7), Verdict::Utf8, "{valid} and {invalid}");
        }
    }

    #[test]
    fn lines_that_are_no_utf_8_at_all_are_guessed() {
        for invalid in [1, 2, 3, 50, 5_000] {
            let guessed = Verdict::Guessed(Encoding::Standard(encoding_rs::WINDOWS_1252));
            assert_eq!(verdict_of(&lines(0, invalid), 4096), guessed, "{invalid}");
        }
    }

    #[test]
    fn a_file_that_mixes_is_refused_with_its_first_other_line() {
        for (valid, invalid) in [(1, 3), (36, 3), (94, 6), (50, 50), (3, 97)] {
            let byte = 9 + 8 * valid as u64;
            let expected = Verdict::Mixed { byte, line: 2 + valid as u64 };
            assert_eq!(verdict_of(&lines(valid, invalid), 1), expected, "{valid} and {invalid}");
        }
    }
}
