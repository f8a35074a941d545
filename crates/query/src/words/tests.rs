//! Laws of words.

use super::{WORD_CHARS_MAX, words};

#[test]
fn words_are_folded_alike_in_every_script() {
    let cases: [(&str, &[&str]); 17] = [
        ("NSO Group", &["nso", "group"]),
        ("Société Générale", &["societe", "generale"]),
        ("Straße", &["strasse"]),
        ("Ørsted Łódź", &["orsted", "lodz"]),
        ("İstanbul ISI ı", &["istanbul", "isi", "i"]),
        ("O’Neill", &["o", "neill"]),
        ("cell-site", &["cell", "site"]),
        ("5A001.f.2", &["5a001", "f", "2"]),
        ("EE-2026-0007", &["ee", "2026", "0007"]),
        ("Объединённая", &["объединенная"]),
        ("Об'єднання", &["обєднання"]),
        ("בע\"מ", &["בעמ"]),
        ("ΟΔΥΣΣΕΎΣ", &["οδυσσευσ"]),
        ("Οδυσσεύς", &["οδυσσευσ"]),
        ("شركة الأمن", &["شركه", "الامن"]),
        ("監視機器", &["監視", "視機", "機器", "器"]),
        ("ＡＢＣ㈱ 5", &["abc", "株", "5"]),
    ];
    for (text, folded) in cases {
        assert_eq!(words(text), folded, "{text}");
        assert_eq!(words(&text.to_uppercase()), folded, "{text} in capitals");
    }
}

#[test]
fn folding_the_folded_changes_nothing() {
    for text in ["Ёлка Ǆ ŉ ǰ ﬁ ½ ẞ", "Ｃafé́ ʼn", "한국전자통신", "ไทยแลนด์"]
    {
        let once = words(text);
        for word in once.iter().filter(|word| !word.chars().all(super::is_unspaced)) {
            assert_eq!(words(word).concat(), *word, "{text}");
        }
    }
}

#[test]
fn a_word_without_end_is_cut() {
    let long = "a\u{301}".repeat(10_000);
    assert_eq!(words(&long), ["a".repeat(WORD_CHARS_MAX)]);
    assert_eq!(words(&"z".repeat(10_000)), ["z".repeat(WORD_CHARS_MAX)]);
}
