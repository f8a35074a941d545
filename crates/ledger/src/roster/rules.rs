//! What must hold within one version of the roster.
//!
//! Invariant: every `Roster` that is read or made has passed [`Roster::check`].

use std::collections::BTreeSet;

use crate::roster::{Member, Roster, RosterFlaw, deceives, least_threshold};

/// Most member states and most observers: there are fewer than 200 states.
const STATES_MAX: usize = 256;

/// Longest name of a network or a state.
const NAME_BYTES_MAX: usize = 128;

impl Roster {
    pub(crate) fn check(&self) -> Result<(), RosterFlaw> {
        self.check_states()?;
        self.check_succession()?;
        let active = self.active_members().count();
        let (least, most) = (least_threshold(active), active as u64);
        if !(least..=most).contains(&self.threshold) {
            return Err(RosterFlaw::Threshold { found: self.threshold, least, most });
        }
        if self.previous.is_none() != (self.version == 0) {
            return Err(RosterFlaw::Previous);
        }
        Ok(())
    }

    fn check_states(&self) -> Result<(), RosterFlaw> {
        for (states, least) in [(&self.members, 1), (&self.observers, 0)] {
            if !(least..=STATES_MAX).contains(&states.len()) {
                return Err(RosterFlaw::Count { found: states.len() });
            }
            if !ascends(states, |member| member.state) {
                return Err(RosterFlaw::Order);
            }
        }
        if self.observers.iter().any(|observer| self.member(observer.state).is_some()) {
            return Err(RosterFlaw::Order);
        }
        let everybody = || self.members.iter().chain(&self.observers);
        let roots: BTreeSet<_> = everybody().map(|member| member.root.as_bytes()).collect();
        if roots.len() != self.members.len() + self.observers.len() {
            return Err(RosterFlaw::KeyReused);
        }
        let names = everybody().map(|member: &Member| &member.name).chain([&self.network]);
        if !names.into_iter().all(|name| is_name(name)) {
            return Err(RosterFlaw::Name);
        }
        Ok(())
    }

    fn check_succession(&self) -> Result<(), RosterFlaw> {
        let members = self.suspended.iter().all(|state| self.member(*state).is_some());
        if !members || !ascends(&self.suspended, |state| *state) {
            return Err(RosterFlaw::Suspended);
        }
        let kept = |keeps: &[_]| ascends(keeps, |id| *id);
        let sorted = ascends(&self.endings, |ending| ending.state);
        let lists = self
            .endings
            .iter()
            .all(|ending| kept(&ending.keeps) && ascends(&ending.closed, |head| head.log));
        if !sorted || !lists {
            return Err(RosterFlaw::Ending);
        }
        if !ascends(&self.settles, |hash| *hash) {
            return Err(RosterFlaw::Settles);
        }
        Ok(())
    }
}

fn ascends<T, K: Ord>(items: &[T], key: impl Fn(&T) -> K) -> bool {
    items.windows(2).all(|pair| key(&pair[0]) < key(&pair[1]))
}

fn is_name(name: &str) -> bool {
    (1..=NAME_BYTES_MAX).contains(&name.len()) && !name.chars().any(deceives)
}
