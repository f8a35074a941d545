//! A screening of a case: what the desk finds, with the two tests put to every denial, kept as a step.
//!
//! Invariant: a hit that was found before keeps its name, and what is new, changed or gone since the last
//! screening is said.

use chancery_screening::undercut::Tested;

use super::denials::{Beside, Denials, Matcher};
use super::desk::{Cases, check_open};
use super::error::CaseError;
use super::folded::Case;
use super::kept::{FoundIn, KeptHit, KeptScreening, ListRead};
use super::step::What;
use crate::answer::{
    Depth, Hit, HitSource, ListRole, RecordSource, ScreenError, Screening, SubjectKind,
};
use crate::desk::Desk;
use crate::duties::today;

/// Names of a hit that are kept.
const NAMES_MAX: usize = 8;

/// Reasons of a hit that are kept.
const REASONS_MAX: usize = 16;

impl Cases {
    /// Screens the application of a case, and keeps what came of it.
    ///
    /// # Errors
    /// When the case is closed, or the records cannot be read.
    pub async fn screen(&self, name: &str, by: Option<String>) -> Result<Case, CaseError> {
        let name = name.to_owned();
        self.work(move |desk| {
            let case = desk.heard(&name)?;
            check_open(&case)?;
            // Without an index nothing is kept: a case is not closed over hits that nobody could look for.
            let asked = vec![case.application.clone()];
            let screening =
                desk.screened(asked, Depth::Threshold)?.pop().ok_or(CaseError::Stopped)?;
            let parties = desk.catalogue.parties().ok_or(ScreenError::NoIndex)?;
            let (commonness, words) = (parties.commonness(), desk.vocabularies());
            let matcher =
                Matcher { commonness: &commonness, settings: &desk.settings, words: &words };
            let denials = Denials::beside(&desk.store, &case.application, matcher, today())?;
            Cases::keep(desk, &case.name, by, &screening, denials)
        })
        .await
    }

    /// Keeps a screening as a step of its case.
    fn keep(
        desk: &Desk,
        name: &str,
        by: Option<String>,
        screening: &Screening,
        denials: Denials,
    ) -> Result<Case, CaseError> {
        desk.step(name, by, |case| {
            check_open(case)?;
            let mut kept = kept(screening);
            kept.denials = denials.asked;
            if denials.more {
                kept.not_asked.push("older denials: there are more than are looked at".to_owned());
            }
            // What may have to be asked about before a decision comes first.
            let mut denied: Vec<KeptHit> =
                denials.found.into_iter().map(KeptHit::of_denial).collect();
            denied.append(&mut kept.hits);
            kept.hits = denied;
            kept.name(&case.known());
            Ok(What::Screened { screening: kept })
        })
    }
}

fn kept(screening: &Screening) -> KeptScreening {
    let list = |list: &crate::answer::ListUsed| ListRead {
        list: list.list.clone(),
        number: list.number,
        version: list.version.clone(),
        entries: list.entries,
    };
    let hits = screening.hits.iter().map(|hit| KeptHit::of(hit, Standing::Now));
    let past = screening.past.iter().map(|hit| KeptHit::of(hit, Standing::Past));
    KeptScreening {
        settings: screening.settings.name.clone(),
        all_settings: screening.settings.all.clone(),
        threshold: screening.settings.threshold,
        lists: screening.lists.iter().map(list).collect(),
        index: screening.index.watermark.clone(),
        behind: screening.index.behind,
        cards: screening.index.cards,
        below: screening.below,
        not_asked: screening
            .not_asked
            .iter()
            .map(|it| format!("{}: {}", it.what, it.why))
            .collect(),
        denials: 0,
        hits: hits.chain(past).collect(),
        left_out: screening.left_out,
    }
}

/// Whether what matches stood when it was found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Now,
    Past,
}

impl KeptHit {
    fn of(hit: &Hit, standing: Standing) -> KeptHit {
        let reasons = hit.reasons.iter().take(REASONS_MAX);
        KeptHit {
            hit: String::new(),
            about: about(hit.subject.what).to_owned(),
            subject: hit.subject.text.clone(),
            score: hit.score,
            reasons: reasons.map(|one| format!("{} ({:+})", one.text, one.weight)).collect(),
            names: hit.names.iter().take(NAMES_MAX).cloned().collect(),
            past: standing == Standing::Past,
            source: match &hit.source {
                HitSource::Record(record) => FoundIn::of_record(record),
                HitSource::List(list) => FoundIn::List {
                    list: list.list.clone(),
                    version: list.version.clone(),
                    number: list.number,
                    role: match list.role {
                        ListRole::Adverse => "adverse",
                        ListRole::Reference => "reference",
                    }
                    .to_owned(),
                    entry: list.entry.clone(),
                    programme: list.programme.clone(),
                    citation: list.citation.clone(),
                    url: list.url.clone(),
                    since: list.since.clone(),
                    note: list.note.clone(),
                },
            },
            undercut: None,
        }
    }

    fn of_denial(beside: Beside) -> KeptHit {
        let Beside { record, undercut, score } = beside;
        let told = |what: &str, tested: &Tested| format!("{what}: {}", tested.test.as_str());
        KeptHit {
            hit: String::new(),
            about: "transaction".to_owned(),
            subject: "the whole application".to_owned(),
            score,
            reasons: vec![
                told("same parameters or technical characteristics", &undercut.items),
                told("same end-user or consignee", &undercut.person),
                undercut.advice().to_owned(),
            ],
            names: Vec::new(),
            past: false,
            source: FoundIn::of_record(&record),
            undercut: Some(undercut),
        }
    }
}

impl FoundIn {
    fn of_record(record: &RecordSource) -> FoundIn {
        FoundIn::Record {
            reference: record.reference.clone(),
            version: record.version.clone(),
            number: record.number,
            cited: record.cited.clone(),
            state: record.state.clone(),
            authority: record.authority.clone(),
            kind: record.kind.clone(),
            title: record.title.clone(),
            standing: record.standing.clone(),
            marks: record.marks.clone(),
            disputed_by: record.disputed_by.clone(),
            grades: record.grades.clone(),
            marking: record.marking.clone(),
            issued_at_s: record.issued_at_s,
            exercise: record.exercise,
            party: record.party.clone(),
            roles: record.roles.clone(),
            party_withdrawn: record.party_withdrawn,
        }
    }
}

fn about(what: SubjectKind) -> &'static str {
    match what {
        SubjectKind::Party => "party",
        SubjectKind::Item => "item",
        SubjectKind::Route => "route",
    }
}
