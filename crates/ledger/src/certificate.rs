//! What a state's root key says about one of its authorities' nodes.
//!
//! A `COSE_Sign1` by the offline root that binds state, authority and the node's keys, one for each
//! job. It travels in the genesis file or as an act, and as the first statement of the authority's log.
//! Invariant: a `Certificate` has been verified against the roster version that it names, its keys
//! are all different, and none is a root of any state there.

mod possession;
mod request;
#[cfg(test)]
mod tests;

use chancery_encoding::{Digest, FieldFlaw, Fields, Flaw, Limits, decode, encode};
use chancery_record::StateCode;
use ciborium::Value;

use crate::act::ActId;
use crate::key::{KeyFlaw, KnownKeys, PublicKey, SecretKey};
use crate::log::position::POSITION_MAX;
use crate::roster::{Directory, Roster, Versions};
use crate::statement::Issuer;
use crate::statement::header::{CERTIFICATE_MEDIA_TYPE, shown_time};
use crate::statement::sign1::{self, Sign1, Sign1Flaw};

pub use possession::Possession;
pub use request::{NodeRequest, REQUEST_BYTES_MAX};

use possession::Claim;

/// Most bytes of a certificate. Ours take about 420, with possession 620; the roles may add 530.
pub(crate) const CERTIFICATE_BYTES_MAX: usize = 2048;

/// Most roles, and the longest name of one.
const ROLES_MAX: usize = 16;
const ROLE_BYTES_MAX: usize = 32;

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
    /// The hash of the roster version that it was made under; none is the founding one.
    pub under: Option<Digest>,
    /// The epoch that it opens for its statement key.
    pub epoch: u64,
    /// Opens what is encrypted to the node (X25519).
    pub reader_key: Option<[u8; 32]>,
    /// That the issuer has the three keys: it goes before those who only claim them.
    pub possession: Option<Possession>,
    root: [u8; 32],
    id: ActId,
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
    /// The hash of the roster version that it is made under; none is the founding one.
    pub under: Option<Digest>,
    /// The epoch that it opens for its statement key: 0, or one more after loss or theft.
    pub epoch: u64,
    /// Opens what is encrypted to the node (X25519).
    pub reader_key: Option<[u8; 32]>,
    /// That the issuer has the three keys: it goes before those who only claim them.
    pub possession: Option<Possession>,
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
    /// The roster version that it names is not known here.
    #[error("the certificate names a roster version that is not known here")]
    UnknownRoster,
    /// The state is not in the roster.
    #[error("{0} is not in the roster")]
    NotInRoster(StateCode),
    /// Signed with a key that is not the state's root.
    #[error("the certificate does not name the root of its state")]
    WrongRoot,
    /// The signature does not verify.
    #[error("the signature of the certificate does not verify")]
    BadSignature,
    /// A key did not sign that it is this issuer's.
    #[error("a key of the certificate does not sign that it is its issuer's")]
    BadPossession,
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
            CertificateFlaw::UnknownRoster => "unknown-roster",
            CertificateFlaw::NotInRoster(_) => "not-in-roster",
            CertificateFlaw::WrongRoot => "wrong-root",
            CertificateFlaw::BadSignature => "bad-signature",
            CertificateFlaw::BadPossession => "bad-possession",
        }
    }
}

impl Certificate {
    /// Signs what is asked with the state's root key, under the founding roster.
    ///
    /// # Errors
    /// When the request breaks a rule that would have the certificate refused.
    pub fn issue(
        request: &CertificateRequest,
        root: &SecretKey,
        founding: &Roster,
    ) -> Result<Self, CertificateFlaw> {
        Self::decode(&sign(request, root), founding)
    }

    /// Signs what is asked with the state's root key, under the roster version that it names.
    ///
    /// # Errors
    /// When the request breaks a rule that would have the certificate refused.
    pub fn issue_under(
        request: &CertificateRequest,
        root: &SecretKey,
        directory: &Directory,
    ) -> Result<Self, CertificateFlaw> {
        Self::read(&sign(request, root), directory.versions(), &KnownKeys::default())
    }

