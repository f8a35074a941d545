//! Which policies are known, and which one is in force for each authority.
//!
//! A statement may name any that is known: whether it may name this one follows from the statement and the policy
//! alone ([`crate::log::Chain`]), so that nothing which was admitted is ever refused again. In force, which is what
//! a node names next, is the one of the highest rank that stands. Invariant: a policy in force is of a root that
//! is active.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::act::{ActId, Content};
use crate::policy::{Policy, Rank};
use crate::roster::register::Register;
use crate::roster::register::fold::roots::{Roots, is_active};
use crate::statement::Issuer;

/// All by id, and those in force by authority.
type Policies = (BTreeMap<ActId, Arc<Policy>>, BTreeMap<Issuer, Arc<Policy>>);

pub(super) fn of(register: &Register, roots: &Roots<'_>) -> Policies {
    let policy = |content: &Content| match content {
        Content::Policy(policy) => Some(policy.clone()),
        _ => None,
    };
    let known = register.acts.values().filter_map(|act| policy(act.content()));
    let known: BTreeMap<ActId, Arc<Policy>> = known.map(|one| (one.id(), one)).collect();
    let mut in_force: BTreeMap<Issuer, (Rank, Arc<Policy>)> = BTreeMap::new();
    for policy in known.values() {
        let (state, id) = (policy.says.issuer.state, policy.id());
        let speaks = is_active(roots.roster, state, policy.root());
        if !speaks || !roots.stands(state, policy.root(), &id) {
            continue;
        }
        let Some(rank) = policy.rank_in(&register.versions) else { continue };
        let best = in_force.entry(policy.says.issuer.clone());
        let best = best.or_insert_with(|| (rank, policy.clone()));
        if best.0 < rank {
            *best = (rank, policy.clone());
        }
    }
    let in_force = in_force.into_iter().map(|(issuer, (_, policy))| (issuer, policy));
    (known, in_force.collect())
}
