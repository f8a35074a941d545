//! Applications from a file: one JSON object, JSON lines, a JSON list, or a table, row by row.
//!
//! A row that cannot be read is a value, so that a file of thousands is screened to its end and what was
//! left out is told. Every text is held to a bound, because a comparison costs what it is long.

use chancery_screening::Application;

mod bounds;
mod columns;
mod flaw;
mod table;

pub use columns::{said_code, said_identifier};
pub use flaw::ApplicationFlaw;

use table::Table;

/// Tens of thousands of rows of a kilobyte.
const FILE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Applications of a licensing authority in ten years.
const ROWS_MAX: u64 = 100_000;

/// An application, or why a row is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which one, from 1; the head of a table does not count.
    pub number: u64,
    /// What it says.
    pub application: Result<Application, ApplicationFlaw>,
}

/// The rows of a file, one after another.
#[derive(Debug)]
pub struct Applications<'a> {
    rows: Rows<'a>,
    number: u64,
}

#[derive(Debug)]
enum Rows<'a> {
    One(Option<Box<Application>>),
    Lines(std::str::Lines<'a>),
    List(std::vec::IntoIter<serde_json::Value>),
    Table(Table<'a>),
}

impl<'a> Applications<'a> {
    /// Recognises how the file is written.
    ///
    /// # Errors
    /// When it is longer than it may be, or its head is none.
    pub fn read(text: &'a str) -> Result<Applications<'a>, ApplicationFlaw> {
        if text.len() > FILE_BYTES_MAX {
            return Err(ApplicationFlaw::TooLong { bytes: text.len(), bytes_max: FILE_BYTES_MAX });
        }
        let text = text.trim_start_matches('\u{feff}').trim();
        let rows = match text.chars().next() {
            None => return Err(ApplicationFlaw::Empty),
            Some('[') => {
                let list: Vec<serde_json::Value> = serde_json::from_str(text)?;
                Rows::List(list.into_iter())
            }
            Some('{') => match serde_json::from_str(text) {
                Ok(one) => Rows::One(Some(one)),
                Err(_) if is_lines(text) => Rows::Lines(text.lines()),
                Err(error) => return Err(error.into()),
            },
            Some(_) => Rows::Table(Table::open(text)?),
        };
        Ok(Applications { rows, number: 0 })
    }

    /// Whether an application may be compared: every list and text of it within its bounds.
    ///
    /// # Errors
    /// The first that is not.
    pub fn check(application: &Application) -> Result<(), ApplicationFlaw> {
        bounds::check(application)
    }
}

/// Whether the file is one object a line, even where the first is written badly.
fn is_lines(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().is_some_and(|line| line.ends_with('}'));
    first && lines.next().is_some_and(|line| line.starts_with('{'))
}

impl Iterator for Applications<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let application = match &mut self.rows {
            Rows::One(one) => Ok(*one.take()?),
            Rows::Lines(lines) => {
                let line = lines.find(|line| !line.trim().is_empty())?;
                serde_json::from_str(line).map_err(ApplicationFlaw::from)
            }
            Rows::List(list) => serde_json::from_value(list.next()?).map_err(ApplicationFlaw::from),
            Rows::Table(table) => table.next()?,
        };
        if self.number == ROWS_MAX {
            return None;
        }
        self.number += 1;
        let checked = |application: Application| {
            bounds::check(&application)?;
            Ok(application)
        };
        Some(Row { number: self.number, application: application.and_then(checked) })
    }
}

#[cfg(test)]
mod tests;
