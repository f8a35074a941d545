//! How an answer counts: by the values of its documents, exactly and over all segments.
//!
//! Each segment numbers its values by itself. So every value has a second number that is one in all of them
//! ([`Names`]), and only the few values that are shown are ever read as text. Nothing is counted but what the reader
//! may see.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, RandomState};

use chancery_query::{FACET_VALUES_MAX, Facet, Status, Tally};
use time::Date;

use super::columns::Values;
use super::evaluate::status;
use super::part::Part;
use super::schema::{COUNTED, Flags};
use super::set::Set;

/// Below this share of a segment's values it is cheaper to count what is met than to count into a table.
const SPARSE: u32 = 16;

/// The numbers that values have in all segments, for each facet of [`COUNTED`].
///
/// A value is known by a keyed hash of 64 bits: among a million values the chance that two share one is one in
/// forty million, and nobody outside can look for such two.
#[derive(Default)]
pub(super) struct Names {
    hasher: RandomState,
    numbers: [HashMap<u64, u32>; COUNTED.len()],
}

impl Names {
    /// The numbers of a segment's values, in the order in which the segment has them.
    pub(super) fn of(&mut self, facets: &[Values]) -> tantivy::Result<Vec<Vec<u32>>> {
        let mut all = Vec::new();
        for (numbers, values) in self.numbers.iter_mut().zip(facets) {
            let mut stream = values.texts().dictionary().stream()?;
            let mut here = Vec::with_capacity(values.len());
            while stream.advance() {
                let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
                let hash = self.hasher.hash_one(stream.key());
                here.push(*numbers.entry(hash).or_insert(next));
            }
            all.push(here);
        }
        Ok(all)
    }

    /// How many values have a number.
    pub(super) fn len(&self) -> usize {
        self.numbers.iter().map(HashMap::len).sum()
    }
}

/// Counts by one facet.
pub(super) fn tally(facet: Facet, found: &[(&Part, &Set)], today: Date) -> tantivy::Result<Tally> {
    match facet {
        Facet::Status => Ok(few(by_status(found, today))),
        Facet::Year => Ok(few(by_year(found))),
        Facet::State
        | Facet::Kind
        | Facet::Category
        | Facet::Code
        | Facet::Destination
        | Facet::Party
        | Facet::Right => by_value(facet, found),
    }
}

/// A segment's values with how often each occurs, in their order.
struct Counted<'a> {
    values: &'a Values,
    names: &'a [u32],
    counts: Vec<(u32, u32)>,
}

fn by_value(facet: Facet, found: &[(&Part, &Set)]) -> tantivy::Result<Tally> {
    let mut segments = Vec::new();
    for (part, set) in found {
        if let Some((values, names)) = part.facet(facet) {
            segments.push(Counted { values, names, counts: counted(values, set) });
        }
    }
    let mut totals: HashMap<u32, u64> = HashMap::new();
    let mut dense: Vec<u64> = Vec::new();
    let met: usize = segments.iter().map(|segment| segment.counts.len()).sum();
    let known = segments
        .iter()
        .flat_map(|it| it.names.iter().max())
        .max()
        .map_or(0, |max| *max as usize + 1);
    let is_dense = met > known / SPARSE as usize;
    if is_dense {
        dense = vec![0; known];
    }
    for segment in &segments {
        for (ord, count) in &segment.counts {
            let name = segment.names[*ord as usize];
            if is_dense {
                dense[name as usize] += u64::from(*count);
            } else {
                *totals.entry(name).or_default() += u64::from(*count);
            }
        }
    }
    let total = |name: u32| {
        if is_dense { dense[name as usize] } else { totals.get(&name).copied().unwrap_or(0) }
    };
    let mut counts: Vec<u64> = if is_dense {
        dense.iter().copied().filter(|count| *count > 0).collect()
    } else {
        totals.values().copied().collect()
    };
    let distinct = counts.len();
    let least = least_shown(&mut counts);
    let mut shown: BTreeMap<u32, (String, u64)> = BTreeMap::new();
    for segment in &segments {
        let mut alike = 0;
        for (ord, _) in &segment.counts {
            let name = segment.names[*ord as usize];
            let count = total(name);
            // Of those that are as frequent as the last one shown, the first by text are among the
            // first of some segment.
            alike += usize::from(count == least);
            let wanted = count > least || (count == least && alike <= FACET_VALUES_MAX);
            if wanted && !shown.contains_key(&name) {
                let mut text = String::new();
                segment.values.texts().ord_to_str(u64::from(*ord), &mut text)?;
                shown.insert(name, (text, count));
            }
        }
    }
    Ok(Tally { values: first(shown.into_values().collect()), distinct })
}

