//! A report as a page: HTML that a browser prints, with charts, for people who run no software.
//!
//! Invariants: everything that is not ours is escaped, no script runs and nothing is loaded; and a drill says so on
//! every page in the largest letters.

use chancery_http::view::{ReportView, RowView, TableView};
use chancery_report::{BARS_MAX, Cell, bars};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{COLUMNS_MAX, cell, in_words, label, rows};
use crate::failure::Failure;

const STYLE: &str = "@page{size:A4;margin:15mm}*{box-sizing:border-box}body{font:10pt/1.4 sans-serif;color:#000;\
background:#fff;max-width:180mm;margin:0 auto;padding:4mm}h1{font-size:17pt;margin:0 0 1mm}h2{font-size:12pt;\
margin:8mm 0 2mm;break-after:avoid}table{border-collapse:collapse;width:100%;break-inside:auto}tr{break-inside:avoid}\
td,th{text-align:right;padding:.6mm 0 .6mm 3mm;border-bottom:.2mm solid #ccc;vertical-align:top}\
th:first-child,td:first-child{text-align:left;padding-left:0}tr.total td{font-weight:700;\
border-top:.4mm solid #000}.drill{position:sticky;top:0;border:1mm solid #000;background:#fff;padding:2mm;\
text-align:center;font-size:16pt;font-weight:700;margin-bottom:4mm}.note{font-size:8.5pt;color:#333}\
figure{margin:0 0 3mm;break-inside:avoid}svg{max-width:100%;height:auto}footer{margin-top:10mm;\
border-top:.3mm solid #000;padding-top:2mm;font-size:8.5pt}";

/// What no table can say.
const LIMITS: [&str; 4] = [
    "Counted are the records that this node holds; a state that has not released something here does not show.",
    "A record that was corrected counts once. One that was withdrawn counts in the period in which it was released.",
    "Denials count in the period of the decision, everything else in that of the release (days in UTC).",
    "What Article 26(2) of Regulation (EU) 2021/821 asks for beyond denials — applications, authorisations, their \
     number and value — is kept by licensing systems and is not in this network.",
];

/// # Errors
/// When a chart cannot be drawn.
pub(super) fn page(report: &ReportView) -> Result<String, Failure> {
    let mut parts = Vec::new();
    for table in &report.tables {
        parts.push(part(table)?);
    }
    let document = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                meta name="viewport" content="width=device-width";
                title { (report.title) " " (report.from) " to " (report.to) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                @if report.exercise { div.drill { "EXERCISE — drills only, nothing here is real" } }
                h1 { (report.title) }
                p { (report.from) " to " (report.to) }
                @for part in &parts { (part) }
                (foot(report))
            }
        }
    };
    Ok(document.into_string())
}

fn part(table: &TableView) -> Result<Markup, Failure> {
    let chart = chart(table)?;
    Ok(html! {
        section {
            h2 { (table.title) }
            @if let Some(svg) = &chart { figure role="img" aria-label=(table.title) { (PreEscaped(svg)) } }
            @if table.rows.is_empty() { p { "None." } }
            @else if table.columns.len() > COLUMNS_MAX {
                @for row in rows(table) { p { (in_words(table, &row)) } }
            }
            @else if chart.is_none() || table.rows.len() > BARS_MAX { (grid(table)) }
            @else if let Some(total) = &table.total { p { "Total: " (cell(total.first())) } }
            @if let Some(note) = &table.note { p.note { (note) } }
        }
    })
}

/// Drawn where a table is one list of counts: a table of two directions is read better as numbers.
fn chart(table: &TableView) -> Result<Option<String>, Failure> {
    if table.columns.len() != 1 {
        return Ok(None);
    }
    let labels: Vec<String> = table.rows.iter().map(|row| label(table, &row.label)).collect();
    let first =
        table.rows.iter().map(|row| row.cells.first().copied().map_or(Cell::Nothing, Cell::from));
    let rows: Vec<(&str, Cell)> = labels.iter().map(String::as_str).zip(first).collect();
    bars(&rows).map_err(|error| Failure::of(&error, "use --csv instead, and please report it"))
}

fn grid(table: &TableView) -> Markup {
    let rows: Vec<RowView> = rows(table).collect();
    let totals = table.total.is_some();
    html! {
        table {
            tr { th { (table.rows_are) } @for column in &table.columns { th { (column) } } }
            @for (at, row) in rows.iter().enumerate() {
                tr.total[totals && at + 1 == rows.len()] {
                    td dir="auto" { (label(table, &row.label)) }
                    @for found in &row.cells { td { (cell(Some(found))) } }
                }
            }
        }
    }
}

fn foot(report: &ReportView) -> Markup {
    html! {
        footer {
            @if report.small > 1 {
                p { "* is a count below " (report.small) ", or one that would tell such a count by subtraction." }
            }
            ul { @for line in LIMITS { li { (line) } } }
        }
    }
}
