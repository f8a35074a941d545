//! What a file is, where it was given for something else: so that the error names both, and says where it belongs.
//!
//! Recognised is not verified: nothing here is believed.

use std::path::Path;

use chancery_ledger::{
    certificate::NodeRequest,
    pack::Pack,
    roster::{Genesis, Roster},
    statement::SignedCopy,
};

use chancery_node::answer::{CaseFile, NoteFile};

use crate::{exit::Exit, failure::Failure};

#[cfg(test)]
mod tests;

/// The sorts of files that people carry round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Genesis,
    Proposal,
    Signature,
    Request,
    SignedCopy,
    Pack,
    Case,
    CaseFile,
    PublicKey,
    SecretKey,
    Certificate,
    Revocation,
    Withdrawal,
    Policy,
    Json,
    Html,
    Pdf,
    Archive,
}

/// A header with its algorithm, media type and key begins within so many bytes: 3 of frame, 3 + 2 before the text.
const HEADER_BYTES: usize = 64;

/// The header's media type says what a root has signed.
const MEDIA_TYPES: [(&[u8], Kind); 5] = [
    (b"application/vnd.chancery.roster+cbor", Kind::Signature),
    (b"application/vnd.chancery.certificate+cbor", Kind::Certificate),
    (b"application/vnd.chancery.revocation+cbor", Kind::Revocation),
    (b"application/vnd.chancery.withdrawal+cbor", Kind::Withdrawal),
    (b"application/vnd.chancery.policy+cbor", Kind::Policy),
];

/// How files begin that are none of ours, in letters of any case.
const FOREIGN: [(&[u8], Kind); 5] = [
    (b"<!doctype html", Kind::Html),
    (b"<html", Kind::Html),
    (b"%pdf-", Kind::Pdf),
    (b"pk\x03\x04", Kind::Archive),
    (&[0x1f, 0x8b, 0x08], Kind::Archive),
];

fn begins(bytes: &[u8], start: &[u8]) -> bool {
    bytes.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start))
}

impl Kind {
    /// What these bytes are, if it can be told without knowing the network; a step cannot.
    pub(crate) fn of(bytes: &[u8]) -> Option<Self> {
        let text = bytes.trim_ascii_start();
        if text.starts_with(b"-----BEGIN PUBLIC KEY") {
            return Some(Kind::PublicKey);
        }
        if text.starts_with(b"-----BEGIN ") {
            return Some(Kind::SecretKey);
        }
        if let Some((_, kind)) = FOREIGN.iter().find(|(start, _)| begins(text, start)) {
            return Some(*kind);
        }
        if text.starts_with(b"{") && serde_json::from_slice::<serde_json::Value>(text).is_ok() {
            return Some(Kind::Json);
        }
        let header = &bytes[..bytes.len().min(HEADER_BYTES)];
        let says = |name: &[u8]| header.windows(name.len()).any(|part| part == name);
        if let Some((_, kind)) = MEDIA_TYPES.iter().find(|(name, _)| says(name)) {
            return Some(*kind);
        }
        let is: [(bool, Kind); 7] = [
            (Genesis::decode(bytes).is_ok(), Kind::Genesis),
            (Roster::decode(bytes).is_ok(), Kind::Proposal),
            (Pack::decode(bytes).is_ok(), Kind::Pack),
            (NoteFile::decode(bytes).is_ok(), Kind::Case),
            (CaseFile::decode(bytes).is_ok(), Kind::CaseFile),
            (SignedCopy::decode(bytes).is_ok(), Kind::SignedCopy),
            (NodeRequest::decode(bytes).is_ok(), Kind::Request),
        ];
        is.iter().find(|(is, _)| *is).map(|(_, kind)| *kind)
    }

    /// Whether nodes take it from one another.
    pub(crate) fn is_act(self) -> bool {
        matches!(self, Kind::Certificate | Kind::Revocation | Kind::Withdrawal | Kind::Policy)
    }

    /// The file was given where another sort is wanted.
    pub(crate) fn instead_of(self, file: &Path, wanted: &str) -> Failure {
        let (is, hint) = self.words();
        Failure::new(format!("{} is {is}, not {wanted}", file.display()), hint)
            .ending(Exit::DoesNotVerify)
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Kind::Genesis => (
                "a genesis file",
                "each node takes it with `chancery init --genesis`, and other commands with --genesis",
            ),
            Kind::Proposal => (
                "a proposal, which nobody has signed",
                "combine it first: `chancery roster combine` makes the step of it and its signatures",
            ),
            Kind::Signature => (
                "one state's signature on a proposal",
                "combine it first: `chancery roster combine` makes the step of the proposal and its signatures",
            ),
            Kind::Request => (
                "a request for a certificate",
                "`chancery certificate issue --request` makes the certificate, with the state's root key",
            ),
            Kind::SignedCopy => ("a signed copy of a record", "`chancery verify` reads it"),
            Kind::Pack => ("an evidence pack", "`chancery evidence verify` reads it"),
            Kind::Case => ("a file of reliance notes", "`chancery evidence verify` reads it"),
            Kind::CaseFile => ("a case file", "`chancery case verify` reads it"),
            Kind::PublicKey => (
                "a public key",
                "where a key is to sign, give its secret file, such as root.pem; a public key goes to others",
            ),
            Kind::SecretKey => ("a SECRET key", "it stays with its owner; nothing was sent"),
            Kind::Certificate => ("a certificate", "`chancery certificate show` reads it"),
            Kind::Revocation => ("a revocation", "`chancery certificate show` reads it"),
            Kind::Withdrawal => ("a withdrawal", "`chancery certificate show` reads it"),
            Kind::Json => (
                "JSON, for people and programs, which proves nothing",
                "`chancery evidence export REF --out FILE` writes what proves a record; `chancery check` reads a record in JSON",
            ),
            Kind::Html => (
                "a page for people to print",
                "ask whoever sent it for the file whose SHA-256 stands at the foot of the page",
            ),
            Kind::Pdf => {
                ("a PDF document", "ask whoever sent it for the file that the document is about")
            }
            Kind::Archive => ("an archive", "unpack it first, and give the file that is in it"),
            Kind::Policy => ("a policy", "`chancery certificate show` reads it"),
        }
    }
}
