//! The US Consolidated Screening List, packed: short keys, and tables for the texts that repeat.

use chancery_screening::{NameKind, Schema};
use serde::Deserialize;
use serde_json::Value;

use super::{Draft, RowFlaw, Sink, consolidated};
use crate::entry::ListFlaw;

/// The tables that rows point into.
#[derive(Debug, Deserialize)]
struct Head {
    tables: Tables,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Tables {
    sources: Vec<String>,
    #[serde(default)]
    licence_requirements: Vec<String>,
    #[serde(default)]
    licence_policies: Vec<String>,
    #[serde(default)]
    programmes: Vec<String>,
    #[serde(default)]
    urls: Vec<String>,
}

/// One row, under its short keys.
#[derive(Debug, Deserialize)]
struct Row {
    n: String,
    #[serde(default)]
    a: Vec<String>,
    s: u64,
    #[serde(default)]
    t: Option<String>,
    #[serde(default)]
    c: Vec<String>,
    #[serde(default)]
    e: Option<String>,
    #[serde(default)]
    lr: Option<u64>,
    #[serde(default)]
    lp: Option<u64>,
    #[serde(default)]
    pg: Option<u64>,
    #[serde(default)]
    fr: Option<String>,
    #[serde(default)]
    u: Option<u64>,
}

pub(super) fn read(text: &str, sink: &mut Sink) -> Result<(), ListFlaw> {
    let head: Head = serde_json::from_str(text).map_err(|error| ListFlaw::json(&error))?;
    sink.rows(text, "entries", |row| drafted(row, &head.tables))
}

fn drafted(row: Value, tables: &Tables) -> Result<Draft, RowFlaw> {
    let row: Row =
        serde_json::from_value(row).map_err(|error| RowFlaw::Shape { what: error.to_string() })?;
    let source = pointed(&tables.sources, "sources", row.s)?;
    let number = row.e.as_deref().unwrap_or_default();
    let section = super::initials(source).unwrap_or(source);
    let id = if number.is_empty() { String::new() } else { format!("{section}/{number}") };
    let mut draft = Draft::new(&id);
    draft.section(source);
    draft.name(&row.n, NameKind::Legal);
    row.a.iter().for_each(|name| draft.name(name, NameKind::Alias));
    draft.schema(row.t.as_deref().map_or(Schema::Unknown, consolidated::schema));
    row.c.iter().for_each(|country| draft.address("", Some(country)));
    if consolidated::is_treasury(source) {
        draft.identifier(consolidated::TREASURY_SCHEME, number, None);
    }
    if let Some(at) = row.pg {
        draft.programme(pointed(&tables.programmes, "programmes", at)?);
    }
    if let Some(at) = row.lr {
        draft.note(pointed(&tables.licence_requirements, "licenceRequirements", at)?);
    }
    if let Some(at) = row.lp {
        draft.note(pointed(&tables.licence_policies, "licencePolicies", at)?);
    }
    draft.citation(row.fr.as_deref().unwrap_or_default());
    if let Some(at) = row.u {
        draft.url(pointed(&tables.urls, "urls", at)?);
    }
    Ok(draft)
}

fn pointed<'a>(table: &'a [String], name: &'static str, index: u64) -> Result<&'a str, RowFlaw> {
    let at = usize::try_from(index).ok().and_then(|at| table.get(at));
    at.map(String::as_str).ok_or(RowFlaw::Pointer { table: name, index })
}
