//! What people decided about pairs: confirmed, or refused; what follows, and what does not fit together.
//!
//! A confirmed pair is one party, and being one is an equivalence: from A = B and B = C follows A = C. A
//! refused pair stands beside that. Where the two collide nobody is overruled: it is said, with the
//! decisions that collide, and people take one of them back.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{source::CardId, union::Union};

#[cfg(test)]
mod tests;

/// A pair of cards with the decision about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// The name of the proposal that was decided.
    pub name: String,
    /// One of the two.
    pub one: CardId,
    /// The other.
    pub other: CardId,
}

/// All decisions that count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decided {
    confirmed: BTreeSet<Pair>,
    refused: BTreeSet<Pair>,
}

/// A refusal against which confirmations stand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contradiction {
    /// The refused pair.
    pub refused: Pair,
    /// The shortest way from one to the other through what is confirmed, by names.
    pub through: Vec<String>,
}

impl Contradiction {
    /// In one sentence.
    pub fn sentence(&self) -> String {
        format!(
            "{} was refused, and {} together say that the two are one: take one of them back",
            self.refused.name,
            self.through.join(", ")
        )
    }
}

impl Decided {
    /// These decisions.
    pub fn new(
        confirmed: impl IntoIterator<Item = Pair>,
        refused: impl IntoIterator<Item = Pair>,
    ) -> Decided {
        Decided {
            confirmed: confirmed.into_iter().collect(),
            refused: refused.into_iter().collect(),
        }
    }

    /// What is confirmed, in order.
    pub fn confirmed(&self) -> impl Iterator<Item = &Pair> {
        self.confirmed.iter()
    }

    /// What is refused, in order.
    pub fn refused(&self) -> impl Iterator<Item = &Pair> {
        self.refused.iter()
    }

    /// Whether this pair was refused itself.
    pub fn is_refused(&self, one: &CardId, other: &CardId) -> bool {
        self.refused.iter().any(|pair| {
            (&pair.one, &pair.other) == (one, other) || (&pair.one, &pair.other) == (other, one)
        })
    }

    /// Whether the two are one by what is confirmed, directly or through others.
    pub fn is_one(&self, one: &CardId, other: &CardId) -> bool {
        self.classes().same(one, other)
    }

    /// Everybody who is confirmed to be one with this card, itself left out, in order.
    pub fn class_of(&self, card: &CardId) -> Vec<CardId> {
        let classes = self.classes();
        let root = classes.root(card);
        let all: BTreeSet<&CardId> =
            self.confirmed.iter().flat_map(|pair| [&pair.one, &pair.other]).collect();
        let same = |other: &&&CardId| **other != card && classes.root(other) == root;
        all.iter().filter(same).map(|other| (*other).clone()).collect()
    }

    /// Refusals that what is confirmed stands against, in order.
    pub fn contradictions(&self) -> Vec<Contradiction> {
        let classes = self.classes();
        let against = self.refused.iter().filter(|pair| classes.same(&pair.one, &pair.other));
        against
            .map(|pair| Contradiction {
                refused: pair.clone(),
                through: self.way(&pair.one, &pair.other),
            })
            .collect()
    }

    pub(crate) fn classes(&self) -> Union<CardId> {
        let mut classes = Union::new();
        for pair in &self.confirmed {
            classes.join(&pair.one, &pair.other);
        }
        classes
    }

    /// The names of the confirmations on a shortest way; empty when the two are the same card.
    fn way(&self, from: &CardId, to: &CardId) -> Vec<String> {
        let mut beside: BTreeMap<&CardId, Vec<(&CardId, &str)>> = BTreeMap::new();
        for pair in &self.confirmed {
            beside.entry(&pair.one).or_default().push((&pair.other, &pair.name));
            beside.entry(&pair.other).or_default().push((&pair.one, &pair.name));
        }
        let mut came: BTreeMap<&CardId, Option<(&CardId, &str)>> = BTreeMap::from([(from, None)]);
        let mut queue = VecDeque::from([from]);
        while let Some(at) = queue.pop_front() {
            for (next, name) in beside.get(at).into_iter().flatten() {
                if !came.contains_key(next) {
                    came.insert(next, Some((at, name)));
                    queue.push_back(next);
                }
            }
        }
        let mut names = Vec::new();
        let mut at = to;
        while let Some(Some((before, name))) = came.get(at) {
            names.push((*name).to_owned());
            at = before;
        }
        names.reverse();
        names
    }
}
