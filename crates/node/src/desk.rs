//! What a running node can be asked, by the API above it and by tests: the only way in.
//!
//! A `Desk` is a handle that can be cloned. It reads the store on threads that may wait, and asks the
//! event loop only for what the loop alone knows.

use std::sync::Arc;

use chancery_ledger::log::Position;
use chancery_ledger::policy::Policy;
use chancery_ledger::roster::Genesis;
use chancery_ledger::statement::{Entry, Header, Issuer};
use chancery_record::Record;
use chancery_record::vocabulary::{Difference, Pack, Vocabularies};
use chancery_replica::PeerKey;
use chancery_report::Fact;
use chancery_screening::Settings;
use chancery_store::Store;
use tokio::sync::{broadcast, mpsc, oneshot};

use crate::answer::{
    ActView, Approvals, Arrival, Barrier, Check, Enacted, Filter, Found, Listed, PeerView,
    Published, RosterView, Status, Summary, Told,
};
use crate::asking::Index;
use crate::board::Board;
use crate::cases::Cabinet;
use crate::checking::{self, FsckProgress, OwnFile, Problem};
use crate::checks;
use crate::clock;
use crate::counters::Counters;
use crate::drafts::Book;
use crate::duties::Duties;
use crate::engine::Order;
use crate::engine::enacting::EnactError;
use crate::facts;
use crate::gathering::{self, EvidenceError};
use crate::graphs::Same;
use crate::publishing::{self, PublishError};
use crate::reading::{self, ReadError};
use crate::screening::Catalogue;
use crate::telling;
use crate::vault::Vault;
use crate::vocabulary::{Shelf, VocabularyError};
use crate::watches::Watches;

/// The way to ask a running node.
#[derive(Clone, Debug)]
pub struct Desk {
    pub(crate) store: Arc<Store>,
    pub(crate) board: Arc<Board>,
    pub(crate) genesis: Arc<Genesis>,
    pub(crate) issuer: Issuer,
    pub(crate) own: OwnFile,
    pub(crate) orders: mpsc::Sender<Order>,
    pub(crate) arrivals: broadcast::Sender<Position>,
    pub(crate) counters: Arc<Counters>,
    pub(crate) vault: Vault,
    pub(crate) duties: Arc<Duties>,
    pub(crate) book: Arc<Book>,
    pub(crate) shelf: Arc<Shelf>,
    pub(crate) index: Arc<Index>,
    pub(crate) watches: Arc<Watches>,
    pub(crate) cabinet: Arc<Cabinet>,
    pub(crate) same: Arc<Same>,
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) settings: Arc<Settings>,
}

/// Records as they become durable here.
#[derive(Debug)]
pub struct Arrivals {
    desk: Desk,
    positions: broadcast::Receiver<Position>,
}

impl Desk {
    /// Signs and publishes a record; returns when it is durable here and on its way to the others.
    ///
    /// # Errors
    /// Why it was not signed, or is signed and not out yet.
    pub async fn publish(
        &self,
        record: Record,
        barrier: Barrier,
    ) -> Result<Published, PublishError> {
        let (store, own) = (Arc::clone(&self.store), self.issuer.clone());
        let words = self.vocabularies();
        let ready = blocking(move || publishing::prepare(record, &own, &store, &words));
        let ready = ready.await.unwrap_or(Err(PublishError::Stopped));
        let ready = Box::new(ready.inspect_err(|error| self.note_refusal(error.name()))?);
        self.ask(|reply| Order::Publish { ready, barrier, reply })
            .await
            .unwrap_or(Err(PublishError::Stopped))
    }

    /// The policy in force of this node's authority: what a release needs. None where none was declared, or none
    /// since the state's root was replaced.
    pub fn policy(&self) -> Option<Arc<Policy>> {
        self.policy_of(&self.issuer)
    }

    /// The policy in force of any authority.
    pub fn policy_of(&self, issuer: &Issuer) -> Option<Arc<Policy>> {
        self.board.rule().directory.policy_in_force(issuer).cloned()
    }

