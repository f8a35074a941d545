//! What two scripts, written beside one another, cannot tell: the costs of sounds that differ or are missing.

use super::{SOUNDS_MAX, WHOLE, is_vowel};
use crate::script::Script;

/// How somebody hears who knows both scripts.
pub(super) struct Ears {
    /// Two scripts.
    across: bool,
    /// One of them writes no short vowels.
    mute: bool,
    /// One of them has one sound for l and r.
    one_liquid: bool,
    /// One of them has one letter for p and f, or b and v.
    one_labial: bool,
    /// One of them is Chinese: syllables, and k before i as j.
    chinese: bool,
    /// One of them is Japanese: chi and tsu are t, hu is fu.
    japanese: bool,
}

impl Ears {
    pub(super) fn of(a: Script, b: Script) -> Ears {
        let either = |test: fn(Script) -> bool| test(a) || test(b);
        let across = a != b;
        Ears {
            across,
            mute: across && either(Script::drops_vowels),
            one_liquid: across && either(Script::is_run_together),
            one_labial: across && (either(Script::drops_vowels) || either(Script::is_run_together)),
            chinese: across && either(|script| script == Script::Han),
            japanese: across && either(|script| script == Script::Kana),
        }
    }

    fn near(&self, across: u16, within: u16) -> u16 {
        if self.across { across } else { within }
    }

    /// What it costs that each sound of a row has no partner in the other.
    pub(super) fn drops(
        &self,
        row: &[u8],
        own: Script,
        other: Script,
        costs: &mut [u16; SOUNDS_MAX],
    ) {
        for (at, cost) in costs.iter_mut().enumerate().take(row.len()) {
            let before = at.checked_sub(1).map(|at| row[at]);
            *cost = self.drop(row[at], before, row.get(at + 1).copied(), own, other);
        }
    }

    fn drop(
        &self,
        sound: u8,
        before: Option<u8>,
        next: Option<u8>,
        own: Script,
        other: Script,
    ) -> u16 {
        let beside = |sound: Option<u8>| sound.is_some_and(is_vowel);
        if is_vowel(sound) {
            return match () {
                () if !self.across => 8,
                () if self.mute => 1,
                () if own == Script::Han => 1,
                // One half of a diphthong, or a vowel put between consonants that have none.
                () if beside(before) || beside(next) => 2,
                () if matches!(own, Script::Kana | Script::Hangul) && b"uoi".contains(&sound) => 2,
                () if before.is_none() || next.is_none() => 5,
                () => 9,
            };
        }
        let coda = self.across && !beside(next);
        match sound {
            b'W' | b'Y' | b'H' => self.near(if self.mute { 1 } else { 2 }, 8),
            b'R' | b'L' if coda && matches!(other, Script::Kana | Script::Hangul) => 3,
            _ if coda && other == Script::Han => 8,
            b'N' | b'G' if own == Script::Han && self.across => 8,
            b'S' | b'Z' if next.is_none() => 10,
            _ => WHOLE,
        }
    }

    /// What it costs that one sound stands where the other does.
    pub(super) fn swap(&self, a: u8, b: u8) -> u16 {
        if a == b {
            return 0;
        }
        let (a, b) = if a < b { (a, b) } else { (b, a) };
        match (is_vowel(a), is_vowel(b)) {
            (true, true) => self.vowels(a, b),
            // Capitals stand before small letters.
            (false, true) => self.half_vowel(a, b),
            _ => self.consonants(a, b),
        }
    }

    fn vowels(&self, a: u8, b: u8) -> u16 {
        if self.mute {
            return 1;
        }
        match (a, b) {
            (b'a', b'e' | b'o') | (b'e', b'i') | (b'o', b'u') => self.near(2, 4),
            _ if self.chinese => 4,
            _ => 9,
        }
    }

    fn half_vowel(&self, consonant: u8, vowel: u8) -> u16 {
        match (consonant, vowel) {
            (b'Y', b'i' | b'e') | (b'W', b'o' | b'u') => self.near(1, 4),
            (b'V', b'u' | b'o') => self.near(3, WHOLE),
            (b'W' | b'Y' | b'H', _) => self.near(3, 8),
            _ => WHOLE,
        }
    }

    fn consonants(&self, a: u8, b: u8) -> u16 {
        let labial = if self.one_labial { 2 } else { 12 };
        match (a, b) {
            (b'B', b'P') | (b'D', b'T') | (b'G', b'K') | (b'F', b'V') => self.near(2, 8),
            (b'S', b'Z') | (b'C', b'S' | b'Z') | (b'J', b'Z') | (b'C', b'J') => self.near(2, 8),
            (b'J', b'S') => self.near(3, 12),
            (b'L', b'R') => {
                if self.one_liquid {
                    1
                } else {
                    18
                }
            }
            (b'F', b'P') | (b'B', b'V' | b'F') | (b'P', b'V') => labial,
            (b'V', b'W') => self.near(1, 4),
            (b'B', b'W') if self.one_labial => 3,
            (b'F', b'W') => {
                if self.one_labial {
                    2
                } else {
                    self.near(6, 12)
                }
            }
            (b'F', b'H') => {
                if self.japanese {
                    2
                } else {
                    14
                }
            }
            (b'K', b'X') | (b'H', b'X') => self.near(2, 4),
            (b'G', b'H' | b'X') => self.near(3, 12),
            (b'H', b'K') => self.near(6, 14),
            (b'J', b'Y') => self.near(2, 4),
            (b'G', b'J') => self.near(3, 8),
            (b'J' | b'C', b'K') | (b'C', b'G') if self.chinese => 5,
            (b'C', b'K') => self.near(8, 12),
            (b'C', b'T') | (b'D', b'J') => {
                if self.japanese {
                    4
                } else {
                    self.near(10, 14)
                }
            }
            (b'D', b'Z') | (b'S', b'T') | (b'T', b'Z') => {
                if self.mute {
                    8
                } else {
                    16
                }
            }
            (b'M', b'N') => {
                if self.chinese {
                    4
                } else {
                    self.near(8, 14)
                }
            }
            (b'H' | b'W', b'Y') | (b'H', b'W') => self.near(4, 10),
            _ => WHOLE,
        }
    }
}
