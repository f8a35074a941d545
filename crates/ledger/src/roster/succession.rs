//! How one version of the roster follows another.
//!
//! A state whose root stops being active has an ending, and nobody else has one: so nobody is forgotten,
//! and no version says anything about a state that goes on. Invariant: what [`follow`] accepts depends
//! on the two versions alone.

use chancery_encoding::Digest;
use chancery_record::StateCode;

use crate::act::StepFlaw;
use crate::key::PublicKey;
use crate::roster::Roster;

/// As what a root speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// Of a state that listens.
    Observer,
    /// Of a state that publishes and votes.
    Member,
}

/// A root that was active in one version and is not in the next.
pub(crate) struct Stopped {
    pub(crate) state: StateCode,
    pub(crate) root: PublicKey,
    /// As what it spoke.
    pub(crate) role: Role,
    /// Whether the state goes on in the same role or a higher one, with another root.
    pub(crate) is_replaced: bool,
}

/// The states that are active, with their roots.
pub(crate) fn active(roster: &Roster) -> impl Iterator<Item = (StateCode, &PublicKey, Role)> {
    let members = roster.active_members().map(|one| (one.state, &one.root, Role::Member));
    members.chain(roster.observers.iter().map(|one| (one.state, &one.root, Role::Observer)))
}

/// The role and root of a state, if it is active.
pub(crate) fn active_root(roster: &Roster, state: StateCode) -> Option<(&PublicKey, Role)> {
    match roster.member(state) {
        Some(_) if roster.is_suspended(state) => None,
        Some(member) => Some((&member.root, Role::Member)),
        None => roster.observer(state).map(|observer| (&observer.root, Role::Observer)),
    }
}

/// Whose roots are active in `before` and no longer in `after`.
pub(crate) fn stopped(before: &Roster, after: &Roster) -> Vec<Stopped> {
    let stopped =
        |(state, root, role): (StateCode, &PublicKey, Role)| match active_root(after, state) {
            Some((same, _)) if same == root => None,
            other => {
                let is_replaced = other.is_some_and(|(_, next)| next >= role);
                Some(Stopped { state, root: *root, role, is_replaced })
            }
        };
    active(before).filter_map(stopped).collect()
}

/// Whether `next` may stand behind `previous`, apart from who signed it.
pub(crate) fn follow(previous: &Roster, hash: Digest, next: &Roster) -> Result<(), StepFlaw> {
    if next.previous != Some(hash) {
        return Err(StepFlaw::UnknownRoster);
    }
    if previous.version.checked_add(1) != Some(next.version) {
        return Err(StepFlaw::Version { before: previous.version, found: next.version });
    }
    if previous.network != next.network {
        return Err(StepFlaw::OtherNetwork);
    }
    for observer in &next.observers {
        // An observer that was a member must not go on with the keys that it published with.
        if previous.member(observer.state).is_some_and(|member| member.root == observer.root) {
            return Err(StepFlaw::SameRoot(observer.state));
        }
    }
    let mut stopped: Vec<StateCode> =
        stopped(previous, next).into_iter().map(|one| one.state).collect();
    stopped.sort_unstable();
    let ended = next.endings.iter().map(|ending| ending.state);
    let differing = stopped.iter().copied().find(|state| !ended.clone().any(|one| one == *state));
    let extra = ended.clone().find(|state| !stopped.contains(state));
    differing.or(extra).map_or(Ok(()), |state| Err(StepFlaw::Ending(state)))
}