    /// Reads a certificate made under the founding roster.
    ///
    /// # Errors
    /// The first flaw, from the outside in.
    pub fn decode(bytes: &[u8], founding: &Roster) -> Result<Self, CertificateFlaw> {
        Self::read(bytes, &Versions::new(founding), &KnownKeys::default())
    }

    /// Reads a certificate and verifies it with the root that its state has in the version it names.
    pub(crate) fn read(
        bytes: &[u8],
        versions: &Versions,
        known: &KnownKeys,
    ) -> Result<Self, CertificateFlaw> {
        let sign1 = Sign1::decode(bytes, CERTIFICATE_BYTES_MAX).map_err(CertificateFlaw::Frame)?;
        let root = sign1.named_key(CERTIFICATE_MEDIA_TYPE).map_err(CertificateFlaw::Frame)?;
        let root = root.ok_or(CertificateFlaw::ContentType)?;
        let signed = sign1.signed();
        let certificate = Self {
            root,
            id: ActId::of_signed(&signed),
            bytes: bytes.to_vec(),
            ..read_payload(&sign1.payload, known)?
        };
        certificate.check()?;
        let named_root = certificate.root_in(versions)?;
        named_root.verify(&signed, sign1.signature()).map_err(|_| CertificateFlaw::BadSignature)?;
        certificate.check_possession()?;
        Ok(certificate)
    }

    /// The root that its state has in the version it names, if this is the one that it was signed with.
    fn root_in<'a>(&self, versions: &'a Versions) -> Result<&'a PublicKey, CertificateFlaw> {
        if self.network != versions.network() {
            return Err(CertificateFlaw::OtherNetwork);
        }
        let roster = versions.roster(&self.made_under()).ok_or(CertificateFlaw::UnknownRoster)?;
        let state = self.issuer.state;
        let root = roster.root_of(state).ok_or(CertificateFlaw::NotInRoster(state))?;
        if *root.as_bytes() != self.root {
            return Err(CertificateFlaw::WrongRoot);
        }
        if self.keys().into_iter().any(|key| roster.has_root(key)) {
            return Err(CertificateFlaw::KeyReused);
        }
        Ok(root)
    }

    /// The id of the act that it is.
    pub fn id(&self) -> ActId {
        self.id
    }

    /// The roster version that it was made under.
    pub fn made_under(&self) -> Digest {
        self.under.unwrap_or(self.network)
    }

    pub(crate) fn root(&self) -> &[u8; 32] {
        &self.root
    }

    /// The bytes as received.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn keys(&self) -> [&[u8; 32]; 3] {
        [&self.statement_key, &self.witness_key, &self.transport_key].map(PublicKey::as_bytes)
    }

    fn check_possession(&self) -> Result<(), CertificateFlaw> {
        let claim = Claim {
            network: self.network,
            issuer: &self.issuer,
            statement_key: &self.statement_key,
            witness_key: &self.witness_key,
            transport_key: &self.transport_key,
        };
        let holds = self.possession.as_ref().map(|possession| possession.verify(&claim));
        holds.transpose().map(|_| ()).map_err(|_| CertificateFlaw::BadPossession)
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
        if !roles_fit || self.serial > POSITION_MAX || self.epoch > POSITION_MAX {
            return Err(CertificateFlaw::Range);
        }
        Ok(())
    }
}

