//! Which element of a list before is which element after.
//!
//! Equal ones first, then those with one key, then those with one name, then those that have most in
//! common. Two different keys are two different things, whatever else they share. Invariant: every
//! element is in at most one pair, and elements that are not equal are paired only when both are
//! objects.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::{Map, Value};

use super::phrase::name_of;

/// Comparing everything with everything is for lists that people write: 64 by 64 elements of some
/// ten fields are 40,000 comparisons. Longer rests are taken out and put in.
const LIKENESS_ELEMENTS_MAX: usize = 64;

/// Pairs of places, in the order of the places before.
pub(super) fn pairs(before: &[Value], after: &[Value]) -> Vec<(usize, usize)> {
    let mut rest = Rest {
        before: (0..before.len()).collect(),
        after: (0..after.len()).collect(),
        pairs: Vec::new(),
    };
    rest.pair_by(before, after, |value| Some(value.to_string()));
    rest.pair_by(before, after, |value| Some(value.as_object()?.get("key")?.as_str()?.to_owned()));
    rest.pair_named(before, after);
    rest.pair_alike(before, after);
    rest.pairs.sort_unstable();
    rest.pairs
}

/// What is not paired yet.
struct Rest {
    before: BTreeSet<usize>,
    after: BTreeSet<usize>,
    pairs: Vec<(usize, usize)>,
}

impl Rest {
    fn pair(&mut self, before: usize, after: usize) {
        self.before.remove(&before);
        self.after.remove(&after);
        self.pairs.push((before, after));
    }

    /// Pairs what has one mark, the first with the first.
    fn pair_by(
        &mut self,
        before: &[Value],
        after: &[Value],
        mark: impl Fn(&Value) -> Option<String>,
    ) {
        let mut places: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
        for at in &self.before {
            if let Some(mark) = mark(&before[*at]) {
                places.entry(mark).or_default().push_back(*at);
            }
        }
        for at in self.after.clone() {
            let places = mark(&after[at]).and_then(|mark| places.get_mut(&mark));
            if let Some(from) = places.and_then(VecDeque::pop_front) {
                self.pair(from, at);
            }
        }
    }

    fn pair_named(&mut self, before: &[Value], after: &[Value]) {
        let mut places: BTreeMap<&str, VecDeque<usize>> = BTreeMap::new();
        for at in &self.before {
            if let Some(name) = name_of(&before[*at]) {
                places.entry(name).or_default().push_back(*at);
            }
        }
        for at in self.after.clone() {
            let Some(places) = name_of(&after[at]).and_then(|name| places.get_mut(name)) else {
                continue;
            };
            let fits = |from: &usize| !keys_differ(&before[*from], &after[at]);
            if places.front().is_some_and(fits)
                && let Some(from) = places.pop_front()
            {
                self.pair(from, at);
            }
        }
    }

    fn pair_alike(&mut self, before: &[Value], after: &[Value]) {
        if self.before.len().max(self.after.len()) > LIKENESS_ELEMENTS_MAX {
            return;
        }
        let mut scores = Vec::new();
        for from in &self.before {
            for to in &self.after {
                if let Some(score) = likeness(&before[*from], &after[*to]) {
                    scores.push((std::cmp::Reverse(score), *from, *to));
                }
            }
        }
        scores.sort_unstable();
        for (_, from, to) in scores {
            if self.before.contains(&from) && self.after.contains(&to) {
                self.pair(from, to);
            }
        }
    }
}

/// How many fields are equal, if at least half of all are.
fn likeness(before: &Value, after: &Value) -> Option<usize> {
    let (Value::Object(one), Value::Object(other)) = (before, after) else { return None };
    if keys_differ(before, after) {
        return None;
    }
    let equal = one.iter().filter(|(name, value)| other.get(*name) == Some(value)).count();
    let fields = one.len() + other.keys().filter(|name| !one.contains_key(*name)).count();
    (equal > 0 && equal * 2 >= fields).then_some(equal)
}

fn keys_differ(one: &Value, other: &Value) -> bool {
    let key = |value: &Value| value.as_object().and_then(key_of).map(str::to_owned);
    let (one, other) = (key(one), key(other));
    one.is_some() && other.is_some() && one != other
}

fn key_of(map: &Map<String, Value>) -> Option<&str> {
    map.get("key")?.as_str()
}

/// Pairs that left the order of the others: all but a longest run that keeps it.
pub(super) fn moved(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // Patience sorting: the last pair of the best run of each length, and who came before whom.
    let mut ends: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = vec![None; pairs.len()];
    for (at, (_, to)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *to);
        previous[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut stays = BTreeSet::new();
    let mut last = ends.last().copied();
    while let Some(at) = last {
        stays.insert(at);
        last = previous[at];
    }
    let left = pairs.iter().enumerate().filter(|(at, _)| !stays.contains(at));
    left.map(|(_, pair)| *pair).collect()
}
