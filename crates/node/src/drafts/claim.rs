//! What an officer signs, and the signature that comes back.
//!
//! The node hands out the body itself: whoever signs computes its hash and reads its text there, and so
//! need not believe the node about what is approved.

use chancery_encoding::Digest;
use chancery_ledger::act::ActId;
use chancery_ledger::approval::{Approval, Claim};
use chancery_ledger::key::{PublicKey, SecretKey};
use chancery_ledger::policy::Role;
use chancery_ledger::statement::Issuer;
use chancery_record::{Marking, Record};
use serde::{Deserialize, Serialize};

/// What is to be approved of one draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftClaim {
    /// The draft.
    pub name: String,
    /// Its fixed body.
    pub body: Vec<u8>,
    /// The policy under which.
    pub policy: ActId,
    /// Whose record it is.
    pub issuer: Issuer,
}

/// An officer's signature, as it travels between command line and node and lies in the draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// As what: `author`, `reviewer`, `releaser`.
    pub role: String,
    /// The officer's key, 64 hexadecimal digits.
    pub officer: String,
    /// When, by the officer's clock, in seconds since 1970.
    pub at: i64,
    /// The signature, 128 hexadecimal digits.
    pub signature: String,
}

/// What of a body stands in the claim beside its hash.
pub(crate) struct Told {
    kind: String,
    marking: Marking,
    audience: Vec<String>,
}

impl Told {
    pub(crate) fn of(record: &Record) -> Told {
        Told {
            kind: record.kind_name().to_owned(),
            // As the sealing reads it: without a marking nobody may read it.
            marking: record.marking().unwrap_or(Marking::Red),
            audience: record.audience(),
        }
    }
}

impl DraftClaim {
    /// The record in the body, for the officer to read.
    pub fn record(&self) -> Option<Record> {
        Record::from_body(&self.body).ok()
    }

    /// The hash of the body: what is approved.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.body)
    }

    /// Signs it as an officer; none when the body does not read.
    pub fn sign(&self, role: Role, at: i64, key: &SecretKey) -> Option<Signed> {
        let told = Told::of(&self.record()?);
        let approval = Approval::sign(&self.claim(&told), role, at, key);
        Some(Signed::of(&approval))
    }

    /// Whether the signature is over this very claim.
    pub(crate) fn is_signed_by(&self, approval: &Approval) -> bool {
        self.record().is_some_and(|record| approval.verifies(&self.claim(&Told::of(&record))))
    }

    fn claim<'a>(&'a self, told: &'a Told) -> Claim<'a> {
        Claim {
            policy: self.policy,
            issuer: &self.issuer,
            body: self.digest(),
            kind: &told.kind,
            marking: told.marking,
            audience: &told.audience,
        }
    }
}

impl Signed {
    fn of(approval: &Approval) -> Signed {
        Signed {
            role: approval.role.to_string(),
            officer: hex(&approval.officer),
            at: approval.at,
            signature: hex(&approval.signature),
        }
    }

    /// The approval that it spells; none when it spells none.
    pub(crate) fn approval(&self) -> Option<Approval> {
        Some(Approval {
            role: self.role.parse().ok()?,
            officer: unhex(&self.officer)?.try_into().ok()?,
            at: self.at,
            signature: unhex(&self.signature)?.try_into().ok()?,
        })
    }

    /// Signs a rejection; the role says nothing of it.
    pub fn rejection(body: Digest, reason: &str, at: i64, key: &SecretKey) -> Signed {
        let signature = key.sign(&rejection_message(body, reason, at));
        Signed {
            role: Role::Reviewer.to_string(),
            officer: hex(key.public().as_bytes()),
            at,
            signature: hex(&signature),
        }
    }

    /// Whether it is a rejection of this body for this reason.
    pub(crate) fn rejects(&self, body: Digest, reason: &str) -> bool {
        let verified = || -> Option<bool> {
            let key = PublicKey::from_bytes(unhex(&self.officer)?.try_into().ok()?).ok()?;
            let signature: [u8; 64] = unhex(&self.signature)?.try_into().ok()?;
            Some(key.verify(&rejection_message(body, reason, self.at), &signature).is_ok())
        };
        verified().unwrap_or(false)
    }
}

/// What an officer signs to reject: no COSE structure, so that it can never be an approval.
pub fn rejection_message(body: Digest, reason: &str, at: i64) -> Vec<u8> {
    let reason = Digest::of(reason.as_bytes());
    format!("chancery rejection 1\nbody {body}\nreason {reason}\nat {at}\n").into_bytes()
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of lower-case hexadecimal digits; none when it is something else.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect();
    if rest.is_empty() { bytes } else { None }
}
