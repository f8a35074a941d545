//! What is reached within the bounds: which nodes have room, how far away they are, and what was left out.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    bounds::{Bounds, Scope},
    drawing::LeftOut,
    groups::Groups,
    links::{Key, Lines},
    source::{CardId, Footing, Testimony},
    walk::Ground,
};

/// A node that has room.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) key: Key,
    pub(crate) distance: usize,
    /// How it is reached.
    pub(crate) footing: Footing,
}

/// All nodes that have room, in the order in which they are drawn.
#[derive(Debug)]
pub(crate) struct Reach {
    pub(crate) bounds: Bounds,
    pub(crate) places: Vec<Place>,
    pub(crate) left_out: LeftOut,
    through: Vec<CardId>,
}

/// The order of what stands beside one node: what stands, then by kind, newest records first, then by name.
type Rank = (bool, usize, i64, String, Key);

impl Reach {
    pub(crate) fn of(
        first: &[Key],
        lines: &Lines,
        ground: &Ground<'_>,
        groups: &Groups,
        bounds: Bounds,
    ) -> Reach {
        let room = first.len().min(bounds.nodes());
        let mut places: Vec<Place> = first[..room].iter().map(Place::first).collect();
        let mut seen: BTreeSet<Key> = first.iter().cloned().collect();
        let mut left_out = LeftOut { nodes: first.len() - room, ..LeftOut::default() };
        let mut through = Vec::new();
        let mut at = 0;
        while at < places.len() {
            let place = places[at].clone();
            at += 1;
            match after(&place, ground, bounds) {
                Step::Ends => continue,
                Step::Edge => {
                    left_out.at_the_edge += 1;
                    continue;
                }
                Step::Fallen => {
                    left_out.behind_fallen += 1;
                    continue;
                }
                Step::On => {}
            }
            if let Key::Party(card) = &place.key {
                through.push(card.clone());
            }
            let mut records = 0;
            for (_, key, footing) in beside(&place.key, lines, ground, groups) {
                if !seen.insert(key.clone()) {
                    continue;
                }
                records += usize::from(matches!(key, Key::Record(_)));
                let crowded = matches!(key, Key::Record(_)) && records > bounds.fan();
                if crowded || places.len() >= bounds.nodes() {
                    left_out.nodes += 1;
                    continue;
                }
                places.push(Place { key, distance: place.distance + 1, footing });
            }
        }
        left_out.records = ground.more;
        Reach { bounds, places, left_out, through }
    }

    /// The parties whose records the walk goes through.
    pub(crate) fn through(&self) -> impl Iterator<Item = &CardId> {
        self.through.iter()
    }

    /// The place of each node in the drawing.
    pub(crate) fn numbers(&self) -> BTreeMap<&Key, usize> {
        self.places.iter().enumerate().map(|(at, place)| (&place.key, at)).collect()
    }
}

impl Place {
    /// What was asked about is shown whatever has become of it.
    fn first(key: &Key) -> Place {
        Place { key: key.clone(), distance: 0, footing: Footing::Stands }
    }
}

/// What comes after a node.
enum Step {
    /// The walk goes on to what stands beside it.
    On,
    /// There is more, and it is too far.
    Edge,
    /// There is more, and it does not stand.
    Fallen,
    /// Nothing: places, products and lists touch everybody and say nothing of who belongs together.
    Ends,
}

fn after(place: &Place, ground: &Ground<'_>, bounds: Bounds) -> Step {
    let own = match &place.key {
        Key::Party(_) => Footing::Stands,
        Key::Record(version) => {
            ground.said.get(version).map_or(Footing::Fallen, Testimony::footing)
        }
        Key::Place(..) | Key::Product(_) | Key::List(..) | Key::Entry(..) => return Step::Ends,
    };
    let fallen = !place.footing.stands() || !own.stands();
    match bounds.scope() {
        Scope::Standing if fallen => Step::Fallen,
        _ if place.distance >= bounds.depth() => Step::Edge,
        Scope::Standing | Scope::All => Step::On,
    }
}

fn beside(
    key: &Key,
    lines: &Lines,
    ground: &Ground<'_>,
    groups: &Groups,
) -> Vec<(Rank, Key, Footing)> {
    let beside = lines.beside.get(key).into_iter().flatten();
    let mut beside: Vec<(Rank, Key, Footing)> = beside
        .filter(|(other, _)| !is_aside(key, other))
        .map(|(other, footing)| {
            (rank(other, *footing, lines, ground, groups), other.clone(), *footing)
        })
        .collect();
    beside.sort();
    beside
}

/// A place is reached from the record that tells of the route, not from a party that stands there in another.
fn is_aside(from: &Key, to: &Key) -> bool {
    matches!((from, to), (Key::Party(_), Key::Place(..)))
}

fn rank(key: &Key, footing: Footing, lines: &Lines, ground: &Ground<'_>, groups: &Groups) -> Rank {
    let (kind, newest, name) = match key {
        Key::Party(card) => (0, 0, name_of(card, ground, groups)),
        Key::Record(version) => {
            let said = &ground.said[version];
            return (
                !(footing.stands() && said.stands),
                1,
                said.issued_at_s.saturating_neg(),
                said.cited.reference.clone(),
                key.clone(),
            );
        }
        Key::List(state, authority, list) => (2, 0, format!("{state} {authority} {list}")),
        Key::Entry(list, entry) => (3, 0, format!("{list} {entry}")),
        Key::Place(country, place) => {
            let stop = lines.stops.get(key).map_or(0, |stop| i64::try_from(*stop).unwrap_or(0));
            (4, stop, format!("{country} {}", place.as_deref().unwrap_or_default()))
        }
        Key::Product(name) => (5, 0, name.clone()),
    };
    (!footing.stands(), kind, newest, name, key.clone())
}

fn name_of(party: &CardId, ground: &Ground<'_>, groups: &Groups) -> String {
    let names = groups.members[party].iter().filter_map(|card| {
        ground.people.cards[card].known.card.names.first().map(|name| name.value.clone())
    });
    names.min().unwrap_or_default()
}
