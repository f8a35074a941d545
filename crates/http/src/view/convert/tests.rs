//! Nothing is said that was not found.

use super::*;

#[test]
fn a_verification_without_checks_verifies_nothing() {
    assert!(!VerificationView::from(Vec::new()).verified);
}

#[test]
fn one_failed_check_fails_the_verification() {
    let check = |ok| Check { check: "signature", ok, detail: String::new() };
    assert!(VerificationView::from(vec![check(true), check(true)]).verified);
    assert!(!VerificationView::from(vec![check(true), check(false)]).verified);
}

#[test]
fn an_instant_outside_the_calendar_is_shown_as_it_was_signed() {
    assert_eq!(instant(0), "1970-01-01T00:00:00Z");
    assert_eq!(instant(i64::MAX), format!("{} s", i64::MAX));
}
