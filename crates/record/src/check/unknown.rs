//! The walk that looks for fields which no table knows. Invariant: nothing that it finds is refused.

use crate::{
    shape::{Block, Shape},
    tree::Tree,
    violation::Report,
    vocabulary::nearest,
};

/// Notes every field that no table knows: allowed, because a newer version may, but more often a
/// slip of the pen.
pub(crate) fn unknown(tree: &Tree, shape: &Shape, report: &mut Report) {
    match (shape, tree) {
        (Shape::List { of, .. }, Tree::Array(elements)) => {
            for (index, element) in elements.iter().enumerate() {
                report.at_index(index, |report| unknown(element, of, report));
            }
        }
        (Shape::Choice { by, cases }, Tree::Map(_)) => {
            let word = tree.text(by);
            if let Some((_, block)) = cases.iter().find(|(case, _)| word == Some(case)) {
                unknown_in_block(tree, block, report);
            }
        }
        (Shape::Block(block), Tree::Map(_)) => unknown_in_block(tree, block, report),
        _ => {}
    }
}

fn unknown_in_block(tree: &Tree, block: &Block, report: &mut Report) {
    let Tree::Map(map) = tree else { return };
    for (key, value) in &**map {
        report.at_key(key, |report| match block.field(key) {
            Some(field) => unknown(value, &field.shape, report),
            None => report.wrong_as(|| {
                let near = nearest(key, block.fields().map(|field| field.name)).join(", ");
                let allowed = match near.is_empty() {
                    true => "it is kept, and means nothing to this version".to_owned(),
                    false => format!("it is kept, and means nothing; perhaps {near} is meant"),
                };
                ("is not a field that this version knows".to_owned(), allowed)
            }),
        });
    }
}
