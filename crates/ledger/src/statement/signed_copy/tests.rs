//! Laws of the record in a file.

use super::{SIGNED_COPY_BYTES_MAX, SignedCopy, SignedCopyFlaw};
use crate::certificate::CertificateFlaw;
use crate::roster::Roster;
use crate::statement::{Authentic, Draft, Entry, StatementFlaw};
use crate::tests::cast::{
    MEMBERS, certificate, draft, first_record, founding, member, roster, statement_key,
};

fn copy_of(entry: &Authentic, code: &str) -> SignedCopy {
    SignedCopy { entry: entry.entry().clone(), certificate: certificate(code).bytes().to_vec() }
}

fn refusal(copy: SignedCopy) -> Option<SignedCopyFlaw> {
    copy.verify(&roster()).err()
}

fn seal(bent: impl FnOnce(&mut Draft)) -> Authentic {
    let mut draft = draft("EE", 1, Some(founding("EE").id()));
    bent(&mut draft);
    draft.seal(&statement_key("EE")).unwrap()
}

#[test]
fn copy_reads_back_and_verifies_with_the_roster_alone() {
    let copy = copy_of(&first_record("EE"), "EE");
    let read = SignedCopy::decode(&copy.encode()).unwrap();
    assert_eq!(read, copy);
    let verified = read.verify(&roster()).unwrap();
    assert_eq!(verified.id(), first_record("EE").id());
}

#[test]
fn reading_believes_nothing() {
    let entry = Entry { statement: b"no statement".to_vec(), body: Vec::new() };
    let copy = SignedCopy { entry, certificate: Vec::new() };
    assert_eq!(SignedCopy::decode(&copy.encode()), Ok(copy.clone()));
    assert!(matches!(refusal(copy), Some(SignedCopyFlaw::Certificate(CertificateFlaw::Frame(_)))));
}

#[test]
fn tampered_copy_is_refused_for_its_part() {
    let copy = copy_of(&first_record("EE"), "EE");
    let mut body = copy.clone();
    *body.entry.body.last_mut().unwrap() ^= 1;
    assert_eq!(refusal(body), Some(SignedCopyFlaw::Statement(StatementFlaw::BodyDigest)));
    let mut statement = copy.clone();
    *statement.entry.statement.last_mut().unwrap() ^= 1;
    assert_eq!(refusal(statement), Some(SignedCopyFlaw::Statement(StatementFlaw::BadSignature)));
    let mut certificate = copy;
    *certificate.certificate.last_mut().unwrap() ^= 1;
    let flaw = SignedCopyFlaw::Certificate(CertificateFlaw::BadSignature);
    assert_eq!(refusal(certificate), Some(flaw));
}

#[test]
fn certificate_of_another_key_does_not_do() {
    let flaw = refusal(copy_of(&first_record("EE"), "KR"));
    assert_eq!(flaw, Some(SignedCopyFlaw::Statement(StatementFlaw::WrongKey)));
}

#[test]
fn issuer_is_the_one_that_is_certified() {
    let other = seal(|draft| draft.issuer.authority = "another".into());
    assert_eq!(refusal(copy_of(&other, "EE")), Some(SignedCopyFlaw::WrongIssuer));
}

#[test]
fn statement_under_another_roster_is_refused() {
    let other = seal(|draft| draft.roster = chancery_encoding::Digest::of(b"another roster"));
    assert_eq!(refusal(copy_of(&other, "EE")), Some(SignedCopyFlaw::WrongRoster));
}

#[test]
fn record_of_an_observer_is_refused_and_its_certificate_is_not() {
    let refused = refusal(copy_of(&first_record("BR"), "BR"));
    assert_eq!(refused, Some(SignedCopyFlaw::ObserverPublishes));
    assert_eq!(refusal(copy_of(&founding("BR"), "BR")), None);
}

#[test]
fn network_with_other_members_does_not_verify_it() {
    let other = Roster::found("exercise", MEMBERS.map(member).into(), Vec::new()).unwrap();
    let flaw = copy_of(&first_record("EE"), "EE").verify(&other).unwrap_err();
    assert_eq!(flaw, SignedCopyFlaw::Certificate(CertificateFlaw::OtherNetwork));
}

#[test]
fn three_parts_at_their_bounds_fit() {
    let longest = SignedCopy {
        entry: Entry {
            statement: vec![0; crate::statement::STATEMENT_BYTES_MAX],
            body: vec![0; chancery_record::BODY_BYTES_MAX],
        },
        certificate: vec![0; crate::certificate::CERTIFICATE_BYTES_MAX],
    };
    let bytes = longest.encode();
    assert!(bytes.len() <= SIGNED_COPY_BYTES_MAX);
    assert_eq!(SignedCopy::decode(&bytes), Ok(longest));
}
