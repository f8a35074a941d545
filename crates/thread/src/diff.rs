//! What changed from one text of a record to another, field by field.
//!
//! The list is complete: whoever applies it to the first text gets the second. Elements of lists are
//! matched before they are compared, so that a party that was put in at the top is one change, not a
//! change of every party below it. The order is stable, and it begins with what people ask first.

use std::collections::BTreeSet;

use chancery_record::Record;
use serde_json::{Map, Value};

mod pairs;
mod phrase;
#[cfg(test)]
mod tests;
mod words;

pub use phrase::{LINES_MAX, VALUE_CHARS_MAX, lines};
pub use words::{Piece, words};

/// Fields that people ask for first; the others follow in the order of their names.
const FIRST: [&str; 12] = [
    "kind",
    "title",
    "summary",
    "valid_from",
    "valid_until",
    "review_due",
    "parties",
    "items",
    "destinations",
    "routes",
    "human_rights_concerns",
    "assessment",
];

/// One step on the way to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The field of an object.
    Field(String),
    /// An element of a list that stands in both texts.
    Element {
        /// Its place before.
        before: usize,
        /// Its place after.
        after: usize,
        /// What people call it: its key, or its name.
        label: String,
    },
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The field that changed, or the list in which something did.
    pub path: Vec<Step>,
    /// What happened to it.
    pub edit: Edit,
}

/// What happened to a field, or to an element of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The field was not there.
    Added {
        /// What it says.
        after: Value,
    },
    /// The field is gone.
    Removed {
        /// What it said.
        before: Value,
    },
    /// The field says something else.
    Set {
        /// What it said.
        before: Value,
        /// What it says.
        after: Value,
    },
    /// An element was put into the list.
    Inserted {
        /// Its place now.
        at: usize,
        /// The element.
        after: Value,
    },
    /// An element was taken out of the list.
    TakenOut {
        /// Its place before.
        at: usize,
        /// The element.
        before: Value,
    },
    /// An element stands at another place among those that stay.
    Moved {
        /// Its place before.
        from: usize,
        /// Its place now.
        to: usize,
        /// What people call it.
        label: String,
    },
}

impl Change {
    /// What was there.
    pub fn before(&self) -> Option<&Value> {
        match &self.edit {
            Edit::Removed { before } | Edit::Set { before, .. } | Edit::TakenOut { before, .. } => {
                Some(before)
            }
            Edit::Added { .. } | Edit::Inserted { .. } | Edit::Moved { .. } => None,
        }
    }

    /// What is there now.
    pub fn after(&self) -> Option<&Value> {
        match &self.edit {
            Edit::Added { after } | Edit::Set { after, .. } | Edit::Inserted { after, .. } => {
                Some(after)
            }
            Edit::Removed { .. } | Edit::TakenOut { .. } | Edit::Moved { .. } => None,
        }
    }
}

/// Everything that changed from one text to the other; empty when they are equal.
pub fn diff(before: &Record, after: &Record) -> Vec<Change> {
    let mut changes = Changes { path: Vec::new(), found: Vec::new() };
    changes.value(&before.to_json(), &after.to_json());
    changes.found
}

struct Changes {
    path: Vec<Step>,
    found: Vec<Change>,
}

impl Changes {
    fn value(&mut self, before: &Value, after: &Value) {
        match (before, after) {
            (before, after) if before == after => {}
            (Value::Object(before), Value::Object(after)) => self.object(before, after),
            (Value::Array(before), Value::Array(after)) => self.list(before, after),
            (before, after) => {
                self.edit(Edit::Set { before: before.clone(), after: after.clone() });
            }
        }
    }

    fn object(&mut self, before: &Map<String, Value>, after: &Map<String, Value>) {
        let first = |name: &str| FIRST.iter().position(|it| *it == name).unwrap_or(FIRST.len());
        let names: BTreeSet<(usize, &String)> =
            before.keys().chain(after.keys()).map(|name| (first(name), name)).collect();
        for (_, name) in names {
            self.path.push(Step::Field(name.clone()));
            match (before.get(name), after.get(name)) {
                (Some(before), Some(after)) => self.value(before, after),
                (Some(before), None) => self.edit(Edit::Removed { before: before.clone() }),
                (None, Some(after)) => self.edit(Edit::Added { after: after.clone() }),
                (None, None) => {}
            }
            self.path.pop();
        }
    }

    /// Taken out, put in, moved, and then what changed inside the elements that stay.
    fn list(&mut self, before: &[Value], after: &[Value]) {
        let pairs = pairs::pairs(before, after);
        let paired_before: BTreeSet<usize> = pairs.iter().map(|(before, _)| *before).collect();
        let paired_after: BTreeSet<usize> = pairs.iter().map(|(_, after)| *after).collect();
        for (at, value) in before.iter().enumerate().filter(|(at, _)| !paired_before.contains(at)) {
            self.edit(Edit::TakenOut { at, before: value.clone() });
        }
        for (at, value) in after.iter().enumerate().filter(|(at, _)| !paired_after.contains(at)) {
            self.edit(Edit::Inserted { at, after: value.clone() });
        }
        for (from, to) in pairs::moved(&pairs) {
            self.edit(Edit::Moved { from, to, label: phrase::label(&before[from], from) });
        }
        for (from, to) in pairs {
            if before[from] != after[to] {
                let label = phrase::label(&before[from], from);
                self.path.push(Step::Element { before: from, after: to, label });
                self.value(&before[from], &after[to]);
                self.path.pop();
            }
        }
    }

    fn edit(&mut self, edit: Edit) {
        self.found.push(Change { path: self.path.clone(), edit });
    }
}
