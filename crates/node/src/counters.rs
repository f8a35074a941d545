//! What was refused since the start, counted by reason.
//!
//! One table for every door: peers, connections, the desk. The names are the stable ones that log
//! lines use; they come from the code and never from outside, so the table is bounded.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// The counters; share them as an `Arc`.
#[derive(Debug, Default)]
pub(crate) struct Counters(Mutex<BTreeMap<&'static str, u64>>);

impl Counters {
    /// Counts one refusal.
    pub(crate) fn count(&self, reason: &'static str) {
        let mut table = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *table.entry(reason).or_default() += 1;
    }

    /// What was counted, by name.
    pub(crate) fn all(&self) -> Vec<(String, u64)> {
        let table = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        table.iter().map(|(reason, count)| ((*reason).to_owned(), *count)).collect()
    }
}
