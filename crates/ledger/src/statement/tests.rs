//! Laws of the ladder.

use chancery_encoding::{Digest, encode};
use ciborium::Value;
use coset::{CoseSign1, TaggedCborSerializable, iana};
use proptest::prelude::*;

use super::{Entry, STATEMENT_BYTES_MAX, StatementFlaw};
use crate::log::Id;
use crate::statement::{Authentic, Draft, Header};
use crate::tests::cast::{body, draft, first_record, founding, key, record, statement_key};
use crate::tests::forge::{Forge, set};
use crate::tree::leaf_hash;

fn climb(statement: Vec<u8>, body: Vec<u8>) -> Result<Authentic, StatementFlaw> {
    Entry { statement, body }.decode()?.authenticate(&statement_key("EE").public())
}

/// The header of the first record, with its own body's length and digest put to another body's.
fn header_over(body: &[u8]) -> Header {
    let mut header = first_record("EE").header().clone();
    header.body_length = body.len() as u64;
    header.body_digest = Digest::of(body);
    header
}

fn judge_body(bent: impl FnOnce(&mut Value)) -> Result<Authentic, StatementFlaw> {
    let mut tree = Value::Map(vec![
        ("record".into(), record("EE", "A title")),
        ("salt".into(), Value::Bytes(vec![7; 16])),
    ]);
    bent(&mut tree);
    let body = encode(&tree);
    climb(Forge::statement(&header_over(&body)).bytes(), body)
}

#[test]
fn what_is_sealed_climbs_and_keeps_its_bytes() {
    for sealed in [founding("EE"), first_record("EE")] {
        let Entry { statement, body } = sealed.entry().clone();
        let climbed = climb(statement, body).unwrap();
        assert_eq!(climbed.entry(), sealed.entry());
        assert_eq!(climbed.header(), sealed.header());
        assert_eq!(climbed.id(), sealed.id());
        assert!(climbed.entry().statement.len() < 512, "{}", climbed.entry().statement.len());
    }
}

#[test]
fn the_leaf_of_a_statement_is_that_of_its_sig_structure_on_every_rung_and_in_the_store() {
    for sealed in [founding("EE"), first_record("EE")] {
        let entry = sealed.entry().clone();
        let cose = CoseSign1::from_tagged_slice(&entry.statement).unwrap();
        let signed = cose.tbs_data(&[]);
        let leaf = leaf_hash(&signed);
        assert_eq!(*sealed.id().as_bytes(), *Digest::of(&signed).as_bytes());
        assert_eq!(sealed.leaf(), leaf);
        let stored = Header::of_stored_leaf(&entry.statement).unwrap();
        assert_eq!(stored, (sealed.header().clone(), sealed.id(), leaf));
        assert_eq!(Header::of_stored(&entry.statement).unwrap(), (stored.0, stored.1));
        assert_eq!(entry.decode().unwrap().leaf(), leaf);
    }
}

#[test]
fn newer_fields_kinds_and_bodies_are_kept_as_they_came() {
    let body = b"not CBOR, and not ours to judge".to_vec();
    let mut header = header_over(&body);
    header.kind = "capacity-request".into();
    header.media_type = "application/vnd.chancery.sealed".into();
    let statement = Forge::statement(&header)
        .with(&[300.into()], "newer".into())
        .with(&["chancery".into(), 100.into()], Value::Map(vec![(1.into(), 2.into())]))
        .bytes();
    let climbed = climb(statement.clone(), body.clone()).unwrap();
    assert_eq!(climbed.into_entry(), Entry { statement, body });
}

#[test]
fn no_statement_with_one_bit_flipped_climbs() {
    for sealed in [founding("EE"), first_record("EE")] {
        let Entry { statement, body } = sealed.entry();
        for bit in 0..statement.len() * 8 {
            let mut flipped = statement.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let entry = Entry { statement: flipped, body: body.clone() };
            let Ok(decoded) = entry.decode() else { continue };
            let in_signature = bit / 8 >= statement.len() - 64;
            assert_eq!(decoded.id() == sealed.id(), in_signature, "bit {bit}");
            let flaw = decoded.authenticate(&statement_key("EE").public()).unwrap_err();
            assert!(matches!(flaw, StatementFlaw::BadSignature | StatementFlaw::WrongKey));
        }
    }
}

