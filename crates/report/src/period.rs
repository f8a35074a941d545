//! The days that a report covers, both ends included.

use time::{Date, macros::format_description};

/// From a day to a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    from: Date,
    to: Date,
}

/// Why two texts are no period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodFlaw {
    /// Not `year-month-day`.
    #[error("{0:?} is no day: write it as 2026-01-31")]
    Day(String),
    /// It ends before it begins.
    #[error("the period ends on {to}, before it begins on {from}")]
    Order {
        /// Its first day.
        from: Date,
        /// Its last day.
        to: Date,
    },
}

impl Period {
    /// # Errors
    /// When it ends before it begins.
    pub fn new(from: Date, to: Date) -> Result<Period, PeriodFlaw> {
        if to < from { Err(PeriodFlaw::Order { from, to }) } else { Ok(Period { from, to }) }
    }

    /// # Errors
    /// When a text is no day, or the period ends before it begins.
    pub fn parse(from: &str, to: &str) -> Result<Period, PeriodFlaw> {
        Period::new(day(from)?, day(to)?)
    }

    /// The first day.
    pub const fn from(self) -> Date {
        self.from
    }

    /// The last day.
    pub const fn to(self) -> Date {
        self.to
    }

    /// Whether the day is one of them.
    pub fn holds(self, day: Date) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// The months that it touches, as `2026-03`, so that a month without a record shows as zero.
    pub(crate) fn months(self) -> Vec<String> {
        let index = |day: Date| day.year() * 12 + i32::from(u8::from(day.month())) - 1;
        let months = index(self.from)..=index(self.to);
        months.map(|at| format!("{:04}-{:02}", at.div_euclid(12), at.rem_euclid(12) + 1)).collect()
    }
}

fn day(text: &str) -> Result<Date, PeriodFlaw> {
    Date::parse(text, format_description!("[year]-[month]-[day]"))
        .map_err(|_| PeriodFlaw::Day(text.to_owned()))
}

#[cfg(test)]
mod tests;
