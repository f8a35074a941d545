//! Dialogue: what a state has heard from those who make, study or suffer the technology. Only a state says
//! it, in its own words; who told it is kept as closely as they asked.

use super::{
    content::{CATEGORIES, RULES, SOURCES},
    envelope::{FIELDS as ENVELOPE, RULES as ENVELOPE_RULES},
};
use crate::{
    shape::{Block, LINE, PAGE, PARAGRAPH, Rule, Shape::Word, optional, required, some},
    tree::Tree,
    violation::Report,
    vocabulary::{DISPOSITIONS, PROTECTIONS, STAKEHOLDERS},
};

pub(super) const INPUT: Block = Block {
    name: "stakeholder-input",
    about: "What somebody outside government has told a state, and what the state makes of it.",
    parts: &[
        ENVELOPE,
        &[
            required("origin", Word(&STAKEHOLDERS), "From whom, as a class."),
            required("summary", PAGE, "What was said."),
            required("protection", Word(&PROTECTIONS), "How closely the source is kept."),
            required("disposition", Word(&DISPOSITIONS), "What becomes of it."),
            optional("tech_categories", CATEGORIES, "Technologies concerned."),
            optional("sources", SOURCES, "Where it may be read; with an open source only."),
        ],
    ],
    rules: &[
        ENVELOPE_RULES,
        RULES,
        &[Rule::Program {
            about: "with a `protection` that is not `open`, `sources` have no `publisher`, `citation` or `url`",
            run: sources_are_kept,
        }],
    ],
};

/// Whoever was promised to stay unknown must not be found by following a link.
fn sources_are_kept(record: &Tree, report: &mut Report) {
    let protection = record.text("protection");
    if protection.is_none() || protection == Some("open") {
        return;
    }
    let sources = record.field("sources").map(Tree::elements).unwrap_or_default();
    for (index, source) in sources.iter().enumerate() {
        for name in ["publisher", "citation", "url"] {
            if source.field(name).is_some() {
                let depth = report.enter_key("sources");
                report.at_index(index, |report| {
                    report.at_key(name, |report| {
                        report.wrong("leads to a source that is not open", "leaving it out");
                    });
                });
                report.leave(depth);
            }
        }
    }
}

pub(super) const OUTCOME: Block = Block {
    name: "consultation-outcome",
    about: "What was heard in a consultation outside government, and what comes of it.",
    parts: &[
        ENVELOPE,
        &[
            required("topic", LINE, "What it was about."),
            required("participants", some(&Word(&STAKEHOLDERS), 5), "Who took part, as classes."),
            required("findings", PAGE, "What was heard."),
            required("follow_up", PARAGRAPH, "What is done about it."),
        ],
    ],
    rules: &[ENVELOPE_RULES],
};
