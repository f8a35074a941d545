//! How much of a long list is shown.
//!
//! A member can publish a thousand disputes; it must not push out of sight what the others say. So
//! the bound is one for each state, and what is left out is counted. All of it stays in the thread,
//! and in whatever is written for machines.

use std::collections::BTreeMap;

use chancery_record::StateCode;

/// Remarks of one kind that one state has shown: 25 members fill ten screens at the most.
pub const PER_STATE_SHOWN_MAX: usize = 8;

/// Versions and acts that are shown: their originator alone adds to them.
pub const ACTS_SHOWN_MAX: usize = 50;

/// The part of a list that is shown, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown<'a, T> {
    /// What is shown.
    pub these: Vec<&'a T>,
    /// How many are not.
    pub left_out: usize,
}

impl<'a, T> Shown<'a, T> {
    /// The last [`PER_STATE_SHOWN_MAX`] of each state.
    pub fn by_state(list: &'a [T], state: impl Fn(&T) -> StateCode) -> Self {
        let mut taken: BTreeMap<StateCode, usize> = BTreeMap::new();
        let mut these: Vec<&T> = Vec::new();
        for one in list.iter().rev() {
            let taken = taken.entry(state(one)).or_default();
            if *taken < PER_STATE_SHOWN_MAX {
                *taken += 1;
                these.push(one);
            }
        }
        these.reverse();
        let left_out = list.len() - these.len();
        Shown { these, left_out }
    }

    /// The last [`ACTS_SHOWN_MAX`].
    pub fn last(list: &'a [T]) -> Self {
        let left_out = list.len().saturating_sub(ACTS_SHOWN_MAX);
        Shown { these: list[left_out..].iter().collect(), left_out }
    }
}
