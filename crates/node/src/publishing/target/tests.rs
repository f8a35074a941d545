//! Laws of what may be said about what.

use chancery_record::vocabulary::Vocabularies;
use serde_json::{Value, json};

use super::*;

/// The example of a kind with these fields changed.
fn record(kind: Kind, changes: &[(&str, Value)]) -> Record {
    let mut json: Value = serde_json::from_str(kind.example()).unwrap();
    for (field, value) in changes {
        json[*field] = value.clone();
    }
    Record::from_json(&json.to_string(), Vocabularies::shipped()).unwrap()
}

fn issuer(state: &str, authority: &str) -> Issuer {
    Issuer { state: state.parse().unwrap(), authority: authority.to_owned() }
}

/// A target of Korea's trade authority.
fn held(record: Record) -> Held {
    Held {
        name: "KR-2026-0001".to_owned(),
        issuer: issuer("KR", "trade"),
        record: Some(record),
        withdrawn: false,
    }
}

/// What is said of a target by an authority.
/// The first thing that is wrong.
fn first(record: &Record, by: &Issuer, of: &Held) -> Result<(), PublishError> {
    let mut wrong = Vec::new();
    fits(record, by, of, &mut wrong);
    wrong.into_iter().next().map_or(Ok(()), Err)
}

fn said(kind: Kind, by: &Issuer, of: &Held) -> Result<(), PublishError> {
    first(&record(kind, &[]), by, of)
}

#[test]
fn only_the_originator_touches_and_only_others_comment() {
    let warning = held(record(Kind::ThreatAdvisory, &[]));
    let (own, other) = (issuer("KR", "trade"), issuer("EE", "trade"));
    let sister = issuer("KR", "customs");
    for kind in [Kind::Correction, Kind::Renewal, Kind::Withdrawal, Kind::PublicSummary] {
        assert!(said(kind, &own, &warning).is_ok(), "{kind}");
        for by in [&other, &sister] {
            let refused = said(kind, by, &warning).unwrap_err();
            assert!(matches!(refused, PublishError::TargetOfAnother { .. }), "{kind}: {refused}");
        }
    }
    for kind in [Kind::Acknowledgement, Kind::Sighting, Kind::Dispute] {
        assert!(said(kind, &other, &warning).is_ok(), "{kind}");
        for by in [&own, &sister] {
            let refused = said(kind, by, &warning).unwrap_err();
            assert!(matches!(refused, PublishError::TargetOwn(_)), "{kind}: {refused}");
        }
    }
    assert!(said(Kind::Translation, &own, &warning).is_ok());
    assert!(said(Kind::Translation, &other, &warning).is_ok());
}

#[test]
fn an_answer_needs_a_question_that_asks_its_state() {
    let question = held(record(Kind::ConsultationRequest, &[("to", json!(["NL", "DE"]))]));
    let answer = |by: &str| said(Kind::ConsultationResponse, &issuer(by, "trade"), &question);
    assert!(answer("NL").is_ok());
    assert!(matches!(answer("FI").unwrap_err(), PublishError::NotAsked(_)));
    let by = issuer("EE", "trade");
    let refused = said(Kind::InformationResponse, &by, &question).unwrap_err();
    let PublishError::TargetOfOtherKind { kind, about, .. } = refused else { panic!("{refused}") };
    assert_eq!((kind.as_str(), about.as_str()), ("consultation-request", "information-response"));
}

#[test]
fn a_drill_never_answers_a_real_record_nor_the_reverse() {
    let real = held(record(Kind::ThreatAdvisory, &[("exercise", json!(false))]));
    let refused = said(Kind::Sighting, &issuer("EE", "trade"), &real).unwrap_err();
    assert!(matches!(refused, PublishError::TargetInEarnest(_)), "{refused}");
    let drill = held(record(Kind::ThreatAdvisory, &[]));
    let earnest = record(Kind::Sighting, &[("exercise", json!(false))]);
    let refused = first(&earnest, &issuer("EE", "trade"), &drill).unwrap_err();
    assert!(matches!(refused, PublishError::TargetInEarnest(_)), "{refused}");
}

#[test]
fn what_has_no_text_is_not_corrected_and_a_withdrawal_is_final() {
    let own = issuer("KR", "trade");
    for (kind, of) in [
        (Kind::Correction, Kind::Withdrawal),
        (Kind::Correction, Kind::Acknowledgement),
        (Kind::Renewal, Kind::Renewal),
        (Kind::Withdrawal, Kind::Withdrawal),
        (Kind::DenialReview, Kind::ThreatAdvisory),
    ] {
        let refused = said(kind, &own, &held(record(of, &[]))).unwrap_err();
        assert!(matches!(refused, PublishError::TargetOfOtherKind { .. }), "{kind} of {of}");
    }
    assert!(said(Kind::Withdrawal, &own, &held(record(Kind::Acknowledgement, &[]))).is_ok());
    let mut gone = held(record(Kind::ThreatAdvisory, &[]));
    gone.withdrawn = true;
    for kind in [Kind::Renewal, Kind::Correction, Kind::Withdrawal] {
        let refused = said(kind, &own, &gone).unwrap_err();
        assert!(matches!(refused, PublishError::TargetWithdrawn(_)), "{kind}: {refused}");
    }
}

#[test]
fn a_corrected_text_is_of_the_kind_that_the_correction_brings() {
    let own = issuer("KR", "trade");
    let corrected = held(record(Kind::Correction, &[]));
    assert!(said(Kind::Correction, &own, &corrected).is_ok(), "of a correction's threat advisory");
    let refused = said(Kind::DenialReview, &own, &corrected).unwrap_err();
    assert!(matches!(refused, PublishError::TargetOfOtherKind { .. }), "{refused}");
}

#[test]
fn what_this_version_cannot_read_may_be_spoken_about_and_not_touched() {
    let mut unread = held(record(Kind::ThreatAdvisory, &[]));
    unread.record = None;
    assert!(said(Kind::Acknowledgement, &issuer("EE", "trade"), &unread).is_ok());
    let refused = said(Kind::Correction, &issuer("KR", "trade"), &unread).unwrap_err();
    assert!(matches!(refused, PublishError::TargetOfOtherKind { .. }), "{refused}");
}
