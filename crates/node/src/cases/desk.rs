//! The door to the cases of a running node.
//!
//! Files are read and written on threads that may wait. Every change is one step, refused before it is
//! written or durable when it is answered.

use std::sync::Arc;

use chancery_encoding::Digest;
use chancery_ledger::log::Id;
use chancery_screening::Application;
use chancery_store::{Lookup, Store};

use super::error::CaseError;
use super::folded::Case;
use super::kept::FoundIn;
use super::line::CaseLine;
use super::retention::{Stone, Why, is_over, kept_until};
use super::step::{Decision, Outcome, What};
use super::stood::Stood;
use crate::answer::{NewReliance, Reliance};
use crate::clock::now_s;
use crate::desk::{Desk, blocking};
use crate::duties::{notes, threads, today};
use crate::reading::{self, ReadError};
use crate::telling;

/// As long as a file number of any authority.
const NUMBER_CHARS_MAX: usize = notes::CASE_CHARS_MAX;

/// As the paragraphs of a record.
const REASON_CHARS_MAX: usize = notes::REASON_CHARS_MAX;

/// A name, a pseudonym or an office.
const BY_CHARS_MAX: usize = 120;

/// An application of 64 parties with 64 names each; documents belong elsewhere.
const APPLICATION_BYTES_MAX: usize = 256 * 1024;

/// Undecided hits that a refusal names.
const NAMED_MAX: usize = 8;

/// The way to the cases.
#[derive(Clone, Debug)]
pub struct Cases {
    pub(super) desk: Desk,
}

/// A case that is to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The authority's file number; without it the application's.
    pub number: Option<String>,
    /// What the licence is asked for.
    pub application: Application,
    /// Who opens it.
    pub by: Option<String>,
}

/// What somebody makes of hits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// Which, by their names in the case.
    pub hits: Vec<String>,
    /// How.
    pub decision: Decision,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: Option<String>,
}

/// A case in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseListed {
    /// The case.
    pub line: CaseLine,
    /// The last day on which it is kept; none while it is open.
    pub kept_until: Option<String>,
    /// That day is over, and nobody holds it.
    pub overdue: bool,
}

impl Desk {
    /// The cases of this node.
    pub fn cases(&self) -> Cases {
        Cases { desk: self.clone() }
    }
}

impl Cases {
    /// Opens a case.
    ///
    /// # Errors
    /// When another has its number, or the vault does not take it.
    pub async fn open(&self, opening: Opening) -> Result<Case, CaseError> {
        self.work(move |desk| {
            let Opening { number, application, by } = opening;
            check_application(&application)?;
            check_by(by.as_deref())?;
            let number = number.or_else(|| application.number.clone()).unwrap_or_default();
            let number = measured("number", number, NUMBER_CHARS_MAX)?;
            let did = What::Opened {
                number: number.clone(),
                state: desk.issuer.state.to_string(),
                authority: desk.issuer.authority.clone(),
                application,
            };
            desk.cabinet.open(&number, now_s(), by, did)
        })
        .await
    }

    /// Every case, in the order in which they were opened.
    ///
    /// # Errors
    /// When the vault does not open.
    pub async fn list(&self) -> Result<Vec<CaseListed>, CaseError> {
        self.work(|desk| {
            let (years, today) = (desk.cabinet.years, today());
            let listed = |line: CaseLine| CaseListed {
                kept_until: line.closed_at_s.map(|at| kept_until(at, years).to_string()),
                overdue: is_over(&line, years, today),
                line,
            };
            Ok(desk.cabinet.list()?.into_iter().map(listed).collect())
        })
        .await
    }

    /// What is left of the cases that were removed.
    ///
    /// # Errors
    /// When the vault does not open.
    pub async fn stones(&self) -> Result<Vec<Stone>, CaseError> {
        self.work(|desk| desk.cabinet.stones()).await
    }

    /// One case with its notes, after its consultations were asked for answers.
    ///
    /// # Errors
    /// When there is none, or it does not hold together.
    pub async fn find(&self, name: &str) -> Result<(Case, Vec<Reliance>), CaseError> {
        let name = name.to_owned();
        self.work(move |desk| {
            let case = desk.heard(&name)?;
            let notes = desk.notes_of(&case)?;
            Ok((case, notes))
        })
        .await
    }

    /// Puts another application in the place of the one that was there.
    ///
    /// # Errors
    /// When the case is closed, or nothing could be screened.
    pub async fn amend(
        &self,
        name: &str,
        application: Application,
        reason: String,
        by: Option<String>,
    ) -> Result<Case, CaseError> {
        let name = name.to_owned();
        self.work(move |desk| {
            check_application(&application)?;
            let reason = reasoned(reason)?;
            desk.step(&name, by, |case| {
                check_open(case)?;
                Ok(What::Amended { application, reason })
            })
        })
        .await
    }

