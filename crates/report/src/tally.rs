//! Counting: facts into rows and columns. A record that has two words of a row's kind counts in both
//! rows, and once in the total.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    fact::Fact,
    table::{Cell, Row, Table},
};

/// What a fact is counted under.
pub(crate) type Words = fn(&Fact) -> Vec<String>;

/// What stands in no row otherwise.
pub(crate) const NONE: &str = "(none given)";

/// Where a table comes from: its name, its title, what its rows are.
#[derive(Clone, Copy)]
pub(crate) struct Heading(
    pub(crate) &'static str,
    pub(crate) &'static str,
    pub(crate) &'static str,
);

fn words_of(fact: &Fact, words: Words) -> BTreeSet<String> {
    let mut found: BTreeSet<String> =
        words(fact).into_iter().filter(|word| !word.is_empty()).collect();
    if found.is_empty() {
        found.insert(NONE.to_owned());
    }
    found
}

/// One column: how many records bear each word. Rows with the most come first.
pub(crate) fn one_way(heading: Heading, facts: &[&Fact], words: Words) -> Table {
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for fact in facts {
        for word in words_of(fact, words) {
            *counts.entry(word).or_default() += 1;
        }
    }
    let mut rows: Vec<(String, u64)> = counts.into_iter().collect();
    rows.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let rows = rows
        .into_iter()
        .map(|(label, count)| Row { label, cells: vec![Cell::Count(count)] })
        .collect();
    let total = Some(vec![Cell::Count(facts.len() as u64)]);
    table(heading, vec!["records".to_owned()], rows, total)
}

/// Words against words, and in the last column the records of a row.
pub(crate) fn two_way(heading: Heading, facts: &[&Fact], rows: Words, columns: Words) -> Table {
    let mut heads: BTreeSet<String> = BTreeSet::new();
    let mut counts: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    let mut records: BTreeMap<String, u64> = BTreeMap::new();
    let mut totals: BTreeMap<String, u64> = BTreeMap::new();
    for fact in facts {
        let across = words_of(fact, columns);
        for row in words_of(fact, rows) {
            *records.entry(row.clone()).or_default() += 1;
            for column in &across {
                *counts.entry(row.clone()).or_default().entry(column.clone()).or_default() += 1;
            }
        }
        for column in across {
            *totals.entry(column.clone()).or_default() += 1;
            heads.insert(column);
        }
    }
    let count = |number: Option<&u64>| Cell::Count(number.copied().unwrap_or(0));
    let lines = records.iter().map(|(label, all)| {
        let row = counts.get(label);
        let cells = heads.iter().map(|head| count(row.and_then(|row| row.get(head))));
        Row { label: label.clone(), cells: cells.chain([Cell::Count(*all)]).collect() }
    });
    let lines = lines.collect();
    let total = heads.iter().map(|head| count(totals.get(head)));
    let total = Some(total.chain([Cell::Count(facts.len() as u64)]).collect());
    let columns = heads.iter().cloned().chain(["records".to_owned()]).collect();
    table(heading, columns, lines, total)
}

pub(crate) fn table(
    Heading(name, title, rows_are): Heading,
    columns: Vec<String>,
    rows: Vec<Row>,
    total: Option<Vec<Cell>>,
) -> Table {
    Table { name, title, rows_are, columns, rows, total, note: None }
}
