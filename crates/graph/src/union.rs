//! Sets of things that are one: union by the smallest member.
//!
//! Invariant: the sets, and the member that stands for each, depend on what was joined and never on the
//! order in which it was.

use std::collections::BTreeMap;

/// Sets over things that have an order; what was never joined is a set by itself.
#[derive(Clone, Debug)]
pub(crate) struct Union<T> {
    parent: BTreeMap<T, T>,
}

impl<T: Ord + Clone> Union<T> {
    /// Nothing is joined.
    pub(crate) fn new() -> Self {
        Union { parent: BTreeMap::new() }
    }

    /// The smallest member of the set.
    pub(crate) fn root(&self, thing: &T) -> T {
        let mut at = thing;
        while let Some(next) = self.parent.get(at) {
            at = next;
        }
        at.clone()
    }

    /// Whether both are in one set.
    pub(crate) fn same(&self, one: &T, other: &T) -> bool {
        self.root(one) == self.root(other)
    }

    /// Makes one set of two; false when they were one.
    pub(crate) fn join(&mut self, one: &T, other: &T) -> bool {
        let (one, other) = (self.root(one), self.root(other));
        if one == other {
            return false;
        }
        let (small, large) = if one < other { (one, other) } else { (other, one) };
        self.parent.insert(large, small);
        true
    }
}
