//! Skew: a few are met all the time and most of them hardly ever.
//!
//! The one at place `k` is met in proportion to `1 / (k + offset)`, the law of Zipf and Mandelbrot with
//! exponent one. Only whole numbers are divided, so every machine draws the same.

use crate::Dice;

/// One share; large enough that the rarest of a few hundred thousand still has thousands of them.
const SHARES: u64 = 1 << 32;

/// The places below a number, with how often each is met.
#[derive(Clone, Debug)]
pub(crate) struct Skew {
    sums: Vec<u64>,
}

impl Skew {
    /// So many places. The larger the offset, the flatter the head.
    pub(crate) fn new(places: usize, offset: u64) -> Self {
        let sums = (0..places as u64).scan(0, |sum, place| {
            *sum += SHARES / (place + offset.max(1));
            Some(*sum)
        });
        Self { sums: sums.collect() }
    }

    /// Of given weights.
    pub(crate) fn weighted(weights: impl IntoIterator<Item = u64>) -> Self {
        let sums = weights.into_iter().scan(0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        });
        Self { sums: sums.collect() }
    }

    /// One place.
    pub(crate) fn place(&self, dice: &mut Dice) -> usize {
        let drawn = dice.below(self.sums.last().copied().unwrap_or(0));
        self.sums.partition_point(|sum| *sum <= drawn)
    }
}
