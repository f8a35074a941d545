//! Who may sign what: what follows from the roster and all acts, ready to be asked by key.
//!
//! Verification asks for an author with every statement, so keys are kept parsed. A directory is made
//! by a [`crate::roster::Register`] and depends on the set of its acts alone. Invariant: every author here
//! has a certificate that stands, and no key serves two authorities.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use chancery_encoding::Digest;
use chancery_record::StateCode;

use crate::act::ActId;
use crate::certificate::{Certificate, CertificateFlaw};
use crate::key::{KnownKeys, PublicKey};
use crate::log::{Id, LogId};
use crate::policy::Policy;
use crate::roster::{Genesis, Member, Register, Roster, Versions};
use crate::statement::Issuer;

/// The last place of a log that stands, with the id there; none when nothing of it stands.
pub type Cut = Option<(u64, Id)>;

/// The statement keys, witness keys and transport keys that the network knows.
#[derive(Clone, Debug)]
pub struct Directory {
    pub(crate) versions: Arc<Versions>,
    pub(crate) roster: Arc<Roster>,
    pub(crate) roster_hash: Digest,
    pub(crate) authors: BTreeMap<[u8; 32], Author>,
    /// Transport keys, to the statement key of their author.
    pub(crate) transports: BTreeMap<[u8; 32], [u8; 32]>,
    pub(crate) witnesses: BTreeMap<[u8; 32], Arc<Certificate>>,
    pub(crate) policies: BTreeMap<ActId, Arc<Policy>>,
    pub(crate) policies_in_force: BTreeMap<Issuer, Arc<Policy>>,
}

/// An authority's node as its certificate describes it.
#[derive(Clone, Debug)]
pub struct Author {
    /// State and authority.
    pub issuer: Issuer,
    /// The statement key, parsed.
    pub key: PublicKey,
    /// The raw transport key of its node.
    pub transport: [u8; 32],
    /// The highest epoch that the state root has opened.
    pub epoch: u64,
    /// Whether the state may publish.
    pub membership: Membership,
    /// The certificate with the highest serial.
    pub certificate: Arc<Certificate>,
    /// Where its logs end, by epoch; a log that is not here goes on.
    pub cuts: BTreeMap<u64, Cut>,
    /// The epochs that are open, with the first roster version that their statements may name.
    pub(crate) opened: BTreeMap<u64, u64>,
}

/// How a state belongs to the network now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// It has subscribed: it publishes and votes.
    Member,
    /// It listens.
    Observer,
    /// A member that for now neither publishes nor votes.
    Suspended,
    /// It was removed or has withdrawn; what it said before may still stand.
    Gone,
}

impl Membership {
    /// Whether the state's nodes belong to the network now.
    pub fn is_active(self) -> bool {
        match self {
            Membership::Member | Membership::Observer => true,
            Membership::Suspended | Membership::Gone => false,
        }
    }
}

impl Author {
    /// Whether the log of its highest epoch has ended.
    pub fn is_closed(&self) -> bool {
        self.cuts.contains_key(&self.epoch)
    }

    /// Where the log of an epoch ends, if it does.
    pub fn cut(&self, epoch: u64) -> Option<Cut> {
        self.cuts.get(&epoch).copied()
    }

    /// Whether a certificate opens this epoch.
    pub fn has_opened(&self, epoch: u64) -> bool {
        self.opened.contains_key(&epoch)
    }

    /// The logs that the author has, in the order of their epochs.
    pub fn logs(&self) -> impl Iterator<Item = LogId> {
        let key = *self.key.as_bytes();
        self.opened.keys().map(move |epoch| LogId { key, epoch: *epoch })
    }
}

impl Directory {
    /// The directory that a genesis file gives, before any act.
    pub fn new(genesis: &Genesis) -> Self {
        Register::new(genesis).directory().clone()
    }

    /// The author of statements under this key.
    pub fn author(&self, statement_key: &[u8; 32]) -> Option<&Author> {
        self.authors.get(statement_key)
    }

    /// The author whose node has this transport key, while its state is active and its log goes on.
    ///
    /// A key that two issuers claim belongs to nobody; within an issuer the highest serial has it.
    pub fn by_transport(&self, transport_key: &[u8; 32]) -> Option<&Author> {
        self.authors.get(self.transports.get(transport_key)?)
    }

    /// The certificate of this witness key, also an earlier one that still stands.
    pub fn certificate_of_witness(&self, witness_key: &[u8; 32]) -> Option<&Certificate> {
        self.witnesses.get(witness_key).map(Arc::as_ref)
    }

    /// All certificates whose witness keys verify cosignatures.
    pub fn witnesses(&self) -> impl Iterator<Item = &Certificate> {
        self.witnesses.values().map(Arc::as_ref)
    }

    /// All authors, by statement key.
    pub fn authors(&self) -> impl Iterator<Item = &Author> {
        self.authors.values()
    }

    /// Whether `hash` is that of a version of the roster that is known here.
    pub fn knows_roster(&self, hash: &Digest) -> bool {
        self.versions.roster(hash).is_some()
    }

    /// The hash of the founding roster, which names the network.
    pub fn network(&self) -> Digest {
        self.versions.network()
    }

    /// The hash of the roster in force.
    pub fn roster_hash(&self) -> Digest {
        self.roster_hash
    }

    /// The roster in force.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    /// A version that is known, in force or not.
    pub fn known_roster(&self, hash: &Digest) -> Option<&Roster> {
        self.versions.roster(hash).map(Arc::as_ref)
    }

    /// All versions that are known, in force or not, by hash.
    pub fn known_rosters(&self) -> impl Iterator<Item = (&Digest, &Roster)> {
        self.versions.all().map(|(hash, roster)| (hash, roster.as_ref()))
    }

    /// The member states, suspended ones too.
    pub fn members(&self) -> &[Member] {
        &self.roster.members
    }

    /// The member with this code, suspended or not.
    pub fn member(&self, state: StateCode) -> Option<&Member> {
        self.roster.member(state)
    }

    /// Reads a certificate that was made under a version that is known here.
    ///
    /// # Errors
    /// When it does not verify. That it verifies does not say that it stands.
    pub fn read_certificate(&self, bytes: &[u8]) -> Result<Certificate, CertificateFlaw> {
        Certificate::read(bytes, &self.versions, &KnownKeys::default())
    }

    /// The policy with this id, also one that is not in force.
    pub fn policy(&self, id: &ActId) -> Option<&Policy> {
        self.policies.get(id).map(Arc::as_ref)
    }

    /// All policies that are known, in force or not.
    pub fn policies(&self) -> impl Iterator<Item = &Policy> {
        self.policies.values().map(Arc::as_ref)
    }

    /// The policy in force of an authority: of those of its state's root that stand, the one of the newest roster
    /// version and there of the highest serial. None where none was declared, or none since the root was replaced.
    pub fn policy_in_force(&self, issuer: &Issuer) -> Option<&Arc<Policy>> {
        self.policies_in_force.get(issuer)
    }

    pub(crate) fn versions(&self) -> &Versions {
        &self.versions
    }
}
