//! The set of all acts, and what follows from it.
//!
//! Acts come in any order and from anyone. Each is verified when it comes, against the roster version that it
//! names; what counts is computed from the whole set. Invariant: two registers of one genesis that hold the
//! same acts have the same digest and give the same directory, whatever the order was.

mod checking;
mod fold;
mod fork;
mod loading;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use chancery_encoding::{Digest, encode};
use chancery_record::StateCode;
use ciborium::Value;

use crate::act::{Act, ActId, ActKind, Content};
use crate::key::KnownKeys;
use crate::log::Head;
use crate::roster::{Directory, Ending, Genesis, Roster, Versions};

use fold::Fold;

pub use fork::{DoubleSigner, Halt};

/// Most acts in all. A list of them, `[id, digest]` each, is 552 KiB.
pub const ACTS_MAX: usize = 8_192;

/// Most steps: ten years of a version every five days.
const STEPS_MAX: usize = 768;

/// Most double signatures: one for each root, of 256 states.
const DOUBLE_SIGNATURES_MAX: usize = 256;

/// Most certificates, revocations, withdrawals and policies: the rest, so that nobody can crowd out a step.
const ROOTED_MAX: usize = ACTS_MAX - STEPS_MAX - DOUBLE_SIGNATURES_MAX;

/// Most of them by one root key: 20 nodes that rotate once a year take 40, so twelve years. It is the key's share
/// and not the state's, so that a stolen root cannot fill that of the one that replaces it; and only more than
/// thirteen roots together, which is a third of 40 states, can keep others out.
const ACTS_OF_ROOT_MAX: usize = 512;

/// The set of acts.
#[derive(Clone, Debug)]
pub struct Register {
    founding: BTreeMap<ActId, Act>,
    acts: BTreeMap<ActId, Act>,
    versions: Versions,
    keys: KnownKeys,
    shares: BTreeMap<[u8; 32], usize>,
    /// What follows from all that is here, once somebody has asked; so is the digest.
    fold: OnceLock<Fold>,
    digest: OnceLock<Digest>,
}

/// What an act was to the register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Learnt {
    /// It was not there.
    New,
    /// It was there with other signatures, and is now another copy: to be kept again.
    Merged,
    /// It changed nothing.
    Known,
}

impl Register {
    /// The register of a network that nobody has changed yet.
    pub fn new(genesis: &Genesis) -> Self {
        let roster = genesis.roster();
        let mut register = Self {
            founding: BTreeMap::new(),
            acts: BTreeMap::new(),
            versions: Versions::new(roster),
            keys: KnownKeys::default(),
            shares: BTreeMap::new(),
            fold: OnceLock::new(),
            digest: OnceLock::new(),
        };
        register.remember_roots(roster);
        for one in genesis.certificates().iter().cloned() {
            let act = Act::new(Content::Certificate(Arc::new(one)));
            register.remember_keys(&act);
            register.founding.insert(act.id(), act);
        }
        register
    }

    /// Takes in an act that [`Register::check`] gave; the directory is new afterwards.
    pub fn insert(&mut self, act: Act) -> Learnt {
        let learnt = self.take_in(act);
        if learnt != Learnt::Known {
            (self.fold, self.digest) = (OnceLock::new(), OnceLock::new());
        }
        learnt
    }

    /// All acts but those of the genesis, in an order in which each can be checked.
    pub fn acts(&self) -> impl Iterator<Item = &Act> {
        let mut acts: Vec<&Act> = self.acts.values().collect();
        acts.sort_unstable_by_key(|act| act.order());
        acts.into_iter()
    }

    /// An act, also one of the genesis.
    pub fn act(&self, id: &ActId) -> Option<&Act> {
        self.acts.get(id).or_else(|| self.founding.get(id))
    }

    /// What two registers compare: the SHA-256 of the array of `[id, digest]`, by id.
    pub fn digest(&self) -> Digest {
        *self.digest.get_or_init(|| {
            let bytes = |digest: &[u8; 32]| Value::Bytes(digest.to_vec());
            let rows = self.acts.values().map(|act| {
                Value::Array(vec![bytes(act.id().as_bytes()), bytes(act.digest().as_bytes())])
            });
            Digest::of(&encode(&Value::Array(rows.collect())))
        })
    }

