//! Why a document is an answer, where its words do not show it: an entry that was not typed, another name of a party.

use std::collections::BTreeSet;

use crate::{
    ask::{Reach, Term, Wanted, Within},
    document::{Code, Named, small},
    query::Query,
    seen::Seen,
    words,
};

impl Query {
    /// What of the document met the conditions on codes and on parties, a line each.
    pub fn because(&self, seen: &Seen<'_>) -> Vec<String> {
        let mut lines = BTreeSet::new();
        let document = seen.document();
        let wanted = self.ask().terms().into_iter().filter(|(_, wanted)| *wanted == Wanted::Yes);
        for (term, _) in wanted {
            match term {
                Term::Code { asked, reach, one_of } => {
                    let met = |code: &&Code| {
                        let values = code.values(reach.exact());
                        values.iter().any(|value| one_of.iter().any(|it| it.fits(value)))
                    };
                    let met = document.codes.iter().filter(met);
                    lines.extend(met.map(|code| line(code, asked, *reach)));
                }
                Term::Words { within, phrase } => {
                    let named = |party: &Named| {
                        let mut names = party.names.iter();
                        names.find(|name| phrase.is_in(&words(name))).cloned()
                    };
                    let parties = document.parties.iter();
                    lines.extend(parties.filter_map(|party| match (within, party.withdrawn) {
                        (Within::Party | Within::Anywhere, false) => {
                            Some(format!("names {}", named(party)?))
                        }
                        (Within::WithdrawnParty, true) => {
                            Some(format!("named {}, which was withdrawn", named(party)?))
                        }
                        _ => None,
                    }));
                }
                _ => {}
            }
        }
        lines.into_iter().collect()
    }
}

fn line(code: &Code, asked: &str, reach: Reach) -> String {
    let own = format!("{}/{}", code.list, code.code);
    let below = |upper: &str| {
        let (own, code) = (small(&own), small(&code.code));
        let under = |entry: &str| {
            entry.strip_prefix(upper).is_some_and(|rest| rest.starts_with(['.', '(']))
        };
        under(&own) || under(&code)
    };
    let asked_small = small(asked);
    match reach {
        Reach::Up => format!("names {own}, which is broader than {asked}"),
        Reach::Down if small(&own) == asked_small || small(&code.code) == asked_small => {
            format!("names {own}")
        }
        Reach::Down if asked.ends_with('*') => format!("names {own}"),
        Reach::Down if below(&asked_small) => format!("names {own}, below {asked}"),
        Reach::Down => format!("names {own}, by the crosswalk from {asked}"),
    }
}
