//! A case file, verified with the genesis alone: what of it is proved, and what has become of what it rests on.
//!
//! Every pack is verified by itself, every version against the pack of its record, every note and decision against
//! the version, and every answer against the question. Invariant: what is not proved is named, and then the file
//! does not verify. Nothing here believes what the case says of the time of a decision: it is shown as noted.

use std::collections::{BTreeMap, BTreeSet};

use chancery_encoding::Digest;
use chancery_ledger::log::Id;
use chancery_ledger::pack::{Pack, Verdict};
use chancery_ledger::roster::Genesis;
use chancery_record::Record;
use chancery_thread::Thread;
use time::Date;

use super::file::{CaseFile, Cited};
use super::folded::{Case, Consultation};
use super::stood::{References, Stood, thread_of};
use crate::answer::Reliance;
use crate::causes;

/// A case file with what came of verifying it.
#[derive(Clone, Debug)]
pub struct Verified {
    /// The case; none where the steps do not hold together.
    pub case: Option<Case>,
    /// Its notes.
    pub notes: Vec<Reliance>,
    /// Every version that it rests on.
    pub versions: Vec<VersionFound>,
    /// Every answer to a consultation, and every question without one.
    pub answers: Vec<AnswerFound>,
    /// Everything that is not proved, or is there for nothing; empty when the file verifies.
    pub flaws: Vec<String>,
}

/// A version, and what has become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionFound {
    /// The statement that made it.
    pub version: Id,
    /// What rests on it, in words.
    pub rests: Vec<String>,
    /// How it stood when it was noted or decided about last, as the case says, and when.
    pub noted: Option<(i64, Stood)>,
    /// How it stood when the file was made, as the file proves; none when it does not.
    pub proved: Option<Stood>,
    /// How it stands as newer evidence proves; none without such evidence.
    pub newer: Option<Stood>,
    /// States that held its log, the author's own included.
    pub held_by: Vec<String>,
    /// Of so many.
    pub members: usize,
}

/// A consultation with an answer, or without.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerFound {
    /// Reference of the question.
    pub question: String,
    /// Whom it asks.
    pub to: String,
    /// Reference, word and reasons of an answer; none where nobody has answered.
    pub answer: Option<(String, String, String)>,
    /// Whether packs prove the question, and the answer if there is one.
    pub proved: bool,
}

/// Newer evidence, laid beside a case file.
#[derive(Clone, Debug, Default)]
pub struct Newer {
    threads: BTreeMap<Id, (Thread, References)>,
    /// What of it does not verify.
    pub flaws: Vec<String>,
}

/// A pack that verifies.
struct Proved {
    pack: Pack,
    verdict: Verdict,
}

impl Newer {
    /// Evidence packs, or those of another case file; what does not verify is named and left out.
    pub fn of(packs: &[Vec<u8>], genesis: &Genesis) -> Newer {
        let mut newer = Newer::default();
        for (at, bytes) in packs.iter().enumerate() {
            match Proved::read(bytes, genesis) {
                Ok(proved) => {
                    let id = proved.verdict.id;
                    newer.threads.extend(Some(id).zip(thread_of(&proved.pack, &proved.verdict)));
                }
                Err(flaw) => {
                    newer.flaws.push(format!("newer pack {at} does not verify: {flaw}"));
                }
            }
        }
        newer
    }
}

impl Proved {
    /// # Errors
    /// Why it does not verify, in words.
    fn read(bytes: &[u8], genesis: &Genesis) -> Result<Proved, Unproved> {
        let pack = Pack::decode(bytes).map_err(|flaw| Unproved(causes(&flaw)))?;
        let verdict = pack.verify(genesis).map_err(|flaw| Unproved(causes(&flaw)))?;
        Ok(Proved { pack, verdict })
    }
}

/// Why a pack does not verify, for people.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Unproved(String);

