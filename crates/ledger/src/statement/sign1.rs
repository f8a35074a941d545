//! `COSE_Sign1` (RFC 9052) as far as we allow it, which is one shape.
//!
//! Tag 18 around `[protected, {}, payload, signature]`, deterministic throughout, algorithm -19
//! (Ed25519, RFC 9864), nothing in the unprotected header, because nothing there is signed.
//! Statements and certificates share this frame. Invariant: the bytes of a frame that decodes are
//! the only bytes of that frame.

#[cfg(test)]
mod tests;

use chancery_encoding::{FieldFlaw, Fields, Flaw, Limits, decode, encode};
use ciborium::Value;

use crate::key::{SIGNATURE_BYTES, SecretKey};

/// COSE header labels.
pub(crate) const LABEL_ALGORITHM: i64 = 1;
pub(crate) const LABEL_CRITICAL: i64 = 2;
pub(crate) const LABEL_CONTENT_TYPE: i64 = 3;
pub(crate) const LABEL_KEY_ID: i64 = 4;

/// Ed25519 (RFC 9864), the fully specified name of what -8 left open.
pub(crate) const ALGORITHM_ED25519: i64 = -19;

/// The tag of `COSE_Sign1`.
pub(crate) const TAG_SIGN1: u64 = 18;

/// Tag, array, protected string: 2 levels. Inside the protected string: header map, claims map
/// and whatever a newer version nests there.
const DEPTH_MAX: usize = 8;

/// Why bytes are not a `COSE_Sign1` of ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Sign1Flaw {
    /// Not deterministic CBOR.
    #[error("the frame is not deterministic CBOR")]
    Cbor(#[source] Flaw),
    /// Not tag 18 around an array of byte string, map, byte string, byte string.
    #[error("the frame is not a tagged COSE_Sign1 with an embedded payload")]
    Shape,
    /// Something in the unprotected header.
    #[error("the unprotected header is not empty")]
    Unprotected,
    /// The protected header is not deterministic CBOR.
    #[error("the protected header is not deterministic CBOR")]
    Protected(#[source] Flaw),
    /// A header field is missing or of another type.
    #[error("the protected header is wrong")]
    Header(#[source] FieldFlaw),
    /// Another algorithm than -19.
    #[error("algorithm {found} is not -19 (Ed25519)")]
    Algorithm {
        /// The algorithm that the header names.
        found: i64,
    },
    /// The header demands an extension; we know none.
    #[error("the protected header has a critical extension")]
    Critical,
    /// The signature is not 64 bytes.
    #[error("the signature has {found} bytes instead of 64")]
    SignatureLength {
        /// Its length.
        found: usize,
    },
}

impl Sign1Flaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(&self) -> &'static str {
        match self {
            Sign1Flaw::Cbor(_) => "frame-cbor",
            Sign1Flaw::Shape => "frame-shape",
            Sign1Flaw::Unprotected => "unprotected-header",
            Sign1Flaw::Protected(_) => "header-cbor",
            Sign1Flaw::Header(_) => "header-field",
            Sign1Flaw::Algorithm { .. } => "algorithm",
            Sign1Flaw::Critical => "critical-header",
            Sign1Flaw::SignatureLength { .. } => "signature-length",
        }
    }
}

/// The four parts of a frame, and what its signature covers.
#[derive(Clone, Debug)]
pub(crate) struct Sign1 {
    protected: Vec<u8>,
    pub(crate) payload: Vec<u8>,
    signature: [u8; SIGNATURE_BYTES],
}

