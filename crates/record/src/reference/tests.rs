//! Laws of the reference.

use super::*;

#[test]
fn a_reference_reads_back() {
    for text in ["EE-2026-0001", "US-2026-9999", "XK-1999-10000", "KR-9999-999999999"] {
        assert_eq!(text.parse::<Reference>().expect("well formed").to_string(), text);
    }
}

#[test]
fn another_spelling_of_a_reference_is_refused() {
    let wrong = [
        "",
        "EE",
        "EE-2026",
        "EE-2026-",
        "EE-2026-1",
        "EE-2026-00001",
        "EE-2026-0000",
        "ee-2026-0001",
        "ZZ-2026-0001",
        "EE-26-0001",
        "EE-02026-0001",
        "EE-2026-+001",
        "EE-2026-0001 ",
        "EE-2026-0001-2",
        "EE-2026-1000000000",
        "EE-2026-99999999999999",
    ];
    for text in wrong {
        assert_eq!(text.parse::<Reference>(), Err(BadReference(text.to_owned())));
    }
}

#[test]
fn references_of_one_state_sort_by_age() {
    let text = ["EE-2025-0010", "EE-2026-0002", "EE-2026-0010", "EE-2026-10000"];
    let sorted: Vec<Reference> = text.iter().map(|text| text.parse().expect("valid")).collect();
    assert!(sorted.is_sorted());
}
