//! Which roots are active in the version in force, and what is left of the others.
//!
//! Of the endings of one root the last counts, and an ending goes before a withdrawal. A root that comes back
//! to less than it was stays ended: it signed for logs of a member. Invariant: a root that is not active has
//! an end, or nothing of it stands.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chancery_record::StateCode;

use crate::act::{ActId, Content};
use crate::log::Head;
use crate::roster::register::Register;
use crate::roster::succession::{Role, active_root, stopped};
use crate::roster::{Membership, Roster};

/// A root key of a state.
type Root = (StateCode, [u8; 32]);

/// What is left of the acts of a root that is no longer active.
pub(super) struct End<'a> {
    pub(super) keeps: &'a [ActId],
    pub(super) closed: &'a [Head],
    pub(super) is_replaced: bool,
}

/// Which roots are active, and what is left of the others.
pub(super) struct Roots<'a> {
    /// The version in force.
    pub(super) roster: &'a Arc<Roster>,
    pub(super) ends: BTreeMap<Root, Vec<End<'a>>>,
}

impl<'a> Roots<'a> {
    pub(super) fn of(register: &'a Register, history: &'a [Arc<Roster>]) -> Self {
        let roster = history.last().expect("because the founding version is always in force");
        let mut ends: BTreeMap<Root, Vec<End<'a>>> = BTreeMap::new();
        let mut roles: BTreeMap<Root, Role> = BTreeMap::new();
        for pair in history.windows(2) {
            for one in stopped(&pair[0], &pair[1]) {
                let ending = pair[1].endings.iter().find(|ending| ending.state == one.state);
                let end = End {
                    keeps: ending.map(|ending| ending.keeps.as_slice()).unwrap_or_default(),
                    closed: ending.map(|ending| ending.closed.as_slice()).unwrap_or_default(),
                    is_replaced: one.is_replaced,
                };
                let root = (one.state, *one.root.as_bytes());
                let role = roles.entry(root).or_insert(one.role);
                *role = (*role).max(one.role);
                // The last one counts.
                ends.insert(root, vec![end]);
            }
        }
        ends.retain(|root, _| !is_back(roster, root, roles.get(root).copied()));
        let ended: BTreeSet<Root> = ends.keys().copied().collect();
        for act in register.acts.values() {
            let Content::Withdrawal(withdrawal) = act.content() else { continue };
            let says = &withdrawal.says;
            let is_ended = ended.contains(&(says.state, *withdrawal.root()));
            if is_active(roster, says.state, withdrawal.root()) && !is_ended {
                let end = End { keeps: &says.keeps, closed: &says.closed, is_replaced: false };
                ends.entry((says.state, *withdrawal.root())).or_default().push(end);
            }
        }
        Self { roster, ends }
    }

    pub(super) fn ends(&self, state: StateCode, root: &[u8; 32]) -> &[End<'a>] {
        self.ends.get(&(state, *root)).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether the root speaks for its state now.
    pub(super) fn speaks(&self, state: StateCode, root: &[u8; 32]) -> bool {
        is_active(self.roster, state, root) && self.ends(state, root).is_empty()
    }

    pub(super) fn stands(&self, state: StateCode, root: &[u8; 32], id: &ActId) -> bool {
        let ends = self.ends(state, root);
        match ends {
            [] => is_active(self.roster, state, root),
            _ => ends.iter().all(|end| end.keeps.binary_search(id).is_ok()),
        }
    }

    pub(super) fn membership(&self, state: StateCode) -> Membership {
        match active_root(self.roster, state) {
            Some((root, _)) if !self.speaks(state, root.as_bytes()) => Membership::Gone,
            Some((_, Role::Member)) => Membership::Member,
            Some((_, Role::Observer)) => Membership::Observer,
            None if self.roster.is_suspended(state) => Membership::Suspended,
            None => Membership::Gone,
        }
    }
}

/// Whether a root that had stopped is active again, in the highest role that it stopped in or a higher one.
fn is_back(roster: &Roster, (state, root): &Root, was: Option<Role>) -> bool {
    active_root(roster, *state)
        .is_some_and(|(active, role)| active.as_bytes() == root && Some(role) >= was)
}

pub(super) fn is_active(roster: &Roster, state: StateCode, root: &[u8; 32]) -> bool {
    active_root(roster, state).is_some_and(|(active, _)| active.as_bytes() == root)
}
