//! Activity: what was released, what became of it, and how fast questions were answered.

use std::collections::BTreeMap;

use crate::{
    fact::{ChangeKind, Fact, Question},
    period::Period,
    table::{Cell, Row, Table},
    tally::{Heading, one_way, table, two_way},
};

pub(crate) fn tables(facts: &[&Fact], period: Period) -> Vec<Table> {
    vec![
        one_way(Heading("kinds", "Records by kind", "kind"), facts, |fact| vec![fact.kind.clone()]),
        two_way(
            Heading("kinds-by-state", "Records by state and kind", "state"),
            facts,
            |fact| vec![fact.state.clone()],
            |fact| vec![fact.kind.clone()],
        ),
        months(facts, period),
        one_way(Heading("categories", "Records by technology", "technology"), facts, |fact| {
            fact.categories.clone()
        }),
        one_way(Heading("destinations", "Records by destination", "destination"), facts, |fact| {
            fact.destinations.clone()
        }),
        changes(facts, period),
        answers(facts),
    ]
}

fn months(facts: &[&Fact], period: Period) -> Table {
    let mut counts: BTreeMap<String, u64> =
        period.months().into_iter().map(|month| (month, 0)).collect();
    for fact in facts {
        let day = fact.released;
        let month = format!("{:04}-{:02}", day.year(), u8::from(day.month()));
        *counts.entry(month).or_default() += 1;
    }
    let rows = counts.into_iter();
    let rows = rows.map(|(label, count)| Row { label, cells: vec![Cell::Count(count)] }).collect();
    let total = Some(vec![Cell::Count(facts.len() as u64)]);
    table(Heading("months", "Records by month", "month"), vec!["records".to_owned()], rows, total)
}

/// What was changed, for the records of the period, whenever it was changed up to the period's end.
fn changes(facts: &[&Fact], period: Period) -> Table {
    let mut rows: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for fact in facts {
        for change in fact.changes.iter().filter(|change| change.on <= period.to()) {
            let counts = rows.entry(&fact.kind).or_insert_with(|| vec![0; ChangeKind::ALL.len()]);
            counts[ChangeKind::ALL.iter().position(|kind| *kind == change.kind).unwrap_or(0)] += 1;
        }
    }
    let sums = (0..ChangeKind::ALL.len()).map(|at| rows.values().map(|row| row[at]).sum::<u64>());
    let with_sum = |counts: Vec<u64>| -> Vec<Cell> {
        let sum = counts.iter().sum();
        counts.into_iter().chain([sum]).map(Cell::Count).collect()
    };
    let total = with_sum(sums.collect());
    let lines = rows.into_iter();
    let lines = lines.map(|(kind, row)| Row { label: kind.to_owned(), cells: with_sum(row) });
    let heads = ChangeKind::ALL.iter().map(|kind| kind.as_str().to_owned());
    let columns = heads.chain(["changes".to_owned()]).collect();
    let heading = Heading("changes", "Corrections, renewals and withdrawals", "kind");
    let mut table = table(heading, columns, lines.collect(), Some(total));
    table.note = Some("Of the records of this period, up to its end. Counts changes, not records.");
    table
}

/// One row for each procedure: how many states were asked, how many answered, and after how many days.
fn answers(facts: &[&Fact]) -> Table {
    let mut by: BTreeMap<&str, Vec<&Question>> = BTreeMap::new();
    for question in facts.iter().flat_map(|fact| &fact.questions) {
        by.entry(&question.procedure).or_default().push(question);
    }
    let lines = by.into_iter();
    let rows =
        lines.map(|(procedure, asked)| Row { label: procedure.to_owned(), cells: times(&asked) });
    let rows = rows.collect();
    let columns = ["asked", "in time", "late", "unanswered", "median days", "longest days"];
    let columns = columns.map(str::to_owned).to_vec();
    let mut table =
        table(Heading("answers", "Questions and answers", "procedure"), columns, rows, None);
    table.note = Some("A question to three states counts three times. Days are calendar days.");
    table
}

fn times(asked: &[&Question]) -> Vec<Cell> {
    let answered = || asked.iter().filter_map(|question| Some((question, question.answered?)));
    let in_time = answered().filter(|(question, on)| *on <= question.due).count();
    let mut days: Vec<u64> = answered()
        .map(|(question, on)| u64::try_from((on - question.asked).whole_days()).unwrap_or(0))
        .collect();
    days.sort_unstable();
    let count = |number: usize| Cell::Count(number as u64);
    let of = |day: Option<&u64>| day.map_or(Cell::Nothing, |days| Cell::Days(*days));
    vec![
        count(asked.len()),
        count(in_time),
        count(days.len() - in_time),
        count(asked.len() - days.len()),
        // The lower of the two in the middle, so that it is a day on which somebody answered.
        of(days.get(days.len().saturating_sub(1) / 2)),
        of(days.last()),
    ]
}