    /// The records held, newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn list(&self, filter: Filter) -> Result<Listed, ReadError> {
        let store = Arc::clone(&self.store);
        let found = blocking(move || reading::list(&store, filter, clock::today())).await;
        let (positions, hidden) = found.ok_or(ReadError::Stopped)?;
        Ok(Listed { records: self.summaries(positions).await?, hidden })
    }

    /// One record by reference, id, or the first digits of an id.
    ///
    /// # Errors
    /// When there is none or more than one, or the store cannot be read.
    pub async fn find(&self, name: &str) -> Result<Found, ReadError> {
        let (store, name) = (Arc::clone(&self.store), name.to_owned());
        let board = Arc::clone(&self.board);
        let found = blocking(move || {
            let position = reading::locate(&store, &name)?;
            let entry = reading::entry(&store, position)?;
            let (summary, record) =
                reading::summary(&store, &board, position, entry.clone(), clock::today())?;
            let (header, _) =
                Header::of_stored(&entry.statement).map_err(|_| ReadError::Damaged(position))?;
            let released = Approvals::of(&header, &board.rule().directory);
            let Entry { statement, body } = entry;
            Ok(Found { summary, record, released, statement, body })
        });
        let mut found = found.await.unwrap_or(Err(ReadError::Stopped))?;
        found.summary.reported_by =
            self.reporters(vec![found.summary.position]).await?.swap_remove(0);
        Ok(found)
    }

    /// The thread of a record: all its versions, and all that was said to it and about it.
    ///
    /// # Errors
    /// As [`Desk::find`].
    pub async fn thread(&self, name: &str) -> Result<Told, ReadError> {
        let (store, name) = (Arc::clone(&self.store), name.to_owned());
        let board = Arc::clone(&self.board);
        let told = blocking(move || telling::thread(&store, &board, &name, clock::today()));
        let mut told = told.await.unwrap_or(Err(ReadError::Stopped))?;
        let reporters = self.reporters(vec![told.summary.position]).await?;
        told.summary.reported_by = reporters.into_iter().next().unwrap_or_default();
        Ok(told)
    }

    /// The signed copy of a record: deterministic bytes that anyone can verify without a node.
    ///
    /// # Errors
    /// As [`Desk::find`].
    pub async fn copy(&self, name: &str) -> Result<Vec<u8>, ReadError> {
        let (store, name) = (Arc::clone(&self.store), name.to_owned());
        let rule = self.board.rule();
        let copy = blocking(move || {
            let position = reading::locate(&store, &name)?;
            let entry = reading::entry(&store, position)?;
            Ok(reading::signed_copy(&rule.directory, position, entry)?.encode())
        });
        copy.await.unwrap_or(Err(ReadError::Stopped))
    }

    /// The evidence pack of a record: deterministic bytes that prove it to anyone who has the genesis.
    ///
    /// # Errors
    /// As [`Desk::find`], and when no checkpoint covers the record, or it is revoked.
    pub async fn evidence(&self, name: &str) -> Result<Vec<u8>, EvidenceError> {
        let (store, name) = (Arc::clone(&self.store), name.to_owned());
        let genesis = Arc::clone(&self.genesis);
        let register = self.ask(|reply| Order::Register { reply }).await;
        let register = register.ok_or(ReadError::Stopped)?;
        let pack = blocking(move || gathering::evidence(&store, &genesis, &register, &name));
        pack.await.unwrap_or(Err(EvidenceError::Read(ReadError::Stopped)))
    }

    /// Verifies a record from its bytes up, check by check.
    ///
    /// # Errors
    /// As [`Desk::find`].
    pub async fn verify(&self, name: &str) -> Result<Vec<Check>, ReadError> {
        let (store, name) = (Arc::clone(&self.store), name.to_owned());
        let (rule, words) = (self.board.rule(), self.vocabularies());
        let checks = blocking(move || {
            let position = reading::locate(&store, &name)?;
            let entry = reading::entry(&store, position)?;
            checks::check_held(position, &entry, &rule.directory, &store, &words)
        });
        checks.await.unwrap_or(Err(ReadError::Stopped))
    }

    /// What reports count, from everything that is held.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn facts(&self) -> Result<Vec<Fact>, ReadError> {
        let (store, duties) = (Arc::clone(&self.store), Arc::clone(&self.duties));
        blocking(move || facts::facts(&store, &duties.packs))
            .await
            .unwrap_or(Err(ReadError::Stopped))
    }

    /// The peers that have a certificate, connected or not.
    pub async fn peers(&self) -> Result<Vec<PeerView>, ReadError> {
        self.ask(|reply| Order::Peers { reply }).await.ok_or(ReadError::Stopped)
    }

    /// The node at a glance.
    ///
    /// # Errors
    /// When the node is stopping.
    pub async fn status(&self) -> Result<Status, ReadError> {
        let status = self.ask(|reply| Order::Status { reply }).await;
        status.map(|status| *status).ok_or(ReadError::Stopped)
    }

    /// Takes an act of a state root; returns when it is durable here and on its way to the others.
    ///
    /// # Errors
    /// Why it was not taken.
    pub async fn enact(&self, bytes: Vec<u8>) -> Result<Enacted, EnactError> {
        let enacted = self.ask(|reply| Order::Enact { bytes, reply }).await;
        enacted.unwrap_or(Err(EnactError::Stopped))
    }

    /// Every act that is held, in an order in which each can be checked.
    ///
    /// # Errors
    /// When the node is stopping.
    pub async fn acts(&self) -> Result<Vec<ActView>, ReadError> {
        self.ask(|reply| Order::Acts { reply }).await.ok_or(ReadError::Stopped)
    }

    /// The roster in force and all before it.
    ///
    /// # Errors
    /// When the node is stopping.
    pub async fn roster(&self) -> Result<RosterView, ReadError> {
        self.ask(|reply| Order::Roster { reply }).await.ok_or(ReadError::Stopped)
    }

    /// The vocabularies that records are checked against now.
    pub fn vocabularies(&self) -> Arc<Vocabularies> {
        self.shelf.words()
    }

    /// Takes a vocabulary pack into use and keeps it; says what it changed.
    ///
    /// # Errors
    /// Why it was not taken; nothing has changed then.
    pub async fn load_vocabulary(
        &self,
        text: String,
    ) -> Result<(Pack, Difference), VocabularyError> {
        let shelf = Arc::clone(&self.shelf);
        let taken = blocking(move || shelf.take(&text)).await;
        let taken = taken.unwrap_or(Err(VocabularyError::Stopped));
        taken.inspect_err(|error| self.note_refusal(error.name()))
    }

    /// Records as they become durable here, from now on.
    pub fn arrivals(&self) -> Arrivals {
        Arrivals { desk: self.clone(), positions: self.arrivals.subscribe() }
    }

    /// Re-verifies everything from the bytes up while the node runs; dropping the receiver of the
    /// progress ends it.
    ///
    /// # Errors
    /// When the store cannot be read, or the check was ended.
    pub async fn fsck(
        &self,
        progress: mpsc::Sender<FsckProgress>,
    ) -> Result<Vec<Problem>, ReadError> {
        let (store, rule) = (Arc::clone(&self.store), self.board.rule());
        let own = self.own.clone();
        let checked = blocking(move || checking::check(&store, &own, &rule.directory, &progress));
        checked.await.unwrap_or(Err(ReadError::Stopped))
    }

    /// Counts something that the desk itself refused, such as a record that is none.
    pub fn note_refusal(&self, reason: &'static str) {
        self.counters.count(reason);
    }

    /// Waits until the node has stopped, by itself or because it was asked to.
    pub async fn stopped(&self) {
        self.orders.closed().await;
    }

    pub(crate) async fn summaries(
        &self,
        positions: Vec<Position>,
    ) -> Result<Vec<Summary>, ReadError> {
        let (store, wanted) = (Arc::clone(&self.store), positions.clone());
        let board = Arc::clone(&self.board);
        let summaries = blocking(move || -> Result<Vec<Summary>, ReadError> {
            let today = clock::today();
            let one = |at| {
                let entry = reading::entry(&store, at)?;
                Ok(reading::summary(&store, &board, at, entry, today)?.0)
            };
            wanted.into_iter().map(one).collect()
        });
        let mut summaries = summaries.await.unwrap_or(Err(ReadError::Stopped))?;
        let reporters = self.reporters(positions).await?;
        for (summary, reported_by) in summaries.iter_mut().zip(reporters) {
            summary.reported_by = reported_by;
        }
        Ok(summaries)
    }

    async fn reporters(&self, positions: Vec<Position>) -> Result<Vec<Vec<String>>, ReadError> {
        let peers: Option<Vec<Vec<PeerKey>>> =
            self.ask(|reply| Order::Holders { positions, reply }).await;
        let own = self.issuer.state.as_str();
        let rule = self.board.rule();
        let named = |peers: Vec<PeerKey>| reading::reporters(&rule.directory, own, &peers);
        Ok(peers.ok_or(ReadError::Stopped)?.into_iter().map(named).collect())
    }

    pub(crate) async fn ask<T>(
        &self,
        order: impl FnOnce(oneshot::Sender<T>) -> Order,
    ) -> Option<T> {
        let (reply, answer) = oneshot::channel();
        self.orders.send(order(reply)).await.ok()?;
        answer.await.ok()
    }
}

impl Arrivals {
    /// Waits for the next; none when the node has stopped.
    pub async fn next(&mut self) -> Option<Arrival> {
        loop {
            match self.positions.recv().await {
                Ok(position) => match self.desk.summaries(vec![position]).await {
                    Ok(mut summaries) => {
                        let summary = summaries.pop()?;
                        if summary.kind != chancery_ledger::statement::CERTIFICATE_KIND {
                            return Some(Arrival::Record(Box::new(summary)));
                        }
                    }
                    Err(ReadError::Stopped) => return None,
                    Err(error) => tracing::error!(%position, %error, "an arrival is not shown"),
                },
                Err(broadcast::error::RecvError::Lagged(missed)) => {
                    return Some(Arrival::Missed(missed));
                }
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }
}

/// Runs what waits for a disk where waiting is allowed; none when the runtime stops.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    tokio::task::spawn_blocking(work).await.ok()
}
