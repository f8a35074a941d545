//! A card: what is known of one party, in one place of one source.
//!
//! It is plain data, so that a record's party, a row of a list and a line of an application are compared
//! alike. Nothing is normalised in it: what was written is what is shown.

use chancery_encoding::Digest;
use serde::{Deserialize, Serialize};

/// What kind of thing a party is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Schema {
    /// A business.
    Company,
    /// Any organisation.
    Organization,
    /// Part of a state.
    PublicBody,
    /// A human being.
    Person,
    /// A ship or aircraft.
    Vessel,
    /// Not said.
    #[default]
    Unknown,
}

/// What kind of name it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameKind {
    /// The registered name.
    #[default]
    Legal,
    /// Another name in use.
    Alias,
    /// A name no longer in use.
    Former,
    /// The same name in another script.
    Transliteration,
    /// A name that many may have: an abbreviation, a single common word.
    Weak,
}

/// One name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Name {
    /// As written, in any script.
    pub value: String,
    /// What kind.
    #[serde(default)]
    pub kind: NameKind,
}

/// Where a party is found.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Address {
    /// As written.
    #[serde(default)]
    pub text: String,
    /// ISO 3166-1 alpha-2 or XK.
    #[serde(default)]
    pub country: Option<String>,
}

/// A party's number in a register.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Identifier {
    /// The register, as the vocabulary of records spells it: `lei`, `national-register`, and so on.
    pub scheme: String,
    /// The number as the register writes it.
    pub value: String,
    /// Whose register it is.
    #[serde(default)]
    pub country: Option<String>,
}

/// A share in a party.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Owner {
    /// Who owns.
    pub name: String,
    /// How much, in hundredths of a per cent: 5,000 is a half.
    #[serde(default)]
    pub share: Option<u16>,
    /// When that was so: a day, a month or a year, as written.
    #[serde(default)]
    pub as_of: Option<String>,
}

/// What is known of one party.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Card {
    /// What it is.
    #[serde(default)]
    pub schema: Schema,
    /// Its names, the first one first.
    pub names: Vec<Name>,
    /// Where it is registered: ISO 3166-1 alpha-2 or XK.
    #[serde(default)]
    pub countries: Vec<String>,
    /// Where it is found.
    #[serde(default)]
    pub addresses: Vec<Address>,
    /// Its numbers.
    #[serde(default)]
    pub identifiers: Vec<Identifier>,
    /// Who owns it.
    #[serde(default)]
    pub owners: Vec<Owner>,
    /// Names under which its products are sold.
    #[serde(default)]
    pub products: Vec<String>,
}

impl Card {
    /// What is known, as one number: cards that say the same in the same order have the same.
    pub fn digest(&self) -> Digest {
        let json = serde_json::to_vec(self).expect("because a card is texts, numbers and lists");
        Digest::of(&json)
    }
}
