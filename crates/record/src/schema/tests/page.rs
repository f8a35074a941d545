//! The tables as a page for people: kinds, blocks, vocabularies and forms, each with what it means.

use std::{fmt::Write, fs, path::Path};

use serde_json::{Map, Value};

use super::layout::lay_out;
use crate::{
    block::RECORD,
    form::{ALL as FORMS, Form},
    sample::blocks,
    shape::{Block, Field, Literal, Need, Rule, Shape},
    vocabulary::{Vocabularies, WordList},
};

const OPENING: &str = "\
<!-- Written by a test from the tables in crates/record. Change those. -->

# Record reference

A record is one JSON object. Its `kind` says which of the four below it is. Fields that are not
listed are allowed, kept and forwarded; `chancery check FILE` points them out, because most are slips
of the pen. The same as JSON Schema: [record.schema.json](record.schema.json). A short valid record
to start from: [example-threat-advisory.json](example-threat-advisory.json), explained [below](#example). How records become
bytes: [the specification](../spec/record.md).

Words are closed lists, explained [further down](#vocabularies); so are the [forms](#forms). A
*line* is a text of at most 300 characters, a *paragraph* of 2,000, a *page* of 8,000; no text is
blank or holds invisible control characters. **Bold** fields are required.
";

pub(super) fn page() -> String {
    let mut page = OPENING.to_owned();
    let (kinds, rest): (Vec<_>, Vec<_>) = blocks().into_iter().partition(|block| is_kind(block));
    write_example(&mut page, kinds[0]);
    page.push_str("\n## Kinds\n");
    write_envelope(&mut page, kinds[0]);
    kinds.iter().for_each(|block| write_kind(&mut page, block));
    page.push_str("\n## Blocks\n");
    rest.iter().for_each(|block| write_block(&mut page, block));
    page.push_str("\n## Vocabularies\n");
    vocabularies().into_iter().for_each(|vocabulary| write_vocabulary(&mut page, vocabulary));
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

/// Every vocabulary that a field uses, in the order of use.
fn vocabularies() -> Vec<&'static WordList> {
    let mut found: Vec<&'static WordList> = Vec::new();
    for field in blocks().iter().flat_map(|block| block.fields()) {
        let mut shape = &field.shape;
        while let Shape::List { of, .. } = shape {
            shape = of;
        }
        if let Shape::Word(vocabulary) = shape
            && found.iter().all(|known| known.name != vocabulary.name)
        {
            found.extend(Vocabularies::shipped().list(vocabulary.name));
        }
    }
    found
}

/// A bar would end a cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// The example with what each field is for. The file itself has no comments: JSON has none.
fn write_example(page: &mut String, kind: &Block) {
    let file = "../../docs/reference/example-threat-advisory.json";
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file));
    let example: Map<String, Value> =
        serde_json::from_str(&text.expect("the example is there")).expect("JSON");
    page.push_str("\n## Example\n\nEverything in it is invented.\n\n```jsonc\n{\n");
    for (at, (key, value)) in example.iter().enumerate() {
        let field = kind.field(key).expect("the example has no unknown fields");
        let name = format!("  \"{key}\": ");
        let value = lay_out(value, 2, name.chars().count());
        let comma = if at + 1 < example.len() { "," } else { "" };
        let _ = writeln!(page, "  // {}\n{name}{value}{comma}", field.about);
    }
    page.push_str("}\n```\n");
}

/// Every kind begins with the same part and the same rules.
fn write_envelope(page: &mut String, kind: &Block) {
    page.push_str("\n### envelope\n\nWhat every kind carries.\n");
    write_fields(page, kind.parts[0].iter());
    write_rules(page, kind.rules[0].iter());
}

fn write_kind(page: &mut String, kind: &Block) {
    let _ = write!(page, "\n### {}\n\n{} The [envelope](#envelope), and:\n", kind.name, kind.about);
    write_fields(page, kind.parts[1..].iter().copied().flatten());
    write_rules(page, kind.rules[1..].iter().copied().flatten());
}

