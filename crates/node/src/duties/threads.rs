//! Which threads duties are read off: those of a kind, and those of a state.

use std::collections::BTreeSet;

use chancery_encoding::Digest;
use chancery_ledger::log::{Id, Position};
use chancery_record::StateCode;
use chancery_store::{Listing, Store};
use chancery_thread::Thread;

use crate::reading::ReadError;
use crate::telling;

/// The id of a statement, as the ledger has it.
pub(crate) fn id_of(digest: Digest) -> Id {
    Id::from_bytes(*digest.as_bytes())
}

/// The id of a statement, as a thread has it.
pub(crate) fn digest_of(id: Id) -> Digest {
    Digest::from_bytes(*id.as_bytes())
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
            threads.extend(telling::fold(store, position)?);
        }
    }
    Ok(threads)
}
