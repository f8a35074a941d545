//! The virtual clock: what happens next, and when.
//!
//! Invariant: time never runs backwards, and what is due at one time happens in the order in
//! which it was put there, so that a seed gives one story.

use std::collections::BTreeMap;

/// What is still to happen.
#[derive(Debug)]
pub(crate) struct Queue<E> {
    due: BTreeMap<(u64, u64), E>,
    now_ms: u64,
    order: u64,
}

impl<E> Queue<E> {
    pub(crate) fn new() -> Self {
        Self { due: BTreeMap::new(), now_ms: 0, order: 0 }
    }

    pub(crate) fn now_ms(&self) -> u64 {
        self.now_ms
    }

    /// Something happens so much later.
    pub(crate) fn after(&mut self, delay_ms: u64, event: E) {
        self.order += 1;
        self.due.insert((self.now_ms + delay_ms, self.order), event);
    }

    /// Moves the clock to the next event, unless that lies behind `until_ms`; then only the clock
    /// moves there.
    pub(crate) fn next(&mut self, until_ms: u64) -> Option<E> {
        match self.due.first_entry() {
            Some(entry) if entry.key().0 <= until_ms => {
                self.now_ms = entry.key().0;
                Some(entry.remove())
            }
            _ => {
                self.now_ms = self.now_ms.max(until_ms);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests;
