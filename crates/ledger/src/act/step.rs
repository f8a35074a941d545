//! A step of the roster chain: the next version, with the signatures of those who say so.
//!
//! More than two thirds of the members of the version before sign it, each for itself and in any order;
//! suspended members do not count. Invariant: every signature in a `Step` holds, is of a different
//! member of the version before that is not suspended, and the roster follows that version.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use chancery_encoding::{Digest, FieldFlaw, Fields, Flaw, Limits, decode, encode};
use chancery_record::StateCode;
use ciborium::Value;

use crate::act::ACT_BYTES_MAX;
use crate::act::roster_signature::{RosterSignature, signed_by};
use crate::key::{KeyFlaw, KnownKeys, PublicKey, SIGNATURE_BYTES};
use crate::roster::{Roster, RosterFlaw, follow};

/// By root key.
type Signatures = BTreeMap<[u8; 32], [u8; SIGNATURE_BYTES]>;

/// The next version with its signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    roster: Arc<Roster>,
    hash: Digest,
    signatures: Signatures,
    bytes: Vec<u8>,
}

/// Whether a step must have its quorum to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quorum {
    /// As the network reads it.
    Needed,
    /// As people read it while signatures are gathered.
    NotYet,
}

/// Why a step does not count.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StepFlaw {
    /// Not deterministic CBOR.
    #[error("the step is not deterministic CBOR")]
    Cbor(#[source] Flaw),
    /// A field is missing, unknown or of another type.
    #[error("the step is wrong")]
    Field(#[source] FieldFlaw),
    /// The roster is not one.
    #[error("the roster of the step is refused")]
    Roster(#[source] RosterFlaw),
    /// The version before is not known here.
    #[error("the step follows a roster version that is not known here")]
    UnknownRoster,
    /// The version does not count up by one.
    #[error("version {found} does not follow version {before}")]
    Version {
        /// The version before.
        before: u64,
        /// The version of the step.
        found: u64,
    },
    /// The network has another name than before.
    #[error("the network of the step has another name than before")]
    OtherNetwork,
    /// A state stops being active without an ending, or has one without stopping.
    #[error("{0} has an ending and goes on, or none and does not")]
    Ending(StateCode),
    /// A member becomes an observer and keeps its root key.
    #[error("{0} becomes an observer and keeps its root key")]
    SameRoot(StateCode),
    /// An entry is not a key and a signature.
    #[error("an entry is not a root key and a signature")]
    SignatureEntry,
    /// The signatures are not sorted by key.
    #[error("the signatures are not sorted by key")]
    SignatureOrder,
    /// One key signs for the second time.
    #[error("one key signs twice")]
    SignedTwice,
    /// A key that may not verify.
    #[error("a key that signs is refused")]
    Key(#[source] KeyFlaw),
    /// The key is not the root of a member of the version before.
    #[error("a key that signs is not the root of a member")]
    NotAMember,
    /// The key is the root of a member that is suspended.
    #[error("{0} signs and is suspended")]
    SuspendedSigner(StateCode),
    /// A signature does not verify over this roster.
    #[error("a signature does not verify over this roster")]
    BadSignature,
    /// Too few have signed.
    #[error("{found} signatures are fewer than {needed}")]
    BelowQuorum {
        /// How many have signed.
        found: u64,
        /// How many must.
        needed: u64,
    },
}

impl StepFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(&self) -> &'static str {
        match self {
            StepFlaw::Cbor(_) => "step-cbor",
            StepFlaw::Field(_) => "step-field",
            StepFlaw::Roster(flaw) => flaw.name(),
            StepFlaw::UnknownRoster => "unknown-roster",
            StepFlaw::Version { .. } => "step-version",
            StepFlaw::OtherNetwork => "other-network",
            StepFlaw::Ending(_) => "ending-missing",
            StepFlaw::SameRoot(_) => "same-root",
            StepFlaw::SignatureEntry => "signature-entry",
            StepFlaw::SignatureOrder => "signature-order",
            StepFlaw::SignedTwice => "signed-twice",
            StepFlaw::Key(flaw) => flaw.name(),
            StepFlaw::NotAMember => "not-a-member",
            StepFlaw::SuspendedSigner(_) => "suspended-signer",
            StepFlaw::BadSignature => "bad-signature",
            StepFlaw::BelowQuorum { .. } => "below-quorum",
        }
    }
}

/// A step whose CBOR is read and nothing else.
pub(crate) struct Outline {
    roster: Vec<u8>,
    signatures: Vec<Value>,
}

impl Outline {
    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, StepFlaw> {
        let limits = Limits { bytes_max: ACT_BYTES_MAX, depth_max: 3, tag: None };
        let value = decode(bytes, limits).map_err(StepFlaw::Cbor)?;
        let mut fields = Fields::new(value, "step").map_err(StepFlaw::Field)?;
        let roster = fields.bytes(1).map_err(StepFlaw::Field)?;
        let signatures = fields.array(2).map_err(StepFlaw::Field)?;
        fields.finish().map_err(StepFlaw::Field)?;
        Ok(Self { roster, signatures })
    }

    /// The roster that the step brings, read on its own.
    pub(crate) fn roster(&self, known: &KnownKeys) -> Result<Roster, StepFlaw> {
        Roster::decode_knowing(&self.roster, known).map_err(StepFlaw::Roster)
    }
}

impl Step {
    /// Puts a roster and the signatures on it together, whether they are enough or not.
    ///
    /// # Errors
    /// When the roster does not follow `previous`, or a signature does not count there.
    pub fn combine(
        roster: &Roster,
        previous: &Roster,
        signatures: &[RosterSignature],
    ) -> Result<Self, StepFlaw> {
        let signatures =
            signatures.iter().map(|one| (*one.root.as_bytes(), one.signature)).collect();
        let bytes = write(&roster.encode(), &signatures);
        Self::decode(&bytes, previous, Quorum::NotYet)
    }

    /// Reads a step that follows `previous`.
    ///
    /// # Errors
    /// The first flaw: the roster, then how it follows, then the signatures, then how many.
    pub fn decode(bytes: &[u8], previous: &Roster, quorum: Quorum) -> Result<Self, StepFlaw> {
        let outline = Outline::decode(bytes)?;
        let roster = outline.roster(&KnownKeys::default())?;
        Self::read(bytes, &outline, roster, (previous, previous.hash()), quorum)
    }

    pub(crate) fn read(
        bytes: &[u8],
        outline: &Outline,
        roster: Roster,
        (previous, previous_hash): (&Roster, Digest),
        quorum: Quorum,
    ) -> Result<Self, StepFlaw> {
        follow(previous, previous_hash, &roster)?;
        let signatures = signatures(outline, previous)?;
        let (found, needed) = (signatures.len() as u64, previous.threshold);
        if quorum == Quorum::Needed && found < needed {
            return Err(StepFlaw::BelowQuorum { found, needed });
        }
        let hash = Digest::of(&outline.roster);
        Ok(Self { roster: Arc::new(roster), hash, signatures, bytes: bytes.to_vec() })
    }

    /// The roster that it brings.
    pub fn roster(&self) -> &Roster {
        &self.roster
    }

    pub(crate) fn roster_arc(&self) -> Arc<Roster> {
        self.roster.clone()
    }

    /// The roster's hash.
    pub fn hash(&self) -> Digest {
        self.hash
    }

    /// The root keys that have signed.
    pub fn signers(&self) -> impl Iterator<Item = &[u8; 32]> {
        self.signatures.keys()
    }

    pub(crate) fn signature_of(&self, root: &[u8; 32]) -> Option<&[u8; SIGNATURE_BYTES]> {
        self.signatures.get(root)
    }

    /// The deterministic bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The same roster with the signatures of both; of two by one key the smaller.
    pub(crate) fn merged(&self, other: &Self) -> Self {
        let mut signatures = self.signatures.clone();
        for (root, signature) in &other.signatures {
            let kept = signatures.entry(*root).or_insert(*signature);
            *kept = (*kept).min(*signature);
        }
        let bytes = write(&self.roster.encode(), &signatures);
        Self { roster: self.roster.clone(), hash: self.hash, signatures, bytes }
    }
}

fn write(roster: &[u8], signatures: &Signatures) -> Vec<u8> {
    let entry = |(root, signature): (&[u8; 32], &[u8; SIGNATURE_BYTES])| {
        Value::Array(vec![Value::Bytes(root.to_vec()), Value::Bytes(signature.to_vec())])
    };
    encode(&Value::Map(vec![
        (1.into(), Value::Bytes(roster.to_vec())),
        (2.into(), Value::Array(signatures.iter().map(entry).collect())),
    ]))
}

/// Every signature of the step, verified with the root of a member of `previous`.
fn signatures(outline: &Outline, previous: &Roster) -> Result<Signatures, StepFlaw> {
    let mut signatures = Signatures::new();
    for item in &outline.signatures {
        let (root, signature) = entry(item)?;
        match signatures.last_key_value().map(|(last, _)| root.cmp(last)) {
            Some(Ordering::Less) => return Err(StepFlaw::SignatureOrder),
            Some(Ordering::Equal) => return Err(StepFlaw::SignedTwice),
            Some(Ordering::Greater) | None => {}
        }
        let key = signer(&root, previous)?;
        let signed = signed_by(&root, &outline.roster);
        key.verify(&signed, &signature).map_err(|_| StepFlaw::BadSignature)?;
        signatures.insert(root, signature);
    }
    Ok(signatures)
}

fn entry(item: &Value) -> Result<([u8; 32], [u8; SIGNATURE_BYTES]), StepFlaw> {
    let Value::Array(parts) = item else { return Err(StepFlaw::SignatureEntry) };
    let [Value::Bytes(root), Value::Bytes(signature)] = parts.as_slice() else {
        return Err(StepFlaw::SignatureEntry);
    };
    let root = root.as_slice().try_into().map_err(|_| StepFlaw::SignatureEntry)?;
    let signature = signature.as_slice().try_into().map_err(|_| StepFlaw::SignatureEntry)?;
    Ok((root, signature))
}

/// The key of an entry, if it may sign what follows `previous`.
fn signer(root: &[u8; 32], previous: &Roster) -> Result<PublicKey, StepFlaw> {
    let Some(member) = previous.member_of_root(root) else {
        // Why a stranger's key is refused: that it may not verify at all says more.
        PublicKey::from_bytes(*root).map_err(StepFlaw::Key)?;
        return Err(StepFlaw::NotAMember);
    };
    if previous.is_suspended(member.state) {
        return Err(StepFlaw::SuspendedSigner(member.state));
    }
    Ok(member.root)
}
