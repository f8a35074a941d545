//! The evaluator: slow, plain, and the meaning of the language.

use super::{Ask, Day, Number, Term};
use crate::{about::About, seen::Seen};

impl Ask {
    /// Whether a document meets it.
    pub fn holds(&self, seen: &Seen<'_>, about: &About) -> bool {
        match self {
            Ask::Term(term) => term.holds(seen, about),
            Ask::Not(ask) => !ask.holds(seen, about),
            Ask::And(asks) => asks.iter().all(|ask| ask.holds(seen, about)),
            Ask::Or(asks) => asks.iter().any(|ask| ask.holds(seen, about)),
        }
    }
}

impl Term {
    /// Whether a document meets it.
    pub fn holds(&self, seen: &Seen<'_>, about: &About) -> bool {
        let document = seen.document();
        match self {
            Term::Words { within, phrase } => {
                seen.words(*within).iter().any(|text| phrase.is_in(text))
            }
            Term::Exact { exact, one_of } => {
                let values = document.values(*exact);
                values.iter().any(|value| one_of.iter().any(|pattern| pattern.fits(value)))
            }
            Term::Code { reach, one_of, .. } => {
                let values = document.values(reach.exact());
                values.iter().any(|value| one_of.iter().any(|pattern| pattern.fits(value)))
            }
            Term::Status(statuses) => statuses.contains(&document.status(about.today)),
            Term::Exercise => document.exercise,
            Term::Marking { from, to } => {
                let marking = document.strictness();
                *from <= marking && marking <= *to
            }
            Term::Days { day, from, to } => {
                let day = match day {
                    Day::Issued => Some(document.issued_on()),
                    Day::ValidUntil => document.valid_until,
                };
                day.is_some_and(|day| {
                    from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
                })
            }
            Term::Number { number, from, to } => {
                let number = match number {
                    Number::Version => document.number,
                    Number::HeldBy => about.held_by,
                };
                *from <= number && number <= *to
            }
        }
    }
}