    fn fold(&self) -> &Fold {
        self.fold.get_or_init(|| Fold::of(self))
    }

    /// Who may sign what.
    pub fn directory(&self) -> &Directory {
        &self.fold().directory
    }

    /// The versions in force, from the founding one.
    pub fn history(&self) -> Vec<&Roster> {
        self.fold().history.iter().map(Arc::as_ref).collect()
    }

    /// Where the roster parts, while nobody has settled it.
    pub fn halt(&self) -> Option<Halt> {
        self.fold().halt.clone()
    }

    /// The states whose roots signed two rosters of one version, with the versions.
    pub fn double_signers(&self) -> &[DoubleSigner] {
        &self.fold().double_signers
    }

    /// The ending of a state that stops now: all acts of its root that stand, and its logs up to where they
    /// are closed already or, of `heads`, held. A proposal may say less; a withdrawal says the same.
    pub fn ending_of(&self, state: StateCode, heads: &[Head]) -> Ending {
        fold::ending(self, state, heads)
    }

    /// Whether the genesis file has this act.
    pub(crate) fn is_founding(&self, id: &ActId) -> bool {
        self.founding.contains_key(id)
    }

    /// The ids of the certificates, revocations, withdrawals and policies that count for something.
    pub(crate) fn standing(&self) -> BTreeSet<ActId> {
        fold::standing(self)
    }

    fn take_in(&mut self, act: Act) -> Learnt {
        let id = act.id();
        if self.founding.contains_key(&id) {
            return Learnt::Known;
        }
        if let Some(held) = self.acts.get(&id) {
            let merged = held.merged(&act);
            if merged.digest() == held.digest() {
                return Learnt::Known;
            }
            self.acts.insert(id, merged);
            return Learnt::Merged;
        }
        if let Content::DoubleSignature(double) = act.content()
            && let Some((held, rank)) = self.double_signature_of(double.root().as_bytes())
        {
            if rank <= double.rank() {
                return Learnt::Known;
            }
            self.acts.remove(&held);
        }
        if let Content::Step(step) = act.content() {
            self.versions.insert(step.hash(), step.roster_arc());
            self.remember_roots(&step.roster_arc());
        }
        if let Some(root) = root_of(&act) {
            *self.shares.entry(root).or_insert(0) += 1;
        }
        self.remember_keys(&act);
        self.acts.insert(id, act);
        Learnt::New
    }

    /// The one double signature that is kept against a root.
    fn double_signature_of(&self, root: &[u8; 32]) -> Option<(ActId, (u64, ActId))> {
        self.acts.values().find_map(|act| match act.content() {
            Content::DoubleSignature(double) if double.root().as_bytes() == root => {
                Some((act.id(), double.rank()))
            }
            _ => None,
        })
    }

    fn remember_roots(&mut self, roster: &Roster) {
        let states = roster.members.iter().chain(&roster.observers);
        states.for_each(|member| self.keys.remember(&member.root));
    }

    fn remember_keys(&mut self, act: &Act) {
        if let Content::Certificate(certificate) = act.content() {
            self.keys.remember(&certificate.statement_key);
            self.keys.remember(&certificate.witness_key);
            self.keys.remember(&certificate.transport_key);
        }
    }

    fn count(&self, kinds: &[ActKind]) -> usize {
        self.acts.values().filter(|act| kinds.contains(&act.kind())).count()
    }
}

/// The root that alone signed an act, and whose share it counts towards.
fn root_of(act: &Act) -> Option<[u8; 32]> {
    match act.content() {
        Content::Certificate(certificate) => Some(*certificate.root()),
        Content::Revocation(revocation) => Some(*revocation.root()),
        Content::Withdrawal(withdrawal) => Some(*withdrawal.root()),
        Content::Policy(policy) => Some(*policy.root()),
        Content::Step(_) | Content::DoubleSignature(_) => None,
    }
}
