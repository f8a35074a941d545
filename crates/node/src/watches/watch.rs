//! A watch: what is watched, under which name, and why.
//!
//! It is local: which parties and which questions an authority follows is nobody else's business. A watch
//! does not change; whoever wants another one removes it and makes it anew, so that a notice always means what its
//! watch says.

use chancery_screening::Card;
use serde::{Deserialize, Serialize};

use super::error::WatchError;

/// A name is what people type: as long as a line of a list may be.
pub(crate) const NAME_CHARS_MAX: usize = 64;

/// A note says why, in a paragraph.
pub(crate) const NOTE_CHARS_MAX: usize = 2_000;

/// A file number, or the name of a party in any script.
pub(crate) const TEXT_CHARS_MAX: usize = 400;

/// Names, identifiers and countries of one watched party: as many as a record's party may have.
pub(crate) const PARTS_MAX: usize = 64;

/// What is watched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Watched {
    /// Whatever a query finds.
    Query(String),
    /// Records that name a party.
    Party {
        /// Who it is.
        card: Box<Card>,
        /// In thousandths: what scores less is not told. None means the default of screening.
        #[serde(default)]
        threshold: Option<u16>,
        /// The licence for which it is watched, if one was granted already.
        #[serde(default)]
        licence: Option<Licence>,
    },
}

/// A licence that was granted: what becomes known later may call it into question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licence {
    /// The authority's own number of it.
    pub number: String,
    /// The day on which it was granted, `2026-11-24`.
    pub granted: String,
}

/// A watch that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewWatch {
    /// Its name, which no other watch has.
    pub name: String,
    /// What is watched.
    pub subject: Watched,
    /// Why, for people.
    pub note: String,
    /// Records since then are looked at as well, in seconds since 1970 (UTC).
    pub since_s: Option<i64>,
}

/// A watch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watch {
    /// Its number on this node, which no other watch ever had.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// What is watched.
    pub subject: Watched,
    /// Why, for people; empty where nobody said.
    #[serde(default)]
    pub note: String,
    /// When it was made, in seconds since 1970 (UTC).
    pub made_at_s: i64,
    /// How far it looked back when it was made.
    #[serde(default)]
    pub since_s: Option<i64>,
}

impl Watch {
    /// The licence for which it was made.
    pub fn licence(&self) -> Option<&Licence> {
        match &self.subject {
            Watched::Party { licence, .. } => licence.as_ref(),
            Watched::Query(_) => None,
        }
    }
}

impl NewWatch {
    /// Lengths and days; whether a query can be read is asked where the vocabularies are.
    pub(crate) fn check(&self) -> Result<(), WatchError> {
        measured("name", &self.name, 1..=NAME_CHARS_MAX)?;
        if self.name.chars().any(char::is_control) {
            return Err(WatchError::BadName);
        }
        measured("note", &self.note, 0..=NOTE_CHARS_MAX)?;
        match &self.subject {
            Watched::Query(_) => Ok(()),
            Watched::Party { card, threshold, licence } => {
                check_card(card)?;
                if threshold.is_some_and(|threshold| !(1..=1_000).contains(&threshold)) {
                    return Err(WatchError::Threshold);
                }
                licence.as_ref().map_or(Ok(()), check_licence)
            }
        }
    }
}

fn check_card(card: &Card) -> Result<(), WatchError> {
    let counts = [
        ("names", card.names.len()),
        ("countries", card.countries.len()),
        ("identifiers", card.identifiers.len()),
        ("addresses", card.addresses.len()),
        ("owners", card.owners.len()),
        ("products", card.products.len()),
    ];
    if let Some((what, count)) = counts.into_iter().find(|(_, count)| *count > PARTS_MAX) {
        return Err(WatchError::TooManyParts { what, count, most: PARTS_MAX });
    }
    if card.names.is_empty() && card.identifiers.is_empty() {
        return Err(WatchError::NoParty);
    }
    let texts = card.names.iter().map(|name| ("name of the party", &name.value));
    let identifiers = card.identifiers.iter().map(|number| ("identifier", &number.value));
    let schemes = card.identifiers.iter().map(|number| ("register", &number.scheme));
    let owners = card.owners.iter().map(|owner| ("owner", &owner.name));
    let products = card.products.iter().map(|product| ("product", product));
    let mut all = texts.chain(identifiers).chain(schemes).chain(owners).chain(products);
    all.try_for_each(|(what, text)| measured(what, text, 1..=TEXT_CHARS_MAX))?;
    let addresses = card.addresses.iter();
    addresses
        .map(|address| &address.text)
        .try_for_each(|text| measured("address", text, 0..=TEXT_CHARS_MAX))?;
    card.countries.iter().try_for_each(|country| {
        let state = country.parse::<chancery_record::StateCode>();
        state.map(drop).map_err(|_| WatchError::Country { text: country.clone() })
    })
}

fn check_licence(licence: &Licence) -> Result<(), WatchError> {
    measured("licence", &licence.number, 1..=TEXT_CHARS_MAX)?;
    let form = time::macros::format_description!("[year]-[month]-[day]");
    let day = time::Date::parse(&licence.granted, &form);
    day.map(drop).map_err(|_| WatchError::Day { text: licence.granted.clone() })
}

/// Texts are measured before they are cut: a hostile one may be of any length.
fn measured(
    what: &'static str,
    text: &str,
    allowed: std::ops::RangeInclusive<usize>,
) -> Result<(), WatchError> {
    let (start, end) = (*allowed.start(), *allowed.end());
    let chars = text.chars().take(end + 1).count();
    let blank = start > 0 && text.trim().is_empty();
    if allowed.contains(&chars) && !blank {
        Ok(())
    } else {
        Err(WatchError::Length { what, most: end })
    }
}
