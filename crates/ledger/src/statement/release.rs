//! Under which policy a statement was released: fields 8 to 10 of the header, which stand together or not at all.
//!
//! Invariant: a release that is read has one spelling, and its audience is a list of names.

use ciborium::Value;

use chancery_encoding::Fields;

use crate::act::ActId;
use crate::approval::{
    Approval, Claim, read_approvals, read_audience, write_approvals, write_audience,
};
use crate::statement::sign1::Sign1Flaw;
use crate::statement::{Header, StatementFlaw};

const OURS_POLICY: i64 = 8;
const OURS_AUDIENCE: i64 = 9;
const OURS_APPROVALS: i64 = 10;

/// The policy that a statement names, and what officers have approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The act that declares the policy.
    pub policy: ActId,
    /// Who is to read it: the audience of the record, as the record has it. Of a certificate nobody.
    pub audience: Vec<String>,
    /// Ascending by role as it is written, and by key; none where the policy asks for none.
    pub approvals: Vec<Approval>,
}

/// Why what a statement says of its release is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReleaseFlaw {
    /// Policy, audience and approvals do not stand together, or a certificate has readers or approvals.
    #[error("policy, audience and approvals are not there together, or not as they must be")]
    Fields,
    /// The audience is no list of names.
    #[error("the audience is not a list of names")]
    Audience,
    /// The approvals are no list of them.
    #[error("the approvals are not roles, keys, times and signatures, or not sorted, or too many")]
    Approvals,
    /// An officer did not sign this.
    #[error("an approval does not verify over what the statement says")]
    BadApproval,
}

impl ReleaseFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(self) -> &'static str {
        match self {
            ReleaseFlaw::Fields => "release-fields",
            ReleaseFlaw::Audience => "audience",
            ReleaseFlaw::Approvals => "approvals",
            ReleaseFlaw::BadApproval => "bad-approval",
        }
    }
}

pub(super) fn read(ours: &mut Fields) -> Result<Option<Release>, StatementFlaw> {
    let field = |flaw| StatementFlaw::Frame(Sign1Flaw::Header(flaw));
    let policy = ours.if_there(OURS_POLICY, Fields::bytes32).map_err(field)?;
    let audience = ours.if_there(OURS_AUDIENCE, Fields::array).map_err(field)?;
    let approvals = ours.if_there(OURS_APPROVALS, Fields::array).map_err(field)?;
    let refused = StatementFlaw::Release;
    match (policy, audience, approvals) {
        (None, None, None) => Ok(None),
        (Some(policy), Some(audience), Some(approvals)) => Ok(Some(Release {
            policy: ActId::from_bytes(policy),
            audience: read_audience(audience).map_err(|_| refused(ReleaseFlaw::Audience))?,
            approvals: read_approvals(approvals).map_err(|_| refused(ReleaseFlaw::Approvals))?,
        })),
        _ => Err(refused(ReleaseFlaw::Fields)),
    }
}

impl Release {
    pub(super) fn write(&self) -> [(Value, Value); 3] {
        [
            (OURS_POLICY.into(), Value::Bytes(self.policy.as_bytes().to_vec())),
            (OURS_AUDIENCE.into(), write_audience(&self.audience)),
            (OURS_APPROVALS.into(), write_approvals(&self.approvals)),
        ]
    }

    /// A certificate is the root's: nobody approves it, and it has no readers of its own.
    pub(super) fn check_bare(&self) -> Result<(), ReleaseFlaw> {
        let bare = self.audience.is_empty() && self.approvals.is_empty();
        if bare { Ok(()) } else { Err(ReleaseFlaw::Fields) }
    }

    /// Whether every officer named has signed what the statement says.
    pub(super) fn verify(&self, header: &Header) -> Result<(), ReleaseFlaw> {
        let claim = Claim {
            policy: self.policy,
            issuer: &header.issuer,
            body: header.body_digest,
            kind: &header.kind,
            marking: header.marking,
            audience: &self.audience,
        };
        let holds = self.approvals.iter().all(|approval| approval.verifies(&claim));
        if holds { Ok(()) } else { Err(ReleaseFlaw::BadApproval) }
    }
}
