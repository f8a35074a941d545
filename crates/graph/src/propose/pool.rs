//! All parties that are weighed against each other, and which of them to weigh.
//!
//! A state that names a party in ten records has up to ten cards of it; they are one group here, and a pair of
//! groups is proposed once, by its best pair of cards.

use std::collections::{BTreeMap, BTreeSet};

use super::{Proposal, Subject, weigh};
use crate::{decided::Decided, judge::Judge, number::numbers, source::CardId, union::Union};

/// A key that more cards have says nothing about any two of them, and a hundred thousand cards would be compared
/// with each other for the sake of one common word.
const SHARED_BY_MAX: usize = 64;

/// The cards of a run.
#[derive(Debug)]
pub struct Pool<'a> {
    judge: &'a Judge<'a>,
    subjects: BTreeMap<CardId, Subject>,
    by_key: BTreeMap<String, Vec<CardId>>,
    union: Union<CardId>,
}

/// The groups of a pool, with what people have settled between them.
#[derive(Debug)]
pub struct Groups {
    members: BTreeMap<CardId, Vec<CardId>>,
    of: BTreeMap<CardId, CardId>,
    /// Pairs of groups that are not proposed: refused, or known to be one.
    settled: BTreeSet<(CardId, CardId)>,
}

impl<'a> Pool<'a> {
    /// Nobody yet.
    pub fn new(judge: &'a Judge<'a>) -> Self {
        let (subjects, by_key) = (BTreeMap::new(), BTreeMap::new());
        Pool { judge, subjects, by_key, union: Union::new() }
    }

    /// Cards that are in it.
    pub fn len(&self) -> usize {
        self.subjects.len()
    }

    /// Whether nobody is in it.
    pub fn is_empty(&self) -> bool {
        self.subjects.is_empty()
    }

    /// Takes in a party. What is the same card of the same state is one.
    pub fn add(&mut self, subject: Subject) {
        if let Some(held) = self.subjects.get_mut(&subject.id) {
            held.absorb(subject);
            return;
        }
        let mut others = BTreeSet::new();
        for key in subject.keys() {
            let sharing = self.by_key.entry(key).or_default();
            if sharing.len() < SHARED_BY_MAX {
                others.extend(sharing.iter().filter(|id| id.state == subject.id.state).cloned());
                sharing.push(subject.id.clone());
            }
        }
        for other in others {
            if self.is_one(&subject, &self.subjects[&other]) {
                self.union.join(&subject.id, &other);
            }
        }
        self.subjects.insert(subject.id.clone(), subject);
    }

    /// Within one state: the same number, or alike; not two that one version lists side by side.
    fn is_one(&self, one: &Subject, other: &Subject) -> bool {
        let theirs = numbers(other.card());
        if numbers(one.card()).iter().any(|number| theirs.contains(number)) {
            return true;
        }
        one.cited.version != other.cited.version
            && self.judge.likeness(&one.known, &other.known).score >= self.judge.threshold()
    }

    /// The groups, and what is settled between them.
    pub fn groups(&self, decided: &Decided) -> Groups {
        let mut members: BTreeMap<CardId, Vec<CardId>> = BTreeMap::new();
        let mut of = BTreeMap::new();
        for id in self.subjects.keys() {
            let root = self.union.root(id);
            members.entry(root.clone()).or_default().push(id.clone());
            of.insert(id.clone(), root);
        }
        let classes = decided.classes();
        let mut by_class: BTreeMap<CardId, BTreeSet<&CardId>> = BTreeMap::new();
        for pair in decided.confirmed() {
            for id in [&pair.one, &pair.other] {
                if let Some(root) = of.get(id) {
                    by_class.entry(classes.root(id)).or_default().insert(root);
                }
            }
        }
        let mut settled = BTreeSet::new();
        for one_party in by_class.values() {
            for one in one_party {
                settled.extend(one_party.iter().map(|other| between(one, other)));
            }
        }
        // A card that is not held any more has changed: what was refused of it may be asked again.
        settled.extend(
            decided
                .refused()
                .filter_map(|pair| Some(between(of.get(&pair.one)?, of.get(&pair.other)?))),
        );
        Groups { members, of, settled }
    }

    /// What is proposed of one group: at most one pair with each other group, the best.
    pub fn proposals(&self, groups: &Groups, root: &CardId) -> Vec<Proposal> {
        let mut best: BTreeMap<&CardId, Proposal> = BTreeMap::new();
        for id in &groups.members[root] {
            let one = &self.subjects[id];
            let sharing = one.keys().filter_map(|key| self.by_key.get(&key)).flatten();
            let others: BTreeSet<&CardId> = sharing.filter(|id| id.state != one.id.state).collect();
            for other in others {
                let theirs = &groups.of[other];
                // Each pair of groups is weighed from the side of the smaller one.
                if theirs <= root || groups.settled.contains(&between(root, theirs)) {
                    continue;
                }
                let Some(found) = weigh(self.judge, one, &self.subjects[other]) else { continue };
                let order = |it: &Proposal| (it.score, std::cmp::Reverse(it.name.clone()));
                if best.get(theirs).is_none_or(|before| order(before) < order(&found)) {
                    best.insert(theirs, found);
                }
            }
        }
        best.into_values().collect()
    }
}

impl Groups {
    /// The groups in their order, each by its smallest card.
    pub fn roots(&self) -> impl Iterator<Item = &CardId> {
        self.members.keys()
    }
}

fn between(one: &CardId, other: &CardId) -> (CardId, CardId) {
    if one < other { (one.clone(), other.clone()) } else { (other.clone(), one.clone()) }
}
