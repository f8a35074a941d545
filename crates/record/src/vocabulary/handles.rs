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
pub(crate) const ONWARDS: Vocabulary = keeping("onward", &["allowed-to"]);
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
pub(crate) const APPROVAL_ROLES: Vocabulary = keeping("approval-role", &["author", "releaser"]);
pub(crate) const APPROVAL_OUTCOMES: Vocabulary = named("approval-outcome");
pub(crate) const CORRECTION_REASONS: Vocabulary = named("correction-reason");
pub(crate) const WITHDRAWAL_REASONS: Vocabulary = named("withdrawal-reason");

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
    &APPROVAL_ROLES,
    &APPROVAL_OUTCOMES,
    &CORRECTION_REASONS,
    &WITHDRAWAL_REASONS,
];
