//! From cards to parties: which cards are one, why, and which parties may be one.

use std::collections::{BTreeMap, BTreeSet};

use chancery_encoding::Digest;

use crate::{
    decided::Decided,
    drawing::Joined,
    number::Number,
    people::People,
    source::{CardId, Cited, Footing},
    union::Union,
};

/// Two parties that may be one.
#[derive(Clone, Debug)]
pub(crate) struct Maybe {
    pub(crate) one: CardId,
    pub(crate) other: CardId,
    pub(crate) score: u16,
    pub(crate) reasons: Vec<String>,
    pub(crate) cited: Vec<Cited>,
    pub(crate) footing: Footing,
}

/// Parties: sets of cards, each named by its smallest member.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    pub(crate) of: BTreeMap<CardId, CardId>,
    pub(crate) members: BTreeMap<CardId, Vec<CardId>>,
    pub(crate) joined: BTreeMap<CardId, BTreeSet<Joined>>,
    pub(crate) maybe: Vec<Maybe>,
}

/// What is being joined.
struct Joining<'a> {
    people: &'a People<'a>,
    decided: &'a Decided,
    union: Union<CardId>,
    why: Vec<(CardId, Joined)>,
    /// Of each set the parties that versions list side by side.
    listed: BTreeMap<CardId, BTreeMap<Digest, usize>>,
}

impl Groups {
    pub(crate) fn of(people: &People<'_>, decided: &Decided) -> Groups {
        let mut joining = Joining {
            people,
            decided,
            union: decided.classes(),
            why: Vec::new(),
            listed: BTreeMap::new(),
        };
        joining.confirmed();
        joining.by_number();
        joining.by_name();
        joining.fallen();
        joining.finish()
    }

    /// The party of a card that was read.
    pub(crate) fn party(&self, card: &CardId) -> &CardId {
        self.of.get(card).expect("because every card that was read is in a group")
    }
}

