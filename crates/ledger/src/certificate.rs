//! What a state's root key says about one of its authorities' nodes.
//!
//! A `COSE_Sign1` by the offline root that binds state, authority and the node's keys, one for each
//! job. It travels in the genesis file and as the first statement of the authority's log.
//! Invariant: a `Certificate` has been verified against the roster that it was read under, its keys
//! are all different, and none is a root of any state.

#[cfg(test)]
mod tests;

use chancery_encoding::{Digest, FieldFlaw, Fields, Flaw, Limits, decode, encode};
use chancery_record::StateCode;
use ciborium::Value;

use crate::key::{KeyFlaw, PublicKey, SecretKey};
use crate::log::position::POSITION_MAX;
use crate::roster::Roster;
use crate::statement::Issuer;
use crate::statement::header::CERTIFICATE_MEDIA_TYPE;
use crate::statement::sign1::{self, LABEL_CONTENT_TYPE, LABEL_KEY_ID, Sign1, Sign1Flaw};

/// Most bytes of a certificate. Ours take about 340; the roles may add 530.
pub(crate) const CERTIFICATE_BYTES_MAX: usize = 2048;

/// Most roles, and the longest name of one.
const ROLES_MAX: usize = 16;
const ROLE_BYTES_MAX: usize = 32;

/// The last second of the year 9999.
const ISSUED_AT_MAX: u64 = 253_402_300_799;

/// A certificate of an authority's node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The hash of the network's founding roster.
    pub network: Digest,
    /// State and authority.
    pub issuer: Issuer,
    /// Counts up with each certificate of the authority.
    pub serial: u64,
    /// When, in seconds since 1970.
    pub issued_at: i64,
    /// Signs statements.
    pub statement_key: PublicKey,
    /// Signs cosignatures on others' checkpoints.
    pub witness_key: PublicKey,
    /// Is the node's address on the network, and signs nothing of ours.
    pub transport_key: PublicKey,
    /// What the node does; unknown roles are kept.
    pub roles: Vec<String>,
    bytes: Vec<u8>,
}

/// What a root is asked to certify.
#[derive(Clone, Debug)]
pub struct CertificateRequest {
    /// The hash of the network's founding roster.
    pub network: Digest,
    /// State and authority.
    pub issuer: Issuer,
    /// Counts up with each certificate of the authority.
    pub serial: u64,
    /// When, in seconds since 1970.
    pub issued_at: i64,
    /// Signs statements.
    pub statement_key: PublicKey,
    /// Signs cosignatures.
    pub witness_key: PublicKey,
    /// The node's transport key.
    pub transport_key: PublicKey,
    /// What the node does.
    pub roles: Vec<String>,
}

/// Why bytes are not a certificate of this network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateFlaw {
    /// Not a frame of ours.
    #[error("the certificate's frame is refused")]
    Frame(#[source] Sign1Flaw),
    /// The content type is not a certificate's.
    #[error("the content type is not that of a certificate")]
    ContentType,
    /// The payload is not deterministic CBOR.
    #[error("the certificate's payload is not deterministic CBOR")]
    Payload(#[source] Flaw),
    /// A field of the payload is missing, unknown or of another type.
    #[error("the certificate's payload is wrong")]
    Field(#[source] FieldFlaw),
    /// State or authority is not one.
    #[error("the certificate names no known state and authority")]
    Issuer,
    /// A number or the roles are out of range.
    #[error("a number or a role of the certificate is out of range")]
    Range,
    /// A key that may not verify.
    #[error("a key of the certificate is refused")]
    Key(#[source] KeyFlaw),
    /// One key for two jobs.
    #[error("one key stands for two jobs")]
    KeyReused,
    /// Made for another network.
    #[error("the certificate belongs to another network")]
    OtherNetwork,
    /// The state is not in the roster.
    #[error("{0} is not in the roster")]
    NotInRoster(StateCode),
    /// Signed with a key that is not the state's root.
    #[error("the certificate does not name the root of its state")]
    WrongRoot,
    /// The signature does not verify.
    #[error("the signature of the certificate does not verify")]
    BadSignature,
    /// A key or serial that another certificate already has.
    #[error("the certificate contradicts another one")]
    Conflict,
    /// More authorities than a directory holds.
    #[error("the directory is full")]
    Full,
}

impl CertificateFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(&self) -> &'static str {
        match self {
            CertificateFlaw::Frame(flaw) => flaw.name(),
            CertificateFlaw::ContentType => "content-type",
            CertificateFlaw::Payload(_) => "payload-cbor",
            CertificateFlaw::Field(_) => "payload-field",
            CertificateFlaw::Issuer => "issuer",
            CertificateFlaw::Range => "range",
            CertificateFlaw::Key(flaw) => flaw.name(),
            CertificateFlaw::KeyReused => "key-reused",
            CertificateFlaw::OtherNetwork => "other-network",
            CertificateFlaw::NotInRoster(_) => "not-in-roster",
            CertificateFlaw::WrongRoot => "wrong-root",
            CertificateFlaw::BadSignature => "bad-signature",
            CertificateFlaw::Conflict => "conflict",
            CertificateFlaw::Full => "full",
        }
    }
}

impl Certificate {
    /// Signs what is asked with the state's root key.
    ///
    /// # Errors
    /// When the request breaks a rule that would have the certificate refused.
    pub fn issue(
        request: &CertificateRequest,
        root: &SecretKey,
        roster: &Roster,
    ) -> Result<Self, CertificateFlaw> {
        let bytes32 = |key: &PublicKey| Value::Bytes(key.as_bytes().to_vec());
        let payload = encode(&Value::Map(vec![
            (1.into(), Value::Bytes(request.network.as_bytes().to_vec())),
            (2.into(), request.issuer.state.as_str().into()),
            (3.into(), request.issuer.authority.clone().into()),
            (4.into(), request.serial.into()),
            (5.into(), request.issued_at.into()),
            (6.into(), bytes32(&request.statement_key)),
            (7.into(), bytes32(&request.witness_key)),
            (8.into(), bytes32(&request.transport_key)),
            (9.into(), Value::Array(request.roles.iter().cloned().map(Value::Text).collect())),
        ]));
        let header = vec![
            (LABEL_CONTENT_TYPE.into(), CERTIFICATE_MEDIA_TYPE.into()),
            (LABEL_KEY_ID.into(), bytes32(&root.public())),
        ];
        Self::decode(&sign1::sign(header, &payload, root), roster)
    }

    /// Reads a certificate and verifies it with the root that `roster` gives its state.
    ///
    /// # Errors
    /// The first flaw, from the outside in.
    pub fn decode(bytes: &[u8], roster: &Roster) -> Result<Self, CertificateFlaw> {
        let sign1 = Sign1::decode(bytes, CERTIFICATE_BYTES_MAX).map_err(CertificateFlaw::Frame)?;
        let named_root = read_header(&sign1)?;
        let certificate = read_payload(&sign1.payload, bytes)?;
        certificate.check()?;
        if certificate.network != roster.network_digest() {
            return Err(CertificateFlaw::OtherNetwork);
        }
        let state = certificate.issuer.state;
        let root = roster.root_of(state).ok_or(CertificateFlaw::NotInRoster(state))?;
        if *root.as_bytes() != named_root {
            return Err(CertificateFlaw::WrongRoot);
        }
        if certificate.keys().into_iter().any(|key| roster.has_root(key)) {
            return Err(CertificateFlaw::KeyReused);
        }
        sign1.verify(root).map_err(|_| CertificateFlaw::BadSignature)?;
        Ok(certificate)
    }

    /// The bytes as received.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn keys(&self) -> [&[u8; 32]; 3] {
        [&self.statement_key, &self.witness_key, &self.transport_key].map(PublicKey::as_bytes)
    }

    fn check(&self) -> Result<(), CertificateFlaw> {
        let [statement, witness, transport] = self.keys();
        if statement == witness || statement == transport || witness == transport {
            return Err(CertificateFlaw::KeyReused);
        }
        let roles_fit = self.roles.len() <= ROLES_MAX
            && self.roles.iter().all(|role| {
                let plain = role.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
                plain && (1..=ROLE_BYTES_MAX).contains(&role.len())
            });
        if !roles_fit || self.serial > POSITION_MAX {
            return Err(CertificateFlaw::Range);
        }
        Ok(())
    }
}

