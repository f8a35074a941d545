//! What is said beside a record, by anybody: it changes nothing, and it is never lost.
//!
//! A remark is a record of its own, so its author can correct and withdraw it; what is listed here is
//! its current text. It counts when it was not withdrawn and stands where its log stands. What does
//! not count is listed with its reason.

use std::collections::BTreeMap;

use chancery_encoding::Digest;
use chancery_record::StateCode;

use crate::{
    said::{Issuer, Order},
    word::{
        AcknowledgementLevel, CapacityResult, ConsultationAnswer, InformationOutcome,
        LicenceDecision, Stance, TranslationStatus, Word,
    },
};

pub(crate) mod attach;
mod shown;
mod translated;

pub use shown::{ACTS_SHOWN_MAX, PER_STATE_SHOWN_MAX, Shown};
pub use translated::freshness;

/// One remark: who said it, when, about which version, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark<T> {
    /// The statement that first said it.
    pub id: Digest,
    /// Its reference.
    pub reference: String,
    /// Who.
    pub issuer: Issuer,
    /// When, by the issuer's clock.
    pub issued_at: i64,
    /// Its place among all that the issuer said: of two answers, the later one counts.
    pub order: Order,
    /// The statement that it names as its target: a version, a renewal, a withdrawal.
    pub of: Digest,
    /// What.
    pub says: T,
}

/// How far a reader has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acknowledgement {
    /// How far.
    pub level: Word<AcknowledgementLevel>,
    /// What was done about it, as the vocabulary of actions spells it.
    pub action: Option<String>,
}

/// Somebody has seen the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// On what it rests.
    pub basis: String,
    /// The claim that it is about.
    pub claim: Option<String>,
    /// When it was seen, as written.
    pub seen: Option<String>,
}

/// Another state's opinion of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// How far it agrees.
    pub stance: Word<Stance>,
    /// On what that rests.
    pub basis: String,
    /// The claim that it is about.
    pub claim: Option<String>,
}

impl Dispute {
    /// Whether it says that the record is wrong.
    pub fn disagrees(&self) -> bool {
        matches!(self.stance.known(), Some(Stance::StronglyDisagree | Stance::Disagree))
    }
}

/// What a state that was asked has answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// To a consultation.
    Consultation {
        /// The answer.
        answer: Word<ConsultationAnswer>,
        /// Why.
        reasons: String,
        /// The day until which it asks for time.
        extension_until: Option<time::Date>,
    },
    /// To an information request.
    Information {
        /// What became of it.
        outcome: Word<InformationOutcome>,
        /// The answer, if there is one.
        answer: String,
        /// Why it is refused, as the vocabulary of refusals spells it.
        refusal: Option<String>,
    },
}

/// A question that was put about a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The kind of request.
    pub kind: String,
    /// The question.
    pub question: String,
    /// The states that are asked.
    pub to: Vec<StateCode>,
}

/// Another state decided otherwise than a denial.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undercut {
    /// What it decided.
    pub decision: Word<LicenceDecision>,
    /// When.
    pub decided_on: Option<time::Date>,
    /// Why.
    pub explanation: String,
}

/// What came of an offer or a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// In a word.
    pub result: Word<CapacityResult>,
    /// In words.
    pub summary: String,
}

/// What the originator says of it to the public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Its title.
    pub title: String,
    /// What may be said.
    pub summary: String,
}

/// The text in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translation {
    /// Which.
    pub language: String,
    /// What it is worth.
    pub status: Word<TranslationStatus>,
    /// The title in it.
    pub title: String,
    /// The text in it.
    pub text: String,
    /// Whether it translates the current text.
    pub freshness: Freshness,
}

/// Whether a translation is of the text that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Freshness {
    /// It is of the current text.
    Current,
    /// It is of an earlier one, or of a text that is not held.
    Stale,
}

/// A remark of a kind that this version does not know, or that is a record in its own right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    /// The kind as it is spelled.
    pub kind: String,
    /// Its title.
    pub title: String,
}

/// All that counts, each list in the order of time, then of id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remarks {
    /// Who has received, read, acted.
    pub acknowledgements: Vec<Remark<Acknowledgement>>,
    /// Who has seen the same.
    pub sightings: Vec<Remark<Sighting>>,
    /// Who agrees or does not.
    pub disputes: Vec<Remark<Dispute>>,
    /// What the states that were asked have answered, by state.
    pub answers: BTreeMap<StateCode, Vec<Remark<Answer>>>,
    /// What was asked about it.
    pub questions: Vec<Remark<Question>>,
    /// Who decided otherwise.
    pub undercuts: Vec<Remark<Undercut>>,
    /// What came of it.
    pub outcomes: Vec<Remark<Outcome>>,
    /// What the originator says to the public.
    pub summaries: Vec<Remark<Summary>>,
    /// In other languages.
    pub translations: Vec<Remark<Translation>>,
    /// Everything else.
    pub others: Vec<Remark<Other>>,
}
