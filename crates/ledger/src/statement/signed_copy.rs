//! A record in a file: the statement, its body and the author's certificate.
//!
//! What somebody hands on outside the network, to be verified with nothing but the pinned roster.
//! Invariant: reading one believes nothing; [`SignedCopy::verify`] climbs the same ladder as gossip.

#[cfg(test)]
mod tests;

use chancery_encoding::{FieldFlaw, Fields, Flaw, Limits, decode, encode};
use chancery_record::BODY_BYTES_MAX;
use ciborium::Value;

use crate::certificate::{CERTIFICATE_BYTES_MAX, Certificate, CertificateFlaw};
use crate::roster::Roster;
use crate::statement::{Authentic, Entry, STATEMENT_BYTES_MAX, StatementFlaw};

/// The three parts at their bounds, and the map around them.
pub const SIGNED_COPY_BYTES_MAX: usize =
    STATEMENT_BYTES_MAX + BODY_BYTES_MAX + CERTIFICATE_BYTES_MAX + 32;

/// A statement, its body and the certificate of its author, as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCopy {
    /// Statement and body.
    pub entry: Entry,
    /// The certificate's bytes.
    pub certificate: Vec<u8>,
}

/// Why a file is not a signed copy, or does not verify.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignedCopyFlaw {
    /// Not deterministic CBOR.
    #[error("the signed copy is not deterministic CBOR")]
    Cbor(#[source] Flaw),
    /// A field is missing, unknown or of another type.
    #[error("the signed copy is wrong")]
    Field(#[source] FieldFlaw),
    /// The certificate is refused.
    #[error("the certificate is refused")]
    Certificate(#[source] CertificateFlaw),
    /// The statement or its body is refused.
    #[error("the statement is refused")]
    Statement(#[source] StatementFlaw),
    /// The statement's issuer is not the one that the certificate names.
    #[error("the issuer is not the one that the key is certified for")]
    WrongIssuer,
    /// Made under another roster than the one that it is verified under.
    #[error("the statement was made under another roster")]
    WrongRoster,
    /// An observer state publishes.
    #[error("an observer may not publish")]
    ObserverPublishes,
}

impl SignedCopyFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(&self) -> &'static str {
        match self {
            SignedCopyFlaw::Cbor(_) => "copy-cbor",
            SignedCopyFlaw::Field(_) => "copy-field",
            SignedCopyFlaw::Certificate(flaw) => flaw.name(),
            SignedCopyFlaw::Statement(flaw) => flaw.name(),
            SignedCopyFlaw::WrongIssuer => "wrong-issuer",
            SignedCopyFlaw::WrongRoster => "wrong-roster",
            SignedCopyFlaw::ObserverPublishes => "observer-publishes",
        }
    }
}

impl SignedCopy {
    /// The deterministic bytes.
    pub fn encode(&self) -> Vec<u8> {
        encode(&Value::Map(vec![
            (1.into(), Value::Bytes(self.entry.statement.clone())),
            (2.into(), Value::Bytes(self.entry.body.clone())),
            (3.into(), Value::Bytes(self.certificate.clone())),
        ]))
    }

    /// Reads a signed copy; nothing in it is believed yet.
    ///
    /// # Errors
    /// When the bytes are not three byte strings in a map.
    pub fn decode(bytes: &[u8]) -> Result<Self, SignedCopyFlaw> {
        let limits = Limits { bytes_max: SIGNED_COPY_BYTES_MAX, depth_max: 1, tag: None };
        let value = decode(bytes, limits).map_err(SignedCopyFlaw::Cbor)?;
        let mut fields = Fields::new(value, "signed copy").map_err(SignedCopyFlaw::Field)?;
        let statement = fields.bytes(1).map_err(SignedCopyFlaw::Field)?;
        let body = fields.bytes(2).map_err(SignedCopyFlaw::Field)?;
        let certificate = fields.bytes(3).map_err(SignedCopyFlaw::Field)?;
        fields.finish().map_err(SignedCopyFlaw::Field)?;
        Ok(Self { entry: Entry { statement, body }, certificate })
    }

    /// Verifies certificate, body and signature under `roster`, and that the author may publish.
    ///
    /// What it cannot say is what only a log says: whether other statements contradict this one.
    ///
    /// # Errors
    /// The first that does not hold.
    pub fn verify(self, roster: &Roster) -> Result<Authentic, SignedCopyFlaw> {
        let certificate =
            Certificate::decode(&self.certificate, roster).map_err(SignedCopyFlaw::Certificate)?;
        let authentic = self
            .entry
            .decode()
            .and_then(|decoded| decoded.authenticate(&certificate.statement_key))
            .map_err(SignedCopyFlaw::Statement)?;
        if authentic.header().issuer != certificate.issuer {
            return Err(SignedCopyFlaw::WrongIssuer);
        }
        if authentic.header().roster != roster.hash() {
            return Err(SignedCopyFlaw::WrongRoster);
        }
        let is_member = roster.member(certificate.issuer.state).is_some();
        if !is_member && !authentic.header().is_certificate() {
            return Err(SignedCopyFlaw::ObserverPublishes);
        }
        Ok(authentic)
    }
}
