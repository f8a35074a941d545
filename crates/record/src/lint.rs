//! Personal data that may have slipped into free text: people by title, dates of birth, e-mail addresses,
//! telephone numbers.
//!
//! A record is copied to two dozen states and cannot be called back, so somebody should look twice before it is
//! released. Nothing here refuses: a finding is a question to the writer, and the answer may be that it belongs
//! there. Invariant: only texts for people are looked at; codes, hashes, references, addresses of pages and
//! where an office is reached have fields of their own, which are passed over.

use crate::{
    block::RECORD,
    shape::{Block, Shape},
    tree::Tree,
    violation::Report,
};

mod find;
#[cfg(test)]
mod tests;

/// Fields of text in which a number or an address is what the field is for.
const PASSED_OVER: [&str; 7] =
    ["citation", "consultation_contact", "contact", "edition", "email", "native_ref", "telephone"];

/// Notes every place that a person should look at again.
pub(crate) fn lint(record: &Tree, report: &mut Report) {
    walk(record, &RECORD, report);
}

fn walk(tree: &Tree, shape: &Shape, report: &mut Report) {
    match (shape, tree) {
        (Shape::Text { .. }, Tree::Text(text)) => look(text, report),
        (Shape::List { of, .. }, Tree::Array(elements)) => {
            for (index, element) in elements.iter().enumerate() {
                report.at_index(index, |report| walk(element, of, report));
            }
        }
        (Shape::Choice { by, cases }, Tree::Map(_)) => {
            let word = tree.text(by);
            match cases.iter().find(|(case, _)| word == Some(case)) {
                Some((_, block)) => in_block(tree, block, report),
                None => unknown(tree, report),
            }
        }
        (Shape::Block(block), Tree::Map(_)) => in_block(tree, block, report),
        _ => {}
    }
}

fn in_block(tree: &Tree, block: &Block, report: &mut Report) {
    let Tree::Map(map) = tree else { return };
    if block.name == "party" && tree.text("schema") == Some("Person") {
        report.wrong("names a natural person", "a company or a body, where that tells as much");
    }
    // A number in a register is no text, whoever's it is; a name is looked at where it is a person's.
    let register = block.name == "identifier" || block.name == "party-name";
    for (name, value) in map.iter().filter(|(name, _)| !PASSED_OVER.contains(&name.as_str())) {
        report.at_key(name, |report| match block.field(name) {
            Some(_) if register && name == "value" => {}
            Some(field) => walk(value, &field.shape, report),
            None => unknown(value, report),
        });
    }
}

/// What no table knows may be a text for people.
fn unknown(tree: &Tree, report: &mut Report) {
    match tree {
        Tree::Text(text) => look(text, report),
        Tree::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                report.at_index(index, |report| unknown(element, report));
            }
        }
        Tree::Map(map) => {
            for (name, value) in &**map {
                report.at_key(name, |report| unknown(value, report));
            }
        }
        Tree::Null | Tree::Bool(_) | Tree::Integer(_) => {}
    }
}

/// Gives the first passage of a text that looks like what it is for.
type Finder = fn(&str) -> Option<&str>;

/// One finding of each sort is enough for a text.
fn look(text: &str, report: &mut Report) {
    let sorts: [(Finder, &str, &str); 4] = [
        (find::person, "may name a person", "the office or function instead of the person"),
        (find::birth, "may hold a date of birth", "leaving it out"),
        (find::address, "holds an e-mail address", "an address of an office, in its own field"),
        (find::telephone, "may hold a telephone number", "a number of an office, in its own field"),
    ];
    for (find, wrong, allowed) in sorts {
        if let Some(found) = find(text) {
            report.wrong(format!("{wrong}: {found:?}"), allowed);
        }
    }
}
