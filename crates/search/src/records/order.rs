//! The order of an answer, and its first places.
//!
//! Only as many as are shown are kept while a segment is read. The order is that of the plain evaluator: what
//! was asked, then the newer one, then the smaller id. Of two ids that begin with the same eight bytes, which nobody
//! meets by chance, the earlier place in a log comes first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use chancery_query::{Log, Query, Sort};

use super::evaluate::Evaluator;
use super::holding::{Holding, Steps};
use super::part::Part;
use super::schema::Zone;
use super::set::Set;

/// Points of a word in the title, in a name, and elsewhere: those of the plain evaluator.
const WORTH: [(&[Zone], u16); 3] =
    [(&[Zone::Title], 8), (&[Zone::Party, Zone::Product], 4), (&[Zone::Prose], 1)];

/// A place in the order; what is smaller comes first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    by: u64,
    /// The reference as a text, where the order is by reference.
    text: String,
    number: u64,
    issued: Reverse<i64>,
    version: u64,
    /// Where it stands: this names the hit.
    pub(super) log: Log,
    pub(super) seq: u64,
}

/// A place in the order within a segment, where texts are numbers. The last one is the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Quick {
    by: u64,
    text: u64,
    number: u64,
    issued: Reverse<i64>,
    version: u64,
    doc: u32,
}

/// The order of a query over one segment.
pub(super) struct Order<'a> {
    part: &'a Part,
    sort: Sort,
    /// Points of each document, for the order by relevance.
    points: Vec<u16>,
    /// By the numbers of logs, for the order by holders.
    held: Vec<Steps>,
}

impl<'a> Order<'a> {
    /// Of what was found, or of one document that is looked for among it.
    pub(super) fn new(
        part: &'a Part,
        query: &Query,
        evaluator: &Evaluator<'_>,
        holding: &Holding,
        found: &Set,
    ) -> tantivy::Result<Order<'a>> {
        let sort = query.sort();
        let points = match sort {
            Sort::Relevance if !found.is_empty() => points(part, query, evaluator, found)?,
            _ => Vec::new(),
        };
        let held = if sort == Sort::HeldBy { holding.of(&part.fixed.logs) } else { Vec::new() };
        Ok(Order { part, sort, points, held })
    }

    /// The first places of a set, those behind a place, in no order.
    pub(super) fn first(
        &self,
        found: &Set,
        limit: usize,
        behind: Option<&Rank>,
    ) -> tantivy::Result<Vec<Rank>> {
        let mut best: BinaryHeap<Quick> = BinaryHeap::new();
        let issued = &self.part.fixed.issued;
        for doc in found.iter() {
            self.consider(doc, issued[doc as usize], limit, behind, &mut best)?;
        }
        best.into_iter().map(|quick| self.rank(quick.doc)).collect()
    }

    fn consider(
        &self,
        doc: u32,
        issued: i64,
        limit: usize,
        behind: Option<&Rank>,
        best: &mut BinaryHeap<Quick>,
    ) -> tantivy::Result<()> {
        let by = self.by(doc, issued);
        let worst = best.peek().filter(|_| best.len() >= limit).copied();
        if let Some(worst) = worst {
            // Most are told by this much, without their ids.
            let alike = self.sort != Sort::Reference && by == worst.by;
            if by > worst.by || (alike && Reverse(issued) > worst.issued) {
                return Ok(());
            }
        }
        let quick = self.quick(doc, by, issued);
        if limit == 0 || worst.is_some_and(|worst| quick >= worst) {
            return Ok(());
        }
        if let Some(behind) = behind
            && by <= behind.by
            && self.rank(doc)? <= *behind
        {
            return Ok(());
        }
        if worst.is_some() {
            best.pop();
        }
        best.push(quick);
        Ok(())
    }

    fn by(&self, doc: u32, issued: i64) -> u64 {
        match self.sort {
            Sort::Newest => 0,
            // The same order without a sign.
            Sort::Oldest => issued.cast_unsigned() ^ (1 << 63),
            Sort::Relevance => {
                u64::MAX - self.points.get(doc as usize).map_or(0, |it| u64::from(*it))
            }
            Sort::HeldBy => u64::MAX - u64::from(self.held_by(doc)),
            Sort::Reference => self.part.fixed.place.get_val(doc),
        }
    }

    fn held_by(&self, doc: u32) -> u32 {
        let fixed = &self.part.fixed;
        let log = usize::try_from(fixed.log.get_val(doc)).ok().and_then(|log| self.held.get(log));
        log.map_or(0, |steps| steps.at(fixed.seq.get_val(doc)))
    }

    fn quick(&self, doc: u32, by: u64, issued: i64) -> Quick {
        let fixed = &self.part.fixed;
        let (mut text, mut number) = (0, 0);
        if self.sort == Sort::Reference {
            text = fixed.reference.ords().first(doc).unwrap_or(0);
            number = fixed.number.get_val(doc);
        }
        let version = fixed.version[doc as usize];
        Quick { by, text, number, issued: Reverse(issued), version, doc }
    }

    /// The place of a document.
    pub(super) fn rank(&self, doc: u32) -> tantivy::Result<Rank> {
        let fixed = &self.part.fixed;
        let issued = fixed.issued[doc as usize];
        let Quick { by, text: ord, number, issued, version, .. } =
            self.quick(doc, self.by(doc, issued), issued);
        let mut text = String::new();
        if self.sort == Sort::Reference {
            fixed.reference.ord_to_str(ord, &mut text)?;
        }
        let log = usize::try_from(fixed.log.get_val(doc)).ok().and_then(|log| fixed.logs.get(log));
        let log = *log.ok_or_else(|| {
            tantivy::error::DataCorruption::comment_only("a document without a log")
        })?;
        Ok(Rank { by, text, number, issued, version, log, seq: fixed.seq.get_val(doc) })
    }
}

fn points(
    part: &Part,
    query: &Query,
    evaluator: &Evaluator<'_>,
    found: &Set,
) -> tantivy::Result<Vec<u16>> {
    let mut points = vec![0_u16; part.size as usize];
    for phrase in query.free() {
        for (zones, worth) in WORTH {
            let mut with = Set::none(part.size);
            for zone in zones {
                with.add(&*evaluator.phrase(*zone, phrase)?);
            }
            with.keep(found);
            // A query has at most 256 words, so that 13 points for each fit.
            with.iter().for_each(|doc| {
                let points = &mut points[doc as usize];
                *points = points.saturating_add(worth);
            });
        }
    }
    Ok(points)
}
