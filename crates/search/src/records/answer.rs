//! A question to the index of records, and its answer.

use chancery_encoding::Digest;
use chancery_query::ask::Pattern;
use chancery_query::{Entitlement, Facet, Log, Query, Status, Tally};
use time::Date;

use super::evaluate::Evaluator;
use super::holding::Holding;
use super::lookup;
use super::order::{Order, Rank};
use super::part::Part;
use super::set::Set;
use super::tally::tally;
use super::view::View;
use crate::watermark::Watermark;

/// A question.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// What is asked.
    pub query: &'a Query,
    /// Who asks.
    pub reader: &'a Entitlement,
    /// By what the answer is counted.
    pub facets: &'a [Facet],
    /// The day on which expiry is read.
    pub today: Date,
    /// How many states hold what.
    pub holding: &'a Holding,
    /// So many hits at most; all are counted.
    pub limit: usize,
    /// Only hits behind this version, in the order that is asked.
    pub after: Option<Digest>,
}

/// Where a version that was found stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The log of its statement.
    pub log: Log,
    /// The place of its statement.
    pub seq: u64,
}

/// An answer, of exactly what was read up to the watermark.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The first hits, in the order that was asked.
    pub hits: Vec<Hit>,
    /// How many there are in all.
    pub total: u64,
    /// How many more match and do not stand: what the query hides because it names no status.
    pub hidden: u64,
    /// How all of them count.
    pub facets: Vec<(Facet, Tally)>,
    /// How far the index has read.
    pub watermark: Watermark,
}

pub(super) struct Found {
    pub(super) hits: Vec<Hit>,
    pub(super) total: u64,
    pub(super) hidden: u64,
    pub(super) facets: Vec<(Facet, Tally)>,
}

/// What came of looking for the version behind which hits are wanted.
enum Behind {
    /// It was not asked for.
    All,
    /// Its place.
    Place(Rank),
    /// It is no hit, or not any more.
    Gone,
}

/// The answer of a view; none when the version behind which hits are wanted is no hit.
pub(super) fn answer(view: &View, question: &Question<'_>) -> tantivy::Result<Option<Found>> {
    let mut hidden = 0;
    let mut found: Vec<(&Part, Set)> = Vec::new();
    let mut orders = Vec::new();
    for part in &view.parts {
        let evaluator = Evaluator::new(part, question.today, question.holding);
        let seen = part.seen_by(question.reader)?;
        let mut set = evaluator.meet(question.query.ask(), &seen)?;
        if question.query.hides() {
            let standing = evaluator.stands(&set, |status| status == Status::InForce);
            hidden += u64::from(set.count() - standing.count());
            set = standing;
        }
        let holding = question.holding;
        orders.push(Order::new(part, question.query, &evaluator, holding, &set)?);
        found.push((part, set));
    }
    let behind = match behind(question.after, &found, &orders)? {
        Behind::All => None,
        Behind::Place(rank) => Some(rank),
        Behind::Gone => return Ok(None),
    };
    let mut ranks = Vec::new();
    for (order, (_, set)) in orders.iter().zip(&found) {
        ranks.extend(order.first(set, question.limit, behind.as_ref())?);
    }
    ranks.sort_unstable();
    ranks.truncate(question.limit);
    let count = |facet: &Facet| Ok((*facet, tally(*facet, &found, question.today)?));
    let facets = question.facets.iter().map(count).collect::<tantivy::Result<_>>()?;
    let total = found.iter().map(|(_, set)| u64::from(set.count())).sum();
    let hits = ranks.iter().map(|rank| Hit { log: rank.log, seq: rank.seq }).collect();
    Ok(Some(Found { hits, total, hidden, facets }))
}

fn behind(
    after: Option<Digest>,
    found: &[(&Part, Set)],
    orders: &[Order<'_>],
) -> tantivy::Result<Behind> {
    let Some(after) = after else { return Ok(Behind::All) };
    let id = Pattern::Is(after.to_string());
    for ((part, set), order) in found.iter().zip(orders) {
        let mut named = Set::none(part.size);
        lookup::id(&part.fixed.exact, &id, &mut named)?;
        named.keep(set);
        let first = super::schema::first(&after);
        let is_it = |doc: &u32| part.fixed.version.get_val(*doc) == first;
        let doc = named.iter().find(is_it);
        if let Some(doc) = doc {
            return Ok(Behind::Place(order.rank(doc)?));
        }
    }
    Ok(Behind::Gone)
}
