//! Fields and rules as tables and sentences, for every page.

use std::fmt::Write;

use crate::shape::{Field, Literal, Need, Rule, Shape};

/// Where the pages are that a table points to.
#[derive(Clone, Copy)]
pub(super) struct Links {
    /// The page of what all kinds share; empty on that page itself.
    shared: &'static str,
    words: &'static str,
}

impl Links {
    pub(super) const SHARED: Links = Links { shared: "", words: "vocabularies.md" };
    pub(super) const KIND: Links = Links { shared: "../record.md", words: "../vocabularies.md" };
}

/// A bar would end a cell.
pub(super) fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

/// The fields as a table.
pub(super) fn write_fields(
    page: &mut String,
    fields: impl Iterator<Item = &'static Field>,
    links: Links,
) {
    page.push_str("\n| field | holds | |\n| --- | --- | --- |\n");
    for field in fields {
        let name = match field.need {
            Need::Required => format!("**`{}`**", field.name),
            Need::Optional => format!("`{}`", field.name),
        };
        let holds = match field.name {
            "kind" => "one of the kinds".to_owned(),
            _ => holds(&field.shape, links),
        };
        let _ = writeln!(page, "| {name} | {holds} | {} |", cell(field.about));
    }
}

/// The rules as a list.
pub(super) fn write_rules(page: &mut String, rules: impl Iterator<Item = &'static Rule>) {
    let rules: Vec<String> = rules.map(sentence).collect();
    if !rules.is_empty() {
        let _ = write!(page, "\n- {}\n", rules.join("\n- "));
    }
}

fn holds(shape: &Shape, links: Links) -> String {
    match shape {
        Shape::Text { chars_max: 300 } => "a line".to_owned(),
        Shape::Text { chars_max: 2_000 } => "a paragraph".to_owned(),
        Shape::Text { chars_max: 8_000 } => "a page".to_owned(),
        Shape::Text { chars_max } => format!("a text of at most {chars_max} characters"),
        Shape::Form(form) => format!("form [{}]({}#forms)", form.name, links.shared),
        Shape::Word(vocabulary) => format!("word [{0}]({1}#{0})", vocabulary.name, links.words),
        Shape::Integer { min, max } if min == max => format!("{min}"),
        Shape::Integer { min, max } => format!("{min} to {max}"),
        Shape::Flag => "true or false".to_owned(),
        Shape::True => "true".to_owned(),
        Shape::List { of, min, max, .. } => format!("{min} to {max}: {}", holds(of, links)),
        Shape::Open => "an object".to_owned(),
        Shape::Block(block) => format!("[{0}]({1}#{0})", block.name, links.shared),
        Shape::Choice { .. } => "a record of a kind with content of its own".to_owned(),
    }
}

fn names(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn sentence(rule: &Rule) -> String {
    match rule {
        Rule::AnyOf([field]) => format!("`{field}` is required."),
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
