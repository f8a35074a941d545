//! Days as records spell them.

use time::{Date, macros::format_description};

/// Reads `2026-02-24`.
pub fn day(text: &str) -> Option<Date> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).ok()
}

/// Spells a day as records do.
pub fn text_of(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
}
