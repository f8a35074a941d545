//! What is due when. The machine has no clock: it says when it wants to be woken, and whatever
//! is due by the time that it is told happens first. One set, ordered by time and then by
//! insertion-independent order of the alarms, so that a seed reproduces a run.

use std::collections::{BTreeMap, BTreeSet};

/// Alarms of one kind of key, at most one for each.
#[derive(Debug)]
pub(crate) struct Agenda<A> {
    by_time: BTreeSet<(u64, A)>,
    by_alarm: BTreeMap<A, u64>,
}

impl<A: Ord + Copy> Agenda<A> {
    pub(crate) fn new() -> Self {
        Self { by_time: BTreeSet::new(), by_alarm: BTreeMap::new() }
    }

    /// Sets the alarm, in place of an earlier setting of it.
    pub(crate) fn set(&mut self, alarm: A, due_ms: u64) {
        self.clear(alarm);
        self.by_time.insert((due_ms, alarm));
        self.by_alarm.insert(alarm, due_ms);
    }

    /// Sets the alarm unless it already rings earlier.
    pub(crate) fn bring_forward(&mut self, alarm: A, due_ms: u64) {
        if self.by_alarm.get(&alarm).is_none_or(|&set_ms| due_ms < set_ms) {
            self.set(alarm, due_ms);
        }
    }

    pub(crate) fn clear(&mut self, alarm: A) {
        if let Some(due_ms) = self.by_alarm.remove(&alarm) {
            self.by_time.remove(&(due_ms, alarm));
        }
    }

    pub(crate) fn is_set(&self, alarm: A) -> bool {
        self.by_alarm.contains_key(&alarm)
    }

    /// Takes one alarm that is due.
    pub(crate) fn take_due(&mut self, now_ms: u64) -> Option<A> {
        let &(due_ms, alarm) = self.by_time.first()?;
        if due_ms > now_ms {
            return None;
        }
        self.clear(alarm);
        Some(alarm)
    }

    pub(crate) fn next_ms(&self) -> Option<u64> {
        self.by_time.first().map(|&(due_ms, _)| due_ms)
    }
}

#[cfg(test)]
mod tests;
