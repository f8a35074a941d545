//! A day is the one of UTC.

use super::day_of;

#[test]
fn a_day_begins_at_midnight_utc() {
    assert_eq!(day_of(1_767_225_599).get(), 20_251_231);
    assert_eq!(day_of(1_767_225_600).get(), 20_260_101);
    assert_eq!(day_of(i64::MAX).get(), 99_991_231, "a clock gone mad is no panic");
}
