//! Making a statement, by the same rules that refuse a stranger's.
//!
//! A sealed draft is decoded and verified again before anyone sees it: that costs 0.1 ms and
//! catches a wrong field, a fault in the signing and any drift between writing and reading.
//! Invariant: what leaves here climbs the ladder everywhere.

use chancery_encoding::Digest;
use chancery_record::Marking;

use crate::certificate::Certificate;
use crate::key::{PublicKey, SecretKey};
use crate::log::Id;
use crate::statement::header::{CERTIFICATE_KIND, CERTIFICATE_MEDIA_TYPE, RECORD_MEDIA_TYPE};
use crate::statement::{Authentic, Entry, Header, Issuer, Release, StatementFlaw, sign1};

/// A record about to be sealed at the next place of its author's log.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Who speaks.
    pub issuer: Issuer,
    /// How people cite it, such as `EE-2026-0001`.
    pub reference: String,
    /// When, in seconds since 1970.
    pub issued_at: i64,
    /// The epoch of the log.
    pub epoch: u64,
    /// The next place of the log.
    pub seq: u64,
    /// The id of the log's tip.
    pub prev: Option<Id>,
    /// The hash of the roster in force.
    pub roster: Digest,
    /// The record's kind.
    pub kind: String,
    /// The record's marking.
    pub marking: Marking,
    /// The record's body.
    pub body: Vec<u8>,
    /// The policy that it is released under, with the approvals of this very body.
    pub release: Option<Release>,
}

impl Draft {
    /// Signs the draft, and climbs the ladder with the result.
    ///
    /// # Errors
    /// When the draft breaks a rule that would have it refused elsewhere.
    pub fn seal(self, key: &SecretKey) -> Result<Authentic, StatementFlaw> {
        let public = key.public();
        let media_type = match self.kind.as_str() {
            CERTIFICATE_KIND => CERTIFICATE_MEDIA_TYPE,
            _ => RECORD_MEDIA_TYPE,
        };
        let header = Header {
            key: *public.as_bytes(),
            issuer: self.issuer,
            reference: self.reference,
            issued_at: self.issued_at,
            epoch: self.epoch,
            seq: self.seq,
            prev: self.prev,
            roster: self.roster,
            kind: self.kind,
            marking: self.marking,
            body_length: self.body.len() as u64,
            body_digest: Digest::of(&self.body),
            media_type: media_type.to_owned(),
            release: self.release,
        };
        seal(&header, self.body, key, &public)
    }
}

fn seal(
    header: &Header,
    body: Vec<u8>,
    key: &SecretKey,
    public: &PublicKey,
) -> Result<Authentic, StatementFlaw> {
    let statement = sign1::sign(header.write(), header.body_digest.as_bytes(), key);
    Entry { statement, body }.decode()?.authenticate(public)
}

/// The first statement of a log, whose body is the authority's certificate.
///
/// It depends on its arguments alone, the time and the roster being those of the certificate, and Ed25519 is deterministic: so a node that lost its disk and founds its log again makes
/// the same bytes, and cannot fork place 0.
///
/// # Errors
/// [`StatementFlaw::WrongKey`] when `key` is not the certificate's statement key.
pub fn founding_entry(
    certificate: &Certificate,
    epoch: u64,
    key: &SecretKey,
) -> Result<Authentic, StatementFlaw> {
    if key.public() != certificate.statement_key {
        return Err(StatementFlaw::WrongKey);
    }
    let state = certificate.issuer.state;
    Draft {
        issuer: certificate.issuer.clone(),
        reference: format!("{state}-certificate-{}", certificate.serial),
        issued_at: certificate.issued_at,
        epoch,
        seq: 0,
        prev: None,
        roster: certificate.made_under(),
        kind: CERTIFICATE_KIND.to_owned(),
        marking: Marking::Clear,
        body: certificate.bytes().to_vec(),
        release: None,
    }
    .seal(key)
}
