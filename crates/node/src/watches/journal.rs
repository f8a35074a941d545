//! The journal: notices in their order, and how far the watches have looked.
//!
//! Notices stand in pages of the vault, 32 to a page, and one more object, the head, says which of them count
//! and which watermark stands behind them. A step writes its pages first and the head last: whenever the
//! machine stops, the head is the old one, and what pages hold beyond it was never told and is written over;
//! or it is the new one. Invariant: what is handed out is below the head that is on the disk.

use std::sync::{Mutex, PoisonError};

use chancery_store::vault::Place;
use serde::{Deserialize, Serialize};
use time::Date;

use super::error::WatchError;
use super::notice::Notice;
use super::seen::{Kept, Seen};
use crate::vault::Vault;
use pages::{PAGE, drop_old, first_page, page_at, page_of, put, put_pages};

mod pages;

const HEAD: Place<'_> = Place { collection: "watching", name: "head" };

/// Notices that one question is answered with.
pub(crate) const ANSWER_MAX: usize = 1_000;

/// What is on the disk beside the pages.
#[derive(Debug, Serialize, Deserialize)]
struct KeptHead {
    /// Drawn when the first head was written: two series of numbers are told apart by it.
    series: String,
    last: u64,
    looked: u64,
    seen: Kept,
}

/// Where the journal stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) series: String,
    /// The number of the last notice; 0 before the first.
    pub(crate) last: u64,
    /// The newest watch that has looked back.
    pub(crate) looked: u64,
    /// How far the watches have looked.
    pub(crate) seen: Seen,
}

/// The head in memory, and whether it is the one on the disk.
#[derive(Debug, Default)]
struct Read {
    head: Option<Head>,
    ahead: bool,
}

/// What was raised, and how far it was looked.
#[derive(Debug)]
pub(crate) struct Journal {
    head: Mutex<Read>,
    /// The number of the last notice, for whoever waits for the next.
    told: tokio::sync::watch::Sender<u64>,
}

impl Default for Journal {
    fn default() -> Journal {
        Journal { head: Mutex::default(), told: tokio::sync::watch::Sender::new(0) }
    }
}

impl Journal {
    /// Where it stands; none where nothing was ever kept.
    pub(crate) fn head(&self, vault: &Vault) -> Result<Option<Head>, WatchError> {
        self.with(vault, |read| Ok(read.head.clone()))
    }

    /// Begins the journal at this watermark.
    pub(crate) fn begin(&self, vault: &Vault, seen: Seen) -> Result<Head, WatchError> {
        let mut drawn = [0; 8];
        getrandom::fill(&mut drawn).map_err(|_| crate::vault::VaultError::Randomness)?;
        let series = drawn.iter().map(|byte| format!("{byte:02x}")).collect();
        let new = Head { series, last: 0, looked: 0, seen };
        self.with(vault, |read| {
            write(vault, &new)?;
            read.head = Some(new.clone());
            Ok(new)
        })
    }

    /// Takes a watermark behind which nothing was raised. It becomes durable with the next notice, or when it is
    /// kept; until then it would only be looked at again.
    pub(crate) fn advance(&self, vault: &Vault, seen: Seen) -> Result<(), WatchError> {
        self.with(vault, |read| {
            let Some(head) = read.head.as_mut() else { return Ok(()) };
            if head.seen != seen {
                head.seen = seen;
                read.ahead = true;
            }
            Ok(())
        })
    }

    /// Makes the watermark durable, if it has moved.
    pub(crate) fn keep(&self, vault: &Vault) -> Result<(), WatchError> {
        self.with(vault, |read| {
            if let Some(head) = read.head.as_ref().filter(|_| read.ahead) {
                write(vault, head)?;
                read.ahead = false;
            }
            Ok(())
        })
    }

    /// Numbers these notices and keeps them with the watermark behind them, all at one moment.
    pub(crate) fn commit(
        &self,
        vault: &Vault,
        (seen, looked): (Seen, u64),
        mut notices: Vec<Notice>,
        now_s: i64,
    ) -> Result<(), WatchError> {
        let last = self.with(vault, |read| {
            let Some(old) = read.head.as_ref() else { return Ok(0) };
            let mut new = Head { seen, looked, ..old.clone() };
            for notice in &mut notices {
                new.last += 1;
                (notice.number, notice.noticed_at_s) = (new.last, now_s);
            }
            put_pages(vault, old.last, &notices)?;
            write(vault, &new)?;
            drop_old(vault, old.last, new.last)?;
            *read = Read { head: Some(new), ahead: false };
            Ok(read.last())
        })?;
        self.told.send_if_modified(|told| {
            let grown = last > *told;
            *told = last.max(*told);
            grown
        });
        Ok(())
    }

