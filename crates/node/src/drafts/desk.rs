//! The door to the drafts of a running node.
//!
//! Files are read and written on threads that may wait; a release is a task of its own, so that nobody who
//! hangs up leaves it half done. Invariant: nothing but a record that passes the gate goes to the event loop.

use std::sync::Arc;

use chancery_ledger::policy::Role;
use chancery_record::{Kind, Record};
use serde_json::Value;

use super::book::{Book, check_record};
use super::claim::{DraftClaim, Signed};
use super::draft::{Draft, DraftState, DraftStep, Move, step};
use super::error::DraftError;
use super::gate::{self, Gate, Ground};
use super::releasing::{self, Released};
use super::suggest::{self, Suggestion};
use super::template::{self, Found, Source, Start};
use super::{hints, officers};
use crate::answer::Barrier;
use crate::clock::now_s;
use crate::desk::Desk;
use crate::engine::Order;
use crate::publishing::PublishError;
use crate::reading::{self, ReadError};
use crate::telling;

/// The way to the drafts.
#[derive(Clone, Debug)]
pub struct Drafts {
    desk: Desk,
}

impl Desk {
    /// The drafts of this node.
    pub fn drafts(&self) -> Drafts {
        Drafts { desk: self.clone() }
    }
}

impl Drafts {
    /// Begins a draft.
    ///
    /// # Errors
    /// When the kind or the earlier record is not known, or it cannot be written.
    pub async fn begin(&self, start: Start) -> Result<Draft, DraftError> {
        let store = Arc::clone(&self.desk.store);
        self.work(move |book, ground| {
            let found = match &start.source {
                Source::Like(name) | Source::About(name) => Some(find(&store, name)?),
                Source::Blank | Source::Text(_) => None,
            };
            let now_s = now_s();
            book.begin(template::begin(&start, found.as_ref(), &ground.issuer, now_s)?, now_s)
        })
        .await
    }

    /// Every draft, oldest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn list(&self) -> Result<Vec<Draft>, DraftError> {
        self.work(|book, ground| {
            let drafts = book.all()?;
            drafts.into_iter().map(|draft| settled(book, draft, ground)).collect()
        })
        .await
    }

    /// One draft.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub async fn find(&self, name: &str) -> Result<Draft, DraftError> {
        let name = name.to_owned();
        self.work(move |book, ground| settled(book, book.read(&name)?, ground)).await
    }

    /// Writes its text; every approval is void. `revision` is the one that the change was made from.
    ///
    /// # Errors
    /// When it is out, was changed by somebody else, or cannot be written.
    pub async fn write(
        &self,
        name: &str,
        record: Value,
        revision: Option<u64>,
    ) -> Result<Draft, DraftError> {
        let name = name.to_owned();
        self.work(move |book, ground| {
            check_record(&record)?;
            let change = |draft: &mut Draft| write(draft, record, revision, ground);
            Ok(book.change(&name, change)?.0)
        })
        .await
    }

    /// Removes it; a statement that it became stays.
    ///
    /// # Errors
    /// When there is none, or it cannot be removed.
    pub async fn remove(&self, name: &str) -> Result<Draft, DraftError> {
        let name = name.to_owned();
        self.work(move |book, _| book.drop_draft(&name)).await
    }

    /// What stands between it and its release.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn gate(&self, name: &str) -> Result<Gate, DraftError> {
        let name = name.to_owned();
        self.work(move |book, ground| {
            let draft = settled(book, book.read(&name)?, ground)?;
            gate::whole(&draft, &book.all()?, ground)
        })
        .await
    }

    /// What could stand in it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn suggestions(&self, name: &str) -> Result<Vec<Suggestion>, DraftError> {
        let name = name.to_owned();
        self.work(move |book, ground| {
            let draft = book.read(&name)?;
            let earlier = hints::earlier(&ground.store, &ground.issuer);
            Ok(suggest::suggestions(&draft, &earlier.map_err(PublishError::Store)?, ground))
        })
        .await
    }

    /// What an officer signs in this role; the author's fixes the bytes.
    ///
    /// # Errors
    /// When the gate is closed, or the draft does not stand where this role signs.
    pub async fn claim(&self, name: &str, role: Role) -> Result<DraftClaim, DraftError> {
        let name = name.to_owned();
        self.work(move |book, ground| {
            let now_s = now_s();
            let claim = |draft: &mut Draft| {
                releasing::settle(draft, ground, now_s)?;
                releasing::claim(draft, role, ground, now_s)
            };
            Ok(book.change(&name, claim)?.1)
        })
        .await
    }

    /// Takes the signature of its author or a reviewer.
    ///
    /// # Errors
    /// Why it does not count.
    pub async fn approve(&self, name: &str, signed: Signed) -> Result<Draft, DraftError> {
        let name = name.to_owned();
        self.work(move |book, ground| {
            let now_s = now_s();
            let approve = |draft: &mut Draft| {
                releasing::settle(draft, ground, now_s)?;
                releasing::approve(draft, &signed, ground, now_s)
            };
            Ok(book.change(&name, approve)?.0)
        })
        .await
    }

    /// Gives it back to its author, with the reason.
    ///
    /// # Errors
    /// Why the rejection does not count.
    pub async fn reject(
        &self,
        name: &str,
        reason: String,
        signed: Signed,
    ) -> Result<Draft, DraftError> {
        let name = name.to_owned();
        self.work(move |book, ground| {
            let now_s = now_s();
            let reject = |draft: &mut Draft| {
                releasing::settle(draft, ground, now_s)?;
                releasing::reject(draft, &reason, &signed, ground, now_s)
            };
            Ok(book.change(&name, reject)?.0)
        })
        .await
    }

    /// Publishes exactly what was approved; returns when it is durable here and on its way to the others.
    ///
    /// # Errors
    /// What blocks it, or why it was not published.
    pub async fn release(
        &self,
        name: &str,
        signed: Option<Signed>,
        barrier: Barrier,
    ) -> Result<Released, DraftError> {
        let (drafts, name) = (self.clone(), name.to_owned());
        let flying = tokio::spawn(async move { drafts.fly(name, signed, barrier).await });
        flying.await.unwrap_or(Err(DraftError::Stopped))
    }

    async fn fly(
        &self,
        name: String,
        signed: Option<Signed>,
        barrier: Barrier,
    ) -> Result<Released, DraftError> {
        let book = Arc::clone(&self.desk.book);
        let taken_off = self.work(move |_, ground| {
            let now_s = now_s();
            let officer = signed.as_ref().and_then(|signed| officers::name_of(signed, ground));
            let take_off = |draft: &mut Draft| {
                releasing::settle(draft, ground, now_s)?;
                releasing::take_off(draft, signed.as_ref(), ground, now_s)
            };
            let (ready, flight) = Book::take_off(&book, &name, take_off)?;
            let kind = ready.record.kind_name();
            let needed = ground.policy.as_ref().map(|it| it.says.needed_for(kind).count());
            Ok((Box::new(ready), flight, officer, needed))
        });
        let (ready, flight, officer, officers_needed) = taken_off.await?;
        let published = self.desk.ask(|reply| Order::Publish { ready, barrier, reply }).await;
        let published = published.unwrap_or(Err(PublishError::Stopped));
        if let Err(PublishError::Stopped) = published {
            flight.stays_up();
            return Err(DraftError::Stopped);
        }
        self.work(move |_, _| {
            let landed = flight.land(|draft| {
                releasing::land(draft, &published, officer, now_s());
                Ok(())
            });
            // It is out whatever the vault says: the log settles the draft at the next look.
            let published = published?;
            Ok(Released { draft: landed?, published, officers_needed })
        })
        .await
    }

    /// Runs what waits for a disk where waiting is allowed, and counts what is refused.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Book, &Ground) -> Result<T, DraftError> + Send + 'static,
    ) -> Result<T, DraftError> {
        let (desk, book) = (&self.desk, Arc::clone(&self.desk.book));
        let rule = desk.board.rule();
        let ground = Ground {
            store: Arc::clone(&desk.store),
            issuer: desk.issuer.clone(),
            words: desk.vocabularies(),
            policy: rule.directory.policy_in_force(&desk.issuer).cloned(),
            node_key: desk.own.log.key,
        };
        let done = tokio::task::spawn_blocking(move || work(&book, &ground)).await;
        let done = done.unwrap_or(Err(DraftError::Stopped));
        done.inspect_err(|error| desk.note_refusal(error.name()))
    }
}

