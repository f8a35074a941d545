//! Laws of cases: what is folded, where it lies, how long it is kept, and what its file says.

use chancery_encoding::Digest;
use chancery_screening::{Application, Card, Leg, Name, NameKind, Participant};

use super::cabinet::Cabinet;
use super::file::{CaseFile, CaseFileFlaw, Cited};
use super::folded::{Case, CaseFlaw};
use super::kept::{FoundIn, KeptHit, KeptScreening};
use super::line::CaseLine;
use super::retention::{Stone, Why, is_over, kept_until};
use super::step::{Decision, Outcome, Step, What};
use super::stood::{Stood, Touch};
use super::{CaseError, file};
use crate::tests::ground::data_dir;
use crate::vault::Vault;

mod cabinet;
mod folded;
mod retention;
mod vectors;

fn application(buyer: &str) -> Application {
    let name = Name { value: buyer.to_owned(), kind: NameKind::Legal };
    let card = Card { names: vec![name], ..Card::default() };
    Application {
        number: Some("2026-0815".to_owned()),
        destination: Some("BD".to_owned()),
        parties: vec![Participant { roles: vec!["end-user".to_owned()], card }],
        route: vec![Leg { country: "AE".to_owned(), place: None }],
        ..Application::default()
    }
}

fn opened() -> What {
    What::Opened {
        number: "2026-0815".to_owned(),
        state: "KR".to_owned(),
        authority: "authority".to_owned(),
        application: application("警察 Unit"),
    }
}

/// The bytes of steps, chained.
fn chain(all: impl IntoIterator<Item = What>) -> Vec<Vec<u8>> {
    let mut steps: Vec<Vec<u8>> = Vec::new();
    for (did, at_s) in all.into_iter().zip(1_000..) {
        let before = steps.last().map(|step| Digest::of(step).to_string());
        steps.push(Step { before, at_s, by: Some("officer 7".to_owned()), did }.encode());
    }
    steps
}

fn fold(steps: &[Vec<u8>]) -> Result<Case, CaseFlaw> {
    Case::fold("c7", steps.iter().map(Vec::as_slice))
}

fn record(reference: &str, version: u8, standing: &str) -> KeptHit {
    KeptHit {
        hit: String::new(),
        about: "party".to_owned(),
        subject: "警察 Unit".to_owned(),
        score: 930,
        reasons: vec!["the names are the same (+930)".to_owned()],
        names: vec!["Police unit".to_owned()],
        past: false,
        source: FoundIn::Record {
            reference: reference.to_owned(),
            version: hex(version),
            number: 1,
            cited: reference.to_owned(),
            state: "EE".to_owned(),
            authority: "foreign-trade".to_owned(),
            kind: "denial-notice".to_owned(),
            title: "Refused".to_owned(),
            standing: standing.to_owned(),
            marks: Vec::new(),
            disputed_by: Vec::new(),
            grades: vec!["B2".to_owned()],
            marking: "TLP:AMBER".to_owned(),
            issued_at_s: 1,
            exercise: true,
            party: Some("buyer".to_owned()),
            roles: vec!["end-user".to_owned()],
            party_withdrawn: false,
        },
        undercut: None,
    }
}

fn listed(entry: &str, version: &str) -> KeptHit {
    KeptHit {
        source: FoundIn::List {
            list: "csl".to_owned(),
            version: version.to_owned(),
            number: 1,
            role: "adverse".to_owned(),
            entry: entry.to_owned(),
            programme: Some("Entity List".to_owned()),
            citation: None,
            url: None,
            since: None,
            note: None,
        },
        ..record("", 0, "")
    }
}

fn hex(version: u8) -> String {
    format!("{version:02x}").repeat(32)
}

fn stood(version: u8, touched: Vec<Touch>) -> Stood {
    Stood {
        version: hex(version),
        root: hex(version),
        reference: "EE-2026-0001".to_owned(),
        number: 1,
        cited: "EE-2026-0001".to_owned(),
        title: "Refused".to_owned(),
        kind: "denial-notice".to_owned(),
        state: "EE".to_owned(),
        exercise: true,
        issued_at_s: 1,
        touched,
    }
}

/// A screening whose hits are named after those that are known.
fn screened(known: &[KeptHit], hits: Vec<KeptHit>) -> What {
    let mut screening = KeptScreening { hits, threshold: 700, ..KeptScreening::default() };
    screening.name(known);
    What::Screened { screening }
}

fn decided(hits: &[&str], decision: Decision, stood: Vec<Stood>) -> What {
    let hits = hits.iter().map(|hit| (*hit).to_owned()).collect();
    What::Decided { hits, decision, reason: "the address is another".to_owned(), stood }
}
