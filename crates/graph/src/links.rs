//! All that is said between all that was read: the lines, before anything is chosen to be drawn.

use std::collections::{BTreeMap, BTreeSet};

use chancery_encoding::Digest;

use crate::{
    bounds::Scope,
    drawing::Link,
    groups::Groups,
    people::owner_card,
    source::{CardId, Cited, Entry, Footing, Listing, Named, Stop, Testimony},
};

/// What a line begins or ends at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    /// A party, by its smallest card.
    Party(CardId),
    /// A version of a record.
    Record(Digest),
    /// Country and place.
    Place(String, Option<String>),
    /// A product, by its name in small letters.
    Product(String),
    /// State, authority, list.
    List(String, String, String),
    /// List and row.
    Entry(String, String),
}

/// A line with one source.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) from: Key,
    pub(crate) to: Key,
    pub(crate) link: Link,
    pub(crate) sources: Vec<Cited>,
    pub(crate) rests_on: Option<String>,
    pub(crate) footing: Footing,
    pub(crate) exercise: bool,
}

/// All lines, and who is reached from whom.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    pub(crate) all: Vec<Line>,
    /// From each key those beside it, and the best that leads there.
    pub(crate) beside: BTreeMap<Key, BTreeMap<Key, Footing>>,
    /// Of each place the earliest stop that it is on any route, so that places are drawn in the order of the way.
    pub(crate) stops: BTreeMap<Key, usize>,
}

/// The way from a version to its lines.
struct Reading<'a> {
    said: &'a Testimony,
    groups: &'a Groups,
    scope: Scope,
    lines: &'a mut Lines,
}

impl Lines {
    /// What these versions say.
    pub(crate) fn of<'a>(
        said: impl Iterator<Item = &'a Testimony>,
        groups: &Groups,
        scope: Scope,
    ) -> Lines {
        let mut lines = Lines::default();
        for said in said {
            Reading { said, groups, scope, lines: &mut lines }.read();
        }
        for maybe in &groups.maybe {
            let link = Link::MayBe { score: maybe.score, reasons: maybe.reasons.clone() };
            let line = Line {
                from: Key::Party(maybe.one.clone()),
                to: Key::Party(maybe.other.clone()),
                link,
                sources: maybe.cited.clone(),
                rests_on: None,
                footing: maybe.footing,
                exercise: false,
            };
            lines.put(line);
        }
        lines
    }

    /// A row of a list that matches a party.
    pub(crate) fn put_entry(&mut self, party: &CardId, entry: &Entry, how: String, cited: &Cited) {
        self.put(Line {
            from: Key::Party(party.clone()),
            to: Key::Entry(entry.list.clone(), entry.entry.clone()),
            link: Link::ListedBy { how },
            sources: vec![cited.clone()],
            rests_on: Some(format!("{} {}", entry.list, entry.version)),
            footing: Footing::Stands,
            exercise: false,
        });
    }

    fn put(&mut self, line: Line) {
        if line.from == line.to {
            return;
        }
        self.lead(&line.from, &line.to, line.footing);
        self.all.push(line);
    }

    /// One leads to the other and back.
    fn lead(&mut self, one: &Key, other: &Key, footing: Footing) {
        for (from, to) in [(one, other), (other, one)] {
            let beside = self.beside.entry(from.clone()).or_default();
            let best = beside.entry(to.clone()).or_insert(footing);
            *best = footing.max(*best);
        }
    }
}

impl Reading<'_> {
    fn read(&mut self) {
        let said = self.said;
        for named in &said.parties {
            let footing = said.footing_of(named);
            let party = self.party(named);
            let roles: BTreeSet<String> = named.roles.iter().cloned().collect();
            let link = Link::NamedIn { roles: roles.into_iter().collect() };
            self.line(party.clone(), self.record(), link, footing);
            // Of what does not stand it is drawn that it was said, and nothing of what it said.
            if footing.stands() || self.scope == Scope::All {
                self.about_party(named, &party, footing);
            }
        }
        if said.stands || self.scope == Scope::All {
            for product in &said.products {
                let key = Key::Product(product.name.to_lowercase());
                self.line(self.record(), key, Link::About, said.footing());
            }
            for (number, stops) in (1..).zip(&said.routes) {
                self.route(number, stops);
            }
        }
    }

    fn about_party(&mut self, named: &Named, party: &Key, footing: Footing) {
        for owner in &named.card.owners {
            let card = CardId { state: self.said.state.clone(), card: owner_card(owner).digest() };
            let owning = Key::Party(self.groups.party(&card).clone());
            let link = Link::Owns { share: owner.share, as_of: owner.as_of.clone() };
            self.line(owning, party.clone(), link, footing);
        }
        for listing in &named.listings {
            let Listing { state, authority, list, act, citation, effective } = listing;
            let key = Key::List(state.clone(), authority.clone(), list.clone());
            let how = format!("{act}, from {effective} ({citation})");
            self.line(party.clone(), key, Link::ListedBy { how }, footing);
        }
    }

    fn route(&mut self, route: usize, stops: &[Stop]) {
        let footing = self.said.footing();
        let key = |stop: &Stop| Key::Place(stop.country.clone(), stop.place.clone());
        for (at, stop) in stops.iter().enumerate() {
            let (place, number) = (key(stop), at + 1);
            let earliest = self.lines.stops.entry(place.clone()).or_insert(number);
            *earliest = number.min(*earliest);
            if at == 0 {
                self.line(
                    self.record(),
                    place.clone(),
                    Link::Route { route, role: stop.role.clone() },
                    footing,
                );
            } else {
                // The record tells of every place, also of those behind the first.
                self.lines.lead(&self.record(), &place, footing);
                let before = &stops[at - 1];
                let link = Link::Leg {
                    route,
                    stop: number,
                    role: stop.role.clone(),
                    mode: before.mode.clone(),
                    date: before.date.clone(),
                };
                self.line(key(before), place.clone(), link, footing);
            }
            let named = stop.party.as_ref().and_then(|party| {
                self.said.parties.iter().find(|named| named.key.as_ref() == Some(party))
            });
            if let Some(named) = named.filter(|named| named.stands || self.scope == Scope::All) {
                let link = Link::At { route, stop: number, role: stop.role.clone() };
                self.line(self.party(named), place, link, footing);
            }
        }
    }

    fn record(&self) -> Key {
        Key::Record(self.said.cited.version)
    }

    fn party(&self, named: &Named) -> Key {
        let card = CardId { state: self.said.state.clone(), card: named.card.digest() };
        Key::Party(self.groups.party(&card).clone())
    }

    fn line(&mut self, from: Key, to: Key, link: Link, footing: Footing) {
        let line = Line {
            from,
            to,
            link,
            sources: vec![self.said.cited.clone()],
            rests_on: None,
            footing,
            exercise: self.said.exercise,
        };
        self.lines.put(line);
    }
}
