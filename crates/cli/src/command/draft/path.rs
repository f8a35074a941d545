//! `PATH=VALUE`: one place of a draft's text, as violations and suggestions spell it.
//!
//! `$.parties[0].names[0].value=Ойрат ТОО`. A value that is JSON is taken as JSON, anything else as text;
//! an empty one takes the field away. Invariant: no path makes a list with holes.

use serde_json::{Map, Value};

use crate::{exit::Exit, failure::Failure};

#[cfg(test)]
mod tests;

/// One step of a path.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    Field(String),
    Index(usize),
}

/// Sets one place.
pub(super) fn set(record: &mut Value, assignment: &str) -> Result<(), Failure> {
    let (path, text) = assignment.split_once('=').ok_or_else(|| {
        misused(format!("{assignment:?} is no PATH=VALUE"), "write --set title='A title'")
    })?;
    let steps = steps(path).ok_or_else(|| {
        misused(format!("{path:?} is no path"), "write it like parties[0].names[0].value")
    })?;
    let Some((last, before)) = steps.split_last() else {
        return Err(misused("the path names no field".to_owned(), "write it like handling.tlp"));
    };
    let mut at = record;
    for step in before {
        at = enter(at, step).ok_or_else(|| no_place(path))?;
    }
    if text.is_empty() {
        return take_away(at, last).ok_or_else(|| no_place(path));
    }
    let value = serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()));
    *enter(at, last).ok_or_else(|| no_place(path))? = value;
    Ok(())
}

fn steps(path: &str) -> Option<Vec<Step>> {
    let path = path.strip_prefix("$.").unwrap_or(path);
    let mut steps = Vec::new();
    for part in path.split('.') {
        let (name, mut rest) = part.split_at(part.find('[').unwrap_or(part.len()));
        if name.is_empty() {
            return None;
        }
        steps.push(Step::Field(name.to_owned()));
        while let Some(index) = rest.strip_prefix('[') {
            let (number, after) = index.split_once(']')?;
            steps.push(Step::Index(number.parse().ok()?));
            rest = after;
        }
        if !rest.is_empty() {
            return None;
        }
    }
    Some(steps)
}

/// The place, made where it is the next that there can be.
fn enter<'a>(value: &'a mut Value, step: &Step) -> Option<&'a mut Value> {
    if value.is_null() || *value == Value::String(String::new()) {
        *value = match step {
            Step::Field(_) => Value::Object(Map::new()),
            Step::Index(_) => Value::Array(Vec::new()),
        };
    }
    match (value, step) {
        (Value::Object(fields), Step::Field(name)) => {
            Some(fields.entry(name.clone()).or_insert(Value::Null))
        }
        (Value::Array(elements), Step::Index(index)) => {
            if *index == elements.len() {
                elements.push(Value::Null);
            }
            elements.get_mut(*index)
        }
        _ => None,
    }
}

fn take_away(value: &mut Value, step: &Step) -> Option<()> {
    match (value, step) {
        (Value::Object(fields), Step::Field(name)) => fields.shift_remove(name).map(drop),
        (Value::Array(elements), Step::Index(index)) if *index < elements.len() => {
            drop(elements.remove(*index));
            Some(())
        }
        _ => None,
    }
}

fn no_place(path: &str) -> Failure {
    misused(
        format!("there is no place {path} in the draft"),
        "a list is filled one after the other, and only objects have fields; `chancery draft show` has the text",
    )
}

fn misused(what: String, hint: &str) -> Failure {
    Failure::new(what, hint).ending(Exit::Usage)
}
