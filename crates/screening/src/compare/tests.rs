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

#[test]
fn one_address_written_twice_is_one_and_a_town_is_none() {
    let at = |text: &str| {
        let address = crate::Address { text: text.into(), country: None };
        Card { addresses: vec![address], ..card(&["Zandomar Polestra"]) }
    };
    let same = |a: &str, b: &str| {
        compared(&at(a), &at(b)).reasons.iter().any(|reason| reason.feature == Feature::Address)
    };
    assert!(same("12 Harbour Street, 10117 Tallinn", "Tallinn 10117, Harbour St. 12, Floor 3"));
    assert!(!same("12 Harbour Street, 10117 Tallinn", "14 Market Street, 10117 Tallinn"));
    assert!(!same("Tallinn, Estonia", "Tallinn (Estonia)"));
}

#[test]
fn contradictions_take_from_the_score_and_are_said() {
    let base = card(&["Zandomar Polestra"]);
    let with = |change: fn(&mut Card)| {
        let mut other = card(&["Zandomar Polestra"]);
        change(&mut other);
        other
    };
    let here = with(|card| card.countries.push("EE".into()));
    let there = with(|card| card.countries.push("TR".into()));
    let other = compared(&here, &there);
    let said = other.reasons.iter().find(|reason| reason.feature == Feature::Country).unwrap();
    assert_eq!(said.text, "Registered in EE here, in TR there: another country.");
    assert!(said.weight < 0 && other.score < compared(&base, &there).score);

    let ship = with(|card| card.schema = Schema::Vessel);
    let firm = with(|card| card.schema = Schema::Company);
    assert!(compared(&ship, &firm).score < Settings::default().threshold);
}

#[test]
fn who_owns_a_half_or_more_is_a_reason_with_its_day() {
    let owner = |share| crate::Owner {
        name: "Zandomar Polestra AG".into(),
        share: Some(share),
        as_of: Some("2025-06".into()),
    };
    let owned = |share| Card { owners: vec![owner(share)], ..card(&["Velmira"]) };
    let half = compared(&owned(5_000), &card(&["Zandomar Polestra"]));
    assert!(half.score >= Settings::default().threshold, "{half:?}");
    let said = half.reasons.iter().find(|reason| reason.feature == Feature::Owner).unwrap();
    assert_eq!(said.text, "«Zandomar Polestra AG» owns 50.00 % of «Velmira» as of 2025-06.");
    assert!(compared(&owned(4_999), &card(&["Zandomar Polestra"])).score < 700);
}

#[test]
fn the_reasons_of_a_plain_comparison_add_up_to_its_score() {
    let a = Card { countries: vec!["EE".into()], ..card(&["Zandomar Polestra Ltd"]) };
    let b = Card { countries: vec!["FI".into()], ..card(&["Zandomar Polestra Velmira AG"]) };
    let comparison = compared(&a, &b);
    let sum: i32 = comparison.reasons.iter().map(|reason| i32::from(reason.weight)).sum();
    assert_eq!(sum, i32::from(comparison.score), "{comparison:?}");
}
