//! What an application may hold: a comparison costs what it is long, and it comes from outside.

use chancery_record::StateCode;
use chancery_screening::{Application, Card, Goods, Leg};

use super::ApplicationFlaw;

/// Parties, items, legs of one application: ten times a large one.
const PARTS_MAX: usize = 64;

/// Names, addresses, numbers, owners of one party, as a record may have.
const LINES_MAX: usize = 64;

/// A name, a number, a product.
const LINE_CHARS_MAX: usize = 512;

/// A description.
const TEXT_CHARS_MAX: usize = 4_000;

pub(super) fn check(application: &Application) -> Result<(), ApplicationFlaw> {
    let Application {
        number,
        transaction_date,
        destination,
        stated_end_use,
        items,
        parties,
        route,
    } = application;
    many("the list of items", items.len(), PARTS_MAX)?;
    many("the list of parties", parties.len(), PARTS_MAX)?;
    many("the route", route.len(), PARTS_MAX)?;
    line("the number", number)?;
    line("the transaction date", transaction_date)?;
    if let Some(day) = transaction_date
        && !is_day(day)
    {
        return Err(ApplicationFlaw::Day(day.clone()));
    }
    country("destination", destination)?;
    text("the stated end use", stated_end_use)?;
    items.iter().try_for_each(goods)?;
    for party in parties {
        many("the list of roles", party.roles.len(), LINES_MAX)?;
        party.roles.iter().try_for_each(|role| long("a role", role, LINE_CHARS_MAX))?;
        card(&party.card)?;
    }
    route.iter().try_for_each(leg)?;
    let nothing = items.is_empty() && parties.is_empty() && route.is_empty();
    if nothing && destination.is_none() { Err(ApplicationFlaw::Nothing) } else { Ok(()) }
}

fn goods(goods: &Goods) -> Result<(), ApplicationFlaw> {
    long("a description", &goods.description, TEXT_CHARS_MAX)?;
    line("a category", &goods.tech_category)?;
    text("technical parameters", &goods.technical_parameters)?;
    many("the list of products", goods.product_names.len(), LINES_MAX)?;
    goods.product_names.iter().try_for_each(|name| long("a product", name, LINE_CHARS_MAX))?;
    many("the list of codes", goods.codes.len(), LINES_MAX)?;
    for code in &goods.codes {
        long("a control list", &code.list, LINE_CHARS_MAX)?;
        long("a code", &code.code, LINE_CHARS_MAX)?;
        line("an edition", &code.edition)?;
    }
    Ok(())
}

fn card(card: &Card) -> Result<(), ApplicationFlaw> {
    let lists = [
        ("the list of names", card.names.len()),
        ("the list of countries", card.countries.len()),
        ("the list of addresses", card.addresses.len()),
        ("the list of identifiers", card.identifiers.len()),
        ("the list of owners", card.owners.len()),
        ("the list of products", card.products.len()),
    ];
    lists.into_iter().try_for_each(|(field, found)| many(field, found, LINES_MAX))?;
    card.names.iter().try_for_each(|name| long("a name", &name.value, LINE_CHARS_MAX))?;
    card.products.iter().try_for_each(|name| long("a product", name, LINE_CHARS_MAX))?;
    card.countries.iter().try_for_each(|code| state("country", code))?;
    for address in &card.addresses {
        long("an address", &address.text, TEXT_CHARS_MAX)?;
        country("address", &address.country)?;
    }
    for identifier in &card.identifiers {
        long("a register", &identifier.scheme, LINE_CHARS_MAX)?;
        long("an identifier", &identifier.value, LINE_CHARS_MAX)?;
        country("identifier", &identifier.country)?;
    }
    for owner in &card.owners {
        long("an owner", &owner.name, LINE_CHARS_MAX)?;
        line("a day of ownership", &owner.as_of)?;
    }
    Ok(())
}

fn leg(leg: &Leg) -> Result<(), ApplicationFlaw> {
    state("route", &leg.country)?;
    line("a place", &leg.place)
}

fn many(field: &'static str, found: usize, max: usize) -> Result<(), ApplicationFlaw> {
    if found > max { Err(ApplicationFlaw::Long { field, found, max }) } else { Ok(()) }
}

fn long(field: &'static str, text: &str, max: usize) -> Result<(), ApplicationFlaw> {
    // Bytes first: counting the characters of a gigabyte is a cost as well.
    let found = if text.len() > 4 * max { text.len() } else { text.chars().count() };
    many(field, found, max)
}

fn line(field: &'static str, value: &Option<String>) -> Result<(), ApplicationFlaw> {
    long(field, value.as_deref().unwrap_or_default(), LINE_CHARS_MAX)
}

fn text(field: &'static str, value: &Option<String>) -> Result<(), ApplicationFlaw> {
    long(field, value.as_deref().unwrap_or_default(), TEXT_CHARS_MAX)
}

fn country(field: &'static str, value: &Option<String>) -> Result<(), ApplicationFlaw> {
    value.as_ref().map_or(Ok(()), |code| state(field, code))
}

fn state(field: &'static str, code: &str) -> Result<(), ApplicationFlaw> {
    match code.parse::<StateCode>() {
        Ok(_) => Ok(()),
        Err(_) => {
            let text = code.chars().take(LINE_CHARS_MAX).collect();
            Err(ApplicationFlaw::Country { field, text })
        }
    }
}

/// `2026-11-24`, as a form; that the month has so many days is judged where the day is used.
fn is_day(text: &str) -> bool {
    let form = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    text.len() == 10 && text.bytes().enumerate().all(form)
}
