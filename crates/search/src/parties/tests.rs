//! The index of parties against a plain map: what is put, replaced and taken out is what is found.

use std::collections::{BTreeMap, BTreeSet};

use chancery_screening::{Address, Name, NameKind};
use proptest::prelude::*;

use super::*;

fn card(names: &[&str]) -> Card {
    let name = |value: &&str| Name { value: (*value).to_owned(), kind: NameKind::Legal };
    Card { names: names.iter().map(name).collect(), ..Card::default() }
}

fn root(number: u8) -> Digest {
    Digest::of(&[number])
}

fn appearance(card: &Card, issued_at_s: i64) -> Appearance {
    Appearance { aspect: Aspect::Party(Box::new(card.clone())), issued_at_s }
}

fn listed(card: &Card) -> Listed<'_> {
    Listed { card, about: card.names[0].value.clone().into_bytes() }
}

fn open() -> (tempfile::TempDir, Parties) {
    let dir = tempfile::tempdir().unwrap();
    let (parties, found) = Parties::open(dir.path()).unwrap();
    assert!(matches!(found, Found::Nothing));
    (dir, parties)
}

fn found(parties: &Parties, asked: &Card) -> Vec<String> {
    let candidates = parties.look().unwrap().candidates(&Prepared::of(asked), 10).unwrap();
    candidates.into_iter().map(|it| it.card.names[0].value.clone()).collect()
}

#[test]
fn a_card_of_many_records_is_one_candidate_and_its_records_come_newest_first() {
    let (_dir, parties) = open();
    let northwind = card(&["Northwind Optics Ltd"]);
    for number in 0..50 {
        parties.put(&root(number), &[appearance(&northwind, i64::from(number))]).unwrap();
    }
    assert!(found(&parties, &northwind).is_empty(), "nothing is seen before the commit");
    parties.commit(&Watermark::default()).unwrap();
    assert_eq!(found(&parties, &northwind), ["Northwind Optics Ltd"]);
    let seen = parties.look().unwrap().seen(&northwind.digest(), 2).unwrap();
    assert_eq!((seen.roots, seen.roots_total), (vec![root(49), root(48)], 50));
}

#[test]
fn what_is_put_takes_the_place_of_what_was_there() {
    let (_dir, parties) = open();
    let (a, b) = (card(&["Alpha Works"]), card(&["Beta Works"]));
    parties.put(&root(1), &[appearance(&a, 1), appearance(&b, 1), appearance(&a, 2)]).unwrap();
    parties.commit(&Watermark::default()).unwrap();
    parties.put(&root(1), &[appearance(&b, 1)]).unwrap();
    parties.commit(&Watermark::default()).unwrap();
    let total = |card: &Card| parties.look().unwrap().seen(&card.digest(), 9).unwrap().roots_total;
    assert_eq!((total(&a), total(&b)), (0, 1));
}

#[test]
fn spellings_that_differ_share_a_key() {
    let (_dir, parties) = open();
    let cards =
        ["Kaspersky Laboratory", "Wintego Systems", "Лаборатория Касперского", "Circles Bulgaria"];
    for (number, name) in (0..).zip(cards) {
        parties.put(&root(number), &[appearance(&card(&[name]), 1)]).unwrap();
    }
    parties.commit(&Watermark::default()).unwrap();
    assert_eq!(found(&parties, &card(&["Wintegoo System"]))[0], "Wintego Systems");
    assert!(
        found(&parties, &card(&["Kasperskiy Lab"])).contains(&"Kaspersky Laboratory".to_owned())
    );
    assert!(found(&parties, &card(&["Unrelated"])).is_empty());
}

#[test]
fn an_address_alone_finds_who_is_there() {
    let (_dir, parties) = open();
    let at = |name: &str, text: &str| Card {
        addresses: vec![Address { text: text.to_owned(), country: None }],
        ..card(&[name])
    };
    let (quay, square) =
        (at("Alpha", "17 Harbour Quay, Tallinn"), at("Beta", "3 Market Square, Tallinn"));
    parties.put(&root(1), &[appearance(&quay, 1), appearance(&square, 1)]).unwrap();
    parties.commit(&Watermark::default()).unwrap();
    let asked = Card { names: Vec::new(), ..at("", "Harbour Quay 17") };
    assert_eq!(found(&parties, &asked)[0], "Alpha");
}

