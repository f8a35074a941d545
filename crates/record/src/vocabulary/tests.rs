//! Laws between the tables and the shipped vocabularies.

use std::collections::BTreeSet;

use super::*;
use crate::{
    marking::Marking,
    sample::blocks,
    shape::{Block, Literal, Repeats, Rule, Shape},
    state::StateCode,
};

mod page;
mod published;
mod vectors;

fn shipped() -> &'static Vocabularies {
    Vocabularies::shipped()
}

fn words(name: &str) -> Vec<&'static str> {
    shipped().current(name).map(|word| word.word.as_str()).collect()
}

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
fn every_vocabulary_of_a_table_is_shipped_and_every_handle_is_used() {
    let handles: BTreeSet<&str> = ALL.iter().map(|handle| handle.name).collect();
    let used: BTreeSet<&str> = used().iter().map(|(handle, _)| handle.name).collect();
    assert_eq!(handles, used);
    assert_eq!(handles.len(), ALL.len());
    for name in handles {
        assert!(shipped().list(name).is_some(), "{name}");
    }
}

#[test]
fn a_list_of_words_has_room_for_all_of_them() {
    for (vocabulary, max) in used() {
        let Some(max) = max else { continue };
        // Nobody is registered in all states.
        let states = vocabulary.name == STATES.name;
        let count = words(vocabulary.name).len();
        assert!(max >= count || states, "{}: {max} for {count}", vocabulary.name);
    }
}

/// The vocabulary of a field, if it is a word or a list of words.
fn vocabulary_of(block: &Block, field: &str) -> Option<&'static Vocabulary> {
    match &block.field(field)?.shape {
        Shape::Word(vocabulary) | Shape::List { of: Shape::Word(vocabulary), .. } => {
            Some(vocabulary)
        }
        _ => None,
    }
}

#[test]
fn every_word_that_a_rule_compares_with_is_kept() {
    let mut compared = 0;
    for block in blocks() {
        for rule in block.rules() {
            let (field, literals): (_, Vec<&str>) = match rule {
                Rule::Needs { field, is, .. } => {
                    let words = is.iter().filter_map(|literal| match literal {
                        Literal::Word(word) => Some(*word),
                        Literal::Flag(_) => None,
                    });
                    (field, words.collect())
                }
                Rule::FormBy { by, cases, .. } => {
                    (by, cases.iter().map(|(word, _)| *word).collect())
                }
                _ => continue,
            };
            let Some(vocabulary) = vocabulary_of(block, field) else {
                assert!(literals.is_empty(), "{}.{field}", block.name);
                continue;
            };
            for word in literals {
                compared += 1;
                assert!(vocabulary.keeps.contains(&word), "{}: {word}", vocabulary.name);
            }
        }
    }
    assert!(compared > 5, "{compared}");
}

#[test]
fn every_kept_word_is_there() {
    for handle in ALL {
        for word in handle.keeps {
            assert!(words(handle.name).contains(word), "{}: {word}", handle.name);
        }
    }
}

#[test]
fn the_markings_are_those_of_the_statement() {
    assert_eq!(words("tlp"), Marking::ALL.map(Marking::as_str));
}

#[test]
fn the_states_are_those_of_the_table_and_their_names_too() {
    let words = shipped().current("state").map(|word| (word.word.as_str(), word.about.as_str()));
    let table = StateCode::all().map(|code| (code.as_str(), code.name()));
    assert_eq!(words.collect::<Vec<_>>(), table.collect::<Vec<_>>());
}

#[test]
fn a_short_vocabulary_is_shown_whole_and_a_long_one_by_the_nearest() {
    assert_eq!(shipped().advice("priority", "x"), "immediate, elevated, routine, info");
    assert!(shipped().advice("state", "UK").contains("word-state"));
    let advice = shipped().advice("technology", "device-forensic");
    assert!(advice.starts_with("device-forensics, or another"), "{advice}");
    let advice = shipped().advice("technology", "IMSI catcher");
    assert!(advice.starts_with("mobile-interception-identifiers, or another"), "{advice}");
}
