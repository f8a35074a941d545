//! Everything that is held, read into memory, and whom it names: the answer to what a walk asks for.
//!
//! For a store of a size that one pass can read. A larger one has an index that gives the same answers.

use std::collections::{BTreeMap, BTreeSet};

use chancery_screening::Card;

use crate::{
    judge::{Judge, Known},
    number::{Number, numbers},
    people::owner_card,
    source::{CardId, Entry, Testimony},
    walk::{Ask, Found},
};

/// Records that one answer has; a party that is named in more is known well enough by these.
pub const FOUND_MAX: usize = 400;

/// A card of a record.
#[derive(Debug)]
struct Standing {
    id: CardId,
    known: Known,
    said: usize,
}

/// What is held.
#[derive(Debug)]
pub struct Holdings<'a> {
    judge: &'a Judge<'a>,
    said: Vec<Testimony>,
    entries: Vec<(Known, Entry)>,
    cards: Vec<Standing>,
    by_key: BTreeMap<String, Vec<usize>>,
    by_number: BTreeMap<Number, Vec<usize>>,
    by_id: BTreeMap<CardId, Vec<usize>>,
}

impl<'a> Holdings<'a> {
    /// These versions and these rows of lists.
    pub fn new(judge: &'a Judge<'a>, said: Vec<Testimony>, entries: Vec<Entry>) -> Self {
        let entries = entries.into_iter().map(|entry| (judge.know(&entry.card), entry)).collect();
        let mut held = Holdings {
            judge,
            entries,
            cards: Vec::new(),
            by_key: BTreeMap::new(),
            by_number: BTreeMap::new(),
            by_id: BTreeMap::new(),
            said: Vec::new(),
        };
        for (at, said) in said.iter().enumerate() {
            for named in &said.parties {
                held.put(at, &said.state, &named.card);
                for owner in &named.card.owners {
                    held.put(at, &said.state, &owner_card(owner));
                }
            }
        }
        held.said = said;
        held
    }

    /// Versions that it has.
    pub fn len(&self) -> usize {
        self.said.len()
    }

    /// Whether nothing is held.
    pub fn is_empty(&self) -> bool {
        self.said.is_empty()
    }

    /// What is held about these.
    pub fn find(&self, ask: &Ask) -> Found {
        let mut found: BTreeSet<usize> = BTreeSet::new();
        let asked: Vec<Known> = ask.cards.iter().map(|card| self.judge.know(card)).collect();
        for known in &asked {
            found.extend(self.like(known));
        }
        let exact = ask.ids.iter().filter_map(|id| self.by_id.get(id)).flatten();
        found.extend(exact.map(|at| self.cards[*at].said));
        let mut testimonies: Vec<&Testimony> = found.into_iter().map(|at| &self.said[at]).collect();
        // What stands first, and the newest of it.
        testimonies.sort_by_key(|said| {
            (!said.stands, std::cmp::Reverse(said.issued_at_s), said.cited.clone())
        });
        let more = testimonies.len().saturating_sub(FOUND_MAX);
        let matches = |known: &Known| {
            asked.iter().any(|one| self.judge.likeness(one, known).score >= self.judge.threshold())
        };
        let entries = self.entries.iter().filter(|(known, _)| matches(known));
        Found {
            testimonies: testimonies.into_iter().take(FOUND_MAX).cloned().collect(),
            entries: entries.map(|(_, entry)| entry.clone()).collect(),
            more,
        }
    }

    fn put(&mut self, said: usize, state: &str, card: &Card) {
        let id = CardId { state: state.to_owned(), card: card.digest() };
        let places = self.by_id.entry(id.clone()).or_default();
        let at = self.cards.len();
        places.push(at);
        let (known, numbers) = (self.judge.know(card), numbers(card));
        for key in &known.keys {
            self.by_key.entry(key.clone()).or_default().push(at);
        }
        for number in &numbers {
            self.by_number.entry(number.clone()).or_default().push(at);
        }
        self.cards.push(Standing { id, known, said });
    }

    /// The versions that have a card like this one, each distinct card being compared once.
    fn like(&self, asked: &Known) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let of_number = numbers(&asked.card);
        for number in &of_number {
            let having = self.by_number.get(number).into_iter().flatten();
            found.extend(having.map(|at| self.cards[*at].said));
        }
        let sharing = asked.keys.iter().filter_map(|key| self.by_key.get(key)).flatten();
        let mut judged: BTreeMap<&CardId, bool> = BTreeMap::new();
        for at in sharing.collect::<BTreeSet<_>>() {
            let card = &self.cards[*at];
            let alike = judged.entry(&card.id).or_insert_with(|| {
                self.judge.likeness(asked, &card.known).score >= self.judge.threshold()
            });
            if *alike {
                found.insert(card.said);
            }
        }
        found
    }
}