#[test]
fn no_body_with_one_bit_flipped_is_taken() {
    let Entry { statement, body } = first_record("EE").into_entry();
    for bit in 0..body.len() * 8 {
        let mut flipped = body.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let entry = Entry { statement: statement.clone(), body: flipped };
        assert_eq!(entry.decode().unwrap_err(), StatementFlaw::BodyDigest, "bit {bit}");
    }
}

#[test]
fn id_is_the_digest_of_what_is_signed_and_leaves_the_signature_out() {
    let sealed = first_record("EE");
    let mut parsed = CoseSign1::from_tagged_slice(&sealed.entry().statement).unwrap();
    assert_eq!(sealed.id(), Id::from_bytes(*Digest::of(&parsed.tbs_data(&[])).as_bytes()));
    parsed.signature = vec![0; 64];
    let statement = parsed.to_tagged_vec().unwrap();
    let other = Entry { statement, body: sealed.entry().body.clone() }.decode().unwrap();
    assert_eq!(other.id(), sealed.id());
}

/// A reader that is not ours finds all that it needs, and writes the same bytes.
#[test]
fn coset_reads_our_statements() {
    let sealed = first_record("EE");
    let parsed = CoseSign1::from_tagged_slice(&sealed.entry().statement).unwrap();
    let header = &parsed.protected.header;
    assert_eq!(header.alg, Some(coset::Algorithm::Assigned(iana::Algorithm::Ed25519)));
    assert_eq!(header.key_id, sealed.header().key);
    assert_eq!(parsed.payload.as_deref(), Some(&sealed.header().body_digest.as_bytes()[..]));
    assert!(parsed.unprotected.is_empty());
    let labels: Vec<_> = header.rest.iter().map(|(label, _)| label.clone()).collect();
    let expected = [15, 258, 259].map(coset::Label::Int);
    assert_eq!(labels[..3], expected);
    assert_eq!(labels[3..], [coset::Label::Text("chancery".into())]);
    let signature = parsed.signature.clone().try_into().unwrap();
    let key = statement_key("EE").public();
    assert!(key.verify(&parsed.tbs_data(&[]), &signature).is_ok());
    assert_eq!(parsed.to_tagged_vec().unwrap(), sealed.entry().statement);
}

#[test]
fn key_must_be_the_one_that_is_named() {
    let Entry { statement, body } = first_record("EE").into_entry();
    let decoded = Entry { statement, body }.decode().unwrap();
    let flaw = decoded.authenticate(&statement_key("KR").public()).unwrap_err();
    assert_eq!(flaw, StatementFlaw::WrongKey);
}

#[test]
fn key_that_is_named_must_have_signed() {
    let mut forge = Forge::statement(&header_over(&body("EE", "A title")));
    forge.key = key("EE witness");
    let flaw = climb(forge.bytes(), body("EE", "A title")).unwrap_err();
    assert_eq!(flaw, StatementFlaw::BadSignature);
}

#[test]
fn statement_is_taken_to_its_bound_and_no_further() {
    let body = body("EE", "A title");
    let padded = |length: usize| {
        let forge = Forge::statement(&header_over(&body));
        forge.with(&["padding".into()], Value::Bytes(vec![0; length])).bytes()
    };
    let around = padded(1000).len() - 1000;
    let fits = padded(STATEMENT_BYTES_MAX - around);
    assert_eq!(fits.len(), STATEMENT_BYTES_MAX);
    assert!(climb(fits, body.clone()).is_ok());
    let found = STATEMENT_BYTES_MAX + 1;
    let flaw = climb(padded(found - around), body.clone()).unwrap_err();
    assert_eq!(flaw, StatementFlaw::TooLong { found });
}

