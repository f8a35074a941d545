//! The walk of a tree along a shape. It stops at nothing: every field is looked at, so that all
//! that is wrong is said at once. Invariant: what passes here passes the published schema of the same
//! vocabularies.

use crate::{
    form::Form,
    shape::{Block, Field, Need, Repeats, Rule, Shape},
    tree::Tree,
    violation::Report,
    vocabulary::{ControlCode, Found, Retired, Vocabularies, Vocabulary},
};

#[cfg(test)]
pub(crate) mod tests;
mod unknown;
mod warnings;

pub(crate) use unknown::unknown;
pub(crate) use warnings::warnings;

/// As much of a refused text as fits a line.
const SHOWN_CHARS_MAX: usize = 60;

/// What is checked against.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a> {
    pub(crate) vocabularies: &'a Vocabularies,
    pub(crate) purpose: Purpose,
}

/// Why a record is checked. A retired word is refused in what is written, and read in what was.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Writing,
    Reading,
}

/// Notes everything in `tree` that is not as `shape` has it.
pub(crate) fn check(tree: &Tree, shape: &Shape, words: Words<'_>, report: &mut Report) {
    match (shape, tree) {
        (Shape::Text { chars_max }, Tree::Text(text)) => check_text(text, *chars_max, report),
        (Shape::Form(form), Tree::Text(text)) => check_form(text, form, report),
        (Shape::Word(vocabulary), Tree::Text(text)) => check_word(text, vocabulary, words, report),
        (Shape::Integer { min, max }, Tree::Integer(value)) => {
            if !(min..=max).contains(&value) {
                report.wrong(format!("{value} is out of range"), describe(shape, words));
            }
        }
        (Shape::Flag, Tree::Bool(_)) | (Shape::True, Tree::Bool(true)) => {}
        (Shape::True, Tree::Bool(false)) => report.wrong("is false", describe(shape, words)),
        (Shape::List { of, min, max, repeats }, Tree::Array(elements)) => {
            if !(min..=max).contains(&&elements.len()) {
                report.wrong(format!("has {} elements", elements.len()), describe(shape, words));
            }
            // Comparing all pairs is only cheap up to the bound.
            let compare = *repeats == Repeats::Refused && elements.len() <= *max;
            for (index, element) in elements.iter().enumerate() {
                report.at_index(index, |report| {
                    if compare && elements[..index].contains(element) {
                        report.wrong("stands here twice", "each element once");
                    }
                    check(element, of, words, report);
                });
            }
        }
        (Shape::Open, Tree::Map(_)) => check_unknown(tree, report),
        (Shape::Block(block), Tree::Map(_)) => check_block(tree, block, words, report),
        (Shape::Choice { by, cases }, Tree::Map(_)) => check_choice(tree, by, cases, words, report),
        _ => report.wrong(format!("is {}", tree.noun()), describe(shape, words)),
    }
}

fn check_text(text: &str, chars_max: usize, report: &mut Report) {
    let chars = text.chars().count();
    if chars > chars_max {
        report.wrong(format!("has {chars} characters"), format!("at most {chars_max}"));
    }
    if text.trim().is_empty() {
        report.wrong("is blank", "a text, or leaving the field out if it is optional");
    }
    check_visible(text, report);
}

/// Control characters drive terminals; embedded direction changes, breaks that are no newline, byte
/// order marks and tags show another text than the one that is signed. Joiners and single direction
/// marks stay: names in Persian, Hebrew and Hindi need them.
pub(crate) fn hides(character: char) -> bool {
    let newline_or_tab = character == '\n' || character == '\t';
    (character.is_control() && !newline_or_tab)
        || matches!(
            character,
            '\u{2028}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

fn check_visible(text: &str, report: &mut Report) {
    if let Some(odd) = text.chars().find(|c| hides(*c)) {
        report.wrong(
            format!("holds the invisible character U+{:04X}", u32::from(odd)),
            "visible characters, tabs and newlines",
        );
    }
}

/// Of what no table knows, only this is asked: that what is shown is what is signed.
fn check_unknown(tree: &Tree, report: &mut Report) {
    match tree {
        Tree::Text(text) => check_visible(text, report),
        Tree::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                report.at_index(index, |report| check_unknown(element, report));
            }
        }
        Tree::Map(map) => {
            for (key, value) in &**map {
                report.at_key(key, |report| {
                    check_visible(key, report);
                    check_unknown(value, report);
                });
            }
        }
        Tree::Null | Tree::Bool(_) | Tree::Integer(_) => {}
    }
}

fn check_form(text: &str, form: &Form, report: &mut Report) {
    if !form.matches(text) {
        let allowed = format!("{}, for example {:?}", form.about, form.example);
        report.wrong(format!("{} is not that", shown(text)), allowed);
    }
}

