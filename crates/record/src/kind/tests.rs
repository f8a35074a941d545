//! Laws of the kind.

use std::collections::BTreeSet;

use super::*;
use crate::{Record, vocabulary::Vocabularies};

#[test]
fn every_kind_reads_back() {
    for kind in Kind::ALL {
        assert_eq!(kind.to_string().parse(), Ok(kind));
    }
}

#[test]
fn the_row_of_a_kind_stands_at_its_place() {
    for (place, row) in KINDS.iter().enumerate() {
        assert_eq!(row.kind as usize, place, "{}", row.name);
    }
    assert_eq!(KINDS.len(), Kind::ExerciseMarker as usize + 1, "the last kind has the last row");
}

#[test]
fn a_kind_of_a_later_version_is_unknown_not_guessed() {
    assert_eq!("erasure-order".parse::<Kind>(), Err(UnknownKind("erasure-order".to_owned())));
}

#[test]
fn every_commitment_is_served_by_a_kind_of_its_own() {
    for commitment in ["C1", "C2", "C3", "C4", "C5", "C6"] {
        let serve =
            |kind: &Kind| kind.commitments().len() < 6 && kind.commitments().contains(&commitment);
        assert!(Kind::ALL.iter().any(serve), "{commitment}");
    }
    for kind in Kind::ALL {
        let distinct: BTreeSet<_> = kind.commitments().iter().collect();
        assert!(!distinct.is_empty() && distinct.len() == kind.commitments().len(), "{kind}");
    }
}

#[test]
fn whoever_speaks_about_a_record_names_it() {
    for kind in Kind::ALL {
        if kind.who_may() != Speaker::Anyone {
            assert!(kind.has_target(), "{kind}");
        }
    }
}

#[test]
fn the_example_of_every_kind_is_a_valid_exercise_that_says_so() {
    for kind in Kind::ALL {
        let record = Record::from_json(kind.example(), Vocabularies::shipped());
        let record = record.unwrap_or_else(|flaws| panic!("{kind}: {flaws:#?}"));
        assert_eq!(record.kind(), Some(kind));
        assert!(record.exercise(), "{kind}");
        assert_eq!(record.unknown_fields(), [], "{kind}");
        assert_eq!(record.warnings(Vocabularies::shipped()), [], "{kind}");
        assert_eq!(record.lint(), [], "{kind}");
        assert!(!kind.example().contains("\"Person\""), "{kind} names a person");
    }
}
