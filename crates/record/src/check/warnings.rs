//! The walk that looks for what is allowed and often a mistake. Invariant: nothing that it finds is refused.

use super::shown;
use crate::{
    shape::{Block, Rule, Shape},
    tree::Tree,
    violation::Report,
    vocabulary::Vocabularies,
};

/// Notes what is allowed and often a mistake: an edition of a control list that no pack knows.
pub(crate) fn warnings(tree: &Tree, shape: &Shape, words: &Vocabularies, report: &mut Report) {
    match (shape, tree) {
        (Shape::List { of, .. }, Tree::Array(elements)) => {
            for (index, element) in elements.iter().enumerate() {
                report.at_index(index, |report| warnings(element, of, words, report));
            }
        }
        (Shape::Choice { by, cases }, Tree::Map(_)) => {
            let word = tree.text(by);
            if let Some((_, block)) = cases.iter().find(|(case, _)| word == Some(case)) {
                in_block(tree, block, words, report);
            }
        }
        (Shape::Block(block), Tree::Map(_)) => in_block(tree, block, words, report),
        _ => {}
    }
}

fn in_block(tree: &Tree, block: &Block, words: &Vocabularies, report: &mut Report) {
    for field in block.fields() {
        if let Some(value) = tree.field(field.name) {
            report.at_key(field.name, |report| warnings(value, &field.shape, words, report));
        }
    }
    for rule in block.rules() {
        if let Rule::Code { list, edition: name, .. } = rule
            && let (Some(list), Some(edition)) = (tree.text(list), tree.text(name))
            && let Some(known) = words.control_list(list)
            // Where no edition is known, none is better than another.
            && !known.editions.is_empty()
            && known.editions.iter().all(|one| !one.is_written(edition))
        {
            report.at_key(name, |report| {
                report.wrong_as(|| {
                    let editions: Vec<&str> =
                        known.editions.iter().map(|one| one.edition.as_str()).collect();
                    let wrong = format!("{} is no edition of {list} that is known", shown(edition));
                    (wrong, format!("known: {}", editions.join("; ")))
                });
            });
        }
    }
}
