//! A consultation, opened from a hit: a draft to the state that denied, and its answer when it comes.
//!
//! What is released is an officer's affair, with the usual commands; here the draft is filled in and remembered.
//! Invariant: nothing of the application is in the draft unless somebody asked for a sketch of the transaction,
//! and whoever asks is told what every peer will learn.

use chancery_procedure::{Clock, Question, day, text_of};
use chancery_record::StateCode;
use chancery_screening::{Application, Goods, NameKind, Participant, Schema};
use chancery_store::Lookup;
use chancery_thread::{Thread, remark::Answer};
use serde_json::{Value, json};
use time::Date;

use super::desk::{Cases, check_open};
use super::error::CaseError;
use super::folded::{Case, Consultation};
use super::kept::FoundIn;
use super::step::What;
use crate::answer::{Draft, Source, Start};
use crate::desk::Desk;
use crate::duties::today;
use crate::telling;

/// States whose authorities are bound by Regulation (EU) 2021/821, and so by its Article 16 among themselves.
const UNION: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT",
    "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// The procedure before granting what another of them has denied.
const IN_THE_UNION: &str = "eu-2021-821-art-16";

/// Where no law says how long, what is asked of a colleague.
const BETWEEN_OTHERS: &str = "voluntary";

/// Days of the asked state when the procedure leaves the day to the asker: as many as Article 16 gives.
const WORKING_DAYS: u16 = 10;

/// How a consultation is opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consulting {
    /// From which hit.
    pub hit: String,
    /// Under which procedure; without it the one that binds both states, or a voluntary one.
    pub procedure: Option<String>,
    /// By when, a day; without it the procedure's last day on the calendar of the asked state.
    pub deadline: Option<String>,
    /// Whether it tells of the transaction.
    pub sketch: Sketch,
    /// Who opens it.
    pub by: Option<String>,
}

/// Whether a consultation tells of the transaction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sketch {
    /// Nothing of it.
    #[default]
    Nothing,
    /// Items, destination, stated end use, and end-users and consignees.
    Transaction,
}

/// A consultation that was drafted.
#[derive(Clone, Debug)]
pub struct Drafted {
    /// The case, with the step.
    pub case: Case,
    /// The draft.
    pub draft: Draft,
    /// What the peers will learn when it is released, a sentence each.
    pub told: Vec<String>,
}

/// The denial that a hit is.
struct Denial {
    id: String,
    reference: String,
    state: StateCode,
}

impl Cases {
    /// Drafts a consultation of the state whose denial a hit is.
    ///
    /// # Errors
    /// When the hit is no denial of another state, or was consulted about already.
    pub async fn consult(&self, name: &str, asked: Consulting) -> Result<Drafted, CaseError> {
        let (found, wanted) = (name.to_owned(), asked.clone());
        let (case, denial, procedure, deadline) = self
            .work(move |desk| {
                let case = desk.heard(&found)?;
                check_open(&case)?;
                let denial = denial(desk, &case, &wanted.hit)?;
                let (procedure, deadline) = days(desk, &denial, &wanted)?;
                Ok((case, denial, procedure, deadline))
            })
            .await?;
        let start = Start {
            kind: Some("consultation-request".to_owned()),
            source: Source::About(denial.id.clone()),
            language: None,
        };
        let drafts = self.desk.drafts();
        let draft = drafts.begin(start).await?;
        let mut record = draft.record.clone();
        fill(&mut record, &denial, &procedure, &deadline);
        if asked.sketch == Sketch::Transaction {
            sketch(&mut record, &case.application);
        }
        let told = learned(&record, &denial, asked.sketch, self.desk.issuer.state);
        let draft = drafts.write(&draft.name, record, Some(draft.revision)).await?;
        let did = What::Consulted {
            hit: asked.hit,
            denial: denial.reference,
            to: denial.state.to_string(),
            procedure,
            deadline,
            draft: draft.name.clone(),
            sketch: asked.sketch == Sketch::Transaction,
        };
        let (name, by, dropped) = (case.name, asked.by, draft.name.clone());
        let added = self
            .work(move |desk| {
                desk.step(&name, by, |case| {
                    check_open(case)?;
                    Ok(did)
                })
            })
            .await;
        match added {
            Ok(case) => Ok(Drafted { case, draft, told }),
            Err(error) => {
                // A draft that no case knows of would be released by mistake.
                drop(drafts.remove(&dropped).await);
                Err(error)
            }
        }
    }
}

impl Desk {
    /// The case, after what has become of its consultations was noted in it. Where the disk is full or the case is,
    /// the case is shown as it stands, and the news is noted another time.
    pub(super) fn heard(&self, name: &str) -> Result<Case, CaseError> {
        let mut case = self.cabinet.case(name)?;
        while let Some(news) = self.news(&case)? {
            case = match self.step(name, None, |_| Ok(news)) {
                Ok(case) => case,
                Err(CaseError::Vault(error)) if error.is_full() => return Ok(case),
                Err(CaseError::TooManySteps { .. }) => return Ok(case),
                Err(error) => return Err(error),
            };
        }
        Ok(case)
    }