/// The draft, after the log was asked where a crash has left that open.
fn settled(book: &Book, draft: Draft, ground: &Ground) -> Result<Draft, DraftError> {
    let is_open = draft.fixed.as_ref().is_some_and(|fixed| fixed.releasing);
    if !is_open || draft.state == DraftState::Released {
        return Ok(draft);
    }
    match book.change(&draft.name, |draft| releasing::settle(draft, ground, now_s())) {
        Ok((draft, ())) => Ok(draft),
        // It is on its way at this moment.
        Err(DraftError::Releasing { .. }) => Ok(draft),
        Err(error) => Err(error),
    }
}

fn write(
    draft: &mut Draft,
    record: Value,
    revision: Option<u64>,
    ground: &Ground,
) -> Result<(), DraftError> {
    let now_s = now_s();
    releasing::settle(draft, ground, now_s)?;
    if let Some(out) = &draft.released {
        let (name, reference) = (draft.name.clone(), out.reference.clone());
        return Err(DraftError::Released { name, reference });
    }
    if let Some(read) = revision.filter(|read| *read != draft.revision) {
        return Err(DraftError::Changed { name: draft.name.clone(), read, found: draft.revision });
    }
    if record == draft.record {
        return Ok(());
    }
    draft.record = record;
    draft.revision += 1;
    draft.fixed = None;
    if draft.state != DraftState::Writing {
        let note = Some("the text was changed: its approvals do not count any more".to_owned());
        draft.note(DraftStep { note, ..step(now_s, Move::Voided) });
        draft.state = DraftState::Writing;
    }
    draft.note(step(now_s, Move::Edited));
    Ok(())
}

fn find(store: &chancery_store::Store, name: &str) -> Result<Found, DraftError> {
    let position = reading::locate(store, name)?;
    let entry = reading::entry(store, position)?;
    let decoded = entry.decode().map_err(|_| ReadError::Damaged(position))?;
    let record = Record::from_body(&decoded.entry().body).map_err(|_| DraftError::Unreadable)?;
    let reference = decoded.header().reference.clone();
    // What stands today, without what was withdrawn: nobody brings back by accident what is over.
    let has_text = record.kind().is_none_or(|kind| kind.has_content() || kind == Kind::Correction);
    let thread = has_text.then(|| telling::fold(store, position)).transpose()?.flatten();
    let text = thread.map_or_else(|| record.clone(), |thread| thread.text);
    Ok(Found { id: decoded.id().to_string(), reference, record, text })
}
