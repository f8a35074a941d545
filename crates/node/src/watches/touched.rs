//! Which threads may have become another since a watermark, and where the next one is.
//!
//! One thing at a time: what became of a log's places, a day that is over, then entries, so many at once. Each
//! step goes from one watermark to the next, and what it raises depends on nothing but the two.

use std::collections::BTreeSet;

use chancery_ledger::log::{LogId, Position};
use chancery_store::{Listing, Store, Word};
use time::Date;

use super::seen::{LogSeen, Seen};
use crate::clock::Day;

/// Entries of one step. After an absence there are many steps, and what each raises is durable before the next.
const ENTRIES_MAX: u64 = 1_024;

/// Whether anybody asks how many states hold a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Held {
    /// Some watch does.
    Matters,
    /// None does: what changes there changes no answer.
    Indifferent,
}

/// One step.
#[derive(Debug)]
pub(crate) struct Step {
    /// Where it begins: what was looked at and is still there.
    pub(crate) from: Seen,
    /// Where it leads.
    pub(crate) to: Seen,
    /// The records whose threads may have changed.
    pub(crate) roots: BTreeSet<Position>,
}

/// The next step from a watermark towards all that is held now; none where there is nothing new.
pub(crate) fn next(store: &Store, from: &Seen, now: &Seen, held: Held) -> Option<Step> {
    let ready = matched(store, from, now);
    let mut to = ready.clone();
    let roots = if let Some((log, places)) = places(&ready, now, held) {
        if let (Some(seen), Some(new)) = (to.logs.get_mut(&log), now.logs.get(&log)) {
            *seen = LogSeen { tip: seen.tip, ..new.clone() };
        }
        of_places(store, log, &places)
    } else if from.day != now.day {
        to.day = now.day;
        over_between(store, from.day, now.day)
    } else {
        entries(store, &mut to, now)
    };
    (!roots.is_empty() || to != *from).then_some(Step { from: ready, to, roots })
}

/// The watermark, without what the store does not hold in this way any more: a log whose entry at the mark is
/// another was lost and came back otherwise, and is read again from its beginning. What nobody asks about is
/// taken over.
fn matched(store: &Store, from: &Seen, now: &Seen) -> Seen {
    let mut ready = from.clone();
    for (log, seen) in &mut ready.logs {
        let Some((seq, tip)) = seen.tip else { continue };
        let held = store.id_at(Position { log: *log, seq });
        if held.is_some_and(|held| held != tip) {
            seen.tip = None;
        }
    }
    for (log, new) in &now.logs {
        ready.logs.entry(*log).or_insert_with(|| LogSeen { tip: None, ..new.clone() });
    }
    ready
}

/// The first log of which places have become something else, and which.
fn places(ready: &Seen, now: &Seen, held: Held) -> Option<(LogId, Vec<std::ops::Range<u64>>)> {
    now.logs.iter().find_map(|(log, new)| {
        let seen = ready.logs.get(log)?;
        let end = seen.tip.map_or(0, |(seq, _)| seq + 1);
        let mut ranges = Vec::new();
        ranges.extend(seen.marks.differs_from(new.marks).map(|from| from.min(end)..end));
        if held == Held::Matters {
            ranges.extend(seen.held_otherwise(new, end));
        }
        ranges.retain(|range| !range.is_empty());
        (!ranges.is_empty()).then_some((*log, ranges))
    })
}

fn of_places(store: &Store, log: LogId, places: &[std::ops::Range<u64>]) -> BTreeSet<Position> {
    let all = places.iter().cloned().flatten();
    all.flat_map(|seq| roots(store, Position { log, seq })).collect()
}

/// Takes the next entries into the watermark, and gives the records that they touch.
fn entries(store: &Store, to: &mut Seen, now: &Seen) -> BTreeSet<Position> {
    let (mut left, mut touched) = (ENTRIES_MAX, BTreeSet::new());
    for (log, new) in &now.logs {
        let Some(seen) = to.logs.get_mut(log) else { continue };
        // What changes no place that was looked at is taken over with the entries.
        let tip = seen.tip;
        *seen = LogSeen { tip, ..new.clone() };
        let (Some((last, _)), first) = (new.tip, tip.map_or(0, |(seq, _)| seq + 1)) else {
            continue;
        };
        let end = (last + 1).min(first.saturating_add(left));
        for seq in first..end {
            let position = Position { log: *log, seq };
            touched.extend(roots(store, position));
            seen.tip = store.id_at(position).map(|id| (seq, id)).or(seen.tip);
        }
        left -= end.saturating_sub(first);
        if left == 0 {
            break;
        }
    }
    touched
}

/// The records whose threads one entry may change: its own; what that is about, if it is a remark; and what
/// is said about it, which waits for its target when it came first.
fn roots(store: &Store, position: Position) -> Vec<Position> {
    let Some(root) = store.root_of(position) else { return Vec::new() };
    let mut all = vec![root];
    let Some(thread) = store.thread(root) else { return all };
    all.extend(thread.target.and_then(|target| store.root_of(target)));
    let about = thread.said.iter().filter(|said| **said != position);
    all.extend(about.filter_map(|said| store.root_of(*said)));
    all
}

/// The records that were over on one of the two days and not on the other.
fn over_between(store: &Store, before: Date, after: Date) -> BTreeSet<Position> {
    let [before, after] = [before, after].map(|day| over(store, day));
    before.symmetric_difference(&after).copied().collect()
}

fn over(store: &Store, day: Date) -> BTreeSet<Position> {
    let word = Some(Word::Expired);
    let listing = Listing { word, today: number(day), limit: usize::MAX, ..Listing::default() };
    let listed = store.list(&listing).0;
    listed.into_iter().filter_map(|listed| store.root_of(listed.position)).collect()
}

/// A day as the store compares days.
fn number(day: Date) -> Option<Day> {
    let year = u32::try_from(day.year()).ok()?;
    Day::new(year * 10_000 + u32::from(u8::from(day.month())) * 100 + u32::from(day.day()))
}
