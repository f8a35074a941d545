//! What a statement of a pack says, as far as it bears on whether the record stands.
//!
//! Only what the envelope of a record calls by name is read, so that kinds of newer nodes do not
//! disturb. Invariant: reading never fails; what cannot be read says nothing.

use std::collections::BTreeSet;

use chancery_record::Record;

use super::release::Release;
use super::status::{Part, PartList};
use crate::log::{Id, Position};
use crate::statement::{Header, Statement};

/// A statement and what it says.
pub(super) struct Said {
    pub(super) id: Id,
    pub(super) header: Header,
    /// What it is about; its own id for a record that is about nothing in the pack.
    pub(super) target: Id,
    pub(super) says: Says,
    pub(super) days: Days,
    /// Who let it out.
    pub(super) release: Option<Release>,
    /// Whether it is a drill; none where the pack is without the body.
    pub(super) exercise: Option<bool>,
}

/// What it does.
pub(super) enum Says {
    /// It is a text that nothing else of the pack is the ground of.
    Text,
    /// It puts a text in the place of another.
    Correction {
        /// Whether the text is there and can stand alone.
        has_text: bool,
    },
    /// It sets days.
    Renewal,
    /// It takes back the whole, or parts.
    Withdrawal { parts: Option<BTreeSet<Part>>, reason: Option<String> },
    /// It looks at a denial again.
    Review { outcome: Option<Outcome> },
}

/// What came of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Renew,
    Amend,
    Revoke,
}

/// Days as records write them.
#[derive(Clone, Debug, Default)]
pub(super) struct Days {
    pub(super) valid_until: Option<String>,
    pub(super) review_due: Option<String>,
}

/// The kinds by which an authority changes its own record; their order is that of the format's page.
pub(super) const CHANGING: [&str; 4] = ["correction", "withdrawal", "renewal", "denial-review"];

/// Kinds without a text of their own, which cannot stand in the place of one.
const WITHOUT_TEXT: [&str; 5] =
    ["correction", "withdrawal", "renewal", "denial-review", "acknowledgement"];

impl Said {
    /// The record of the pack itself.
    pub(super) fn of_record(statement: &Statement, body: Option<&[u8]>) -> Self {
        let record = body.and_then(|body| Record::from_body(body).ok());
        let said = Self::new(statement, statement.id, record.as_ref());
        // A body that cannot be read is a drill, as everywhere: nobody should act on it.
        Self { exercise: said.exercise.or(body.map(|_| true)), ..said }
    }

    /// `record` is what its body says.
    pub(super) fn new(statement: &Statement, target: Id, record: Option<&Record>) -> Self {
        let header = statement.header.clone();
        let says = Says::of(&header.kind, record);
        let days = record.map(|record| Days::of(&header.kind, record)).unwrap_or_default();
        let exercise = record.map(Record::exercise);
        Self { id: statement.id, header, target, says, days, release: None, exercise }
    }

    pub(super) fn position(&self) -> Position {
        self.header.position()
    }

    /// Whether it ends what it names, when that is the record.
    pub(super) fn takes_whole(&self) -> bool {
        match &self.says {
            Says::Withdrawal { parts, .. } => parts.is_none(),
            Says::Review { outcome } => *outcome == Some(Outcome::Revoke),
            Says::Text | Says::Correction { .. } | Says::Renewal => false,
        }
    }
}

impl Says {
    /// By the header's kind, which a body may not contradict.
    fn of(kind: &str, record: Option<&Record>) -> Self {
        match kind {
            "correction" => Says::Correction { has_text: record.is_some_and(brings_text) },
            "renewal" => Says::Renewal,
            "withdrawal" => Says::Withdrawal {
                parts: record.and_then(parts),
                reason: record.and_then(|record| Some(record.text_at(&["reason"])?.to_owned())),
            },
            "denial-review" => Says::Review { outcome: record.and_then(outcome) },
            _ => Says::Text,
        }
    }
}

impl Days {
    fn of(kind: &str, record: &Record) -> Self {
        let read =
            |path: &[&str]| record.text_at(path).filter(|text| is_day(text)).map(ToOwned::to_owned);
        let (until, review): (&[&str], &[&str]) = match kind {
            "correction" => (&["replacement", "valid_until"], &["replacement", "review_due"]),
            "denial-review" => (&["valid_until"], &["next_review"]),
            _ => (&["valid_until"], &["review_due"]),
        };
        Self { valid_until: read(until), review_due: read(review) }
    }

    pub(super) fn any(&self) -> bool {
        self.valid_until.is_some() || self.review_due.is_some()
    }
}

fn brings_text(correction: &Record) -> bool {
    let text = correction.part(&["replacement"]);
    text.is_some_and(|text| !WITHOUT_TEXT.contains(&text.kind_name()))
}

/// None when it takes the whole. A `parts` in which nothing can be read names nothing: it must not be taken
/// for the whole.
fn parts(withdrawal: &Record) -> Option<BTreeSet<Part>> {
    if !withdrawal.has(&["parts"]) {
        return None;
    }
    let of = |list: PartList| {
        let keys = withdrawal.texts_at(&["parts", list.name()]);
        keys.into_iter().map(move |key| Part { list, key: key.to_owned() })
    };
    Some(PartList::ALL.into_iter().flat_map(of).collect())
}

fn outcome(review: &Record) -> Option<Outcome> {
    match review.text_at(&["outcome"])? {
        "renew" => Some(Outcome::Renew),
        "amend" => Some(Outcome::Amend),
        "revoke" => Some(Outcome::Revoke),
        _ => None,
    }
}

/// A day of the Gregorian calendar, as `2026-11-24`.
fn is_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |from: usize, to: usize| -> Option<u32> {
        let part = bytes.get(from..to)?;
        let all = part.iter().all(u8::is_ascii_digit);
        all.then(|| part.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
    };
    let form = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
    let read = || Some((digits(0, 4)?, digits(5, 7)?, digits(8, 10)?));
    let Some((year, month, day)) = read().filter(|_| form) else { return false };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}
