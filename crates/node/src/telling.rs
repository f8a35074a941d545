//! From the store to a thread: the entries that belong to it are read and folded.
//!
//! The fold itself is `chancery-thread`'s; here it is only decided what goes in. Whatever cannot be read
//! is left out and counted, never guessed at.

use std::collections::BTreeMap;

use chancery_encoding::Digest;
use chancery_ledger::log::{Id, Position};
use chancery_record::Record;
use chancery_store::{Standing, Store};
use chancery_thread::diff::Step;
use chancery_thread::{Issuer, Order, Place, Said, Statements, Thread, Version, diff};
use time::Date;

use crate::answer::{Summary, Told};
use crate::board::Board;
use crate::clock::Day;
use crate::reading::{self, ReadError};

#[cfg(test)]
mod tests;

/// Bodies that are read for one thread: as trees they take a few times this. An honest thread has a
/// hundred statements of 20 KiB.
const BODIES_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Related records that are named; `chancery list` has the others.
const RELATED_MAX: usize = 64;

/// The thread of whatever has that name.
pub(crate) fn thread(
    store: &Store,
    board: &Board,
    name: &str,
    today: Day,
) -> Result<Told, ReadError> {
    let position = reading::locate(store, name)?;
    let held = store.thread(position).ok_or(ReadError::Damaged(position))?;
    let asked = reading::entry(store, position)?;
    let asked = asked.decode().map_err(|_| ReadError::Damaged(position))?.id();
    let root = reading::entry(store, held.root)?;
    let (summary, record) = reading::summary(store, board, held.root, root, today)?;
    let (said, unread) = said(store, held.said.iter().chain(&held.target))?;
    let thread = Thread::of(&Statements::new(&said), &digest(&summary.id));
    let changes = thread.as_ref().map(|thread| changes(&thread.versions)).unwrap_or_default();
    let related = held.related.into_iter().take(RELATED_MAX);
    let related: Result<Vec<Summary>, ReadError> = related
        .map(|at| Ok(reading::summary(store, board, at, reading::entry(store, at)?, today)?.0))
        .collect();
    let reference = |said: &Said| (Id::from_bytes(*said.id.as_bytes()), said.reference.clone());
    Ok(Told {
        references: said.iter().map(reference).collect::<BTreeMap<_, _>>(),
        summary,
        asked,
        thread,
        record,
        changes,
        related: related?,
        today: date(today),
        left_out: held.left_out + unread,
    })
}

/// The thread of the record to which an entry belongs; none when nothing of it can be read here.
pub(crate) fn fold(store: &Store, position: Position) -> Result<Option<Thread>, ReadError> {
    let Some(held) = store.thread(position) else { return Ok(None) };
    let root = reading::entry(store, held.root)?;
    let root = root.decode().map_err(|_| ReadError::Damaged(held.root))?.id();
    let (said, _) = said(store, held.said.iter().chain(&held.target))?;
    Ok(Thread::of(&Statements::new(&said), &digest(&root)))
}

/// What stands at these places, and how many of them cannot be read.
pub(crate) fn said<'a>(
    store: &Store,
    places: impl Iterator<Item = &'a Position>,
) -> Result<(Vec<Said>, usize), ReadError> {
    let (mut all, mut unread, mut bytes) = (Vec::new(), 0, 0);
    for position in places {
        let entry = reading::entry(store, *position)?;
        bytes += entry.body.len();
        let record = Record::from_body(&entry.body).ok().filter(|_| bytes <= BODIES_BYTES_MAX);
        let Some(record) = record else {
            unread += 1;
            continue;
        };
        let decoded = entry.decode().map_err(|_| ReadError::Damaged(*position))?;
        let header = decoded.header();
        all.push(Said {
            id: digest(&decoded.id()),
            issuer: Issuer {
                state: header.issuer.state,
                authority: header.issuer.authority.clone(),
            },
            order: Order { epoch: header.epoch, seq: header.seq, key: position.log.key },
            issued_at: header.issued_at,
            reference: header.reference.clone(),
            record,
            place: place(store, *position),
        });
    }
    Ok((all, unread))
}

fn place(store: &Store, position: Position) -> Place {
    match store.standing(position) {
        Some(Standing::Forked) => Place::Forked,
        Some(Standing::Revoked { last }) => Place::Revoked { last },
        Some(
            Standing::InForce
            | Standing::Corrected { .. }
            | Standing::Expired
            | Standing::Withdrawn { .. },
        )
        | None => Place::Stands,
    }
}

/// What changed in each version against the one before it.
fn changes(versions: &[Version]) -> Vec<Vec<String>> {
    let before = std::iter::once(None).chain(versions.iter().map(Some));
    // Every version was written at another time; that is said beside it.
    let when = [Step::Field("created_at".to_owned())];
    let change = |(before, version): (Option<&Version>, &Version)| {
        let Some(before) = before else { return Vec::new() };
        let mut changes = diff::diff(&before.text, &version.text);
        changes.retain(|change| change.path != when);
        diff::lines(&changes)
    };
    before.zip(versions).map(change).collect()
}

fn digest(id: &Id) -> Digest {
    Digest::from_bytes(*id.as_bytes())
}

pub(crate) fn date(day: Day) -> Date {
    let number = day.get();
    let part = |number: u32| u8::try_from(number % 100).unwrap_or(1);
    let month = time::Month::try_from(part(number / 100)).unwrap_or(time::Month::January);
    let year = i32::try_from(number / 10_000).unwrap_or(9999);
    Date::from_calendar_date(year, month, part(number)).unwrap_or(Date::MAX)
}
