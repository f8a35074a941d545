//! A report: which facts count, in which tables, and how it leaves as CSV.

use std::str::FromStr;

use serde::Serialize;
use time::Date;

use crate::{
    activity, commitments, denials,
    fact::Fact,
    period::Period,
    table::{Cell, Table},
};

/// The reports that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportKind {
    /// By commitment of the Code.
    Commitments,
    /// What was released, changed and answered.
    Activity,
    /// Denials.
    Denials,
}

impl ReportKind {
    /// Every report.
    pub const ALL: [ReportKind; 3] =
        [ReportKind::Commitments, ReportKind::Activity, ReportKind::Denials];

    /// The word by which it is asked for.
    pub const fn as_str(self) -> &'static str {
        match self {
            ReportKind::Commitments => "commitments",
            ReportKind::Activity => "activity",
            ReportKind::Denials => "denials",
        }
    }

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            ReportKind::Commitments => "The commitments of the Code of Conduct",
            ReportKind::Activity => "Records, changes and answers",
            ReportKind::Denials => "Denials",
        }
    }

    /// The day by which the fact falls into a period; none when it does not belong here.
    fn day(self, fact: &Fact) -> Option<Date> {
        match self {
            ReportKind::Commitments | ReportKind::Activity => Some(fact.released),
            ReportKind::Denials => fact.denial.as_ref().map(|denial| denial.decided),
        }
    }
}

/// Which records are counted; never both together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Real ones.
    Real,
    /// Drills.
    Drills,
}

/// There is no such report.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no report: commitments, activity, denials")]
pub struct UnknownReport(pub String);

impl FromStr for ReportKind {
    type Err = UnknownReport;

    fn from_str(text: &str) -> Result<Self, UnknownReport> {
        let found = ReportKind::ALL.into_iter().find(|kind| kind.as_str() == text);
        found.ok_or_else(|| UnknownReport(text.to_owned()))
    }
}

/// A report over a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Which.
    pub report: &'static str,
    /// Its heading.
    pub title: &'static str,
    /// The first day, `year-month-day`.
    pub from: String,
    /// The last day.
    pub to: String,
    /// Whether drills are counted, and nothing else is.
    pub exercise: bool,
    /// Counts below this are kept back; 0 or 1 when nothing is.
    pub small: u64,
    /// The tables.
    pub tables: Vec<Table>,
}

/// The CSV could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the table could not be written as CSV")]
pub struct CsvError(#[from] csv::Error);

impl Report {
    /// Counts the facts of the period; counts below `small` are kept back, none when it is 0 or 1.
    pub fn of(
        kind: ReportKind,
        facts: &[Fact],
        period: Period,
        counted: Counted,
        small: u64,
    ) -> Report {
        let exercise = counted == Counted::Drills;
        let counts = |fact: &&Fact| {
            fact.exercise == exercise && kind.day(fact).is_some_and(|day| period.holds(day))
        };
        let facts: Vec<&Fact> = facts.iter().filter(counts).collect();
        let mut tables = match kind {
            ReportKind::Commitments => commitments::tables(&facts),
            ReportKind::Activity => activity::tables(&facts, period),
            ReportKind::Denials => denials::tables(&facts),
        };
        tables.iter_mut().for_each(|table| table.suppress(small));
        let (from, to) = (period.from().to_string(), period.to().to_string());
        Report { report: kind.as_str(), title: kind.title(), from, to, exercise, small, tables }
    }

    /// All tables in one long list, a line for each cell, so that a spreadsheet can pivot them: `table`, `row`,
    /// `column`, `value`, `note`. The total is the row `(total)`.
    ///
    /// # Errors
    /// Never for lack of anything but memory.
    pub fn to_csv(&self) -> Result<String, CsvError> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["table", "row", "column", "value", "note"])?;
        for table in &self.tables {
            let rows = table.rows.iter().map(|row| (row.label.as_str(), &row.cells));
            for (label, cells) in rows.chain(table.total.iter().map(|cells| ("(total)", cells))) {
                for (column, cell) in table.columns.iter().zip(cells) {
                    let (value, mut note) = csv_cell(*cell);
                    if self.exercise {
                        note = format!("EXERCISE {note}").trim_end().to_owned();
                    }
                    writer.write_record([
                        table.name,
                        &plain(label),
                        &plain(column),
                        &value,
                        &note,
                    ])?;
                }
            }
        }
        let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

fn csv_cell(cell: Cell) -> (String, String) {
    match cell {
        Cell::Count(number) => (number.to_string(), String::new()),
        Cell::Days(number) => (number.to_string(), "days".to_owned()),
        Cell::Suppressed => (String::new(), "suppressed".to_owned()),
        Cell::Nothing => (String::new(), String::new()),
    }
}

/// A newer node's kind can be any text, and a spreadsheet runs what begins like a formula.
fn plain(label: &str) -> String {
    match label.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{label}"),
        false => label.to_owned(),
    }
}

#[cfg(test)]
mod tests;
