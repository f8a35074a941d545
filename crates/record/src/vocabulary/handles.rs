//! The vocabularies that the tables of kinds use, by name; the words stand in `packs/`. Invariant: every name
//! here is in a shipped pack, and every word that a rule compares with is kept.

use super::Vocabulary;
use crate::marking::Marking;

const fn named(name: &'static str) -> Vocabulary {
    Vocabulary { name, keeps: &[] }
}

const fn keeping(name: &'static str, keeps: &'static [&'static str]) -> Vocabulary {
    Vocabulary { name, keeps }
}

// Pack `states`.
pub(crate) const STATES: Vocabulary = named("state");

// Pack `technology`.
pub(crate) const TECHNOLOGIES: Vocabulary = keeping("technology", &["other-surveillance"]);
pub(crate) const CAPABILITIES: Vocabulary = named("capability");

// Pack `control`.
pub(crate) const CONTROL_LISTS: Vocabulary = keeping("control-list", &["other-national"]);
pub(crate) const CODE_RELATIONS: Vocabulary = named("code-relation");
pub(crate) const CODE_BASES: Vocabulary = named("code-basis");
pub(crate) const CATCH_ALLS: Vocabulary = keeping("catch-all-basis", &["national-end-use"]);

// Pack `rights`.
pub(crate) const RIGHTS: Vocabulary = named("right");
pub(crate) const INSTRUMENTS: Vocabulary = named("instrument");
pub(crate) const AFFECTED: Vocabulary = named("affected-group");
pub(crate) const MODES: Vocabulary = named("violation-mode");
pub(crate) const STATUSES: Vocabulary =
    keeping("concern-status", &["acknowledged-by-state", "established-by-body"]);

// Pack `trade`.
pub(crate) const PARTY_SCHEMAS: Vocabulary = keeping("party-schema", &["Person"]);
pub(crate) const PARTY_ROLES: Vocabulary = named("party-role");
pub(crate) const NAME_KINDS: Vocabulary = named("name-kind");
pub(crate) const IDENTIFIER_SCHEMES: Vocabulary =
    keeping("identifier-scheme", &["lei", "national-register"]);
pub(crate) const LISTING_ACTS: Vocabulary = named("listing-act");
pub(crate) const TRANSPORT_MODES: Vocabulary = named("transport-mode");
pub(crate) const LEG_ROLES: Vocabulary = named("leg-role");

// Pack `risk`.
pub(crate) const RISK_INDICATORS: Vocabulary = named("risk-indicator");

// Pack `admiralty`.
pub(crate) const RELIABILITIES: Vocabulary = named("reliability");

// Pack `icd-203`.
pub(crate) const LIKELIHOODS: Vocabulary = named("likelihood");
pub(crate) const CONFIDENCES: Vocabulary = named("confidence");

// Pack `tlp`.
pub(crate) const MARKINGS: Vocabulary = keeping(
    "tlp",
    &[
        Marking::Clear.as_str(),
        Marking::Green.as_str(),
        Marking::Amber.as_str(),
        Marking::AmberStrict.as_str(),
        Marking::Red.as_str(),
    ],
);

// Pack `iep`.
pub(crate) const ATTRIBUTIONS: Vocabulary = named("attribution");
pub(crate) const NOTIFICATIONS: Vocabulary = named("affected-party-notification");

// Pack `handling`.
pub(crate) const AUDIENCES: Vocabulary = keeping("audience", &["members", "public"]);
pub(crate) const ONWARDS: Vocabulary = keeping("onward", &["allowed-to", "as-marked"]);
pub(crate) const PERMITTED_USES: Vocabulary = named("permitted-use");
pub(crate) const DISCLOSURES: Vocabulary = named("disclosure");

// Pack `exchange`.
pub(crate) const PRIORITIES: Vocabulary = named("priority");
pub(crate) const STANDARDS: Vocabulary = named("standard");
pub(crate) const SOURCE_TYPES: Vocabulary = named("source-type");
pub(crate) const SENSITIVITIES: Vocabulary = named("source-sensitivity");
pub(crate) const ACTIONS: Vocabulary = named("action");
pub(crate) const ADDRESSEES: Vocabulary = named("addressee");
pub(crate) const TRANSLATION_STATUSES: Vocabulary = named("translation-status");
pub(crate) const RELATIONS: Vocabulary = named("relation");
pub(crate) const COMMITMENTS: Vocabulary = named("commitment");
pub(crate) const CORRECTION_REASONS: Vocabulary = named("correction-reason");
pub(crate) const WITHDRAWAL_REASONS: Vocabulary = named("withdrawal-reason");

// Pack `denial`.
pub(crate) const DENIAL_ACTS: Vocabulary = named("denial-act");
pub(crate) const ACTIVITIES: Vocabulary = named("activity");
pub(crate) const DENIAL_GROUNDS: Vocabulary =
    keeping("denial-ground", &["human-rights", "other-national"]);
pub(crate) const VALUE_BANDS: Vocabulary = named("value-band");
pub(crate) const REVIEW_OUTCOMES: Vocabulary = keeping("review-outcome", &["renew", "amend"]);
pub(crate) const LICENCE_DECISIONS: Vocabulary = named("licence-decision");

// Pack `question`.
pub(crate) const PROCEDURES: Vocabulary = named("procedure");
pub(crate) const CONSULTATION_ANSWERS: Vocabulary = keeping("consultation-answer", &["need-time"]);
pub(crate) const INFORMATION_OUTCOMES: Vocabulary =
    keeping("information-outcome", &["answered", "partly", "refused"]);
pub(crate) const REFUSALS: Vocabulary = named("refusal");

// Pack `practice`.
pub(crate) const LEGAL_MEASURES: Vocabulary = named("legal-measure");
pub(crate) const PRACTICE_TOPICS: Vocabulary = named("practice-topic");
pub(crate) const READER_CLASSES: Vocabulary = named("reader-class");
pub(crate) const MATURITIES: Vocabulary = named("maturity");

// Pack `dialogue`.
pub(crate) const STAKEHOLDERS: Vocabulary = named("stakeholder");
pub(crate) const PROTECTIONS: Vocabulary = keeping("protection", &["open"]);
pub(crate) const DISPOSITIONS: Vocabulary = named("disposition");

// Pack `capacity`.
pub(crate) const CAPACITY_AREAS: Vocabulary = named("capacity-area");
pub(crate) const CAPACITY_FORMS: Vocabulary = named("capacity-form");
pub(crate) const CAPACITY_RESULTS: Vocabulary = named("capacity-result");

// Pack `remark`.
pub(crate) const ACKNOWLEDGEMENT_LEVELS: Vocabulary =
    keeping("acknowledgement-level", &["actioned"]);
pub(crate) const STANCES: Vocabulary = named("stance");

/// Every vocabulary that a table uses.
pub(crate) const ALL: &[&Vocabulary] = &[
    &STATES,
    &TECHNOLOGIES,
    &CAPABILITIES,
    &CONTROL_LISTS,
    &CODE_RELATIONS,
    &CODE_BASES,
    &CATCH_ALLS,
    &RIGHTS,
    &INSTRUMENTS,
    &AFFECTED,
    &MODES,
    &STATUSES,
    &PARTY_SCHEMAS,
    &PARTY_ROLES,
    &NAME_KINDS,
    &IDENTIFIER_SCHEMES,
    &LISTING_ACTS,
    &TRANSPORT_MODES,
    &LEG_ROLES,
    &RISK_INDICATORS,
    &RELIABILITIES,
    &LIKELIHOODS,
    &CONFIDENCES,
    &MARKINGS,
    &ATTRIBUTIONS,
    &NOTIFICATIONS,
    &AUDIENCES,
    &ONWARDS,
    &PERMITTED_USES,
    &DISCLOSURES,
    &PRIORITIES,
    &STANDARDS,
    &SOURCE_TYPES,
    &SENSITIVITIES,
    &ACTIONS,
    &ADDRESSEES,
    &TRANSLATION_STATUSES,
    &RELATIONS,
    &COMMITMENTS,
    &CORRECTION_REASONS,
    &WITHDRAWAL_REASONS,
    &DENIAL_ACTS,
    &ACTIVITIES,
    &DENIAL_GROUNDS,
    &VALUE_BANDS,
    &REVIEW_OUTCOMES,
    &LICENCE_DECISIONS,
    &PROCEDURES,
    &CONSULTATION_ANSWERS,
    &INFORMATION_OUTCOMES,
    &REFUSALS,
    &LEGAL_MEASURES,
    &PRACTICE_TOPICS,
    &READER_CLASSES,
    &MATURITIES,
    &STAKEHOLDERS,
    &PROTECTIONS,
    &DISPOSITIONS,
    &CAPACITY_AREAS,
    &CAPACITY_FORMS,
    &CAPACITY_RESULTS,
    &ACKNOWLEDGEMENT_LEVELS,
    &STANCES,
];