#[test]
fn record_that_contradicts_its_header_is_refused_by_field() {
    let at = |names: &[&str]| -> Vec<Value> {
        ["record"].iter().chain(names).map(|name| (*name).into()).collect()
    };
    for (field, path, other) in [
        ("kind", at(&["kind"]), "withdrawal"),
        ("marking", at(&["handling", "tlp"]), "TLP:RED"),
        ("marking", at(&["handling", "tlp"]), "TLP:CLEAR"),
        ("marking", at(&["handling", "tlp"]), "tlp:green"),
        ("state", at(&["originator", "state"]), "KR"),
    ] {
        let flaw = judge_body(|tree| set(tree, &path, other.into())).unwrap_err();
        assert_eq!(flaw, StatementFlaw::BodyDisagrees { field }, "{other}");
    }
}

#[test]
fn record_that_says_less_than_its_header_is_for_validation_to_judge() {
    assert!(judge_body(|_| {}).is_ok());
    assert!(judge_body(|tree| set(tree, &["record".into()], Value::Map(Vec::new()))).is_ok());
    assert!(judge_body(|tree| *tree = Value::Map(Vec::new())).is_ok());
}

#[test]
fn draft_that_nobody_would_take_is_not_sealed() {
    let seal = |bent: fn(&mut Draft)| {
        let mut draft = draft("EE", 1, Some(founding("EE").id()));
        bent(&mut draft);
        draft.seal(&statement_key("EE")).map(|_| ()).map_err(|flaw| flaw.name())
    };
    assert_eq!(seal(|_| {}), Ok(()));
    assert_eq!(seal(|draft| draft.prev = None), Err("prev-presence"));
    assert_eq!(seal(|draft| draft.reference = "KR-2026-0001".into()), Err("reference-of-another"));
    assert_eq!(seal(|draft| draft.issuer.authority = "Not plain".into()), Err("issuer"));
    assert_eq!(seal(|draft| draft.body = vec![0xff]), Err("body-cbor"));
    assert_eq!(seal(|draft| draft.body = vec![0; 262_145]), Err("body-too-long"));
    assert_eq!(seal(|draft| draft.marking = chancery_record::Marking::Red), Err("body-disagrees"));
}

/// A node that lost its disk founds its log again and must not fork it.
#[test]
fn founding_again_gives_the_same_bytes() {
    assert_eq!(founding("EE").entry(), founding("EE").entry());
    let certificate = crate::tests::cast::certificate("EE");
    let refused = crate::statement::founding_entry(&certificate, 0, &key("EE witness"));
    assert_eq!(refused.unwrap_err(), StatementFlaw::WrongKey);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_sealed_climbs(
        seq in 1..crate::log::POSITION_MAX,
        prev in any::<[u8; 32]>(),
        issued_at in 0..4_000_000_000_i64,
        title in "\\PC{0,40}",
        words in "[!-~]{1,100}",
    ) {
        let mut draft = draft("EE", seq, Some(Id::from_bytes(prev)));
        draft.issued_at = issued_at;
        draft.reference = format!("EE-{words}");
        draft.body = body("EE", &title);
        let sealed = draft.seal(&statement_key("EE")).unwrap();
        let Entry { statement, body } = sealed.entry().clone();
        let climbed = climb(statement, body).unwrap();
        prop_assert_eq!(climbed.id(), sealed.id());
        prop_assert_eq!(climbed.header(), sealed.header());
    }

    #[test]
    fn random_statements_and_bodies_are_refused(
        statement in proptest::collection::vec(any::<u8>(), 0..300),
        body in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        prop_assert!(climb(statement, body.clone()).is_err());
        prop_assert!(climb(first_record("EE").into_entry().statement, body).is_err());
    }
}

#[test]
fn a_record_under_another_media_type_speaks_for_no_other_state() {
    let climbs = |state| {
        let salt = Value::Bytes(vec![7; 16]);
        let record = record(state, "A title");
        let body = encode(&Value::Map(vec![("record".into(), record), ("salt".into(), salt)]));
        let mut header = header_over(&body);
        header.media_type = "application/vnd.chancery.newer".into();
        climb(Forge::statement(&header).bytes(), body)
    };
    assert!(climbs("EE").is_ok());
    let flaw = climbs("KR").unwrap_err();
    assert!(matches!(flaw, StatementFlaw::BodyDisagrees { field: "state" }), "{flaw:?}");
}