impl Verified {
    /// Verifies a case file; `today` is the day on which what is over counts as over.
    pub fn of(file: &CaseFile, genesis: &Genesis, newer: &Newer, today: Date) -> Verified {
        let mut flaws = newer.flaws.clone();
        if file.network != genesis.roster().hash() {
            flaws.push("it cites the records of another network".to_owned());
        }
        let case = Case::fold(&file.name, file.steps.iter().map(Vec::as_slice));
        let case = case.map_err(|flaw| flaws.push(causes(&flaw))).ok();
        let packs = packs(file, genesis, &mut flaws);
        let mut verified = Verified {
            case,
            notes: file.notes.clone(),
            versions: Vec::new(),
            answers: Vec::new(),
            flaws,
        };
        let Some(case) = verified.case.clone() else { return verified };
        verified.notes_belong(&case);
        let rests = case.rests_on(&file.notes);
        verified.versions(file, &case, rests, &packs, newer, today);
        verified.consultations(&case, &packs);
        verified.unneeded(file, &case, &packs);
        for (id, why) in &file.missing {
            verified.flaws.push(format!("statement {id} came without evidence: {why}"));
        }
        verified
    }

    /// Whether everything is proved.
    pub fn holds(&self) -> bool {
        self.flaws.is_empty() && self.case.is_some()
    }

    fn notes_belong(&mut self, case: &Case) {
        for note in &self.notes {
            let of = note.case.as_deref();
            if of != Some(case.number.as_str()) && of != Some(case.name.as_str()) {
                self.flaws.push(format!("note {} is of another case", note.note));
            }
        }
        for relied in &case.relied {
            let is_there = |note: &&Reliance| note.note == relied.note;
            match self.notes.iter().find(is_there) {
                None => self.flaws.push(format!("note {} is missing", relied.note)),
                Some(note) if note.version.to_string() != relied.stood.version => {
                    self.flaws.push(format!("note {} is of another version", relied.note));
                }
                Some(_) => {}
            }
        }
    }

    fn versions(
        &mut self,
        file: &CaseFile,
        case: &Case,
        rests: BTreeMap<String, Vec<String>>,
        packs: &BTreeMap<Id, Proved>,
        newer: &Newer,
        today: Date,
    ) {
        let cited: BTreeMap<String, &Cited> =
            file.cited.iter().map(|cited| (cited.version.to_string(), cited)).collect();
        for version in rests.keys().filter(|version| !cited.contains_key(*version)) {
            self.flaws.push(format!("it rests on version {version}, and does not cite it"));
        }
        for (version, cited) in cited {
            let Some(why) = rests.get(&version) else {
                self.flaws.push(format!("it cites version {version}, and nothing rests on it"));
                continue;
            };
            let found = self.version(case, *cited, &version, packs, newer, today);
            self.versions.push(VersionFound { rests: why.clone(), ..found });
        }
    }

    fn version(
        &mut self,
        case: &Case,
        cited: Cited,
        version: &str,
        packs: &BTreeMap<Id, Proved>,
        newer: &Newer,
        today: Date,
    ) -> VersionFound {
        let digest = digest(cited.version);
        let own = packs.get(&cited.version);
        let root = packs.get(&cited.root);
        let threads = root.and_then(|root| thread_of(&root.pack, &root.verdict));
        let stood = |(thread, references): &(Thread, References)| {
            Stood::of(thread, &digest, today, |id| references.of(id))
        };
        let proved = threads.as_ref().and_then(stood).filter(|_| own.is_some());
        if proved.is_none() {
            let why = match (own, root) {
                (None, _) => "no pack proves it",
                (_, None) => "no pack of its record says what became of it",
                _ => "the pack of its record does not have it as a version",
            };
            self.flaws.push(format!("version {version}: {why}"));
        }
        if let Some(proved) = &proved {
            self.said_so(case, proved);
        }
        VersionFound {
            version: cited.version,
            rests: Vec::new(),
            noted: case.stood(version).map(|(at_s, stood)| (at_s, stood.clone())),
            proved,
            newer: newer.threads.get(&cited.root).and_then(stood),
            held_by: own
                .map(|own| own.verdict.held.states.iter().map(ToString::to_string).collect())
                .unwrap_or_default(),
            members: own.map_or(0, |own| own.verdict.held.of),
        }
    }

    /// What the case says of a version has to be what its author signed.
    fn said_so(&mut self, case: &Case, proved: &Stood) {
        for note in self.notes.iter().filter(|note| note.version.to_string() == proved.version) {
            let same = note.reference == proved.reference
                && note.cited == proved.cited
                && note.number == proved.number
                && note.state == proved.state
                && note.title == proved.title
                && note.exercise == proved.exercise;
            if !same {
                self.flaws.push(format!(
                    "note {} says something else of its version than {} does",
                    note.note, proved.cited
                ));
            }
        }
        let noted = case.stood(&proved.version).map(|(_, stood)| stood);
        let other = |noted: &&Stood| {
            (&noted.reference, &noted.cited, noted.number, &noted.state, &noted.root)
                != (&proved.reference, &proved.cited, proved.number, &proved.state, &proved.root)
                || noted.title != proved.title
                || noted.exercise != proved.exercise
        };
        if noted.filter(other).is_some() {
            self.flaws
                .push(format!("the case says something else of {} than it does", proved.cited));
        }
    }

