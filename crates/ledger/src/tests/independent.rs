//! Another implementation of C2SP notes and checkpoints reads ours: `signed_note` and `tlog_tiles`.
//!
//! It knows type 0x01 only, so the message of a cosignature is put together here a second time, from
//! c2sp.org/tlog-cosignature.

use base64::{Engine, engine::general_purpose::STANDARD};
use signed_note::{Note, StandardVerifier, Verifier, VerifierList};

use super::cast::{NOW, certificate, key, statement_key};
use super::forest::{cosigned, leaves};
use crate::checkpoint::SignedCheckpoint;
use crate::cosignature::witness_key;
use crate::key::PublicKey;

/// Somebody's verifier of lines of type 0x04.
struct Cosigner {
    name: String,
    id: u32,
    plain: StandardVerifier,
}

fn plain(name: &str, key: &PublicKey) -> StandardVerifier {
    let typed = [&[1], &key.as_bytes()[..]].concat();
    let id = signed_note::key_id(name, &typed);
    StandardVerifier::new(&format!("{name}+{id:08x}+{}", STANDARD.encode(typed))).unwrap()
}

impl Cosigner {
    fn new(name: &str, key: &PublicKey) -> Self {
        let id = signed_note::key_id(name, &[&[4], &key.as_bytes()[..]].concat());
        Self { name: name.to_owned(), id, plain: plain("w", key) }
    }
}

impl Verifier for Cosigner {
    fn name(&self) -> &str {
        &self.name
    }

    fn key_id(&self) -> u32 {
        self.id
    }

    fn verify(&self, text: &[u8], signature: &[u8]) -> bool {
        let Some((time, signature)) = signature.split_first_chunk() else { return false };
        let header = format!("cosignature/v1\ntime {}\n", u64::from_be_bytes(*time));
        self.plain.verify(&[header.as_bytes(), text].concat(), signature)
    }
}

fn whole() -> SignedCheckpoint {
    cosigned(&leaves(u64::MAX, 7))
}

/// The author and both witnesses, each named as the spec page says.
fn known() -> VerifierList {
    let origin = whole().checkpoint().origin();
    let mut known: Vec<Box<dyn Verifier>> = Vec::new();
    known.push(Box::new(plain(&origin, &statement_key("EE").public())));
    for state in ["KR", "NL"] {
        let name = witness_key(&certificate(state)).name().to_owned();
        known.push(Box::new(Cosigner::new(&name, &key(&format!("{state} witness")).public())));
    }
    VerifierList::new(known)
}

#[test]
fn another_implementation_verifies_author_and_witnesses() {
    let note = Note::from_bytes(&whole().encode()).unwrap();
    let (verified, unverified) = note.verify(&known()).unwrap();
    assert_eq!((verified.len(), unverified.len()), (3, 0));
    let time = u64::from_be_bytes(verified[1].signature()[..8].try_into().unwrap());
    assert_eq!(time, u64::try_from(NOW).unwrap());
    assert_eq!(note.to_bytes(), whole().encode());
}

#[test]
fn another_implementation_refuses_what_we_refuse() {
    let whole = String::from_utf8(whole().encode()).unwrap();
    let larger = whole.replacen("\n7\n", "\n8\n", 1);
    assert_ne!(whole, larger);
    assert!(Note::from_bytes(larger.as_bytes()).unwrap().verify(&known()).is_err());
}

#[test]
fn another_implementation_reads_the_checkpoint() {
    let ours = whole();
    let text = ours.checkpoint().text();
    let read = tlog_tiles::Checkpoint::from_bytes(text.as_bytes()).unwrap();
    assert_eq!(read.origin(), ours.checkpoint().origin());
    assert_eq!(read.size(), 7);
    assert_eq!(read.hash().0, *ours.checkpoint().root.as_bytes());
    assert_eq!(read.extension(), format!("roster {}\n", ours.checkpoint().roster));
    assert_eq!(read.to_bytes(), text.into_bytes());
}
