//! Policies of EE, and statements that its officers let out, for the laws and vectors of packs.
//!
//! Ann writes and reviews, Ben reviews and releases, Cid may do everything.

use chancery_encoding::Digest;

use super::Stage;
use crate::act::ActId;
use crate::approval::{Approval, Claim};
use crate::policy::{Officer, OfficersNeeded, Policy, PolicyTerms, Role};
use crate::statement::{Draft, Release};
use crate::tests::cast::{NOW, issuer, key};

/// Who approves as what.
pub(crate) type By<'a> = &'a [(&'a str, Role)];

/// Ann writes it, Ben releases it.
pub(crate) const USUAL: By<'static> = &[("ann", Role::Author), ("ben", Role::Releaser)];

fn officer(name: &str, roles: &[Role]) -> Officer {
    let key = key(&format!("officer {name}")).public();
    Officer { name: name.into(), key, roles: roles.to_vec() }
}

impl Stage {
    /// A policy of this authority, which counts from now on.
    pub(crate) fn declare(&mut self, code: &str, serial: u64, needed: OfficersNeeded) -> ActId {
        let directory = self.register.directory();
        let terms = PolicyTerms {
            network: directory.network(),
            issuer: issuer(code),
            under: directory.roster_hash(),
            serial,
            issued_at: NOW,
            officers_needed: needed,
            alone: vec!["renewal".into()],
            officers: vec![
                officer("ann", &[Role::Author, Role::Reviewer]),
                officer("ben", &[Role::Releaser, Role::Reviewer]),
                officer("cid", &Role::ALL),
            ],
        };
        let policy = Policy::issue(&terms, &key(&format!("{code} root")), directory).unwrap();
        self.enact(policy.bytes());
        policy.id()
    }

    /// A record under a policy with two officers, approved by these.
    pub(crate) fn release(&mut self, by: By<'_>) {
        let policy = self.declare("EE", 1, OfficersNeeded::Two);
        self.say(|draft| approve(draft, policy, by));
        self.at = self.log.len() - 1;
    }
}

/// These officers approve what the draft says now.
pub(crate) fn approve(draft: &mut Draft, policy: ActId, by: By<'_>) {
    let claim = Claim {
        policy,
        issuer: &draft.issuer,
        body: Digest::of(&draft.body),
        kind: &draft.kind,
        marking: draft.marking,
        audience: &[],
    };
    let sign = |(name, role): &(&str, Role)| {
        Approval::sign(&claim, *role, NOW + 30, &key(&format!("officer {name}")))
    };
    let mut approvals: Vec<Approval> = by.iter().map(sign).collect();
    approvals.sort_by_key(Approval::order);
    draft.release = Some(Release { policy, audience: Vec::new(), approvals });
}
