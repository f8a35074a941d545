//! Practice: how licences are decided, what the law says, what works, and what exporters should look at.

use super::{
    content::{CATEGORIES, CONCERNS, INDICATORS, ITEMS, PLACES, RULES, SOURCES},
    envelope::{FIELDS as ENVELOPE, RULES as ENVELOPE_RULES},
};
use crate::{
    form::{DAY, URL},
    shape::{
        Block, LINE, PAGE, PARAGRAPH, Rule,
        Shape::{self, Block as Object, Flag, Form, Integer, Word},
        optional, required, some,
    },
    vocabulary::{LEGAL_MEASURES, LICENCE_DECISIONS, MATURITIES, PRACTICE_TOPICS, READER_CLASSES},
};

const READERS: Shape = some(&Word(&READER_CLASSES), 9);

pub(super) const LICENSING: Block = Block {
    name: "licensing-practice",
    about: "How an application was decided, without names, and what was learnt.",
    parts: &[
        ENVELOPE,
        &[
            required("facts", PAGE, "The case, so that nobody can be recognised."),
            required("analysis", PAGE, "What was weighed, human rights above all."),
            required("outcome", Word(&LICENCE_DECISIONS), "What was decided."),
            required("lesson", PARAGRAPH, "What others can learn from it."),
            optional("conditions", some(&PARAGRAPH, 32), "Conditions of the licence."),
            optional("tech_categories", CATEGORIES, "Technologies concerned."),
            optional("destinations", PLACES, "Destinations concerned."),
            optional("human_rights_concerns", CONCERNS, "What it would have done to people."),
            optional("sources", SOURCES, "Where it is known from."),
        ],
    ],
    rules: &[ENVELOPE_RULES, RULES],
};

pub(super) const MEASURE: Block = Block {
    name: "legal-measure",
    about: "A new law, list, control, notice or sanction.",
    parts: &[
        ENVELOPE,
        &[
            required("instrument", LINE, "The act, by its official name."),
            required("measure", Word(&LEGAL_MEASURES), "What it is."),
            required("effective", Form(&DAY), "From which day it holds."),
            required("summary", PAGE, "What it says."),
            optional("items", ITEMS, "What it controls."),
            optional("tech_categories", CATEGORIES, "Technologies concerned."),
            optional("citation", LINE, "Where it is printed."),
            optional("url", Form(&URL), "Where to read it."),
            optional(
                "article_10",
                Flag,
                "Whether others may rely on it: Article 10 of Regulation (EU) 2021/821.",
            ),
        ],
    ],
    rules: &[ENVELOPE_RULES, RULES, &[Rule::AnyOf(&["citation", "url"])]],
};

pub(super) const BEST: Block = Block {
    name: "best-practice",
    about: "A way of working that others may take over.",
    parts: &[
        ENVELOPE,
        &[
            required("topic", Word(&PRACTICE_TOPICS), "What it is about."),
            required("readers", READERS, "For whom it is written."),
            required("text", PAGE, "How it is done."),
            required("maturity", Word(&MATURITIES), "How far it has been tried."),
        ],
    ],
    rules: &[ENVELOPE_RULES],
};

pub(super) const GUIDANCE: Block = Block {
    name: "due-diligence-guidance",
    about: "What exporters and others should look at before they sell, finance or support.",
    parts: &[
        ENVELOPE,
        &[
            required("readers", READERS, "For whom it is written."),
            required("tech_categories", CATEGORIES, "Technologies concerned."),
            required("summary", PAGE, "What it asks, in a page."),
            required("steps", some(&Object(&STEP), 24), "What to do, in order."),
            optional("risk_indicators", INDICATORS, "Signs to look for."),
            optional(
                "principles",
                some(&Integer { min: 1, max: 31 }, 31),
                "Numbers of the UN Guiding Principles on Business and Human Rights.",
            ),
        ],
    ],
    rules: &[ENVELOPE_RULES],
};

const STEP: Block = Block {
    name: "step",
    about: "One thing to do.",
    parts: &[&[required("title", LINE, "What, in a line."), required("text", PARAGRAPH, "How.")]],
    rules: &[],
};
