//! A root closes one of its state's logs, by position and never by date.
//!
//! What stands up to the last place stays valid for ever; what comes behind it is refused everywhere,
//! also what was passed on before. Invariant: a `Revocation` was signed by the root that its state has in
//! the roster version that it names.

use chancery_encoding::{Digest, Fields};
use chancery_record::StateCode;
use ciborium::Value;

use crate::act::rooted::{Rooted, RootedFlaw, Says, issued_at, issuer};
use crate::log::{Id, LogId, POSITION_MAX};
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
pub type Revocation = Rooted<RevocationRequest>;

impl Says for RevocationRequest {
    const MEDIA_TYPE: &str = REVOCATION_MEDIA_TYPE;
    const BYTES_MAX: usize = REVOCATION_BYTES_MAX;

    fn write(&self) -> Vec<(Value, Value)> {
        let digest = |bytes: &[u8; 32]| Value::Bytes(bytes.to_vec());
        vec![
            (1.into(), digest(self.network.as_bytes())),
            (2.into(), self.issuer.state.as_str().into()),
            (3.into(), self.issuer.authority.clone().into()),
            (4.into(), digest(self.under.as_bytes())),
            (5.into(), digest(&self.log.key)),
            (6.into(), self.log.epoch.into()),
            (7.into(), self.last.map_or(Value::Null, |(seq, _)| seq.into())),
            (8.into(), self.last.map_or(Value::Null, |(_, id)| digest(id.as_bytes()))),
            (9.into(), self.issued_at.into()),
            (10.into(), self.reason.clone().into()),
        ]
    }

    fn read(fields: &mut Fields) -> Result<Self, RootedFlaw> {
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

    fn origin(&self) -> (Digest, StateCode, Digest) {
        (self.network, self.issuer.state, self.under)
    }
}

fn read_last(fields: &mut Fields) -> Result<Option<(u64, Id)>, RootedFlaw> {
    match (fields.uint_or_null(7)?, fields.bytes32_or_null(8)?) {
        (None, None) => Ok(None),
        (Some(seq), Some(id)) => Ok(Some((seq, Id::from_bytes(id)))),
        _ => Err(RootedFlaw::Place),
    }
}
