//! The columns of a table of applications, and how their fields are written.
//!
//! A column is a field of the application, or a role of a party with what is said of it: `end-user`,
//! `end-user-country`. Capitals, spaces and underscores are as good as hyphens.

use chancery_screening::{GoodsCode, Identifier, Leg};

use super::ApplicationFlaw;

/// What separates several values in one field.
pub(super) const SPLIT: char = ';';

/// Roles that a column may have; `party` is one without a role.
const ROLES: [&str; 16] = [
    "manufacturer",
    "vendor",
    "exporter",
    "broker",
    "distributor",
    "freight-forwarder",
    "intermediate-consignee",
    "consignee",
    "end-user",
    "ultimate-end-user",
    "technical-assistance-provider",
    "financier",
    "parent",
    "subsidiary",
    "predecessor",
    "party",
];

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Number,
    TransactionDate,
    Destination,
    StatedEndUse,
    Description,
    TechCategory,
    ProductNames,
    Codes,
    TechnicalParameters,
    Route,
    Party(&'static str, Said),
}

/// What a column says of a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Name,
    Aliases,
    Country,
    Address,
    Identifiers,
}

impl Column {
    pub(super) fn of(head: &str) -> Result<Column, ApplicationFlaw> {
        let name: String = head.trim().to_lowercase();
        let name = name.replace(['_', ' '], "-");
        let field = match name.as_str() {
            "number" => Column::Number,
            "transaction-date" => Column::TransactionDate,
            "destination" => Column::Destination,
            "stated-end-use" => Column::StatedEndUse,
            "description" => Column::Description,
            "tech-category" => Column::TechCategory,
            "product-names" => Column::ProductNames,
            "codes" => Column::Codes,
            "technical-parameters" => Column::TechnicalParameters,
            "route" => Column::Route,
            _ => {
                return party(&name).ok_or_else(|| ApplicationFlaw::Column { column: head.into() });
            }
        };
        Ok(field)
    }
}

fn party(name: &str) -> Option<Column> {
    let says = |rest: &str| match rest {
        "" => Some(Said::Name),
        "-aliases" => Some(Said::Aliases),
        "-country" => Some(Said::Country),
        "-address" => Some(Said::Address),
        "-identifiers" => Some(Said::Identifiers),
        _ => None,
    };
    ROLES.iter().find_map(|role| Some(Column::Party(role, says(name.strip_prefix(role)?)?)))
}

/// The values of a field.
pub(super) fn values(text: &str) -> impl Iterator<Item = &str> {
    text.split(SPLIT).map(str::trim).filter(|value| !value.is_empty())
}

/// A number in a register as people write it: `lei:5493…`, `national-register/EE:12345678`.
///
/// # Errors
/// When it names no register.
pub fn said_identifier(text: &str) -> Result<Identifier, ApplicationFlaw> {
    let flaw = || ApplicationFlaw::Identifier(text.to_owned());
    let (scheme, value) = text.split_once(':').ok_or_else(flaw)?;
    let (scheme, country) = match scheme.split_once('/') {
        Some((scheme, country)) => (scheme, Some(country.trim().to_owned())),
        None => (scheme, None),
    };
    let (scheme, value) = (scheme.trim().to_owned(), value.trim().to_owned());
    if scheme.is_empty() || value.is_empty() {
        return Err(flaw());
    }
    Ok(Identifier { scheme, value, country })
}

/// An entry of a control list as people write it: `eu-annex-i:5A001.f`, `eu-annex-i/2025:5A001.f`; without a list it may be any.
pub fn said_code(text: &str) -> GoodsCode {
    let (list, code) = text.split_once(':').unwrap_or(("", text));
    let (list, edition) = match list.split_once('/') {
        Some((list, edition)) => (list, Some(edition.trim().to_owned())),
        None => (list, None),
    };
    GoodsCode { list: list.trim().to_owned(), edition, code: code.trim().to_owned() }
}

/// `AE`, or `AE Dubai`.
pub(super) fn leg(text: &str) -> Leg {
    let (country, place) = text.split_once(' ').unwrap_or((text, ""));
    let place = place.trim();
    Leg { country: country.to_owned(), place: (!place.is_empty()).then(|| place.to_owned()) }
}
