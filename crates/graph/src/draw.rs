//! From what was reached to the drawing: each node with what is known of it, each line once with its sources.

use std::collections::{BTreeMap, BTreeSet};

use chancery_encoding::Digest;

use crate::{
    bounds::{SOURCES_MAX, Scope},
    decided::Decided,
    drawing::{Edge, Graph, Link, Node, Party, RecordNode, Thing},
    groups::Groups,
    links::{Key, Line, Lines},
    reach::{Place, Reach},
    source::{CardId, Cited, Footing, Testimony},
    walk::{Ground, Start},
};

/// Digits of a node's name: 2^48 of them, and there are a few hundred in a drawing.
const ID_DIGITS: usize = 12;

impl Reach {
    /// The drawing.
    pub(crate) fn drawn(
        &self,
        start: &Start,
        lines: &Lines,
        ground: &Ground<'_>,
        groups: &Groups,
        decided: &Decided,
    ) -> Graph {
        let (edges, crowded) = self.edges(lines);
        let nodes: Vec<Node> =
            self.places.iter().map(|place| node(place, lines, ground, groups)).collect();
        let mut left_out = self.left_out.clone();
        left_out.edges = crowded;
        Graph {
            asked: start.asked.clone(),
            depth: self.bounds.depth(),
            all: self.bounds.scope() == Scope::All,
            warnings: self.contradictions(groups, decided),
            nodes,
            edges,
            left_out,
        }
    }

    /// The lines between nodes that have room, each once; and how many had none.
    fn edges(&self, lines: &Lines) -> (Vec<Edge>, usize) {
        let number = self.numbers();
        let mut merged: BTreeMap<(usize, usize, &Link), Vec<&Line>> = BTreeMap::new();
        for line in &lines.all {
            if let (Some(from), Some(to)) = (number.get(&line.from), number.get(&line.to)) {
                merged.entry((*from, *to, &line.link)).or_default().push(line);
            }
        }
        let crowded = merged.len().saturating_sub(self.bounds.edges());
        let edges = merged.into_iter().take(self.bounds.edges());
        (edges.map(|((from, to, link), lines)| edge(from, to, link, &lines)).collect(), crowded)
    }

    /// Those that touch a party of the drawing.
    fn contradictions(&self, groups: &Groups, decided: &Decided) -> Vec<String> {
        let drawn: BTreeSet<&CardId> = self
            .places
            .iter()
            .filter_map(|place| match &place.key {
                Key::Party(party) => Some(&groups.members[party]),
                _ => None,
            })
            .flatten()
            .collect();
        let all = decided.contradictions().into_iter();
        let here = all
            .filter(|one| drawn.contains(&one.refused.one) || drawn.contains(&one.refused.other));
        here.map(|one| one.sentence()).collect()
    }
}

fn edge(from: usize, to: usize, link: &Link, lines: &[&Line]) -> Edge {
    let sources: BTreeSet<&Cited> = lines.iter().flat_map(|line| &line.sources).collect();
    Edge {
        from,
        to,
        link: link.clone(),
        more_sources: sources.len().saturating_sub(SOURCES_MAX),
        sources: sources.into_iter().take(SOURCES_MAX).cloned().collect(),
        rests_on: lines.iter().filter_map(|line| line.rests_on.clone()).min(),
        stands: lines.iter().any(|line| line.footing.stands()),
        exercise: lines.iter().all(|line| line.exercise),
    }
}

fn node(place: &Place, lines: &Lines, ground: &Ground<'_>, groups: &Groups) -> Node {
    let (letter, what) = match &place.key {
        Key::Party(card) => ('p', Thing::Party(party(card, ground, groups))),
        Key::Record(version) => ('r', Thing::Record(record(&ground.said[version]))),
        Key::Place(country, named) => {
            ('c', Thing::Place { country: country.clone(), place: named.clone() })
        }
        Key::Product(name) => ('i', product(name, ground)),
        Key::List(state, authority, list) => {
            let (state, authority) = (state.clone(), authority.clone());
            ('l', Thing::List { state, authority, list: list.clone() })
        }
        Key::Entry(list, entry) => ('e', row(list, entry, ground)),
    };
    let own = match &place.key {
        Key::Record(version) => ground.said[version].footing(),
        _ => Footing::Stands,
    };
    Node {
        id: id(letter, &place.key),
        distance: place.distance,
        stands: place.footing.min(own).stands(),
        exercise: is_exercise(&place.key, lines, ground),
        what,
    }
}