fn read_header(sign1: &Sign1) -> Result<[u8; 32], CertificateFlaw> {
    let field = |flaw| CertificateFlaw::Frame(Sign1Flaw::Header(flaw));
    let mut header = sign1.header().map_err(CertificateFlaw::Frame)?;
    if header.text(LABEL_CONTENT_TYPE).map_err(field)? != CERTIFICATE_MEDIA_TYPE {
        return Err(CertificateFlaw::ContentType);
    }
    header.bytes32(LABEL_KEY_ID).map_err(field)
}

fn read_payload(payload: &[u8], bytes: &[u8]) -> Result<Certificate, CertificateFlaw> {
    let limits = Limits { bytes_max: CERTIFICATE_BYTES_MAX, depth_max: 4, tag: None };
    let value = decode(payload, limits).map_err(CertificateFlaw::Payload)?;
    let mut fields = Fields::new(value, "certificate").map_err(CertificateFlaw::Field)?;
    let state = fields.text(2).map_err(CertificateFlaw::Field)?;
    let authority = fields.text(3).map_err(CertificateFlaw::Field)?;
    let issued_at = fields.uint(5).map_err(CertificateFlaw::Field)?;
    let certificate = Certificate {
        network: Digest::from_bytes(fields.bytes32(1).map_err(CertificateFlaw::Field)?),
        issuer: state
            .parse()
            .ok()
            .and_then(|state| Issuer::new(state, authority))
            .ok_or(CertificateFlaw::Issuer)?,
        serial: fields.uint(4).map_err(CertificateFlaw::Field)?,
        issued_at: i64::try_from(issued_at.min(ISSUED_AT_MAX + 1))
            .map_err(|_| CertificateFlaw::Range)?,
        statement_key: public_key(&mut fields, 6)?,
        witness_key: public_key(&mut fields, 7)?,
        transport_key: public_key(&mut fields, 8)?,
        roles: roles(&mut fields)?,
        bytes: bytes.to_vec(),
    };
    // A newer certificate may say more; what it says is signed and kept with the bytes.
    if issued_at > ISSUED_AT_MAX {
        return Err(CertificateFlaw::Range);
    }
    Ok(certificate)
}

fn public_key(fields: &mut Fields, key: i64) -> Result<PublicKey, CertificateFlaw> {
    let bytes = fields.bytes32(key).map_err(CertificateFlaw::Field)?;
    PublicKey::from_bytes(bytes).map_err(CertificateFlaw::Key)
}

fn roles(fields: &mut Fields) -> Result<Vec<String>, CertificateFlaw> {
    let items = fields.array(9).map_err(CertificateFlaw::Field)?;
    items.into_iter().map(|item| item.into_text().map_err(|_| CertificateFlaw::Range)).collect()
}
