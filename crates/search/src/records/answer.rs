//! A question to the index of records, and its answer.

use chancery_encoding::Digest;
use chancery_query::ask::Pattern;
use chancery_query::{Entitlement, Facet, Log, Query, Tally};
use time::Date;

use super::cores;
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
    let documents = view.parts.iter().map(|part| u64::from(part.size)).sum();
    let met = cores::each(&view.parts, documents, |part| Met::of(part, question))?;
    let behind = match behind(question.after, &met)? {
        Behind::All => None,
        Behind::Place(rank) => Some(rank),
        Behind::Gone => return Ok(None),
    };
    let total = met.iter().map(|met| u64::from(met.count)).sum();
    let ranks =
        cores::each(&met, total, |met| met.order.first(&met.set, question.limit, behind.as_ref()))?;
    let mut ranks = ranks.concat();
    ranks.sort_unstable();
    ranks.truncate(question.limit);
    let found: Vec<(&Part, &Set)> = met.iter().map(|met| (met.part, &met.set)).collect();
    let facets = cores::each(question.facets, total, |facet| {
        Ok((*facet, tally(*facet, &found, question.today)?))
    })?;
    let hits = ranks.iter().map(|rank| Hit { log: rank.log, seq: rank.seq }).collect();
    let hidden = met.iter().map(|met| u64::from(met.hidden)).sum();
    Ok(Some(Found { hits, total, hidden, facets }))
}

/// What of a segment meets a question.
struct Met<'a> {
    part: &'a Part,
    set: Set,
    count: u32,
    hidden: u32,
    order: Order<'a>,
}

impl<'a> Met<'a> {
    fn of(part: &'a Part, question: &Question<'_>) -> tantivy::Result<Met<'a>> {
        let evaluator = Evaluator::new(part, question.today, question.holding);
        let seen = part.seen_by(question.reader)?;
        let mut set = evaluator.meet(question.query.ask(), &seen)?;
        let mut hidden = 0;
        if question.query.hides() {
            let standing = evaluator.in_force(&set);
            hidden = set.count() - standing.count();
            set = standing;
        }
        let order = Order::new(part, question.query, &evaluator, question.holding, &set)?;
        Ok(Met { part, count: set.count(), set, hidden, order })
    }
}

fn behind(after: Option<Digest>, met: &[Met<'_>]) -> tantivy::Result<Behind> {
    let Some(after) = after else { return Ok(Behind::All) };
    let id = Pattern::Is(after.to_string());
    let first = super::schema::first(&after);
    for Met { part, set, order, .. } in met {
        let mut named = Set::none(part.size);
        lookup::id(&part.fixed.exact, &id, &mut named)?;
        named.keep(set);
        // A record of several versions is named by its own id as well.
        let doc = named.iter().find(|doc| part.fixed.version[*doc as usize] == first);
        if let Some(doc) = doc {
            return Ok(Behind::Place(order.rank(doc)?));
        }
    }
    Ok(Behind::Gone)
}
