//! What the desk answers about watches: the only way in, as for everything else.

use std::collections::VecDeque;
use std::sync::Arc;

use chancery_query::Query;
use time::Date;

use super::digest::{DayDigest, LISTED_MAX, by_watch};
use super::error::WatchError;
use super::journal::{ANSWER_MAX, seconds_of};
use super::judge::find;
use super::looking::roots_since;
use super::matching::{Matching, SHOWN_MAX, TRIED_MAX};
use super::notice::Notice;
use super::receivers::ReceiverState;
use super::seen::Seen;
use super::watch::{NewWatch, Watch, Watched};
use super::{compiled::Asks, fold};
use crate::answer::Scope;
use crate::clock::now_s;
use crate::desk::{Desk, blocking};
use crate::duties::today;
use crate::reading::ReadError;

/// Notices that are read ahead for one listener.
const AHEAD: usize = 64;

/// Notices behind a number, and then those that come. None is left out: they are read from the journal.
#[derive(Debug)]
pub struct Notices {
    desk: Desk,
    after: u64,
    ready: VecDeque<Notice>,
    told: tokio::sync::watch::Receiver<u64>,
}

impl Notices {
    /// Waits for the next; none when the node has stopped or the vault does not open.
    pub async fn next(&mut self) -> Option<Notice> {
        loop {
            if let Some(notice) = self.ready.pop_front() {
                self.after = notice.number;
                return Some(notice);
            }
            let last = *self.told.borrow_and_update();
            let after = self.after;
            if last > after {
                let read = self
                    .desk
                    .watching(move |desk| desk.watches.journal.after(&desk.vault, after, AHEAD));
                self.ready.extend(read.await.ok()?);
            }
            if self.ready.is_empty() {
                tokio::select! {
                    changed = self.told.changed() => changed.ok()?,
                    () = self.desk.stopped() => return None,
                }
            }
        }
    }
}

impl Desk {
    /// Keeps a new watch; from now on it raises notices.
    ///
    /// # Errors
    /// When its query cannot be read, its name is taken, something is too long, or the vault does not take it.
    pub async fn watch_add(&self, new: NewWatch) -> Result<Watch, WatchError> {
        self.watching(move |desk| {
            new.check()?;
            if let Watched::Query(text) = &new.subject {
                Query::parse(text, &desk.vocabularies(), today()).map_err(WatchError::from)?;
            }
            // What was looked at before it was made is not looked at again for it after a crash.
            desk.watches.journal.keep(&desk.vault)?;
            let watch = desk.watches.book.add(&desk.vault, new, now_s())?;
            desk.watches.changed();
            Ok(watch)
        })
        .await
    }

    /// All watches, the oldest first; beside each, why its query cannot be read today.
    ///
    /// # Errors
    /// When the vault does not open.
    pub async fn watches(&self) -> Result<Vec<(Watch, Option<String>)>, WatchError> {
        self.watching(|desk| {
            let words = desk.vocabularies();
            let compiled = desk.watches.compiled(&desk.vault, &words, today())?;
            let one = |ready: &super::compiled::Ready| match &ready.asks {
                Asks::Nothing(why) => (ready.watch.clone(), Some(why.clone())),
                Asks::Query(_) | Asks::Party { .. } => (ready.watch.clone(), None),
            };
            Ok(compiled.all.iter().map(one).collect())
        })
        .await
    }

    /// One watch, by its name.
    ///
    /// # Errors
    /// When there is none of that name, or the vault does not open.
    pub async fn watch(&self, name: &str) -> Result<Watch, WatchError> {
        let name = name.to_owned();
        self.watching(move |desk| desk.watches.book.named(&desk.vault, &name)).await
    }

    /// Removes a watch; the notices that it has raised stay.
    ///
    /// # Errors
    /// When there is none of that name, or the vault does not open.
    pub async fn watch_remove(&self, name: &str) -> Result<Watch, WatchError> {
        let name = name.to_owned();
        self.watching(move |desk| {
            let watch = desk.watches.book.remove(&desk.vault, &name)?;
            desk.watches.changed();
            Ok(watch)
        })
        .await
    }

    /// What a watch finds now among the newest records; nobody is told.
    ///
    /// # Errors
    /// When there is none of that name, or records or the vault cannot be read.
    pub async fn watch_test(&self, name: &str) -> Result<Matching, WatchError> {
        let name = name.to_owned();
        self.watching(move |desk| test(desk, &name)).await
    }

