//! Dates and instants as people type them in a query: `2026-11-01`, `2026-11-01T12:00:00Z`. Always UTC.

use time::{
    Date, OffsetDateTime, format_description::well_known::Rfc3339, macros::format_description,
};

#[cfg(test)]
mod tests;

/// Seconds since 1970 of a date's first second, or of an instant.
pub(crate) fn seconds(text: &str) -> Option<i64> {
    if let Some(date) = date(text) {
        return Some(date.midnight().assume_utc().unix_timestamp());
    }
    OffsetDateTime::parse(text, &Rfc3339).ok().map(OffsetDateTime::unix_timestamp)
}

/// A date.
pub(crate) fn date(text: &str) -> Option<Date> {
    Date::parse(text, &format_description!("[year]-[month]-[day]")).ok()
}
