//! Parties of records become cards.

use chancery_record::{Record, vocabulary::Vocabularies};

use super::{cards_of, share};
use crate::Schema;

#[test]
fn the_parties_of_an_example_are_taken_with_all_that_they_say() {
    let text = include_str!("../../../record/examples/threat-advisory.json");
    let record = Record::from_json(text, Vocabularies::shipped()).unwrap();
    let taken = cards_of(&record);
    let parties = record.parts(&["parties"]);
    assert!(!taken.is_empty());
    assert_eq!(taken.len(), parties.len());
    for (taken, party) in taken.iter().zip(&parties) {
        assert_eq!(taken.key.as_deref(), party.text_at(&["key"]));
        assert_eq!(taken.roles, party.texts_at(&["roles"]));
        assert_ne!(taken.card.schema, Schema::Unknown);
        let names = party.parts(&["names"]);
        let written: Vec<_> = names.iter().map(|name| name.text_at(&["value"]).unwrap()).collect();
        let read: Vec<_> = taken.card.names.iter().map(|name| name.value.as_str()).collect();
        assert_eq!(read, written);
        for (name, read) in names.iter().zip(&taken.card.names) {
            let kind = serde_json::to_value(read.kind).unwrap();
            assert_eq!(kind.as_str(), name.text_at(&["kind"]));
        }
        assert_eq!(taken.card.countries, party.texts_at(&["jurisdictions"]));
        assert_eq!(taken.card.digest(), taken.card.clone().digest());
    }
}

#[test]
fn a_share_is_read_in_hundredths() {
    let shares = [("50", 5_000), ("49.9", 4_990), ("100", 10_000), ("0.05", 5)];
    for (written, hundredths) in shares {
        assert_eq!(share(written), Some(hundredths));
    }
    for wrong in ["", "half", "101", "-1", "1e3"] {
        assert_eq!(share(wrong), None, "{wrong}");
    }
}
