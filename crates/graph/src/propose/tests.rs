//! Different names, one party: proposed with reasons, once, and not again once people have said.

use super::*;
use crate::{
    decided::{Decided, Pair},
    sample::{at, card, judged, named, numbered, owned, product, record, way},
};

/// Everything that is proposed of these records.
fn proposed(all: &[Testimony], decided: &Decided) -> Vec<Proposal> {
    judged(|judge| {
        let mut pool = Pool::new(judge);
        for said in all {
            Subject::all_of(said, judge).into_iter().for_each(|subject| pool.add(subject));
        }
        let groups = pool.groups(decided);
        groups.roots().flat_map(|root| pool.proposals(&groups, root)).collect()
    })
}

fn pair(proposal: &Proposal) -> Pair {
    Pair {
        name: proposal.name.clone(),
        one: proposal.one.id.clone(),
        other: proposal.other.id.clone(),
    }
}

#[test]
fn same_name_in_another_script_is_proposed_with_its_reason() {
    let all = [
        record("EE-2026-0001", vec![named("a", card(&["Кестрел Системс"], "BG"))]),
        record("KR-2026-0001", vec![named("b", card(&["Kestrel Systems AD"], "BG"))]),
        record("KR-2026-0002", vec![named("c", card(&["Meridian Foods"], "NL"))]),
    ];
    let found = proposed(&all, &Decided::default());
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(!found[0].reasons.is_empty());
    let sides = [&found[0].one, &found[0].other].map(|side| side.cited.reference.as_str());
    assert_eq!(sides, ["EE-2026-0001", "KR-2026-0001"]);
    assert_eq!(found[0].name, name_of(&found[0].other.id, &found[0].one.id), "from either side");
}

#[test]
fn different_names_are_proposed_when_enough_stands_around_them() {
    let around = |name: &str, country: &str| {
        at(
            owned(card(&[name], country), "Falconer Holding Ltd", 6_000),
            "12 Harbour Street, Limassol",
        )
    };
    let mut one = record("EE-2026-0001", vec![named("a", around("Kestrel Systems AD", "BG"))]);
    let mut other = record("KR-2026-0001", vec![named("b", around("Orchid Trading FZE", "BG"))]);
    one.products = vec![product("GreyHeron")];
    other.products = vec![product("GREYHERON")];
    let found = proposed(&[one.clone(), other.clone()], &Decided::default());
    assert_eq!(found.len(), 1, "{found:?}");
    let said = found[0].reasons.join("\n");
    for word in ["owner: falconer holding ltd", "product: greyheron", "address"] {
        assert!(said.contains(word), "{said}");
    }
    // The owner alone, or the way alone, is too little.
    other.products.clear();
    other.parties[0].card.addresses.clear();
    assert_eq!(proposed(&[one.clone(), other.clone()], &Decided::default()), []);
    let stops =
        [("BG", "origin", None), ("AE", "transit", None), ("SY", "actual-destination", None)];
    one.routes = vec![way(&stops)];
    other.routes = vec![way(&stops)];
    assert_eq!(proposed(&[one, other], &Decided::default()), []);
}

#[test]
fn number_decides_and_what_speaks_against_is_said() {
    let of = |name: &str, country: &str| numbered(card(&[name], country), "duns", "123456789");
    let all = [
        record("EE-2026-0001", vec![named("a", of("Kestrel Systems AD", "BG"))]),
        record("KR-2026-0001", vec![named("b", of("Orchid Trading FZE", "AE"))]),
    ];
    let found = proposed(&all, &Decided::default());
    assert_eq!(found.len(), 1, "{found:?}");
    let said = found[0].reasons.join("\n");
    assert!(said.contains("123456789") && said.contains("BG") && said.contains("AE"), "{said}");
}

#[test]
fn state_with_many_cards_of_a_party_has_it_proposed_once() {
    let mut all: Vec<_> = ["Kestrel Systems AD", "Kestrel Systems", "KESTREL SYSTEMS Ltd"]
        .iter()
        .zip(1..)
        .map(|(name, number)| {
            record(&format!("EE-2026-{number:04}"), vec![named("a", card(&[name], "BG"))])
        })
        .collect();
    all.push(record("KR-2026-0001", vec![named("b", card(&["Kestrel Systems AD"], "BG"))]));
    assert_eq!(proposed(&all, &Decided::default()).len(), 1);
}

#[test]
fn what_was_said_is_not_proposed_again_until_a_card_changes() {
    let mut all = vec![
        record("EE-2026-0001", vec![named("a", card(&["Kestrel Systems AD"], "BG"))]),
        record("KR-2026-0001", vec![named("b", card(&["Kestrel Systems"], "BG"))]),
        record("NL-2026-0001", vec![named("c", card(&["Kestrel Systems B.V."], "BG"))]),
    ];
    let open = proposed(&all, &Decided::default());
    assert_eq!(open.len(), 3, "{open:?}");
    let refused = Decided::new([], [pair(&open[0])]);
    assert_eq!(proposed(&all, &refused).len(), 2);
    // Two confirmed, and the third follows.
    let confirmed = Decided::new([pair(&open[0]), pair(&open[1])], []);
    assert_eq!(proposed(&all, &confirmed), []);
    // A corrected card is another card.
    let of = |proposal: &Proposal| proposal.one.cited.reference.clone();
    let changed = all.iter_mut().find(|said| said.cited.reference == of(&open[0])).unwrap();
    changed.parties[0].card.names[0].value = "Kestrel Systems EAD".to_owned();
    assert_eq!(proposed(&all, &refused).len(), 3);
}

#[test]
fn order_of_records_does_not_matter() {
    let names = [
        "Kestrel Systems AD",
        "Kestrel Systems",
        "Orchid Trading FZE",
        "Orchid Trading",
        "Kestrel Sistems",
    ];
    let mut all: Vec<_> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let state = ["EE", "KR", "NL"][at % 3];
            record(&format!("{state}-2026-{at:04}"), vec![named("a", card(&[name], "BG"))])
        })
        .collect();
    let before = proposed(&all, &Decided::default());
    assert!(!before.is_empty());
    all.reverse();
    assert_eq!(before, proposed(&all, &Decided::default()));
}
