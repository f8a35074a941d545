//! The kinds of record that this version can write and check. A newer node's kind is held and forwarded
//! unread, so a kind inside a statement is text, and only becomes a [`Kind`] where its meaning is needed.
//!
//! What there is to know of a kind stands in one table, a row for each: its name, the commitments that it
//! serves, who may say it, and what it is about. Its fields stand in `block`.

use std::{fmt, str::FromStr};

mod example;
mod table;
#[cfg(test)]
mod tests;

use table::KINDS;

/// What a record does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Named parties or items, a human-rights concern, and what to do.
    ThreatAdvisory,
    /// A pattern, route, technology or destination; nobody need be accused.
    RiskAdvisory,
    /// A licence was refused, or a transaction stopped.
    DenialNotice,
    /// What its originator makes of a denial after some years.
    DenialReview,
    /// A transaction goes ahead that another state has denied.
    UndercutNotice,
    /// A question about a transaction, with a deadline.
    ConsultationRequest,
    /// The answer to one.
    ConsultationResponse,
    /// A question about anything else.
    InformationRequest,
    /// The answer to one.
    InformationResponse,
    /// How a licence was decided, without names, and what was learnt.
    LicensingPractice,
    /// A new law, list, control or guideline.
    LegalMeasure,
    /// A way of working that others may take over.
    BestPractice,
    /// What exporters should look at before they sell.
    DueDiligenceGuidance,
    /// What industry, academia or civil society has said to a state.
    StakeholderInput,
    /// What was heard in a consultation, and what came of it.
    ConsultationOutcome,
    /// Help for states that have not subscribed.
    CapacityOffer,
    /// Help that is needed.
    CapacityRequest,
    /// What became of an offer or a request.
    CapacityOutcome,
    /// A record of another state was received, read or acted upon.
    Acknowledgement,
    /// Somebody else has seen the same.
    Sighting,
    /// Somebody else sees it differently.
    Dispute,
    /// A record's title and text in another language.
    Translation,
    /// The part of an own record that anybody may know.
    PublicSummary,
    /// The whole corrected content of an earlier record of the same authority.
    Correction,
    /// An earlier record of the same authority holds for longer.
    Renewal,
    /// An earlier record of the same authority, or a part of it, no longer stands.
    Withdrawal,
    /// Where an authority can be reached.
    ContactPoint,
    /// A new edition of a vocabulary.
    VocabularyPack,
    /// A drill begins, and this is its story.
    ExerciseMarker,
}

/// Who may say a kind of record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speaker {
    /// Any authority.
    Anyone,
    /// Only the authority whose record its target is.
    Originator,
    /// Only an authority of another state than its target's.
    Another,
    /// Only a state that its target asks.
    Asked,
}

/// Which record a kind is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aim {
    /// None.
    Nothing,
    /// Perhaps one, of any kind.
    Perhaps,
    /// One, of any kind.
    Any,
    /// One of these kinds.
    Of(&'static [Kind]),
}

/// Whether a kind says something that a correction can replace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Content,
    Act,
}

/// A row of the table.
struct Row {
    kind: Kind,
    name: &'static str,
    commitments: &'static [&'static str],
    who: Speaker,
    aim: Aim,
    holds: Holds,
}

impl Kind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Kind; KINDS.len()] = {
        let mut all = [Kind::ThreatAdvisory; KINDS.len()];
        let mut at = 0;
        while at < KINDS.len() {
            all[at] = KINDS[at].kind;
            at += 1;
        }
        all
    };

    const fn row(self) -> &'static Row {
        &KINDS[self as usize]
    }

    /// The kind as records and statements spell it.
    pub const fn as_str(self) -> &'static str {
        self.row().name
    }

    /// The commitments of the Code that a record of this kind may serve, one of them at least.
    pub const fn commitments(self) -> &'static [&'static str] {
        self.row().commitments
    }

    /// Who may say it.
    pub const fn who_may(self) -> Speaker {
        self.row().who
    }

    /// Which record it is about.
    pub const fn aim(self) -> Aim {
        self.row().aim
    }

    /// Whether it always names a target.
    pub const fn has_target(self) -> bool {
        matches!(self.aim(), Aim::Any | Aim::Of(_))
    }

    /// Whether it says something of its own, so that a correction can replace it.
    pub const fn has_content(self) -> bool {
        matches!(self.row().holds, Holds::Content)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// This version does not know the kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no kind of record that this version knows")]
pub struct UnknownKind(pub String);

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        Kind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| UnknownKind(text.to_owned()))
    }
}
