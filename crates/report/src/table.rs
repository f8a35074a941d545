//! Tables of counts, with their totals.

use serde::Serialize;

/// One number of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A count.
    Count(u64),
    /// Days, for example until an answer.
    Days(u64),
    /// Kept back, because it is small or would tell one that is.
    Suppressed,
    /// There is nothing to say: the median of no answers.
    Nothing,
}

impl Serialize for Cell {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Cell::Count(number) | Cell::Days(number) => serializer.serialize_u64(*number),
            Cell::Suppressed => serializer.serialize_str("suppressed"),
            Cell::Nothing => serializer.serialize_none(),
        }
    }
}

impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Cell::Count(number) | Cell::Days(number) => number.fmt(f),
            Cell::Suppressed => "*".fmt(f),
            Cell::Nothing => "–".fmt(f),
        }
    }
}

/// One line of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// What it counts.
    pub label: String,
    /// A cell for each column.
    pub cells: Vec<Cell>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Stable name, for programs.
    pub name: &'static str,
    /// What it shows, for people.
    pub title: &'static str,
    /// What its rows are.
    pub rows_are: &'static str,
    /// The heads of its columns.
    pub columns: Vec<String>,
    /// Its rows, without the total.
    pub rows: Vec<Row>,
    /// The total of each column: of records, so one that counts in two rows counts once. None where a total means nothing.
    pub total: Option<Vec<Cell>>,
    /// What a reader has to know.
    pub note: Option<&'static str>,
}

impl Table {
    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(|row| row.cells.iter().all(|cell| *cell == Cell::Count(0)))
    }

    /// Whether something is kept back.
    pub fn is_suppressed(&self) -> bool {
        let rows = self.rows.iter().flat_map(|row| &row.cells);
        rows.chain(self.total.iter().flatten()).any(|cell| *cell == Cell::Suppressed)
    }
}
