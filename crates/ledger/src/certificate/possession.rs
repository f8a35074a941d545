//! That whoever asked for a certificate has the three keys that it names.
//!
//! A root certifies public keys, and anybody can copy those of another state. The three keys sign one message that
//! names them and the issuer, not serial or date: it holds for every certificate of the three.
//! Invariant: no statement, act, checkpoint, cosignature or handshake is this message (`docs/spec/certificate.md`).

#[cfg(test)]
mod tests;

use chancery_encoding::{Digest, FieldFault, FieldFlaw, Fields, encode};
use ciborium::Value;

use crate::key::{BadSignature, PublicKey, SIGNATURE_BYTES, SecretKey};
use crate::statement::Issuer;
use crate::statement::sign1::{self, LABEL_CONTENT_TYPE};

/// What COSE calls the context; its own are all others (RFC 9052, section 4.4).
const CONTEXT: &str = "Possession";
const MEDIA_TYPE: &str = "application/vnd.chancery.possession+cbor";

/// Whom the keys are to speak for, and the keys.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Claim<'a> {
    pub(crate) network: Digest,
    pub(crate) issuer: &'a Issuer,
    pub(crate) statement_key: &'a PublicKey,
    pub(crate) witness_key: &'a PublicKey,
    pub(crate) transport_key: &'a PublicKey,
}

/// Signatures of the statement, the witness and the transport key over what they are claimed for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Possession([[u8; SIGNATURE_BYTES]; 3]);

impl Claim<'_> {
    fn keys(&self) -> [&PublicKey; 3] {
        [self.statement_key, self.witness_key, self.transport_key]
    }

    /// What each of the three keys signs.
    fn message(&self) -> Vec<u8> {
        let [statement, witness, transport] =
            self.keys().map(|key| Value::Bytes(key.as_bytes().to_vec()));
        let claim = Value::Map(vec![
            (1.into(), Value::Bytes(self.network.as_bytes().to_vec())),
            (2.into(), self.issuer.state.as_str().into()),
            (3.into(), self.issuer.authority.clone().into()),
            (6.into(), statement),
            (7.into(), witness),
            (8.into(), transport),
        ]);
        encode(&Value::Array(vec![
            CONTEXT.into(),
            Value::Bytes(sign1::protected(vec![(LABEL_CONTENT_TYPE.into(), MEDIA_TYPE.into())])),
            Value::Bytes(Vec::new()),
            Value::Bytes(encode(&claim)),
        ]))
    }
}

impl Possession {
    /// Signs with the statement, the witness and the transport key.
    pub fn sign(network: Digest, issuer: &Issuer, keys: [&SecretKey; 3]) -> Self {
        let [statement_key, witness_key, transport_key] = &keys.map(SecretKey::public);
        let claim = Claim { network, issuer, statement_key, witness_key, transport_key };
        let message = claim.message();
        Self(keys.map(|key| key.sign(&message)))
    }

    pub(crate) fn verify(&self, claim: &Claim<'_>) -> Result<(), BadSignature> {
        let message = claim.message();
        let mut pairs = claim.keys().into_iter().zip(&self.0);
        pairs.try_for_each(|(key, signature)| key.verify(&message, signature))
    }

    /// Reads field 13 of a certificate or a request, which may be left out.
    pub(crate) fn read(fields: &mut Fields) -> Result<Option<Self>, FieldFlaw> {
        let Some(items) = fields.if_there(13, Fields::array)? else {
            return Ok(None);
        };
        let fault = FieldFault::Expected("three signatures of 64 bytes");
        let flaw = || FieldFlaw { key: 13.into(), fault };
        let signature = |item: Value| {
            let bytes = item.into_bytes().ok()?;
            <[u8; SIGNATURE_BYTES]>::try_from(bytes).ok()
        };
        let items = items.into_iter().map(signature);
        let signatures = items.collect::<Option<Vec<_>>>().ok_or_else(flaw)?;
        Ok(Some(Self(<[_; 3]>::try_from(signatures).map_err(|_| flaw())?)))
    }

    /// Field 13.
    pub(crate) fn write(&self) -> (Value, Value) {
        (13.into(), Value::Array(self.0.iter().map(|one| Value::Bytes(one.to_vec())).collect()))
    }
}
