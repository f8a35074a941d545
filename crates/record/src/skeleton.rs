//! An empty record of a kind: every required field, and in each a blank that no check lets pass.
//!
//! It is where a draft begins: what is still blank is then said as a violation, with what is allowed
//! there, so that nobody needs a second list of what to fill in. Invariant: a skeleton declares nothing;
//! its attestations are false and its flags are open.

use serde_json::{Map, Value, json};

use crate::{
    block::RECORD,
    shape::{Block, Need, Shape},
};

#[cfg(test)]
mod tests;

/// The required fields of a kind, blank; none when the kind is unknown.
pub fn skeleton(kind: &str) -> Option<Value> {
    let Shape::Choice { by, cases } = &RECORD else { return None };
    let (_, block) = cases.iter().find(|(case, _)| *case == kind)?;
    let mut record = blank_block(block);
    record[*by] = json!(kind);
    Some(record)
}

fn blank(shape: &Shape) -> Value {
    match shape {
        Shape::Text { .. } | Shape::Form(_) | Shape::Word(_) => json!(""),
        Shape::Integer { min, max } if min == max => json!(min),
        Shape::Integer { .. } | Shape::Flag => Value::Null,
        Shape::True => json!(false),
        Shape::List { of, .. } => json!([blank(of)]),
        Shape::Block(block) => blank_block(block),
        Shape::Choice { by, .. } => json!({ *by: "" }),
        Shape::Open => json!({}),
    }
}

fn blank_block(block: &Block) -> Value {
    let needed = block.fields().filter(|field| field.need == Need::Required);
    let fields: Map<String, Value> =
        needed.map(|field| (field.name.to_owned(), blank(&field.shape))).collect();
    Value::Object(fields)
}
