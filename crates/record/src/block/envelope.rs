//! The envelope: what every kind of record carries. Who signed, when, and under which id and
//! reference stand in the statement around the body, not here, so that nothing is said twice.

use super::{
    handling::{ATTESTATIONS, HANDLING, PERSONAL_DATA},
    language::LANGUAGES,
};
use crate::{
    form::{AUTHORITY, DAY, HASH, MEDIA_TYPE, MOMENT, REFERENCE, WHEN},
    kind::Kind,
    marking::Marking,
    shape::{
        Block, Field, LINE, Rule,
        Shape::{Block as Object, Flag, Form, Integer, Word},
        optional, required, some,
    },
    tree::Tree,
    violation::Report,
    vocabulary::{COMMITMENTS, MARKINGS, RELATIONS, STATES},
};

pub(super) const FIELDS: &[Field] = &[
    required("kind", crate::shape::Shape::Form(&crate::form::KEY), "What the record does."),
    required("schema_version", Integer { min: 1, max: 1 }, "The version of these tables."),
    required("exercise", Flag, "True in drills: a drill must never look real."),
    required("title", LINE, "One line that says what it is about."),
    required("originator", Object(&ORIGINATOR), "Who says it."),
    required("created_at", Form(&MOMENT), "When it was written."),
    optional("valid_from", Form(&DAY), "From when it holds; else from its release."),
    optional("valid_until", Form(&DAY), "Until when it holds."),
    optional("review_due", Form(&DAY), "When the originator looks at it again."),
    optional("event_window", Object(&WINDOW), "When what it tells of happened."),
    required("handling", Object(&HANDLING), "Who may read it and what for."),
    required("attestations", Object(&ATTESTATIONS), "What the originator declares."),
    required("personal_data", Object(&PERSONAL_DATA), "Data about people."),
    required("languages", Object(&LANGUAGES), "Its language and translations."),
    required("commitments", some(&Word(&COMMITMENTS), 6), "What it serves in the Code."),
    optional("relations", some(&Object(&RELATION), 64), "How it stands to other records."),
    optional("attachments", some(&Object(&ATTACHMENT), 64), "Files, by their hashes."),
];

pub(super) const RULES: &[Rule] = &[
    Rule::Program { about: "`valid_until` is not before `valid_from`", run: validity_is_in_order },
    super::language::TIED,
    Rule::Program {
        about: "one of `commitments` is one that the kind serves",
        run: commitments_fit,
    },
    Rule::Program {
        about: "an attachment's `tlp` is at least as strict as `handling.tlp`",
        run: attachments_are_no_looser,
    },
];

fn attachments_are_no_looser(record: &Tree, report: &mut Report) {
    let strictness = |tree: &Tree| tree.text("tlp")?.parse::<Marking>().ok();
    let Some(own) = record.field("handling").and_then(strictness) else { return };
    let attachments = record.field("attachments").map(Tree::elements).unwrap_or_default();
    report.at_key("attachments", |report| {
        for (index, attachment) in attachments.iter().enumerate() {
            if strictness(attachment).is_some_and(|marking| marking < own) {
                report.at_index(index, |report| {
                    report.at_key("tlp", |report| {
                        report.wrong("is looser than the record's", format!("{own} or stricter"));
                    });
                });
            }
        }
    });
}

/// Both sides are of one length and sort as text, once their form is right.
pub(super) fn in_order(tree: &Tree, from: &'static str, to: &'static str, report: &mut Report) {
    if let (Some(start), Some(end)) = (tree.text(from), tree.text(to)) {
        let shared = start.len().min(end.len());
        let (earlier, later) = (start.as_bytes(), end.as_bytes());
        if later[..shared] < earlier[..shared] {
            report.at_key(to, |report| {
                report.wrong(format!("is before {from}"), format!("{from} or later"));
            });
        }
    }
}

fn validity_is_in_order(record: &Tree, report: &mut Report) {
    in_order(record, "valid_from", "valid_until", report);
}

/// Reports count by commitment; a record that claims only others would be counted where nobody looks for it.
fn commitments_fit(record: &Tree, report: &mut Report) {
    let Some(kind) = record.text("kind").and_then(|kind| kind.parse::<Kind>().ok()) else { return };
    let named = record.field("commitments").map(Tree::elements).unwrap_or_default();
    let serves = |one: &Tree| one.as_text().is_some_and(|one| kind.commitments().contains(&one));
    if !named.is_empty() && !named.iter().any(serves) {
        report.at_key("commitments", |report| {
            let allowed = format!("one of these at least: {}", kind.commitments().join(", "));
            report.wrong(format!("name none that a {kind} serves"), allowed);
        });
    }
}

const ORIGINATOR: Block = Block {
    name: "originator",
    about: "Who says it. The statement's signature proves it.",
    parts: &[&[
        required("state", Word(&STATES), "The state."),
        required("authority", Form(&AUTHORITY), "The authority of that state."),
        optional("native_ref", LINE, "Its own file number."),
        optional("contact", LINE, "Where to ask: a function, not a person."),
    ]],
    rules: &[],
};

pub(super) const WINDOW: Block = Block {
    name: "event-window",
    about: "When something happened.",
    parts: &[&[
        required("from", Form(&WHEN), "Earliest."),
        optional("to", Form(&WHEN), "Latest; leave it out when it goes on."),
    ]],
    rules: &[&[Rule::Program { about: "`to` is not before `from`", run: window_is_in_order }]],
};

fn window_is_in_order(window: &Tree, report: &mut Report) {
    in_order(window, "from", "to", report);
}

const RELATION: Block = Block {
    name: "relation-to",
    about: "How it stands to another record.",
    parts: &[&[
        required("type", Word(&RELATIONS), "How."),
        required("target", Object(&TARGET), "To which."),
    ]],
    rules: &[],
};

pub(super) const TARGET: Block = Block {
    name: "target",
    about: "Another record: by id, which identifies, or by reference, from which the node finds it.",
    parts: &[&[
        optional("id", Form(&HASH), "The statement's id."),
        optional("reference", Form(&REFERENCE), "The reference, for people."),
    ]],
    rules: &[&[Rule::AnyOf(&["id", "reference"])]],
};

const ATTACHMENT: Block = Block {
    name: "attachment",
    about: "A file beside the record, by its hash.",
    parts: &[&[
        required("hash", Form(&HASH), "SHA-256 of the file."),
        required("media_type", Form(&MEDIA_TYPE), "What kind of file."),
        required("title", LINE, "What it is."),
        optional("tlp", Word(&MARKINGS), "Its marking, if it is stricter than the record's."),
    ]],
    rules: &[],
};
