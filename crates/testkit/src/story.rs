//! What happened in a run: a digest of everything, and, when asked for, lines to read.
//!
//! Invariant: the digest does not depend on whether lines are written, so a run can be told
//! without being changed.

use chancery_encoding::Digest;

/// How much of a run is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// Only the digest.
    Digest,
    /// Also lines for a reader.
    Lines,
}

/// What happened.
#[derive(Debug)]
pub(crate) struct Story {
    /// Two lanes, so that a word which one lane loses shows in the other.
    lanes: [u64; 2],
    lines: Option<Vec<String>>,
}

impl Story {
    pub(crate) fn new(telling: Telling) -> Self {
        let lines = (telling == Telling::Lines).then(Vec::new);
        Self { lanes: [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344], lines }
    }

    /// A line for the reader.
    pub(crate) fn tell(&mut self, now_ms: u64, line: impl FnOnce() -> String) {
        if let Some(lines) = &mut self.lines {
            lines.push(format!("{:>9.3} s  {}", millis(now_ms), line()));
        }
    }

    /// Something that the digest is to depend on.
    pub(crate) fn note(&mut self, words: &[u64]) {
        let [one, other] = &mut self.lanes;
        for word in words {
            *one = (*one ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
            *other = (other.rotate_left(17) ^ word).wrapping_mul(0xd6e8_feb8_6659_fd93);
        }
    }

    pub(crate) fn note_bytes(&mut self, bytes: &[u8]) {
        self.note(&[bytes.len() as u64]);
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.note(&[u64::from_le_bytes(word)]);
        }
    }

    pub(crate) fn digest(&self) -> Digest {
        let [one, other] = self.lanes;
        Digest::of(&[one.to_le_bytes(), other.to_le_bytes()].concat())
    }

    pub(crate) fn into_lines(self) -> Vec<String> {
        self.lines.unwrap_or_default()
    }
}

/// Seconds with three digits; virtual times are far below what an `f64` keeps exactly.
fn millis(now_ms: u64) -> f64 {
    std::time::Duration::from_millis(now_ms).as_secs_f64()
}

#[cfg(test)]
mod tests;
