//! Laws of comparing.

use super::compare;

mod laws;
mod scripts;

use crate::{
    Card, Commonness, Comparison, Feature, Identifier, Name, NameKind, Prepared, Schema, Settings,
};

fn card(names: &[&str]) -> Card {
    let name = |value: &&str| Name { value: (*value).to_owned(), kind: NameKind::Legal };
    Card { names: names.iter().map(name).collect(), ..Card::default() }
}

fn compared(a: &Card, b: &Card) -> Comparison {
    compare(&Prepared::of(a), &Prepared::of(b), &Commonness::default(), &Settings::default())
}

fn names_match(a: &str, b: &str) -> bool {
    // Another country on neither side, and not the same card.
    let (a, mut b) = (card(&[a]), card(&[b]));
    b.schema = Schema::Company;
    compared(&a, &b).score >= Settings::default().threshold
}

#[test]
fn a_name_is_itself_whatever_its_legal_form_and_order() {
    assert!(names_match("NSO Group", "NSO GROUP TECHNOLOGIES LIMITED"));
    assert!(names_match("Intellexa S.A.", "Intellexa Limited"));
    assert!(names_match(
        "Cytrox Holdings Zrt",
        "CYTROX HOLDINGS ZARTKORUEN MUKODO RESZVENYTARSASAG"
    ));
    assert!(names_match("Kaspersky Lab", "ООО «Лаборатория Касперского»"));
    assert!(!names_match("Horizon Technologies", "Zenith Technologies"));
    assert!(!names_match("Alpha Security Systems", "Beta Security Systems"));
}

#[test]
fn a_number_decides() {
    let lei = |value: &str| Identifier { scheme: "lei".into(), value: value.into(), country: None };
    let mut a = card(&["Alpha"]);
    let mut b = card(&["Entirely Other"]);
    a.identifiers.push(lei("5493001KJTIIGC8Y1R12"));
    b.identifiers.push(lei("5493-001K-JTII-GC8Y-1R12"));
    let same = compared(&a, &b);
    assert!(same.score >= 950, "{same:?}");
    assert_eq!(same.reasons[0].feature, Feature::Identifier);

    let mut c = card(&["Alpha", "Alpha Trading House"]);
    c.identifiers.push(lei("213800WSGIIZCXF1P572"));
    let different = compared(&a, &c);
    assert!(different.score < Settings::default().threshold, "{different:?}");
}
