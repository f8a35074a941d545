//! Laws of nearness.

use super::*;

#[test]
fn the_distance_is_that_of_single_edits() {
    let far =
        |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
    assert_eq!(far("kitten", "sitting"), 3);
    assert_eq!(far("", "abc"), 3);
    assert_eq!(far("abc", "abc"), 0);
}

#[test]
fn the_nearest_words_come_first_and_each_once() {
    let words = || ["routine", "immediate", "elevated"].into_iter();
    assert_eq!(nearest("routin", words()), ["routine"]);
    assert_eq!(nearest("Routine", words()), ["routine"]);
    assert!(nearest("zzzzzzzzzzzz", words()).is_empty());
    assert!(nearest(&"é".repeat(100_000), words()).is_empty());
    let spellings = [("IMSI catcher", "imsi"), ("imsi-catcher", "imsi"), ("x", "y")];
    assert_eq!(nearest_of("imsi catchers", spellings.into_iter()), ["imsi"]);
}