/// The count of the last value that is shown.
fn least_shown(counts: &mut [u64]) -> u64 {
    let Some(last) = counts.len().min(FACET_VALUES_MAX).checked_sub(1) else { return 0 };
    let (_, least, _) = counts.select_nth_unstable_by(last, |one, other| other.cmp(one));
    *least
}

fn counted(values: &Values, set: &Set) -> Vec<(u32, u32)> {
    if (set.count() as usize) < values.len() / SPARSE as usize {
        let mut met = values.gather(set);
        met.sort_unstable();
        let runs = met.chunk_by(|one, other| one == other);
        return runs.map(|run| (run[0], u32::try_from(run.len()).unwrap_or(u32::MAX))).collect();
    }
    let mut counts = vec![0; values.len()];
    values.count(set, &mut counts);
    (0..).zip(counts).filter(|(_, count)| *count > 0).collect()
}

fn by_status(found: &[(&Part, &Set)], today: Date) -> BTreeMap<String, u64> {
    let mut counts = [0_u64; Status::ALL.len()];
    for (part, set) in found {
        for doc in set.iter() {
            let at = doc as usize;
            if let Some(status) = status(Flags(part.fixed.flags[at]), part.fixed.until[at], today) {
                counts[status as usize] += 1;
            }
        }
    }
    let counts = Status::ALL.iter().zip(counts).filter(|(_, count)| *count > 0);
    counts.map(|(status, count)| (status.as_str().to_owned(), count)).collect()
}

fn by_year(found: &[(&Part, &Set)]) -> BTreeMap<String, u64> {
    let mut counts: BTreeMap<i64, u64> = BTreeMap::new();
    for (part, set) in found {
        let column = &*part.fixed.year;
        // Calendars end at 9999 on either side, so that a place for each year is a small table.
        let least = column.min_value();
        let table = usize::try_from(column.max_value().saturating_sub(least)).unwrap_or(0);
        let (mut table, mut years) = (vec![0_u64; table + 1], [0; 64]);
        set.blocks(|docs| {
            let years = &mut years[..docs.len()];
            column.get_vals(docs, years);
            for year in years.iter() {
                let at = usize::try_from(*year - least).unwrap_or(0);
                if let Some(count) = table.get_mut(at) {
                    *count += 1;
                }
            }
        });
        for (year, count) in (least..).zip(table).filter(|(_, count)| *count > 0) {
            *counts.entry(year).or_default() += count;
        }
    }
    counts.into_iter().map(|(year, count)| (year.to_string(), count)).collect()
}

fn few(counts: BTreeMap<String, u64>) -> Tally {
    let distinct = counts.len();
    Tally { values: first(counts.into_iter().collect()), distinct }
}

/// The values that are shown, in their order.
fn first(mut values: Vec<(String, u64)>) -> Vec<(String, usize)> {
    values.sort_by(|(one, many), (other, more)| more.cmp(many).then_with(|| one.cmp(other)));
    values.truncate(FACET_VALUES_MAX);
    let count = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    values.into_iter().map(|(value, many)| (value, count(many))).collect()
}

/// Values that stand for nothing in any of these segments any more.
pub(super) fn is_wasteful(names: &Names, parts: &[Part]) -> bool {
    /// What may be left over; a number takes some 30 bytes.
    const SPARE: usize = 100_000;
    let used: usize = parts.iter().flat_map(|part| part.names.iter().map(Vec::len)).sum();
    names.len() > SPARE + 2 * used
}
