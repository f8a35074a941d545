//! Questions and answers: what one state asks others, until when, and what they say. What silence means stands
//! in the procedure, not here.

use super::{
    content::{ITEMS, PARTIES, RULES, SOURCES},
    denial::NEVER_PUBLIC,
    envelope::{FIELDS as ENVELOPE, RULES as ENVELOPE_RULES},
    target::{ANOTHERS, OPTIONAL, REQUIRED},
};
use crate::{
    form::DAY,
    shape::{
        Block, Field, Literal, PAGE, PARAGRAPH, Rule,
        Shape::{Block as Object, Form, Word},
        optional, required,
    },
    tree::Tree,
    violation::Report,
    vocabulary::{CONSULTATION_ANSWERS, INFORMATION_OUTCOMES, PROCEDURES, REFUSALS, STATES},
};

const TO: Field = required("to", super::content::PLACES, "Which states are asked.");
const QUESTION: Field = required("question", PAGE, "What is asked.");
const ASKED_ON: Field = required("asked_on", Form(&DAY), "On which day: the period runs from it.");

pub(super) const CONSULTATION: Block = Block {
    name: "consultation-request",
    about: "A question about a transaction before it is decided, with a day by which to answer.",
    parts: &[
        ENVELOPE,
        &[
            OPTIONAL,
            optional("description", PAGE, "What it is about, when it is about no record."),
            QUESTION,
            required("procedure", Word(&PROCEDURES), "What the period and silence follow."),
            ASKED_ON,
            required("deadline", Form(&DAY), "Until when to answer."),
            TO,
            optional(
                "transaction",
                Object(&TRANSACTION),
                "The transaction, as far as it may be told.",
            ),
            optional("sources", SOURCES, "Where it is known from."),
        ],
    ],
    rules: &[
        ENVELOPE_RULES,
        RULES,
        &[
            Rule::AnyOf(&["target", "description"]),
            NEVER_PUBLIC,
            OTHERS_ARE_ASKED,
            Rule::Program { about: "`deadline` is not before `asked_on`", run: deadline_is_later },
        ],
    ],
};

pub(super) const OPINION: Block = Block {
    name: "consultation-response",
    about: "What a state that was consulted says.",
    parts: &[
        ENVELOPE,
        &[
            REQUIRED,
            required("answer", Word(&CONSULTATION_ANSWERS), "The answer."),
            required("reasons", PAGE, "Why."),
            optional("extension_until", Form(&DAY), "Until when an answer will come."),
        ],
    ],
    rules: &[
        ENVELOPE_RULES,
        &[
            ANOTHERS,
            NEVER_PUBLIC,
            Rule::Needs {
                field: "answer",
                is: &[Literal::Word("need-time")],
                then: &["extension_until"],
            },
        ],
    ],
};

pub(super) const INQUIRY: Block = Block {
    name: "information-request",
    about: "A question about anything else: a party, a practice, a law.",
    parts: &[
        ENVELOPE,
        &[
            OPTIONAL,
            QUESTION,
            TO,
            ASKED_ON,
            required("needed_by", Form(&DAY), "Until when it is needed."),
            optional(
                "procedure",
                Word(&PROCEDURES),
                "What the period follows; `voluntary` if none is named.",
            ),
        ],
    ],
    rules: &[
        ENVELOPE_RULES,
        &[
            OTHERS_ARE_ASKED,
            Rule::Program { about: "`needed_by` is not before `asked_on`", run: need_is_later },
        ],
    ],
};

pub(super) const INFORMATION: Block = Block {
    name: "information-response",
    about: "What a state that was asked tells, or why it does not.",
    parts: &[
        ENVELOPE,
        &[
            REQUIRED,
            required("outcome", Word(&INFORMATION_OUTCOMES), "Whether it tells."),
            optional("answer", PAGE, "The answer."),
            optional("refusal", Word(&REFUSALS), "Why not, or not all."),
            optional("sources", SOURCES, "Where that is known from."),
        ],
    ],
    rules: &[
        ENVELOPE_RULES,
        RULES,
        &[
            ANOTHERS,
            Rule::Needs {
                field: "outcome",
                is: &[Literal::Word("refused"), Literal::Word("partly")],
                then: &["refusal"],
            },
            Rule::Needs {
                field: "outcome",
                is: &[Literal::Word("answered"), Literal::Word("partly")],
                then: &["answer"],
            },
        ],
    ],
};

const TRANSACTION: Block = Block {
    name: "transaction",
    about: "What is to be licensed. The applicant need not be named.",
    parts: &[&[
        optional("items", ITEMS, "What is to be traded."),
        optional("destination", Word(&STATES), "Where it is to go."),
        optional("parties", PARTIES, "Who is to take part."),
        optional("end_use", PARAGRAPH, "What it is said to be for."),
    ]],
    rules: &[&[Rule::AnyOf(&["items", "destination", "parties", "end_use"])]],
};

const OTHERS_ARE_ASKED: Rule =
    Rule::Program { about: "`to` does not name the originator's own state", run: others_are_asked };

fn others_are_asked(record: &Tree, report: &mut Report) {
    let own = record.field("originator").and_then(|originator| originator.text("state"));
    let asked = record.field("to").map(Tree::elements).unwrap_or_default();
    let itself = asked.iter().position(|one| own.is_some() && one.as_text() == own);
    if let Some(index) = itself {
        report.at_key("to", |report| {
            report.at_index(index, |report| {
                report.wrong("is the state that asks", "other states");
            });
        });
    }
}

fn deadline_is_later(record: &Tree, report: &mut Report) {
    super::envelope::in_order(record, "asked_on", "deadline", report);
}

fn need_is_later(record: &Tree, report: &mut Report) {
    super::envelope::in_order(record, "asked_on", "needed_by", report);
}
