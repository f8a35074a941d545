//! A report: tables of counts.

use chancery_report::{Cell, Report, Row, Table};
use serde::{Deserialize, Serialize};

/// A report over a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportView {
    /// Which: `commitments`, `activity`, `denials`.
    pub report: String,
    /// Its heading.
    pub title: String,
    /// First day, `2026-01-01`.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Whether drills are counted, and nothing else is.
    pub exercise: bool,
    /// Counts below this are kept back; 0 or 1 when nothing is.
    pub small: u64,
    /// The tables.
    pub tables: Vec<TableView>,
}

/// A table of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableView {
    /// Stable name.
    pub name: String,
    /// What it shows.
    pub title: String,
    /// What its rows are.
    pub rows_are: String,
    /// Heads of its columns.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<RowView>,
    /// The total of each column, in records, or null where a total means nothing.
    pub total: Option<Vec<CellView>>,
    /// What a reader has to know, or null.
    pub note: Option<String>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowView {
    /// What it counts.
    pub label: String,
    /// A cell for each column.
    pub cells: Vec<CellView>,
}

/// A cell: a number, `"suppressed"`, or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum CellView {
    /// A count, or days where the column says so.
    Number(u64),
    /// Kept back.
    Word(CellWord),
    /// There is nothing to say.
    Nothing,
}

/// The one word that stands in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CellWord {
    /// Small, or it would tell one that is.
    Suppressed,
}

impl From<Report> for ReportView {
    fn from(report: Report) -> Self {
        let Report { report, title, from, to, exercise, small, tables } = report;
        ReportView {
            report: report.to_owned(),
            title: title.to_owned(),
            from,
            to,
            exercise,
            small,
            tables: tables.into_iter().map(TableView::from).collect(),
        }
    }
}

impl From<Table> for TableView {
    fn from(table: Table) -> Self {
        let Table { name, title, rows_are, columns, rows, total, note } = table;
        let cells = |cells: Vec<Cell>| cells.into_iter().map(CellView::from).collect();
        let row = |Row { label, cells: found }| RowView { label, cells: cells(found) };
        TableView {
            name: name.to_owned(),
            title: title.to_owned(),
            rows_are: rows_are.to_owned(),
            columns,
            rows: rows.into_iter().map(row).collect(),
            total: total.map(cells),
            note: note.map(str::to_owned),
        }
    }
}

impl From<Cell> for CellView {
    fn from(cell: Cell) -> Self {
        match cell {
            Cell::Count(number) | Cell::Days(number) => CellView::Number(number),
            Cell::Suppressed => CellView::Word(CellWord::Suppressed),
            Cell::Nothing => CellView::Nothing,
        }
    }
}

impl From<CellView> for Cell {
    fn from(cell: CellView) -> Self {
        match cell {
            CellView::Number(number) => Cell::Count(number),
            CellView::Word(CellWord::Suppressed) => Cell::Suppressed,
            CellView::Nothing => Cell::Nothing,
        }
    }
}
