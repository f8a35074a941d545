//! Laws of conditions.

use super::{End, Phrase};
use crate::words;

#[test]
fn a_part_of_a_run_without_blanks_is_found() {
    let text = words("中国監視機器公司");
    for (asked, found) in [
        ("監視", true),
        ("監視機", true),
        ("司", true),
        ("中", true),
        ("国", true),
        ("視監", false),
        ("機視", false),
    ] {
        let phrase = Phrase::read(asked, End::Word).expect("a word");
        assert_eq!(phrase.is_in(&text), found, "{asked}");
    }
}

#[test]
fn a_phrase_is_of_whole_words_and_may_end_open() {
    let text = words("Intellexa S.A. of Athens");
    for (asked, end, found) in [
        ("intellexa", End::Word, true),
        ("intel", End::Word, false),
        ("intel", End::Open, true),
        ("intellexa s", End::Word, true),
        ("intellexa athens", End::Word, false),
        ("a. of ath", End::Open, true),
    ] {
        let phrase = Phrase::read(asked, end).expect("a word");
        assert_eq!(phrase.is_in(&text), found, "{asked}");
    }
}

#[test]
fn a_run_is_asked_by_whole_pairs_where_it_can_be() {
    for (asked, asked_words, end) in [
        ("監視機", vec!["監視", "視機"], End::Word),
        ("監", vec!["監"], End::Open),
        ("nso 監", vec!["nso", "監"], End::Open),
        ("監視 nso", vec!["監視", "視", "nso"], End::Word),
    ] {
        let phrase = Phrase::read(asked, End::Word).expect("a word");
        assert_eq!(
            (phrase.words(), phrase.end()),
            (&*asked_words.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>(), end),
            "{asked}"
        );
    }
}
