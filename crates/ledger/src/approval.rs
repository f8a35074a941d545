//! An officer's signature under one body, for its kind, marking and audience.
//!
//! It travels in the statement's header and holds for nothing else: not for another body, audience or role, and,
//! because the policy's id is in it, not for another authority or network. Whether signatures hold is asked with
//! the statement's own (`Decoded::authenticate`); [`judge`] asks the rest, of the policy. Invariant: what `judge`
//! says depends on the statement and the policy alone.

mod list;

use std::collections::BTreeSet;

use chancery_encoding::{Digest, encode};
use chancery_record::Marking;
use ciborium::Value;

use crate::act::ActId;
use crate::key::{PublicKey, SIGNATURE_BYTES, SecretKey};
use crate::policy::{OfficersNeeded, PolicyTerms, Role};
use crate::statement::sign1::{self, LABEL_CONTENT_TYPE};
use crate::statement::{Header, Issuer};

pub use list::{APPROVALS_MAX, READERS_MAX};
pub(crate) use list::{read_approvals, read_audience, write_approvals, write_audience};

/// What COSE calls the context; its own are all others (RFC 9052, section 4.4).
const CONTEXT: &str = "Approval";
const MEDIA_TYPE: &str = "application/vnd.chancery.approval+cbor";

/// What officers approve: one body, and to whom it goes as what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim<'a> {
    /// The policy that they approve under, which names network and authority.
    pub policy: ActId,
    /// Whose record it is.
    pub issuer: &'a Issuer,
    /// SHA-256 of the body.
    pub body: Digest,
    /// Its kind.
    pub kind: &'a str,
    /// Who may read it.
    pub marking: Marking,
    /// Who is to read it, as the record has it.
    pub audience: &'a [String],
}

/// An officer's approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// As what the officer approves.
    pub role: Role,
    /// The officer's key.
    pub officer: [u8; 32],
    /// When, by the officer's clock, in seconds since 1970.
    pub at: i64,
    /// Over the claim, the role and the time.
    pub signature: [u8; SIGNATURE_BYTES],
}

/// Why the approvals of a statement are not what its policy asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApprovalFlaw {
    /// Somebody approves who is none of the policy's officers.
    #[error("an approval is by a key that the policy does not name")]
    NotAnOfficer,
    /// An officer approves as what it may not.
    #[error("an officer approves as {0}, and does not have that role")]
    RoleNotHeld(Role),
    /// The key that signs the statement approves it.
    #[error("the key that signs the statement approves it as well")]
    NodeKey,
    /// Two officers are needed, and nobody approves as author or reviewer.
    #[error("two officers are needed, and none approves as author or reviewer")]
    ReviewMissing,
    /// Two officers are needed, and nobody approves as releaser.
    #[error("two officers are needed, and none approves as releaser")]
    ReleaseMissing,
    /// Whoever wrote it releases it.
    #[error("two officers are needed, and the author releases it")]
    ReleaserIsAuthor,
    /// One officer reviews and releases.
    #[error("two officers are needed, and one gives all approvals")]
    OneOfficer,
}

impl ApprovalFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(self) -> &'static str {
        match self {
            ApprovalFlaw::NotAnOfficer => "not-an-officer",
            ApprovalFlaw::RoleNotHeld(_) => "role-not-held",
            ApprovalFlaw::NodeKey => "node-key-approves",
            ApprovalFlaw::ReviewMissing => "review-missing",
            ApprovalFlaw::ReleaseMissing => "release-missing",
            ApprovalFlaw::ReleaserIsAuthor => "releaser-is-author",
            ApprovalFlaw::OneOfficer => "one-officer",
        }
    }
}

