//! A record as an analyst prints it: who says it, whether it stands, what it says, what became of it,
//! what others say, and how to cite it.
//!
//! Whatever a record holds is on its page: what this version knows in sections with labels, the rest
//! as it stands. Invariants: a drill says so first and last; nothing of a record reaches the terminal
//! but through [`visible`](crate::screen::visible); no line is wider than the screen.

use chancery_http::view::ThreadView;
use serde_json::{Map, Value};

use crate::screen::tree;

mod changes;
mod concern;
mod head;
mod history;
mod item;
mod label;
mod party;
mod proof;
mod remark;
mod route;
mod sheet;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use history::history;
use sheet::Sheet;

/// The page of one version of a record, and how the statement that was asked for was released.
pub(crate) fn page(view: &ThreadView, release: &[(&str, String)]) -> String {
    let mut sheet = Sheet::new();
    head::head(&mut sheet, view);
    changes::tombstone(&mut sheet, view);
    match view.text.as_object() {
        Some(record) => text::text(&mut sheet, record),
        None => {
            sheet.section("Text");
            sheet.text("This version cannot read the body; it is kept and passed on as it came.");
        }
    }
    changes::withdrawn_parts(&mut sheet, view);
    changes::versions(&mut sheet, view);
    remark::remarks(&mut sheet, view);
    if !release.is_empty() {
        sheet.section("How it was released");
        sheet.pairs(release);
    }
    head::foot(&mut sheet, view);
    sheet.done()
}

/// A record that is no statement yet, and passes every check: what it says, and then its envelope whole, because
/// an officer signs for all of it.
pub(crate) fn unreleased(record: &Map<String, Value>) -> String {
    let mut sheet = Sheet::new();
    text::text(&mut sheet, record);
    sheet.section("Signed with it");
    sheet.raw(&tree(&Value::Object(text::elsewhere(record))));
    sheet.done()
}
