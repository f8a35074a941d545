//! Proof that one root signed two different rosters of one version.
//!
//! It names the state on every node, whether either roster got its quorum or not. Invariant: both
//! signatures of a `DoubleSignature` hold, and the key is the root of a member that might sign one of them.

use chancery_encoding::{Digest, FieldFlaw, Fields, Flaw, Limits, decode, encode};
use chancery_record::StateCode;
use ciborium::Value;

use crate::act::roster_signature::signed_by;
use crate::act::{ACT_BYTES_MAX, ActId, Step};
use crate::key::{PublicKey, SIGNATURE_BYTES};
use crate::roster::{Roster, RosterFlaw, Versions};

/// Two rosters of one version, and one root's signatures on both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoubleSignature {
    version: u64,
    hashes: [Digest; 2],
    previous: [Digest; 2],
    root: PublicKey,
    id: ActId,
    bytes: Vec<u8>,
}

/// Why two signatures prove nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DoubleSignatureFlaw {
    /// Not deterministic CBOR.
    #[error("the proof is not deterministic CBOR")]
    Cbor(#[source] Flaw),
    /// A field is missing, unknown or of another type.
    #[error("the proof is wrong")]
    Field(#[source] FieldFlaw),
    /// One of the rosters is not one.
    #[error("a roster of the proof is refused")]
    Roster(#[source] RosterFlaw),
    /// The versions differ, or are 0, which nobody signs.
    #[error("the rosters are not of one version after the first")]
    DifferentVersions,
    /// Both are the same roster.
    #[error("both are the same roster")]
    SameRoster,
    /// The rosters are not in the order of their hashes.
    #[error("the rosters are not in the order of their hashes")]
    Order,
    /// A signature is not 64 bytes.
    #[error("a signature has {found} bytes instead of 64")]
    SignatureLength {
        /// Its length.
        found: usize,
    },
    /// A version before is not known here: of another network, or it has not come yet.
    #[error("a roster of the proof follows a version that is not known here")]
    UnknownRoster,
    /// The key is not the root of a member that might sign.
    #[error("the key is not the root of a member")]
    NotAMember,
    /// A signature does not verify.
    #[error("a signature does not verify over its roster")]
    BadSignature,
}

impl DoubleSignatureFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(&self) -> &'static str {
        match self {
            DoubleSignatureFlaw::Cbor(_) => "proof-cbor",
            DoubleSignatureFlaw::Field(_) => "proof-field",
            DoubleSignatureFlaw::Roster(flaw) => flaw.name(),
            DoubleSignatureFlaw::DifferentVersions => "different-versions",
            DoubleSignatureFlaw::SameRoster => "same-roster",
            DoubleSignatureFlaw::Order => "proof-order",
            DoubleSignatureFlaw::SignatureLength { .. } => "signature-length",
            DoubleSignatureFlaw::UnknownRoster => "unknown-roster",
            DoubleSignatureFlaw::NotAMember => "not-a-member",
            DoubleSignatureFlaw::BadSignature => "bad-signature",
        }
    }
}

/// The parts of a proof, read and not yet believed.
struct Parts {
    rosters: [Vec<u8>; 2],
    root: [u8; 32],
    signatures: [[u8; SIGNATURE_BYTES]; 2],
}

impl DoubleSignature {
    /// The bytes of the proofs that two steps make, one for each key that signed both.
    ///
    /// The steps may be short of their quorum.
    pub fn prove(one: &Step, other: &Step) -> Vec<Vec<u8>> {
        if one.roster().version != other.roster().version || one.hash() == other.hash() {
            return Vec::new();
        }
        let (first, second) = if one.hash() < other.hash() { (one, other) } else { (other, one) };
        let both = |root: &[u8; 32]| {
            let signatures = [*first.signature_of(root)?, *second.signature_of(root)?];
            let rosters = [first.roster().encode(), second.roster().encode()];
            Some(Parts { rosters, root: *root, signatures }.encode())
        };
        first.signers().filter_map(both).collect()
    }

