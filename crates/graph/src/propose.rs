//! Parties of different states' records that may be one under different names: weighed pair by pair.
//!
//! The matcher compares names, numbers and addresses. Beside it stand what a record tells around a party: who
//! owns it, which products, by which way. Each of these speaks for itself, so two of them are worth more than
//! one, and none alone is enough. What speaks against is said as well. Nothing is decided here.

use std::collections::BTreeSet;

use chancery_encoding::Digest;
use chancery_screening::{Card, Schema};

use crate::{
    judge::{Judge, Known},
    number::numbers,
    source::{CardId, Cited, Testimony},
};

mod pool;
#[cfg(test)]
mod tests;

pub use pool::Pool;

/// Below this a pair is not proposed, in thousandths: two of owner, address, product and route without any
/// likeness of names stay below it, three reach it.
pub const PROPOSED_MIN: u16 = 600;

/// What each of these leaves of the doubt, in thousandths: the same number leaves next to nothing.
const DOUBT_NUMBER: u32 = 30;
const DOUBT_OWNER: u32 = 650;
const DOUBT_ADDRESS: u32 = 650;
const DOUBT_PRODUCT: u32 = 700;
const DOUBT_ROUTE: u32 = 800;

/// What is left of the score for each thing that speaks against, where the matcher saw no likeness and so
/// weighed nothing.
const AGAINST: u32 = 800;

/// Digits of a proposal's name: 2^40 pairs, and people type it.
const NAME_DIGITS: usize = 10;

/// A route of so many places says something; from A to B there are thousands.
const ROUTE_PLACES_MIN: usize = 3;

/// A party as one state's records have it, with what they tell around it.
#[derive(Debug)]
pub struct Subject {
    /// Whose card.
    pub id: CardId,
    /// One version in which it stands.
    pub cited: Cited,
    /// Its key there, or its place: `no. 2`.
    pub party: String,
    known: Known,
    products: BTreeSet<String>,
    routes: BTreeSet<Vec<String>>,
    owners: BTreeSet<String>,
    addresses: BTreeSet<String>,
}

/// One side of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Whose card.
    pub id: CardId,
    /// A version in which it stands.
    pub cited: Cited,
    /// Its key there, or its place.
    pub party: String,
    /// Its first name.
    pub name: String,
}

/// Two parties that may be one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its stable name: the same pair always has the same.
    pub name: String,
    /// One of the two, the smaller card.
    pub one: Side,
    /// The other.
    pub other: Side,
    /// How sure, in thousandths.
    pub score: u16,
    /// What speaks for it, and what against, as the matcher and the records around them say.
    pub reasons: Vec<String>,
}

impl Subject {
    /// The parties of a version that stand, with what it tells around each.
    pub fn all_of(said: &Testimony, judge: &Judge<'_>) -> Vec<Subject> {
        let standing = said.parties.iter().enumerate().filter(|(_, named)| named.stands);
        let routes: BTreeSet<Vec<String>> = said
            .routes
            .iter()
            .map(|stops| stops.iter().map(|stop| stop.country.clone()).collect::<Vec<_>>())
            .filter(|route| route.len() >= ROUTE_PLACES_MIN)
            .collect();
        standing
            .map(|(at, named)| Subject {
                id: CardId { state: said.state.clone(), card: named.card.digest() },
                cited: said.cited.clone(),
                party: named.key.clone().unwrap_or_else(|| format!("no. {}", at + 1)),
                known: judge.know(&named.card),
                products: said.products.iter().map(|product| folded(&product.name)).collect(),
                routes: routes.clone(),
                owners: named.card.owners.iter().map(|owner| folded(&owner.name)).collect(),
                addresses: addresses(&named.card),
            })
            .collect()
    }

    /// Its card.
    pub fn card(&self) -> &Card {
        &self.known.card
    }

    /// Takes in what another record of the same state tells around the same card.
    fn absorb(&mut self, other: Subject) {
        if other.cited < self.cited {
            self.cited = other.cited;
            self.party = other.party;
        }
        self.products.extend(other.products);
        self.routes.extend(other.routes);
    }

    /// What others that may be the same share with it.
    fn keys(&self) -> impl Iterator<Item = String> {
        let names = self.known.keys.iter().cloned();
        let owners = self.owners.iter().map(|owner| format!("owner/{owner}"));
        let addresses = self.addresses.iter().map(|address| format!("address/{address}"));
        names.chain(owners).chain(addresses)
    }

