//! What a statement says about itself: the protected header, read and written in one place.
//!
//! The labels follow RFC 9052 (COSE), RFC 9597 (CWT claims in COSE) and RFC 9995 (hash envelope),
//! so that a SCITT service can register our statements; what those do not carry stands in one map
//! of ours. Labels and keys that we do not know are left alone: the bytes are kept as received.
//! Invariant: `Header::read(Header::write(h)) == h`.

#[cfg(test)]
mod tests;

use chancery_encoding::{Digest, Fields};
use chancery_record::Marking;
use ciborium::Value;

use crate::act::ActId;
use crate::log::position::POSITION_MAX;
use crate::log::{Id, LogId, Position};
use crate::statement::release::{self, Release};
use crate::statement::sign1::{LABEL_CONTENT_TYPE, LABEL_KEY_ID, Sign1, Sign1Flaw};
use crate::statement::{Issuer, Statement, StatementFlaw};

const LABEL_CLAIMS: i64 = 15;
const LABEL_HASH_ALGORITHM: i64 = 258;
const LABEL_MEDIA_TYPE: i64 = 259;
const LABEL_OURS: &str = "chancery";

const CLAIM_ISSUER: i64 = 1;
const CLAIM_SUBJECT: i64 = 2;
const CLAIM_ISSUED_AT: i64 = 6;

const OURS_EPOCH: i64 = 1;
const OURS_SEQ: i64 = 2;
const OURS_PREV: i64 = 3;
const OURS_ROSTER: i64 = 4;
const OURS_KIND: i64 = 5;
const OURS_MARKING: i64 = 6;
const OURS_BODY_LENGTH: i64 = 7;

/// SHA-256 in the COSE algorithm registry.
const HASH_SHA_256: i64 = -16;

/// Kind, reference and media type are names, not texts.
const NAME_BYTES_MAX: usize = 128;

/// The last second of the year 9999, beyond which RFC 3339 cannot write a time.
pub(crate) const ISSUED_AT_MAX: i64 = 253_402_300_799;

/// The media type of a record's body.
pub(crate) const RECORD_MEDIA_TYPE: &str = "application/vnd.chancery.record+cbor";
/// The media type of a body that is a certificate.
pub(crate) const CERTIFICATE_MEDIA_TYPE: &str = "application/vnd.chancery.certificate+cbor";
/// The kind of a statement whose body is a certificate.
pub const CERTIFICATE_KIND: &str = "certificate";

/// A statement's protected header and payload, typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The raw statement public key.
    pub key: [u8; 32],
    /// Who speaks.
    pub issuer: Issuer,
    /// How people cite it, such as `EE-2026-0001`.
    pub reference: String,
    /// When the issuer says that it was issued, in seconds since 1970; for people, not for order.
    pub issued_at: i64,
    /// The epoch of the log.
    pub epoch: u64,
    /// The place in the log.
    pub seq: u64,
    /// The id of the statement one place before; none at place 0.
    pub prev: Option<Id>,
    /// The hash of the roster that it was made under.
    pub roster: Digest,
    /// The kind of the body; newer kinds are kept.
    pub kind: String,
    /// Who may read the body.
    pub marking: Marking,
    /// The body's length in bytes.
    pub body_length: u64,
    /// The body's digest.
    pub body_digest: Digest,
    /// The body's media type.
    pub media_type: String,
    /// The policy that it was released under, with the approvals; none where its author has declared none.
    pub release: Option<Release>,
}

impl Header {
    /// The log that the statement belongs to.
    pub const fn log(&self) -> LogId {
        LogId { key: self.key, epoch: self.epoch }
    }

    /// The statement's place.
    pub const fn position(&self) -> Position {
        Position { log: self.log(), seq: self.seq }
    }

    /// Whether the body is a certificate.
    pub fn is_certificate(&self) -> bool {
        self.kind == CERTIFICATE_KIND
    }

    /// The policy that the statement names.
    pub fn policy(&self) -> Option<ActId> {
        self.release.as_ref().map(|release| release.policy)
    }

    /// The header and id of a statement that was verified when it came: nothing is verified here.
    ///
    /// # Errors
    /// When the statement is not well formed.
    pub fn of_stored(statement: &[u8]) -> Result<(Self, Id), StatementFlaw> {
        Statement::decode(statement).map(|statement| (statement.header, statement.id))
    }

    /// The same, and the hash of its leaf in the log's tree.
    ///
    /// # Errors
    /// When the statement is not well formed.
    pub fn of_stored_leaf(statement: &[u8]) -> Result<(Self, Id, Digest), StatementFlaw> {
        let Statement { header, id, leaf, .. } = Statement::decode(statement)?;
        Ok((header, id, leaf))
    }

