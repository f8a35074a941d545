//! Where a draft begins: the skeleton of a kind, a file, an earlier record, or what a record is about.
//!
//! Invariant: nothing that only a person may declare is declared by a template: attestations are false,
//! and a draft that does not say otherwise is a drill.

use chancery_ledger::statement::Issuer;
use chancery_record::{Kind, Record, skeleton};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::error::DraftError;

/// What a draft begins from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The required fields of its kind, blank.
    Blank,
    /// A text that somebody wrote, taken as it is.
    Text(Value),
    /// The content of an earlier record, by reference or id.
    Like(String),
    /// Another record, which becomes its target, by reference or id.
    About(String),
}

/// How a draft begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// The kind; of a text or an earlier record the one that it has.
    pub kind: Option<String>,
    /// Where from.
    pub source: Source,
    /// The language that it is written in.
    pub language: Option<String>,
}

/// The record that a draft is like or about.
pub(crate) struct Found {
    pub(crate) id: String,
    pub(crate) reference: String,
    pub(crate) record: Record,
    /// As it reads today, without the parts that were withdrawn.
    pub(crate) text: Record,
}

/// Fields of an earlier record that a new one does not share.
const OF_ITS_TIME: [&str; 7] =
    ["valid_from", "valid_until", "review_due", "event_window", "relations", "approvals", "target"];

/// Of a handling, what a record about another one begins with: whatever it says is at least as strict.
const HANDLING: [&str; 4] = ["tlp", "audience", "originator_control", "permitted_uses"];

/// Days that are today's in nearly every record of the kinds that have them.
const TODAY: [&str; 2] = ["asked_on", "created_on"];

/// The text that a draft begins with.
pub(crate) fn begin(
    start: &Start,
    found: Option<&Found>,
    own: &Issuer,
    now_s: i64,
) -> Result<Value, DraftError> {
    let kind = start.kind.as_deref();
    match (&start.source, found) {
        (Source::Text(text), _) => Ok(text.clone()),
        (Source::Like(_), Some(found)) => {
            let mut record = found.text.to_json();
            for name in OF_ITS_TIME {
                record.as_object_mut().and_then(|fields| fields.remove(name));
            }
            attest_nothing(&mut record);
            sign(&mut record, start, own, now_s);
            Ok(record)
        }
        (_, found) => {
            let kind = kind.unwrap_or_default();
            let blank = skeleton(kind).ok_or_else(|| DraftError::UnknownKind {
                kind: kind.to_owned(),
                known: Kind::ALL.iter().map(ToString::to_string).collect(),
            })?;
            let mut record = blank;
            record["exercise"] = json!(true);
            if let Ok(kind) = kind.parse::<Kind>() {
                record["commitments"] = json!(kind.commitments());
            }
            if let Some(found) = found {
                aim(&mut record, found);
            }
            sign(&mut record, start, own, now_s);
            Ok(record)
        }
    }
}

/// Originator, day and language.
fn sign(record: &mut Value, start: &Start, own: &Issuer, now_s: i64) {
    let now = OffsetDateTime::from_unix_timestamp(now_s).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let day = now.date().to_string();
    record["originator"] = json!({ "state": own.state.as_str(), "authority": own.authority });
    record["created_at"] =
        json!(format!("{day}T{:02}:{:02}:{:02}Z", now.hour(), now.minute(), now.second()));
    for name in TODAY {
        if record.get(name).is_some_and(|value| value == "") {
            record[name] = json!(day);
        }
    }
    let written = record["languages"]["original"].as_str().filter(|language| !language.is_empty());
    let language = start.language.as_deref().or(written).unwrap_or("en");
    record["languages"] = json!({ "original": language });
}

/// Target, and what follows from it.
fn aim(record: &mut Value, found: &Found) {
    let (parent, text) = (found.record.to_json(), found.text.to_json());
    // It serves what the record serves that it is about, as far as its kind may.
    let serves = record["commitments"].as_array().cloned().unwrap_or_default().into_iter();
    let of_target = text["commitments"].as_array().cloned().unwrap_or_default();
    let both: Vec<Value> = serves.filter(|one| of_target.contains(one)).collect();
    if !both.is_empty() {
        record["commitments"] = json!(both);
    }
    record["target"] = json!({ "id": found.id, "reference": found.reference });
    record["exercise"] = json!(found.record.exercise());
    for name in HANDLING {
        if let Some(value) = parent["handling"].get(name) {
            record["handling"][name] = value.clone();
        }
    }
    if record.get("replacement").is_some() {
        // A correction is the whole content again: what is wrong in it is what is left to change.
        record["replacement"] = text.clone();
    }
}

fn attest_nothing(record: &mut Value) {
    if let Some(attested) = record.get_mut("attestations").and_then(Value::as_object_mut) {
        attested.values_mut().for_each(|value| *value = json!(false));
    }
}
