//! A case, folded from its steps: what it comes to, and in which order it came to that.
//!
//! Pure, so that a node and a reader of a case file say the same of the same steps. Invariant: a chain that is
//! broken, or a step that speaks of what is not there, is refused and not guessed at.

use std::collections::BTreeMap;

use chancery_encoding::Digest;
use chancery_screening::Application;
use serde::{Deserialize, Serialize};

use super::kept::{KeptHit, KeptScreening};
use super::step::{Decision, Outcome, Step, What};
use super::stood::Stood;
use crate::answer::Reliance;

/// A case as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its name on this node: `c7`.
    pub name: String,
    /// The authority's file number.
    pub number: String,
    /// The state whose authority keeps it.
    pub state: String,
    /// The authority.
    pub authority: String,
    /// When it was opened, in seconds since 1970.
    pub opened_at_s: i64,
    /// What the licence is asked for, as it was said last.
    pub application: Application,
    /// Every screening, the oldest first.
    pub screenings: Vec<Screened>,
    /// Every hit that was ever found, in the order of their names.
    pub hits: Vec<HitNow>,
    /// Consultations opened from a hit.
    pub consultations: Vec<Consultation>,
    /// Versions that notes were made of, with how they stood then.
    pub relied: Vec<Relied>,
    /// It must not be removed.
    pub hold: Option<Holding>,
    /// How it ended; none while it is open.
    pub closed: Option<Closed>,
    /// Every step in words.
    pub journal: Vec<Ruled>,
    /// SHA-256 of the last step, hex: whoever has it knows all of them.
    pub head: String,
}

/// A screening and when it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Screened {
    /// When, in seconds since 1970.
    pub at_s: i64,
    /// What came of it.
    pub taken: KeptScreening,
    /// Hits that were not there before, by name.
    pub new: Vec<String>,
    /// Hits whose record or list entry has changed since they were found last.
    pub changed: Vec<String>,
    /// Hits of the screening before that are not found any more.
    pub gone: Vec<String>,
}

/// A hit with all that was decided about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HitNow {
    /// As it was found last.
    pub hit: KeptHit,
    /// When it was found first, in seconds since 1970.
    pub first_at_s: i64,
    /// Whether the last screening found it.
    pub current: bool,
    /// The decisions, the oldest first; the last one counts.
    pub decisions: Vec<Decided>,
}

/// A decision on a hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// When, in seconds since 1970.
    pub at_s: i64,
    /// Who.
    pub by: Option<String>,
    /// How.
    pub decision: Decision,
    /// Why.
    pub reason: String,
    /// How the record's version stood then; none for a list entry.
    pub stood: Option<Stood>,
    /// The hit has changed since: the decision was about what it said then.
    pub about_older: bool,
}

/// A reliance note, with how its version stood when it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relied {
    /// The name of the note.
    pub note: String,
    /// When, in seconds since 1970.
    pub at_s: i64,
    /// How the version stood.
    pub stood: Stood,
}

/// A consultation that was opened from a hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consultation {
    /// Which hit.
    pub hit: String,
    /// Reference of the denial.
    pub denial: String,
    /// Whom it asks.
    pub to: String,
    /// Under which procedure.
    pub procedure: String,
    /// By when.
    pub deadline: String,
    /// The draft that it was.
    pub draft: String,
    /// Whether it tells of the transaction.
    pub sketch: bool,
    /// Reference and id of the question; none while it is a draft.
    pub asked: Option<(String, String)>,
    /// What was answered, in the order in which it was heard.
    pub answers: Vec<HeardAnswer>,
}

/// An answer to a consultation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeardAnswer {
    /// Its reference.
    pub reference: String,
    /// Its id.
    pub id: String,
    /// Who answers.
    pub state: String,
    /// The answer, as the vocabulary spells it.
    pub answer: String,
    /// Why.
    pub reasons: String,
    /// When, by its author's clock, in seconds since 1970.
    pub issued_at_s: i64,
}

/// Why a case must not be removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// Since when, in seconds since 1970.
    pub at_s: i64,
    /// Why.
    pub reason: String,
}

/// How a case ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// When, in seconds since 1970.
    pub at_s: i64,
    /// How.
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
    /// Who.
    pub by: Option<String>,
}

/// A line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruled {
    /// When, in seconds since 1970.
    pub at_s: i64,
    /// Who.
    pub by: Option<String>,
    /// What, a sentence.
    pub what: String,
}

