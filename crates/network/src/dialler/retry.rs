//! When to try again: waits that double up to a bound, and spread.

use crate::bounds::{BACK_OFF_FIRST_MS, BACK_OFF_MAX_MS};

/// The state of the attempts at one goal.
#[derive(Default)]
pub(super) struct Retry {
    pub(super) failures: u32,
    pub(super) due_ms: u64,
    pub(super) is_under_way: bool,
    pub(super) connected_ms: Option<u64>,
}

impl Retry {
    /// Takes up an attempt, if one is due.
    pub(super) fn start(&mut self, now_ms: u64) -> bool {
        let is_due = !self.is_under_way && self.due_ms <= now_ms;
        self.is_under_way |= is_due;
        is_due
    }

    /// An attempt came to nothing.
    pub(super) fn fail(&mut self, now_ms: u64, random: u64) {
        self.is_under_way = false;
        self.wait(now_ms, random);
    }

    /// Puts the next attempt off, each time for longer.
    pub(super) fn wait(&mut self, now_ms: u64, random: u64) {
        self.due_ms = now_ms + wait_ms(self.failures, random);
        self.failures = self.failures.saturating_add(1);
    }
}

/// Between half and the whole of the doubled wait.
pub(super) fn wait_ms(failures: u32, random: u64) -> u64 {
    let doubled = BACK_OFF_FIRST_MS.saturating_mul(1 << failures.min(16));
    let whole = doubled.min(BACK_OFF_MAX_MS);
    let half = whole / 2;
    half + random % (whole - half + 1)
}
