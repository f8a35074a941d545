//! A thread as it was at one watermark, and as it is at another.
//!
//! What is held is read once. A thread is a pure fold of statements, so leaving out what a watermark does not
//! cover, and giving each place the marks of that time, gives what was said then.

use chancery_encoding::Digest;
use chancery_ledger::log::{LogId, Position};
use chancery_store::Store;
use chancery_thread::{Said, Statements, Thread};

use super::seen::Seen;
use crate::reading::{self, ReadError};
use crate::telling;

/// The thread of a record, before and after a step.
#[derive(Debug)]
pub(crate) struct Pair {
    /// As it was; none where the record was not looked at yet.
    pub(crate) before: Option<Thread>,
    /// As it is; none where the watermark does not reach the record.
    pub(crate) after: Option<Thread>,
    /// Where its statements stand.
    pub(crate) places: Vec<(Digest, Position)>,
}

impl Pair {
    /// Where a statement stands.
    pub(crate) fn position(&self, id: &Digest) -> Option<Position> {
        self.places.iter().find(|(known, _)| known == id).map(|(_, position)| *position)
    }
}

/// Folds the thread of a record twice.
pub(crate) fn pair(
    store: &Store,
    root: Position,
    from: &Seen,
    to: &Seen,
) -> Result<Option<Pair>, ReadError> {
    let Some(held) = store.thread(root) else { return Ok(None) };
    let entry = reading::entry(store, root)?;
    let id = entry.decode().map_err(|_| ReadError::Damaged(root))?.id();
    let (said, _) = telling::said(store, held.said.iter().chain(&held.target))?;
    let id = Digest::from_bytes(*id.as_bytes());
    Ok(Some(Pair {
        before: at(&said, &id, from),
        after: at(&said, &id, to),
        places: said.iter().map(|said| (said.id, place_of(said))).collect(),
    }))
}

/// Folds the thread of a record as it is at a watermark, without what it was.
pub(crate) fn now(store: &Store, root: Position, seen: &Seen) -> Result<Option<Pair>, ReadError> {
    let pair = pair(store, root, &Seen::nothing(seen.day), seen)?;
    Ok(pair.map(|pair| Pair { before: None, ..pair }))
}

/// The thread at a watermark.
fn at(all: &[Said], root: &Digest, seen: &Seen) -> Option<Thread> {
    let covered = all.iter().filter(|said| seen.covers(place_of(said)));
    let covered: Vec<Said> =
        covered.map(|said| Said { place: seen.place(place_of(said)), ..said.clone() }).collect();
    let statements = Statements::new(&covered);
    let thread = Thread::of(&statements, root)?;
    // Where the record itself is not covered, another's thread could be given for it.
    (thread.root == *root).then_some(thread)
}

fn place_of(said: &Said) -> Position {
    let log = LogId { key: said.order.key, epoch: said.order.epoch };
    Position { log, seq: said.order.seq }
}
