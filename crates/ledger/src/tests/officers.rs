//! The officers of the cast, the policies that name them, and statements that they approve.
//!
//! Ann writes and reviews, Ben reviews and releases, Cid may do everything. Invariant: what the usual two approve is
//! admitted behind the founding statement of EE.

use chancery_encoding::{Digest, Limits, decode, encode};
use chancery_record::Marking;
use ciborium::Value;

use super::cast::{NOW, directory, draft, founding, issuer, key, record, roster};
use super::forge::set;
use crate::act::ActId;
use crate::approval::{Approval, Claim};
use crate::key::SecretKey;
use crate::policy::{Officer, OfficersNeeded, Policy, PolicyTerms, Role};
use crate::statement::{Draft, Release};

pub(crate) const AUDIENCE: [&str; 1] = ["members"];

pub(crate) fn officer(name: &str, roles: &[Role]) -> Officer {
    Officer {
        name: name.into(),
        key: key(&format!("officer {name}")).public(),
        roles: roles.to_vec(),
    }
}

/// Two of three, and acknowledgements by one.
pub(crate) fn terms(code: &str, serial: u64) -> PolicyTerms {
    PolicyTerms {
        network: roster().hash(),
        issuer: issuer(code),
        under: roster().hash(),
        serial,
        issued_at: NOW,
        officers_needed: OfficersNeeded::Two,
        alone: vec!["acknowledgement".into()],
        officers: vec![
            officer("ann", &[Role::Author, Role::Reviewer]),
            officer("ben", &[Role::Releaser, Role::Reviewer]),
            officer("cid", &Role::ALL),
        ],
    }
}

pub(crate) fn policy_of(terms: &PolicyTerms) -> Policy {
    let root = key(&format!("{} root", terms.issuer.state));
    Policy::issue(terms, &root, &directory()).unwrap()
}

/// The policy of EE with two officers.
pub(crate) fn policy() -> Policy {
    policy_of(&terms("EE", 1))
}

/// A body whose record names its audience.
pub(crate) fn body(code: &str, title: &str) -> Vec<u8> {
    let mut record = record(code, title);
    let audience = Value::Array(AUDIENCE.map(Value::from).to_vec());
    set(&mut record, &["handling".into(), "audience".into()], audience);
    encode(&Value::Map(vec![("record".into(), record), ("salt".into(), Value::Bytes(vec![7; 16]))]))
}

/// What is claimed of a body of EE.
pub(crate) struct Claimed {
    pub(crate) policy: ActId,
    pub(crate) code: &'static str,
    pub(crate) body: Vec<u8>,
    pub(crate) kind: &'static str,
    pub(crate) marking: Marking,
    pub(crate) audience: Vec<String>,
}

impl Claimed {
    pub(crate) fn new() -> Self {
        Self {
            policy: policy().id(),
            code: "EE",
            body: body("EE", "A title"),
            kind: "threat-advisory",
            marking: Marking::Green,
            audience: AUDIENCE.map(String::from).to_vec(),
        }
    }

    pub(crate) fn sign(&self, name: &str, role: Role) -> Approval {
        self.sign_with(&key(&format!("officer {name}")), role)
    }

    /// By these officers, in order.
    pub(crate) fn approvals(&self, by: &[(&str, Role)]) -> Vec<Approval> {
        let mut approvals: Vec<_> = by.iter().map(|(name, role)| self.sign(name, *role)).collect();
        approvals.sort_by_key(Approval::order);
        approvals
    }

    /// The draft of the statement at place 1 with these approvals.
    pub(crate) fn draft(&self, approvals: Vec<Approval>) -> Draft {
        Draft {
            kind: self.kind.into(),
            marking: self.marking,
            body: self.body.clone(),
            release: Some(Release {
                policy: self.policy,
                audience: self.audience.clone(),
                approvals,
            }),
            ..draft("EE", 1, Some(founding("EE").id()))
        }
    }
}

/// Ann writes it, Ben releases it.
pub(crate) const USUAL: [(&str, Role); 2] = [("ann", Role::Author), ("ben", Role::Releaser)];

/// A policy of EE that asks for one officer.
pub(crate) fn alone_terms() -> PolicyTerms {
    PolicyTerms { officers_needed: OfficersNeeded::One, officers: Vec::new(), ..terms("EE", 1) }
}

impl Claimed {
    /// An approval by any key.
    pub(crate) fn sign_with(&self, key: &SecretKey, role: Role) -> Approval {
        let issuer = issuer(self.code);
        let claim = Claim {
            policy: self.policy,
            issuer: &issuer,
            body: Digest::of(&self.body),
            kind: self.kind,
            marking: self.marking,
            audience: &self.audience,
        };
        Approval::sign(&claim, role, NOW + 30, key)
    }

    /// The same body with a record of this kind.
    pub(crate) fn body_of_kind(&self) -> Vec<u8> {
        let limits = Limits { bytes_max: self.body.len(), depth_max: 8, tag: None };
        let mut body = decode(&self.body, limits).unwrap();
        set(&mut body, &["record".into(), "kind".into()], self.kind.into());
        encode(&body)
    }
}

/// The same signature with L added to S: what a reader that is not strict would take as well.
pub(crate) fn malleated(mut signature: [u8; 64]) -> [u8; 64] {
    const L: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut carry = 0;
    for (byte, add) in signature[32..].iter_mut().zip(L) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        (*byte, carry) = (u8::try_from(sum % 256).unwrap(), sum / 256);
    }
    signature
}
