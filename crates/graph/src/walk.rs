//! The walk: from a party through records to whoever stands beside it, level by level.
//!
//! What is read is asked for as the walk needs it, so that nobody reads a million records to draw sixty
//! boxes. Invariant: the order in which answers come, or stand in an answer, changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use chancery_encoding::Digest;
use chancery_screening::Card;

use crate::{
    bounds::{ASKS_MAX, Bounds, Scope, TESTIMONIES_MAX},
    decided::Decided,
    drawing::Graph,
    groups::Groups,
    judge::{Judge, Known},
    links::{Key, Lines},
    people::People,
    reach::Reach,
    source::{CardId, Entry, Testimony},
};

#[cfg(test)]
mod tests;

/// Where the walk begins.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// As it was asked, for the heading.
    pub asked: String,
    /// Whoever matches one of these.
    pub cards: Vec<Card>,
    /// Exactly these, when a party of a record was named.
    pub exact: Vec<CardId>,
}

/// What a walk asks for: everything about whoever has one of these cards, or one like it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// Cards of a party.
    pub cards: Vec<Card>,
    /// Cards that people say are its own, however they look.
    pub ids: Vec<CardId>,
}

/// What is held about some parties.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Current versions of records that name one of them, or an owner like one of them.
    pub testimonies: Vec<Testimony>,
    /// Rows of lists that match one of them.
    pub entries: Vec<Entry>,
    /// So many more records name them and were not read.
    pub more: usize,
}

/// Why there is no graph.
#[derive(Debug, thiserror::Error)]
pub enum WalkError<E: std::error::Error> {
    /// Nobody matches.
    #[error("no record that is held names anybody like {0:?}")]
    Nobody(String),
    /// What is held could not be read.
    #[error("what is held could not be read")]
    Read(#[source] E),
}

/// Everything that has been read.
#[derive(Debug)]
pub(crate) struct Ground<'a> {
    pub(crate) people: People<'a>,
    pub(crate) said: BTreeMap<Digest, Testimony>,
    pub(crate) entries: BTreeMap<(String, String), Entry>,
    pub(crate) more: usize,
    asked: BTreeSet<CardId>,
}

/// The graph around a party.
///
/// `find` says what is held about a party.
///
/// # Errors
/// When nobody matches, or something could not be read.
pub fn around<E: std::error::Error>(
    start: &Start,
    judge: &Judge<'_>,
    decided: &Decided,
    bounds: Bounds,
    mut find: impl FnMut(&Ask) -> Result<Found, E>,
) -> Result<Graph, WalkError<E>> {
    let known: Vec<Known> = start.cards.iter().map(|card| judge.know(card)).collect();
    let exact: BTreeSet<CardId> = start.exact.iter().cloned().collect();
    let mut ground = Ground::new(judge);
    let mut ids = start.exact.clone();
    ids.extend(start.exact.iter().flat_map(|id| decided.class_of(id)));
    let first = Ask { cards: start.cards.clone(), ids };
    ground.take(find(&first).map_err(WalkError::Read)?, bounds.scope());
    loop {
        let groups = Groups::of(&ground.people, decided);
        let first = ground.first(&groups, &known, &exact);
        if first.is_empty() {
            return Err(WalkError::Nobody(start.asked.clone()));
        }
        let mut lines = Lines::of(ground.said.values(), &groups, bounds.scope());
        ground.match_entries(judge, &groups, &mut lines);
        let reach = Reach::of(&first, &lines, &ground, &groups, bounds);
        let wanted = ground.wanted(&reach, &groups, decided);
        if wanted.is_empty() {
            return Ok(reach.drawn(start, &lines, &ground, &groups, decided));
        }
        for ask in wanted {
            ground.take(find(&ask).map_err(WalkError::Read)?, bounds.scope());
        }
    }
}

impl<'a> Ground<'a> {
    fn new(judge: &'a Judge<'a>) -> Self {
        Ground {
            people: People::new(judge),
            said: BTreeMap::new(),
            entries: BTreeMap::new(),
            more: 0,
            asked: BTreeSet::new(),
        }
    }

    fn take(&mut self, mut found: Found, scope: Scope) {
        self.more += found.more;
        // In one order, so that what has no room is always the same.
        found.testimonies.sort_by(|a, b| a.cited.cmp(&b.cited));
        for said in found.testimonies {
            if self.said.contains_key(&said.cited.version) {
                continue;
            }
            if self.said.len() == TESTIMONIES_MAX {
                self.more += 1;
                continue;
            }
            self.people.take(&said, scope);
            self.said.insert(said.cited.version, said);
        }
        for entry in found.entries {
            self.entries.insert((entry.list.clone(), entry.entry.clone()), entry);
        }
    }

    /// The parties that were asked about, the best match first.
    fn first(&self, groups: &Groups, known: &[Known], exact: &BTreeSet<CardId>) -> Vec<Key> {
        let mut first: Vec<Key> = Vec::new();
        for card in self.people.matching(known, exact) {
            let key = Key::Party(groups.party(&card).clone());
            if !first.contains(&key) {
                first.push(key);
            }
        }
        first
    }

    /// The cards of those parties whose records the walk goes through and has not asked for.
    fn wanted(&mut self, reach: &Reach, groups: &Groups, decided: &Decided) -> Vec<Ask> {
        let mut wanted = Vec::new();
        for party in reach.through() {
            let members = &groups.members[party];
            if self.asked.len() >= ASKS_MAX || members.iter().all(|card| self.asked.contains(card))
            {
                continue;
            }
            self.asked.extend(members.iter().cloned());
            let card = |id: &CardId| self.people.cards[id].known.card.clone();
            let ids: BTreeSet<CardId> =
                members.iter().flat_map(|card| decided.class_of(card)).collect();
            let cards = members.iter().map(card).collect();
            wanted.push(Ask { cards, ids: ids.into_iter().collect() });
        }
        wanted
    }

    fn match_entries(&self, judge: &Judge<'_>, groups: &Groups, lines: &mut Lines) {
        for entry in self.entries.values() {
            let known = judge.know(&entry.card);
            let mut best: BTreeMap<&CardId, (u16, &CardId, String)> = BTreeMap::new();
            for id in self.people.sharing(&known) {
                let likeness = judge.likeness(&known, &self.people.cards[id].known);
                let party = groups.party(id);
                let before = best.get(party).map_or(0, |(score, ..)| *score);
                if likeness.score >= judge.threshold() && likeness.score > before {
                    let why = likeness.reasons.first().cloned().unwrap_or_default();
                    let programme = &entry.programme;
                    let how =
                        format!("{programme}, since {}: alike {likeness}: {why}", entry.since);
                    best.insert(party, (likeness.score, id, how));
                }
            }
            for (party, (_, id, how)) in best {
                if let Some(cited) = self.people.cited(id) {
                    lines.put_entry(party, entry, how, cited);
                }
            }
        }
    }
}
