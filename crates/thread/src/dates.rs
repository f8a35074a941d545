//! Until when a record stands, and when its originator looks at it again.
//!
//! The current text says so; what renews it later than that text says it anew, field by field.

use chancery_encoding::Digest;
use chancery_record::Record;
use time::{Date, format_description::BorrowedFormatItem, macros::format_description};

use crate::{
    life::{Member, Rank},
    role::Role,
    version::Version,
};

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// A day, and which statement has set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The day.
    pub day: Date,
    /// The version or the renewal.
    pub by: Digest,
}

/// The days that count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// The last day on which it stands.
    pub valid_until: Option<Dated>,
    /// When the originator looks at it again.
    pub review_due: Option<Dated>,
}

/// The days that one statement names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// The last day on which it stands.
    pub valid_until: Option<Date>,
    /// When the originator looks at it again.
    pub review_due: Option<Date>,
}

impl Days {
    pub(crate) fn any(&self) -> bool {
        self.valid_until.is_some() || self.review_due.is_some()
    }
}

/// A day as records write it; a text that is none is no day.
pub(crate) fn day(text: &str) -> Option<Date> {
    Date::parse(text, DAY).ok()
}

/// The days that a text, a renewal or a review names.
pub(crate) fn named(record: &Record) -> Days {
    let read = |name: &str| record.text_at(&[name]).and_then(day);
    Days {
        valid_until: read("valid_until"),
        review_due: match Role::of(record) {
            Role::DenialReview => read("next_review"),
            _ => read("review_due"),
        },
    }
}

/// The days that count, and the last renewal that has set one of them.
pub(crate) fn dates(
    members: &[Member<'_>],
    ranked: &[usize],
    current: &Version,
    since: Rank,
) -> (Dates, Option<Digest>) {
    let dated = |by| move |day| Dated { day, by };
    let days = named(&current.text);
    let mut dates = Dates {
        valid_until: days.valid_until.map(dated(current.id)),
        review_due: days.review_due.map(dated(current.id)),
    };
    let mut renewed_by = None;
    for member in ranked.iter().map(|at| &members[*at]).filter(|member| renews(member, since)) {
        let (days, by) = (named(&member.said.record), member.said.id);
        dates.valid_until = days.valid_until.map(dated(by)).or(dates.valid_until);
        dates.review_due = days.review_due.map(dated(by)).or(dates.review_due);
        renewed_by = Some(by);
    }
    (dates, renewed_by)
}

fn renews(member: &Member<'_>, since: Rank) -> bool {
    let role = matches!(member.role, Role::Renewal | Role::DenialReview);
    role && member.acts()
        && member.taken_back.is_none()
        && member.rank > since
        && named(&member.said.record).any()
}
