//! What serves the network itself: where to reach an authority, words that all can use, and drills.

use super::envelope::{FIELDS as ENVELOPE, RULES as ENVELOPE_RULES, WINDOW};
use crate::{
    form::LANGUAGE,
    shape::{
        Block, LINE, PAGE, Rule,
        Shape::{Block as Object, Form, Open},
        optional, required, some,
    },
    tree::Tree,
    violation::Report,
    vocabulary::Pack,
};

pub(super) const CONTACT: Block = Block {
    name: "contact-point",
    about: "Where an authority can be reached: a desk, not a person.",
    parts: &[
        ENVELOPE,
        &[
            required("function", LINE, "Which desk."),
            optional("email", LINE, "Its e-mail address."),
            optional("telephone", LINE, "Its telephone number."),
            optional("hours", LINE, "When it is there, with the time zone."),
            optional("languages_spoken", some(&Form(&LANGUAGE), 32), "Which languages it speaks."),
        ],
    ],
    rules: &[ENVELOPE_RULES, &[Rule::AnyOf(&["email", "telephone"])]],
};

pub(super) const PACK: Block = Block {
    name: "vocabulary-pack",
    about: "An edition of a pack of words. It travels signed; each node's operator decides whether to use it.",
    parts: &[ENVELOPE, &[required("pack", Open, "The pack, as the file of it.")]],
    rules: &[ENVELOPE_RULES, &[Rule::Program { about: "the pack reads", run: pack_reads }]],
};

/// The same reader as for a file, so that a pack which travels is one that can be used.
fn pack_reads(record: &Tree, report: &mut Report) {
    let Some(pack @ Tree::Map(_)) = record.field("pack") else { return };
    if let Err(flaw) = Pack::read_tree(pack) {
        report.at_key("pack", |report| {
            report.wrong(flaw.to_string(), "a pack as docs/spec/vocabulary.md describes it");
        });
    }
}

pub(super) const MARKER: Block = Block {
    name: "exercise-marker",
    about: "A drill begins, and this is its story. Whatever it tells is invented.",
    parts: &[
        ENVELOPE,
        &[
            required("scenario", PAGE, "The story, and what is to be practised."),
            required("window", Object(&WINDOW), "From when to when it runs."),
        ],
    ],
    rules: &[ENVELOPE_RULES, &[Rule::Program { about: "`exercise` is true", run: is_an_exercise }]],
};

fn is_an_exercise(record: &Tree, report: &mut Report) {
    if record.field("exercise") == Some(&Tree::Bool(false)) {
        report.at_key("exercise", |report| {
            report.wrong("is false, and this announces a drill", "true");
        });
    }
}