/// Why steps are no case.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaseFlaw {
    /// There is none.
    #[error("a case has at least one step")]
    Empty,
    /// It is not written as one.
    #[error("step {at} is not written as a step")]
    Unread {
        /// Its place, from 1.
        at: usize,
    },
    /// It does not name the one before it.
    #[error("step {at} does not follow the one before it")]
    Chain {
        /// Its place, from 1.
        at: usize,
    },
    /// It speaks of something that is not there, or that cannot be then.
    #[error("step {at} does not fit: {why}")]
    Unfit {
        /// Its place, from 1.
        at: usize,
        /// Why.
        why: &'static str,
    },
}

impl Case {
    /// Folds the bytes of all steps, in order.
    ///
    /// # Errors
    /// The first step that does not hold.
    pub fn fold<'a>(
        name: &str,
        steps: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<Case, CaseFlaw> {
        let mut case: Option<Case> = None;
        for (index, bytes) in steps.into_iter().enumerate() {
            let at = index + 1;
            let step: Step = serde_json::from_slice(bytes).map_err(|_| CaseFlaw::Unread { at })?;
            // One step has one spelling, so that one chain has one.
            if step.encode() != bytes {
                return Err(CaseFlaw::Unread { at });
            }
            let before = case.as_ref().map(|case| case.head.clone());
            if step.before != before {
                return Err(CaseFlaw::Chain { at });
            }
            let line = Ruled { at_s: step.at_s, by: step.by.clone(), what: step.did.told() };
            let folded = match (case.take(), step.did) {
                (None, What::Opened { number, state, authority, application }) => {
                    Case::opened(name, number, (state, authority), application, step.at_s)
                }
                (None, _) => return Err(CaseFlaw::Unfit { at, why: "the first opens the case" }),
                (Some(mut case), did) => {
                    case.take(did, step.at_s, step.by)
                        .map_err(|why| CaseFlaw::Unfit { at, why: why.0 })?;
                    case
                }
            };
            let mut folded = folded;
            folded.journal.push(line);
            folded.head = Digest::of(bytes).to_string();
            case = Some(folded);
        }
        case.ok_or(CaseFlaw::Empty)
    }

    fn opened(
        name: &str,
        number: String,
        (state, authority): (String, String),
        application: Application,
        at_s: i64,
    ) -> Case {
        Case {
            name: name.to_owned(),
            number,
            state,
            authority,
            opened_at_s: at_s,
            application,
            screenings: Vec::new(),
            hits: Vec::new(),
            consultations: Vec::new(),
            relied: Vec::new(),
            hold: None,
            closed: None,
            journal: Vec::new(),
            head: String::new(),
        }
    }

    /// The case as it is shown: a hit stands once, as it was found last, and not in every screening again.
    #[must_use]
    pub fn shown(mut self) -> Case {
        self.screenings.iter_mut().for_each(|screened| screened.taken.hits.clear());
        self
    }

    /// The hit of that name.
    pub fn hit(&self, name: &str) -> Option<&HitNow> {
        self.hits.iter().find(|hit| hit.hit.hit == name)
    }

    /// Hits of the last screening about which nobody has decided, or only about an older text of them.
    pub fn undecided(&self) -> impl Iterator<Item = &HitNow> {
        self.hits.iter().filter(|hit| {
            hit.current
                && !hit.hit.past
                && hit.decisions.last().is_none_or(|decision| decision.about_older)
        })
    }

    /// Versions that the case rests on: what was noted, and hits that somebody did not rule out; each with why.
    pub fn rests_on(&self, notes: &[Reliance]) -> BTreeMap<String, Vec<String>> {
        let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for note in notes {
            let why = format!("note {}: {}", note.note, note.relied_as.as_str());
            all.entry(note.version.to_string()).or_default().push(why);
        }
        for hit in &self.hits {
            for decided in &hit.decisions {
                let Some(stood) = &decided.stood else { continue };
                if decided.decision != Decision::NotTheSame {
                    let why = format!("{}: {}", hit.hit.hit, decided.decision.as_str());
                    all.entry(stood.version.clone()).or_default().push(why);
                }
            }
        }
        all
    }

    /// How a version stood when it was noted or decided about last, and when that was.
    pub fn stood(&self, version: &str) -> Option<(i64, &Stood)> {
        let noted = self.relied.iter().map(|relied| (relied.at_s, &relied.stood));
        let decided = self.hits.iter().flat_map(|hit| &hit.decisions);
        let decided = decided.filter_map(|it| Some((it.at_s, it.stood.as_ref()?)));
        let of_it = noted.chain(decided).filter(|(_, stood)| stood.version == version);
        of_it.max_by_key(|(at_s, _)| *at_s)
    }

