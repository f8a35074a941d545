//! A draft of an entry: the fields of one row, each held to its bounds before it becomes a card.

use chancery_record::StateCode;
use chancery_screening::{Address, Card, Identifier, Name, NameKind, Owner, Schema};

use crate::entry::Entry;

/// The longest name that a government's list holds is under 400 characters.
const NAME_CHARS_MAX: usize = 512;

/// A number in a register, or an entry's own id. An id may be made of a name.
const ID_CHARS_MAX: usize = 640;

/// An address, a note or a programme.
const TEXT_CHARS_MAX: usize = 4_000;

/// The entry with the most names on a government's list has about a hundred; collections of lists have
/// a few hundred.
const NAMES_MAX: usize = 512;

/// Addresses, numbers, owners, products, countries: the same reckoning.
const PARTS_MAX: usize = 256;

/// Why a row is refused, or a field of it left out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RowFlaw {
    #[error("it has no name")]
    NoName,
    #[error("its {field} has {found} characters, and may have {max}")]
    Long { field: &'static str, found: usize, max: usize },
    #[error("it has {found} of {field}, and may have {max}")]
    Many { field: &'static str, found: usize, max: usize },
    #[error("{text:?} is no country that is known; the entry is read without it")]
    Country { text: String },
    #[error("{text:?} is no percentage; the owner is read without it")]
    Share { text: String },
    #[error("its id {id:?} is that of {first}")]
    Twice { id: String, first: String },
    #[error("it is not written as a row of this format: {what}")]
    Shape { what: String },
    #[error("it points to number {index} of {table}, which is not there")]
    Pointer { table: &'static str, index: u64 },
}

impl RowFlaw {
    /// A stable name of the reason.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            RowFlaw::NoName => "no-name",
            RowFlaw::Long { .. } => "too-long",
            RowFlaw::Many { .. } => "too-many",
            RowFlaw::Country { .. } => "unknown-country",
            RowFlaw::Share { .. } => "no-percentage",
            RowFlaw::Twice { .. } => "same-id",
            RowFlaw::Shape { .. } => "not-a-row",
            RowFlaw::Pointer { .. } => "points-nowhere",
        }
    }
}

/// One row on its way to an entry.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    id: String,
    card: Card,
    section: Option<String>,
    programme: Option<String>,
    citation: Option<String>,
    url: Option<String>,
    since: Option<String>,
    note: Option<String>,
    doubts: Vec<RowFlaw>,
}

impl Draft {
    pub(crate) fn new(id: &str) -> Draft {
        Draft { id: id.trim().to_owned(), ..Draft::default() }
    }

    pub(crate) fn schema(&mut self, schema: Schema) {
        self.card.schema = schema;
    }

    /// Adds a name; an empty one, or one that is there, adds nothing.
    pub(crate) fn name(&mut self, value: &str, kind: NameKind) {
        let value = value.trim();
        let known = self.card.names.iter().any(|name| name.value == value);
        if !value.is_empty() && !known {
            self.card.names.push(Name { value: value.to_owned(), kind });
        }
    }

    /// Adds a state in which the party is registered.
    pub(crate) fn country(&mut self, text: &str) {
        if let Some(country) = self.known_country(text)
            && !self.card.countries.contains(&country)
        {
            self.card.countries.push(country);
        }
    }

    /// Adds an address; a country that is not known stays in its text.
    pub(crate) fn address(&mut self, text: &str, country: Option<&str>) {
        let known = country.and_then(|country| self.known_country(country));
        let text = match (&known, text.trim(), country) {
            (None, "", Some(country)) => country.trim(),
            (_, text, _) => text,
        };
        let address = Address { text: text.to_owned(), country: known };
        let empty = address.text.is_empty() && address.country.is_none();
        if !empty && !self.card.addresses.contains(&address) {
            self.card.addresses.push(address);
        }
    }

    /// Adds a number in a register.
    pub(crate) fn identifier(&mut self, scheme: &str, value: &str, country: Option<&str>) {
        let value = value.trim();
        if !value.is_empty() {
            let country = country.and_then(|country| self.known_country(country));
            let (scheme, value) = (scheme.to_owned(), value.to_owned());
            let identifier = Identifier { scheme, value, country };
            if !self.card.identifiers.contains(&identifier) {
                self.card.identifiers.push(identifier);
            }
        }
    }

    /// Adds an owner with its share as written, in per cent.
    pub(crate) fn owner(&mut self, name: &str, share: Option<&str>, as_of: Option<&str>) {
        let name = name.trim();
        if name.is_empty() {
            return;
        }
        let share = share.map(str::trim).filter(|share| !share.is_empty());
        let hundredths = share.and_then(hundredths);
        if let (Some(text), None) = (share, hundredths) {
            self.doubts.push(RowFlaw::Share { text: text.to_owned() });
        }
        let as_of = as_of.map(|day| day.trim().to_owned()).filter(|day| !day.is_empty());
        self.card.owners.push(Owner { name: name.to_owned(), share: hundredths, as_of });
    }

