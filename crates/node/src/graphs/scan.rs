//! One pass over what is held, the newest first: every record as a graph reads it.

use chancery_graph::source::Testimony;
use chancery_graph::{Holdings, Judge};
use chancery_screening::{Card, Commonness, Prepared, Settings};
use chancery_store::{Listing, Store};
use time::Date;

use super::testimony::testimony;
use crate::reading::ReadError;
use crate::telling;

/// Records that one pass reads: at 20 KiB each 400 MiB in the worst case, and usually a twentieth of it. A fold of
/// a thread of one takes some tens of microseconds.
pub(crate) const RECORDS_MAX: usize = 20_000;

/// What one pass has read.
#[derive(Debug, Default)]
pub(crate) struct Pass {
    /// What the records say that name somebody.
    pub(crate) said: Vec<Testimony>,
    /// Records that were not looked at, because there are too many.
    pub(crate) beyond: usize,
}

impl Pass {
    /// Reads what is held.
    pub(crate) fn over(store: &Store, today: Date) -> Result<Pass, ReadError> {
        let listing = Listing { limit: usize::MAX, ..Listing::default() };
        let mut pass = Pass::default();
        let mut looked_at = 0;
        for listed in store.list(&listing).0 {
            // What changes another record that is held is read with that record.
            if store.root_of(listed.position) != Some(listed.position) {
                continue;
            }
            if looked_at == RECORDS_MAX {
                pass.beyond += 1;
                continue;
            }
            looked_at += 1;
            let thread = telling::fold(store, listed.position)?;
            pass.said.extend(thread.and_then(|thread| testimony(&thread, today)));
        }
        Ok(pass)
    }

    /// How common words are in the names that were read.
    pub(crate) fn commonness(&self) -> Commonness {
        let cards = self.said.iter().flat_map(|said| &said.parties).map(|named| &named.card);
        let prepared: Vec<Prepared> = distinct(cards).map(Prepared::of).collect();
        Commonness::counted(&prepared)
    }
}

/// Each card once: a name that one state repeats in a thousand records is not common for that.
fn distinct<'a>(cards: impl Iterator<Item = &'a Card>) -> impl Iterator<Item = &'a Card> {
    let mut seen = std::collections::BTreeSet::new();
    cards.filter(move |card| seen.insert(card.digest()))
}

/// The matcher over what was read.
pub(crate) fn held<'a>(judge: &'a Judge<'a>, pass: Pass) -> Holdings<'a> {
    Holdings::new(judge, pass.said, Vec::new())
}

/// The settings with which parties are compared here.
pub(crate) fn settings() -> Settings {
    Settings::default()
}
