//! How long a case is kept: to the day, and never removed by itself.

use time::macros::date;

use super::*;

fn line(closed_at_s: Option<i64>, held: bool) -> CaseLine {
    CaseLine { held, closed_at_s, ..CaseLine::of(&fold(&chain([opened()])).unwrap()) }
}

/// Noon of a day, in seconds since 1970.
fn noon(day: time::Date) -> i64 {
    day.with_hms(12, 0, 0).unwrap().assume_utc().unix_timestamp()
}

#[test]
fn closed_case_is_kept_to_its_anniversary_and_a_leap_day_has_one() {
    assert_eq!(kept_until(noon(date!(2026 - 11 - 24)), 10), date!(2036 - 11 - 24));
    assert_eq!(kept_until(noon(date!(2028 - 02 - 29)), 4), date!(2032 - 02 - 29));
    assert_eq!(kept_until(noon(date!(2028 - 02 - 29)), 10), date!(2038 - 03 - 01));
    assert_eq!(kept_until(noon(date!(2026 - 11 - 24)), u64::MAX), time::Date::MAX);
}

#[test]
fn open_and_held_cases_are_never_over() {
    let closed = noon(date!(2026 - 11 - 24));
    let over = |closed_at_s, held, today| is_over(&line(closed_at_s, held), 10, today);
    assert!(!over(Some(closed), false, date!(2036 - 11 - 24)), "its last day is one of them");
    assert!(over(Some(closed), false, date!(2036 - 11 - 25)));
    assert!(!over(Some(closed), true, date!(2090 - 01 - 01)));
    assert!(!over(None, false, date!(2090 - 01 - 01)));
}

#[test]
fn word_that_forces_a_removal_is_written_as_it_is_read() {
    for why in Why::FORCED {
        let text = serde_json::to_string(&why).unwrap();
        assert_eq!(text, format!("{:?}", why.as_str()));
    }
}
