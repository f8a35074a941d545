//! The kinds: which blocks make which record. The blocks themselves stand in a file for each family of kinds.

use super::{capacity, denial, dialogue, keys, life, practice, question, remark, service, warning};
use crate::{
    kind::Kind,
    shape::{
        Block, Rule,
        Shape::{self, Block as Object, Choice, Word},
        some,
    },
    vocabulary::{RISK_INDICATORS, STATES, TECHNOLOGIES},
};

/// Any record.
pub(crate) const RECORD: Shape = Choice {
    by: "kind",
    cases: &[
        case(Kind::ThreatAdvisory, &warning::THREAT),
        case(Kind::RiskAdvisory, &warning::RISK),
        case(Kind::DenialNotice, &denial::NOTICE),
        case(Kind::DenialReview, &denial::REVIEW),
        case(Kind::UndercutNotice, &denial::UNDERCUT),
        case(Kind::ConsultationRequest, &question::CONSULTATION),
        case(Kind::ConsultationResponse, &question::OPINION),
        case(Kind::InformationRequest, &question::INQUIRY),
        case(Kind::InformationResponse, &question::INFORMATION),
        case(Kind::LicensingPractice, &practice::LICENSING),
        case(Kind::LegalMeasure, &practice::MEASURE),
        case(Kind::BestPractice, &practice::BEST),
        case(Kind::DueDiligenceGuidance, &practice::GUIDANCE),
        case(Kind::StakeholderInput, &dialogue::INPUT),
        case(Kind::ConsultationOutcome, &dialogue::OUTCOME),
        case(Kind::CapacityOffer, &capacity::OFFER),
        case(Kind::CapacityRequest, &capacity::REQUEST),
        case(Kind::CapacityOutcome, &capacity::OUTCOME),
        case(Kind::Acknowledgement, &remark::ACKNOWLEDGEMENT),
        case(Kind::Sighting, &remark::SIGHTING),
        case(Kind::Dispute, &remark::DISPUTE),
        case(Kind::Translation, &remark::TRANSLATION),
        case(Kind::PublicSummary, &remark::SUMMARY),
        case(Kind::Correction, &life::CORRECTION),
        case(Kind::Renewal, &life::RENEWAL),
        case(Kind::Withdrawal, &life::WITHDRAWAL),
        case(Kind::ContactPoint, &service::CONTACT),
        case(Kind::VocabularyPack, &service::PACK),
        case(Kind::ExerciseMarker, &service::MARKER),
    ],
};

/// What can stand in the place of another record: whatever has content of its own. What merely changes a
/// record is not corrected; it is followed by another change.
pub(super) const REPLACEMENT: Shape = Choice {
    by: "kind",
    cases: &[
        case(Kind::ThreatAdvisory, &warning::THREAT),
        case(Kind::RiskAdvisory, &warning::RISK),
        case(Kind::DenialNotice, &denial::NOTICE),
        case(Kind::UndercutNotice, &denial::UNDERCUT),
        case(Kind::ConsultationRequest, &question::CONSULTATION),
        case(Kind::ConsultationResponse, &question::OPINION),
        case(Kind::InformationRequest, &question::INQUIRY),
        case(Kind::InformationResponse, &question::INFORMATION),
        case(Kind::LicensingPractice, &practice::LICENSING),
        case(Kind::LegalMeasure, &practice::MEASURE),
        case(Kind::BestPractice, &practice::BEST),
        case(Kind::DueDiligenceGuidance, &practice::GUIDANCE),
        case(Kind::StakeholderInput, &dialogue::INPUT),
        case(Kind::ConsultationOutcome, &dialogue::OUTCOME),
        case(Kind::CapacityOffer, &capacity::OFFER),
        case(Kind::CapacityRequest, &capacity::REQUEST),
        case(Kind::CapacityOutcome, &capacity::OUTCOME),
        case(Kind::Sighting, &remark::SIGHTING),
        case(Kind::Dispute, &remark::DISPUTE),
        case(Kind::Translation, &remark::TRANSLATION),
        case(Kind::PublicSummary, &remark::SUMMARY),
        case(Kind::ContactPoint, &service::CONTACT),
        case(Kind::VocabularyPack, &service::PACK),
        case(Kind::ExerciseMarker, &service::MARKER),
    ],
};

const fn case(kind: Kind, block: &'static Block) -> (&'static str, &'static Block) {
    (kind.as_str(), block)
}

/// There are 29 categories and 27 indicators.
pub(super) const CATEGORIES: Shape = some(&Word(&TECHNOLOGIES), 29);
pub(super) const INDICATORS: Shape = some(&Word(&RISK_INDICATORS), 27);
/// As many as there are states.
pub(super) const PLACES: Shape = some(&Word(&STATES), 256);
/// 28 entries in one public rule; four such rules in one record.
pub(super) const PARTIES: Shape = some(&Object(&super::party::PARTY), 112);
pub(super) const ITEMS: Shape = some(&Object(&super::item::ITEM), 64);
pub(super) const CONCERNS: Shape = some(&Object(&super::concern::CONCERN), 32);
pub(super) const ROUTES: Shape = some(&Object(&super::route::ROUTE), 32);
pub(super) const SOURCES: Shape = some(&Object(&super::assessment::SOURCE), 128);

pub(super) const RULES: &[Rule] = &[
    Rule::Program { about: "keys of one list are unique", run: keys::are_unique },
    Rule::Program {
        about: "a source or party that is pointed at by key is there",
        run: keys::are_there,
    },
    Rule::Program {
        about: "with a party that is a Person, `personal_data.present` is true",
        run: keys::persons_are_declared,
    },
];