    /// The first thing that is not in the case yet.
    fn news(&self, case: &Case) -> Result<Option<What>, CaseError> {
        for asked in &case.consultations {
            let news = match &asked.asked {
                None => self.asked(asked)?,
                Some((reference, id)) => self.answered(asked, reference, id)?,
            };
            if news.is_some() {
                return Ok(news);
            }
        }
        Ok(None)
    }

    fn asked(&self, asked: &Consultation) -> Result<Option<What>, CaseError> {
        // A draft that was dropped is no question, and nothing follows.
        let Ok(draft) = self.book.read(&asked.draft) else { return Ok(None) };
        let Some(out) = draft.released else { return Ok(None) };
        let id = match out.id {
            Some(id) => id,
            None => return Ok(None),
        };
        Ok(Some(What::Asked { draft: draft.name, reference: out.reference, id }))
    }

    fn answered(
        &self,
        asked: &Consultation,
        question: &str,
        id: &str,
    ) -> Result<Option<What>, CaseError> {
        let Some(thread) = self.thread_by_id(id)? else { return Ok(None) };
        let said = thread.remarks.answers.values().flatten();
        let mut new: Vec<_> = said
            .filter(|remark| {
                let id = remark.id.to_string();
                asked.answers.iter().all(|heard| heard.id != id)
            })
            .collect();
        new.sort_by_key(|remark| (remark.issued_at, remark.reference.clone()));
        let step = new.first().and_then(|remark| match &remark.says {
            Answer::Consultation { answer, reasons, .. } => Some(What::Answered {
                question: question.to_owned(),
                reference: remark.reference.clone(),
                id: remark.id.to_string(),
                state: remark.issuer.state.to_string(),
                answer: answer.as_str().to_owned(),
                reasons: reasons.clone(),
                issued_at_s: remark.issued_at,
            }),
            Answer::Information { .. } => None,
        });
        Ok(step)
    }

    fn thread_by_id(&self, id: &str) -> Result<Option<Thread>, CaseError> {
        let Lookup::One(position) = self.store.find(id) else { return Ok(None) };
        Ok(telling::fold(&self.store, position)?)
    }
}

fn denial(desk: &Desk, case: &Case, hit: &str) -> Result<Denial, CaseError> {
    let no_hit = || CaseError::NoHit { name: case.name.clone(), hit: hit.to_owned() };
    let found = case.hit(hit).ok_or_else(no_hit)?;
    let not_one = || CaseError::NotADenial { hit: hit.to_owned() };
    let FoundIn::Record { reference, version, kind, .. } = &found.hit.source else {
        return Err(not_one());
    };
    if kind != "denial-notice" {
        return Err(not_one());
    }
    let thread = desk.thread_by_id(version)?.ok_or_else(not_one)?;
    let state = thread.issuer.state;
    if state == desk.issuer.state || thread.kind != "denial-notice" {
        return Err(not_one());
    }
    // A draft that was dropped asks nobody: then it may be drafted again.
    let before = case.consultations.iter().find(|one| {
        one.denial == *reference && (one.asked.is_some() || desk.book.read(&one.draft).is_ok())
    });
    if let Some(before) = before {
        let asked = before.asked.as_ref().map(|(reference, _)| reference);
        let draft = asked.unwrap_or(&before.draft).clone();
        return Err(CaseError::Consulted { hit: hit.to_owned(), draft });
    }
    Ok(Denial { id: thread.root.to_string(), reference: thread.reference, state })
}

/// The procedure and the day.
fn days(desk: &Desk, denial: &Denial, asked: &Consulting) -> Result<(String, String), CaseError> {
    let packs = &desk.duties.packs;
    let in_union = |state: &str| UNION.contains(&state);
    let both = in_union(desk.issuer.state.as_str()) && in_union(denial.state.as_str());
    let usual = if both { IN_THE_UNION } else { BETWEEN_OTHERS };
    let slug = asked.procedure.as_deref().unwrap_or(usual);
    let profile = packs.procedure(slug).ok_or_else(|| CaseError::Procedure {
        slug: slug.to_owned(),
        known: packs.procedures().iter().map(|profile| profile.slug.clone()).collect(),
    })?;
    let asked_on = today();
    let at_least = profile.working_days.unwrap_or(WORKING_DAYS);
    let wanted = match &asked.deadline {
        None => packs.calendar(denial.state).after(asked_on, at_least),
        Some(text) => {
            let wrong = || CaseError::Deadline { day: text.clone() };
            day(text).filter(|day| *day >= asked_on).ok_or_else(wrong)?
        }
    };
    Ok((slug.to_owned(), text_of(clock(packs, denial.state, slug, asked_on, wanted).due)))
}