    pub(crate) fn product(&mut self, name: &str) {
        let name = name.trim();
        if !name.is_empty() && !self.card.products.iter().any(|known| known == name) {
            self.card.products.push(name.to_owned());
        }
    }

    pub(crate) fn section(&mut self, text: &str) {
        add(&mut self.section, text);
    }

    pub(crate) fn programme(&mut self, text: &str) {
        add(&mut self.programme, text);
    }

    pub(crate) fn citation(&mut self, text: &str) {
        add(&mut self.citation, text);
    }

    pub(crate) fn note(&mut self, text: &str) {
        add(&mut self.note, text);
    }

    /// The first address is the one that is shown.
    pub(crate) fn url(&mut self, text: &str) {
        first(&mut self.url, text);
    }

    pub(crate) fn since(&mut self, text: &str) {
        first(&mut self.since, text);
    }

    /// The entry within its bounds, and what was left out of it.
    pub(crate) fn finish(mut self) -> (Result<Entry, RowFlaw>, Vec<RowFlaw>) {
        let doubts = std::mem::take(&mut self.doubts);
        if let Err(flaw) = self.bounded() {
            return (Err(flaw), Vec::new());
        }
        let Draft { id, card, section, programme, citation, url, since, note, .. } = self;
        (Ok(Entry { id, card, section, programme, citation, url, since, note }), doubts)
    }

    fn bounded(&mut self) -> Result<(), RowFlaw> {
        let card = &self.card;
        if card.names.is_empty() {
            return Err(RowFlaw::NoName);
        }
        within("id", &self.id, ID_CHARS_MAX)?;
        fewer("names", card.names.len(), NAMES_MAX)?;
        fewer("countries", card.countries.len(), PARTS_MAX)?;
        fewer("addresses", card.addresses.len(), PARTS_MAX)?;
        fewer("identifiers", card.identifiers.len(), PARTS_MAX)?;
        fewer("owners", card.owners.len(), PARTS_MAX)?;
        fewer("products", card.products.len(), PARTS_MAX)?;
        let names = card.names.iter().map(|name| &name.value).chain(&card.products);
        for name in names.chain(card.owners.iter().map(|owner| &owner.name)) {
            within("name", name, NAME_CHARS_MAX)?;
        }
        for address in &card.addresses {
            within("address", &address.text, TEXT_CHARS_MAX)?;
        }
        for identifier in &card.identifiers {
            within("identifier", &identifier.value, ID_CHARS_MAX)?;
        }
        let short = [("url", &self.url), ("since", &self.since), ("citation", &self.citation)];
        for (field, text) in short.into_iter().chain([("section", &self.section)]) {
            within(field, text.as_deref().unwrap_or_default(), TEXT_CHARS_MAX)?;
        }
        // A long text is shortened: it is shown, and compared with nothing.
        for text in [&mut self.note, &mut self.programme].into_iter().flatten() {
            if let Some((end, _)) = text.char_indices().nth(TEXT_CHARS_MAX) {
                text.truncate(end);
                text.push('…');
            }
        }
        Ok(())
    }

    /// Two letters, in capitals or not, or the short English name. `UK` is in wide use for `GB`.
    fn known_country(&mut self, text: &str) -> Option<String> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let upper = text.to_ascii_uppercase();
        let code = if upper == "UK" { "GB" } else { upper.as_str() };
        let named = || StateCode::all().find(|state| state.name().eq_ignore_ascii_case(text));
        let state = code.parse::<StateCode>().ok().or_else(named);
        if state.is_none() {
            let text = text.chars().take(NAME_CHARS_MAX).collect();
            self.doubts.push(RowFlaw::Country { text });
        }
        state.map(|state| state.to_string())
    }
}

fn add(field: &mut Option<String>, text: &str) {
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    match field {
        Some(present) if present.contains(text) => {}
        Some(present) => *present = format!("{present}; {text}"),
        None => *field = Some(text.to_owned()),
    }
}

fn first(field: &mut Option<String>, text: &str) {
    let text = text.trim();
    if field.is_none() && !text.is_empty() {
        *field = Some(text.to_owned());
    }
}

fn within(field: &'static str, text: &str, max: usize) -> Result<(), RowFlaw> {
    let found = text.chars().count();
    if found > max { Err(RowFlaw::Long { field, found, max }) } else { Ok(()) }
}

fn fewer(field: &'static str, found: usize, max: usize) -> Result<(), RowFlaw> {
    if found > max { Err(RowFlaw::Many { field, found, max }) } else { Ok(()) }
}

/// `51`, `51.5`, `51,5 %` in hundredths of a per cent.
pub(crate) fn hundredths(text: &str) -> Option<u16> {
    let text = text.trim().trim_end_matches('%').trim().replace(',', ".");
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    if whole.is_empty() || !whole.bytes().chain(rest.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // More digits than two are finer than a rule is.
    let rest: String = rest.chars().chain(['0', '0']).take(2).collect();
    let value = whole.parse::<u16>().ok()?.checked_mul(100)?.checked_add(rest.parse().ok()?)?;
    (value <= 10_000).then_some(value)
}
