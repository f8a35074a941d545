//! Assessment: what is claimed, on which sources, with which confidence; and what to do about it.
//! Each claim is graded on its own, because a record is seldom equally sure of everything it says.

use crate::{
    form::{DAY, HASH, KEY, LANGUAGE, URL, WHEN},
    shape::{
        Block, LINE, PARAGRAPH, Rule,
        Shape::{Block as Object, Form, Integer, Word},
        optional, required, some,
    },
    vocabulary::{
        ACTIONS, ADDRESSEES, CONFIDENCES, LIKELIHOODS, RELIABILITIES, SENSITIVITIES, SOURCE_TYPES,
        STANDARDS,
    },
};

pub(super) const ASSESSMENT: Block = Block {
    name: "assessment",
    about: "What the originator claims and how sure it is.",
    parts: &[&[
        required("claims", some(&Object(&CLAIM), 64), "The claims, each graded."),
        optional("confidence", Word(&CONFIDENCES), "In the whole."),
        optional("conflicts", PARAGRAPH, "Where the sources disagree."),
    ]],
    rules: &[],
};

const CLAIM: Block = Block {
    name: "claim",
    about: "One thing that is said to be so.",
    parts: &[&[
        optional(
            "key",
            Form(&KEY),
            "Short name by which others, and a later withdrawal, point here.",
        ),
        required("text", PARAGRAPH, "The claim."),
        required("sources", some(&Form(&KEY), 32), "Keys of the sources that it rests on."),
        required("reliability", Word(&RELIABILITIES), "Of the sources (Admiralty, A to F)."),
        required(
            "credibility",
            Integer { min: 1, max: 6 },
            "Of what they say (Admiralty, 1 to 6): 1 confirmed, 6 cannot be judged.",
        ),
        required("confidence", Word(&CONFIDENCES), "Of the originator."),
        optional("likelihood", Word(&LIKELIHOODS), "If it is about what may come."),
        optional("standard", Word(&STANDARDS), "The standard of proof that it meets."),
    ]],
    rules: &[],
};

pub(super) const SOURCE: Block = Block {
    name: "source",
    about: "Where the originator knows it from.",
    parts: &[&[
        required("key", Form(&KEY), "Short name by which claims point here."),
        required("type", Word(&SOURCE_TYPES), "What it is."),
        required("title", LINE, "Its title."),
        optional("publisher", LINE, "Who published it."),
        optional("citation", LINE, "Where it is printed."),
        optional("url", Form(&URL), "Where to read it."),
        optional("published", Form(&WHEN), "When it was published."),
        optional("retrieved", Form(&DAY), "When the originator read it."),
        optional("archive_hash", Form(&HASH), "Of the copy that the originator kept."),
        optional("language", Form(&LANGUAGE), "In which language it is."),
        optional("reliability", Word(&RELIABILITIES), "Admiralty, A to F."),
        optional("sensitivity", Word(&SENSITIVITIES), "How to treat it."),
    ]],
    // A source can be looked up, or it says that it is kept back.
    rules: &[&[Rule::AnyOf(&["citation", "url", "archive_hash", "sensitivity"])]],
};

pub(super) const ACTION: Block = Block {
    name: "action",
    about: "What the originator recommends.",
    parts: &[&[
        required("action", Word(&ACTIONS), "What to do."),
        required("addressed_to", Word(&ADDRESSEES), "Who."),
        optional("by_date", Form(&DAY), "By when."),
        optional("note", PARAGRAPH, "In words."),
    ]],
    rules: &[],
};
