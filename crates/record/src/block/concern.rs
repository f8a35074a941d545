//! Human-rights concerns: which right, whose, how, and how far it is established. Groups only;
//! nobody affected is ever named.

use crate::{
    form::KEY,
    shape::{
        Block, LINE, Literal, PARAGRAPH, Rule,
        Shape::{Block as Object, Form, Word},
        optional, required, some,
    },
    vocabulary::{AFFECTED, INSTRUMENTS, MODES, RIGHTS, STATUSES},
};

pub(super) const CONCERN: Block = Block {
    name: "human-rights-concern",
    about: "What the trade does, or may do, to people.",
    parts: &[&[
        optional("key", Form(&KEY), "Short name inside this record."),
        required("right", Word(&RIGHTS), "The right."),
        required("instruments", some(&Object(&ARTICLE), 16), "Where it is protected."),
        required("affected_groups", some(&Word(&AFFECTED), 12), "Whose right."),
        required("mode", Word(&MODES), "What kind of harm."),
        required("status", Word(&STATUSES), "How far it is established."),
        optional("body", Object(&BODY), "Who established or acknowledged it."),
        optional("note", PARAGRAPH, "In words."),
        optional("sources", some(&Form(&KEY), 32), "Keys of the sources."),
    ]],
    rules: &[&[Rule::Needs {
        field: "status",
        is: &[Literal::Word("acknowledged-by-state"), Literal::Word("established-by-body")],
        then: &["body"],
    }]],
};

const ARTICLE: Block = Block {
    name: "article",
    about: "An article of an instrument.",
    parts: &[&[
        required("instrument", Word(&INSTRUMENTS), "The instrument."),
        optional("article", LINE, "The article."),
    ]],
    rules: &[],
};

const BODY: Block = Block {
    name: "finding",
    about: "A court, body or state, and where it says so.",
    parts: &[&[
        required("name", LINE, "Who."),
        required("reference", LINE, "The decision or statement."),
    ]],
    rules: &[],
};
