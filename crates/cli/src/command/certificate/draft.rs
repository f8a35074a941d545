//! A certificate in the making: what every one of them says alike.
//!
//! Invariant: a certificate is made under the roster in force, and its serial is one more than the highest that its
//! authority has, so that it replaces and is never taken for an old one.

use chancery_encoding::Digest;
use chancery_ledger::{
    act::Content,
    certificate::{Certificate, CertificateRequest},
    key::SecretKey,
    statement::Issuer,
};
use chancery_node::causes;
use chancery_record::StateCode;
use serde_json::{Value, json};

use crate::{command::papers::Papers, exit::Exit, failure::Failure, words};

/// The authority of a state, by its name.
pub(crate) fn issuer(state: StateCode, authority: &str) -> Result<Issuer, Failure> {
    Issuer::new(state, authority).ok_or_else(|| {
        Failure::new(
            format!("{authority:?} is not the name of an authority"),
            "1 to 63 of a-z, 0-9, - and ., beginning with a letter or digit: export-control",
        )
        .ending(Exit::Usage)
    })
}

/// The version that an act names; the founding one goes without saying.
pub(crate) fn under(papers: &Papers) -> Option<Digest> {
    let hash = papers.directory().roster_hash();
    (hash != papers.network()).then_some(hash)
}

/// One more than the highest serial of this authority, of all its nodes.
pub(crate) fn next_serial(papers: &Papers, issuer: &Issuer) -> u64 {
    let founding = papers.genesis.certificates().iter();
    let founding = founding.filter(|one| one.issuer == *issuer).map(|one| one.serial);
    let later = papers.register.acts().filter_map(|act| match act.content() {
        Content::Certificate(one) if one.issuer == *issuer => Some(one.serial),
        _ => None,
    });
    founding.chain(later).max().unwrap_or(0) + 1
}

/// Signs the certificate.
pub(crate) fn sign(
    request: &CertificateRequest,
    root: &SecretKey,
    papers: &Papers,
) -> Result<Certificate, Failure> {
    Certificate::issue_under(request, root, papers.directory()).map_err(|flaw| {
        Failure::new(
            format!("the certificate would be refused ({}): {}", flaw.name(), causes(&flaw)),
            "every job has a key of its own, and none is a root key; nothing was written",
        )
    })
}

/// A certificate for a program.
pub(crate) fn document(certificate: &Certificate) -> Value {
    let key = |key: &[u8; 32]| json!({ "key": words::hex(key), "words": words::of_key(key) });
    json!({
        "id": certificate.id().to_string(),
        "state": certificate.issuer.state.as_str(),
        "authority": certificate.issuer.authority,
        "serial": certificate.serial,
        "epoch": certificate.epoch,
        "statement": key(certificate.statement_key.as_bytes()),
        "witness": key(certificate.witness_key.as_bytes()),
        "transport": key(certificate.transport_key.as_bytes()),
        "reader": certificate.reader_key.as_ref().map(key),
        "possession": certificate.possession.is_some(),
        "roles": certificate.roles,
        "under": certificate.made_under().to_string(),
    })
}

/// A certificate for a person.
pub(crate) fn lines(certificate: &Certificate) -> Vec<(&'static str, String)> {
    let mut lines = vec![
        ("certificate", format!("{} of {}", certificate.serial, certificate.issuer)),
        ("opens epoch", certificate.epoch.to_string()),
        ("statement key", words::of_key(certificate.statement_key.as_bytes())),
        ("witness key", words::of_key(certificate.witness_key.as_bytes())),
        ("transport key", words::of_key(certificate.transport_key.as_bytes())),
    ];
    if let Some(reader) = &certificate.reader_key {
        lines.push(("reader key", words::of_key(reader)));
    }
    if certificate.possession.is_some() {
        lines.push(("possession", format!("all three keys sign for {}", certificate.issuer)));
    }
    if !certificate.roles.is_empty() {
        lines.push(("roles", certificate.roles.join(", ")));
    }
    lines
}
