//! Bad input, kind by kind: the table `refusals.json`, and every required field of every kind.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::{
    Kind, Record, Violation,
    sample::{blocks, patched},
    shape::Need,
    vocabulary::Vocabularies,
};

/// A change to the example of a kind, and how it is refused.
pub(crate) struct Refusal {
    pub(crate) name: String,
    change: Vec<(String, Value)>,
    path: String,
    wrong: String,
    allowed: String,
}

impl Refusal {
    /// What is said of the example with that change.
    pub(crate) fn found(&self, kind: Kind) -> Vec<Violation> {
        let patches: Vec<(&str, Value)> =
            self.change.iter().map(|(pointer, value)| (pointer.as_str(), value.clone())).collect();
        refused(&patched(example(kind), &patches))
    }

    /// The violation that the row is about.
    pub(crate) fn meant(&self, kind: Kind) -> Option<Violation> {
        let means = |one: &Violation| {
            one.path == self.path
                && one.wrong.contains(&self.wrong)
                && one.allowed.contains(&self.allowed)
        };
        self.found(kind).into_iter().find(means)
    }
}

fn example(kind: Kind) -> Value {
    serde_json::from_str(kind.example()).expect("JSON")
}

fn refused(record: &Value) -> Vec<Violation> {
    let read = Record::from_json(&record.to_string(), Vocabularies::shipped());
    read.err().unwrap_or_default()
}

/// The rows of a kind, in the order of the file.
pub(crate) fn rows(kind: Kind) -> Vec<Refusal> {
    let table: Map<String, Value> =
        serde_json::from_str(include_str!("../../../refusals.json")).expect("JSON");
    let text = |row: &Value, field: &str| row[field].as_str().expect("a text").to_owned();
    let rows = table.get(kind.as_str()).and_then(Value::as_array).into_iter().flatten();
    let row = |row: &Value| Refusal {
        name: text(row, "name"),
        change: row["change"].as_object().expect("pointers").clone().into_iter().collect(),
        path: text(row, "path"),
        wrong: text(row, "wrong"),
        allowed: text(row, "allowed"),
    };
    rows.map(row).collect()
}

#[test]
fn every_row_of_the_table_is_refused_as_it_says() {
    let mut otherwise = Vec::new();
    for kind in Kind::ALL {
        let rows = rows(kind);
        assert!(rows.len() > 1, "{kind} has {} rows", rows.len());
        let names: BTreeSet<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names.len(), rows.len(), "two rows of {kind} have one name");
        for row in rows.iter().filter(|row| row.meant(kind).is_none()) {
            otherwise.push(format!("{kind}, {}: {:#?}", row.name, row.found(kind)));
        }
    }
    assert!(otherwise.is_empty(), "{}", otherwise.join("\n"));
}

#[test]
fn the_table_names_no_kind_that_there_is_not() {
    let table: Map<String, Value> =
        serde_json::from_str(include_str!("../../../refusals.json")).expect("JSON");
    assert!(table.keys().all(|name| name.parse::<Kind>().is_ok()), "{:?}", table.keys());
}

#[test]
fn every_required_field_of_every_kind_is_missed_where_it_should_stand() {
    let mut count = 0;
    for block in blocks() {
        let Ok(kind) = block.name.parse::<Kind>() else { continue };
        for field in block.fields().filter(|field| field.need == Need::Required) {
            let pointer = format!("/{}", field.name);
            let found = refused(&patched(example(kind), &[(&pointer, Value::Null)]));
            let path = format!("$.{}", field.name);
            let missed = |one: &Violation| {
                one.path == path && one.wrong.contains("missing") && !one.allowed.is_empty()
            };
            assert!(found.iter().any(missed), "{kind} without {}: {found:#?}", field.name);
            count += 1;
        }
    }
    // Nine of the envelope for each kind, and their own.
    assert!(count > 9 * Kind::ALL.len(), "{count}");
}
