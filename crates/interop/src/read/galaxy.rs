//! A cluster of a MISP galaxy: names, synonyms, products and references of actors.

use chancery_screening::{Described, NameKind, Schema};
use serde::Deserialize;
use serde_json::Value;

use super::{Draft, RowFlaw, Sink};
use crate::entry::ListFlaw;

#[derive(Debug, Deserialize)]
struct Row {
    value: String,
    #[serde(default)]
    uuid: Option<String>,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    meta: Meta,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Meta {
    #[serde(default)]
    synonyms: Vec<String>,
    #[serde(default)]
    products: Vec<String>,
    #[serde(default)]
    official_refs: Vec<String>,
    #[serde(default)]
    refs: Vec<String>,
    #[serde(default)]
    country: Option<String>,
}

pub(super) fn read(text: &str, sink: &mut Sink) -> Result<(), ListFlaw> {
    sink.rows(text, "values", drafted)
}

fn drafted(row: Value) -> Result<Draft, RowFlaw> {
    let row: Row =
        serde_json::from_value(row).map_err(|error| RowFlaw::Shape { what: error.to_string() })?;
    let uuid = row.uuid.as_deref().unwrap_or_default();
    let mut draft = Draft::new(uuid);
    draft.identifier("misp-uuid", uuid, None);
    // Clusters that name parties name organisations; the format has no word for persons.
    draft.schema(Schema::Organization);
    draft.name(&row.value, NameKind::Legal);
    for part in parts(&row.value) {
        draft.name(part, NameKind::Alias);
    }
    row.meta.synonyms.iter().for_each(|name| draft.name(name, NameKind::Alias));
    row.meta.products.iter().for_each(|name| draft.product(name));
    draft.country(row.meta.country.as_deref().unwrap_or_default());
    row.meta.official_refs.iter().chain(&row.meta.refs).for_each(|url| draft.url(url));
    let description = row.description.as_deref().unwrap_or_default();
    let told = Described::of(&row.value, description);
    told.names.iter().for_each(|(name, kind)| draft.name(name, *kind));
    // Where it is found; no register has been looked into.
    told.countries.iter().for_each(|country| draft.address("", Some(country)));
    draft.note(description);
    Ok(draft)
}

/// `A / B` is two names of one actor, and `A (B)` one with a short form; the whole stays the first name.
fn parts(value: &str) -> Vec<&str> {
    if value.contains(" / ") {
        return value.split(" / ").collect();
    }
    match value.trim_end().strip_suffix(')').and_then(|text| text.rsplit_once(" (")) {
        Some((long, short)) => vec![long, short],
        None => Vec::new(),
    }
}