#[test]
fn records_are_found_by_terms_of_every_group() {
    let (_dir, parties) = open();
    let term =
        |text: &str, issued_at_s| Appearance { aspect: Aspect::Term(text.to_owned()), issued_at_s };
    parties.put(&root(1), &[term("code:a", 1), term("to:SY", 1)]).unwrap();
    parties.put(&root(2), &[term("code:b", 2), term("to:SY", 2)]).unwrap();
    parties.put(&root(3), &[term("code:a", 3), term("to:EE", 3)]).unwrap();
    parties.commit(&Watermark::default()).unwrap();
    let look = parties.look().unwrap();
    let group = |terms: &[&str]| terms.iter().map(|term| (*term).to_owned()).collect::<Vec<_>>();
    let found = |groups: &[Vec<String>], most| look.records(groups, most).unwrap();
    assert_eq!(
        found(&[group(&["code:a", "code:b"]), group(&["to:SY"])], 9),
        (vec![root(2), root(1)], 2)
    );
    assert_eq!(found(&[group(&["code:a"])], 1), (vec![root(3)], 2));
    assert_eq!(found(&[group(&["code:a"]), group(&["to:DE"])], 9), (vec![], 0));
    assert_eq!(found(&[], 9), (vec![], 0));
}

#[test]
fn a_list_is_replaced_as_a_whole_and_leaves_nothing_behind() {
    let (_dir, parties) = open();
    let (a, b, c) = (card(&["Alpha Works"]), card(&["Beta Works"]), card(&["Gamma Works"]));
    parties.put(&root(1), &[appearance(&b, 1)]).unwrap();
    parties.put_list("us", "us@1", [listed(&a), listed(&b)]).unwrap();
    assert_eq!(parties.look().unwrap().lists().unwrap(), [("us".to_owned(), "us@1".to_owned())]);
    let seen = parties.look().unwrap().seen(&b.digest(), 9).unwrap();
    assert_eq!(seen.entries, [("us".to_owned(), b"Beta Works".to_vec())]);
    assert_eq!(seen.roots_total, 1, "what waited is there as well");
    parties.put_list("us", "us@2", [listed(&c)]).unwrap();
    assert_eq!(parties.look().unwrap().lists().unwrap(), [("us".to_owned(), "us@2".to_owned())]);
    assert!(!found(&parties, &a).contains(&"Alpha Works".to_owned()), "nobody names it any more");
    assert!(found(&parties, &b).contains(&"Beta Works".to_owned()), "a record names it");
    parties.remove_list("us").unwrap();
    assert!(parties.look().unwrap().lists().unwrap().is_empty());
    assert!(!found(&parties, &c).contains(&"Gamma Works".to_owned()));
    assert_eq!(found(&parties, &b), ["Beta Works"]);
    // It can come back.
    parties.put_list("us", "us@1", [listed(&a)]).unwrap();
    assert_eq!(found(&parties, &a)[0], "Alpha Works");
}

#[test]
fn what_is_reopened_is_the_same_and_so_are_the_counts_of_words() {
    let (dir, parties) = open();
    for number in 0..40 {
        let named = card(&[&format!("Works {number}"), "Optics"]);
        parties.put(&root(number), &[appearance(&named, 1)]).unwrap();
        if number % 7 == 0 {
            parties.commit(&Watermark::default()).unwrap();
        }
    }
    parties.put_list("us", "us@1", [listed(&card(&["Alpha Works"]))]).unwrap();
    let counts = |parties: &Parties| {
        let commonness = parties.commonness();
        (commonness.count("works"), commonness.count("optics"), commonness.total())
    };
    let before = counts(&parties);
    assert_eq!(before, (41, 40, 41));
    drop(parties);
    let (parties, found) = Parties::open(dir.path()).unwrap();
    assert!(matches!(found, Found::Whole));
    assert_eq!(counts(&parties), before);
    parties.put(&root(99), &[appearance(&card(&["Alpha Works"]), 1)]).unwrap();
    parties.commit(&Watermark::default()).unwrap();
    assert_eq!(counts(&parties), before, "a card that is there is not counted again");
}

