//! What the desk answers about searches and about the index.

use std::sync::Arc;
use std::time::Duration;

use chancery_ledger::log::Id;
use chancery_ledger::roster::Membership;
use chancery_query::{Entitlement, Query};
use chancery_search::{Answer, Flaw, Holding, IndexError, Question, Records, Steps, Watermark};
use time::Date;
use tokio::sync::mpsc;

use super::error::AskError;
use super::index::{Again, Open};
use super::reader::{log_of, marks_digest};
use super::shown::{Against, Shown, Unshown, show};
use crate::answer::{Asked, IndexProgress, IndexState, IndexStatus, Match, Searched};
use crate::board::states_counted;
use crate::clock;
use crate::desk::{Desk, blocking};
use crate::telling;

/// Hits that are sent at once: each is folded from the store, at some 200 µs.
pub(crate) const HITS_MAX: usize = 1_000;

/// How long an answer waits for what had come before the question. An arrival is found within a second.
const WAIT: Duration = Duration::from_millis(1_500);

/// How much may be missing for waiting to be of use: more than this takes longer to read.
const WAIT_ENTRIES_MAX: u64 = 4_096;

/// How often somebody who waits for a new index is told how far it is.
const PROGRESS: Duration = Duration::from_millis(200);

/// A question that has been understood.
struct Understood {
    query: Query,
    reader: Entitlement,
    holding: Holding,
    today: Date,
    asked: Asked,
}

impl Desk {
    /// Answers a search from what this node holds; nobody else learns of it.
    ///
    /// # Errors
    /// When the query cannot be read, or the index cannot answer it rightly just now.
    pub async fn search(&self, asked: Asked) -> Result<Searched, AskError> {
        let found = self.answer(asked).await;
        found.inspect_err(|error| self.note_refusal(error.name()))
    }

    async fn answer(&self, asked: Asked) -> Result<Searched, AskError> {
        let understood = self.understand(asked)?;
        self.wait_for_index().await;
        let records = match self.index.opened() {
            Open::Ready(records) => records,
            Open::Checking => return Err(AskError::Checking),
            Open::Shut(error) => return Err(AskError::Shut(crate::causes(&*error))),
        };
        let desk = self.clone();
        let work = move || desk.answer_from(&records, understood);
        match tokio::task::spawn_blocking(work).await {
            Ok(answer) => answer,
            Err(error) if error.is_panic() => Err(self.failed(self.index.broke_off())),
            Err(_) => Err(AskError::Read(crate::reading::ReadError::Stopped)),
        }
    }

    fn understand(&self, asked: Asked) -> Result<Understood, AskError> {
        if asked.limit > HITS_MAX {
            return Err(AskError::Limit { found: asked.limit, max: HITS_MAX });
        }
        let today = telling::date(clock::today());
        let query = Query::parse(&asked.query, &self.vocabularies(), today);
        let mut query = query.map_err(AskError::Query)?;
        if let Some(sort) = asked.sort {
            query = query.sorted(sort);
        }
        let mut reader = self.entitlement();
        if let Some(marking) = asked.up_to {
            reader = reader.up_to(marking);
        }
        Ok(Understood { query, reader, holding: self.holding(), today, asked })
    }

    /// What this node's own people may see: all that their state may.
    pub(crate) fn entitlement(&self) -> Entitlement {
        let rule = self.board.rule();
        let membership = rule.directory.author(&self.own.log.key).map(|author| author.membership);
        match membership {
            Some(Membership::Observer) => Entitlement::observer(self.issuer.state),
            _ => Entitlement::member(self.issuer.state),
        }
    }

    /// How many states hold what, by the newest checkpoints.
    fn holding(&self) -> Holding {
        let rule = self.board.rule();
        let heads = self.store.heads();
        Holding::new(heads.iter().map(|head| {
            let (steps, beyond) = self.board.held(&rule.directory, head.log);
            (log_of(head.log), Steps::new(steps, beyond))
        }))
    }

    /// Waits a moment for what has come already, if the index is close behind it.
    async fn wait_for_index(&self) {
        let heads: Vec<_> =
            self.store.heads().iter().map(|head| (log_of(head.log), head.seq + 1)).collect();
        let marks = marks_digest(&self.store.marked());
        let mut commits = self.index.commits.subscribe();
        let has_it = |watermark: &Watermark| {
            watermark.marks() == marks && watermark.behind(heads.iter().copied()) == 0
        };
        let waiting = async {
            loop {
                commits.mark_unchanged();
                match self.index.watermark() {
                    Some(watermark) if has_it(&watermark) => return,
                    Some(it) if it.behind(heads.iter().copied()) > WAIT_ENTRIES_MAX => return,
                    Some(_) => self.index.wake.notify_one(),
                    None => {}
                }
                if commits.changed().await.is_err() {
                    return;
                }
            }
        };
        // Whoever has waited long enough is told how much is missing.
        let _ = tokio::time::timeout(WAIT, waiting).await;
    }

