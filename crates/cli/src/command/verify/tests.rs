//! A verification says which check fails, and never passes by having none.

use super::*;

fn check(check: &str, ok: bool) -> CheckView {
    CheckView { check: check.to_owned(), ok, detail: "why".to_owned() }
}

#[test]
fn the_check_that_fails_is_named() {
    let checks = vec![check("certificate", true), check("body-hash", false)];
    let text = told("a.copy", &VerificationView { verified: false, checks });
    assert!(text.contains("  ok    certificate  why\n"), "{text}");
    assert!(text.contains("  FAIL  body-hash    why\n"), "{text}");
    assert!(text.ends_with("a.copy does NOT verify: body-hash\n"), "{text}");
}

#[test]
fn a_path_is_never_taken_for_a_reference() {
    for path in ["-", "./EE-2026-0001", "copy.cbor", "a/b"] {
        assert!(looks_like_a_path(path), "{path}");
    }
    for name in ["EE-2026-0001", "1f2e3d4c"] {
        assert!(!looks_like_a_path(name), "{name}");
    }
}
