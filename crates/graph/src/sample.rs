//! What the tests of this crate draw from: records made in a few words.

use std::convert::Infallible;

use chancery_encoding::Digest;
use chancery_screening::{
    Address, Card, Commonness, Identifier, Name, NameKind, Owner, Schema, Settings,
};

use crate::{
    bounds::{Bounds, Scope},
    decided::Decided,
    drawing::Graph,
    judge::Judge,
    source::{CardId, Cited, Listing, Named, Product, Stop, Testimony},
    walk::{Ask, Found, Start, WalkError, around},
};

pub(crate) fn card(names: &[&str], country: &str) -> Card {
    let name = |(at, value): (usize, &&str)| Name {
        value: (*value).to_owned(),
        kind: if at == 0 { NameKind::Legal } else { NameKind::Alias },
    };
    Card {
        schema: Schema::Company,
        names: names.iter().enumerate().map(name).collect(),
        countries: vec![country.to_owned()],
        ..Card::default()
    }
}

pub(crate) fn numbered(mut card: Card, scheme: &str, value: &str) -> Card {
    let country = card.countries.first().cloned();
    card.identifiers.push(Identifier {
        scheme: scheme.to_owned(),
        value: value.to_owned(),
        country,
    });
    card
}

pub(crate) fn owned(mut card: Card, owner: &str, share: u16) -> Card {
    let as_of = Some("2024-03".to_owned());
    card.owners.push(Owner { name: owner.to_owned(), share: Some(share), as_of });
    card
}

pub(crate) fn at(mut card: Card, address: &str) -> Card {
    card.addresses.push(Address { text: address.to_owned(), country: None });
    card
}

pub(crate) fn named(key: &str, card: Card) -> Named {
    Named {
        key: Some(key.to_owned()),
        roles: vec!["vendor".to_owned()],
        card,
        stands: true,
        listings: Vec::new(),
    }
}

pub(crate) fn listed(mut named: Named) -> Named {
    named.listings.push(Listing {
        state: "US".to_owned(),
        authority: "BIS".to_owned(),
        list: "Entity List".to_owned(),
        act: "add".to_owned(),
        citation: "88 FR 46071".to_owned(),
        effective: "2023-07-18".to_owned(),
    });
    named
}

pub(crate) fn record(reference: &str, parties: Vec<Named>) -> Testimony {
    let state = reference.split('-').next().unwrap_or_default();
    let number: i64 = reference.rsplit('-').next().and_then(|it| it.parse().ok()).unwrap_or(0);
    Testimony {
        cited: Cited {
            reference: reference.to_owned(),
            number: 1,
            version: Digest::of(reference.as_bytes()),
        },
        state: state.to_owned(),
        authority: "authority".to_owned(),
        kind: "threat-advisory".to_owned(),
        title: format!("What {reference} tells"),
        standing: "in-force".to_owned(),
        stands: true,
        marks: Vec::new(),
        exercise: false,
        issued_at_s: 1_700_000_000 + number,
        parties,
        products: Vec::new(),
        routes: Vec::new(),
    }
}

pub(crate) fn fallen(mut said: Testimony) -> Testimony {
    said.standing = "withdrawn".to_owned();
    said.stands = false;
    said
}

pub(crate) fn product(name: &str) -> Product {
    Product { name: name.to_owned(), codes: vec!["eu-annex-i 4D004".to_owned()] }
}

pub(crate) fn way(stops: &[(&str, &str, Option<&str>)]) -> Vec<Stop> {
    let stop = |(country, role, party): &(&str, &str, Option<&str>)| Stop {
        country: (*country).to_owned(),
        role: (*role).to_owned(),
        party: party.map(str::to_owned),
        ..Stop::default()
    };
    stops.iter().map(stop).collect()
}

/// The id of a record's party.
pub(crate) fn id(said: &Testimony, party: usize) -> CardId {
    CardId { state: said.state.clone(), card: said.parties[party].card.digest() }
}

pub(crate) fn bounds(depth: usize, nodes: usize, scope: Scope) -> Bounds {
    Bounds::new(Some(depth), Some(nodes), scope).expect("because they are within what there is")
}

/// With the matcher as it is by default.
pub(crate) fn judged<T>(work: impl FnOnce(&Judge<'_>) -> T) -> T {
    let (commonness, settings) = (Commonness::default(), Settings::default());
    work(&Judge::new(&commonness, &settings))
}

/// The graph around whoever is called so, over records of which all are found by every question.
pub(crate) fn graph_of(
    asked: &str,
    all: &[Testimony],
    decided: &Decided,
    bounds: Bounds,
) -> Result<Graph, WalkError<Infallible>> {
    let start = Start {
        asked: asked.to_owned(),
        cards: vec![Card { countries: Vec::new(), schema: Schema::Unknown, ..card(&[asked], "") }],
        exact: Vec::new(),
    };
    judged(|judge| {
        around(&start, judge, decided, bounds, |_: &Ask| {
            Ok(Found { testimonies: all.to_vec(), ..Found::default() })
        })
    })
}