    pub(crate) fn decode(bytes: &[u8], versions: &Versions) -> Result<Self, DoubleSignatureFlaw> {
        let parts = Parts::decode(bytes)?;
        let read = |bytes| Roster::decode(bytes).map_err(DoubleSignatureFlaw::Roster);
        let rosters = [read(&parts.rosters[0])?, read(&parts.rosters[1])?];
        let version = rosters[0].version;
        if version != rosters[1].version {
            return Err(DoubleSignatureFlaw::DifferentVersions);
        }
        let (Some(first), Some(second)) = (rosters[0].previous, rosters[1].previous) else {
            return Err(DoubleSignatureFlaw::DifferentVersions);
        };
        let hashes = [Digest::of(&parts.rosters[0]), Digest::of(&parts.rosters[1])];
        match hashes[0].cmp(&hashes[1]) {
            std::cmp::Ordering::Less => {}
            std::cmp::Ordering::Equal => return Err(DoubleSignatureFlaw::SameRoster),
            std::cmp::Ordering::Greater => return Err(DoubleSignatureFlaw::Order),
        }
        let previous = [first, second];
        let root = parts.root_in(&previous, versions)?;
        parts.verify(&root)?;
        let id = ActId::of_signed(bytes);
        Ok(Self { version, hashes, previous, root, id, bytes: bytes.to_vec() })
    }

    /// The act's id.
    pub fn id(&self) -> ActId {
        self.id
    }

    /// The bytes as received.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The version that was signed twice.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The hashes of the two rosters, the smaller first.
    pub fn rosters(&self) -> [Digest; 2] {
        self.hashes
    }

    /// The root key that signed both.
    pub fn root(&self) -> &PublicKey {
        &self.root
    }

    /// The state whose root it was, as far as the versions before are known.
    pub(crate) fn state(&self, versions: &Versions) -> Option<StateCode> {
        let mut known = self.previous.iter().filter_map(|hash| versions.roster(hash));
        known.find_map(|roster| Some(roster.member_of_root(self.root.as_bytes())?.state))
    }

    /// Of several against one root everybody keeps the same.
    pub(crate) fn rank(&self) -> (u64, ActId) {
        (self.version, self.id)
    }
}

impl Parts {
    fn decode(bytes: &[u8]) -> Result<Self, DoubleSignatureFlaw> {
        let limits = Limits { bytes_max: ACT_BYTES_MAX, depth_max: 1, tag: None };
        let value = decode(bytes, limits).map_err(DoubleSignatureFlaw::Cbor)?;
        let mut fields = Fields::new(value, "proof").map_err(DoubleSignatureFlaw::Field)?;
        let mut bytes = |key| fields.bytes(key).map_err(DoubleSignatureFlaw::Field);
        let rosters = [bytes(1)?, bytes(2)?];
        let signatures = [bytes(4)?, bytes(5)?];
        let root = fields.bytes32(3).map_err(DoubleSignatureFlaw::Field)?;
        fields.finish().map_err(DoubleSignatureFlaw::Field)?;
        let [one, other] = signatures;
        Ok(Self { rosters, root, signatures: [signature(one)?, signature(other)?] })
    }

    fn encode(&self) -> Vec<u8> {
        let [first, second] = &self.rosters;
        encode(&Value::Map(vec![
            (1.into(), Value::Bytes(first.clone())),
            (2.into(), Value::Bytes(second.clone())),
            (3.into(), Value::Bytes(self.root.to_vec())),
            (4.into(), Value::Bytes(self.signatures[0].to_vec())),
            (5.into(), Value::Bytes(self.signatures[1].to_vec())),
        ]))
    }

    fn root_in(
        &self,
        previous: &[Digest; 2],
        versions: &Versions,
    ) -> Result<PublicKey, DoubleSignatureFlaw> {
        // Both must be of this network: a root may serve in two, and signs a version of one number in each.
        let known: Option<Vec<_>> = previous.iter().map(|hash| versions.roster(hash)).collect();
        let known = known.ok_or(DoubleSignatureFlaw::UnknownRoster)?;
        let member = known.iter().find_map(|roster| roster.member_of_root(&self.root));
        member.map(|member| member.root).ok_or(DoubleSignatureFlaw::NotAMember)
    }

    fn verify(&self, root: &PublicKey) -> Result<(), DoubleSignatureFlaw> {
        for (roster, signature) in self.rosters.iter().zip(&self.signatures) {
            let signed = signed_by(&self.root, roster);
            root.verify(&signed, signature).map_err(|_| DoubleSignatureFlaw::BadSignature)?;
        }
        Ok(())
    }
}

fn signature(bytes: Vec<u8>) -> Result<[u8; SIGNATURE_BYTES], DoubleSignatureFlaw> {
    bytes
        .try_into()
        .map_err(|other: Vec<u8>| DoubleSignatureFlaw::SignatureLength { found: other.len() })
}