fn sign(request: &CertificateRequest, root: &SecretKey) -> Vec<u8> {
    let bytes32 = |key: &[u8; 32]| Value::Bytes(key.to_vec());
    let mut payload = vec![
        (1.into(), bytes32(request.network.as_bytes())),
        (2.into(), request.issuer.state.as_str().into()),
        (3.into(), request.issuer.authority.clone().into()),
        (4.into(), request.serial.into()),
        (5.into(), request.issued_at.into()),
        (6.into(), bytes32(request.statement_key.as_bytes())),
        (7.into(), bytes32(request.witness_key.as_bytes())),
        (8.into(), bytes32(request.transport_key.as_bytes())),
        (9.into(), Value::Array(request.roles.iter().cloned().map(Value::Text).collect())),
    ];
    payload.extend(request.under.iter().map(|under| (10.into(), bytes32(under.as_bytes()))));
    if request.epoch > 0 {
        payload.push((11.into(), request.epoch.into()));
    }
    payload.extend(request.reader_key.iter().map(|reader| (12.into(), bytes32(reader))));
    payload.extend(request.possession.iter().map(Possession::write));
    let header = sign1::naming(CERTIFICATE_MEDIA_TYPE, root.public().as_bytes());
    sign1::sign(header, &encode(&Value::Map(payload)), root)
}

fn read_payload(payload: &[u8], known: &KnownKeys) -> Result<Certificate, CertificateFlaw> {
    let limits = Limits { bytes_max: CERTIFICATE_BYTES_MAX, depth_max: 4, tag: None };
    let value = decode(payload, limits).map_err(CertificateFlaw::Payload)?;
    let mut fields = Fields::new(value, "certificate").map_err(CertificateFlaw::Field)?;
    let state = fields.text(2).map_err(CertificateFlaw::Field)?;
    let authority = fields.text(3).map_err(CertificateFlaw::Field)?;
    let issued_at = shown_time(fields.uint(5).map_err(CertificateFlaw::Field)?);
    let optional = Optional::of(&mut fields).map_err(CertificateFlaw::Field)?;
    // A newer certificate may say more; what it says is signed and kept with the bytes.
    Ok(Certificate {
        network: Digest::from_bytes(fields.bytes32(1).map_err(CertificateFlaw::Field)?),
        issuer: state
            .parse()
            .ok()
            .and_then(|state| Issuer::new(state, authority))
            .ok_or(CertificateFlaw::Issuer)?,
        serial: fields.uint(4).map_err(CertificateFlaw::Field)?,
        statement_key: public_key(&mut fields, 6, known)?,
        witness_key: public_key(&mut fields, 7, known)?,
        transport_key: public_key(&mut fields, 8, known)?,
        roles: roles(&mut fields)?,
        issued_at: issued_at.ok_or(CertificateFlaw::Range)?,
        under: optional.under,
        epoch: optional.epoch,
        reader_key: optional.reader,
        possession: optional.possession,
        // These three are the reader's, who has the frame.
        root: [0; 32],
        id: ActId::from_bytes([0; 32]),
        bytes: Vec::new(),
    })
}

/// The fields that a certificate may leave out.
struct Optional {
    under: Option<Digest>,
    epoch: u64,
    reader: Option<[u8; 32]>,
    possession: Option<Possession>,
}

impl Optional {
    fn of(fields: &mut Fields) -> Result<Self, FieldFlaw> {
        Ok(Self {
            possession: Possession::read(fields)?,
            under: fields.if_there(10, Fields::bytes32)?.map(Digest::from_bytes),
            epoch: fields.if_there(11, Fields::uint)?.unwrap_or(0),
            reader: fields.if_there(12, Fields::bytes32)?,
        })
    }
}

fn public_key(
    fields: &mut Fields,
    key: i64,
    known: &KnownKeys,
) -> Result<PublicKey, CertificateFlaw> {
    let bytes = fields.bytes32(key).map_err(CertificateFlaw::Field)?;
    known.parse(bytes).map_err(CertificateFlaw::Key)
}

fn roles(fields: &mut Fields) -> Result<Vec<String>, CertificateFlaw> {
    let items = fields.array(9).map_err(CertificateFlaw::Field)?;
    items.into_iter().map(|item| item.into_text().map_err(|_| CertificateFlaw::Range)).collect()
}
