//! The working days of one state: a weekend, public holidays, and days that are worked all the same.
//!
//! A calendar speaks for certain years. Outside of them only the weekend is known, and whoever counts is
//! told so: a holiday that nobody listed is not invented. Invariant: at least one day of the week is
//! worked, so that counting ends.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use chancery_record::StateCode;
use serde::Deserialize;
use time::{Date, Weekday};

use crate::day::day;

#[cfg(test)]
mod tests;

/// A state with a holiday on every third day of twenty years has 2,433; whoever lists more has erred.
const HOLIDAYS_MAX: usize = 4_096;

/// Working days of one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    state: StateCode,
    edition: String,
    scope: String,
    source: String,
    years: RangeInclusive<i32>,
    weekend: Vec<Weekday>,
    holidays: BTreeMap<Date, Holiday>,
    /// Days of a weekend that are worked, for a bridge day elsewhere.
    working: BTreeSet<Date>,
}

/// A day on which offices are closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// Its English name.
    pub name: String,
    /// Its date hangs on the moon or on a decree that has not come yet.
    pub estimated: bool,
}

/// Why a file is no calendar.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarFlaw {
    /// Its state is none.
    #[error("{0:?} is no state")]
    State(String),
    /// Its years are not in order.
    #[error("its years go from {0} to {1}")]
    Years(i32, i32),
    /// A day of its weekend has no such name, or nothing is left to work on.
    #[error("its weekend {0:?} is none: name one to six days in English, in small letters")]
    Weekend(Vec<String>),
    /// A date is none, or not one of its years.
    #[error("{0:?} is no day of its years")]
    Day(String),
    /// A day stands twice.
    #[error("{0} stands twice")]
    Twice(String),
    /// Too many holidays.
    #[error("it lists {0} days; at most {HOLIDAYS_MAX}")]
    TooMany(usize),
}

/// As the file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Written {
    #[serde(rename = "pack")]
    _pack: String,
    name: String,
    edition: String,
    state: String,
    scope: String,
    source: String,
    from_year: i32,
    to_year: i32,
    weekend: Vec<String>,
    #[serde(default)]
    working: Vec<String>,
    holidays: Vec<WrittenHoliday>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenHoliday {
    day: String,
    name: String,
    #[serde(default)]
    estimated: bool,
}

impl Calendar {
    /// Nothing but Saturdays and Sundays, for a state of which no calendar is held.
    pub(crate) fn of_weekends(state: StateCode) -> Calendar {
        #[expect(clippy::reversed_empty_ranges, reason = "no year is covered")]
        let years = 1..=0;
        Calendar {
            state,
            edition: String::new(),
            scope: "weekends only".to_owned(),
            source: String::new(),
            years,
            weekend: vec![Weekday::Saturday, Weekday::Sunday],
            holidays: BTreeMap::new(),
            working: BTreeSet::new(),
        }
    }

    pub(crate) fn read(written: Written) -> Result<Calendar, CalendarFlaw> {
        let Written { state, from_year, to_year, weekend, working, holidays, .. } = written;
        let years = from_year..=to_year;
        if years.is_empty() || to_year > 9_998 {
            return Err(CalendarFlaw::Years(from_year, to_year));
        }
        if holidays.len() + working.len() > HOLIDAYS_MAX {
            return Err(CalendarFlaw::TooMany(holidays.len() + working.len()));
        }
        let of_years = |text: &String| {
            let day = day(text).filter(|day| years.contains(&day.year()));
            day.ok_or_else(|| CalendarFlaw::Day(text.clone()))
        };
        let mut listed = BTreeMap::new();
        for WrittenHoliday { day, name, estimated } in holidays {
            if listed.insert(of_years(&day)?, Holiday { name, estimated }).is_some() {
                return Err(CalendarFlaw::Twice(day));
            }
        }
        Ok(Calendar {
            state: state.parse().map_err(|_| CalendarFlaw::State(state))?,
            edition: format!("{} {}", written.name, written.edition),
            scope: written.scope,
            source: written.source,
            weekend: weekdays(weekend)?,
            working: working.iter().map(of_years).collect::<Result<_, _>>()?,
            holidays: listed,
            years,
        })
    }

    /// Whose it is.
    pub fn state(&self) -> StateCode {
        self.state
    }

    /// Name and edition of its pack; empty when there is none.
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// For which offices it speaks: the whole state, or where the authority sits.
    pub fn scope(&self) -> &str {
        &self.scope
    }

    /// Where its days come from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it knows the holidays of this year.
    pub fn covers(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    /// Whether offices work on this day.
    pub fn works(&self, day: Date) -> bool {
        let free = self.weekend.contains(&day.weekday());
        !self.holidays.contains_key(&day) && (!free || self.working.contains(&day))
    }

    /// The holiday on this day.
    pub fn holiday(&self, day: Date) -> Option<&Holiday> {
        self.holidays.get(&day)
    }

    /// Holidays from a day to a day, both included, that do not fall on a weekend.
    pub fn holidays(&self, from: Date, to: Date) -> impl Iterator<Item = (Date, &Holiday)> {
        let all = if from <= to { Some(self.holidays.range(from..=to)) } else { None };
        let days = all.into_iter().flatten().map(|(day, holiday)| (*day, holiday));
        days.filter(|(day, _)| !self.weekend.contains(&day.weekday()))
    }

    /// The working day that is so many behind this day, which itself does not count
    /// (Regulation (EEC, Euratom) No 1182/71, Article 3(1)).
    pub fn after(&self, from: Date, working_days: u16) -> Date {
        let mut day = from;
        let mut left = working_days;
        while left > 0 {
            let Some(next) = day.next_day() else { return day };
            day = next;
            if self.works(day) {
                left -= 1;
            }
        }
        day
    }

    /// How many working days lie behind the first day, up to the second and with it; none when it is over.
    pub fn between(&self, from: Date, to: Date) -> u32 {
        let mut day = from;
        let mut count = 0;
        while day < to {
            let Some(next) = day.next_day() else { return count };
            day = next;
            count += u32::from(self.works(day));
        }
        count
    }
}

fn weekdays(names: Vec<String>) -> Result<Vec<Weekday>, CalendarFlaw> {
    let all = [
        ("monday", Weekday::Monday),
        ("tuesday", Weekday::Tuesday),
        ("wednesday", Weekday::Wednesday),
        ("thursday", Weekday::Thursday),
        ("friday", Weekday::Friday),
        ("saturday", Weekday::Saturday),
        ("sunday", Weekday::Sunday),
    ];
    let known = names.iter().all(|name| all.iter().any(|(known, _)| known == name));
    let chosen = all.iter().filter(|(known, _)| names.iter().any(|name| name == known));
    let chosen: Vec<Weekday> = chosen.map(|(_, weekday)| *weekday).collect();
    if !known || chosen.is_empty() || chosen.len() == all.len() {
        return Err(CalendarFlaw::Weekend(names));
    }
    Ok(chosen)
}