/// The same name for the same thing, whatever else is drawn.
fn id(letter: char, key: &Key) -> String {
    let parts: Vec<&[u8]> = match key {
        Key::Party(CardId { state, card }) => vec![state.as_bytes(), card.as_bytes()],
        Key::Record(version) => vec![version.as_bytes()],
        Key::Place(country, place) => {
            vec![country.as_bytes(), place.as_deref().unwrap_or_default().as_bytes()]
        }
        Key::Product(name) => vec![name.as_bytes()],
        Key::List(state, authority, list) => {
            vec![state.as_bytes(), authority.as_bytes(), list.as_bytes()]
        }
        Key::Entry(list, entry) => vec![list.as_bytes(), entry.as_bytes()],
    };
    let digest = Digest::of(&parts.join(&0)).to_string();
    format!("{letter}{}", &digest[..ID_DIGITS])
}

fn party(party: &CardId, ground: &Ground<'_>, groups: &Groups) -> Party {
    let cards = groups.members[party].iter().map(|id| (id, &ground.people.cards[id]));
    let (mut names, mut countries) = (BTreeMap::<&str, usize>::new(), BTreeSet::new());
    let (mut identifiers, mut states) = (BTreeSet::new(), BTreeSet::new());
    let mut owner_only = true;
    for (id, held) in cards {
        // The first name of a card is the registered one.
        for (at, name) in held.known.card.names.iter().enumerate() {
            let weight = if at == 0 { held.spots.len() + held.known.card.names.len() } else { 1 };
            *names.entry(&name.value).or_default() += weight;
        }
        countries.extend(held.known.card.countries.iter().cloned());
        identifiers.extend(held.known.card.identifiers.iter().map(|one| {
            let parts = [Some(&one.scheme), one.country.as_ref(), Some(&one.value)];
            parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ")
        }));
        states.insert(id.state.clone());
        owner_only &= held.spots.iter().all(|spot| spot.owner.is_some());
    }
    let mut names: Vec<(&str, usize)> = names.into_iter().collect();
    // Of those that are used alike the fuller one.
    names.sort_by(|a, b| {
        b.1.cmp(&a.1).then_with(|| b.0.len().cmp(&a.0.len())).then_with(|| a.0.cmp(b.0))
    });
    Party {
        names: names.into_iter().map(|(name, _)| name.to_owned()).collect(),
        countries: countries.into_iter().collect(),
        identifiers: identifiers.into_iter().collect(),
        states: states.into_iter().collect(),
        owner_only,
        joined: groups.joined.get(party).into_iter().flatten().cloned().collect(),
    }
}

fn record(said: &Testimony) -> RecordNode {
    RecordNode {
        cited: said.cited.clone(),
        state: said.state.clone(),
        authority: said.authority.clone(),
        kind: said.kind.clone(),
        title: said.title.clone(),
        standing: said.standing.clone(),
        marks: said.marks.clone(),
    }
}

fn product(name: &str, ground: &Ground<'_>) -> Thing {
    let all = ground.said.values().flat_map(|said| &said.products);
    let same: Vec<_> = all.filter(|product| product.name.to_lowercase() == name).collect();
    let codes: BTreeSet<String> =
        same.iter().flat_map(|product| product.codes.iter().cloned()).collect();
    let written = same.iter().map(|product| product.name.clone()).min();
    Thing::Product { name: written.unwrap_or_default(), codes: codes.into_iter().collect() }
}

fn row(list: &str, entry: &str, ground: &Ground<'_>) -> Thing {
    let held = &ground.entries[&(list.to_owned(), entry.to_owned())];
    let name = held.card.names.first().map(|name| name.value.clone()).unwrap_or_default();
    Thing::Entry {
        list: list.to_owned(),
        version: held.version.clone(),
        entry: entry.to_owned(),
        name,
    }
}

/// Whether nothing but drills speaks of it.
fn is_exercise(key: &Key, lines: &Lines, ground: &Ground<'_>) -> bool {
    if let Key::Record(version) = key {
        return ground.said[version].exercise;
    }
    let mut touching = lines.all.iter().filter(|line| {
        (line.from == *key || line.to == *key) && !matches!(line.link, Link::MayBe { .. })
    });
    match touching.next() {
        Some(first) => first.exercise && touching.all(|line| line.exercise),
        // A place in the middle of a route always has a line; a party without one is a match of a name alone.
        None => false,
    }
}
