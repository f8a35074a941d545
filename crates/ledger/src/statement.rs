//! The ladder that strangers' statements climb, one type a rung.
//!
//! `Entry` (bytes as received) → [`Decoded`] (well formed: sizes, strict CBOR, header rules, body
//! hash) → [`Authentic`] (signed by the key that it names) → `Admissible` (fits its log; made only
//! by `Chain::admit`). Each rung's constructor is private to its step, so a function that asks for
//! `Authentic` cannot be handed less. Invariant: the bytes are never changed on the way up; what is
//! stored and relayed is what was received.

pub(crate) mod header;
mod issuer;
mod release;
mod seal;
pub(crate) mod sign1;
mod signed_copy;
#[cfg(test)]
mod tests;

use chancery_encoding::{Digest, Flaw, Limits, check, text_at, texts_at};
use chancery_record::{BODY_BYTES_MAX, Record, UnknownMarking};

use crate::key::{PublicKey, SIGNATURE_BYTES};
use crate::log::{Id, Position};
use crate::statement::header::{CERTIFICATE_MEDIA_TYPE, RECORD_MEDIA_TYPE};
use crate::statement::sign1::Sign1;
use crate::tree::leaf_hash;

pub use header::{CERTIFICATE_KIND, Header};
pub use issuer::Issuer;
pub use release::{Release, ReleaseFlaw};
pub use seal::{Draft, founding_entry};
pub use sign1::Sign1Flaw;
pub use signed_copy::{SIGNED_COPY_BYTES_MAX, SignedCopy, SignedCopyFlaw};

/// Most bytes of a statement. Ours take about 350; the rest is for longer names and for header
/// fields of newer versions. 512 of them are 175 KiB as they are, and 2 MiB at the bound.
pub const STATEMENT_BYTES_MAX: usize = 4096;

/// Deepest nesting of a body that we know how to read.
const BODY_DEPTH_MAX: usize = 32;

/// A statement and its body, as received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The `COSE_Sign1` bytes.
    pub statement: Vec<u8>,
    /// The body that the statement's payload is the digest of.
    pub body: Vec<u8>,
}

