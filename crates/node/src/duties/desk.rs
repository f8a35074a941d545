//! What the desk answers about duties: the only way in, as for everything else.

use std::sync::Arc;

use chancery_ledger::log::Id;
use chancery_record::StateCode;
use chancery_store::Store;
use chancery_thread::{Thread, Version};
use time::Date;
use tokio::sync::broadcast;

use super::{Duties, DutyError, alerts, notes, questions, reviews, threads, today};
use crate::answer::{Alert, Duty, NewReliance, Reliance, Scope, Tiding};
use crate::case::{CASE_BYTES_MAX, NoteFile};
use crate::clock::now_s;
use crate::desk::{Desk, blocking};
use crate::gathering::EvidenceError;
use crate::reading::{self, ReadError};
use crate::vault::Vault;

/// Reminders and alerts, from the moment of asking on.
#[derive(Debug)]
pub struct Tidings(broadcast::Receiver<Tiding>);

impl Tidings {
    /// Waits for the next; none when the node has stopped. What a slow reader misses is in the lists.
    pub async fn next(&mut self) -> Option<Tiding> {
        loop {
            match self.0.recv().await {
                Ok(tiding) => return Some(tiding),
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }
}

impl Desk {
    /// What is due on a day, today unless another is given; the nearest first.
    ///
    /// # Errors
    /// When the records cannot be read.
    pub async fn due(&self, on: Option<Date>, scope: Scope) -> Result<Vec<Duty>, DutyError> {
        let on = on.unwrap_or_else(today);
        self.waiting(move |desk| Ok(due(&desk.store, &desk.duties, desk.issuer.state, on, scope)?))
            .await
    }

    /// Notes what an analyst did with an exact version.
    ///
    /// # Errors
    /// When there is no such version, the text is too long, or the vault does not take it.
    pub async fn rely(&self, new: NewReliance) -> Result<Reliance, DutyError> {
        let kept = self.waiting(move |desk| rely(&desk.store, &desk.vault, new)).await?;
        // It may rest on what has changed already.
        self.duties.wake.notify_one();
        Ok(kept)
    }

    /// The reliance notes of a case, or all; the oldest first.
    ///
    /// # Errors
    /// When the vault does not open.
    pub async fn reliance(&self, case: Option<String>) -> Result<Vec<Reliance>, DutyError> {
        self.waiting(move |desk| of_case(&desk.vault, case.as_deref())).await
    }

    /// The notes of a case, or all, with the evidence of each version that they cite.
    ///
    /// # Errors
    /// When there are none, or they do not fit one file.
    pub async fn case_file(&self, case: Option<String>) -> Result<Vec<u8>, DutyError> {
        let notes = self.reliance(case.clone()).await?;
        if notes.is_empty() {
            return Err(DutyError::NoNotes { case });
        }
        let mut versions: Vec<Id> = notes.iter().map(|note| note.version).collect();
        versions.sort_unstable();
        versions.dedup();
        let (mut packs, mut missing) = (Vec::new(), Vec::new());
        for version in versions {
            match self.evidence(&version.to_string()).await {
                Ok(pack) => packs.push(pack),
                Err(EvidenceError::Read(ReadError::Stopped)) => {
                    return Err(ReadError::Stopped.into());
                }
                Err(error) => missing.push((version, crate::causes(&error))),
            }
        }
        let state = self.issuer.state.to_string();
        let authority = self.issuer.authority.clone();
        let bytes = NoteFile { state, authority, notes, packs, missing }.encode();
        if bytes.len() > CASE_BYTES_MAX {
            return Err(DutyError::TooLarge { bytes: bytes.len() });
        }
        Ok(bytes)
    }

    /// The alerts behind this number, in order; done ones only when all are asked for.
    ///
    /// # Errors
    /// When the records or the vault cannot be read.
    pub async fn alerts(&self, after: u64, scope: Scope) -> Result<Vec<Alert>, DutyError> {
        self.notice().await?;
        let alerts =
            self.waiting(move |desk| desk.duties.journal.after(&desk.vault, after)).await?;
        Ok(alerts.into_iter().filter(|alert| scope == Scope::All || !alert.done).collect())
    }

    /// Notes that somebody has seen to an alert.
    ///
    /// # Errors
    /// When there is none of that number, or the vault does not take it.
    pub async fn alert_done(&self, number: u64) -> Result<Alert, DutyError> {
        self.waiting(move |desk| desk.duties.journal.done(&desk.vault, number)).await
    }

    /// Reminders and alerts, from now on; what nobody has been told yet comes first.
    pub fn tidings(&self) -> Tidings {
        let tidings = Tidings(self.duties.tidings.subscribe());
        self.duties.wake.notify_one();
        tidings
    }

    /// Raises the alerts that are new, and gives them.
    pub(crate) async fn notice(&self) -> Result<Vec<Alert>, DutyError> {
        self.waiting(|desk| {
            let notes = notes::all(&desk.vault)?;
            let touched = alerts::touched(&desk.store, desk.issuer.state, &notes)?;
            let found = alerts::found(&desk.store, &touched, today(), now_s())?;
            let raised = desk.duties.journal.raise(&desk.vault, found)?;
            for alert in &raised {
                // Whoever does not listen finds it in the list.
                let _ = desk.duties.tidings.send(Tiding::Alert(Box::new(alert.clone())));
            }
            Ok(raised)
        })
        .await
    }

    /// Works where waiting for a disk is allowed.
    pub(super) async fn waiting<T: Send + 'static>(
        &self,
        work: impl FnOnce(Desk) -> Result<T, DutyError> + Send + 'static,
    ) -> Result<T, DutyError> {
        let desk = self.clone();
        blocking(move || work(desk)).await.unwrap_or(Err(DutyError::Read(ReadError::Stopped)))
    }
}

fn due(
    store: &Store,
    duties: &Arc<Duties>,
    own: StateCode,
    on: Date,
    scope: Scope,
) -> Result<Vec<Duty>, ReadError> {
    let mut all = Vec::new();
    for thread in threads::of_kinds(store, &questions::KINDS)? {
        all.extend(questions::duties(&thread, own, &duties.packs, on, scope));
    }
    for thread in threads::of_state(store, own)? {
        all.extend(reviews::duties(&thread, own, on, scope));
    }
    // What has no day is nearest: somebody has to mend it.
    all.sort_by(|a, b| {
        let key =
            |duty: &Duty| (duty.day.clone(), duty.what, duty.reference.clone(), duty.turn.clone());
        key(a).cmp(&key(b))
    });
    Ok(all)
}

fn rely(store: &Store, vault: &Vault, new: NewReliance) -> Result<Reliance, DutyError> {
    measured("reason", &new.reason, notes::REASON_CHARS_MAX)?;
    if let Some(case) = &new.case {
        measured("case", case, notes::CASE_CHARS_MAX)?;
    }
    let position = reading::locate(store, &new.name)?;
    let named = reading::entry(store, position)?;
    let decoded = named.decode().map_err(|_| ReadError::Damaged(position))?;
    let kind = decoded.header().kind.clone();
    let no_text = || DutyError::NoText { name: new.name.clone(), kind: kind.clone() };
    let thread = crate::telling::fold(store, position)?.ok_or_else(no_text)?;
    let version = chosen(&thread, &new, decoded.id()).ok_or_else(|| match new.number {
        Some(number) => {
            let versions = thread.versions.len();
            DutyError::NoVersion { name: new.name.clone(), number, versions }
        }
        None => no_text(),
    })?;
    let reliance = Reliance {
        note: String::new(),
        version: threads::id_of(version.id),
        number: version.number as u64,
        reference: thread.reference.clone(),
        cited: version.reference.clone(),
        title: version.text.title().to_owned(),
        state: thread.issuer.state.to_string(),
        exercise: thread.marks.exercise,
        relied_as: new.relied_as,
        reason: new.reason,
        case: new.case,
        made_at_s: now_s(),
    };
    notes::keep(vault, reliance)
}

/// The version that is meant: the one of that number; or that which the named statement made, when it is a
/// correction; or the current one.
fn chosen<'a>(thread: &'a Thread, new: &NewReliance, named: Id) -> Option<&'a Version> {
    if let Some(number) = new.number {
        return thread.versions.iter().find(|version| version.number as u64 == number);
    }
    let named = threads::digest_of(named);
    if named == thread.root {
        return Some(thread.version());
    }
    thread.version_of(&named)
}

fn measured(what: &'static str, text: &str, chars_max: usize) -> Result<(), DutyError> {
    let chars = text.trim().chars().count();
    if (1..=chars_max).contains(&chars) {
        Ok(())
    } else {
        Err(DutyError::Length { what, chars, chars_max })
    }
}

fn of_case(vault: &Vault, case: Option<&str>) -> Result<Vec<Reliance>, DutyError> {
    let all = notes::all(vault)?;
    let of = |note: &Reliance| case.is_none() || note.case.as_deref() == case;
    Ok(all.into_iter().filter(of).collect())
}
