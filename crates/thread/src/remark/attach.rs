//! Which remarks count, and what each says: the step from statements to [`Remarks`].

use std::collections::BTreeSet;

use chancery_encoding::Digest;
use chancery_record::{Kind, Record, StateCode};

use super::{
    Acknowledgement, Answer, Dispute, Freshness, Other, Outcome, Question, Remark, Remarks,
    Sighting, Summary, Translation, Undercut,
};
use crate::{
    dates::day,
    effect::{Reason, WithoutEffect},
    life::{Life, Says, text},
    role::{Whose, changes, is_answer, refusal},
    said::{Place, Said, Statements},
    word::Word,
};

/// All remarks about any statement of a life, and those without effect.
pub(crate) fn attach(
    statements: &Statements<'_>,
    life: &Life<'_>,
) -> (Remarks, Vec<WithoutEffect>) {
    let about = life.ids.keys().flat_map(|id| statements.about(id));
    let mut said: Vec<&Said> = about.filter(|said| !changes(&said.record)).collect();
    said.sort_by_key(|said| (said.issued_at, said.id));
    let context = Context {
        life,
        asked: asked(life),
        current: life.versions[life.current].text.original_hash(),
        statements,
    };
    let mut remarks = Remarks::default();
    let mut without_effect = Vec::new();
    for said in said {
        let own = Life::fold(statements, said);
        match context.refusal(&own) {
            Some(reason) => without_effect.push(WithoutEffect::new(said, reason)),
            None => context.add(&mut remarks, &own),
        }
    }
    (remarks, without_effect)
}

/// Every state that any version has asked: who was asked once may answer.
fn asked(life: &Life<'_>) -> BTreeSet<StateCode> {
    let texts = life.versions.iter().map(|version| &version.text);
    texts.flat_map(|text| text.texts_at(&["to"])).filter_map(|state| state.parse().ok()).collect()
}

struct Context<'a> {
    life: &'a Life<'a>,
    asked: BTreeSet<StateCode>,
    current: Digest,
    statements: &'a Statements<'a>,
}

impl Context<'_> {
    fn refusal(&self, own: &Life<'_>) -> Option<Reason> {
        let (root, said) = (self.life.root, own.root);
        match said.place {
            Place::Stands => {}
            Place::Forked => return Some(Reason::Forked),
            Place::Revoked { .. } => return Some(Reason::Revoked),
        }
        if let Some(tombstone) = &own.tombstone {
            return Some(Reason::TakenBack { by: tombstone.by });
        }
        let target = own.text.target().and_then(|target| target.id?.parse().ok());
        match target.and_then(|target: Digest| self.life.ids.get(&target)) {
            None => return Some(Reason::Retargeted),
            Some(Says::Foreign) => return Some(Reason::TargetWithoutEffect),
            Some(Says::Itself) => {}
        }
        let first = said.target().and_then(|target| self.statements.said(&target));
        if first.is_some_and(|target| said.contradicts(target)) {
            return Some(Reason::OtherReference);
        }
        if said.record.exercise() != root.record.exercise() {
            return Some(Reason::ExerciseMismatch);
        }
        let whose = match said.issuer.state == root.issuer.state {
            true if said.issuer == root.issuer => Whose::Own,
            true => Whose::State,
            false => Whose::Another,
        };
        let asked = !is_answer(&own.text) || self.asked.contains(&said.issuer.state);
        let not_asked = (!asked).then_some(Reason::NotAsked);
        refusal(&own.text, &root.record, whose).or(not_asked)
    }

    fn add(&self, remarks: &mut Remarks, own: &Life<'_>) {
        let record = &own.text;
        let line = |name: &str| text(record, name);
        let some = |name: &str| record.text_at(&[name]).map(str::to_owned);
        match record.kind() {
            Some(Kind::Acknowledgement) => {
                let level = Word::read(record.text_at(&["level"]));
                let says = Acknowledgement { level, action: some("action") };
                remarks.acknowledgements.push(remark(own, says));
            }
            Some(Kind::Sighting) => {
                let seen = some("seen");
                let says = Sighting { basis: line("basis"), claim: some("claim"), seen };
                remarks.sightings.push(remark(own, says));
            }
            Some(Kind::Dispute) => {
                let stance = Word::read(record.text_at(&["stance"]));
                let says = Dispute { stance, basis: line("basis"), claim: some("claim") };
                remarks.disputes.push(remark(own, says));
            }
            Some(Kind::ConsultationResponse | Kind::InformationResponse) => {
                let answers = remarks.answers.entry(own.root.issuer.state).or_default();
                answers.push(remark(own, answer(record)));
            }
            Some(Kind::ConsultationRequest | Kind::InformationRequest) => {
                let to = record.texts_at(&["to"]);
                let to = to.into_iter().filter_map(|state| state.parse().ok()).collect();
                let kind = record.kind_name().to_owned();
                let says = Question { kind, question: line("question"), to };
                remarks.questions.push(remark(own, says));
            }
            Some(Kind::UndercutNotice) => {
                let decision = Word::read(record.text_at(&["decision"]));
                let decided_on = record.text_at(&["decided_on"]).and_then(day);
                let says = Undercut { decision, decided_on, explanation: line("explanation") };
                remarks.undercuts.push(remark(own, says));
            }
            Some(Kind::CapacityOutcome) => {
                let result = Word::read(record.text_at(&["result"]));
                let says = Outcome { result, summary: line("summary") };
                remarks.outcomes.push(remark(own, says));
            }
            Some(Kind::PublicSummary) => {
                let says = Summary { title: line("title"), summary: line("summary") };
                remarks.summaries.push(remark(own, says));
            }
            Some(Kind::Translation) => {
                let says = self.translation(record);
                remarks.translations.push(remark(own, says));
            }
            Some(_) | None => {
                let says = Other { kind: record.kind_name().to_owned(), title: line("title") };
                remarks.others.push(remark(own, says));
            }
        }
    }

    fn translation(&self, record: &Record) -> Translation {
        let of = record.text_at(&["of_hash"]).and_then(|hash| hash.parse::<Digest>().ok());
        Translation {
            language: text(record, "language"),
            status: Word::read(record.text_at(&["status"])),
            title: text(record, "title"),
            text: text(record, "text"),
            freshness: match of == Some(self.current) {
                true => Freshness::Current,
                false => Freshness::Stale,
            },
        }
    }
}

fn answer(record: &Record) -> Answer {
    match record.kind() {
        Some(Kind::ConsultationResponse) => Answer::Consultation {
            answer: Word::read(record.text_at(&["answer"])),
            reasons: text(record, "reasons"),
            extension_until: record.text_at(&["extension_until"]).and_then(day),
        },
        _ => Answer::Information {
            outcome: Word::read(record.text_at(&["outcome"])),
            answer: text(record, "answer"),
            refusal: record.text_at(&["refusal"]).map(str::to_owned),
        },
    }
}

fn remark<T>(own: &Life<'_>, says: T) -> Remark<T> {
    let said = own.root;
    Remark {
        id: said.id,
        reference: said.reference.clone(),
        issuer: said.issuer.clone(),
        issued_at: said.issued_at,
        order: said.order,
        of: said.target().unwrap_or(said.id),
        says,
    }
}
