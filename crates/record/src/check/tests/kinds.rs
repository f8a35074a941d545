//! Rules of single kinds that are programs: for each, a change that it refuses.

use serde_json::json;

use super::Row;
use crate::Kind;

pub(super) fn rows() -> Vec<Row> {
    [denials(), questions(), remarks(), texts(), service()].concat()
}

fn denials() -> Vec<Row> {
    let public = "it is never public";
    let day = "`review_due` is not before `act_date`";
    vec![
        (public, Kind::DenialNotice, vec![("/handling/tlp", json!("TLP:CLEAR"))], "$.handling.tlp"),
        (
            public,
            Kind::ConsultationRequest,
            vec![("/handling/tlp", json!("TLP:CLEAR")), ("/handling/audience", json!(["public"]))],
            "$.handling.audience[0]",
        ),
        (day, Kind::DenialNotice, vec![("/act_date", json!("2027-01-01"))], "$.review_due"),
    ]
}

fn questions() -> Vec<Row> {
    let (before, own) = (json!("2020-01-01"), json!(["KR", "EE"]));
    vec![
        (
            "`deadline` is not before",
            Kind::ConsultationRequest,
            vec![("/deadline", before.clone())],
            "$.deadline",
        ),
        (
            "`needed_by` is not before",
            Kind::InformationRequest,
            vec![("/needed_by", before)],
            "$.needed_by",
        ),
        ("`to` does not name", Kind::ConsultationRequest, vec![("/to", own)], "$.to[1]"),
    ]
}

fn remarks() -> Vec<Row> {
    let kinds =
        [Kind::UndercutNotice, Kind::ConsultationResponse, Kind::Acknowledgement, Kind::Dispute];
    let own = |kind| {
        let change = ("/target/reference", json!("EE-2026-0001"));
        ("`target.reference` is one of another state", kind, vec![change], "$.target.reference")
    };
    let mut rows: Vec<Row> = kinds.into_iter().map(own).collect();
    let public = "it is TLP:CLEAR, its audience holds `public`";
    rows.extend([
        (
            public,
            Kind::PublicSummary,
            vec![("/handling/tlp", json!("TLP:GREEN"))],
            "$.handling.tlp",
        ),
        (
            public,
            Kind::PublicSummary,
            vec![("/handling/audience", json!(["members"]))],
            "$.handling.audience",
        ),
        (
            public,
            Kind::PublicSummary,
            vec![("/handling/originator_control/onward", json!("ask"))],
            "$.handling.originator_control.onward",
        ),
        ("it has no `parties`", Kind::PublicSummary, vec![("/parties", json!([]))], "$.parties"),
        ("it has no `parties`", Kind::PublicSummary, vec![("/routes", json!([]))], "$.routes"),
    ]);
    rows
}

fn texts() -> Vec<Row> {
    let tied = "every version has the `of_hash`";
    let place = "$.languages.versions[0].of_hash";
    vec![
        (tied, Kind::RiskAdvisory, vec![("/summary", json!("Another text"))], place),
        (tied, Kind::Renewal, vec![("/title", json!("Another text"))], place),
        (
            tied,
            Kind::Renewal,
            vec![("/languages/versions", json!([{"language": "et", "status": "machine"}]))],
            place,
        ),
        (
            "one of `commitments` is one that the kind serves",
            Kind::CapacityOffer,
            vec![("/commitments", json!(["C3"]))],
            "$.commitments",
        ),
    ]
}

fn service() -> Vec<Row> {
    vec![
        (
            "with a `protection` that is not `open`",
            Kind::StakeholderInput,
            vec![("/protection", json!("protected"))],
            "$.sources[0].publisher",
        ),
        (
            "`exercise` is true",
            Kind::ExerciseMarker,
            vec![("/exercise", json!(false))],
            "$.exercise",
        ),
        (
            "the pack reads",
            Kind::VocabularyPack,
            vec![("/pack", json!({"pack": "iep", "edition": "1"}))],
            "$.pack",
        ),
    ]
}
