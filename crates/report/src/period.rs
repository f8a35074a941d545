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
mod tests {
    use super::*;

    #[test]
    fn a_period_holds_both_its_ends_and_every_month_between() {
        let period = Period::parse("2025-12-31", "2026-02-01").unwrap();
        assert_eq!(period.months(), ["2025-12", "2026-01", "2026-02"]);
        assert!(
            period.holds(day("2025-12-31").unwrap()) && period.holds(day("2026-02-01").unwrap())
        );
        assert!(
            !period.holds(day("2025-12-30").unwrap()) && !period.holds(day("2026-02-02").unwrap())
        );
    }

    #[test]
    fn what_is_no_period_says_why() {
        assert_eq!(Period::parse("2026-02-30", "x"), Err(PeriodFlaw::Day("2026-02-30".into())));
        let flaw = Period::parse("2026-02-02", "2026-02-01").unwrap_err();
        assert_eq!(
            flaw.to_string(),
            "the period ends on 2026-02-01, before it begins on 2026-02-02"
        );
    }
}
