//! From the store to threads: the statements that one needs, read and folded.

use std::collections::BTreeSet;

use chancery_encoding::Digest;
use chancery_ledger::log::{Id, Position};
use chancery_record::{Record, StateCode};
use chancery_store::{Listing, Standing, Store};
use chancery_thread::{Issuer, Order, Place, Said, Statements, Thread};

use crate::reading::{self, ReadError};

/// The id of a statement, as the ledger has it.
pub(crate) fn id_of(digest: Digest) -> Id {
    Id::from_bytes(*digest.as_bytes())
}

/// The id of a statement, as a thread has it.
pub(crate) fn digest_of(id: Id) -> Digest {
    Digest::from_bytes(*id.as_bytes())
}

/// The thread of the record to which an entry belongs; none when nothing of it can be read here.
pub(crate) fn thread(store: &Store, position: Position) -> Result<Option<Thread>, ReadError> {
    let Some(found) = store.thread(position) else { return Ok(None) };
    let mut all = Vec::new();
    let mut asked = None;
    for at in found.said {
        let said = said(store, at)?;
        if at == position {
            asked = said.as_ref().map(|said| said.id);
        }
        all.extend(said);
    }
    Ok(asked.and_then(|id| Thread::of(&Statements::new(&all), &id)))
}

/// The threads of all records of these kinds.
pub(crate) fn of_kinds(store: &Store, kinds: &[&str]) -> Result<Vec<Thread>, ReadError> {
    let listing = |kind: &&str| Listing { kind: Some((*kind).to_owned()), ..all() };
    threads(store, kinds.iter().map(listing))
}

/// The threads of all records of a state.
pub(crate) fn of_state(store: &Store, state: StateCode) -> Result<Vec<Thread>, ReadError> {
    threads(store, [Listing { state: Some(state), ..all() }].into_iter())
}

fn all() -> Listing {
    Listing { limit: usize::MAX, ..Listing::default() }
}

/// Each thread once, by its record; what changes another record that is held has none of its own.
fn threads(
    store: &Store,
    listings: impl Iterator<Item = Listing>,
) -> Result<Vec<Thread>, ReadError> {
    let listed = listings.flat_map(|listing| store.list(&listing).0);
    let positions: BTreeSet<Position> = listed.map(|listed| listed.position).collect();
    let mut threads = Vec::new();
    for position in positions {
        if store.root_of(position) == Some(position) {
            threads.extend(thread(store, position)?);
        }
    }
    Ok(threads)
}

/// A statement as a thread takes it in; none when its body is not one of a record.
fn said(store: &Store, position: Position) -> Result<Option<Said>, ReadError> {
    let entry = reading::entry(store, position)?;
    let decoded = entry.decode().map_err(|_| ReadError::Damaged(position))?;
    let Ok(record) = Record::from_body(&decoded.entry().body) else { return Ok(None) };
    let header = decoded.header();
    let place = match store.standing(position) {
        Some(Standing::Revoked { last }) => Place::Revoked { last },
        Some(Standing::Forked) => Place::Forked,
        _ => Place::Stands,
    };
    Ok(Some(Said {
        id: digest_of(decoded.id()),
        issuer: Issuer { state: header.issuer.state, authority: header.issuer.authority.clone() },
        order: Order { epoch: position.log.epoch, seq: position.seq, key: position.log.key },
        issued_at: header.issued_at,
        reference: header.reference.clone(),
        record,
        place,
    }))
}
