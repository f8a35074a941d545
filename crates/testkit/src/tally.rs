//! Counters of a run, by name: what was thrown at the network, and what it did.

use std::collections::BTreeMap;

/// Counters by their names, in kebab case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(BTreeMap<&'static str, u64>);

impl Tally {
    /// Counts one.
    pub(crate) fn count(&mut self, name: &'static str) {
        self.add(name, 1);
    }

    pub(crate) fn add(&mut self, name: &'static str, more: u64) {
        *self.0.entry(name).or_default() += more;
    }

    /// Adds all counters of another run.
    pub fn merge(&mut self, other: &Self) {
        for (&name, &more) in &other.0 {
            self.add(name, more);
        }
    }

    /// One counter; 0 when nothing was counted.
    pub fn of(&self, name: &str) -> u64 {
        self.0.get(name).copied().unwrap_or(0)
    }

    /// All counters, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, u64)> + '_ {
        self.0.iter().map(|(&name, &count)| (name, count))
    }
}
