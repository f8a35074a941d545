//! Whether a statement was released as its authority has declared.
//!
//! Everything that is asked here follows from the statement, the one before it, and acts that never change: the
//! policies that both name, and the rosters. Whether a policy stands now is not asked, because what was admitted
//! yesterday must be admitted by whoever comes tomorrow. Invariant: more acts turn only
//! [`PolicyFlaw::Unknown`] into another answer.

use crate::act::ActId;
use crate::approval::{self, ApprovalFlaw};
use crate::policy::{Policy, Rank};
use crate::roster::Directory;
use crate::statement::Header;

/// Why a statement was not released as its authority has declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFlaw {
    /// The log is bound by a policy, and the statement names none.
    #[error("statements of this log name a policy, and this one names none")]
    Missing,
    /// The policy that it names is not known here.
    #[error("the statement names a policy that is not known here")]
    Unknown,
    /// The policy is another authority's.
    #[error("the policy is that of another authority")]
    OfAnother,
    /// The root that declared the policy is not the state's in the roster that the statement names.
    #[error("the policy is not of the root that its state has in the roster that it names")]
    OfOtherRoot,
    /// A policy that goes before the one that binds the log.
    #[error("the policy is older than the one that the log has named")]
    Older,
    /// The officers' approvals are not what the policy asks for.
    #[error("the approvals are not what the policy asks for")]
    Approvals(#[source] ApprovalFlaw),
}

impl PolicyFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(self) -> &'static str {
        match self {
            PolicyFlaw::Missing => "no-policy",
            PolicyFlaw::Unknown => "unknown-policy",
            PolicyFlaw::OfAnother => "policy-of-another",
            PolicyFlaw::OfOtherRoot => "policy-of-other-root",
            PolicyFlaw::Older => "older-policy",
            PolicyFlaw::Approvals(flaw) => flaw.name(),
        }
    }
}

/// `bound` is the policy that the statement before names.
pub(crate) fn judge(
    header: &Header,
    bound: Option<ActId>,
    directory: &Directory,
) -> Result<(), PolicyFlaw> {
    let Some(named) = header.policy() else {
        return if bound.is_none() { Ok(()) } else { Err(PolicyFlaw::Missing) };
    };
    let (policy, rank) = known(&named, directory)?;
    if policy.says.issuer != header.issuer {
        return Err(PolicyFlaw::OfAnother);
    }
    // A root that was replaced declares nothing for what is said since: it may be in a thief's hands.
    let roster = directory.known_roster(&header.roster);
    let root = roster.and_then(|roster| roster.root_of(header.issuer.state));
    let root = root.map(|root| root.as_bytes());
    if root != Some(policy.root()) {
        return Err(PolicyFlaw::OfOtherRoot);
    }
    if let Some(bound) = bound
        && rank < known(&bound, directory)?.1
    {
        return Err(PolicyFlaw::Older);
    }
    approval::judge(header, &policy.says).map_err(PolicyFlaw::Approvals)
}

fn known<'a>(id: &ActId, directory: &'a Directory) -> Result<(&'a Policy, Rank), PolicyFlaw> {
    let policy = directory.policy(id).ok_or(PolicyFlaw::Unknown)?;
    let rank = policy.rank_in(directory.versions()).ok_or(PolicyFlaw::Unknown)?;
    Ok((policy, rank))
}
