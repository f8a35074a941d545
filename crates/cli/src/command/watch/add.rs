//! `chancery watch add`: a saved query, or a party.

use chancery_http::view::{LicenceView, NewWatchView};
use chancery_screening::{Card, Identifier, Name, NameKind};
use clap::Args;

use super::list;
use crate::{arguments::Place, exit::Exit, failure::Failure};

/// Watch for records that a query finds, or that name a party
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("subject").required(true).args(["query", "party"])))]
pub(super) struct Add {
    /// What the watch is called
    #[arg(value_name = "NAME")]
    name: String,
    /// What is asked, in the language of searches
    #[arg(long, value_name = "QUERY")]
    query: Option<String>,
    /// The name of the party that is watched
    #[arg(long, value_name = "NAME")]
    party: Option<String>,
    /// Another name of the party; as often as there are names
    #[arg(long, value_name = "NAME", requires = "party")]
    alias: Vec<String>,
    /// Where the party is registered: KR
    #[arg(long, value_name = "STATE", requires = "party")]
    country: Vec<String>,
    /// A number of the party in a register, with the register: lei:5493001KJTIIGC8Y1R12
    #[arg(long, value_name = "REGISTER:NUMBER", requires = "party")]
    identifier: Vec<String>,
    /// What scores less than so many thousandths is not told; without it the default of screening
    #[arg(long, value_name = "THOUSANDTHS", requires = "party")]
    threshold: Option<u16>,
    /// The licence that was granted to the party: its number
    #[arg(long, value_name = "NUMBER", requires_all = ["party", "granted"])]
    licence: Option<String>,
    /// The day on which it was granted: 2026-11-01
    #[arg(long, value_name = "DAY", requires = "licence")]
    granted: Option<String>,
    /// Why it is watched
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
    /// Also tell of records that are here already and were issued since then: 2026-11-01
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
}

impl Add {
    pub(super) async fn run(&self, place: &Place) -> Result<Exit, Failure> {
        let party = match &self.party {
            Some(name) => Some(self.card(name)?),
            None => None,
        };
        let licence = self.licence.clone().zip(self.granted.clone());
        let new = NewWatchView {
            name: self.name.clone(),
            query: self.query.clone(),
            party,
            threshold: self.threshold,
            licence: licence.map(|(number, granted)| LicenceView { number, granted }),
            note: self.note.clone(),
            since: self.since.clone(),
        };
        let watch = place.client()?.watch_add(&new).await?;
        place.screen().answer(&watch, |watch| {
            list::page(watch)
                + "it stays on this node; `chancery watch notices` says what it raises\n"
        })?;
        Ok(Exit::Done)
    }

    fn card(&self, name: &str) -> Result<Card, Failure> {
        let named = |value: &String, kind| Name { value: value.clone(), kind };
        let aliases = self.alias.iter().map(|alias| named(alias, NameKind::Alias));
        let first = named(&name.to_owned(), NameKind::Legal);
        let identifiers = self.identifier.iter().map(|text| identifier(text));
        Ok(Card {
            names: std::iter::once(first).chain(aliases).collect(),
            countries: self.country.iter().map(|code| code.to_ascii_uppercase()).collect(),
            identifiers: identifiers.collect::<Result<_, _>>()?,
            ..Card::default()
        })
    }
}

fn identifier(text: &str) -> Result<Identifier, Failure> {
    match text.split_once(':') {
        Some((scheme, value)) if !scheme.is_empty() && !value.is_empty() => {
            Ok(Identifier { scheme: scheme.to_owned(), value: value.to_owned(), country: None })
        }
        _ => Err(Failure::new(
            "the identifier names no register",
            "write the register before it, like lei:5493001KJTIIGC8Y1R12",
        )
        .ending(Exit::Usage)),
    }
}