/// What a step of a random run does.
#[derive(Clone, Debug)]
enum Step {
    Put(u8, Vec<usize>),
    List(u8, Vec<usize>),
    Remove(u8),
    Commit,
}

const NAMES: [&str; 6] =
    ["Alpha Works", "Beta Works", "Works Alpha", "Gamma", "Delta Optics", "Gamma Optics"];

fn step() -> impl Strategy<Value = Step> {
    let cards = || proptest::collection::vec(0..NAMES.len(), 0..4);
    prop_oneof![
        4 => (0..5_u8, cards()).prop_map(|(root, cards)| Step::Put(root, cards)),
        1 => (0..2_u8, cards()).prop_map(|(list, cards)| Step::List(list, cards)),
        1 => (0..2_u8).prop_map(Step::Remove),
        1 => Just(Step::Commit),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_random_run_leaves_what_a_plain_map_would(steps in proptest::collection::vec(step(), 1..16)) {
        let (_dir, parties) = open();
        let mut records: BTreeMap<u8, BTreeSet<usize>> = BTreeMap::new();
        let mut lists: BTreeMap<u8, BTreeSet<usize>> = BTreeMap::new();
        for step in &steps {
            match step {
                Step::Put(number, cards) => {
                    let cards_put: Vec<Appearance> =
                        cards.iter().map(|at| appearance(&card(&[NAMES[*at]]), 1)).collect();
                    parties.put(&root(*number), &cards_put).unwrap();
                    records.insert(*number, cards.iter().copied().collect());
                }
                Step::List(list, cards) => {
                    let entries: Vec<Card> = cards.iter().map(|at| card(&[NAMES[*at]])).collect();
                    let version = format!("{list}@{cards:?}");
                    parties.put_list(&list.to_string(), &version, entries.iter().map(listed)).unwrap();
                    lists.insert(*list, cards.iter().copied().collect());
                }
                Step::Remove(list) => {
                    parties.remove_list(&list.to_string()).unwrap();
                    lists.remove(list);
                }
                Step::Commit => parties.commit(&Watermark::default()).unwrap(),
            }
        }
        parties.commit(&Watermark::default()).unwrap();
        let look = parties.look().unwrap();
        for (at, name) in NAMES.iter().enumerate() {
            let asked = card(&[name]);
            let seen = look.seen(&asked.digest(), 9).unwrap();
            let roots: BTreeSet<Digest> = seen.roots.into_iter().collect();
            let wanted = records.iter().filter(|(_, cards)| cards.contains(&at));
            let wanted: BTreeSet<Digest> = wanted.map(|(number, _)| root(*number)).collect();
            prop_assert_eq!(&roots, &wanted, "{}", name);
            let on: BTreeSet<String> = seen.entries.into_iter().map(|(list, _)| list).collect();
            let wanted_on = lists.iter().filter(|(_, cards)| cards.contains(&at));
            let wanted_on: BTreeSet<String> = wanted_on.map(|(list, _)| list.to_string()).collect();
            prop_assert_eq!(&on, &wanted_on, "{}", name);
            if !wanted.is_empty() || !wanted_on.is_empty() {
                let first = look.candidates(&Prepared::of(&asked), 3).unwrap();
                prop_assert_eq!(first.first().map(|it| it.digest), Some(asked.digest()), "{}", name);
            }
        }
    }

    #[test]
    fn the_order_in_which_cards_came_changes_no_answer(names in proptest::collection::vec("[ab]{1,2} [cd]{1,2}", 1..12)) {
        let answers = |names: &mut dyn Iterator<Item = &String>| {
            let (_dir, parties) = open();
            for (number, name) in (0..).zip(names) {
                parties.put(&root(number), &[appearance(&card(&[name]), 1)]).unwrap();
                parties.commit(&Watermark::default()).unwrap();
            }
            found(&parties, &card(&["aa cc"]))
        };
        prop_assert_eq!(answers(&mut names.iter()), answers(&mut names.iter().rev()));
    }
}
