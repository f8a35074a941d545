//! Remarks: what is said beside a record. They change nothing in it: a peer may confirm, contradict, translate;
//! the record stays its originator's.

use super::{
    content::{CATEGORIES, PLACES, RULES, SOURCES},
    envelope::{FIELDS as ENVELOPE, RULES as ENVELOPE_RULES},
    target::{ANOTHERS, OWN, REQUIRED},
};
use crate::{
    form::{HASH, KEY, LANGUAGE, WHEN},
    marking::Marking,
    shape::{
        Block, Field, Literal, PAGE, PARAGRAPH, Rule,
        Shape::{Form, Word},
        optional, required,
    },
    tree::Tree,
    violation::Report,
    vocabulary::{ACKNOWLEDGEMENT_LEVELS, ACTIONS, STANCES, TRANSLATION_STATUSES},
};

const CLAIM: Field = optional("claim", Form(&KEY), "Key of the claim there that it is about.");

pub(super) const ACKNOWLEDGEMENT: Block = Block {
    name: "acknowledgement",
    about: "A record of another state was received, read or acted upon.",
    parts: &[
        ENVELOPE,
        &[
            REQUIRED,
            required("level", Word(&ACKNOWLEDGEMENT_LEVELS), "How far it came."),
            optional("action", Word(&ACTIONS), "What was done."),
        ],
    ],
    rules: &[
        ENVELOPE_RULES,
        &[
            ANOTHERS,
            Rule::Needs { field: "level", is: &[Literal::Word("actioned")], then: &["action"] },
        ],
    ],
};

pub(super) const SIGHTING: Block = Block {
    name: "sighting",
    about: "Another state has seen the same.",
    parts: &[
        ENVELOPE,
        &[
            REQUIRED,
            required("basis", PARAGRAPH, "What was seen, and how."),
            CLAIM,
            optional("seen", Form(&WHEN), "When."),
            optional("sources", SOURCES, "Where it is known from."),
        ],
    ],
    rules: &[ENVELOPE_RULES, RULES, &[ANOTHERS]],
};

pub(super) const DISPUTE: Block = Block {
    name: "dispute",
    about: "What another state thinks of a record: it need not disagree.",
    parts: &[
        ENVELOPE,
        &[
            REQUIRED,
            required("stance", Word(&STANCES), "How far it agrees."),
            required("basis", PARAGRAPH, "Why."),
            CLAIM,
            optional("sources", SOURCES, "Where that is known from."),
        ],
    ],
    rules: &[ENVELOPE_RULES, RULES, &[ANOTHERS]],
};

pub(super) const TRANSLATION: Block = Block {
    name: "translation",
    about: "A record's title and summary in another language: `title` is the translated title.",
    parts: &[
        ENVELOPE,
        &[
            REQUIRED,
            required("language", Form(&LANGUAGE), "Into which language."),
            required("status", Word(&TRANSLATION_STATUSES), "What it is worth."),
            optional("text", PAGE, "The summary in it."),
            required("of_hash", Form(&HASH), "Of the title and summary that it translates."),
        ],
    ],
    rules: &[ENVELOPE_RULES],
};

pub(super) const SUMMARY: Block = Block {
    name: "public-summary",
    about: "The part of an own record that anybody may know: a tear-line, made from it and released by itself.",
    parts: &[
        ENVELOPE,
        &[
            REQUIRED,
            required("summary", PAGE, "What may be told."),
            optional("tech_categories", CATEGORIES, "Technologies concerned."),
            optional("destinations", PLACES, "Destinations concerned."),
        ],
    ],
    rules: &[
        ENVELOPE_RULES,
        &[
            OWN,
            Rule::Program {
                about: "it is TLP:CLEAR, its audience holds `public`, and `onward` is `as-marked`",
                run: is_public,
            },
            Rule::Program {
                about: "it has no `parties`, `items`, `routes`, `transaction` or `assessment`",
                run: names_nobody,
            },
        ],
    ],
};

/// What cannot be passed on is no summary for the public.
fn is_public(record: &Tree, report: &mut Report) {
    let Some(handling) = record.field("handling") else { return };
    let audience = handling.field("audience").map(Tree::elements).unwrap_or_default();
    let onward = handling.field("originator_control").and_then(|control| control.text("onward"));
    report.at_key("handling", |report| {
        if handling.text("tlp").is_some_and(|tlp| tlp != Marking::Clear.as_str()) {
            report.at_key("tlp", |report| report.wrong("keeps some out", "TLP:CLEAR"));
        }
        if !audience.is_empty() && audience.iter().all(|one| one.as_text() != Some("public")) {
            report.at_key("audience", |report| report.wrong("leaves the public out", "public"));
        }
        if onward.is_some_and(|onward| onward != "as-marked") {
            report.at_key("originator_control", |report| {
                report.at_key("onward", |report| report.wrong("holds it back", "as-marked"));
            });
        }
    });
}

/// An unknown field is kept and forwarded, so a list of names could slip out as one.
fn names_nobody(record: &Tree, report: &mut Report) {
    const NAMING: [&str; 5] = ["parties", "items", "routes", "transaction", "assessment"];
    for name in NAMING.into_iter().filter(|name| record.field(name).is_some()) {
        report.at_key(name, |report| {
            report.wrong("may not stand in a public summary", "leaving it out");
        });
    }
}
