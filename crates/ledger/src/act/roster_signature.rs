//! One member's signature on a roster, as people carry it round: a file that names the key.
//!
//! A `COSE_Sign1` with a detached payload (nil): the roster itself is a file of its own, and everybody
//! reviews that one. Invariant: a `RosterSignature` holds over the roster that it was read with.

use chancery_encoding::{Fields, Limits, decode, encode};
use ciborium::Value;

use crate::act::StepFlaw;
use crate::key::{PublicKey, SIGNATURE_BYTES, SecretKey};
use crate::roster::Roster;
use crate::statement::sign1::{self, LABEL_KEY_ID};

pub(crate) const ROSTER_MEDIA_TYPE: &str = "application/vnd.chancery.roster+cbor";

/// Frame, header and signature take 160 bytes.
const SIGNATURE_FILE_BYTES_MAX: usize = 512;

/// A root key's signature on one roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterSignature {
    /// The root key that signed.
    pub root: PublicKey,
    pub(crate) signature: [u8; SIGNATURE_BYTES],
}

/// Signs a roster with a state's root key.
pub fn sign_roster(roster: &Roster, root: &SecretKey) -> RosterSignature {
    let public = root.public();
    let signed = signed_by(public.as_bytes(), &roster.encode());
    RosterSignature { root: public, signature: root.sign(&signed) }
}

impl RosterSignature {
    /// The file: a `COSE_Sign1` whose payload is the roster, detached.
    pub fn encode(&self) -> Vec<u8> {
        encode(&Value::Tag(
            sign1::TAG_SIGN1,
            Box::new(Value::Array(vec![
                Value::Bytes(protected(self.root.as_bytes())),
                Value::Map(Vec::new()),
                Value::Null,
                Value::Bytes(self.signature.to_vec()),
            ])),
        ))
    }

    /// Reads a file and verifies it over `roster`.
    ///
    /// # Errors
    /// When it is no such file, names a key that may not verify, or does not hold.
    pub fn decode(bytes: &[u8], roster: &Roster) -> Result<Self, StepFlaw> {
        let (root, signature) = read(bytes)?;
        let root = PublicKey::from_bytes(root).map_err(StepFlaw::Key)?;
        let signed = signed_by(root.as_bytes(), &roster.encode());
        root.verify(&signed, &signature).map_err(|_| StepFlaw::BadSignature)?;
        Ok(Self { root, signature })
    }
}

fn read(bytes: &[u8]) -> Result<([u8; 32], [u8; SIGNATURE_BYTES]), StepFlaw> {
    let bytes_max = SIGNATURE_FILE_BYTES_MAX;
    let limits = Limits { bytes_max, depth_max: 3, tag: Some(sign1::TAG_SIGN1) };
    let value = decode(bytes, limits).map_err(StepFlaw::Cbor)?;
    let Value::Tag(_, inner) = value else { return Err(StepFlaw::SignatureEntry) };
    let Value::Array(parts) = *inner else { return Err(StepFlaw::SignatureEntry) };
    let Ok([Value::Bytes(header), Value::Map(unprotected), Value::Null, Value::Bytes(signature)]) =
        <[Value; 4]>::try_from(parts)
    else {
        return Err(StepFlaw::SignatureEntry);
    };
    let signature = signature.try_into().map_err(|_| StepFlaw::SignatureEntry)?;
    let fields = decode(&header, Limits { bytes_max, depth_max: 2, tag: None }).ok();
    let fields = fields.and_then(|value| Fields::new(value, "protected").ok());
    let root = fields.and_then(|mut fields| fields.bytes32(LABEL_KEY_ID).ok());
    let root = root.ok_or(StepFlaw::SignatureEntry)?;
    // One spelling: steps keep key and signature only, and write the header again.
    if header != protected(&root) || !unprotected.is_empty() {
        return Err(StepFlaw::SignatureEntry);
    }
    Ok((root, signature))
}

fn protected(root: &[u8; 32]) -> Vec<u8> {
    sign1::protected(sign1::naming(ROSTER_MEDIA_TYPE, root))
}

/// What `root` signs: the `Sig_structure` of the detached frame.
pub(crate) fn signed_by(root: &[u8; 32], roster: &[u8]) -> Vec<u8> {
    sign1::sig_structure(&protected(root), roster)
}
