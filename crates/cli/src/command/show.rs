//! `chancery show REF-OR-ID`: one record, who signed it, when, whether it stands, and how far it has come.

use chancery_http::view::{HolderView, RecordView, StatusWord, SummaryView};
use chancery_record::StateCode;
use serde_json::{Map, Value};

use super::list::{standing, titled};
use crate::{
    arguments::Place,
    exit::Exit,
    failure::Failure,
    screen::{fields, paragraph, tree, visible},
};

/// What a reader asks first. A body has its fields in the order of their bytes, which is nobody's.
const READING_ORDER: [&str; 30] = [
    // Of a record.
    "summary",
    "explanation",
    "reason",
    "target",
    "public_note",
    "changes",
    "replacement",
    "priority",
    "tech_categories",
    "destinations",
    "parties",
    "items",
    "routes",
    "human_rights_concerns",
    "risk_indicators",
    "assessment",
    "actions",
    "sources",
    "handling",
    // Of what stands in it.
    "key",
    "names",
    "value",
    "schema",
    "roles",
    "jurisdictions",
    "statement",
    "text",
    "title",
    "action",
    "right",
];

/// What the lines above the record say.
const SAID_ABOVE: [&str; 2] = ["kind", "title"];

/// Show one record: who signed it, when, whether it stands, how far it is replicated, what it says
#[derive(Debug, clap::Args)]
pub(crate) struct Show {
    /// Reference (EE-2026-0001), id, or the first eight or more digits of an id
    #[arg(value_name = "REF-OR-ID")]
    name: String,
}

impl Show {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let record = place.client()?.show(&self.name).await?;
        place.screen().answer(&record, told)?;
        Ok(Exit::Done)
    }
}

pub(super) fn told(view: &RecordView) -> String {
    let summary = &view.summary;
    let mut text = paragraph("", &visible(&format!("{}  {}", summary.reference, titled(summary))));
    text.push('\n');
    text += &fields(&[
        ("kind", summary.kind.clone()),
        ("status", standing(summary) + &advice(summary)),
        ("marking", summary.marking.clone()),
        ("signed by", signer(summary)),
        ("issued at", format!("{} by its author's clock", summary.issued_at)),
        ("held by", holders(summary)),
        ("reported by", reporters(summary)),
        ("position", format!("epoch {}, seq {}", summary.epoch, summary.seq)),
        ("id", summary.id.clone()),
    ]);
    text.push('\n');
    if view.record.is_null() {
        text += "this version cannot read the body; it is kept and passed on as it came\n";
    } else {
        text += &tree(&in_reading_order(&view.record));
    }
    text
}

/// What its status means for a reader.
fn advice(summary: &SummaryView) -> String {
    match (summary.status, &summary.status_reason) {
        (StatusWord::InForce, _) => String::new(),
        (StatusWord::Corrected, _) => ": read that one instead".to_owned(),
        (StatusWord::Expired, _) => ": its last day is over".to_owned(),
        (StatusWord::Withdrawn, _) => ": not to be relied on".to_owned(),
        (StatusWord::Forked, _) => ": its log forked, not to be relied on".to_owned(),
        (StatusWord::Revoked, Some(reason)) if !reason.is_empty() => {
            format!(": {reason}; its state closed the log before it, not to be relied on")
        }
        (StatusWord::Revoked, _) => {
            ": its state closed the log before it, not to be relied on".to_owned()
        }
    }
}

/// The record with what says most first; nothing is left out but what stands above already.
fn in_reading_order(record: &Value) -> Value {
    match ordered(record) {
        Value::Object(fields) => {
            let below = |name: &String| !SAID_ABOVE.contains(&name.as_str());
            Value::Object(fields.into_iter().filter(|(name, _)| below(name)).collect())
        }
        other => other,
    }
}

fn ordered(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let known = READING_ORDER.iter().filter_map(|name| fields.get_key_value(*name));
            let all = known.chain(fields).map(|(name, field)| (name.clone(), ordered(field)));
            // The first place of a name counts.
            let mut sorted = Map::new();
            for (name, field) in all {
                sorted.entry(name).or_insert(field);
            }
            Value::Object(sorted)
        }
        Value::Array(elements) => Value::Array(elements.iter().map(ordered).collect()),
        leaf => leaf.clone(),
    }
}

fn signer(summary: &SummaryView) -> String {
    let name = summary.state.parse::<StateCode>().map(StateCode::name).unwrap_or("a state");
    format!("{}, authority {} ({name})", summary.state, summary.authority)
}

/// Who has proved to hold it, and by when.
fn holders(summary: &SummaryView) -> String {
    let of = format!("{} of {} states", summary.held_by.len(), summary.members);
    let named: Vec<String> = summary.held_by.iter().map(holder).collect();
    if named.is_empty() { of } else { format!("{of}: {}", named.join(", ")) }
}

fn holder(holder: &HolderView) -> String {
    match &holder.by {
        None => format!("{} (its author)", holder.state),
        Some(by) => format!("{} by {}", holder.state, by.replace('T', " ").replace('Z', "")),
    }
}

/// Who has only said so.
fn reporters(summary: &SummaryView) -> String {
    let proved = |state: &&String| summary.held_by.iter().any(|holder| holder.state == **state);
    let only: Vec<&str> =
        summary.reported_by.iter().filter(|state| !proved(state)).map(String::as_str).collect();
    match only.as_slice() {
        [] => "nobody else".to_owned(),
        states => format!("{} more, not proved yet: {}", states.len(), states.join(", ")),
    }
}

#[cfg(test)]
mod tests;