impl Joining<'_> {
    /// Says what people confirmed; the sets are made already.
    fn confirmed(&mut self) {
        for pair in self.decided.confirmed() {
            self.note(&pair.one, &pair.other, "people confirmed it".to_owned(), Some(&pair.name));
        }
    }

    fn by_number(&mut self) {
        let mut having: BTreeMap<&Number, Vec<&CardId>> = BTreeMap::new();
        for (id, held) in self.people.cards.iter().filter(|(_, held)| held.footing.stands()) {
            held.numbers.iter().for_each(|number| having.entry(number).or_default().push(id));
        }
        for (number, cards) in having {
            let Some((first, rest)) = cards.split_first() else { continue };
            for other in rest.iter().filter(|other| !self.decided.is_refused(first, other)) {
                self.union.join(first, other);
                self.note(first, other, format!("both have {}", number.text()), None);
            }
        }
    }

    /// Within one state's records, the best matches first; never two that one record lists side by side.
    fn by_name(&mut self) {
        self.list();
        let stands = |id: &CardId| self.people.footing(id).stands();
        let mut pairs: Vec<_> = self.people.alike.iter().collect();
        pairs.retain(|((one, other), _)| one.state == other.state && stands(one) && stands(other));
        pairs.sort_by(|a, b| b.1.score.cmp(&a.1.score).then_with(|| a.0.cmp(b.0)));
        for ((one, other), likeness) in pairs {
            if self.decided.is_refused(one, other) || self.are_two(one, other) {
                continue;
            }
            self.union.join(one, other);
            self.relist(one);
            let why = likeness.reasons.first().cloned().unwrap_or_default();
            let score = likeness.to_string();
            self.note(one, other, format!("{} has both, alike {score}: {why}", one.state), None);
        }
    }

    /// What does not stand joins nobody; it stands beside the first party that it matches.
    fn fallen(&mut self) {
        let fallen = self.people.cards.iter().filter(|(_, held)| !held.footing.stands());
        for (id, held) in fallen.collect::<Vec<_>>() {
            let of_same_number =
                self.people.cards.iter().filter(|(_, other)| other.footing.stands());
            let of_same_number = of_same_number
                .filter(|(_, other)| held.numbers.iter().any(|one| other.numbers.contains(one)))
                .map(|(other, _)| other.clone());
            let alike = self.people.alike.keys().filter_map(|(one, other)| match (one, other) {
                (one, other) if one == id => Some(other),
                (one, other) if other == id => Some(one),
                _ => None,
            });
            let alike = alike.filter(|other| other.state == id.state);
            let alike = alike.filter(|other| self.people.footing(other).stands()).cloned();
            let of = of_same_number.chain(alike).filter(|it| !self.decided.is_refused(id, it));
            if let Some(first) = of.min() {
                self.union.join(id, &first);
            }
        }
    }

    fn list(&mut self) {
        for (id, held) in &self.people.cards {
            let parties = held.spots.iter().filter(|spot| spot.owner.is_none());
            let root = self.union.root(id);
            let listed = self.listed.entry(root).or_default();
            listed.extend(parties.map(|spot| (spot.version, spot.party)));
        }
    }

    fn are_two(&self, one: &CardId, other: &CardId) -> bool {
        let (one, other) = (self.union.root(one), self.union.root(other));
        let (Some(mine), Some(theirs)) = (self.listed.get(&one), self.listed.get(&other)) else {
            return false;
        };
        one != other
            && mine
                .iter()
                .any(|(version, party)| theirs.get(version).is_some_and(|another| another != party))
    }

    /// After a join, the set's list is the union of both; stale entries of the larger member do no harm.
    fn relist(&mut self, card: &CardId) {
        let root = self.union.root(card);
        let all: Vec<(Digest, usize)> = self
            .listed
            .iter()
            .filter(|(of, _)| self.union.root(of) == root)
            .flat_map(|(_, listed)| listed.iter().map(|(version, party)| (*version, *party)))
            .collect();
        self.listed.entry(root).or_default().extend(all);
    }

    fn note(&mut self, one: &CardId, other: &CardId, why: String, decision: Option<&str>) {
        let cited = |id| self.people.cited(id).cloned();
        if let (Some(one_cited), Some(other_cited)) = (cited(one), cited(other)) {
            let decision = decision.map(str::to_owned);
            let joined = Joined { one: one_cited, other: other_cited, why, decision };
            self.why.push((one.clone(), joined));
        }
    }

    fn finish(self) -> Groups {
        let mut groups = Groups::default();
        // Named by the smallest card that was read: a decision may know smaller ones.
        let mut name: BTreeMap<CardId, CardId> = BTreeMap::new();
        for id in self.people.cards.keys() {
            let root = self.union.root(id);
            let party = name.entry(root).or_insert_with(|| id.clone()).clone();
            groups.members.entry(party.clone()).or_default().push(id.clone());
            groups.of.insert(id.clone(), party);
        }
        for (card, joined) in &self.why {
            let party = groups.party(card).clone();
            groups.joined.entry(party).or_default().insert(joined.clone());
        }
        groups.maybe = self.maybe(&groups);
        groups
    }

    /// The best match between each two parties of different states, unless people refused one between them.
    fn maybe(&self, groups: &Groups) -> Vec<Maybe> {
        let between = |one: &CardId, other: &CardId| match (groups.party(one), groups.party(other))
        {
            (one, other) if one < other => (one.clone(), other.clone()),
            (one, other) => (other.clone(), one.clone()),
        };
        let held = |id: &CardId| groups.of.contains_key(id);
        let refused = self.decided.refused().filter(|pair| held(&pair.one) && held(&pair.other));
        let refused: BTreeSet<_> = refused.map(|pair| between(&pair.one, &pair.other)).collect();
        let mut best: BTreeMap<(CardId, CardId), Maybe> = BTreeMap::new();
        for ((one, other), likeness) in &self.people.alike {
            let parties = between(one, other);
            if parties.0 == parties.1 || one.state == other.state || refused.contains(&parties) {
                continue;
            }
            let before = best.get(&parties).map_or(0, |maybe| maybe.score);
            if likeness.score > before {
                let cited =
                    [one, other].into_iter().filter_map(|id| self.people.cited(id)).cloned();
                let maybe = Maybe {
                    one: parties.0.clone(),
                    other: parties.1.clone(),
                    score: likeness.score,
                    reasons: likeness.reasons.clone(),
                    cited: cited.collect(),
                    footing: self.people.footing(one).min(self.people.footing(other)),
                };
                best.insert(parties, maybe);
            }
        }
        best.into_values().collect()
    }
}