/// The asked state's clock: a day that is too early or too late for the procedure is moved.
fn clock(
    packs: &chancery_procedure::Packs,
    state: StateCode,
    procedure: &str,
    asked_on: Date,
    deadline: Date,
) -> Clock {
    let question =
        Question { procedure: procedure.to_owned(), asked_on, deadline, to: vec![state] };
    Clock::set(&question, state, packs, &[])
}

fn fill(record: &mut Value, denial: &Denial, procedure: &str, deadline: &str) {
    let reference = &denial.reference;
    record["title"] = json!(format!("Is this the transaction that was denied in {reference}?"));
    record["question"] = json!(format!(
        "An application before this authority may be essentially identical to the transaction that you denied in \
         {reference}: items with essentially identical parameters or technical characteristics, and the same \
         end-user or consignee. Is it, in your view, and is the denial still valid?"
    ));
    record["procedure"] = json!(procedure);
    record["asked_on"] = json!(text_of(today()));
    record["deadline"] = json!(deadline);
    record["to"] = json!([denial.state.as_str()]);
    if let Some(fields) = record.as_object_mut() {
        fields.remove("description");
        fields.remove("transaction");
        fields.remove("sources");
    }
}

/// What of the application is told. Whatever is missing for a record blocks the release, and is named there.
fn sketch(record: &mut Value, application: &Application) {
    let mut transaction = json!({});
    let items: Vec<Value> = application.items.iter().map(item).collect();
    if !items.is_empty() {
        transaction["items"] = json!(items);
    }
    if let Some(destination) = &application.destination {
        transaction["destination"] = json!(destination);
    }
    if let Some(end_use) = &application.stated_end_use {
        transaction["end_use"] = json!(end_use);
    }
    let parties: Vec<Value> =
        application.parties.iter().filter(|it| receives(it)).map(party).collect();
    if parties.iter().any(|party| party["schema"] == "Person") {
        record["personal_data"] = json!({ "present": true });
    }
    if !parties.is_empty() {
        transaction["parties"] = json!(parties);
    }
    record["transaction"] = transaction;
}

fn receives(party: &Participant) -> bool {
    let roles = ["end-user", "ultimate-end-user", "consignee"];
    party.roles.iter().any(|role| roles.contains(&role.as_str()))
}

fn item(goods: &Goods) -> Value {
    let mut item = json!({ "tech_category": goods.tech_category.as_deref().unwrap_or_default() });
    if !goods.description.is_empty() {
        item["description"] = json!(goods.description);
    }
    if !goods.product_names.is_empty() {
        item["product_names"] = json!(goods.product_names);
    }
    if let Some(parameters) = &goods.technical_parameters {
        item["technical_parameters"] = json!(parameters);
    }
    let code = |code: &chancery_screening::GoodsCode| {
        json!({
            "list": code.list,
            "edition": code.edition.as_deref().unwrap_or_default(),
            "code": code.code,
            "relation": "may-meet",
            "basis": "originator-inference",
        })
    };
    if !goods.codes.is_empty() {
        item["control_refs"] = goods.codes.iter().map(code).collect();
    }
    item
}

fn party(party: &Participant) -> Value {
    let schema = match party.card.schema {
        Schema::Organization => "Organization",
        Schema::PublicBody => "PublicBody",
        Schema::Person => "Person",
        Schema::Company | Schema::Vessel | Schema::Unknown => "Company",
    };
    let kind = |kind: NameKind| match kind {
        NameKind::Legal => "legal",
        NameKind::Alias => "alias",
        NameKind::Former => "former",
        NameKind::Transliteration => "transliteration",
        NameKind::Weak => "weak",
    };
    let names =
        party.card.names.iter().map(|name| json!({ "value": name.value, "kind": kind(name.kind) }));
    let mut told = json!({
        "schema": schema,
        "roles": party.roles,
        "names": names.collect::<Vec<_>>(),
        "statement": "It stands in the application as such.",
    });
    if !party.card.countries.is_empty() {
        told["jurisdictions"] = json!(party.card.countries);
    }
    told
}

/// What peers learn, said before anybody releases it.
fn learned(record: &Value, denial: &Denial, sketch: Sketch, own: StateCode) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    };
    let handling = &record["handling"];
    let mut told = vec![
        format!(
            "{} and every other node of the network receives it: marking {}, for {}",
            denial.state,
            text(&handling["tlp"]),
            text(&handling["audience"])
        ),
        format!("that {own} has an application that may be the one of {}", denial.reference),
        format!("{}, answer by {}", text(&record["procedure"]), text(&record["deadline"])),
    ];
    told.push(match sketch {
        Sketch::Nothing => {
            "nothing of the applicant, the parties, the items or the route".to_owned()
        }
        Sketch::Transaction => format!(
            "of the transaction: {}; not the applicant, the route or the owners",
            record["transaction"]
                .as_object()
                .map(|fields| fields.keys().cloned().collect::<Vec<_>>().join(", "))
                .unwrap_or_default()
        ),
    });
    told
}