    /// Notices behind a number, in order, at most so many.
    pub(crate) fn after(
        &self,
        vault: &Vault,
        number: u64,
        limit: usize,
    ) -> Result<Vec<Notice>, WatchError> {
        self.with(vault, |read| {
            let last = read.last();
            let (mut found, mut page) = (Vec::new(), page_of(number + 1).max(first_page(last)));
            while found.len() < limit && page * PAGE < last {
                let notices = page_at(vault, page)?;
                let behind = |notice: &Notice| notice.number > number && notice.number <= last;
                found.extend(notices.into_iter().filter(behind));
                page += 1;
            }
            found.truncate(limit);
            Ok(found)
        })
    }

    /// The notices that were raised from `start_s` on and before `end_s`, and how many more there are; looked
    /// for from the newest page back.
    pub(crate) fn between(
        &self,
        vault: &Vault,
        (start_s, end_s): (i64, i64),
        limit: usize,
    ) -> Result<(Vec<Notice>, usize), WatchError> {
        self.with(vault, |read| {
            let last = read.last();
            let pages = first_page(last)..last.div_ceil(PAGE);
            let mut found = Vec::new();
            let mut more = 0;
            for page in pages.rev() {
                let mut notices = page_at(vault, page)?;
                notices.retain(|notice| notice.number <= last);
                let begins_before =
                    notices.first().is_some_and(|notice| notice.noticed_at_s < start_s);
                let within = |notice: &Notice| (start_s..end_s).contains(&notice.noticed_at_s);
                for notice in notices.into_iter().rev().filter(within) {
                    if found.len() < limit { found.push(notice) } else { more += 1 }
                }
                if begins_before {
                    break;
                }
            }
            found.reverse();
            Ok((found, more))
        })
    }

    /// Notes that somebody has seen to it.
    pub(crate) fn done(&self, vault: &Vault, number: u64) -> Result<Notice, WatchError> {
        self.with(vault, |read| {
            let last = read.last();
            let none = || WatchError::NoNotice { number };
            if !(1..=last).contains(&number) {
                return Err(none());
            }
            let page = page_of(number);
            let mut notices = page_at(vault, page)?;
            let notice = notices.iter_mut().find(|notice| notice.number == number);
            let notice = notice.ok_or_else(none)?;
            notice.done = true;
            let done = notice.clone();
            put(vault, page, &notices)?;
            Ok(done)
        })
    }

    /// Wakes whoever waits for notices, though there may be none.
    pub(crate) fn wake(&self) {
        self.told.send_modify(|_| {});
    }

    /// The number of the last notice, for whoever waits for the next.
    pub(crate) fn told(&self) -> tokio::sync::watch::Receiver<u64> {
        self.told.subscribe()
    }

    /// Reads the vault the first time only: it is this process's alone.
    fn with<T>(
        &self,
        vault: &Vault,
        work: impl FnOnce(&mut Read) -> Result<T, WatchError>,
    ) -> Result<T, WatchError> {
        let mut read = self.head.lock().unwrap_or_else(PoisonError::into_inner);
        if read.head.is_none() {
            read.head = open(vault)?;
            let last = read.last();
            self.told.send_if_modified(|told| std::mem::replace(told, last) != last);
        }
        work(&mut read)
    }
}

impl Read {
    /// The number of the last notice; 0 before the first.
    fn last(&self) -> u64 {
        self.head.as_ref().map_or(0, |head| head.last)
    }
}

fn open(vault: &Vault) -> Result<Option<Head>, WatchError> {
    let Some(bytes) = vault.get(HEAD)? else { return Ok(None) };
    let unread = || WatchError::Unread { name: format!("{}/{}", HEAD.collection, HEAD.name) };
    let KeptHead { series, last, looked, seen } =
        serde_json::from_slice(&bytes).map_err(|_| unread())?;
    let seen = seen.seen().ok_or_else(unread)?;
    Ok(Some(Head { series, last, looked, seen }))
}

fn write(vault: &Vault, head: &Head) -> Result<(), WatchError> {
    let Head { series, last, looked, seen } = head;
    let kept = KeptHead { series: series.clone(), last: *last, looked: *looked, seen: seen.into() };
    let bytes = serde_json::to_vec(&kept).expect("because a head has text keys");
    Ok(vault.put(HEAD, &bytes)?)
}

/// The first and the last second of a day, in UTC.
pub(crate) fn seconds_of(day: Date) -> (i64, i64) {
    let start = day.midnight().assume_utc().unix_timestamp();
    (start, start + 24 * 60 * 60)
}