    /// Notes what somebody makes of hits.
    ///
    /// # Errors
    /// When a hit is not there, or the case is closed.
    pub async fn decide(&self, name: &str, ruling: Ruling) -> Result<Case, CaseError> {
        let name = name.to_owned();
        self.work(move |desk| {
            let Ruling { hits, decision, reason, by } = ruling;
            let reason = reasoned(reason)?;
            desk.step(&name, by, |case| {
                check_open(case)?;
                let mut stood: Vec<Stood> = Vec::new();
                for name in &hits {
                    let missing =
                        || CaseError::NoHit { name: case.name.clone(), hit: name.clone() };
                    let hit = case.hit(name).ok_or_else(missing)?;
                    if let FoundIn::Record { version, .. } = &hit.hit.source
                        && stood.iter().all(|stood| stood.version != *version)
                    {
                        stood.extend(stands(&desk.store, version)?);
                    }
                }
                if hits.is_empty() {
                    let name = case.name.clone();
                    return Err(CaseError::NoHit { name, hit: String::new() });
                }
                Ok(What::Decided { hits, decision, reason, stood })
            })
        })
        .await
    }

    /// Makes a reliance note that belongs to the case, and notes how the version stood.
    ///
    /// # Errors
    /// When there is no such version, or the case is closed.
    pub async fn rely(
        &self,
        name: &str,
        new: NewReliance,
        by: Option<String>,
    ) -> Result<(Case, Reliance), CaseError> {
        let found = name.to_owned();
        let case = self
            .work(move |desk| {
                let case = desk.cabinet.case(&found)?;
                check_open(&case)?;
                Ok(case)
            })
            .await?;
        let note = self.desk.rely(NewReliance { case: Some(case.number), ..new }).await?;
        self.work(move |desk| {
            let stood = stands(&desk.store, &note.version.to_string())?;
            let not_found = || ReadError::NotFound(note.reference.clone());
            let stood = stood.ok_or_else(not_found)?;
            let named = note.note.clone();
            let case = desk.step(&case.name, by, |case| {
                check_open(case)?;
                Ok(What::Relied { note: named, stood })
            })?;
            Ok((case, note))
        })
        .await
    }

    /// Ends a case.
    ///
    /// # Errors
    /// When it was not screened, a hit waits for a decision, or it is closed already.
    pub async fn close(
        &self,
        name: &str,
        outcome: Outcome,
        reason: String,
        by: Option<String>,
    ) -> Result<Case, CaseError> {
        let name = name.to_owned();
        self.work(move |desk| {
            let reason = reasoned(reason)?;
            desk.heard(&name)?;
            desk.step(&name, by, |case| {
                check_open(case)?;
                if case.screenings.is_empty() {
                    return Err(CaseError::NotScreened { name: case.name.clone() });
                }
                let open: Vec<String> = case.undecided().map(|hit| hit.hit.hit.clone()).collect();
                if !open.is_empty() {
                    let count = open.len();
                    let hits = open.into_iter().take(NAMED_MAX).collect();
                    return Err(CaseError::Undecided { name: case.name.clone(), hits, count });
                }
                Ok(What::Closed { outcome, reason })
            })
        })
        .await
    }

    /// Opens a case again.
    ///
    /// # Errors
    /// When it is not closed.
    pub async fn reopen(
        &self,
        name: &str,
        reason: String,
        by: Option<String>,
    ) -> Result<Case, CaseError> {
        let name = name.to_owned();
        self.work(move |desk| {
            let reason = reasoned(reason)?;
            desk.step(&name, by, |case| match case.closed {
                Some(_) => Ok(What::Reopened { reason }),
                None => Err(CaseError::Open { name: case.name.clone() }),
            })
        })
        .await
    }

    /// Holds a case: it is not removed, whatever its day, until somebody frees it.
    ///
    /// # Errors
    /// When there is none.
    pub async fn hold(
        &self,
        name: &str,
        reason: String,
        by: Option<String>,
    ) -> Result<Case, CaseError> {
        let name = name.to_owned();
        self.work(move |desk| {
            let reason = reasoned(reason)?;
            desk.step(&name, by, |_| Ok(What::Held { reason }))
        })
        .await
    }

    /// Ends a hold.
    ///
    /// # Errors
    /// When nobody holds it.
    pub async fn free(
        &self,
        name: &str,
        reason: String,
        by: Option<String>,
    ) -> Result<Case, CaseError> {
        let name = name.to_owned();
        self.work(move |desk| {
            let reason = reasoned(reason)?;
            desk.step(&name, by, |case| match case.hold {
                Some(_) => Ok(What::Freed { reason }),
                None => Err(CaseError::NotHeld { name: case.name.clone() }),
            })
        })
        .await
    }