impl Sign1 {
    pub(crate) fn decode(bytes: &[u8], bytes_max: usize) -> Result<Self, Sign1Flaw> {
        let limits = Limits { bytes_max, depth_max: DEPTH_MAX, tag: Some(TAG_SIGN1) };
        let Value::Tag(_, inner) = decode(bytes, limits).map_err(Sign1Flaw::Cbor)? else {
            return Err(Sign1Flaw::Shape);
        };
        let Value::Array(parts) = *inner else {
            return Err(Sign1Flaw::Shape);
        };
        let parts = <[Value; 4]>::try_from(parts).map_err(|_| Sign1Flaw::Shape)?;
        let [
            Value::Bytes(protected),
            Value::Map(unprotected),
            Value::Bytes(payload),
            Value::Bytes(signature),
        ] = parts
        else {
            return Err(Sign1Flaw::Shape);
        };
        if !unprotected.is_empty() {
            return Err(Sign1Flaw::Unprotected);
        }
        let signature = signature
            .try_into()
            .map_err(|other: Vec<u8>| Sign1Flaw::SignatureLength { found: other.len() })?;
        Ok(Self { protected, payload, signature })
    }

    /// The protected header with its algorithm already checked and taken.
    pub(crate) fn header(&self) -> Result<Fields, Sign1Flaw> {
        let limits = Limits { bytes_max: self.protected.len(), depth_max: DEPTH_MAX, tag: None };
        let header = decode(&self.protected, limits).map_err(Sign1Flaw::Protected)?;
        let mut fields = Fields::new(header, "protected").map_err(Sign1Flaw::Header)?;
        let found = fields.int(LABEL_ALGORITHM).map_err(Sign1Flaw::Header)?;
        if found != ALGORITHM_ED25519 {
            return Err(Sign1Flaw::Algorithm { found });
        }
        if fields.optional(LABEL_CRITICAL).is_some() {
            return Err(Sign1Flaw::Critical);
        }
        Ok(fields)
    }

    /// The key that a frame of this media type names; none where the frame is of another type.
    pub(crate) fn named_key(&self, media_type: &str) -> Result<Option<[u8; 32]>, Sign1Flaw> {
        let mut header = self.header()?;
        if header.text(LABEL_CONTENT_TYPE).map_err(Sign1Flaw::Header)? != media_type {
            return Ok(None);
        }
        header.bytes32(LABEL_KEY_ID).map(Some).map_err(Sign1Flaw::Header)
    }

    /// The `Sig_structure`; external data is always empty.
    pub(crate) fn signed(&self) -> Vec<u8> {
        sig_structure(&self.protected, &self.payload)
    }

    pub(crate) fn signature(&self) -> &[u8; SIGNATURE_BYTES] {
        &self.signature
    }
}

/// What a signature covers, of an embedded payload or of a detached one.
pub(crate) fn sig_structure(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    encode(&Value::Array(vec![
        Value::Text("Signature1".into()),
        Value::Bytes(protected.to_vec()),
        Value::Bytes(Vec::new()),
        Value::Bytes(payload.to_vec()),
    ]))
}

/// A header that says what the payload is and which key signs it.
pub(crate) fn naming(media_type: &str, key: &[u8; 32]) -> Vec<(Value, Value)> {
    vec![
        (LABEL_CONTENT_TYPE.into(), media_type.into()),
        (LABEL_KEY_ID.into(), Value::Bytes(key.to_vec())),
    ]
}

/// The protected header, to which the algorithm is added.
pub(crate) fn protected(mut header: Vec<(Value, Value)>) -> Vec<u8> {
    header.push((LABEL_ALGORITHM.into(), ALGORITHM_ED25519.into()));
    encode(&Value::Map(header))
}

/// Signs `payload` under `header`, to which the algorithm is added.
pub(crate) fn sign(header: Vec<(Value, Value)>, payload: &[u8], key: &SecretKey) -> Vec<u8> {
    let protected = protected(header);
    let signature = key.sign(&sig_structure(&protected, payload));
    encode(&Value::Tag(
        TAG_SIGN1,
        Box::new(Value::Array(vec![
            Value::Bytes(protected),
            Value::Map(Vec::new()),
            Value::Bytes(payload.to_vec()),
            Value::Bytes(signature.to_vec()),
        ])),
    ))
}
