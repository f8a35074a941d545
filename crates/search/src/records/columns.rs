//! Columns of a segment that every search reads, kept in memory as plain arrays.
//!
//! Packed columns on the disk cost some ten nanoseconds a value, plain ones one: over a million documents that is
//! the difference between an answer and a wait. They take 21 bytes a document, and two to five for each value of a
//! facet: some 50 MB for a million records.

use tantivy::columnar::{ColumnValues, StrColumn};

use super::set::Set;

/// Numbers read at once from a packed column.
const AT_ONCE: usize = 1024;

/// The numbers of all documents, in their order.
pub(super) fn numbers<T, N>(
    column: &dyn ColumnValues<T>,
    size: u32,
    number: impl Fn(T) -> N,
) -> Vec<N>
where
    T: Copy + Default + PartialOrd + std::fmt::Debug + Send + Sync + 'static,
{
    let size = size as usize;
    let mut all = Vec::with_capacity(size);
    let mut block = vec![T::default(); AT_ONCE.min(size)];
    while all.len() < size {
        let length = AT_ONCE.min(size - all.len());
        column.get_range(all.len() as u64, &mut block[..length]);
        all.extend(block[..length].iter().map(|value| number(*value)));
    }
    all
}

/// The values of a facet, by the numbers that the segment gives them.
pub(super) struct Values {
    /// Texts of the values.
    texts: StrColumn,
    /// Where the values of each document begin, and at the end where the last ones end; empty where each has one.
    starts: Vec<u32>,
    numbers: Numbers,
}

/// As narrow as they can be.
enum Numbers {
    Narrow(Vec<u8>),
    Middle(Vec<u16>),
    Wide(Vec<u32>),
}

impl Values {
    pub(super) fn of(texts: StrColumn, size: u32) -> Values {
        let column = texts.ords();
        let (mut starts, mut all) = (Vec::with_capacity(size as usize + 1), Vec::new());
        for doc in 0..size {
            starts.push(narrow(all.len() as u64));
            all.extend(column.values_for_doc(doc).map(narrow));
        }
        starts.push(narrow(all.len() as u64));
        if (0..).zip(&starts).all(|(doc, start)| doc == *start) {
            starts = Vec::new();
        }
        let numbers = match texts.num_terms() {
            0..=0x100 => {
                Numbers::Narrow(all.iter().map(|it| u8::try_from(*it).unwrap_or(0)).collect())
            }
            0x101..=0x1_0000 => {
                Numbers::Middle(all.iter().map(|it| u16::try_from(*it).unwrap_or(0)).collect())
            }
            _ => Numbers::Wide(all),
        };
        Values { texts, starts, numbers }
    }

    pub(super) fn texts(&self) -> &StrColumn {
        &self.texts
    }

    /// How many values there are.
    pub(super) fn len(&self) -> usize {
        self.texts.num_terms()
    }

    /// Counts the values of a set into a table with a place for each.
    pub(super) fn count(&self, set: &Set, counts: &mut [u32]) {
        match &self.numbers {
            Numbers::Narrow(numbers) => self.each(numbers, set, |it| counts[it as usize] += 1),
            Numbers::Middle(numbers) => self.each(numbers, set, |it| counts[it as usize] += 1),
            Numbers::Wide(numbers) => self.each(numbers, set, |it| counts[it as usize] += 1),
        }
    }

    /// The values of a set, one after the other.
    pub(super) fn gather(&self, set: &Set) -> Vec<u32> {
        let mut met = Vec::new();
        match &self.numbers {
            Numbers::Narrow(numbers) => self.each(numbers, set, |it| met.push(it)),
            Numbers::Middle(numbers) => self.each(numbers, set, |it| met.push(it)),
            Numbers::Wide(numbers) => self.each(numbers, set, |it| met.push(it)),
        }
        met
    }

    fn each<T: Copy + Into<u32>>(&self, numbers: &[T], set: &Set, mut each: impl FnMut(u32)) {
        if self.starts.is_empty() {
            set.iter().for_each(|doc| each(numbers[doc as usize].into()));
            return;
        }
        for doc in set.iter() {
            let range = self.starts[doc as usize] as usize..self.starts[doc as usize + 1] as usize;
            numbers[range].iter().for_each(|number| each((*number).into()));
        }
    }
}

/// A segment has fewer documents and values than this counts.
fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