    /// All hits, as a screening names them again.
    pub(crate) fn known(&self) -> Vec<KeptHit> {
        self.hits.iter().map(|hit| hit.hit.clone()).collect()
    }

    fn take(&mut self, did: What, at_s: i64, by: Option<String>) -> Result<(), Misfit> {
        if self.closed.is_some() && !did.may_follow_the_end() {
            return Err(Misfit("the case is closed"));
        }
        match did {
            What::Opened { .. } => return Err(Misfit("a case is opened once")),
            What::Amended { application, .. } => self.application = application,
            What::Screened { screening } => self.screened(at_s, screening)?,
            What::Decided { hits, decision, reason, stood } => {
                self.decided(
                    &hits,
                    &Decided { at_s, by, decision, reason, stood: None, about_older: false },
                    &stood,
                )?;
            }
            What::Relied { note, stood } => self.relied.push(Relied { note, at_s, stood }),
            What::Consulted { hit, denial, to, procedure, deadline, draft, sketch } => {
                if self.hit(&hit).is_none() {
                    return Err(Misfit("it consults about a hit that is not there"));
                }
                self.consultations.push(Consultation {
                    hit,
                    denial,
                    to,
                    procedure,
                    deadline,
                    draft,
                    sketch,
                    asked: None,
                    answers: Vec::new(),
                });
            }
            What::Asked { draft, reference, id } => {
                let drafted = self.consultations.iter_mut().find(|one| one.draft == draft);
                drafted.ok_or(Misfit("it asks what was not drafted"))?.asked =
                    Some((reference, id));
            }
            What::Answered { question, reference, id, state, answer, reasons, issued_at_s } => {
                let is_it = |one: &&mut Consultation| {
                    one.asked.as_ref().is_some_and(|(reference, _)| *reference == question)
                };
                let asked = self.consultations.iter_mut().find(is_it);
                let heard = HeardAnswer { reference, id, state, answer, reasons, issued_at_s };
                asked.ok_or(Misfit("it answers what was not asked"))?.answers.push(heard);
            }
            What::Held { reason } => self.hold = Some(Holding { at_s, reason }),
            What::Freed { .. } => {
                self.hold.take().ok_or(Misfit("nobody holds it"))?;
            }
            What::Closed { outcome, reason } => {
                self.closed = Some(Closed { at_s, outcome, reason, by });
            }
            What::Reopened { .. } => {
                self.closed.take().ok_or(Misfit("it is not closed"))?;
            }
        }
        Ok(())
    }

    fn screened(&mut self, at_s: i64, taken: KeptScreening) -> Result<(), Misfit> {
        let found = |name: &str| taken.hits.iter().any(|hit| hit.hit == name);
        let gone = self.hits.iter().filter(|hit| hit.current && !found(&hit.hit.hit));
        let gone = gone.map(|hit| hit.hit.hit.clone()).collect();
        let (mut new, mut changed) = (Vec::new(), Vec::new());
        self.hits.iter_mut().for_each(|hit| hit.current = false);
        for hit in &taken.hits {
            match self.hits.iter_mut().find(|known| known.hit.hit == hit.hit) {
                Some(known) => {
                    if !known.hit.is_again(hit) {
                        return Err(Misfit("a hit has the name of another"));
                    }
                    if known.hit.source.text() != hit.source.text() {
                        changed.push(hit.hit.clone());
                        known.decisions.iter_mut().for_each(|one| one.about_older = true);
                    }
                    known.hit = hit.clone();
                    known.current = true;
                }
                None => {
                    if hit.hit != format!("h{}", self.hits.len() + 1) {
                        return Err(Misfit("a new hit has the next name"));
                    }
                    new.push(hit.hit.clone());
                    let hit = hit.clone();
                    let decisions = Vec::new();
                    self.hits.push(HitNow { hit, first_at_s: at_s, current: true, decisions });
                }
            }
        }
        self.screenings.push(Screened { at_s, taken, new, changed, gone });
        Ok(())
    }

    fn decided(
        &mut self,
        hits: &[String],
        decided: &Decided,
        stood: &[Stood],
    ) -> Result<(), Misfit> {
        for name in hits {
            let hit = self.hits.iter_mut().find(|hit| hit.hit.hit == *name);
            let hit = hit.ok_or(Misfit("it decides about a hit that is not there"))?;
            let version = hit.hit.source.version();
            let stood = stood.iter().find(|stood| Some(stood.version.as_str()) == version).cloned();
            hit.decisions.push(Decided { stood, ..decided.clone() });
        }
        Ok(())
    }
}

/// Why a step does not fit.
struct Misfit(&'static str);
