//! Days as they are typed: `2024-01-31`, a month, a year, or so long ago.

use time::{Date, Duration, Month};

/// A day written in full.
pub(crate) fn whole(text: &str) -> Option<Date> {
    let (first, last) = span(text, Date::MIN)?;
    (text.len() == 10 && first == last).then_some(first)
}

/// The first and the last day that a text stands for.
pub(crate) fn span(text: &str, today: Date) -> Option<(Date, Date)> {
    match text.to_lowercase().as_str() {
        "today" => return Some((today, today)),
        "yesterday" => return today.previous_day().map(|day| (day, day)),
        _ => {}
    }
    ago(text, today).map(|day| (day, day)).or_else(|| written(text))
}

fn written(text: &str) -> Option<(Date, Date)> {
    let mut parts = text.split('-');
    let year = digits(parts.next()?, 4)?;
    let year = i32::try_from(year).ok().filter(|year| *year > 0)?;
    let month = parts.next().map(|part| digits(part, 2));
    let day = parts.next().map(|part| digits(part, 2));
    if parts.next().is_some() {
        return None;
    }
    let month_of = |month: Option<u32>| Month::try_from(u8::try_from(month?).ok()?).ok();
    match (month, day) {
        (None, _) => Some((
            Date::from_calendar_date(year, Month::January, 1).ok()?,
            Date::from_calendar_date(year, Month::December, 31).ok()?,
        )),
        (Some(month), None) => {
            let month = month_of(month)?;
            let first = Date::from_calendar_date(year, month, 1).ok()?;
            Some((first, Date::from_calendar_date(year, month, month.length(year)).ok()?))
        }
        (Some(month), Some(day)) => {
            let day = u8::try_from(day?).ok()?;
            let day = Date::from_calendar_date(year, month_of(month)?, day).ok()?;
            Some((day, day))
        }
    }
}

/// `30d`, `4w`, `6m`, `1y` before today.
fn ago(text: &str, today: Date) -> Option<Date> {
    let unit = text.chars().last()?;
    let count = digits(text.strip_suffix(unit)?, 0)?;
    match unit {
        'd' => today.checked_sub(Duration::days(i64::from(count))),
        'w' => today.checked_sub(Duration::weeks(i64::from(count))),
        'm' => months_ago(today, count),
        'y' => months_ago(today, count.checked_mul(12)?),
        _ => None,
    }
}

/// The same day of that month, or its last one.
fn months_ago(today: Date, count: u32) -> Option<Date> {
    let months = today.year() * 12 + i32::from(u8::from(today.month())) - 1;
    let then = months.checked_sub(i32::try_from(count).ok()?)?;
    let month = Month::try_from(u8::try_from(then.rem_euclid(12)).ok()? + 1).ok()?;
    let year = then.div_euclid(12);
    Date::from_calendar_date(year, month, today.day().min(month.length(year))).ok()
}

/// A number of that many digits; of one to five where none is asked for.
fn digits(text: &str, count: usize) -> Option<u32> {
    let length = if count == 0 { (1..=5).contains(&text.len()) } else { text.len() == count };
    (length && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}
