//! A set of the documents of one segment, a bit for each.
//!
//! A search works on such sets and not on streams: every step is exact and its cost is bounded by the
//! segment, a million documents being 125 KB.

/// A set of documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Set {
    words: Vec<u64>,
    size: u32,
}

/// Documents in one word.
const WORD: u32 = u64::BITS;

impl Set {
    /// None of so many.
    pub(super) fn none(size: u32) -> Set {
        Set { words: vec![0; size.div_ceil(WORD) as usize], size }
    }

    pub(super) fn insert(&mut self, doc: u32) {
        self.words[(doc / WORD) as usize] |= 1 << (doc % WORD);
    }

    pub(super) fn contains(&self, doc: u32) -> bool {
        self.words[(doc / WORD) as usize] & (1 << (doc % WORD)) != 0
    }

    /// Leaves what is in both.
    pub(super) fn keep(&mut self, other: &Set) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= other);
    }

    /// Takes in what is in the other.
    pub(super) fn add(&mut self, other: &Set) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    /// Takes out what is in the other.
    pub(super) fn remove(&mut self, other: &Set) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word &= !other);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    pub(super) fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// Those whose value fits.
    pub(super) fn only<T: Copy>(&self, values: &[T], fits: impl Fn(T) -> bool) -> Set {
        let mut set = Set::none(self.size);
        for ((word, kept), values) in
            self.words.iter().zip(&mut set.words).zip(values.chunks(WORD as usize))
        {
            for bit in bits(*word) {
                *kept |= u64::from(fits(values[bit as usize])) << bit;
            }
        }
        set
    }

    /// So many it is out of.
    pub(super) fn size(&self) -> u32 {
        self.size
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        let words = (0..).step_by(WORD as usize).zip(&self.words);
        words.flat_map(|(base, word)| bits(*word).map(move |bit| base + bit))
    }

    /// Its documents, up to 64 at a time, in their order: columns are read faster so.
    pub(super) fn blocks(&self, mut each: impl FnMut(&[u32])) {
        let mut docs = [0; WORD as usize];
        for (base, word) in (0..).step_by(WORD as usize).zip(&self.words) {
            let mut count = 0;
            for bit in bits(*word) {
                docs[count] = base + bit;
                count += 1;
            }
            if count > 0 {
                each(&docs[..count]);
            }
        }
    }
}

fn bits(mut word: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = word.trailing_zeros();
        word &= word.wrapping_sub(1);
        (bit < WORD).then_some(bit)
    })
}
