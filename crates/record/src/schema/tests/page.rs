//! The tables as pages for people: one for what all kinds share, one for each kind, one for the commitments.

use std::fmt::Write;

use serde_json::Value;

use super::layout::lay_out;
use crate::{
    block::RECORD,
    form::{ALL as FORMS, Form},
    kind::Kind,
    sample::blocks,
    shape::{Block, Shape},
};

pub(super) mod commitments;
pub(super) mod kind;
mod parts;

use parts::{Links, cell, write_fields, write_rules};

pub(super) const WRITTEN: &str =
    "<!-- Written by a test from the tables in crates/record. Change those. -->\n";

const OPENING: &str = "
# Record reference

A record is one JSON object. Its `kind` says which of those below it is. Fields that are not
listed are allowed, kept and forwarded; `chancery check FILE` points them out, because most are slips
of the pen. The same as JSON Schema: [record.schema.json](record.schema.json). A short valid record
to start from: [example-threat-advisory.json](example-threat-advisory.json); the page of each kind has
another. How records become bytes: [the specification](../spec/record.md).

Words are closed lists: [vocabularies](vocabularies.md). Forms are [below](#forms). A *line* is a text of
at most 300 characters, a *paragraph* of 2,000, a *page* of 8,000; no text is blank or holds invisible
control characters. **Bold** fields are required.
";

/// What all kinds share.
pub(super) fn page() -> String {
    let links = Links::SHARED;
    let mut page = WRITTEN.to_owned() + OPENING;
    let (kinds, rest): (Vec<_>, Vec<_>) = blocks().into_iter().partition(|block| is_kind(block));
    page.push_str("\n## Kinds\n\n| kind | what it says |\n| --- | --- |\n");
    for kind in Kind::ALL {
        let block = kinds.iter().find(|block| block.name == kind.as_str());
        let about = block.expect("every kind has a block").about;
        let _ = writeln!(page, "| [{kind}](kinds/{kind}.md) | {} |", cell(about));
    }
    page.push_str("\nWhich commitment each serves: [commitments](commitments.md).\n");
    page.push_str("\n### envelope\n\nWhat every kind carries.\n");
    write_fields(&mut page, kinds[0].parts[0].iter(), links);
    write_rules(&mut page, kinds[0].rules[0].iter());
    page.push_str("\n## Blocks\n");
    for block in rest {
        let _ = write!(page, "\n### {}\n\n{}\n", block.name, block.about);
        write_fields(&mut page, block.fields(), links);
        write_rules(&mut page, block.rules());
    }
    page.push_str("\n## Forms\n\n| form | example | is |\n| --- | --- | --- |\n");
    for Form { name, about, example, .. } in FORMS {
        let _ = writeln!(page, "| {name} | `{example}` | {} |", cell(about));
    }
    page
}

fn is_kind(block: &Block) -> bool {
    let Shape::Choice { cases, .. } = &RECORD else { return false };
    cases.iter().any(|(word, _)| *word == block.name)
}

/// The block of a kind.
fn block_of(kind: Kind) -> &'static Block {
    let Shape::Choice { cases, .. } = &RECORD else { panic!("a record is a choice of kinds") };
    let case = cases.iter().find(|(word, _)| *word == kind.as_str());
    case.expect("every kind has a block").1
}

fn example(kind: Kind) -> Value {
    serde_json::from_str(kind.example()).expect("a test reads every example")
}

/// As a block of code.
fn code(value: &Value) -> String {
    format!("```json\n{}\n```\n", lay_out(value, 0, 0))
}
