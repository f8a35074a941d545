//! From a condition to the documents of a segment that meet it: the same answer as that of the plain evaluator.

use std::cell::RefCell;
use std::rc::Rc;

use chancery_query::ask::{Ask, Day, Exact, Number, Phrase, Term, Within};
use chancery_query::{Heard, Status};
use time::Date;

use super::holding::Holding;
use super::lookup;
use super::part::{Part, filter};
use super::schema::{Class, Flags, NO_END, Zone, number_of, strictness};
use super::set::Set;

/// Sets of phrases that are kept, because relevance asks for them again: at 125 KB for a million documents
/// these are 4 MB.
const KEPT_MAX: usize = 32;

/// Evaluates conditions over one segment.
pub(super) struct Evaluator<'a> {
    part: &'a Part,
    today: Date,
    holding: &'a Holding,
    kept: RefCell<Vec<Kept>>,
}

/// The documents that have a phrase in a zone.
struct Kept {
    zone: Zone,
    phrase: Phrase,
    set: Rc<Set>,
}

/// The zones in which words are looked for.
const fn zones(within: Within) -> &'static [Zone] {
    match within {
        Within::Anywhere => &[Zone::Title, Zone::Prose, Zone::Party, Zone::Product, Zone::Other],
        Within::Title => &[Zone::Title],
        Within::Text => &[Zone::Title, Zone::Prose],
        Within::Party => &[Zone::Party],
        Within::WithdrawnParty => &[Zone::Withdrawn],
        Within::Product => &[Zone::Product],
    }
}

