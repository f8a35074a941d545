//! Languages: the one it was written in, and translations beside it. A translation is tied to the very text that
//! it translates, so that nobody reads an old one under a new text.

use chancery_encoding::{Digest, encode};
use ciborium::Value;

use crate::{
    form::{HASH, LANGUAGE},
    shape::{
        Block, LINE, PAGE, Rule,
        Shape::{Block as Object, Form, Word},
        optional, required, some,
    },
    tree::{Tree, to_cbor},
    violation::Report,
    vocabulary::TRANSLATION_STATUSES,
};

/// The fields that are translated.
const TRANSLATED: [&str; 2] = ["title", "summary"];

pub(super) const LANGUAGES: Block = Block {
    name: "languages",
    about: "The language it was written in, and translations.",
    parts: &[&[
        required("original", Form(&LANGUAGE), "The language of this record."),
        optional("versions", some(&Object(&VERSION), 32), "Translations."),
    ]],
    rules: &[],
};

const VERSION: Block = Block {
    name: "language-version",
    about: "A translation of the title, the summary, or both.",
    parts: &[&[
        required("language", Form(&LANGUAGE), "Into which language."),
        required("status", Word(&TRANSLATION_STATUSES), "What it is worth."),
        optional("title", LINE, "The title in it."),
        optional("summary", PAGE, "The summary in it."),
        optional("by", LINE, "Which office made it."),
        optional(
            "of_hash",
            Form(&HASH),
            "Of the title and summary that it translates; see the rule.",
        ),
    ]],
    rules: &[&[Rule::AnyOf(&["title", "summary"])]],
};

pub(super) const TIED: Rule = Rule::Program {
    about: "every version has the `of_hash` of this record's title and summary",
    run: versions_are_tied,
};

/// The hash of what a translation of this record translates: SHA-256 of the deterministic CBOR of a map of
/// `title` and `summary`, as far as it has them.
pub(crate) fn original_hash(record: &Tree) -> Digest {
    let field = |name: &str| Some((Value::Text(name.to_owned()), to_cbor(record.field(name)?)));
    Digest::of(&encode(&Value::Map(TRANSLATED.into_iter().filter_map(field).collect())))
}

/// What is missing is said with its value, because nobody can work it out by hand.
fn versions_are_tied(record: &Tree, report: &mut Report) {
    let versions = record.field("languages").and_then(|languages| languages.field("versions"));
    let versions = versions.map(Tree::elements).unwrap_or_default();
    if versions.is_empty() {
        return;
    }
    let own = original_hash(record).to_string();
    let depth = report.enter_key("languages");
    report.enter_key("versions");
    for (index, version) in versions.iter().enumerate() {
        let wrong = match version.field("of_hash") {
            None if matches!(version, Tree::Map(_)) => "is missing",
            Some(Tree::Text(hash)) if *hash != own => "translates another text",
            _ => continue,
        };
        report.at_index(index, |report| {
            report.at_key("of_hash", |report| {
                report.wrong(wrong, format!("{own}, when it translates this title and summary"));
            });
        });
    }
    report.leave(depth);
}