    /// The notices behind a number, in order, at most 1,000; done ones only when all are asked for.
    ///
    /// # Errors
    /// When the vault cannot be read.
    pub async fn notices(&self, after: u64, scope: Scope) -> Result<Vec<Notice>, WatchError> {
        self.watching(move |desk| {
            let (mut found, mut after) = (Vec::new(), after);
            // Done ones must not hide that there are more behind them.
            while found.len() < ANSWER_MAX {
                let read = desk.watches.journal.after(&desk.vault, after, ANSWER_MAX)?;
                let Some(last) = read.last() else { break };
                after = last.number;
                found.extend(read.into_iter().filter(|one| scope == Scope::All || !one.done));
            }
            found.truncate(ANSWER_MAX);
            Ok(found)
        })
        .await
    }

    /// Notes that somebody has seen to a notice.
    ///
    /// # Errors
    /// When there is none of that number, or the vault does not take it.
    pub async fn notice_done(&self, number: u64) -> Result<Notice, WatchError> {
        self.watching(move |desk| desk.watches.journal.done(&desk.vault, number)).await
    }

    /// Notices behind a number, and then those that come; without a number only those that come.
    ///
    /// # Errors
    /// When the vault does not open.
    pub async fn notices_from(&self, after: Option<u64>) -> Result<Notices, WatchError> {
        let told = self.watches.journal.told();
        let head = self.watching(|desk| desk.watches.journal.head(&desk.vault)).await?;
        let last = head.map_or(0, |head| head.last);
        let after = after.unwrap_or(last);
        Ok(Notices { desk: self.clone(), after, ready: VecDeque::new(), told })
    }

    /// What the watches have raised on a day, in UTC.
    ///
    /// # Errors
    /// When the vault cannot be read.
    pub async fn digest(&self, day: Date) -> Result<DayDigest, WatchError> {
        let unread = self.watches().await?.into_iter();
        let unread = unread.filter_map(|(watch, why)| Some((watch.name, why?))).collect();
        self.watching(move |desk| {
            let journal = &desk.watches.journal;
            let (notices, more) = journal.between(&desk.vault, seconds_of(day), LISTED_MAX)?;
            let held = Seen::now(&desk.store, &desk.board, today()).entries();
            let seen = journal.head(&desk.vault)?.map_or(0, |head| head.seen.entries());
            let behind = held.saturating_sub(seen);
            Ok(DayDigest { day: day.to_string(), watches: by_watch(notices), more, behind, unread })
        })
        .await
    }

    /// Where notices are sent, and how each receiver stands.
    ///
    /// # Errors
    /// When the vault cannot be read.
    pub async fn receivers(&self) -> Result<Vec<ReceiverState>, WatchError> {
        self.watching(|desk| desk.watches.receivers.states(&desk.vault, &desk.watches.journal))
            .await
    }

    /// Works where waiting for a disk is allowed.
    pub(crate) async fn watching<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Desk) -> Result<T, WatchError> + Send + 'static,
    ) -> Result<T, WatchError> {
        let desk = self.clone();
        blocking(move || work(&desk)).await.unwrap_or(Err(WatchError::Read(ReadError::Stopped)))
    }
}

fn test(desk: &Desk, name: &str) -> Result<Matching, WatchError> {
    let watch = desk.watches.book.named(&desk.vault, name)?;
    let now = Seen::now(&desk.store, &desk.board, today());
    let words = desk.vocabularies();
    let compiled = desk.watches.compile(&[watch], &words, now.day);
    let compiled = Arc::as_ref(&compiled);
    let unread = match compiled.all.first().map(|ready| &ready.asks) {
        Some(Asks::Nothing(why)) => Some(why.clone()),
        _ => None,
    };
    let commonness = desk.watches.commonness(&desk.catalogue);
    let roots = roots_since(&desk.store, None);
    let (mut total, mut shown) = (0, Vec::new());
    let looked_at = roots.len().min(TRIED_MAX);
    for root in &roots[..looked_at] {
        let Some(pair) = fold::now(&desk.store, *root, &now)? else { continue };
        if let Some(notice) = find(compiled, &commonness, &pair, &now, 0) {
            total += 1;
            if shown.len() < SHOWN_MAX {
                shown.push(notice);
            }
        }
    }
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let left_out = count(roots.len() - looked_at);
    Ok(Matching { total, shown, looked_at: count(looked_at), left_out, unread })
}