impl Claim<'_> {
    /// What an officer signs.
    fn message(&self, role: Role, at: i64) -> Vec<u8> {
        let claim = Value::Map(vec![
            (1.into(), Value::Bytes(self.policy.as_bytes().to_vec())),
            (2.into(), self.issuer.state.as_str().into()),
            (3.into(), self.issuer.authority.clone().into()),
            (4.into(), Value::Bytes(self.body.as_bytes().to_vec())),
            (5.into(), self.kind.into()),
            (6.into(), self.marking.as_str().into()),
            (7.into(), write_audience(self.audience)),
            (8.into(), role.as_str().into()),
            (9.into(), at.into()),
        ]);
        encode(&Value::Array(vec![
            CONTEXT.into(),
            Value::Bytes(sign1::protected(vec![(LABEL_CONTENT_TYPE.into(), MEDIA_TYPE.into())])),
            Value::Bytes(Vec::new()),
            Value::Bytes(encode(&claim)),
        ]))
    }
}

impl Approval {
    /// Approves as `role`, at a time in seconds since 1970.
    pub fn sign(claim: &Claim<'_>, role: Role, at: i64, key: &SecretKey) -> Self {
        let signature = key.sign(&claim.message(role, at));
        Self { role, officer: *key.public().as_bytes(), at, signature }
    }

    /// Whether the officer's key made this signature over that claim, strictly; not whether the key is an officer's.
    pub fn verifies(&self, claim: &Claim<'_>) -> bool {
        let Ok(key) = PublicKey::from_bytes(self.officer) else { return false };
        key.verify(&claim.message(self.role, self.at), &self.signature).is_ok()
    }

    /// The order in which approvals stand in a statement: by role as it is written, then by key.
    pub fn order(&self) -> (Role, [u8; 32]) {
        (self.role, self.officer)
    }
}

/// Whether the approvals of a statement are enough under the policy that it names; their signatures hold already.
///
/// # Errors
/// The first flaw.
pub fn judge(header: &Header, policy: &PolicyTerms) -> Result<(), ApprovalFlaw> {
    let approvals = header.release.as_ref().map(|release| release.approvals.as_slice());
    let needed = match header.is_certificate() {
        // The root has signed it.
        true => OfficersNeeded::One,
        false => policy.needed_for(&header.kind),
    };
    judge_all(approvals.unwrap_or_default(), needed, &header.key, policy)
}

/// What is missing or wrong in approvals that are still being gathered: the same rules, without a statement.
///
/// # Errors
/// The first flaw.
pub fn judge_all(
    approvals: &[Approval],
    needed: OfficersNeeded,
    node_key: &[u8; 32],
    policy: &PolicyTerms,
) -> Result<(), ApprovalFlaw> {
    for approval in approvals {
        if approval.officer == *node_key {
            return Err(ApprovalFlaw::NodeKey);
        }
        let officer = policy.officer(&approval.officer).ok_or(ApprovalFlaw::NotAnOfficer)?;
        if !officer.may(approval.role) {
            return Err(ApprovalFlaw::RoleNotHeld(approval.role));
        }
    }
    match needed {
        OfficersNeeded::One => Ok(()),
        OfficersNeeded::Two => judge_two(approvals),
    }
}

fn judge_two(approvals: &[Approval]) -> Result<(), ApprovalFlaw> {
    let by = |role: Role| -> BTreeSet<&[u8; 32]> {
        let approved = approvals.iter().filter(|approval| approval.role == role);
        approved.map(|approval| &approval.officer).collect()
    };
    let (authors, reviewers, releasers) =
        (by(Role::Author), by(Role::Reviewer), by(Role::Releaser));
    if authors.is_empty() && reviewers.is_empty() {
        return Err(ApprovalFlaw::ReviewMissing);
    }
    if releasers.is_empty() {
        return Err(ApprovalFlaw::ReleaseMissing);
    }
    if !authors.is_disjoint(&releasers) {
        return Err(ApprovalFlaw::ReleaserIsAuthor);
    }
    let backers: BTreeSet<_> = authors.union(&reviewers).collect();
    let all: BTreeSet<_> = releasers.iter().chain(backers).collect();
    if all.len() < 2 { Err(ApprovalFlaw::OneOfficer) } else { Ok(()) }
}
