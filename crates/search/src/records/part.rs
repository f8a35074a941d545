//! One segment, opened: its postings, its columns, and who may see what of it.
//!
//! A segment never changes; only documents of it are deleted. So whatever costs time to open is opened once
//! and kept as long as the segment stands.

use std::sync::{Arc, Mutex, PoisonError};

use chancery_query::{Entitlement, Facet, Log};
use tantivy::SegmentReader;
use tantivy::columnar::{BytesColumn, ColumnValues, StrColumn};
use tantivy::index::{InvertedIndexReader, SegmentId};

use super::columns::{Values, numbers};
use super::lookup;
use super::schema::Flags;
use super::schema::{COUNTED, Class, Fields, column, counted, log_of, strictness};
use super::set::Set;

/// Readers whose documents are remembered for a segment: the desk's own, and that with each lower marking.
const READERS_MAX: usize = 8;

/// A column of one number for each document.
pub(super) type Numbers<T> = Arc<dyn ColumnValues<T>>;

/// What of a segment never changes.
pub(super) struct Fixed {
    pub(super) words: Arc<InvertedIndexReader>,
    pub(super) exact: Arc<InvertedIndexReader>,
    pub(super) issued: Vec<i64>,
    pub(super) until: Vec<i32>,
    pub(super) flags: Vec<u8>,
    pub(super) version: Vec<u64>,
    pub(super) day: Numbers<i64>,
    pub(super) year: Numbers<i64>,
    pub(super) number: Numbers<u64>,
    pub(super) seq: Numbers<u64>,
    pub(super) place: Numbers<u64>,
    pub(super) reference: StrColumn,
    pub(super) log: Numbers<u64>,
    /// By the numbers in the column.
    pub(super) logs: Vec<Log>,
    /// In the order of [`COUNTED`].
    pub(super) facets: Vec<Values>,
    admitted: Mutex<Vec<(Entitlement, Arc<Set>)>>,
}

/// One segment.
pub(super) struct Part {
    pub(super) id: SegmentId,
    pub(super) size: u32,
    pub(super) fixed: Arc<Fixed>,
    /// What has not been deleted; none when nothing has.
    pub(super) alive: Option<Set>,
    /// For each facet of [`COUNTED`] the number that a value has in all segments.
    pub(super) names: Arc<Vec<Vec<u32>>>,
}

impl Part {
    /// The documents that a reader may see, and that have not been deleted.
    pub(super) fn seen_by(&self, reader: &Entitlement) -> tantivy::Result<Set> {
        let mut seen = (*self.fixed.admitted(reader, self.size)?).clone();
        self.alive.iter().for_each(|alive| seen.keep(alive));
        Ok(seen)
    }

    /// The column of a facet; none for those that follow from numbers.
    pub(super) fn facet(&self, facet: Facet) -> Option<(&Values, &[u32])> {
        let at = COUNTED.iter().position(|counted| *counted == facet)?;
        Some((&self.fixed.facets[at], &self.names[at]))
    }
}

/// The documents of a segment that have not been deleted.
pub(super) fn alive(reader: &SegmentReader) -> Option<Set> {
    let alive = reader.alive_bitset()?;
    let mut set = Set::none(reader.max_doc());
    (0..reader.max_doc()).filter(|doc| alive.is_alive(*doc)).for_each(|doc| set.insert(doc));
    Some(set)
}

impl Fixed {
    pub(super) fn open(reader: &SegmentReader, fields: &Fields) -> tantivy::Result<Fixed> {
        let columns = reader.fast_fields();
        let whole = |name: &str| columns.u64(name).map(|column| column.first_or_default_col(0));
        let signed = |name: &str| columns.i64(name).map(|column| column.first_or_default_col(0));
        let empty = || BytesColumn::empty(reader.max_doc());
        let texts = |name: &str| -> tantivy::Result<StrColumn> {
            Ok(columns.str(name)?.unwrap_or_else(|| StrColumn::wrap(empty())))
        };
        let log = columns.bytes(column::LOG)?.unwrap_or_else(empty);
        let size = reader.max_doc();
        let facets = COUNTED.iter().map(|it| Ok(Values::of(texts(counted(*it))?, size)));
        Ok(Fixed {
            words: reader.inverted_index(fields.words)?,
            exact: reader.inverted_index(fields.exact)?,
            issued: numbers(&*signed(column::ISSUED)?, size, |it| it),
            until: numbers(&*signed(column::UNTIL)?, size, |it| {
                i32::try_from(it).unwrap_or(i32::MAX)
            }),
            flags: numbers(&*whole(column::FLAGS)?, size, |it| u8::try_from(it).unwrap_or(u8::MAX)),
            version: numbers(&*whole(column::VERSION)?, size, |it| it),
            day: signed(column::DAY)?,
            year: signed(column::YEAR)?,
            number: whole(column::NUMBER)?,
            seq: whole(column::SEQ)?,
            place: whole(column::PLACE)?,
            reference: texts(column::REFERENCE)?,
            logs: logs(&log)?,
            log: log.ords().clone().first_or_default_col(0),
            facets: facets.collect::<tantivy::Result<_>>()?,
            admitted: Mutex::default(),
        })
    }

    /// The readers who have asked.
    pub(super) fn readers(&self) -> Vec<Entitlement> {
        let known = self.admitted.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().map(|(reader, _)| reader.clone()).collect()
    }

    /// The documents that a reader may see: of his own state, or for his groups, and not too strict.
    pub(super) fn admitted(&self, reader: &Entitlement, size: u32) -> tantivy::Result<Arc<Set>> {
        let known = || self.admitted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, set)) = known().iter().find(|(known, _)| known == reader) {
            return Ok(Arc::clone(set));
        }
        let own = reader.state.map(|state| {
            let state = state.as_str().to_lowercase();
            Class::Of(chancery_query::ask::Exact::State).value(state.as_bytes())
        });
        let named = reader.readers().map(|word| Class::Reader.value(word.as_bytes()));
        let mut set = Set::none(size);
        for value in named.chain(own) {
            lookup::value(&self.exact, &value, &mut set)?;
        }
        let strictest = strictness(reader.marking_max);
        let set = set.only(&self.flags, |flags| Flags(flags).strictness() <= strictest);
        let set = Arc::new(set);
        let mut known = known();
        if known.len() == READERS_MAX {
            known.remove(0);
        }
        known.push((reader.clone(), Arc::clone(&set)));
        Ok(set)
    }
}

fn logs(column: &BytesColumn) -> tantivy::Result<Vec<Log>> {
    let mut logs = Vec::new();
    let mut bytes = Vec::new();
    for ord in 0..column.num_terms() as u64 {
        column.ord_to_bytes(ord, &mut bytes)?;
        logs.push(
            log_of(&bytes).ok_or_else(|| {
                tantivy::error::DataCorruption::comment_only("a log has 40 bytes")
            })?,
        );
    }
    Ok(logs)
}

/// Those of a set whose number in a column fits.
pub(super) fn filter<T: Copy + Default + PartialOrd + std::fmt::Debug + Send + Sync + 'static>(
    within: &Set,
    column: &dyn ColumnValues<T>,
    fits: impl Fn(T) -> bool,
) -> Set {
    let mut set = Set::none(within.size());
    let mut values = [T::default(); 64];
    within.blocks(|docs| {
        let values = &mut values[..docs.len()];
        column.get_vals(docs, values);
        for (doc, value) in docs.iter().zip(values) {
            if fits(*value) {
                set.insert(*doc);
            }
        }
    });
    set
}
