//! The parties of a record, as cards.

use chancery_record::Record;

use crate::{Address, Card, Identifier, Name, NameKind, Owner, Schema};

#[cfg(test)]
mod tests;

/// A party taken from a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its key in the record, if it has one.
    pub key: Option<String>,
    /// What it does there, as the vocabulary of party roles spells it.
    pub roles: Vec<String>,
    /// What is known of it.
    pub card: Card,
}

/// The parties of a record, in order: its own, and those of what it puts in another's place.
pub fn cards_of(record: &Record) -> Vec<Taken> {
    let own = record.parts(&["parties"]);
    let replaced = record.parts(&["replacement", "parties"]);
    own.iter().chain(&replaced).map(taken).filter(|taken| !taken.card.names.is_empty()).collect()
}

fn taken(party: &Record) -> Taken {
    let text = |part: &Record, name: &str| part.text_at(&[name]).map(str::to_owned);
    let names = party.parts(&["names"]);
    let name = |name: &Record| {
        let kind = name_kind(name.text_at(&["kind"]).unwrap_or_default());
        Some(Name { value: text(name, "value")?, kind })
    };
    let address = |address: &Record| {
        let text = text(address, "text").or_else(|| text(address, "place")).unwrap_or_default();
        Address { text, country: address.text_at(&["country"]).map(str::to_owned) }
    };
    let identifier = |number: &Record| {
        let (scheme, value) = (text(number, "scheme")?, text(number, "value")?);
        Some(Identifier { scheme, value, country: text(number, "country") })
    };
    let owner = |owner: &Record| {
        let share = owner.text_at(&["percentage"]).and_then(share);
        Some(Owner { name: text(owner, "owner")?, share, as_of: text(owner, "as_of") })
    };
    let strings = |list: Vec<&str>| list.into_iter().map(str::to_owned).collect::<Vec<_>>();
    Taken {
        key: party.text_at(&["key"]).map(str::to_owned),
        roles: strings(party.texts_at(&["roles"])),
        card: Card {
            schema: schema(party.text_at(&["schema"]).unwrap_or_default()),
            names: names.iter().filter_map(name).collect(),
            countries: strings(party.texts_at(&["jurisdictions"])),
            addresses: party.parts(&["addresses"]).iter().map(address).collect(),
            identifiers: party.parts(&["identifiers"]).iter().filter_map(identifier).collect(),
            owners: party.parts(&["ownership"]).iter().filter_map(owner).collect(),
            products: Vec::new(),
        },
    }
}

fn schema(word: &str) -> Schema {
    match word {
        "Company" => Schema::Company,
        "Organization" => Schema::Organization,
        "PublicBody" => Schema::PublicBody,
        "Person" => Schema::Person,
        "Vessel" | "Airplane" => Schema::Vessel,
        _ => Schema::Unknown,
    }
}

fn name_kind(word: &str) -> NameKind {
    match word {
        "alias" => NameKind::Alias,
        "former" => NameKind::Former,
        "transliteration" => NameKind::Transliteration,
        "weak" => NameKind::Weak,
        _ => NameKind::Legal,
    }
}

/// Per cent as written, with at most two decimals, in hundredths.
fn share(written: &str) -> Option<u16> {
    let (whole, part) = written.split_once('.').unwrap_or((written, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) {
        return None;
    }
    let hundredths: String = part.chars().chain("00".chars()).take(2).collect();
    let share: u32 =
        whole.parse::<u32>().ok()?.checked_mul(100)? + hundredths.parse::<u32>().ok()?;
    u16::try_from(share).ok().filter(|share| *share <= 10_000)
}