    fn answer_from(
        &self,
        records: &Arc<Records>,
        understood: Understood,
    ) -> Result<Searched, AskError> {
        let Understood { query, reader, holding, today, asked } = understood;
        let after = match &asked.after {
            Some(id) => Some(id.parse().map_err(|_| AskError::After(id.clone()))?),
            None => None,
        };
        let before = (self.held(), self.store.marked());
        let question = Question {
            query: &query,
            reader: &reader,
            facets: &asked.facets,
            today,
            holding: &holding,
            limit: asked.limit,
            after,
        };
        let answer = records.ask(&question).map_err(|error| self.failed(error))?;
        let answer = answer.ok_or_else(|| AskError::Gone(asked.after.unwrap_or_default()))?;
        let members = states_counted(&self.board.rule().directory);
        let against = Against {
            store: &self.store,
            query: &query,
            reader: &reader,
            today,
            holding: &holding,
            members,
        };
        let (hits, otherwise, last) = self.shown(&answer, &against)?;
        let watermark = &answer.watermark;
        let behind = watermark.behind(self.held());
        let now = (self.held(), self.store.marked());
        if watermark.marks() != marks_digest(&now.1) {
            self.index.wake.notify_one();
            return Err(AskError::Marks);
        }
        // Nothing has come in between, so it cannot have become otherwise.
        if otherwise > 0 && before == now && behind == 0 {
            return Err(self.failed(IndexError::flawed(self.index.dir(), Flaw::Wrong)));
        }
        let more = asked.limit > 0 && answer.hits.len() == asked.limit;
        Ok(Searched {
            query: query.to_string(),
            notes: query.notes().to_vec(),
            sort: query.sort(),
            next: last.filter(|_| more),
            hits,
            total: answer.total,
            hidden: answer.hidden,
            behind,
            facets: answer.facets,
            index: watermark.digest().to_string(),
        })
    }

    /// The hits as they stand now, how many do not match any more, and the id of the last one.
    fn shown(
        &self,
        answer: &Answer,
        against: &Against<'_>,
    ) -> Result<(Vec<Match>, usize, Option<Id>), AskError> {
        let (mut hits, mut otherwise) = (Vec::new(), 0);
        for hit in &answer.hits {
            match show(hit, against) {
                Ok(Shown::Match(found)) => hits.push(*found),
                Ok(Shown::Otherwise) => otherwise += 1,
                Err(Unshown::Read(error)) => return Err(AskError::Read(error)),
                Err(Unshown::Index(flaw)) => {
                    return Err(self.failed(IndexError::flawed(self.index.dir(), flaw)));
                }
            }
        }
        let last = hits.last().map(|found| found.id);
        Ok((hits, otherwise, last))
    }

    fn failed(&self, error: IndexError) -> AskError {
        self.index.failed(&error);
        AskError::Index(error)
    }

    /// Every log with the number of its entries that are held.
    fn held(&self) -> Vec<(chancery_query::Log, u64)> {
        self.store.heads().iter().map(|head| (log_of(head.log), head.seq + 1)).collect()
    }

    /// How the index is.
    pub async fn index(&self) -> IndexStatus {
        let desk = self.clone();
        let held: u64 = self.held().iter().map(|(_, entries)| entries).sum();
        let status = blocking(move || desk.index_now()).await;
        status.unwrap_or(IndexStatus {
            state: IndexState::Checking,
            read: 0,
            held,
            behind: held,
            documents: 0,
            bytes: 0,
            unread: 0,
            index: None,
            flaw: None,
        })
    }

    fn index_now(&self) -> IndexStatus {
        let held = self.held();
        let watermark = self.index.watermark();
        let all: u64 = held.iter().map(|(_, entries)| entries).sum();
        let behind = watermark.as_ref().map_or(all, |watermark| watermark.behind(held));
        let (mut documents, mut bytes) = (0, 0);
        if let Open::Ready(records) = self.index.opened() {
            bytes = records.bytes();
            match records.documents() {
                Ok(found) => documents = found,
                Err(error) => self.index.failed(&error),
            }
        }
        let state = self.index.state(behind);
        let account = self.index.account();
        IndexStatus {
            state,
            read: account.read,
            held: all,
            behind,
            documents,
            bytes,
            unread: account.unread,
            index: watermark.map(|watermark| watermark.digest().to_string()),
            flaw: account.flaw.clone(),
        }
    }

    /// Makes the index again from what is held, and says how far it is until it is done. Whoever stops listening
    /// does not stop it, and a node that stops goes on after its next start.
    pub async fn rebuild_index(&self, progress: mpsc::Sender<IndexProgress>) -> IndexStatus {
        let begun = {
            let mut account = self.index.account();
            account.again = Some(Again::Asked);
            account.begun
        };
        self.index.wake.notify_one();
        loop {
            let status = self.index().await;
            let is_new = self.index.account().begun > begun;
            let is_done = match status.state {
                IndexState::Current => is_new,
                IndexState::Unusable(_) => true,
                IndexState::Checking | IndexState::Reading => false,
            };
            if is_done || self.orders.is_closed() || progress.is_closed() {
                return status;
            }
            if is_new {
                let told = IndexProgress { read: status.read, held: status.held };
                // Progress is a courtesy: what does not fit is left out.
                let _ = progress.try_send(told);
            }
            tokio::time::sleep(PROGRESS).await;
        }
    }
}
