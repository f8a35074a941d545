//! Any JSON as indented text: what a record says, also in fields that this version does not know.

use serde_json::Value;

use super::{paragraph, visible};

/// Spaces a level.
const INDENT: usize = 2;

/// Writes a value out, one field a line, in the order in which it stands.
pub(crate) fn tree(value: &Value) -> String {
    let mut text = String::new();
    write(&mut text, value, INDENT);
    text
}

fn write(text: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                labelled(text, &format!("{}:", visible(name)), field, indent);
            }
        }
        Value::Array(elements) => {
            for element in elements {
                labelled(text, "-", element, indent);
            }
        }
        leaf => *text += &paragraph(&" ".repeat(indent), &plain(leaf)),
    }
}

fn labelled(text: &mut String, label: &str, value: &Value, indent: usize) {
    let margin = " ".repeat(indent);
    if let Some(line) = one_line(value) {
        *text += &paragraph(&format!("{margin}{label} "), &line);
    } else if label == "-" {
        // The dash takes the place of the first line's indentation.
        let mut nested = String::new();
        write(&mut nested, value, indent + INDENT);
        *text += &margin;
        *text += "- ";
        *text += nested.get(indent + INDENT..).unwrap_or_default();
    } else {
        *text += &format!("{margin}{label}\n");
        write(text, value, indent + INDENT);
    }
}

/// Leaves, and lists of leaves, stand beside their label.
fn one_line(value: &Value) -> Option<String> {
    match value {
        Value::Object(fields) if fields.is_empty() => Some("(none)".to_owned()),
        Value::Object(_) => None,
        Value::Array(elements) if elements.is_empty() => Some("(none)".to_owned()),
        Value::Array(elements) => {
            if elements.iter().any(|element| element.is_object() || element.is_array()) {
                return None;
            }
            // Long texts are read one a line.
            let leaves: Vec<String> = elements.iter().map(plain).collect();
            let length: usize = leaves.iter().map(String::len).sum();
            (length < 60).then(|| leaves.join(", "))
        }
        leaf => Some(plain(leaf)),
    }
}

fn plain(leaf: &Value) -> String {
    match leaf {
        Value::String(text) => visible(text),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Null => "-".to_owned(),
        other => other.to_string(),
    }
}
