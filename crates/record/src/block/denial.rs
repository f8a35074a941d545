//! Denials: a licence that was refused, what became of the refusal, and who went ahead all the same.
//!
//! Each state says its own denials only; what it has learnt in the exchange of a regime stays there. Whom it
//! refused is never public: an applicant has done nothing wrong by asking.

use super::{
    content::{CONCERNS, ITEMS, PARTIES, ROUTES, RULES, SOURCES},
    envelope::{FIELDS as ENVELOPE, RULES as ENVELOPE_RULES},
    target::{ANOTHERS, OWN, REQUIRED},
};
use crate::{
    form::DAY,
    marking::Marking,
    shape::{
        Block, LINE, Literal, PAGE, PARAGRAPH, Rule,
        Shape::{Block as Object, Form, Word},
        optional, required, some,
    },
    tree::Tree,
    violation::Report,
    vocabulary::{
        ACTIVITIES, DENIAL_ACTS, DENIAL_GROUNDS, LICENCE_DECISIONS, REVIEW_OUTCOMES, RIGHTS,
        STATES, VALUE_BANDS,
    },
};

pub(super) const NOTICE: Block = Block {
    name: "denial-notice",
    about: "A licence was refused, or a transaction stopped, by the state that says so.",
    parts: &[
        ENVELOPE,
        &[
            required("act", Word(&DENIAL_ACTS), "What was done."),
            required("act_date", Form(&DAY), "On which day."),
            required("activity", Word(&ACTIVITIES), "What the applicant wanted to do."),
            required("destination", Word(&STATES), "Where it was to go."),
            required("items", ITEMS, "What it was, with its code or the ground for control."),
            required("parties", PARTIES, "Who was to take part; the exporter need not be named."),
            required("stated_end_use", PARAGRAPH, "What it was said to be for."),
            optional("assessed_end_use", PARAGRAPH, "What it was for, as the originator assesses."),
            required("grounds", some(&Object(&GROUND), 16), "Why it was denied."),
            optional("human_rights_concerns", CONCERNS, "What it would have done to people."),
            optional("quantity", Object(&QUANTITY), "How much."),
            optional("value_band", Word(&VALUE_BANDS), "About what it was worth."),
            optional("routes", ROUTES, "How it was to go."),
            optional("sources", SOURCES, "Where it is known from."),
            optional("consultation_contact", LINE, "Where to ask before granting the same."),
        ],
    ],
    rules: &[
        ENVELOPE_RULES,
        RULES,
        &[
            NEVER_PUBLIC,
            Rule::AnyOf(&["review_due"]),
            Rule::Program { about: "`review_due` is not before `act_date`", run: review_is_later },
        ],
    ],
};

pub(super) const REVIEW: Block = Block {
    name: "denial-review",
    about: "What the originator makes of its denial after some years.",
    parts: &[
        ENVELOPE,
        &[
            REQUIRED,
            required("outcome", Word(&REVIEW_OUTCOMES), "What becomes of it."),
            required("reason", PARAGRAPH, "Why."),
            optional("next_review", Form(&DAY), "When it is looked at again."),
        ],
    ],
    rules: &[
        ENVELOPE_RULES,
        &[
            OWN,
            NEVER_PUBLIC,
            Rule::Needs {
                field: "outcome",
                is: &[Literal::Word("renew"), Literal::Word("amend")],
                then: &["next_review"],
            },
        ],
    ],
};

pub(super) const UNDERCUT: Block = Block {
    name: "undercut-notice",
    about: "A transaction is decided that is essentially the same as one that another state denied.",
    parts: &[
        ENVELOPE,
        &[
            REQUIRED,
            required("decision", Word(&LICENCE_DECISIONS), "What was decided."),
            required("decided_on", Form(&DAY), "On which day."),
            required("explanation", PAGE, "Why it was decided otherwise."),
            optional("conditions", some(&PARAGRAPH, 32), "Conditions of the licence."),
        ],
    ],
    rules: &[ENVELOPE_RULES, &[ANOTHERS, NEVER_PUBLIC]],
};

const GROUND: Block = Block {
    name: "ground",
    about: "A reason for which it was denied.",
    parts: &[&[
        required("criterion", Word(&DENIAL_GROUNDS), "The criterion."),
        optional("text", PARAGRAPH, "In words."),
        optional("rights", some(&Word(&RIGHTS), 15), "The rights at stake."),
    ]],
    rules: &[&[
        Rule::Needs { field: "criterion", is: &[Literal::Word("other-national")], then: &["text"] },
        Rule::Needs { field: "criterion", is: &[Literal::Word("human-rights")], then: &["rights"] },
    ]],
};

const QUANTITY: Block = Block {
    name: "quantity",
    about: "How much was asked for.",
    parts: &[&[
        required("amount", LINE, "The number, as text."),
        required("unit", LINE, "Of what."),
    ]],
    rules: &[],
};

pub(super) const NEVER_PUBLIC: Rule = Rule::Program {
    about: "it is never public: neither TLP:CLEAR nor for the audience `public`",
    run: never_public,
};

fn never_public(record: &Tree, report: &mut Report) {
    let Some(handling) = record.field("handling") else { return };
    let audience = handling.field("audience").map(Tree::elements).unwrap_or_default();
    report.at_key("handling", |report| {
        if handling.text("tlp") == Some(Marking::Clear.as_str()) {
            report.at_key("tlp", |report| {
                report.wrong(
                    "is TLP:CLEAR, and who asked for a licence is never public",
                    "TLP:GREEN or stricter",
                );
            });
        }
        if let Some(index) = audience.iter().position(|one| one.as_text() == Some("public")) {
            report.at_key("audience", |report| {
                report.at_index(index, |report| {
                    report.wrong(
                        "is public, and who asked for a licence is never public",
                        "members, observers",
                    );
                });
            });
        }
    });
}

fn review_is_later(record: &Tree, report: &mut Report) {
    super::envelope::in_order(record, "act_date", "review_due", report);
}
