//! Who let a statement of a pack out: what its officers approved, under the policy that it names.
//!
//! Invariant: a [`Release`] is made of a statement whose approvals hold and are what its policy asks for, and which
//! does not go behind what a statement of the pack named before it in its log. What the log had named before the
//! first of them is no part of it: a pack has no other statement to hold it against.

use super::verify::AuthorFlaw;
use crate::act::ActId;
use crate::log::{AdmissionFlaw, judge_policy};
use crate::policy::{OfficersNeeded, Role};
use crate::roster::Directory;
use crate::statement::Statement;

/// Under which policy a statement was let out, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The policy that it names.
    pub policy: ActId,
    /// Its serial among the policies of the authority.
    pub serial: u64,
    /// How many officers it asks for, for a statement of this kind.
    pub needed: OfficersNeeded,
    /// The approvals, in the order of the statement.
    pub approvals: Vec<Approved>,
}

/// One officer's approval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approved {
    /// As what.
    pub role: Role,
    /// The officer's pseudonym in the policy.
    pub officer: String,
    /// The officer's key.
    pub key: [u8; 32],
    /// When, by the officer's clock, in seconds since 1970.
    pub at: i64,
}

impl Release {
    /// Which policy applied, in words; of a statement that names none as well.
    pub fn applied(release: Option<&Self>) -> &'static str {
        match release.map(|release| release.needed) {
            None => "none named",
            Some(OfficersNeeded::One) => "one officer",
            Some(OfficersNeeded::Two) => "two officers",
        }
    }
}

/// Whether the statement was let out as its policy asks; none when it names none. `bound` is the policy that the last
/// statement of the pack before it in its log names.
pub(super) fn judge_release(
    statement: &Statement,
    bound: Option<ActId>,
    directory: &Directory,
) -> Result<Option<Release>, AuthorFlaw> {
    let header = &statement.header;
    statement.verify_release().map_err(AuthorFlaw::Signature)?;
    judge_policy(header, bound, directory)
        .map_err(|flaw| AuthorFlaw::Admission(AdmissionFlaw::Release(flaw)))?;
    let Some(release) = &header.release else { return Ok(None) };
    let policy = directory.policy(&release.policy).expect("because it was just judged");
    let approvals = release.approvals.iter().filter_map(|one| {
        let officer = policy.says.officer(&one.officer)?.name.clone();
        Some(Approved { role: one.role, officer, key: one.officer, at: one.at })
    });
    Ok(Some(Release {
        policy: release.policy,
        serial: policy.says.serial,
        needed: policy.says.needed_for(&header.kind),
        approvals: approvals.collect(),
    }))
}
