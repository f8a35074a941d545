//! Which acts a pack has: those that its record needs, and no other.
//!
//! Who makes a pack and who verifies it ask the same thing of each act, so that one set of facts
//! has one spelling. Invariant: the answer follows from the directory and the keys in play; of acts that
//! say the same the smallest id is taken, which is why they are asked in order.

use std::collections::{BTreeMap, BTreeSet};

use chancery_record::StateCode;

use crate::act::{Act, ActId, Content, RevocationRequest};
use crate::checkpoint::SignedCheckpoint;
use crate::log::LogId;
use crate::roster::{Directory, Register};
use crate::statement::Issuer;

/// The keys and states that the pack's statements and cosignatures bring in.
pub(super) struct Needs<'a> {
    register: &'a Register,
    directory: &'a Directory,
    standing: BTreeSet<ActId>,
    /// Statement keys, with the issuer that has each.
    keys: BTreeMap<[u8; 32], &'a Issuer>,
    /// The certificates under which the cosigners' witness keys are known.
    witnesses: BTreeSet<ActId>,
    states: BTreeSet<StateCode>,
    /// The policies that the statements name.
    policies: BTreeSet<ActId>,
    /// The logs whose revocation has been taken already.
    revoked: BTreeSet<LogId>,
}

impl<'a> Needs<'a> {
    /// What statements under `keys` that name `policies`, and the cosignatures of `checkpoint`, need.
    pub(super) fn new(
        register: &'a Register,
        keys: impl IntoIterator<Item = [u8; 32]>,
        policies: BTreeSet<ActId>,
        checkpoint: &SignedCheckpoint,
    ) -> Self {
        let directory = register.directory();
        let mut needs = Self {
            register,
            directory,
            standing: register.standing(),
            keys: BTreeMap::new(),
            witnesses: BTreeSet::new(),
            states: BTreeSet::new(),
            policies,
            revoked: BTreeSet::new(),
        };
        for cosignature in checkpoint.cosigners() {
            let witness = cosignature.witness().as_bytes();
            if let Some(certificate) = directory.certificate_of_witness(witness) {
                needs.witnesses.insert(certificate.id());
                needs.states.insert(certificate.issuer.state);
                needs.bring(*certificate.statement_key.as_bytes());
            }
        }
        keys.into_iter().for_each(|key| needs.bring(key));
        needs
    }

    fn bring(&mut self, key: [u8; 32]) {
        if let Some(author) = self.directory.author(&key) {
            self.keys.insert(key, &author.issuer);
            self.states.insert(author.issuer.state);
        }
    }

    /// Whether the pack has this act; to be asked in the order of [`Register::acts`].
    pub(super) fn take(&mut self, act: &Act) -> bool {
        let stands = self.standing.contains(&act.id());
        match act.content() {
            Content::Step(_) => true,
            // It follows from the steps.
            Content::DoubleSignature(_) => false,
            Content::Certificate(one) => {
                let owner = self.keys.get(one.statement_key.as_bytes());
                let names_key = owner.is_some_and(|owner| **owner == one.issuer);
                let needed = names_key || self.witnesses.contains(&act.id());
                stands && needed && !self.register.is_founding(&act.id())
            }
            Content::Revocation(one) => stands && self.is_cut(&one.says),
            Content::Withdrawal(one) => stands && self.states.contains(&one.says.state),
            // A policy binds whoever named it, whether its root still speaks or not.
            Content::Policy(_) => self.policies.contains(&act.id()),
        }
    }

    fn is_cut(&mut self, says: &RevocationRequest) -> bool {
        let owner = self.keys.get(&says.log.key);
        let author = self.directory.author(&says.log.key);
        owner.is_some_and(|owner| **owner == says.issuer)
            && author.and_then(|author| author.cut(says.log.epoch)) == Some(says.last)
            && self.revoked.insert(says.log)
    }
}
