//! An example of each kind: drills made from public cases, with their sources. Each is a valid record to start
//! from; the pages of the kinds show it.

use super::Kind;

impl Kind {
    /// The JSON text of a valid record of this kind, which is an exercise.
    pub const fn example(self) -> &'static str {
        match self {
            Kind::ThreatAdvisory => include_str!("../../examples/threat-advisory.json"),
            Kind::RiskAdvisory => include_str!("../../examples/risk-advisory.json"),
            Kind::DenialNotice => include_str!("../../examples/denial-notice.json"),
            Kind::DenialReview => include_str!("../../examples/denial-review.json"),
            Kind::UndercutNotice => include_str!("../../examples/undercut-notice.json"),
            Kind::ConsultationRequest => include_str!("../../examples/consultation-request.json"),
            Kind::ConsultationResponse => include_str!("../../examples/consultation-response.json"),
            Kind::InformationRequest => include_str!("../../examples/information-request.json"),
            Kind::InformationResponse => include_str!("../../examples/information-response.json"),
            Kind::LicensingPractice => include_str!("../../examples/licensing-practice.json"),
            Kind::LegalMeasure => include_str!("../../examples/legal-measure.json"),
            Kind::BestPractice => include_str!("../../examples/best-practice.json"),
            Kind::DueDiligenceGuidance => {
                include_str!("../../examples/due-diligence-guidance.json")
            }
            Kind::StakeholderInput => include_str!("../../examples/stakeholder-input.json"),
            Kind::ConsultationOutcome => include_str!("../../examples/consultation-outcome.json"),
            Kind::CapacityOffer => include_str!("../../examples/capacity-offer.json"),
            Kind::CapacityRequest => include_str!("../../examples/capacity-request.json"),
            Kind::CapacityOutcome => include_str!("../../examples/capacity-outcome.json"),
            Kind::Acknowledgement => include_str!("../../examples/acknowledgement.json"),
            Kind::Sighting => include_str!("../../examples/sighting.json"),
            Kind::Dispute => include_str!("../../examples/dispute.json"),
            Kind::Translation => include_str!("../../examples/translation.json"),
            Kind::PublicSummary => include_str!("../../examples/public-summary.json"),
            Kind::Correction => include_str!("../../examples/correction.json"),
            Kind::Renewal => include_str!("../../examples/renewal.json"),
            Kind::Withdrawal => include_str!("../../examples/withdrawal.json"),
            Kind::ContactPoint => include_str!("../../examples/contact-point.json"),
            Kind::VocabularyPack => include_str!("../../examples/vocabulary-pack.json"),
            Kind::ExerciseMarker => include_str!("../../examples/exercise-marker.json"),
        }
    }
}