/// Why an entry is refused before its log is looked at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StatementFlaw {
    /// The statement is over its bound.
    #[error("the statement has {found} bytes, more than {STATEMENT_BYTES_MAX}")]
    TooLong {
        /// Its length.
        found: usize,
    },
    /// The statement is not a frame of ours.
    #[error("the statement's frame is refused")]
    Frame(#[source] Sign1Flaw),
    /// The payload is not a SHA-256 digest by its header.
    #[error("hash algorithm {found} is not -16 (SHA-256)")]
    HashAlgorithm {
        /// The algorithm that the header names.
        found: i64,
    },
    /// A content type beside a hash envelope.
    #[error("a hash envelope has no content type")]
    ContentType,
    /// The payload is not 32 bytes.
    #[error("the payload has {found} bytes instead of 32")]
    PayloadLength {
        /// Its length.
        found: usize,
    },
    /// The issuer is not a state and an authority.
    #[error("the issuer is not a known state and an authority")]
    Issuer,
    /// The marking is not one.
    #[error("the marking is refused")]
    Marking(#[source] UnknownMarking),
    /// Epoch or seq beyond what is counted.
    #[error("epoch or seq is out of range")]
    PositionRange,
    /// A predecessor at place 0, or none above it.
    #[error("the predecessor is there or missing against the rule at seq {seq}")]
    PrevPresence {
        /// The place.
        seq: u64,
    },
    /// A time that cannot be shown.
    #[error("the time of issue {found} is out of range")]
    IssuedAt {
        /// The time, in seconds since 1970.
        found: i64,
    },
    /// Reference, kind or media type is empty, too long, or not plain ASCII.
    #[error("reference, kind or media type is not a plain name")]
    Name,
    /// A reference that does not start with the issuer's state.
    #[error("the reference does not belong to the issuer's state")]
    ReferenceOfAnother,
    /// A certificate by kind and not by media type, or the other way round.
    #[error("kind and media type disagree")]
    KindAndMediaType,
    /// The body is over its bound.
    #[error("the body has {found} bytes, more than {BODY_BYTES_MAX}")]
    BodyTooLong {
        /// Its length.
        found: u64,
    },
    /// The body has another length than the header says.
    #[error("the body has {found} bytes and the statement says {expected}")]
    BodyLength {
        /// What the header says.
        expected: u64,
        /// What came.
        found: u64,
    },
    /// The body is not the one that was signed.
    #[error("the body does not match its digest")]
    BodyDigest,
    /// The body is not deterministic CBOR.
    #[error("the body is not deterministic CBOR")]
    Body(#[source] Flaw),
    /// The record in the body says something else than the header about who speaks or who may read.
    #[error("the record's {field} is not the one that the header says")]
    BodyDisagrees {
        /// Which field: `kind`, `marking`, `state` or `audience`.
        field: &'static str,
    },
    /// What it says of its release is refused.
    #[error("what the statement says of its release is refused")]
    Release(#[source] ReleaseFlaw),
    /// Verified with another key than the one that the statement names.
    #[error("the key is not the one that the statement names")]
    WrongKey,
    /// The signature does not verify.
    #[error("the signature does not verify")]
    BadSignature,
}

impl StatementFlaw {
    /// The stable name that vectors, metrics and logs use.
    pub fn name(&self) -> &'static str {
        match self {
            StatementFlaw::TooLong { .. } => "statement-too-long",
            StatementFlaw::Frame(flaw) => flaw.name(),
            StatementFlaw::HashAlgorithm { .. } => "hash-algorithm",
            StatementFlaw::ContentType => "content-type",
            StatementFlaw::PayloadLength { .. } => "payload-length",
            StatementFlaw::Issuer => "issuer",
            StatementFlaw::Marking(_) => "marking",
            StatementFlaw::PositionRange => "position-range",
            StatementFlaw::PrevPresence { .. } => "prev-presence",
            StatementFlaw::IssuedAt { .. } => "issued-at",
            StatementFlaw::Name => "name",
            StatementFlaw::ReferenceOfAnother => "reference-of-another",
            StatementFlaw::KindAndMediaType => "kind-and-media-type",
            StatementFlaw::BodyTooLong { .. } => "body-too-long",
            StatementFlaw::BodyLength { .. } => "body-length",
            StatementFlaw::BodyDigest => "body-digest",
            StatementFlaw::Body(_) => "body-cbor",
            StatementFlaw::BodyDisagrees { .. } => "body-disagrees",
            StatementFlaw::Release(flaw) => flaw.name(),
            StatementFlaw::WrongKey => "wrong-key",
            StatementFlaw::BadSignature => "bad-signature",
        }
    }
}

/// A statement without its body: decoded, not yet believed.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) header: Header,
    pub(crate) id: Id,
    /// Hashed here, where all cores decode, so that who writes to a log only hashes nodes.
    pub(crate) leaf: Digest,
    /// The `Sig_structure`.
    signed: Vec<u8>,
    signature: [u8; SIGNATURE_BYTES],
}

impl Statement {
    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, StatementFlaw> {
        if bytes.len() > STATEMENT_BYTES_MAX {
            return Err(StatementFlaw::TooLong { found: bytes.len() });
        }
        let sign1 = Sign1::decode(bytes, STATEMENT_BYTES_MAX).map_err(StatementFlaw::Frame)?;
        let header = Header::read(&sign1)?;
        let signed = sign1.signed();
        let (id, leaf) = (Id::of_signed(&signed), leaf_hash(&signed));
        Ok(Self { header, id, leaf, signed, signature: *sign1.signature() })
    }

    pub(crate) fn verify(&self, key: &PublicKey) -> Result<(), StatementFlaw> {
        if *key.as_bytes() != self.header.key {
            return Err(StatementFlaw::WrongKey);
        }
        key.verify(&self.signed, &self.signature).map_err(|_| StatementFlaw::BadSignature)
    }

    /// Whether every officer that it names has signed what it says.
    pub(crate) fn verify_release(&self) -> Result<(), StatementFlaw> {
        match &self.header.release {
            Some(release) => release.verify(&self.header).map_err(StatementFlaw::Release),
            None => Ok(()),
        }
    }
}

impl Entry {
    /// Climbs the first rung: everything that can be said without a key and without the log.
    ///
    /// # Errors
    /// The first flaw, from the outside in.
    pub fn decode(self) -> Result<Decoded, StatementFlaw> {
        let statement = Statement::decode(&self.statement)?;
        check_body(&statement.header, &self.body)?;
        Ok(Decoded { statement, entry: self })
    }
}

pub(crate) fn check_body(header: &Header, body: &[u8]) -> Result<(), StatementFlaw> {
    let found = body.len() as u64;
    let longest = header.body_length.max(found);
    if longest > BODY_BYTES_MAX as u64 {
        return Err(StatementFlaw::BodyTooLong { found: longest });
    }
    if header.body_length != found {
        return Err(StatementFlaw::BodyLength { expected: header.body_length, found });
    }
    if Digest::of(body) != header.body_digest {
        return Err(StatementFlaw::BodyDigest);
    }
    let tag = match header.media_type.as_str() {
        RECORD_MEDIA_TYPE => None,
        CERTIFICATE_MEDIA_TYPE => Some(18),
        // A newer kind of body: kept and forwarded. Where it reads as a record all the same, people
        // will be shown that record, so it too must not speak for another.
        _ if Record::from_body(body).is_ok() => return check_record(header, body),
        _ => return Ok(()),
    };
    let limits = Limits { bytes_max: BODY_BYTES_MAX, depth_max: BODY_DEPTH_MAX, tag };
    check(body, limits).map_err(StatementFlaw::Body)?;
    if tag.is_none() { check_record(header, body) } else { Ok(()) }
}

/// What header and record both say, they say alike: otherwise one reader goes by one marking and
/// the next by the other. What the record leaves out is for its own validation.
fn check_record(header: &Header, body: &[u8]) -> Result<(), StatementFlaw> {
    let said_twice = [
        ("kind", &["record", "kind"][..], header.kind.as_str()),
        ("marking", &["record", "handling", "tlp"], header.marking.as_str()),
        ("state", &["record", "originator", "state"], header.issuer.state.as_str()),
    ];
    for (field, path, expected) in said_twice {
        if text_at(body, path).is_some_and(|found| found != expected) {
            return Err(StatementFlaw::BodyDisagrees { field });
        }
    }
    check_audience(header, body)
}

/// Officers approve an audience: it is the one that people are shown. A body that is not ours may have none.
fn check_audience(header: &Header, body: &[u8]) -> Result<(), StatementFlaw> {
    let Some(release) = &header.release else { return Ok(()) };
    let found = texts_at(body, &["record", "handling", "audience"]);
    if found.is_none() && header.media_type != RECORD_MEDIA_TYPE {
        return Ok(());
    }
    if found.unwrap_or_default() == release.audience {
        Ok(())
    } else {
        Err(StatementFlaw::BodyDisagrees { field: "audience" })
    }
}

/// An entry that is well formed and whose body is the one it names; nobody has signed it yet.
#[derive(Clone, Debug)]
pub struct Decoded {
    statement: Statement,
    entry: Entry,
}

impl Decoded {
    /// Climbs the second rung: the signature, strictly, and those of the officers that it names.
    ///
    /// # Errors
    /// When `key` is not the one named, or did not sign this, or an officer did not.
    pub fn authenticate(self, key: &PublicKey) -> Result<Authentic, StatementFlaw> {
        self.statement.verify(key)?;
        self.statement.verify_release()?;
        let Statement { header, id, leaf, .. } = self.statement;
        Ok(Authentic { header, id, leaf, entry: self.entry })
    }

    /// What the statement says about itself.
    pub fn header(&self) -> &Header {
        &self.statement.header
    }

    /// The statement's id.
    pub fn id(&self) -> Id {
        self.statement.id
    }

    /// The hash of its leaf in the log's tree.
    pub fn leaf(&self) -> Digest {
        self.statement.leaf
    }

    /// The statement's place.
    pub fn position(&self) -> Position {
        self.statement.header.position()
    }

    /// The bytes as received.
    pub fn entry(&self) -> &Entry {
        &self.entry
    }
}

/// An entry that the key it names has signed; it may still not fit its log.
#[derive(Clone, Debug)]
pub struct Authentic {
    header: Header,
    id: Id,
    leaf: Digest,
    entry: Entry,
}

impl Authentic {
    /// What the statement says about itself.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The statement's id.
    pub fn id(&self) -> Id {
        self.id
    }

    /// The hash of its leaf in the log's tree.
    pub fn leaf(&self) -> Digest {
        self.leaf
    }

    /// The statement's place.
    pub fn position(&self) -> Position {
        self.header.position()
    }

    /// The bytes as received.
    pub fn entry(&self) -> &Entry {
        &self.entry
    }

    /// The bytes as received, without the rest.
    pub fn into_entry(self) -> Entry {
        self.entry
    }
}
