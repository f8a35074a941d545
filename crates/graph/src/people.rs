//! Who is who: the cards that were read, which of them are one party, and which may be.
//!
//! Cards are one when people confirmed it, when they have the same number in a register, or when one state
//! has both and their names match. Two states that write the same name may mean two parties: that is at most
//! a "may be". Two parties that one record lists side by side are two, however alike they look.

use std::collections::{BTreeMap, BTreeSet};

use chancery_encoding::Digest;
use chancery_screening::{Card, Name, NameKind, Owner};

use crate::{
    bounds::Scope,
    judge::{Judge, Known, Likeness},
    number::{Number, numbers},
    source::{CardId, Cited, Footing, Testimony},
};

/// Cards that share a key are compared with each other; a key that more have says nothing about any of them.
const SHARED_BY_MAX: usize = 256;

/// Where a card stands: a party of a version, or an owner of one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    pub(crate) version: Digest,
    pub(crate) party: usize,
    pub(crate) owner: Option<usize>,
}

/// A card with all that the walk needs of it.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) known: Known,
    pub(crate) numbers: Vec<Number>,
    pub(crate) spots: BTreeSet<Spot>,
    /// The versions in which it was read, by their digests.
    pub(crate) cited: BTreeMap<Digest, Cited>,
    /// The best of what has it.
    pub(crate) footing: Footing,
}

/// All cards that were read.
#[derive(Debug)]
pub(crate) struct People<'a> {
    judge: &'a Judge<'a>,
    pub(crate) cards: BTreeMap<CardId, Held>,
    by_key: BTreeMap<String, BTreeSet<CardId>>,
    /// Pairs that reach the threshold, the smaller card first.
    pub(crate) alike: BTreeMap<(CardId, CardId), Likeness>,
}

impl<'a> People<'a> {
    pub(crate) fn new(judge: &'a Judge<'a>) -> Self {
        People { judge, cards: BTreeMap::new(), by_key: BTreeMap::new(), alike: BTreeMap::new() }
    }

    /// Takes in whom a version names, and who owns them.
    pub(crate) fn take(&mut self, said: &Testimony, scope: Scope) {
        for (party, named) in said.parties.iter().enumerate() {
            let footing = match scope {
                Scope::Standing => said.footing_of(named),
                Scope::All => Footing::Stands,
            };
            let mut put = |owner, card: &Card| {
                let spot = Spot { version: said.cited.version, party, owner };
                self.put(said, spot, card, footing);
            };
            put(None, &named.card);
            for (at, owner) in named.card.owners.iter().enumerate() {
                put(Some(at), &owner_card(owner));
            }
        }
    }

    fn put(&mut self, said: &Testimony, spot: Spot, card: &Card, footing: Footing) {
        let id = CardId { state: said.state.clone(), card: card.digest() };
        if !self.cards.contains_key(&id) {
            self.compare(&id, card);
        }
        let held = self.cards.get_mut(&id).expect("because it was just put in");
        held.cited.insert(said.cited.version, said.cited.clone());
        held.spots.insert(spot);
        held.footing = held.footing.max(footing);
    }

    /// Compares a new card with those that share a key with it, and keeps it.
    fn compare(&mut self, id: &CardId, card: &Card) {
        let known = self.judge.know(card);
        let mut others = BTreeSet::new();
        for key in &known.keys {
            let sharing = self.by_key.entry(key.clone()).or_default();
            if sharing.len() < SHARED_BY_MAX {
                others.extend(sharing.iter().cloned());
            }
            sharing.insert(id.clone());
        }
        for other in others {
            let likeness = self.judge.likeness(&known, &self.cards[&other].known);
            if likeness.score >= self.judge.threshold() {
                let pair = if *id < other { (id.clone(), other) } else { (other, id.clone()) };
                self.alike.insert(pair, likeness);
            }
        }
        let held = Held {
            numbers: numbers(card),
            known,
            spots: BTreeSet::new(),
            cited: BTreeMap::new(),
            footing: Footing::Fallen,
        };
        self.cards.insert(id.clone(), held);
    }

    /// The cards that share a key with this one.
    pub(crate) fn sharing(&self, known: &Known) -> BTreeSet<&CardId> {
        known.keys.iter().filter_map(|key| self.by_key.get(key)).flatten().collect()
    }

    /// The cards that match one of these, the best first.
    pub(crate) fn matching(&self, asked: &[Known], exact: &BTreeSet<CardId>) -> Vec<CardId> {
        let mut found: Vec<(u16, CardId)> = Vec::new();
        for (id, held) in &self.cards {
            let scores = asked.iter().map(|asked| self.judge.likeness(asked, &held.known).score);
            let shares = asked.iter().any(|asked| {
                numbers(&asked.card).iter().any(|number| held.numbers.contains(number))
            });
            let score = scores.max().unwrap_or(0);
            if exact.contains(id) || shares {
                found.push((u16::MAX, id.clone()));
            } else if score >= self.judge.threshold() {
                found.push((score, id.clone()));
            }
        }
        found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// Whether something that stands has a card.
    pub(crate) fn footing(&self, id: &CardId) -> Footing {
        self.cards.get(id).map_or(Footing::Fallen, |held| held.footing)
    }

    /// One version in which a card stands: the smallest, so that it is always the same.
    pub(crate) fn cited(&self, id: &CardId) -> Option<&Cited> {
        self.cards.get(id)?.cited.values().min()
    }
}

/// All that is known of an owner is the name.
pub(crate) fn owner_card(owner: &Owner) -> Card {
    let name = Name { value: owner.name.clone(), kind: NameKind::Legal };
    Card { names: vec![name], ..Card::default() }
}
