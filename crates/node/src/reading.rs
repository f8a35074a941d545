//! Looking things up for this node's own people: from the store to plain answers.
//!
//! Reads go to the store directly and never through the event loop; only who holds a record is the
//! loop's knowledge. Everything here blocks and is called on threads that may.

use std::collections::BTreeSet;

use chancery_ledger::log::Position;
use chancery_ledger::roster::Directory;
use chancery_ledger::statement::{Entry, SignedCopy};
use chancery_record::Record;
use chancery_replica::PeerKey;
use chancery_store::{Listing, Lookup, Store, StoreError};

use crate::answer::{Filter, Standing, Summary};
use crate::board::{Board, Rule, states_counted};
use crate::clock::Day;

/// Candidates that are named when a name is ambiguous.
const CANDIDATES_MAX: usize = 8;

/// Characters of a title in a summary: as long as a valid one may be. A member may put a whole body
/// into it, and a few of those would be more than any client reads of a listing.
const TITLE_CHARS_MAX: usize = 300;

/// Why something could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// Nothing has that name.
    #[error("nothing here is called {0}")]
    NotFound(String),
    /// Several records have that name.
    #[error("{name} stands for several records: {}", .candidates.join(", "))]
    Ambiguous {
        /// What was asked for.
        name: String,
        /// Ids of some of them.
        candidates: Vec<String>,
    },
    /// The store could not be read.
    #[error("the store could not be read")]
    Store(#[from] StoreError),
    /// An entry does not decode any more.
    #[error("the entry at {0} is damaged")]
    Damaged(Position),
    /// Nobody vouches for its author any more.
    #[error("no certificate of its author stands")]
    Unvouched,
    /// The node has stopped.
    #[error("the node is stopping")]
    Stopped,
}

impl ReadError {
    /// What to do next.
    pub fn hint(&self) -> String {
        match self {
            ReadError::NotFound(_) => {
                "write a reference such as EE-2026-0001, or at least eight digits of an id; `chancery list` has them"
                    .into()
            }
            ReadError::Ambiguous { .. } => "write the whole id of the one that is meant".into(),
            ReadError::Store(_) | ReadError::Damaged(_) => {
                "see the node's log; `chancery fsck` says what is wrong".into()
            }
            ReadError::Unvouched => {
                "its state has left and nobody keeps the certificate: `chancery show` still prints what it said".into()
            }
            ReadError::Stopped => "start the node and ask again".into(),
        }
    }
}

/// The position that a name stands for.
pub(crate) fn locate(store: &Store, name: &str) -> Result<Position, ReadError> {
    match store.find(name) {
        Lookup::One(position) => Ok(position),
        Lookup::None => Err(ReadError::NotFound(name.to_owned())),
        Lookup::Many(positions) => {
            let ids = positions.into_iter().take(CANDIDATES_MAX).filter_map(|at| {
                let entry = store.entry(at).ok()??;
                Some(entry.decode().ok()?.id().to_string())
            });
            Err(ReadError::Ambiguous { name: name.to_owned(), candidates: ids.collect() })
        }
    }
}

/// The entry that a name stands for.
pub(crate) fn entry(store: &Store, position: Position) -> Result<Entry, ReadError> {
    store.entry(position)?.ok_or(ReadError::Damaged(position))
}

/// The positions that a filter leaves, newest first, and how many it hides.
pub(crate) fn list(store: &Store, filter: Filter, today: Day) -> (Vec<Position>, usize) {
    let Filter { state, kind, since_s, exercise, word, expired, limit } = filter;
    let today = Some(today);
    let listing = Listing { state, kind, since_s, exercise, word, today, expired, limit };
    let (listed, hidden) = store.list(&listing);
    (listed.into_iter().map(|listed| listed.position).collect(), hidden)
}

/// What a listing shows of one entry.
pub(crate) fn summary(
    store: &Store,
    board: &Board,
    position: Position,
    entry: Entry,
    today: Day,
) -> Result<(Summary, Option<Record>), ReadError> {
    let decoded = entry.decode().map_err(|_| ReadError::Damaged(position))?;
    let header = decoded.header();
    let record = Record::from_body(&decoded.entry().body).ok();
    let rule = board.rule();
    let stand = store.stand(position, Some(today)).ok_or(ReadError::Damaged(position))?;
    let summary = Summary {
        reference: header.reference.clone(),
        id: decoded.id(),
        state: header.issuer.state.to_string(),
        authority: header.issuer.authority.clone(),
        kind: header.kind.clone(),
        title: record.as_ref().map(title).unwrap_or_default(),
        standing: standing(store, &rule, position, stand.standing)?,
        marks: stand.marks,
        // What cannot be read counts as a drill: nobody should act on it.
        exercise: record.as_ref().is_none_or(Record::exercise),
        marking: header.marking.to_string(),
        issued_at_s: header.issued_at,
        position,
        reported_by: Vec::new(),
        held_by: board.holders(&rule.directory, position),
        members: states_counted(&rule.directory),
    };
    Ok((summary, record))
}

fn title(record: &Record) -> String {
    record.title().chars().take(TITLE_CHARS_MAX).collect()
}

fn standing(
    store: &Store,
    rule: &Rule,
    position: Position,
    standing: chancery_store::Standing,
) -> Result<Standing, ReadError> {
    let reference = |by: Position| store.reference(by).ok_or(ReadError::Damaged(by));
    Ok(match standing {
        chancery_store::Standing::InForce => Standing::InForce,
        chancery_store::Standing::Expired => Standing::Expired,
        chancery_store::Standing::Corrected { by } => Standing::Corrected(reference(by)?),
        chancery_store::Standing::Withdrawn { by } => Standing::Withdrawn(reference(by)?),
        chancery_store::Standing::Forked => Standing::Forked,
        chancery_store::Standing::Revoked { .. } => {
            let reason = rule.reasons.get(&position.log).cloned();
            Standing::Revoked(
                reason.unwrap_or_else(|| "its certificate does not stand any more".to_owned()),
            )
        }
    })
}

/// The states of this node and of those peers, each once, in the order of their codes.
pub(crate) fn reporters(directory: &Directory, own: &str, peers: &[PeerKey]) -> Vec<String> {
    let authors = peers.iter().filter_map(|peer| directory.by_transport(&peer.0));
    let states = authors.map(|author| author.issuer.state.to_string());
    let all: BTreeSet<String> = states.chain([own.to_owned()]).collect();
    all.into_iter().collect()
}

/// The signed copy of an entry: statement, body and its author's certificate.
pub(crate) fn signed_copy(
    directory: &Directory,
    position: Position,
    entry: Entry,
) -> Result<SignedCopy, ReadError> {
    let author = directory.author(&position.log.key).ok_or(ReadError::Unvouched)?;
    Ok(SignedCopy { entry, certificate: author.certificate.bytes().to_vec() })
}

#[cfg(test)]
mod tests;
