//! Capacity: help that is offered, needed and given, for states that have not subscribed above all.

use super::{
    content::PLACES,
    envelope::{FIELDS as ENVELOPE, RULES as ENVELOPE_RULES, WINDOW},
    target::REQUIRED,
};
use crate::{
    form::LANGUAGE,
    shape::{
        Block, Field, LINE, PAGE,
        Shape::{Block as Object, Form, Word},
        optional, required, some,
    },
    vocabulary::{CAPACITY_AREAS, CAPACITY_FORMS, CAPACITY_RESULTS},
};

const HELP: &[Field] = &[
    required("area", Word(&CAPACITY_AREAS), "With what."),
    required("form", Word(&CAPACITY_FORMS), "In which form."),
    required(
        "languages_offered",
        some(&Form(&LANGUAGE), 32),
        "In which languages it can be given, or is needed.",
    ),
    required("window", Object(&WINDOW), "When."),
    required("contact", LINE, "Where to ask: a function, not a person."),
    required("summary", PAGE, "What it is, and for whom."),
    optional("beneficiaries", PLACES, "For which states."),
];

pub(super) const OFFER: Block = Block {
    name: "capacity-offer",
    about: "Help that a state offers.",
    parts: &[ENVELOPE, HELP],
    rules: &[ENVELOPE_RULES],
};

pub(super) const REQUEST: Block = Block {
    name: "capacity-request",
    about: "Help that a state needs, or passes on as needed by one that has not subscribed.",
    parts: &[ENVELOPE, HELP],
    rules: &[ENVELOPE_RULES],
};

pub(super) const OUTCOME: Block = Block {
    name: "capacity-outcome",
    about: "What became of an offer or a request.",
    parts: &[
        ENVELOPE,
        &[
            REQUIRED,
            required("result", Word(&CAPACITY_RESULTS), "Whether it was given."),
            required("summary", PAGE, "What was done, and what it changed."),
            optional("beneficiaries", PLACES, "For which states."),
        ],
    ],
    rules: &[ENVELOPE_RULES],
};
