//! What an authority has declared about its officers: who may approve a release, and how many must.
//!
//! An act of the state root, so that whoever holds a node's key alone cannot change it. Peers check every
//! statement that names a policy against it. Invariant: the officers of a [`Policy`] have different names and
//! different keys, none a root of any state in the roster that it names, and where two officers are needed,
//! two can be found among them.

mod form;

use std::cmp::Reverse;

use chancery_encoding::{Digest, Fields};
use chancery_record::StateCode;
use ciborium::Value;

use crate::act::ActId;
use crate::act::rooted::{Rooted, RootedFlaw, Says, issued_at, issuer};
use crate::key::PublicKey;
use crate::log::POSITION_MAX;
use crate::roster::{Directory, Roster, Versions};
use crate::statement::Issuer;

/// Most bytes of a policy: 64 officers of 130 bytes each are 8 KiB, 32 kinds of 130 are 4 KiB.
const POLICY_BYTES_MAX: usize = 16 * 1024;

/// Most officers of one authority.
pub const OFFICERS_MAX: usize = 64;

/// Most kinds that need no second officer.
const ALONE_MAX: usize = 32;

pub(crate) const POLICY_MEDIA_TYPE: &str = "application/vnd.chancery.policy+cbor";

/// As what an officer approves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Wrote it.
    Author,
    /// Lets it out.
    Releaser,
    /// Read it, and stands by it.
    Reviewer,
}

impl Role {
    /// All roles, in the order in which approvals stand.
    pub const ALL: [Role; 3] = [Role::Author, Role::Releaser, Role::Reviewer];

    /// As it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Author => "author",
            Role::Releaser => "releaser",
            Role::Reviewer => "reviewer",
        }
    }
}

impl std::fmt::Display for Role {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that is no role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a role is author, reviewer or releaser")]
pub struct UnknownRole;

impl std::str::FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Role::ALL.into_iter().find(|role| role.as_str() == text).ok_or(UnknownRole)
    }
}

/// How many officers a release needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OfficersNeeded {
    /// One, and nobody asks for its signature.
    One,
    /// Two: one who wrote or read it, and another who releases it.
    Two,
}

impl OfficersNeeded {
    /// As a number.
    pub const fn count(self) -> u64 {
        match self {
            OfficersNeeded::One => 1,
            OfficersNeeded::Two => 2,
        }
    }

    /// Of a number; none but for 1 and 2.
    pub const fn of(count: u64) -> Option<Self> {
        match count {
            1 => Some(OfficersNeeded::One),
            2 => Some(OfficersNeeded::Two),
            _ => None,
        }
    }
}

/// A person who approves, under a name that says nothing outside the authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Officer {
    /// A pseudonym, such as `officer-7`.
    pub name: String,
    /// The key that signs approvals.
    pub key: PublicKey,
    /// What the officer may approve as, ascending.
    pub roles: Vec<Role>,
}

impl Officer {
    /// Whether the officer may approve as `role`.
    pub fn may(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// What a root is asked to declare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyTerms {
    /// The hash of the network's founding roster.
    pub network: Digest,
    /// State and authority.
    pub issuer: Issuer,
    /// The hash of the roster version that the root is that of the state in.
    pub under: Digest,
    /// Counts up with each policy of the authority.
    pub serial: u64,
    /// When, in seconds since 1970; for people.
    pub issued_at: i64,
    /// How many officers a release needs.
    pub officers_needed: OfficersNeeded,
    /// Kinds that one officer may release all the same, ascending.
    pub alone: Vec<String>,
    /// The officers, ascending by name.
    pub officers: Vec<Officer>,
}

/// A verified policy.
pub type Policy = Rooted<PolicyTerms>;

/// Which of two policies of one authority goes before the other: the roster version that it was made under, so
/// that a root that was replaced cannot outbid the one that replaced it; then the serial; then the smaller id.
pub type Rank = (u64, u64, Reverse<ActId>);

impl PolicyTerms {
    /// How many officers a statement of this kind needs.
    pub fn needed_for(&self, kind: &str) -> OfficersNeeded {
        if self.alone.iter().any(|alone| alone == kind) {
            OfficersNeeded::One
        } else {
            self.officers_needed
        }
    }

    /// The officer with this key.
    pub fn officer(&self, key: &[u8; 32]) -> Option<&Officer> {
        self.officers.iter().find(|officer| officer.key.as_bytes() == key)
    }
}

impl Policy {
    /// Signs a policy with the state's root key; also refuses an officer whose key a node of the state has.
    ///
    /// Whoever reads a policy cannot hold it against certificates, of which every reader knows others; so that is
    /// asked here, where it is made.
    ///
    /// # Errors
    /// When the terms break a rule that would have the policy refused.
    pub fn declare(
        terms: &PolicyTerms,
        root: &crate::key::SecretKey,
        directory: &Directory,
    ) -> Result<Self, RootedFlaw> {
        let certified = directory.authors().flat_map(|author| author.certificate.keys());
        let witnesses = directory.witnesses().flat_map(|one| one.keys());
        let mut taken = certified.chain(witnesses);
        if taken.any(|key| terms.officer(key).is_some()) {
            return Err(RootedFlaw::KeyReused);
        }
        Self::issue(terms, root, directory)
    }

    /// Its rank among the policies of its authority; none where its roster is not known.
    pub(crate) fn rank_in(&self, versions: &Versions) -> Option<Rank> {
        let version = versions.roster(&self.says.under)?.version;
        Some((version, self.says.serial, Reverse(self.id())))
    }
}

impl Says for PolicyTerms {
    const MEDIA_TYPE: &str = POLICY_MEDIA_TYPE;
    const BYTES_MAX: usize = POLICY_BYTES_MAX;

    fn write(&self) -> Vec<(Value, Value)> {
        vec![
            (1.into(), Value::Bytes(self.network.as_bytes().to_vec())),
            (2.into(), self.issuer.state.as_str().into()),
            (3.into(), self.issuer.authority.clone().into()),
            (4.into(), Value::Bytes(self.under.as_bytes().to_vec())),
            (5.into(), self.serial.into()),
            (6.into(), self.issued_at.into()),
            (7.into(), self.officers_needed.count().into()),
            (8.into(), Value::Array(self.alone.iter().map(|kind| kind.clone().into()).collect())),
            (9.into(), form::write_officers(&self.officers)),
        ]
    }

    fn read(fields: &mut Fields) -> Result<Self, RootedFlaw> {
        let terms = PolicyTerms {
            network: Digest::from_bytes(fields.bytes32(1)?),
            issuer: issuer(fields)?,
            under: Digest::from_bytes(fields.bytes32(4)?),
            serial: fields.uint(5)?,
            issued_at: issued_at(fields, 6)?,
            officers_needed: OfficersNeeded::of(fields.uint(7)?).ok_or(RootedFlaw::Range)?,
            alone: form::read_kinds(fields.array(8)?)?,
            officers: form::read_officers(fields.array(9)?)?,
        };
        if terms.serial > POSITION_MAX {
            return Err(RootedFlaw::Range);
        }
        form::check_two(&terms)?;
        Ok(terms)
    }

    fn origin(&self) -> (Digest, StateCode, Digest) {
        (self.network, self.issuer.state, self.under)
    }

    fn fits(&self, roster: &Roster) -> Result<(), RootedFlaw> {
        let is_root = |officer: &Officer| roster.has_root(officer.key.as_bytes());
        if self.officers.iter().any(is_root) { Err(RootedFlaw::KeyReused) } else { Ok(()) }
    }
}