    /// Removes a case with its notes; a stone stays. `forced` says why it goes before its day.
    ///
    /// # Errors
    /// When it is held, or its day has not come and nothing forces it.
    pub async fn remove(&self, name: &str, forced: Option<Why>) -> Result<Stone, CaseError> {
        let name = name.to_owned();
        self.work(move |desk| {
            let (years, notes) = (desk.cabinet.years, notes::all(&desk.vault)?);
            let stone = |case: &Case| {
                if let Some(hold) = &case.hold {
                    let (name, reason) = (case.name.clone(), hold.reason.clone());
                    return Err(CaseError::Held { name, reason });
                }
                let line = CaseLine::of(case);
                if forced.is_none() && !is_over(&line, years, today()) {
                    let until = match line.closed_at_s {
                        Some(at) => kept_until(at, years).to_string(),
                        None => format!("{years} years after it is closed"),
                    };
                    return Err(CaseError::Kept { name: case.name.clone(), until });
                }
                let count = notes.iter().filter(|note| belongs(note, case)).count();
                Ok(Stone {
                    name: case.name.clone(),
                    opened_at_s: case.opened_at_s,
                    closed_at_s: line.closed_at_s,
                    removed_at_s: now_s(),
                    why: forced.unwrap_or(Why::Retention),
                    steps: line.steps,
                    notes: count as u64,
                    head: case.head.clone(),
                })
            };
            desk.cabinet.remove(&name, stone, |names| desk.forget(names))
        })
        .await
    }

    /// Works where waiting for a disk is allowed.
    pub(super) async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Desk) -> Result<T, CaseError> + Send + 'static,
    ) -> Result<T, CaseError> {
        let desk = self.desk.clone();
        let done = blocking(move || {
            Arc::clone(&desk.cabinet).settle(|names| desk.forget(names))?;
            work(&desk)
        });
        done.await.unwrap_or(Err(CaseError::Stopped))
    }
}

impl Desk {
    /// Adds a step to a case.
    pub(super) fn step(
        &self,
        name: &str,
        by: Option<String>,
        did: impl FnOnce(&Case) -> Result<What, CaseError>,
    ) -> Result<Case, CaseError> {
        check_by(by.as_deref())?;
        self.cabinet.add(name, now_s(), by, did)
    }

    /// The notes that belong to a case: those made for it by its number or its name.
    pub(super) fn notes_of(&self, case: &Case) -> Result<Vec<Reliance>, CaseError> {
        let notes = notes::all(&self.vault)?.into_iter();
        Ok(notes.filter(|note| belongs(note, case)).collect())
    }

    /// What notes and alerts say of a case that is removed.
    fn forget(&self, names: [&str; 2]) -> Result<(), CaseError> {
        self.duties.journal.forget(&self.vault, names)?;
        notes::forget(&self.vault, names)?;
        Ok(())
    }
}

/// How a version stands now; none when this node does not hold it.
pub(super) fn stands(store: &Store, version: &str) -> Result<Option<Stood>, CaseError> {
    let Lookup::One(position) = store.find(version) else { return Ok(None) };
    let Some(thread) = telling::fold(store, position)? else { return Ok(None) };
    let Ok(version) = version.parse::<Digest>() else { return Ok(None) };
    let reference = |id: &Digest| reference(store, threads::id_of(*id));
    Ok(Stood::of(&thread, &version, today(), reference))
}

/// The reference of a statement, for people; none where it is not held or cannot be read.
fn reference(store: &Store, id: Id) -> Option<String> {
    let Lookup::One(position) = store.find(&id.to_string()) else { return None };
    let entry = reading::entry(store, position).ok()?;
    Some(entry.decode().ok()?.header().reference.clone())
}

fn belongs(note: &Reliance, case: &Case) -> bool {
    let of = note.case.as_deref();
    of == Some(case.number.as_str()) || of == Some(case.name.as_str())
}

pub(super) fn check_open(case: &Case) -> Result<(), CaseError> {
    match case.closed {
        Some(_) => Err(CaseError::Closed { name: case.name.clone() }),
        None => Ok(()),
    }
}

fn check_by(by: Option<&str>) -> Result<(), CaseError> {
    by.map_or(Ok(()), |by| measured("name of who does it", by.to_owned(), BY_CHARS_MAX).map(drop))
}

fn check_application(application: &Application) -> Result<(), CaseError> {
    let bytes = serde_json::to_vec(application).map_or(usize::MAX, |bytes| bytes.len());
    if bytes > APPLICATION_BYTES_MAX {
        return Err(CaseError::Application { bytes, most: APPLICATION_BYTES_MAX });
    }
    let Application { items, parties, route, destination, .. } = application;
    if items.is_empty() && parties.is_empty() && route.is_empty() && destination.is_none() {
        return Err(CaseError::EmptyApplication);
    }
    Ok(())
}

fn reasoned(reason: String) -> Result<String, CaseError> {
    measured("reason", reason, REASON_CHARS_MAX)
}

fn measured(what: &'static str, text: String, chars_max: usize) -> Result<String, CaseError> {
    let chars = text.trim().chars().count();
    if (1..=chars_max).contains(&chars) {
        Ok(text.trim().to_owned())
    } else {
        Err(CaseError::Length { what, chars, chars_max })
    }
}
