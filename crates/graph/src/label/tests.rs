//! No name can command, reverse, pile up or run on.

use proptest::prelude::*;

use super::*;

#[test]
fn hostile_names_are_harmless() {
    assert_eq!(harmless("a\u{1b}[2J\u{7}b\nc", 40), "a[2Jb c");
    assert_eq!(harmless("\u{202e}drawkcab\u{2066}", 40), "drawkcab");
    assert_eq!(
        harmless(&format!("Za{}lgo", "\u{316}".repeat(10_000)), 40),
        format!("Za{}lgo", "\u{316}".repeat(4))
    );
    assert_eq!(harmless(&"x".repeat(100), 10), format!("{}…", "x".repeat(10)));
    assert_eq!(harmless("a\u{fffe}b\u{ffff}c\u{0}", 10), "abc");
    assert_eq!(harmless("Орхидея, 通報, ἔλεγχος", 40), "Орхидея, 通報, ἔλεγχος");
    assert_eq!(harmless("شركة الصقر", 40), "\u{2068}شركة الصقر\u{2069}");
}

#[test]
fn shares_and_scores_are_written_without_idle_zeros() {
    assert_eq!(["50", "33.3", "0.05", "100"], [5_000, 3_330, 5, 10_000].map(percent)[..]);
    assert_eq!(["0.931", "1.000", "0.007"], [931, 1_000, 7].map(thousandths)[..]);
}

proptest! {
    #[test]
    fn any_text_is_short_and_has_nothing_to_obey(text in any::<String>(), chars in 1_usize..60) {
        let shown = harmless(&text, chars);
        prop_assert!(shown.chars().filter(|one| !is_mark(*one)).count() <= chars + 3);
        let ours = |one: char| matches!(one, '\u{2068}' | '\u{2069}');
        prop_assert!(shown.chars().all(|one| ours(one) || !is_command(one)), "{shown:?}");
        prop_assert_eq!(shown.contains('\u{2068}'), shown.contains('\u{2069}'));
    }
}
