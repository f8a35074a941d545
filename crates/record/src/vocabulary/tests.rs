//! Laws of the vocabularies.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::{
    marking::Marking,
    sample::blocks,
    shape::{Repeats, Shape},
};

/// Every vocabulary that a field uses, with the bound of the list that it stands in.
fn used() -> Vec<(&'static Vocabulary, Option<usize>)> {
    let mut used = Vec::new();
    for field in blocks().iter().flat_map(|block| block.fields()) {
        match &field.shape {
            Shape::Word(vocabulary) => used.push((*vocabulary, None)),
            Shape::List { of: Shape::Word(vocabulary), max, repeats, .. } => {
                assert!(*repeats == Repeats::Refused, "{} may repeat", field.name);
                used.push((*vocabulary, Some(*max)));
            }
            _ => {}
        }
    }
    used
}

#[test]
fn a_word_stands_once_and_has_a_meaning() {
    for (vocabulary, _) in used() {
        let words: BTreeSet<&str> = vocabulary.all().collect();
        assert_eq!(words.len(), vocabulary.all().count(), "{}", vocabulary.name);
        for (word, meaning) in vocabulary.words {
            assert!(!meaning.trim().is_empty(), "{word}");
            assert!(word.is_ascii() && !word.contains(' '), "{word}");
        }
    }
}

#[test]
fn two_vocabularies_have_two_names() {
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    for (vocabulary, _) in used() {
        let about = names.entry(vocabulary.name).or_insert(vocabulary.about);
        assert_eq!(*about, vocabulary.about, "{}", vocabulary.name);
    }
    assert!(names.len() > 30, "{}", names.len());
}

#[test]
fn a_list_of_words_has_room_for_all_of_them() {
    for (vocabulary, max) in used() {
        let Some(max) = max else { continue };
        let words = vocabulary.all().count();
        // Nobody is registered in all states.
        let states = vocabulary.name == STATES.name;
        assert!(max >= words || states, "{}: {max} for {words}", vocabulary.name);
    }
}

#[test]
fn the_markings_are_those_of_the_statement() {
    let words: Vec<&str> = MARKINGS.all().collect();
    assert_eq!(words, Marking::ALL.map(Marking::as_str));
}

#[test]
fn the_nearest_words_come_first() {
    assert_eq!(nearest("routin", PRIORITIES.all()), ["routine"]);
    assert_eq!(nearest("Routine", PRIORITIES.all()), ["routine"]);
    assert_eq!(nearest("forum", RISK_INDICATORS.all()), ["procurement.forum-shopping"]);
    assert!(nearest("zzzzzzzzzzzz", RISK_INDICATORS.all()).is_empty());
    assert!(nearest(&"é".repeat(100_000), RISK_INDICATORS.all()).len() <= NEAREST_MAX);
}

#[test]
fn a_short_vocabulary_is_shown_whole_and_a_long_one_by_the_nearest() {
    assert_eq!(PRIORITIES.advice("x"), "immediate, elevated, routine, info");
    assert!(STATES.advice("UK").contains("word-state"));
    assert!(TECHNOLOGIES.advice("device-forensic").starts_with("device-forensics, or another"));
}

#[test]
fn the_distance_is_that_of_single_edits() {
    let far =
        |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
    assert_eq!(far("kitten", "sitting"), 3);
    assert_eq!(far("", "abc"), 3);
    assert_eq!(far("abc", "abc"), 0);
}
