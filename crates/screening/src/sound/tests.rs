//! Laws of sounds.

use super::{alike, skeleton, sounds};
use crate::script::Script::{self, Arabic, Cyrillic, Hangul, Kana, Latin};

fn between(a: (&str, Script), b: (&str, Script)) -> f32 {
    alike(&sounds(a.0, a.1), &sounds(b.0, b.1), (a.1, b.1))
}

#[test]
fn scripts_are_forgiven_what_they_cannot_write() {
    // Arabic has no p; Korean no f, and a vowel between consonants; Japanese one liquid.
    assert!(between(("palantir", Latin), ("blntyr", Arabic)) > 0.9);
    assert!(between(("philips", Latin), ("pillibseu", Hangul)) > 0.9);
    assert!(between(("polestra", Latin), ("poresutora", Kana)) > 0.9);
    // In one script the same difference is one.
    assert!(between(("palantir", Latin), ("balandir", Latin)) < 0.9);
}

#[test]
fn alike_has_no_direction_and_ends_at_one() {
    let words = ["candiru", "kandahar", "cytrox", "citroen", "", "a"];
    for a in words {
        for b in words {
            for scripts in [(Latin, Cyrillic), (Kana, Latin), (Latin, Latin)] {
                let there = between((a, scripts.0), (b, scripts.1));
                let back = between((b, scripts.1), (a, scripts.0));
                assert!((there - back).abs() < 1e-6, "{a} {b}");
                assert!((0.0..=1.0).contains(&there));
            }
        }
    }
}

#[test]
fn a_skeleton_is_what_stays() {
    assert_eq!(skeleton(&sounds("candiru", Latin)), skeleton(&sounds("kndyrw", Arabic)));
    assert_eq!(skeleton(&sounds("aeiou", Latin)), "");
}
