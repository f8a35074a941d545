//! What a statement says: its body, and the policy that it is released under.
//!
//! A release publishes exactly the bytes that its officers approved; without one the body is written here, with a
//! fresh salt. The invariant: a statement names the newest policy of its authority that stands, or none where none
//! was ever declared, and what needs two officers is not sealed without them.

use std::sync::Arc;

use chancery_encoding::Digest;
use chancery_ledger::act::ActId;
use chancery_ledger::approval::{Approval, Claim, judge_all};
use chancery_ledger::policy::{OfficersNeeded, Policy};
use chancery_ledger::statement::Release;
use chancery_record::Marking;

use super::Engine;
use crate::publishing::{PublishError, Ready, Sealed};

/// Body and release of a statement.
pub(super) struct Contents {
    pub(super) body: Vec<u8>,
    pub(super) release: Option<Release>,
}

impl Engine {
    /// What a statement behind one that names `bound` says.
    pub(super) fn contents(
        &self,
        ready: &Ready,
        bound: Option<ActId>,
    ) -> Result<Contents, PublishError> {
        let policy = self.replica.directory().policy_in_force(&self.issuer);
        let Some(policy) = policy else {
            if bound.is_some() {
                return Err(PublishError::PolicyGone);
            }
            return match &ready.sealed {
                None => Ok(Contents { body: fresh_body(ready)?, release: None }),
                Some(_) => Err(PublishError::PolicyChanged),
            };
        };
        let (body, approvals) = match &ready.sealed {
            None => (fresh_body(ready)?, Vec::new()),
            Some(Sealed { body, approvals, policy: under }) if *under == policy.id() => {
                (body.clone(), approvals.clone())
            }
            Some(_) => return Err(PublishError::PolicyChanged),
        };
        self.check_approvals(ready, policy, &approvals)?;
        let audience = ready.record.audience();
        let claim = Claim {
            policy: policy.id(),
            issuer: &self.issuer,
            body: Digest::of(&body),
            kind: ready.record.kind_name(),
            marking: marking(ready),
            audience: &audience,
        };
        if !approvals.iter().all(|approval| approval.verifies(&claim)) {
            let what = "an approval is of another body, kind, marking or audience";
            return Err(PublishError::ApprovedBody(what));
        }
        let release = Release { policy: policy.id(), audience, approvals };
        Ok(Contents { body, release: Some(release) })
    }

    fn check_approvals(
        &self,
        ready: &Ready,
        policy: &Arc<Policy>,
        approvals: &[Approval],
    ) -> Result<(), PublishError> {
        let needed = policy.says.needed_for(ready.record.kind_name());
        if needed == OfficersNeeded::Two && ready.sealed.is_none() {
            return Err(PublishError::TwoOfficers { serial: policy.says.serial });
        }
        let node_key = self.signer.key().public();
        judge_all(approvals, needed, node_key.as_bytes(), &policy.says)
            .map_err(PublishError::Approvals)
    }
}

/// A record that was checked has one; without any, nobody may read it.
pub(super) fn marking(ready: &Ready) -> Marking {
    ready.record.marking().unwrap_or(Marking::Red)
}

fn fresh_body(ready: &Ready) -> Result<Vec<u8>, PublishError> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|_| PublishError::Randomness)?;
    Ok(ready.record.to_body(salt))
}