impl<'a> Evaluator<'a> {
    pub(super) fn new(part: &'a Part, today: Date, holding: &'a Holding) -> Evaluator<'a> {
        Evaluator { part, today, holding, kept: RefCell::default() }
    }

    /// Those of `within` that meet the condition.
    pub(super) fn meet(&self, ask: &Ask, within: &Set) -> tantivy::Result<Set> {
        match ask {
            Ask::Term(term) => self.term(term, within),
            Ask::Not(ask) => {
                let mut left = within.clone();
                left.remove(&self.meet(ask, within)?);
                Ok(left)
            }
            Ask::And(asks) => {
                // What is looked up narrows what has to be read column by column.
                let (slow, quick): (Vec<&Ask>, Vec<&Ask>) =
                    asks.iter().partition(|ask| is_slow(ask));
                let mut left = within.clone();
                for ask in quick.into_iter().chain(slow) {
                    if left.is_empty() {
                        break;
                    }
                    left = self.meet(ask, &left)?;
                }
                Ok(left)
            }
            Ask::Or(asks) => {
                let mut found = Set::none(within.size());
                for ask in asks {
                    found.add(&self.meet(ask, within)?);
                }
                Ok(found)
            }
        }
    }

    fn term(&self, term: &Term, within: &Set) -> tantivy::Result<Set> {
        let fixed = &self.part.fixed;
        let mut found = Set::none(self.part.size);
        match term {
            Term::Words { within: texts, phrase } => {
                for zone in zones(*texts) {
                    found.add(&*self.phrase(*zone, phrase)?);
                }
            }
            Term::Exact { exact: Exact::Id, one_of } => {
                one_of.iter().try_for_each(|one| lookup::id(&fixed.exact, one, &mut found))?;
            }
            Term::Exact { exact, one_of } => {
                let class = Class::Of(*exact);
                let mut add = |one| lookup::pattern(&fixed.exact, class, one, &mut found);
                one_of.iter().try_for_each(&mut add)?;
            }
            Term::Code { reach, one_of, .. } => {
                let class = Class::Of(reach.exact());
                let mut add = |one| lookup::pattern(&fixed.exact, class, one, &mut found);
                one_of.iter().try_for_each(&mut add)?;
            }
            Term::Status(statuses) => return Ok(self.stands(within, |it| statuses.contains(&it))),
            Term::Exercise => {
                return Ok(within.only(&fixed.flags, |flags| Flags(flags).exercise()));
            }
            Term::Marking { from, to } => {
                let range = strictness(*from)..=strictness(*to);
                let fits = |flags| range.contains(&Flags(flags).strictness());
                return Ok(within.only(&fixed.flags, fits));
            }
            Term::Days { day, from, to } => return Ok(self.days(*day, *from, *to, within)),
            Term::Number { number: Number::Version, from, to } => {
                let range = u64::from(*from)..=u64::from(*to);
                return Ok(filter(within, &*fixed.number, |number| range.contains(&number)));
            }
            Term::Number { number: Number::HeldBy, from, to } => {
                let steps = self.holding.of(&fixed.logs);
                let mut held = Set::none(self.part.size);
                for doc in within.iter() {
                    let by = steps[usize_of(fixed.log.get_val(doc))].at(fixed.seq.get_val(doc));
                    if *from <= by && by <= *to {
                        held.insert(doc);
                    }
                }
                return Ok(held);
            }
        }
        found.keep(within);
        Ok(found)
    }

    /// The documents that have a phrase in a zone.
    pub(super) fn phrase(&self, zone: Zone, phrase: &Phrase) -> tantivy::Result<Rc<Set>> {
        let is_it = |kept: &&Kept| kept.zone == zone && kept.phrase == *phrase;
        if let Some(kept) = self.kept.borrow().iter().find(is_it) {
            return Ok(Rc::clone(&kept.set));
        }
        let set = Rc::new(lookup::phrase(&self.part.fixed.words, zone, phrase, self.part.size)?);
        let mut kept = self.kept.borrow_mut();
        if kept.len() < KEPT_MAX {
            kept.push(Kept { zone, phrase: phrase.clone(), set: Rc::clone(&set) });
        }
        Ok(set)
    }

    /// Those that stand in one of these ways.
    pub(super) fn stands(&self, within: &Set, fits: impl Fn(Status) -> bool) -> Set {
        let fixed = &self.part.fixed;
        let mut found = Set::none(self.part.size);
        for doc in within.iter() {
            let at = doc as usize;
            if status(Flags(fixed.flags[at]), fixed.until[at], self.today).is_some_and(&fits) {
                found.insert(doc);
            }
        }
        found
    }

    /// Those that are in force: what every search asks unless it asks for something else.
    pub(super) fn in_force(&self, within: &Set) -> Set {
        let (fixed, today) = (&self.part.fixed, day_of(self.today));
        let set = within.only(&fixed.flags, |flags| Flags(flags).heard() == Some(Heard::InForce));
        set.only(&fixed.until, |until| today <= until)
    }

    fn days(&self, day: Day, from: Option<Date>, to: Option<Date>, within: &Set) -> Set {
        let fixed = &self.part.fixed;
        match day {
            Day::Issued => {
                let from = from.map_or(i64::MIN, number_of);
                let to = to.map_or(i64::MAX, number_of);
                filter(within, &*fixed.day, |day| from <= day && day <= to)
            }
            Day::ValidUntil => {
                let from = from.map_or(i32::MIN, day_of);
                let to = to.map_or(day_before_no_end(), day_of);
                within.only(&fixed.until, |day| from <= day && day <= to)
            }
        }
    }
}

/// A day as a number that fits all days.
fn day_of(day: Date) -> i32 {
    day.to_julian_day()
}

/// The last day that is one.
fn day_before_no_end() -> i32 {
    i32::try_from(NO_END - 1).unwrap_or(i32::MAX)
}

/// How a version stands on a day; none where the number says nothing.
pub(super) fn status(flags: Flags, until: i32, today: Date) -> Option<Status> {
    Some(match flags.heard()? {
        Heard::InForce if until < day_of(today) => Status::Expired,
        Heard::InForce => Status::InForce,
        Heard::Corrected => Status::Corrected,
        Heard::Withdrawn => Status::Withdrawn,
        Heard::Forked => Status::Forked,
        Heard::Revoked => Status::Revoked,
    })
}

/// Whether a condition is read off columns, document by document.
fn is_slow(ask: &Ask) -> bool {
    match ask {
        Ask::Term(Term::Words { .. } | Term::Exact { .. } | Term::Code { .. }) => false,
        Ask::Term(_) => true,
        Ask::Not(ask) => is_slow(ask),
        Ask::And(asks) | Ask::Or(asks) => asks.iter().any(is_slow),
    }
}

fn usize_of(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
