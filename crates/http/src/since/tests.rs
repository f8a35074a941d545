//! A date is its first second; nonsense is nothing.

use super::*;

#[test]
fn a_date_is_its_first_second() {
    assert_eq!(seconds("1970-01-02"), Some(86_400));
    assert_eq!(seconds("1970-01-01T01:00:00+01:00"), Some(0));
}

#[test]
fn what_is_no_date_is_nothing() {
    for text in ["", "yesterday", "2026-13-01", "2026-02-30", "1", "2026-11-01T12:00"] {
        assert_eq!(seconds(text), None, "{text}");
    }
}
