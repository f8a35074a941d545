//! How near a day is: the four stages at which people are told.

use time::{Date, Duration};

/// So many working days before its end a question is due soon.
const SOON_WORKING_DAYS: u32 = 3;

/// A review takes a month of work: letters go out, and somebody reads what came back.
const SOON_DAYS: Duration = Duration::days(30);

/// How near a day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Not yet.
    Later,
    /// Soon.
    Soon,
    /// Today.
    Due,
    /// It has passed.
    Over,
}

impl Stage {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Stage::Later => "later",
            Stage::Soon => "due-soon",
            Stage::Due => "due",
            Stage::Over => "overdue",
        }
    }

    /// Of a question, with the working days that are left.
    pub fn of_question(today: Date, due: Date, working_days_left: u32) -> Stage {
        let soon = working_days_left <= SOON_WORKING_DAYS;
        Stage::of(today, due, if soon { Stage::Soon } else { Stage::Later })
    }

    /// Of a review or an expiry.
    pub fn of_review(today: Date, due: Date) -> Stage {
        let soon = due - today <= SOON_DAYS;
        Stage::of(today, due, if soon { Stage::Soon } else { Stage::Later })
    }

    fn of(today: Date, due: Date, ahead: Stage) -> Stage {
        match today.cmp(&due) {
            std::cmp::Ordering::Greater => Stage::Over,
            std::cmp::Ordering::Equal => Stage::Due,
            std::cmp::Ordering::Less => ahead,
        }
    }
}
