//! Laws of what is shown: everything fits the screen, and nothing is left out.

use chancery_http::view::PackView;
use chancery_record::vocabulary::Vocabularies;
use unicode_width::UnicodeWidthStr as _;

use super::{entry, list, show};
use crate::screen::WIDTH_MAX;

fn fits(text: &str) {
    for line in text.lines() {
        assert!(line.width() <= WIDTH_MAX, "{line}");
    }
}

#[test]
fn every_pack_and_every_word_is_shown_within_the_screen() {
    let words = Vocabularies::shipped();
    let views: Vec<PackView> = words.packs().map(PackView::from).collect();
    let listed = list::told(&views);
    fits(&listed);
    for pack in words.packs() {
        assert!(listed.contains(pack.name()));
        for list in pack.vocabularies() {
            let told = show::told(pack, list);
            fits(&told);
            for word in &list.words {
                assert!(told.contains(&word.word), "{}", word.word);
            }
        }
    }
}

#[test]
fn a_code_is_shown_for_each_list_that_the_crosswalk_knows_it_of() {
    let words = Vocabularies::shipped();
    let lists = |code: &str| -> Vec<String> {
        let found = entry::find(words, code).unwrap_or_default();
        fits(&entry::told(&found));
        found.iter().map(|one| one["list"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(lists("5A001.f.2"), ["eu-annex-i", "us-ccl"]);
    assert_eq!(lists("5.A.1.f.2"), ["wassenaar"]);
    assert_eq!(lists("5A980"), ["us-ccl"]);
    assert_eq!(lists("5A001.i"), ["eu-annex-i", "us-ccl"]);
    assert!(lists("9A999").is_empty());
    let found = entry::find(words, "5A001.i").unwrap();
    assert!(entry::told(&found).contains("5A001.f.1"));
}
