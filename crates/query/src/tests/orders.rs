//! Orders, facets, entitlements and days, each on a few documents.

use chancery_encoding::Digest;
use chancery_record::Marking;
use time::macros::date;

use super::cast::{TODAY, blank, read, state};
use crate::{
    About, Answer, Document, Entitlement, FACET_VALUES_MAX, Facet, Heard, Named, Status, answer,
};

fn document(number: u8, reference: &str, issued_at_s: i64) -> Document {
    Document {
        version: Digest::from_bytes([number; 32]),
        reference: reference.to_owned(),
        cited: reference.to_owned(),
        issued_at_s,
        seq: u64::from(number),
        ..blank()
    }
}

fn ask(all: &[Document], text: &str, facets: &[Facet]) -> Answer {
    let held_by =
        |document: &Document| [5, 9, 9, 5][usize::try_from(document.seq).expect("small") % 4];
    let about = |document: &Document| About { today: TODAY, held_by: held_by(document) };
    answer(all, &read(text), facets, &Entitlement::member(state("EE")), about)
}

fn order(all: &[Document], sort: &str) -> Vec<u8> {
    let found = ask(all, &format!("sort:{sort}"), &[]);
    found.versions.iter().map(|id| id.as_bytes()[0]).collect()
}

#[test]
fn each_order_is_as_it_says_and_breaks_ties_alike() {
    let all = [
        document(3, "EE-2026-10000", 30),
        document(1, "EE-2026-9999", 10),
        document(4, "none", 20),
        document(2, "EE-2026-0002", 20),
    ];
    assert_eq!(order(&all, "newest"), [3, 2, 4, 1]);
    assert_eq!(order(&all, "oldest"), [1, 2, 4, 3]);
    assert_eq!(order(&all, "held-by"), [2, 1, 3, 4]);
    assert_eq!(order(&all, "reference"), [2, 1, 3, 4]);
}

#[test]
fn versions_of_one_reference_stand_in_their_order() {
    let first = Document { number: 1, ..document(9, "EE-2026-0001", 10) };
    let second = Document { number: 2, ..document(8, "EE-2026-0001", 20) };
    assert_eq!(order(&[second, first], "reference"), [9, 8]);
}

#[test]
fn a_facet_tells_the_most_frequent_and_how_many_there_are() {
    let named = |name: String, withdrawn| Named {
        key: None,
        names: vec![name, "Another name".to_owned()],
        identifiers: Vec::new(),
        withdrawn,
    };
    let many = (0..FACET_VALUES_MAX + 4).map(|place| named(format!("Party {place:03}"), false));
    let parties: Vec<Named> = many.chain([named("Gone".to_owned(), true)]).collect();
    let last =
        Document { parties: vec![parties[FACET_VALUES_MAX + 1].clone()], ..document(2, "b", 1) };
    let all = [Document { parties, ..document(1, "a", 1) }, last];
    let found = ask(&all, "*", &[Facet::Party]);
    let (_, tally) = &found.facets[0];
    assert_eq!(tally.distinct, FACET_VALUES_MAX + 4);
    assert_eq!(tally.values.len(), FACET_VALUES_MAX);
    assert_eq!(tally.values[0], (format!("Party {:03}", FACET_VALUES_MAX + 1), 2));
    assert_eq!(tally.values[1], ("Party 000".to_owned(), 1));
    assert!(tally.values.iter().all(|(name, _)| name != "Gone"));
}

#[test]
fn a_document_stands_on_its_last_day_and_not_on_the_next() {
    let document = Document { valid_until: Some(date!(2026 - 11 - 24)), ..blank() };
    assert_eq!(document.status(date!(2026 - 11 - 24)), Status::InForce);
    assert_eq!(document.status(date!(2026 - 11 - 25)), Status::Expired);
    let withdrawn = Document { heard: Heard::Withdrawn, ..document };
    assert_eq!(withdrawn.status(date!(2026 - 11 - 25)), Status::Withdrawn);
}

#[test]
fn a_reader_sees_what_is_marked_and_meant_for_him() {
    let with = |audience: &[&str], marking| Document {
        state: state("EE"),
        audience: audience.iter().map(|one| (*one).to_owned()).collect(),
        marking,
        ..blank()
    };
    let amber = Some(Marking::Amber);
    let member = Entitlement::member(state("FI"));
    let observer = Entitlement::observer(state("FI"));
    let own = Entitlement::member(state("EE"));
    let anyone = Entitlement { state: None, groups: vec!["public".to_owned()], ..own.clone() };
    for (document, seen_by) in [
        (with(&["members"], amber), [true, false, true, false]),
        (with(&["observers"], amber), [false, true, true, false]),
        (with(&["FI"], amber), [true, true, true, false]),
        (with(&["SE"], amber), [false, false, true, false]),
        (with(&[], amber), [false, false, true, false]),
        (with(&["public"], Some(Marking::Clear)), [true, true, true, true]),
    ] {
        let admits = [&member, &observer, &own, &anyone].map(|reader| reader.admits(&document));
        assert_eq!(admits, seen_by, "{:?}", document.audience);
    }
    let green = member.up_to(Marking::Green);
    assert!(!green.admits(&with(&["members"], amber)));
    assert!(green.admits(&with(&["members"], Some(Marking::Green))));
    assert!(!green.admits(&with(&["members"], None)), "no marking is the strictest");
    assert!(!green.clone().up_to(Marking::Red).admits(&with(&["members"], amber)));
}

#[test]
fn words_without_a_field_find_numbers_names_products_and_references() {
    let party = Named {
        key: None,
        names: vec!["Somebody".to_owned()],
        identifiers: vec![("national-register".to_owned(), "HRB 12345".to_owned())],
        withdrawn: false,
    };
    let all = [Document {
        parties: vec![party],
        products: vec!["Predator".to_owned()],
        ..document(1, "EE-2026-0001", 1)
    }];
    let found = |text: &str| ask(&all, text, &[]).versions.len();
    for text in ["\"HRB 12345\"", "somebody", "predator", "EE-2026-0001", "identifier:hrb-12345"] {
        assert_eq!(found(text), 1, "{text}");
    }
    for text in ["text:somebody", "text:predator", "title:predator", "party:predator", "12346"] {
        assert_eq!(found(text), 0, "{text}");
    }
}
