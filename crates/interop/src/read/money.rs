//! FollowTheMoney: one entity a line. Parties become entries; what only ties parties together, or says more
//! of one, is read into the party that it names.

use std::collections::HashMap;

use chancery_screening::{NameKind, Schema};
use serde::Deserialize;

use super::{Draft, RowFlaw, Sink};
use crate::entry::ListFlaw;

/// Links that are kept for one party: shares in it and measures against it.
const LINKS_MAX: usize = 64;

#[derive(Debug, Deserialize)]
struct Row {
    id: String,
    schema: String,
    #[serde(default)]
    caption: Option<String>,
    #[serde(default)]
    properties: HashMap<String, Vec<String>>,
    #[serde(default)]
    first_seen: Option<String>,
}

impl Row {
    fn all<'a>(&'a self, property: &str) -> impl Iterator<Item = &'a str> {
        self.properties.get(property).into_iter().flatten().map(String::as_str)
    }

    fn first<'a>(&'a self, property: &str) -> Option<&'a str> {
        self.all(property).next()
    }
}

/// A share in a party.
#[derive(Debug)]
struct Share {
    owner: String,
    percentage: Option<String>,
    when: Option<String>,
}

/// A measure against a party.
#[derive(Debug)]
struct Measure {
    why: Option<String>,
    since: Option<String>,
    url: Option<String>,
}

/// What other lines say of a party.
#[derive(Debug, Default)]
struct Links {
    owners: HashMap<String, Vec<Share>>,
    measures: HashMap<String, Vec<Measure>>,
    /// Address entities: text and country.
    addresses: HashMap<String, (String, Option<String>)>,
    /// Names of parties, for owners.
    names: HashMap<String, String>,
}

pub(super) fn read(text: &str, sink: &mut Sink) -> Result<(), ListFlaw> {
    let links = links(text);
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let place = format!("line {}", number + 1);
        let row: Row = match serde_json::from_str(line) {
            Ok(row) => row,
            Err(error) => {
                sink.refuse(&place, &RowFlaw::Shape { what: error.to_string() });
                continue;
            }
        };
        match party(&row.schema) {
            Some(schema) => sink.take(place, drafted(&row, schema, &links))?,
            None => sink.pass_over(),
        }
    }
    Ok(())
}

/// What a schema is as a party; none where it is none.
fn party(schema: &str) -> Option<Schema> {
    match schema {
        "Company" => Some(Schema::Company),
        "Organization" => Some(Schema::Organization),
        "LegalEntity" | "Thing" => Some(Schema::Unknown),
        "PublicBody" => Some(Schema::PublicBody),
        "Person" => Some(Schema::Person),
        "Vessel" | "Airplane" => Some(Schema::Vessel),
        _ => None,
    }
}

/// The first pass: what is said of parties elsewhere. A line that cannot be read is refused by the second.
fn links(text: &str) -> Links {
    let mut links = Links::default();
    for row in text.lines().filter_map(|line| serde_json::from_str::<Row>(line).ok()) {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        match row.schema.as_str() {
            "Ownership" => {
                if let (Some(owner), Some(asset)) = (row.first("owner"), row.first("asset")) {
                    let when = row.first("date").or(row.first("startDate"));
                    let (owner, when) = (owner.to_owned(), owned(when));
                    let percentage = owned(row.first("percentage"));
                    let share = Share { owner, percentage, when };
                    push(&mut links.owners, asset, share);
                }
            }
            "Sanction" => {
                let why = row.first("program").or(row.first("reason"));
                let url = owned(row.first("sourceUrl"));
                for entity in row.all("entity") {
                    let since = owned(row.first("startDate"));
                    let measure = Measure { why: owned(why), since, url: url.clone() };
                    push(&mut links.measures, entity, measure);
                }
            }
            "Address" => {
                let text = row.first("full").or(row.caption.as_deref()).unwrap_or_default();
                let address = (text.to_owned(), owned(row.first("country")));
                links.addresses.insert(row.id.clone(), address);
            }
            schema if party(schema).is_some() => {
                if let Some(name) = row.first("name").or(row.caption.as_deref()) {
                    links.names.insert(row.id.clone(), name.to_owned());
                }
            }
            _ => {}
        }
    }
    links
}

fn push<T>(links: &mut HashMap<String, Vec<T>>, party: &str, link: T) {
    let known = links.entry(party.to_owned()).or_default();
    if known.len() < LINKS_MAX {
        known.push(link);
    }
}

fn drafted(row: &Row, schema: Schema, links: &Links) -> Draft {
    let mut draft = Draft::new(&row.id);
    draft.schema(schema);
    if let Some(caption) = &row.caption {
        draft.name(caption, NameKind::Legal);
    }
    let names = [
        ("name", NameKind::Legal),
        ("alias", NameKind::Alias),
        ("abbreviation", NameKind::Weak),
        ("weakAlias", NameKind::Weak),
        ("previousName", NameKind::Former),
    ];
    for (property, kind) in names {
        row.all(property).for_each(|name| draft.name(name, kind));
    }
    for property in ["jurisdiction", "mainCountry", "country", "flag"] {
        row.all(property).for_each(|country| draft.country(country));
    }
    row.all("address").for_each(|text| draft.address(text, None));
    for address in row.all("addressEntity").filter_map(|id| links.addresses.get(id)) {
        draft.address(&address.0, address.1.as_deref());
    }
    let whose = row.first("jurisdiction").or(row.first("mainCountry"));
    row.all("leiCode").for_each(|number| draft.identifier("lei", number, None));
    row.all("dunsCode").for_each(|number| draft.identifier("duns", number, None));
    row.all("wikidataId").for_each(|number| draft.identifier("wikidata", number, None));
    for property in ["registrationNumber", "ogrnCode", "innCode", "taxNumber", "vatCode"] {
        row.all(property).for_each(|number| draft.identifier("national-register", number, whose));
    }
    draft.identifier("ftm", &row.id, None);
    for Share { owner, percentage, when } in links.owners.get(&row.id).into_iter().flatten() {
        let name = links.names.get(owner).unwrap_or(owner);
        draft.owner(name, percentage.as_deref(), when.as_deref());
    }
    for Measure { why, since, url } in links.measures.get(&row.id).into_iter().flatten() {
        draft.programme(why.as_deref().unwrap_or_default());
        draft.since(since.as_deref().unwrap_or_default());
        draft.url(url.as_deref().unwrap_or_default());
    }
    row.all("program").for_each(|text| draft.programme(text));
    row.all("sourceUrl").for_each(|text| draft.url(text));
    draft.since(row.first_seen.as_deref().unwrap_or_default());
    row.all("notes").chain(row.all("summary")).for_each(|text| draft.note(text));
    draft
}
