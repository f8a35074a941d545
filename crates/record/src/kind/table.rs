//! The table of kinds: a row for each, in the order of the enum, which is that of the documentation.
//!
//! What serves the network itself, and what changes or translates another record, may serve any commitment:
//! that of the record that it is about.

use super::{
    Aim::{Any, Nothing, Of, Perhaps},
    Holds::{Act, Content},
    Kind::{self, *},
    Row,
    Speaker::{self, Another, Anyone, Asked, Originator},
};

const EVERY: &[&str] = &["C1", "C2", "C3", "C4", "C5", "C6"];

const fn row(
    kind: Kind,
    name: &'static str,
    commitments: &'static [&'static str],
    who: Speaker,
    aim: super::Aim,
    holds: super::Holds,
) -> Row {
    Row { kind, name, commitments, who, aim, holds }
}

/// Invariant: the row of a kind stands at its place in the enum.
pub(super) const KINDS: [Row; 29] = [
    row(ThreatAdvisory, "threat-advisory", &["C3", "C1"], Anyone, Nothing, Content),
    row(RiskAdvisory, "risk-advisory", &["C3"], Anyone, Nothing, Content),
    row(DenialNotice, "denial-notice", &["C3", "C1"], Anyone, Nothing, Content),
    row(DenialReview, "denial-review", &["C1", "C3"], Originator, Of(&[DenialNotice]), Act),
    row(UndercutNotice, "undercut-notice", &["C3"], Another, Of(&[DenialNotice]), Content),
    row(ConsultationRequest, "consultation-request", &["C1", "C3"], Anyone, Perhaps, Content),
    row(
        ConsultationResponse,
        "consultation-response",
        &["C1"],
        Asked,
        Of(&[ConsultationRequest]),
        Content,
    ),
    row(InformationRequest, "information-request", &["C3"], Anyone, Perhaps, Content),
    row(
        InformationResponse,
        "information-response",
        &["C3"],
        Asked,
        Of(&[InformationRequest]),
        Content,
    ),
    row(LicensingPractice, "licensing-practice", &["C1", "C4"], Anyone, Nothing, Content),
    row(LegalMeasure, "legal-measure", &["C1", "C4"], Anyone, Nothing, Content),
    row(BestPractice, "best-practice", &["C4"], Anyone, Nothing, Content),
    row(DueDiligenceGuidance, "due-diligence-guidance", &["C5"], Anyone, Nothing, Content),
    row(StakeholderInput, "stakeholder-input", &["C2"], Anyone, Nothing, Content),
    row(ConsultationOutcome, "consultation-outcome", &["C2"], Anyone, Nothing, Content),
    row(CapacityOffer, "capacity-offer", &["C6", "C5"], Anyone, Nothing, Content),
    row(CapacityRequest, "capacity-request", &["C6"], Anyone, Nothing, Content),
    row(
        CapacityOutcome,
        "capacity-outcome",
        &["C6"],
        Anyone,
        Of(&[CapacityOffer, CapacityRequest]),
        Content,
    ),
    row(Acknowledgement, "acknowledgement", &["C3"], Another, Any, Act),
    row(Sighting, "sighting", &["C3"], Another, Any, Content),
    row(Dispute, "dispute", &["C3"], Another, Any, Content),
    row(Translation, "translation", EVERY, Anyone, Any, Content),
    row(PublicSummary, "public-summary", &["C3"], Originator, Any, Content),
    row(Correction, "correction", EVERY, Originator, Any, Act),
    row(Renewal, "renewal", EVERY, Originator, Any, Act),
    row(Withdrawal, "withdrawal", EVERY, Originator, Any, Act),
    row(ContactPoint, "contact-point", EVERY, Anyone, Nothing, Content),
    row(VocabularyPack, "vocabulary-pack", EVERY, Anyone, Nothing, Content),
    row(ExerciseMarker, "exercise-marker", EVERY, Anyone, Nothing, Content),
];
