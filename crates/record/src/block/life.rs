//! The life of a record: what its originator says to it later. Nothing is edited; a correction brings the whole
//! text, a renewal a day, a withdrawal takes all or some of it back.

use super::{
    content::{REPLACEMENT, RULES, SOURCES},
    envelope::{FIELDS as ENVELOPE, RULES as ENVELOPE_RULES},
    target::{OWN, REQUIRED},
};
use crate::{
    form::KEY,
    shape::{
        Block, LINE, PAGE, PARAGRAPH, Rule,
        Shape::{Block as Object, Form, Word},
        optional, required, some,
    },
    tree::Tree,
    violation::Report,
    vocabulary::{CORRECTION_REASONS, WITHDRAWAL_REASONS},
};

pub(super) const CORRECTION: Block = Block {
    name: "correction",
    about: "The whole corrected content of an earlier record of the same authority.",
    parts: &[
        ENVELOPE,
        &[
            REQUIRED,
            required("reason", Word(&CORRECTION_REASONS), "Why."),
            required("explanation", PAGE, "What changed and why, for people."),
            optional("changes", some(&Object(&CHANGE), 64), "What changed, one by one."),
            required("replacement", REPLACEMENT, "The whole record as it should read."),
        ],
    ],
    rules: &[
        ENVELOPE_RULES,
        &[
            OWN,
            Rule::Program {
                about: "`replacement` has the `exercise`, `originator.state`, `handling.tlp` and \
                        `handling.audience` of the correction",
                run: replacement_agrees,
            },
        ],
    ],
};

const CHANGE: Block = Block {
    name: "change",
    about: "One thing that changed.",
    parts: &[&[
        required("where", LINE, "The JSON path in the corrected record."),
        required("what", PARAGRAPH, "What it said, what it says now."),
    ]],
    rules: &[],
};

fn replacement_agrees(record: &Tree, report: &mut Report) {
    const SAME: [&[&str]; 4] =
        [&["exercise"], &["originator", "state"], &["handling", "tlp"], &["handling", "audience"]];
    let Some(replacement) = record.field("replacement") else { return };
    for path in SAME {
        let step = |tree, name: &&str| Tree::field(tree, name);
        let outer = path.iter().try_fold(record, step);
        let inner = path.iter().try_fold(replacement, step);
        if let (Some(outer), Some(inner)) = (outer, inner)
            && outer != inner
        {
            let depth = report.enter_key("replacement");
            path.iter().for_each(|name| {
                report.enter_key(name);
            });
            report.wrong("differs from the correction's own", "the same");
            report.leave(depth);
        }
    }
}

pub(super) const RENEWAL: Block = Block {
    name: "renewal",
    about: "An earlier record of the same authority holds for longer: the days in it are the new ones.",
    parts: &[ENVELOPE, &[REQUIRED, required("reason", PARAGRAPH, "Why it still holds.")]],
    rules: &[ENVELOPE_RULES, &[OWN, Rule::AnyOf(&["valid_until", "review_due"])]],
};

pub(super) const WITHDRAWAL: Block = Block {
    name: "withdrawal",
    about: "An earlier record of the same authority, or parts of it, no longer stand.",
    parts: &[
        ENVELOPE,
        &[
            REQUIRED,
            optional("parts", Object(&PARTS), "What is taken back; without it, all."),
            required("reason", Word(&WITHDRAWAL_REASONS), "Why."),
            required("explanation", PAGE, "Why, for people."),
            optional("public_note", PARAGRAPH, "What may be said publicly."),
            optional("sources", SOURCES, "Where that is known from."),
        ],
    ],
    rules: &[ENVELOPE_RULES, RULES, &[OWN]],
};

const PARTS: Block = Block {
    name: "withdrawn-parts",
    about: "Parts of a record, by their keys there. What is not named still stands.",
    parts: &[&[
        optional("parties", some(&Form(&KEY), 112), "Keys of parties."),
        optional("items", some(&Form(&KEY), 64), "Keys of items."),
        optional("claims", some(&Form(&KEY), 64), "Keys of claims."),
    ]],
    rules: &[&[Rule::AnyOf(&["parties", "items", "claims"])]],
};
