//! Laws of the state table.

use super::*;

/// The 25 states that had subscribed to the Code when this was written.
const SUBSCRIBING: [&str; 25] = [
    "AL", "AU", "BG", "CA", "CR", "HR", "CZ", "DK", "EC", "EE", "FI", "FR", "DE", "JP", "XK", "LV",
    "NL", "NZ", "MK", "NO", "KR", "SK", "ES", "GB", "US",
];

#[test]
fn the_table_is_sorted_without_repeats() {
    assert!(TABLE.windows(2).all(|pair| pair[0].0 < pair[1].0));
    assert_eq!(StateCode::all().count(), TABLE.len());
}

#[test]
fn every_code_is_two_capitals_and_reads_back() {
    for state in StateCode::all() {
        assert!(
            state.as_str().len() == 2 && state.as_str().bytes().all(|b| b.is_ascii_uppercase())
        );
        assert!(!state.name().is_empty());
        assert_eq!(state.as_str().parse(), Ok(state));
    }
}

#[test]
fn every_subscribing_state_has_a_code() {
    for code in SUBSCRIBING {
        assert!(code.parse::<StateCode>().is_ok(), "{code}");
    }
}

#[test]
fn an_unassigned_code_is_refused() {
    for code in ["", "E", "ee", "EST", "ZZ", "UK", "EU", "AA", "XX", "E\u{0}"] {
        assert_eq!(code.parse::<StateCode>(), Err(UnknownState(code.to_owned())));
    }
}
