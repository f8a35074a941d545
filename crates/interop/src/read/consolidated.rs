//! The US Consolidated Screening List as its publisher gives it, as JSON and as CSV.

use chancery_screening::{NameKind, Schema};
use serde::Deserialize;
use serde_json::Value;

use super::{Draft, RowFlaw, Sink};
use crate::{entry::ListFlaw, mapping::Mapping};

/// The numbers of the Treasury's lists are one series, also across lists.
pub(super) const TREASURY_SCHEME: &str = "ofac-uid";

/// The columns of the published CSV. Several values of a field are separated by `; `; an address ends
/// with its country, which is not told apart from the rest, so it is compared as text.
const COLUMNS: &str = r#"{
    "columns": {
        "section": ["source"], "id": ["source", "entity_number"], "schema": ["type"],
        "programme": ["programs"], "name": ["name"], "alias": ["alt_names"], "address": ["addresses"],
        "country": ["nationalities", "vessel_flag"],
        "citation": ["federal_register_notice"], "since": ["start_date"], "url": ["source_list_url"],
        "note": ["license_requirement", "license_policy", "remarks"]
    },
    "split": "; ",
    "schemas": {
        "Entity": "organization", "Individual": "person", "Vessel": "vessel", "Aircraft": "vessel"
    }
}"#;

pub(super) fn mapping() -> Mapping {
    Mapping::read(COLUMNS).expect("because a test reads the shipped mapping")
}

pub(super) fn schema(word: &str) -> Schema {
    match word {
        "Entity" => Schema::Organization,
        "Individual" => Schema::Person,
        "Vessel" | "Aircraft" => Schema::Vessel,
        _ => Schema::Unknown,
    }
}

pub(super) fn is_treasury(source: &str) -> bool {
    source.contains("Treasury")
}

#[derive(Debug, Deserialize)]
struct Row {
    #[serde(default)]
    id: Option<String>,
    source: String,
    #[serde(default)]
    entity_number: Option<Value>,
    #[serde(default, rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    programs: Option<Vec<String>>,
    name: String,
    #[serde(default)]
    alt_names: Option<Vec<String>>,
    #[serde(default)]
    addresses: Option<Vec<Place>>,
    #[serde(default)]
    nationalities: Option<Vec<String>>,
    #[serde(default)]
    ids: Option<Vec<Number>>,
    #[serde(default)]
    federal_register_notice: Option<String>,
    #[serde(default)]
    start_date: Option<String>,
    #[serde(default)]
    license_requirement: Option<String>,
    #[serde(default)]
    license_policy: Option<String>,
    #[serde(default)]
    remarks: Option<String>,
    #[serde(default)]
    source_list_url: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Place {
    #[serde(default)]
    address: Option<String>,
    #[serde(default)]
    city: Option<String>,
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    postal_code: Option<String>,
    #[serde(default)]
    country: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Number {
    #[serde(default, rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    number: Option<String>,
    #[serde(default)]
    country: Option<String>,
}

pub(super) fn read_json(text: &str, sink: &mut Sink) -> Result<(), ListFlaw> {
    sink.rows(text, "results", drafted)
}

fn drafted(row: Value) -> Result<Draft, RowFlaw> {
    let row: Row =
        serde_json::from_value(row).map_err(|error| RowFlaw::Shape { what: error.to_string() })?;
    let number = match &row.entity_number {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(_) | None => String::new(),
    };
    let section = super::initials(&row.source).unwrap_or(&row.source);
    let id = match (number.as_str(), row.id) {
        ("", Some(id)) => id,
        ("", None) => String::new(),
        (number, _) => format!("{section}/{number}"),
    };
    let mut draft = Draft::new(&id);
    draft.section(&row.source);
    draft.name(&row.name, NameKind::Legal);
    draft.schema(row.kind.as_deref().map_or(Schema::Unknown, schema));
    row.alt_names.iter().flatten().for_each(|name| draft.name(name, NameKind::Alias));
    row.programs.iter().flatten().for_each(|programme| draft.programme(programme));
    for place in row.addresses.iter().flatten() {
        let parts = [&place.address, &place.city, &place.state, &place.postal_code];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        draft.address(&parts.join(", "), place.country.as_deref());
    }
    row.nationalities.iter().flatten().for_each(|country| draft.country(country));
    if is_treasury(&row.source) {
        draft.identifier(TREASURY_SCHEME, &number, None);
    }
    row.ids.iter().flatten().for_each(|number| registered(&mut draft, number));
    draft.citation(row.federal_register_notice.as_deref().unwrap_or_default());
    draft.since(row.start_date.as_deref().unwrap_or_default());
    let notes = [&row.license_requirement, &row.license_policy, &row.remarks];
    notes.into_iter().flatten().for_each(|note| draft.note(note));
    draft.url(row.source_list_url.as_deref().unwrap_or_default());
    Ok(draft)
}

/// Of the many numbers that the list gives, those of company registers: they are a party's own.
fn registered(draft: &mut Draft, number: &Number) {
    let kind = number.kind.as_deref().unwrap_or_default().to_lowercase();
    let value = number.number.as_deref().unwrap_or_default();
    let words = ["registration", "registry", "company number", "business number", "tax id", "ogrn"];
    if kind.contains("legal entity number") || kind.contains("lei") && value.len() == 20 {
        draft.identifier("lei", value, None);
    } else if words.iter().any(|word| kind.contains(word)) {
        draft.identifier("national-register", value, number.country.as_deref());
    }
}
