//! Laws of numbers in registers.

use super::{Number, Verdict, is_lei};
use crate::Identifier;

fn number(scheme: &str, value: &str, country: Option<&str>) -> Option<Number> {
    let country = country.map(str::to_owned);
    Number::of(&Identifier { scheme: scheme.into(), value: value.into(), country })
}

#[test]
fn a_lei_carries_check_digits() {
    assert!(is_lei("5493001KJTIIGC8Y1R12"));
    assert!(is_lei("213800WSGIIZCXF1P572"));
    for wrong in ["5493001KJTIIGC8Y1R13", "5493001KJTIIGC8Y1R1", "5493001KJTIIGC8Y1RAB", ""] {
        assert!(!is_lei(wrong), "{wrong}");
    }
    // Two digits that have changed places are seen.
    assert!(!is_lei("5493010KJTIIGC8Y1R12"));
    assert_eq!(number("lei", "5493001KJTIIGC8Y1R13", None), None, "it decides nothing");
}

#[test]
fn a_number_is_the_same_however_it_is_written() {
    let a = number("national-register", "HRB 123 456", Some("DE")).unwrap();
    let b = number("national-register", "hrb-123456", Some("de")).unwrap();
    assert_eq!(a.against(&b), Verdict::Same);
}

#[test]
fn only_registers_in_which_a_party_has_one_number_contradict() {
    let of = |scheme, value, country| number(scheme, value, country).unwrap();
    let different = [
        (of("lei", "5493001KJTIIGC8Y1R12", None), of("lei", "213800WSGIIZCXF1P572", None)),
        (
            of("national-register", "1234567", Some("EE")),
            of("national-register", "7654321", Some("EE")),
        ),
    ];
    for (a, b) in different {
        assert_eq!(a.against(&b), Verdict::Different);
    }
    let silent = [
        (
            of("national-register", "1234567", Some("EE")),
            of("national-register", "1234567", Some("LV")),
        ),
        (
            of("national-register", "1234567", Some("EE")),
            of("national-register", "7654321", Some("LV")),
        ),
        (of("ofac-uid", "4693", None), of("ofac-uid", "8485", None)),
        (of("lei", "5493001KJTIIGC8Y1R12", None), of("duns", "123456789", None)),
    ];
    for (a, b) in silent {
        assert_eq!(a.against(&b), Verdict::Silent);
    }
    assert_eq!(number("duns", "12", None), None, "too short for a register");
}
