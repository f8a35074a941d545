//! Laws of periods.

use super::*;

#[test]
fn a_period_holds_both_its_ends_and_every_month_between() {
    let period = Period::parse("2025-12-31", "2026-02-01").unwrap();
    assert_eq!(period.months(), ["2025-12", "2026-01", "2026-02"]);
    assert!(period.holds(day("2025-12-31").unwrap()) && period.holds(day("2026-02-01").unwrap()));
    assert!(!period.holds(day("2025-12-30").unwrap()) && !period.holds(day("2026-02-02").unwrap()));
}

#[test]
fn what_is_no_period_says_why() {
    assert_eq!(Period::parse("2026-02-30", "x"), Err(PeriodFlaw::Day("2026-02-30".into())));
    let flaw = Period::parse("2026-02-02", "2026-02-01").unwrap_err();
    assert_eq!(flaw.to_string(), "the period ends on 2026-02-01, before it begins on 2026-02-02");
}