    fn consultations(&mut self, case: &Case, packs: &BTreeMap<Id, Proved>) {
        for asked in &case.consultations {
            let Some((question, id)) = &asked.asked else { continue };
            let proved = packs.get(&parsed(id)).filter(|proved| {
                proved.verdict.header.reference == *question
                    && proved.verdict.header.kind == "consultation-request"
                    && proved.verdict.header.issuer.state.as_str() == case.state
            });
            if proved.is_none() {
                self.flaws.push(format!("no pack proves that {question} was asked"));
            }
            let is_proved = proved.is_some();
            if asked.answers.is_empty() {
                self.answers.push(AnswerFound {
                    question: question.clone(),
                    to: asked.to.clone(),
                    answer: None,
                    proved: is_proved,
                });
            }
            self.answered(asked, (question, id), proved, packs);
        }
    }

    fn answered(
        &mut self,
        asked: &Consultation,
        (question, id): (&str, &str),
        question_proved: Option<&Proved>,
        packs: &BTreeMap<Id, Proved>,
    ) {
        for heard in &asked.answers {
            let proved = packs.get(&parsed(&heard.id)).filter(|proved| {
                let body = proved.pack.body().and_then(|body| Record::from_body(body).ok());
                let says = body.is_some_and(|record| {
                    record.target().and_then(|target| target.id).as_deref() == Some(id)
                        && record.text_at(&["answer"]) == Some(&heard.answer)
                        && record.text_at(&["reasons"]) == Some(&heard.reasons)
                });
                says && proved.verdict.header.reference == heard.reference
                    && proved.verdict.header.issuer.state.as_str() == heard.state
            });
            if proved.is_none() {
                self.flaws.push(format!("no pack proves the answer {}", heard.reference));
            }
            self.answers.push(AnswerFound {
                question: question.to_owned(),
                to: heard.state.clone(),
                answer: Some((
                    heard.reference.clone(),
                    heard.answer.clone(),
                    heard.reasons.clone(),
                )),
                proved: question_proved.is_some() && proved.is_some(),
            });
        }
    }

    /// A pack that nothing needs tells of something that is not the case's.
    fn unneeded(&mut self, file: &CaseFile, case: &Case, packs: &BTreeMap<Id, Proved>) {
        let needed = needed(&file.cited, case);
        for (id, proved) in packs.iter().filter(|(id, _)| !needed.contains(*id)) {
            let reference = &proved.verdict.header.reference;
            self.flaws.push(format!("a pack proves {reference} ({id}), and nothing needs it"));
        }
    }
}

/// The statements that a case file has packs of.
pub(crate) fn needed(cited: &[Cited], case: &Case) -> BTreeSet<Id> {
    let versions = cited.iter().flat_map(|cited| [cited.version, cited.root]);
    let asked = case.consultations.iter().filter_map(|one| one.asked.as_ref());
    let answers = case.consultations.iter().flat_map(|one| &one.answers);
    let said = asked.map(|(_, id)| id).chain(answers.map(|answer| &answer.id));
    versions.chain(said.map(|id| parsed(id))).collect()
}

fn packs(file: &CaseFile, genesis: &Genesis, flaws: &mut Vec<String>) -> BTreeMap<Id, Proved> {
    let mut all = BTreeMap::new();
    let mut last = None;
    for (at, bytes) in file.packs.iter().enumerate() {
        match Proved::read(bytes, genesis) {
            Ok(proved) => {
                let id = proved.verdict.id;
                if last.is_some_and(|last| last >= id) {
                    flaws.push(format!("pack {at} is not in its order"));
                }
                last = Some(id);
                all.insert(id, proved);
            }
            Err(flaw) => flaws.push(format!("pack {at} does not verify: {flaw}")),
        }
    }
    all
}

/// An id that is written otherwise is that of no pack.
fn parsed(id: &str) -> Id {
    id.parse().unwrap_or(Id::from_bytes([0; 32]))
}

fn digest(id: Id) -> Digest {
    Digest::from_bytes(*id.as_bytes())
}
