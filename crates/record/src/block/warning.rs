//! Warnings: what one state knows of a threat or a risk in the trade, so that others act before a licence is granted.

use super::{
    assessment::{ACTION, ASSESSMENT},
    content::{CATEGORIES, CONCERNS, INDICATORS, ITEMS, PARTIES, PLACES, ROUTES, RULES, SOURCES},
    envelope::{FIELDS as ENVELOPE, RULES as ENVELOPE_RULES},
};
use crate::{
    form::{KEY, WHEN},
    shape::{
        Block, PAGE, PARAGRAPH, Rule,
        Shape::{self, Block as Object, Form, Word},
        optional, required, some,
    },
    vocabulary::PRIORITIES,
};

const ACTIONS: Shape = some(&Object(&ACTION), 32);

/// A warning that nobody looks at again is taken for current years later.
const ENDS: Rule = Rule::AnyOf(&["review_due", "valid_until"]);

pub(super) const THREAT: Block = Block {
    name: "threat-advisory",
    about: "Named parties or items, what they do to people, and what to do about it.",
    parts: &[
        ENVELOPE,
        &[
            required("summary", PAGE, "What is going on, in a page."),
            required("priority", Word(&PRIORITIES), "How soon to act."),
            required("tech_categories", CATEGORIES, "Technologies concerned."),
            optional("parties", PARTIES, "Who takes part."),
            optional("items", ITEMS, "What is traded."),
            required("human_rights_concerns", CONCERNS, "What it does to people."),
            optional("destinations", PLACES, "Where it goes."),
            optional("risk_indicators", INDICATORS, "Signs to look for."),
            optional("routes", ROUTES, "How it went."),
            required("assessment", Object(&ASSESSMENT), "What is claimed, and how surely."),
            required("sources", SOURCES, "Where it is known from."),
            required("actions", ACTIONS, "What to do."),
        ],
    ],
    rules: &[ENVELOPE_RULES, RULES, &[Rule::AnyOf(&["parties", "items"]), ENDS]],
};

pub(super) const RISK: Block = Block {
    name: "risk-advisory",
    about: "A pattern, route, technology or destination; nobody need be named.",
    parts: &[
        ENVELOPE,
        &[
            required("summary", PAGE, "What the risk is, in a page."),
            optional("priority", Word(&PRIORITIES), "How soon to act."),
            optional("tech_categories", CATEGORIES, "Technologies concerned."),
            optional("destinations", PLACES, "Destinations concerned."),
            required("risk_indicators", INDICATORS, "Signs to look for."),
            optional("parties", PARTIES, "Who serves as an example."),
            optional("items", ITEMS, "What is traded."),
            optional("human_rights_concerns", CONCERNS, "What it does to people."),
            optional("routes", ROUTES, "Ways that were taken."),
            optional("examples", some(&Object(&EXAMPLE), 32), "Cases that show the pattern."),
            required("assessment", Object(&ASSESSMENT), "What is claimed, and how surely."),
            required("sources", SOURCES, "Where it is known from."),
            required("actions", ACTIONS, "What to do."),
        ],
    ],
    rules: &[ENVELOPE_RULES, RULES, &[Rule::AnyOf(&["tech_categories", "destinations"]), ENDS]],
};

const EXAMPLE: Block = Block {
    name: "example",
    about: "A case that shows the pattern.",
    parts: &[&[
        required("text", PARAGRAPH, "The case."),
        optional("when", Form(&WHEN), "When."),
        optional("sources", some(&Form(&KEY), 32), "Keys of the sources."),
    ]],
    rules: &[],
};
