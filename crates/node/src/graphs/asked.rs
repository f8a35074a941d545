//! What somebody writes to name a party: a name in any script, a party of a record, or a number in a register.

use std::collections::BTreeSet;

use chancery_graph::Start;
use chancery_graph::source::{CardId, Testimony};
use chancery_screening::{Card, Identifier, Name, NameKind};

use super::error::GraphError;

/// A name in a record is one line; so long is none.
const NAME_CHARS_MAX: usize = 300;

/// Names that are suggested: as many as somebody reads.
const NEAR_MAX: usize = 6;

/// Where the walk begins. `EE-2026-0001/KEY` is that party, `lei:NUMBER` whoever has that number, anything else a
/// name.
pub(super) fn start(asked: &str, said: &[Testimony]) -> Result<Start, GraphError> {
    let asked = asked.trim();
    let chars = asked.chars().count();
    if !(1..=NAME_CHARS_MAX).contains(&chars) {
        return Err(GraphError::Length { chars, chars_max: NAME_CHARS_MAX });
    }
    if let Some((reference, party)) = asked.split_once('/')
        && let Some(said) = said.iter().find(|said| said.cited.reference == reference)
    {
        return of_record(asked, said, party);
    }
    let name = Name { value: asked.to_owned(), kind: NameKind::Legal };
    let mut cards = vec![Card { names: vec![name], ..Card::default() }];
    if let Some((scheme, value)) = asked.split_once(':') {
        cards.push(Card { identifiers: vec![number(scheme, value)], ..Card::default() });
    }
    Ok(Start { asked: asked.to_owned(), cards, exact: Vec::new() })
}

/// `national-register:EE 12345678` has the state before the number.
fn number(scheme: &str, value: &str) -> Identifier {
    let value = value.trim();
    let (country, value) = match value.split_once(' ') {
        Some((country, value)) if country.len() == 2 => (Some(country.to_uppercase()), value),
        _ => (None, value),
    };
    Identifier { scheme: scheme.trim().to_lowercase(), value: value.to_owned(), country }
}

/// By its key, or by its place: `no. 2`, `2`.
fn of_record(asked: &str, said: &Testimony, party: &str) -> Result<Start, GraphError> {
    let by_key = said.parties.iter().find(|named| named.key.as_deref() == Some(party));
    let by_place = || {
        let number: usize = party.trim_start_matches("no. ").parse().ok()?;
        said.parties.get(number.checked_sub(1)?)
    };
    let named = by_key.or_else(by_place).ok_or_else(|| GraphError::NoParty {
        reference: said.cited.reference.clone(),
        party: party.to_owned(),
    })?;
    let id = CardId { state: said.state.clone(), card: named.card.digest() };
    Ok(Start { asked: asked.to_owned(), cards: vec![named.card.clone()], exact: vec![id] })
}

/// Names that have what was asked in them, in order: a part of a name is not enough for the matcher.
pub(super) fn near(asked: &str, said: &[Testimony]) -> Vec<String> {
    let asked = asked.trim().to_lowercase();
    let names = said.iter().flat_map(|said| &said.parties).flat_map(|named| &named.card.names);
    let near: BTreeSet<&str> = names
        .filter(|name| name.value.to_lowercase().contains(&asked))
        .map(|name| name.value.as_str())
        .collect();
    near.into_iter().take(NEAR_MAX).map(str::to_owned).collect()
}