fn check_word(text: &str, vocabulary: &Vocabulary, words: Words<'_>, report: &mut Report) {
    let name = vocabulary.name;
    match words.vocabularies.find(name, text) {
        Found::Current => {}
        Found::Retired(_) if words.purpose == Purpose::Reading => {}
        Found::Retired(Retired { day, instead }) => report.wrong_as(|| {
            let allowed = instead.clone().unwrap_or_else(|| words.vocabularies.advice(name, text));
            (format!("{} is retired since {day}", shown(text)), allowed)
        }),
        Found::Unknown => report.wrong_as(|| {
            let wrong = format!("{} is no {}", shown(text), name.replace('-', " "));
            (wrong, words.vocabularies.advice(name, text))
        }),
    }
}

fn shown(text: &str) -> String {
    format!("{:?}", cut(text))
}

fn cut(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN_CHARS_MAX).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

fn check_choice(
    tree: &Tree,
    by: &str,
    cases: &[(&str, &Block)],
    words: Words<'_>,
    report: &mut Report,
) {
    let allowed = || cases.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
    match tree.field(by) {
        None => report.at_key(by, |report| report.wrong("is missing", allowed())),
        Some(word) => match cases.iter().find(|(case, _)| word.as_text() == Some(case)) {
            Some((_, block)) => check_block(tree, block, words, report),
            None => report.at_key(by, |report| match word.as_text() {
                Some(text) => report.wrong(format!("{} is none of these", shown(text)), allowed()),
                None => report.wrong(format!("is {}", word.noun()), allowed()),
            }),
        },
    }
}

fn check_block(tree: &Tree, block: &Block, words: Words<'_>, report: &mut Report) {
    for field in block.fields() {
        match tree.field(field.name) {
            Some(value) => {
                report.at_key(field.name, |report| check(value, &field.shape, words, report));
            }
            None if field.need == Need::Required => missing(block, field.name, words, report),
            None => {}
        }
    }
    if let Tree::Map(map) = tree {
        for (key, value) in map.iter().filter(|(key, _)| block.field(key).is_none()) {
            report.at_key(key, |report| {
                check_visible(key, report);
                check_unknown(value, report);
            });
        }
    }
    for rule in block.rules() {
        check_rule(tree, block, rule, words, report);
    }
}

fn missing(block: &Block, name: &str, words: Words<'_>, report: &mut Report) {
    let allowed = block.field(name).map(|field| describe(&field.shape, words)).unwrap_or_default();
    report.at_key(name, |report| report.wrong("is missing", allowed));
}

fn check_rule(tree: &Tree, block: &Block, rule: &Rule, words: Words<'_>, report: &mut Report) {
    match rule {
        Rule::AnyOf(names) => {
            if !names.iter().any(|name| tree.field(name).is_some()) {
                let names = names.join(", ");
                report.wrong("something is missing", format!("at least one of {names}"));
            }
        }
        Rule::Needs { field, is, then } => {
            let applies =
                tree.field(field).is_some_and(|value| is.iter().any(|one| one.equals(value)));
            for name in then.iter().filter(|name| applies && tree.field(name).is_none()) {
                missing(block, name, words, report);
            }
        }
        Rule::FormBy { by, of, cases } => {
            let (Some(word), Some(text)) = (tree.text(by), tree.text(of)) else { return };
            if let Some((_, form)) = cases.iter().find(|(case, _)| *case == word) {
                report.at_key(of, |report| check_form(text, form, report));
            }
        }
        Rule::Code { list, code: of, .. } => {
            let (Some(list), Some(code)) = (tree.text(list), tree.text(of)) else { return };
            // A list that no pack knows the numbering of is told by its word.
            if words.vocabularies.control_list(list).is_some()
                && let Err(flaw) = ControlCode::parse(list, &cut(code), words.vocabularies)
            {
                report.at_key(of, |report| report.wrong_as(|| (flaw.to_string(), flaw.advice())));
            }
        }
        Rule::Program { run, .. } => run(tree, report),
    }
}

/// What a shape allows, in a few words.
fn describe(shape: &Shape, words: Words<'_>) -> String {
    match shape {
        Shape::Text { chars_max } => format!("a text of at most {chars_max} characters"),
        Shape::Form(form) => format!("{}, for example {:?}", form.about, form.example),
        Shape::Word(vocabulary) => words.vocabularies.advice(vocabulary.name, ""),
        Shape::Integer { min, max } if min == max => format!("the integer {min}"),
        Shape::Integer { min, max } => format!("an integer from {min} to {max}"),
        Shape::Flag => "true or false".to_owned(),
        Shape::True => "true: without that declaration nothing is released".to_owned(),
        Shape::List { min, max, .. } => format!("an array of {min} to {max} elements"),
        Shape::Block(block) => format!("an object: {}", required_names(block)),
        Shape::Open => "an object".to_owned(),
        Shape::Choice { by, .. } => format!("an object whose {by} says what it is"),
    }
}

fn required_names(block: &Block) -> String {
    let needed = |field: &&Field| field.need == Need::Required;
    block.fields().filter(needed).map(|field| field.name).collect::<Vec<_>>().join(", ")
}
