//! Jitter from a seed. The machine has no randomness of its own: the driver gives a seed, and
//! the same seed gives the same run. Not for secrets.

/// `SplitMix64`: small, and good enough to keep timers apart.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Between half of `period_ms` and the whole of it, so that nodes started together do not
    /// stay together, and nothing is later than the period says.
    pub(crate) fn jittered(&mut self, period_ms: u64) -> u64 {
        period_ms - self.below(period_ms / 2 + 1)
    }

    /// Below `bound`; 0 when the bound is 0.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 { 0 } else { self.roll() % bound }
    }
}

#[cfg(test)]
mod tests;
