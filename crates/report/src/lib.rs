//! What is counted.
//!
//! A report takes facts about records, never the records themselves, and gives tables of counts: by kind,
//! commitment, category, destination and state, with response times and changes. Small cells are suppressed,
//! because a count of one in a table of denials names a company to whoever knows the trade. This crate
//! knows no store, clock or screen; what a page looks like is the caller's business, its charts are here.
//!
//! Read in this order: [`Fact`] (what is taken from a record), [`Table`] (what is printed), [`Report`] (the
//! three of them), [`Table::suppress`] (what is kept back).

mod activity;
mod chart;
mod commitments;
mod denials;
mod fact;
mod period;
mod report;
mod suppression;
mod table;
mod tally;

pub use chart::{BARS_MAX, ChartError, bars};
pub use fact::{Change, ChangeKind, Denial, Fact, Question};
pub use period::{Period, PeriodFlaw};
pub use report::{Counted, CsvError, Report, ReportKind, UnknownReport};
pub use suppression::SMALL_DEFAULT;
pub use table::{Cell, Row, Table};