fn write_block(page: &mut String, block: &Block) {
    let _ = write!(page, "\n### {}\n\n{}\n", block.name, block.about);
    write_fields(page, block.fields());
    write_rules(page, block.rules());
}

fn write_fields(page: &mut String, fields: impl Iterator<Item = &'static Field>) {
    page.push_str("\n| field | holds | |\n| --- | --- | --- |\n");
    for field in fields {
        let name = match field.need {
            Need::Required => format!("**`{}`**", field.name),
            Need::Optional => format!("`{}`", field.name),
        };
        let holds = match field.name {
            "kind" => "one of the kinds".to_owned(),
            _ => holds(&field.shape),
        };
        let _ = writeln!(page, "| {name} | {holds} | {} |", cell(field.about));
    }
}

fn write_rules(page: &mut String, rules: impl Iterator<Item = &'static Rule>) {
    let rules: Vec<String> = rules.map(sentence).collect();
    if !rules.is_empty() {
        let _ = write!(page, "\n- {}\n", rules.join("\n- "));
    }
}

fn holds(shape: &Shape) -> String {
    match shape {
        Shape::Text { chars_max: 300 } => "a line".to_owned(),
        Shape::Text { chars_max: 2_000 } => "a paragraph".to_owned(),
        Shape::Text { chars_max: 8_000 } => "a page".to_owned(),
        Shape::Text { chars_max } => format!("a text of at most {chars_max} characters"),
        Shape::Form(form) => format!("form [{}](#forms)", form.name),
        Shape::Word(vocabulary) => format!("word [{0}](#{0}-words)", vocabulary.name),
        Shape::Integer { min, max } if min == max => format!("{min}"),
        Shape::Integer { min, max } => format!("{min} to {max}"),
        Shape::Flag => "true or false".to_owned(),
        Shape::True => "true".to_owned(),
        Shape::List { of, min, max, .. } => format!("{min} to {max}: {}", holds(of)),
        Shape::Open => "an object".to_owned(),
        Shape::Block(block) => format!("[{0}](#{0})", block.name),
        Shape::Choice { cases, .. } => {
            let cases: Vec<String> =
                cases.iter().map(|(word, _)| format!("[{word}](#{word})")).collect();
            cases.join(" or ")
        }
    }
}

fn names(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn sentence(rule: &Rule) -> String {
    match rule {
        Rule::AnyOf(fields) => format!("At least one of {}.", names(fields)),
        Rule::Needs { field, is, then } => {
            let values: Vec<String> = is
                .iter()
                .map(|literal| match literal {
                    Literal::Word(word) => format!("`{word}`"),
                    Literal::Flag(flag) => format!("`{flag}`"),
                })
                .collect();
            format!("When `{field}` is {}: {} too.", values.join(" or "), names(then))
        }
        Rule::FormBy { by, of, cases } => {
            let cases: Vec<String> =
                cases.iter().map(|(word, form)| format!("`{word}`: {}", form.name)).collect();
            format!("The form of `{of}` follows `{by}`: {}.", cases.join(", "))
        }
        Rule::Code { list, code, edition } => format!(
            "Rule: `{code}` is an entry of `{list}` in its numbering, not reserved, and not of another list alone; \
             an unknown `{edition}` is a warning."
        ),
        Rule::Program { about, .. } => format!("Rule: {about}."),
    }
}

fn write_vocabulary(page: &mut String, list: &WordList) {
    let _ = write!(page, "\n### {} words\n\n{}\n", list.name, list.about);
    // The states are two hundred and fifty: they stand on the page of the vocabularies.
    if list.name == "state" {
        page.push_str("\nAny state of ISO 3166-1 by its two letters, or `XK`.\n");
        return;
    }
    page.push_str("\n| word | means |\n| --- | --- |\n");
    for word in list.current() {
        let _ = writeln!(page, "| `{}` | {} |", word.word, cell(&word.about));
    }
    if list.states {
        page.push_str("\nAny state of ISO 3166-1 by its two letters, or `XK`.\n");
    }
}