    pub(crate) fn read(sign1: &Sign1) -> Result<Self, StatementFlaw> {
        let field = |flaw| StatementFlaw::Frame(Sign1Flaw::Header(flaw));
        let mut top = sign1.header().map_err(StatementFlaw::Frame)?;
        let mut claims = top.map(LABEL_CLAIMS).map_err(field)?;
        let mut ours = top.map(LABEL_OURS).map_err(field)?;
        let found = top.int(LABEL_HASH_ALGORITHM).map_err(field)?;
        if found != HASH_SHA_256 {
            return Err(StatementFlaw::HashAlgorithm { found });
        }
        if top.optional(LABEL_CONTENT_TYPE).is_some() {
            // RFC 9995: beside a hash, a content type would describe the hash.
            return Err(StatementFlaw::ContentType);
        }
        let payload = <[u8; 32]>::try_from(sign1.payload.as_slice())
            .map_err(|_| StatementFlaw::PayloadLength { found: sign1.payload.len() })?;
        let header = Self {
            key: top.bytes32(LABEL_KEY_ID).map_err(field)?,
            issuer: issuer(&mut claims)?,
            reference: claims.text(CLAIM_SUBJECT).map_err(field)?,
            issued_at: claims.int(CLAIM_ISSUED_AT).map_err(field)?,
            epoch: ours.uint(OURS_EPOCH).map_err(field)?,
            seq: ours.uint(OURS_SEQ).map_err(field)?,
            prev: ours.bytes32_or_null(OURS_PREV).map_err(field)?.map(Id::from_bytes),
            roster: Digest::from_bytes(ours.bytes32(OURS_ROSTER).map_err(field)?),
            kind: ours.text(OURS_KIND).map_err(field)?,
            marking: ours
                .text(OURS_MARKING)
                .map_err(field)?
                .parse()
                .map_err(StatementFlaw::Marking)?,
            body_length: ours.uint(OURS_BODY_LENGTH).map_err(field)?,
            body_digest: Digest::from_bytes(payload),
            media_type: top.text(LABEL_MEDIA_TYPE).map_err(field)?,
            release: release::read(&mut ours)?,
        };
        header.check()?;
        Ok(header)
    }

    /// The rules between the fields.
    fn check(&self) -> Result<(), StatementFlaw> {
        if self.epoch > POSITION_MAX || self.seq >= POSITION_MAX {
            return Err(StatementFlaw::PositionRange);
        }
        if self.prev.is_none() != (self.seq == 0) {
            return Err(StatementFlaw::PrevPresence { seq: self.seq });
        }
        if !(0..=ISSUED_AT_MAX).contains(&self.issued_at) {
            return Err(StatementFlaw::IssuedAt { found: self.issued_at });
        }
        for name in [&self.reference, &self.kind, &self.media_type] {
            if !is_name(name) {
                return Err(StatementFlaw::Name);
            }
        }
        let own_state = self.reference.strip_prefix(self.issuer.state.as_str());
        if !own_state.is_some_and(|rest| rest.starts_with('-')) {
            return Err(StatementFlaw::ReferenceOfAnother);
        }
        if self.is_certificate() != (self.media_type == CERTIFICATE_MEDIA_TYPE) {
            return Err(StatementFlaw::KindAndMediaType);
        }
        match &self.release {
            Some(release) if self.is_certificate() => {
                release.check_bare().map_err(StatementFlaw::Release)
            }
            _ => Ok(()),
        }
    }

    /// The map that is signed; the algorithm is added by the frame, the digest is the payload.
    pub(crate) fn write(&self) -> Vec<(Value, Value)> {
        let prev = self.prev.map_or(Value::Null, |id| Value::Bytes(id.as_bytes().to_vec()));
        let mut ours = vec![
            (OURS_EPOCH.into(), self.epoch.into()),
            (OURS_SEQ.into(), self.seq.into()),
            (OURS_PREV.into(), prev),
            (OURS_ROSTER.into(), Value::Bytes(self.roster.as_bytes().to_vec())),
            (OURS_KIND.into(), self.kind.clone().into()),
            (OURS_MARKING.into(), self.marking.as_str().into()),
            (OURS_BODY_LENGTH.into(), self.body_length.into()),
        ];
        ours.extend(self.release.iter().flat_map(Release::write));
        vec![
            (LABEL_KEY_ID.into(), Value::Bytes(self.key.to_vec())),
            (
                LABEL_CLAIMS.into(),
                Value::Map(vec![
                    (CLAIM_ISSUER.into(), self.issuer.to_string().into()),
                    (CLAIM_SUBJECT.into(), self.reference.clone().into()),
                    (CLAIM_ISSUED_AT.into(), self.issued_at.into()),
                ]),
            ),
            (LABEL_HASH_ALGORITHM.into(), HASH_SHA_256.into()),
            (LABEL_MEDIA_TYPE.into(), self.media_type.clone().into()),
            (LABEL_OURS.into(), Value::Map(ours)),
        ]
    }
}

/// Whether a text is a plain name: printable ASCII without space.
pub(crate) fn is_name(text: &str) -> bool {
    let plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    plain && !text.is_empty() && text.len() <= NAME_BYTES_MAX
}

/// A time of issue as payloads write it, if it can be shown.
pub(crate) fn shown_time(seconds: u64) -> Option<i64> {
    i64::try_from(seconds).ok().filter(|seconds| *seconds <= ISSUED_AT_MAX)
}

fn issuer(claims: &mut Fields) -> Result<Issuer, StatementFlaw> {
    let text =
        claims.text(CLAIM_ISSUER).map_err(|flaw| StatementFlaw::Frame(Sign1Flaw::Header(flaw)))?;
    Issuer::parse(&text).ok_or(StatementFlaw::Issuer)
}