    fn side(&self) -> Side {
        let name = self.known.card.names.first().map(|name| name.value.clone());
        Side {
            id: self.id.clone(),
            cited: self.cited.clone(),
            party: self.party.clone(),
            name: name.unwrap_or_default(),
        }
    }
}

/// The stable name of a pair of cards.
pub fn name_of(one: &CardId, other: &CardId) -> String {
    let (one, other) = if one < other { (one, other) } else { (other, one) };
    let parts: [&[u8]; 4] =
        [one.state.as_bytes(), one.card.as_bytes(), other.state.as_bytes(), other.card.as_bytes()];
    format!("s-{}", &Digest::of(&parts.join(&0)).to_string()[..NAME_DIGITS])
}

/// Weighs a pair; none when the two are of one state, or too little speaks for it.
pub fn weigh(judge: &Judge<'_>, one: &Subject, other: &Subject) -> Option<Proposal> {
    if one.id.state == other.id.state {
        return None;
    }
    let (one, other) = if one.id < other.id { (one, other) } else { (other, one) };
    let likeness = judge.likeness(&one.known, &other.known);
    let mut doubt = 1_000 - u32::from(likeness.score.min(1_000));
    let mut reasons = likeness.reasons;
    for (left, reason) in around(one, other, &reasons) {
        doubt = doubt * left / 1_000;
        reasons.push(reason);
    }
    let mut score = 1_000 - doubt;
    if likeness.score < judge.threshold() {
        for reason in against(one, other) {
            score = score * AGAINST / 1_000;
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
    }
    let score = u16::try_from(score).expect("because it is at most 1,000");
    (score >= PROPOSED_MIN).then(|| Proposal {
        name: name_of(&one.id, &other.id),
        one: one.side(),
        other: other.side(),
        score,
        reasons,
    })
}

/// What the records around them have in common, with what it leaves of the doubt.
fn around(one: &Subject, other: &Subject, said: &[String]) -> Vec<(u32, String)> {
    let mut found = Vec::new();
    let theirs = numbers(other.card());
    if let Some(number) = numbers(one.card()).into_iter().find(|one| theirs.contains(one)) {
        found.push((DOUBT_NUMBER, format!("both have the number {}", number.text())));
    }
    let mut shared = |mine: &BTreeSet<String>, theirs: &BTreeSet<String>, left, what: &str| {
        if let Some(both) = mine.intersection(theirs).next() {
            found.push((left, format!("{what}: {both}")));
        }
    };
    shared(&one.owners, &other.owners, DOUBT_OWNER, "both have the same owner");
    shared(&one.products, &other.products, DOUBT_PRODUCT, "their records name the same product");
    // The matcher has weighed an address that it speaks of.
    if !said.iter().any(|reason| reason.contains("address")) {
        shared(&one.addresses, &other.addresses, DOUBT_ADDRESS, "both have the same address");
    }
    if let Some(route) = one.routes.intersection(&other.routes).next() {
        found.push((
            DOUBT_ROUTE,
            format!("their records tell of the same way, {}", route.join(" > ")),
        ));
    }
    found
}

fn against(one: &Subject, other: &Subject) -> Vec<String> {
    let mut found = Vec::new();
    let (mine, theirs) = (&one.card().countries, &other.card().countries);
    if !mine.is_empty() && !theirs.is_empty() && !mine.iter().any(|one| theirs.contains(one)) {
        found.push(format!("registered in {} and in {}", mine.join(", "), theirs.join(", ")));
    }
    let kinds = [one.card().schema, other.card().schema];
    if kinds.contains(&Schema::Person) && kinds.contains(&Schema::Company) {
        found.push("one is a person and the other a company".to_owned());
    }
    found
}

fn addresses(card: &Card) -> BTreeSet<String> {
    let texts = card.addresses.iter().map(|address| folded(&address.text));
    // A country alone is no address, and a city has many.
    texts.filter(|text| text.chars().any(char::is_numeric) && text.contains(' ')).collect()
}

/// Words in small letters, without what is between them.
fn folded(text: &str) -> String {
    let words = text.split(|one: char| !one.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}
