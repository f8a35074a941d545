//! Laws that hold for any two cards, whoever wrote them.

use proptest::{collection::vec, prelude::*};

use crate::{
    Address, Card, Commonness, Identifier, Name, NameKind, Owner, Prepared, Schema, Settings,
    compare, keys,
};

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Za-z]{1,9}( [A-Za-z]{2,9}){0,3}( (Ltd|GmbH|S\\.A\\.|LLC))?",
        2 => "[а-яёА-Я]{2,9}( [а-я]{2,9})?",
        1 => "[\u{5d0}-\u{5ea}]{2,8}",
        1 => "[\u{621}-\u{64a}]{2,8}",
        1 => "[\u{4e00}-\u{4f00}]{2,6}(有限公司)?",
        1 => "[\u{30a1}-\u{30f6}]{2,8}",
        1 => "[\u{ac00}-\u{ae00}]{2,5}",
        2 => "\\PC{0,24}",
        1 => any::<String>(),
    ]
}

fn name() -> impl Strategy<Value = Name> {
    let kinds = [
        NameKind::Legal,
        NameKind::Alias,
        NameKind::Former,
        NameKind::Transliteration,
        NameKind::Weak,
    ];
    (text(), proptest::sample::select(kinds.to_vec()))
        .prop_map(|(value, kind)| Name { value, kind })
}

fn schema() -> impl Strategy<Value = Schema> {
    let all = [
        Schema::Company,
        Schema::Organization,
        Schema::PublicBody,
        Schema::Person,
        Schema::Vessel,
        Schema::Unknown,
    ];
    proptest::sample::select(all.to_vec())
}

fn cards() -> impl Strategy<Value = Card> {
    let country = proptest::option::of("[A-Z]{2}");
    let number = ("(lei|duns|national-register)", "[A-Z0-9]{4,20}", country.clone());
    let identifier =
        number.prop_map(|(scheme, value, country)| Identifier { scheme, value, country });
    let address = (text(), country).prop_map(|(text, country)| Address { text, country });
    let owner = (text(), proptest::option::of(0_u16..=10_000)).prop_map(|(name, share)| Owner {
        name,
        share,
        as_of: None,
    });
    (
        schema(),
        vec(name(), 0..4),
        vec("[A-Z]{2}", 0..2),
        vec(address, 0..2),
        vec(identifier, 0..2),
        vec(owner, 0..2),
        vec(text(), 0..2),
    )
        .prop_map(|(schema, names, countries, addresses, identifiers, owners, products)| {
            Card { schema, names, countries, addresses, identifiers, owners, products }
        })
}

/// Two cards; half of the time they have names in common, or all but the same.
fn pairs() -> impl Strategy<Value = (Card, Card)> {
    (cards(), cards(), 0..6_usize).prop_map(|(a, mut b, how)| {
        match how {
            0 => b.names.extend(a.names.iter().cloned()),
            1 => b.names = a.names.iter().rev().cloned().collect(),
            2 => b.names.extend(a.names.iter().cloned().map(|mut name| {
                name.value.pop();
                name
            })),
            _ => {}
        }
        (a, b)
    })
}

fn score(a: &Card, b: &Card) -> u16 {
    compare(&Prepared::of(a), &Prepared::of(b), &Commonness::default(), &Settings::default()).score
}

proptest! {
    #[test]
    fn nothing_panics_and_a_score_is_in_bounds((a, b) in pairs()) {
        let comparison = compare(&Prepared::of(&a), &Prepared::of(&b), &Commonness::default(), &Settings::default());
        prop_assert!(comparison.score <= 1000);
        for reason in &comparison.reasons {
            prop_assert!(!reason.text.is_empty());
        }
        prop_assert!(keys(&a).len() <= crate::key::KEYS_MAX);
    }

    #[test]
    fn who_is_asked_for_and_who_is_found_may_change_places((a, b) in pairs()) {
        prop_assert_eq!(score(&a, &b), score(&b, &a));
    }

    #[test]
    fn a_card_is_itself(card in cards()) {
        prop_assert_eq!(score(&card, &card), 1000);
    }

    #[test]
    fn an_alias_more_takes_no_hit_away((a, b) in pairs(), alias in name()) {
        let threshold = Settings::default().threshold;
        if score(&a, &b) >= threshold && a != b {
            let mut more = b.clone();
            more.names.push(alias);
            prop_assert!(score(&a, &more) >= threshold);
        }
    }

    #[test]
    fn a_name_finds_itself_by_a_key(name in "[A-Z][a-z]{3,9}( [A-Z][a-z]{3,9}){0,2}", form in "( Ltd| GmbH| LLC|)") {
        let card = |value: String| Card { names: vec![Name { value, kind: NameKind::Legal }], ..Card::default() };
        let (a, b) = (keys(&card(name.clone())), keys(&card(format!("{name}{form}"))));
        prop_assert!(a.iter().any(|key| b.contains(key)));
    }

    #[test]
    fn a_description_is_read_without_a_panic(name in text(), description in "\\PC{0,200}") {
        let told = crate::Described::of(&name, &description);
        prop_assert!(told.names.len() <= 8);
    }
}

/// What a stranger may send: the longest names, the most names, marks without letters.
#[test]
fn hostile_names_are_bounded() {
    let long = Name { value: "a\u{301}\u{323}".repeat(10_000), kind: NameKind::Legal };
    let marks = Name { value: "\u{301}".repeat(10_000), kind: NameKind::Legal };
    let words = Name { value: "Zandomar Polestra ".repeat(2_000), kind: NameKind::Legal };
    let many: Vec<Name> = (0..1_000)
        .map(|n| Name { value: format!("Zandomar {n} Polestra {n}"), kind: NameKind::Alias })
        .collect();
    let hostile =
        Card { names: [long, marks, words].into_iter().chain(many).collect(), ..Card::default() };
    let prepared = Prepared::of(&hostile);
    assert!(prepared.names.len() <= 128);
    assert!(prepared.names.iter().all(|name| name.words.len() <= 24 && name.joined.len() <= 256));
    assert!(prepared.keys().len() <= crate::key::KEYS_MAX);
    let mut other = hostile.clone();
    other.schema = Schema::Company;
    assert!(score(&hostile, &other) <= 1000);
}
