//! What a kind does in a thread: it changes a record, or it is said beside one.
//!
//! Only four kinds change anything, and only in the mouth of the originator. Everything else that has
//! a target, kinds of newer nodes included, is a remark: it stands beside the record, and it is a
//! record of its own, with its own life. Who may say what about what is read off the table of kinds.

use chancery_record::{Aim, Kind, Record, Speaker};

use crate::effect::Reason;

/// Whether a record is of a kind that changes another.
pub(crate) fn changes(record: &Record) -> bool {
    matches!(
        record.kind(),
        Some(Kind::Correction | Kind::Renewal | Kind::Withdrawal | Kind::DenialReview)
    )
}

/// Whether a record can stand in the place of another: a kind that is not known has a text.
pub(crate) fn has_text(record: &Record) -> bool {
    record.kind().is_none_or(Kind::has_content)
}

/// How the one who speaks stands to the record that is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    /// It is its own.
    Own,
    /// It is of another authority of its state.
    State,
    /// It is of another state.
    Another,
}

/// Why a record of that kind, by such a one, says nothing about a record of the other kind; whether
/// it was asked is another question.
pub(crate) fn refusal(remark: &Record, about: &Record, whose: Whose) -> Option<Reason> {
    let kind = remark.kind()?;
    let fits = |kinds: &[Kind]| about.kind().is_some_and(|kind| kinds.contains(&kind));
    if let Aim::Of(kinds) = kind.aim()
        && !fits(kinds)
    {
        return Some(Reason::WrongKind);
    }
    match (kind.who_may(), whose) {
        (Speaker::Originator, Whose::State | Whose::Another) => Some(Reason::NotTheOriginator),
        (Speaker::Another, Whose::Own | Whose::State) => Some(Reason::OwnRecord),
        (Speaker::Anyone | Speaker::Asked, _)
        | (Speaker::Originator, Whose::Own)
        | (Speaker::Another, Whose::Another) => None,
    }
}

/// Whether only who was asked may say it.
pub(crate) fn is_answer(record: &Record) -> bool {
    record.kind().is_some_and(|kind| kind.who_may() == Speaker::Asked)
}
