//! `chancery report`: what an authority tells its parliament, as text, JSON, CSV or a page with charts.

use std::path::PathBuf;

use chancery_http::view::{CellView, CellWord, ReportView, RowView, TableView};
use chancery_record::StateCode;
use serde_json::json;
use unicode_width::UnicodeWidthStr as _;

use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{paragraph, visible, width},
};

use super::export::create;

mod page;
#[cfg(test)]
mod tests;

/// Wider tables do not fit a page: their rows are told in words.
const COLUMNS_MAX: usize = 6;

/// Between two columns.
const GAP: usize = 2;

/// Count what was released, changed, denied and answered in a period, with small counts kept back
#[derive(Debug, clap::Args)]
pub(crate) struct ReportCommand {
    /// Which report: commitments, activity, denials
    #[arg(value_name = "REPORT")]
    report: String,
    /// First day, for example 2026-01-01
    #[arg(long, value_name = "DAY")]
    from: String,
    /// Last day, for example 2026-12-31
    #[arg(long, value_name = "DAY")]
    to: String,
    /// Count the drills, and nothing else
    #[arg(long)]
    exercise: bool,
    /// Keep back counts below this; 0 keeps nothing back, for eyes inside the authority only
    #[arg(long, value_name = "N", default_value_t = chancery_report::SMALL_DEFAULT)]
    small: u64,
    /// Write all tables to this file as CSV; one that is there already is left alone
    #[arg(long, value_name = "FILE", conflicts_with = "page")]
    csv: Option<PathBuf>,
    /// Write a page with charts (HTML) to this file; one that is there already is left alone
    #[arg(long, value_name = "FILE")]
    page: Option<PathBuf>,
}

impl ReportCommand {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let asked = chancery_http::Asked {
            report: self.report.clone(),
            from: self.from.clone(),
            to: self.to.clone(),
            exercise: self.exercise,
            small: self.small,
        };
        let client = place.client()?;
        let file = match (&self.csv, &self.page) {
            (Some(file), _) => Some((file, client.report_csv(&asked).await?.to_vec())),
            (None, Some(file)) => {
                let report = client.report(&asked).await?;
                Some((file, page::page(&report)?.into_bytes()))
            }
            (None, None) => None,
        };
        let Some((file, bytes)) = file else {
            let report = client.report(&asked).await?;
            place.screen().answer(&report, told)?;
            return Ok(Exit::Done);
        };
        create(file, &bytes)?;
        let file = file.display().to_string();
        let document = json!({ "report": self.report, "file": file, "bytes": bytes.len() });
        place.screen().answer(&document, |_| {
            visible(&format!(
                "{file} holds the report {} from {} to {}",
                self.report, self.from, self.to
            )) + "\n"
        })?;
        Ok(Exit::Done)
    }
}

fn told(report: &ReportView) -> String {
    let drill = if report.exercise { "EXERCISE — drills only\n" } else { "" };
    let mut text = format!("{drill}{}, {} to {}\n", report.title, report.from, report.to);
    for table in &report.tables {
        text += &format!("\n{}\n", table.title);
        text += &body(table);
        if let Some(note) = &table.note {
            text += &paragraph("  ", note);
        }
    }
    if report.small > 1 {
        text += "\n";
        let kept = format!(
            "* is a count below {}, or one that would tell such a count; --small changes that",
            report.small
        );
        text += &paragraph("", &kept);
    }
    text
}

fn body(of: &TableView) -> String {
    if of.rows.is_empty() {
        return "  none\n".to_owned();
    }
    let lines: Vec<Vec<String>> = lines(of).collect();
    let widths: Vec<usize> = (0..=of.columns.len())
        .map(|at| lines.iter().map(|line| line[at].width()).max().unwrap_or(0))
        .collect();
    if widths.iter().map(|width| width + GAP).sum::<usize>() > width() + GAP {
        return rows(of).map(|row| paragraph("  ", &visible(&in_words(of, &row)))).collect();
    }
    let rule = widths.iter().sum::<usize>() + GAP * of.columns.len();
    let mut text = String::new();
    for (at, line) in lines.iter().enumerate() {
        text += &aligned(line, &widths);
        if at == 0 {
            text += &format!("{}\n", "-".repeat(rule));
        }
    }
    text
}

/// The head and the rows, as they are shown.
fn lines(of: &TableView) -> impl Iterator<Item = Vec<String>> {
    let head = [of.rows_are.clone()].into_iter().chain(of.columns.iter().cloned()).collect();
    let line = |row: RowView| {
        let cells = row.cells.iter().map(|found| cell(Some(found)));
        [visible(&label(of, &row.label))].into_iter().chain(cells).collect()
    };
    [head].into_iter().chain(rows(of).map(line))
}

/// Numbers stand under their heads, to the right, so that they can be compared.
fn aligned(line: &[String], widths: &[usize]) -> String {
    let mut text = String::new();
    for (at, (cell, width)) in line.iter().zip(widths).enumerate() {
        let pad = " ".repeat(width.saturating_sub(cell.width()));
        match at {
            0 => text += &format!("{cell}{pad}"),
            _ => text += &format!("{}{pad}{cell}", " ".repeat(GAP)),
        }
    }
    text.truncate(text.trim_end().len());
    text + "\n"
}

/// A state is shown with its name.
fn label(of: &TableView, label: &str) -> String {
    let is_state = matches!(of.rows_are.as_str(), "state" | "destination");
    match label.parse::<StateCode>() {
        Ok(state) if is_state => format!("{state} {}", state.name()),
        _ => label.to_owned(),
    }
}

/// Its rows, and its total as the last of them.
fn rows(table: &TableView) -> impl Iterator<Item = RowView> {
    let total = table.total.clone();
    let total = total.map(|cells| RowView { label: "total".to_owned(), cells });
    table.rows.iter().cloned().chain(total)
}

/// `EE: denial-notice 12, threat-advisory 3; records 15`.
fn in_words(table: &TableView, row: &RowView) -> String {
    let pairs = table.columns.iter().zip(&row.cells);
    let shown = pairs.filter(|(_, cell)| !matches!(cell, CellView::Number(0) | CellView::Nothing));
    let words: Vec<String> =
        shown.map(|(column, found)| format!("{column} {}", cell(Some(found)))).collect();
    format!("{}: {}", label(table, &row.label), words.join(", "))
}

fn cell(cell: Option<&CellView>) -> String {
    match cell {
        Some(CellView::Number(number)) => number.to_string(),
        Some(CellView::Word(CellWord::Suppressed)) => "*".to_owned(),
        Some(CellView::Nothing) | None => "–".to_owned(),
    }
}
