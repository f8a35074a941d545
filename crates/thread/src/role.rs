//! What a kind does in a thread: it changes a record, or it is said beside one.
//!
//! Only four kinds change anything, and only in the mouth of the originator. Everything else that has
//! a target, kinds of newer nodes included, is a remark: it stands beside the record, and it is a
//! record of its own, with its own life.

use chancery_record::Record;

/// What a statement with a target does to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Correction,
    Renewal,
    Withdrawal,
    DenialReview,
    Acknowledgement,
    Sighting,
    Dispute,
    ConsultationResponse,
    InformationResponse,
    /// A consultation or an information request that is about a record.
    Question,
    UndercutNotice,
    CapacityOutcome,
    PublicSummary,
    Translation,
    /// What this version does not know to do anything.
    Other,
}

/// Kinds that hold no text of their own, and so cannot stand in the place of one.
const WITHOUT_TEXT: [&str; 5] =
    ["correction", "withdrawal", "renewal", "denial-review", "acknowledgement"];

impl Role {
    pub(crate) fn of(record: &Record) -> Role {
        match record.kind_name() {
            "correction" => Role::Correction,
            "renewal" => Role::Renewal,
            "withdrawal" => Role::Withdrawal,
            "denial-review" => Role::DenialReview,
            "acknowledgement" => Role::Acknowledgement,
            "sighting" => Role::Sighting,
            "dispute" => Role::Dispute,
            "consultation-response" => Role::ConsultationResponse,
            "information-response" => Role::InformationResponse,
            "consultation-request" | "information-request" => Role::Question,
            "undercut-notice" => Role::UndercutNotice,
            "capacity-outcome" => Role::CapacityOutcome,
            "public-summary" => Role::PublicSummary,
            "translation" => Role::Translation,
            _ => Role::Other,
        }
    }

    /// Whether it belongs to the thread of its target, rather than standing beside it.
    pub(crate) fn changes(self) -> bool {
        matches!(self, Role::Correction | Role::Renewal | Role::Withdrawal | Role::DenialReview)
    }

    /// The kinds that a remark of this role can be about; none means any.
    pub(crate) fn is_about(self) -> &'static [&'static str] {
        match self {
            Role::ConsultationResponse => &["consultation-request"],
            Role::InformationResponse => &["information-request"],
            Role::UndercutNotice | Role::DenialReview => &["denial-notice"],
            Role::CapacityOutcome => &["capacity-offer", "capacity-request"],
            _ => &[],
        }
    }
}

/// Whether a record can stand in the place of another.
pub(crate) fn has_text(record: &Record) -> bool {
    !WITHOUT_TEXT.contains(&record.kind_name())
}
