//! From a hit of the index to what is shown: read from the store again, as it stands now.
//!
//! So an index that is behind cannot show what is not there any more. And where nothing has come in between, what is read
//! has to match what was asked: if it does not, the index is wrong, and says nothing more.

use chancery_ledger::log::Position;
use chancery_query::{About, Document, Entitlement, Query, Seen};
use chancery_search::{Flaw, Hit, Holding};
use chancery_store::Store;
use time::Date;

use super::reader::{documents, log_id};
use super::snippet::snippets;
use crate::answer::Match;
use crate::duties::threads::id_of;
use crate::reading::ReadError;
use crate::telling;

/// What hits are held against.
pub(super) struct Against<'a> {
    pub(super) store: &'a Store,
    pub(super) query: &'a Query,
    pub(super) reader: &'a Entitlement,
    pub(super) today: Date,
    pub(super) holding: &'a Holding,
    /// Of how many states.
    pub(super) members: usize,
}

/// A hit as it stands now.
pub(super) enum Shown {
    /// It matches.
    Match(Box<Match>),
    /// It does not, or not any more.
    Otherwise,
}

/// Why a hit cannot be shown.
#[derive(Debug)]
pub(super) enum Unshown {
    /// The store cannot be read.
    Read(ReadError),
    /// The index is wrong.
    Index(Flaw),
}

/// Reads a hit from the store.
pub(super) fn show(hit: &Hit, against: &Against<'_>) -> Result<Shown, Unshown> {
    let position = Position { log: log_id(hit.log), seq: hit.seq };
    if against.store.id_at(position).is_none() {
        return Err(Unshown::Index(Flaw::OtherStore));
    }
    let thread = telling::fold(against.store, position).map_err(Unshown::Read)?;
    let documents = thread.map(|thread| documents(against.store, &thread)).unwrap_or_default();
    let mut found = documents.into_iter().filter(|it| it.log == hit.log && it.seq == hit.seq);
    let Some(document) = found.next() else { return Ok(Shown::Otherwise) };
    let held_by = against.holding.at(&document.log, document.seq);
    let about = About { today: against.today, held_by };
    if !against.reader.admits(&document) || !against.query.matches(&document, &about) {
        return Ok(Shown::Otherwise);
    }
    Ok(Shown::Match(Box::new(of(position, document, held_by, against))))
}

fn of(position: Position, document: Document, held_by: u32, against: &Against<'_>) -> Match {
    Match {
        id: id_of(document.version),
        root: id_of(document.root),
        number: document.number,
        state: document.state.to_string(),
        status: document.status(against.today).as_str(),
        marking: document.marking,
        exercise: document.exercise,
        issued_at_s: document.issued_at_s,
        position,
        held_by,
        members: against.members,
        because: against.query.because(&Seen::new(&document)),
        snippets: snippets(against.query, &document),
        reference: document.reference,
        cited: document.cited,
        authority: document.authority,
        kind: document.kind,
        title: document.title,
        marks: document.marks,
    }
}
