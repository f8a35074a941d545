//! A root closes one of its state's logs, by position and never by date.
//!
//! What stands up to the last place stays valid for ever; what comes behind it is refused everywhere,
//! also what was passed on before. Invariant: a `Revocation` was signed by the root that its state has in
//! the roster version that it names.

use chancery_encoding::{Digest, Fields};
use ciborium::Value;

use crate::act::ActId;
use crate::act::rooted::{Rooted, RootedFlaw, issued_at, issuer};
use crate::key::SecretKey;
use crate::log::{Id, LogId, POSITION_MAX};
use crate::roster::{Directory, Versions};
use crate::statement::Issuer;

/// Most bytes of a revocation. Ours take about 350.
const REVOCATION_BYTES_MAX: usize = 4096;

/// Longest reason: a sentence, for people.
const REASON_BYTES_MAX: usize = 200;

pub(crate) const REVOCATION_MEDIA_TYPE: &str = "application/vnd.chancery.revocation+cbor";

/// What a root is asked to close.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevocationRequest {
    /// The hash of the network's founding roster.
    pub network: Digest,
    /// State and authority.
    pub issuer: Issuer,
    /// The hash of the roster version that the root is that of the state in.
    pub under: Digest,
    /// The log to close.
    pub log: LogId,
    /// The last place that stands, with the id there; none when nothing of the epoch stands.
    pub last: Option<(u64, Id)>,
    /// When, in seconds since 1970; for people.
    pub issued_at: i64,
    /// Why, for people.
    pub reason: String,
}

/// A verified revocation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revocation {
    /// What it says.
    pub says: RevocationRequest,
    id: ActId,
    root: [u8; 32],
    bytes: Vec<u8>,
}

impl Revocation {
    /// Signs what is asked with the state's root key.
    ///
    /// # Errors
    /// When the request breaks a rule that would have the revocation refused.
    pub fn issue(
        request: &RevocationRequest,
        root: &SecretKey,
        directory: &Directory,
    ) -> Result<Self, RootedFlaw> {
        let bytes = Rooted::sign(write(request), REVOCATION_MEDIA_TYPE, root);
        Self::decode(&bytes, directory.versions())
    }

    pub(crate) fn decode(bytes: &[u8], versions: &Versions) -> Result<Self, RootedFlaw> {
        let (rooted, mut fields) =
            Rooted::decode(bytes, REVOCATION_BYTES_MAX, REVOCATION_MEDIA_TYPE)?;
        let says = read(&mut fields)?;
        let id = rooted.verify(says.network, says.issuer.state, says.under, versions)?;
        Ok(Self { says, id, root: rooted.root(), bytes: bytes.to_vec() })
    }

    /// The act's id.
    pub fn id(&self) -> ActId {
        self.id
    }

    /// The bytes as received.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn root(&self) -> &[u8; 32] {
        &self.root
    }
}

fn write(says: &RevocationRequest) -> Vec<(Value, Value)> {
    let digest = |bytes: &[u8; 32]| Value::Bytes(bytes.to_vec());
    vec![
        (1.into(), digest(says.network.as_bytes())),
        (2.into(), says.issuer.state.as_str().into()),
        (3.into(), says.issuer.authority.clone().into()),
        (4.into(), digest(says.under.as_bytes())),
        (5.into(), digest(&says.log.key)),
        (6.into(), says.log.epoch.into()),
        (7.into(), says.last.map_or(Value::Null, |(seq, _)| seq.into())),
        (8.into(), says.last.map_or(Value::Null, |(_, id)| digest(id.as_bytes()))),
        (9.into(), says.issued_at.into()),
        (10.into(), says.reason.clone().into()),
    ]
}

fn read(fields: &mut Fields) -> Result<RevocationRequest, RootedFlaw> {
    let says = RevocationRequest {
        network: Digest::from_bytes(fields.bytes32(1)?),
        issuer: issuer(fields)?,
        under: Digest::from_bytes(fields.bytes32(4)?),
        log: LogId { key: fields.bytes32(5)?, epoch: fields.uint(6)? },
        last: read_last(fields)?,
        issued_at: issued_at(fields, 9)?,
        reason: fields.text(10)?,
    };
    if says.log.epoch > POSITION_MAX || says.last.is_some_and(|(seq, _)| seq >= POSITION_MAX) {
        return Err(RootedFlaw::Range);
    }
    let plain = !says.reason.chars().any(crate::roster::deceives);
    if !plain || says.reason.len() > REASON_BYTES_MAX {
        return Err(RootedFlaw::Reason);
    }
    Ok(says)
}

fn read_last(fields: &mut Fields) -> Result<Option<(u64, Id)>, RootedFlaw> {
    match (fields.uint_or_null(7)?, fields.bytes32_or_null(8)?) {
        (None, None) => Ok(None),
        (Some(seq), Some(id)) => Ok(Some((seq, Id::from_bytes(id)))),
        _ => Err(RootedFlaw::Place),
    }
}
