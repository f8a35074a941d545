//! Counting days: laws that hold for every state and every day of the packs.

use proptest::prelude::*;
use time::{Date, Duration};

use crate::{day::day, packs::Packs};

fn on(text: &str) -> Date {
    day(text).expect("a day")
}

#[test]
fn counting_begins_on_the_working_day_after_and_leaves_holidays_out() {
    let estonia = Packs::shipped().calendar("EE".parse().unwrap());
    // Monday 16 February 2026: ten working days with Tuesday the 24th left out.
    assert_eq!(estonia.after(on("2026-02-16"), 10), on("2026-03-03"));
    // Asked on a Saturday, the first day is the Monday.
    assert_eq!(estonia.after(on("2026-02-14"), 1), on("2026-02-16"));
    assert_eq!(estonia.after(on("2026-02-14"), 0), on("2026-02-14"));
    let korea = Packs::shipped().calendar("KR".parse().unwrap());
    // Thursday 25 September 2025: 3 October and Chuseok (6 to 9 October) are left out.
    assert_eq!(korea.after(on("2025-09-25"), 10), on("2025-10-16"));
    assert_eq!(korea.between(on("2025-09-25"), on("2025-10-16")), 10);
    assert_eq!(korea.between(on("2025-10-16"), on("2025-09-25")), 0);
    let between: Vec<_> = korea.holidays(on("2025-09-25"), on("2025-10-16")).collect();
    assert_eq!(between.len(), 5, "the Sunday of Chuseok is not one of them: {between:?}");
}

proptest! {
    #[test]
    fn last_day_is_worked_and_so_many_working_days_away(
        state in 0_usize..25, offset in 0_i64..2_400, days in 1_u16..60, more in 0_u16..10
    ) {
        let packs = Packs::shipped();
        let calendar = packs.calendars().nth(state).unwrap();
        let from = on("2024-01-01") + Duration::days(offset);
        let last = calendar.after(from, days);
        prop_assert!(last > from);
        prop_assert!(calendar.works(last), "{} {last}", calendar.state());
        prop_assert!(calendar.holiday(last).is_none());
        prop_assert_eq!(calendar.between(from, last), u32::from(days));
        // A later start or more days never end earlier.
        prop_assert!(calendar.after(from + Duration::DAY, days) >= last);
        prop_assert!(calendar.after(from, days + more) >= last);
        prop_assert_eq!(calendar.after(last, more), calendar.after(from, days + more));
    }
}
